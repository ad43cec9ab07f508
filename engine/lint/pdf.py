"""The text of a PDF, a page a piece. Runs in a child process: a page may take for ever."""

from __future__ import annotations

import logging

from engine.errors import UserError
from engine.jobs.protocol import Json

MOST_PAGES = 5000


def read_pdf(path: str, name: str) -> list[dict[str, Json]]:
    """The pages with a text on them. Raises UserError: encrypted, damaged, or without any text."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it comments on every oddity
    try:
        reader = PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except (FileNotDecryptedError, WrongPasswordError, DependencyError) as problem:
        raise UserError("lint_encrypted", name=name) from problem
    except MemoryError:
        raise
    except Exception as problem:  # a damaged file can raise whatever its parts make it
        raise UserError("lint_damaged", name=name) from problem
    if locked:
        raise UserError("lint_encrypted", name=name)
    if pages > MOST_PAGES:
        raise UserError("lint_too_much", name=name)
    pieces: list[dict[str, Json]] = []
    broken = 0
    for number in range(1, pages + 1):
        try:
            text = reader.pages[number - 1].extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  one damaged page must not hide the others
            broken += 1
            continue
        if text.strip():
            pieces.append({"text": text, "kind": "page", "number": number})
    if broken and broken == pages:
        raise UserError("lint_damaged", name=name)
    if not pieces:
        raise UserError("lint_no_text", name=name)
    return pieces
