"""Keeps a book that was proven sound, so that the next start needn't prove it again.

The key covers every byte of the rules and packs and the code that checks them: whatever
changes, the book is read and checked anew. A cache that can't be read or written is
no fault; it only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import BaseModel, ValidationError

from engine.rulebook.files import Data
from engine.rulebook.library import Library
from engine.rulebook.types import RuleBook

_KEPT = 6  # files; each book makes two


class Envelope(BaseModel):
    """What a cache file holds besides the book. ``expires``: read the rules again after that day."""

    expires: date | None
    book: RuleBook


class LibraryEnvelope(BaseModel):
    """The same for the library."""

    expires: date | None
    library: Library


def cache_key(folders: Sequence[Data]) -> str:
    """SHA-256 over names and bytes of the rules, and over the code that reads them."""
    digest = hashlib.sha256()
    for data in (*folders, _code()):
        for name, raw in sorted(data.items()):
            digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
        digest.update(b"\0\0")
    return digest.hexdigest()


def cached_book(key: str, today: date) -> RuleBook | None:
    """The proven book of that key, if it is kept and still in force."""
    try:
        envelope = Envelope.model_validate_json(_path(key, "book").read_bytes())
    except (OSError, ValidationError):
        return None
    return envelope.book if envelope.expires is None or today <= envelope.expires else None


def cached_library(key: str, today: date) -> Library | None:
    """The proven library of that key, if it is kept and still in force."""
    try:
        envelope = LibraryEnvelope.model_validate_json(_path(key, "library").read_bytes())
    except (OSError, ValidationError):
        return None
    return envelope.library if envelope.expires is None or today <= envelope.expires else None


def keep(key: str, book: RuleBook, library: Library, expires: date | None) -> None:
    """Keep both; the oldest files go."""
    _write(_path(key, "book"), Envelope(expires=expires, book=book).model_dump_json())
    _write(_path(key, "library"), LibraryEnvelope(expires=expires, library=library).model_dump_json())
    with contextlib.suppress(OSError):
        kept = sorted(_folder().glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-_KEPT]:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return user_cache_path("Jjak", appauthor=False) / "rulebook"


def _path(key: str, what: str) -> Path:
    return _folder() / f"{key[:40]}-{what}.json"


def _write(path: Path, text: str) -> None:
    """Write the whole file or nothing."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)


def _code() -> Data:
    """The checker's own source; nothing in a frozen program, whose packages don't change."""
    folder = files("engine.rulebook")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".py")}
