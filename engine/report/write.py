"""Writes a report to a file: whole or not at all, and nothing of the user's is overwritten unasked."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from engine.errors import UserError
from engine.report.gate import refuse_forbidden_report
from engine.report.quoting import printable
from engine.report.types import Report
from engine.report.writers.docx import docx
from engine.report.writers.html import html
from engine.report.writers.markdown import markdown
from engine.report.writers.pdf import pages, pdf
from engine.rulebook.types import RuleBook

FORMATS = (".pdf", ".docx", ".html", ".md")
PICTURE_NAME = re.compile(r"\d{2,}\.(png|jpg)")


def write_report(report: Report, path: Path, book: RuleBook, overwrite: bool = False) -> None:
    """Writes the report in the format that the suffix of ``path`` names.

    Markdown with pictures also makes the folder ``<name>.files`` beside the file.
    Raises UserError (format unknown, folder missing, file there already, no permission,
    disk full) and ForbiddenAdviceError (a forbidden promise in the text); in either case
    nothing has been written or changed.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UserError("report_unknown_format", suffix=path.suffix or path.name)
    if not path.parent.is_dir():
        raise UserError("report_folder_missing", folder=str(path.parent))
    refuse_existing(path, overwrite and not path.is_dir())
    refuse_forbidden_report(report, book)
    ready = printable(report)
    if suffix == ".md":
        folder = picture_folder(path)
        text, pictures = markdown(ready, folder.name)
        if pictures:
            refuse_existing(folder, overwrite and only_pictures(folder))
        publish(path, text, pictures)
    elif suffix == ".pdf":
        publish(path, pdf(ready))
    elif suffix == ".docx":
        publish(path, docx(ready))
    else:
        publish(path, html(ready))


def preview_pages(report: Report, width: int) -> list[bytes]:
    """The pages as PNG images ``width`` pixels wide, as the PDF will look."""
    return pages(printable(report), width)


def picture_folder(path: Path) -> Path:
    """Where the pictures of a Markdown report lie."""
    return path.with_name(f"{path.stem}.files")


def refuse_existing(path: Path, overwrite: bool) -> None:
    """Raises UserError when the path is taken and may not be overwritten."""
    if path.exists() and not overwrite:
        raise UserError("report_exists", name=path.name)


def only_pictures(folder: Path) -> bool:
    """Whether the folder holds nothing but the pictures of an earlier report."""
    return not folder.exists() or (
        folder.is_dir() and all(PICTURE_NAME.fullmatch(file.name) for file in folder.iterdir())
    )


def publish(path: Path, content: bytes, pictures: dict[str, bytes] | None = None) -> None:
    """Puts the file, and the folder of pictures if there are any, in place at one stroke."""
    mark = token_hex(4)
    draft = path.with_name(f".jjak-{mark}.tmp")
    folder_draft = path.with_name(f".jjak-{mark}.files.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if pictures:
            folder_draft.mkdir()
            for name, data in pictures.items():
                (folder_draft / name).write_bytes(data)
            aside = path.with_name(f".jjak-{mark}.old.tmp")
            with swapped(folder_draft, picture_folder(path), aside):
                draft.replace(path)
        else:
            draft.replace(path)
    except (PermissionError, IsADirectoryError, NotADirectoryError) as error:
        raise UserError("report_not_writable", name=path.name) from error
    except OSError as error:
        raise UserError("report_write_failed", name=path.name, reason=error.strerror or "?") from error
    finally:
        draft.unlink(missing_ok=True)
        shutil.rmtree(folder_draft, ignore_errors=True)


@contextmanager
def swapped(draft: Path, folder: Path, aside: Path) -> Iterator[None]:
    """Has the drafted folder in place; what was there before comes back if the body fails."""
    existed = folder.exists()
    if existed:
        folder.rename(aside)
    try:
        draft.rename(folder)
        yield
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
