"""The job that takes a DOCX, PPTX or PDF apart, in a child process."""

from __future__ import annotations

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter

LARGEST = 8 * 1024 * 1024  # characters of text in one document


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``{"path": str, "kind": "docx" | "pptx" | "pdf", "name": str}`` → the pieces as JSON.

    Each is ``{"text", "kind", "number"}``, a cell with ``row`` and ``column``. Raises UserError.
    """
    path, kind, name = str(params["path"]), params["kind"], str(params["name"])
    reporter.progress(0, None, "reading")
    if kind == "pdf":
        from engine.lint.pdf import read_pdf

        pieces = read_pdf(path, name)
    else:
        from engine.lint.office import read_docx, read_pptx

        pieces = read_docx(path, name) if kind == "docx" else read_pptx(path, name)
    if sum(len(str(piece["text"])) for piece in pieces) > LARGEST:
        raise UserError("lint_too_much", name=name)
    return [*pieces]
