"""A file as pieces of text, each with its place.

Plain text and Markdown are read here; DOCX, PPTX and PDF in a child process with limits of
time and memory, because a stranger's file may be made to hang or to explode.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.errors import UserError
from engine.jobs import JobFailedError, JobLimits, Json, Task, run
from engine.texts import Language, catalogue

LARGEST_TEXT = 16 * 1024 * 1024
LARGEST_FILE = 128 * 1024 * 1024
LIMITS = JobLimits(seconds=60, memory_bytes=1024**3)
TASK = Task("engine.lint.task", "run")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, HWP, and encrypted new ones
_OLD = {".doc", ".dot", ".ppt", ".pps", ".xls", ".hwp", ".hwpx", ".rtf", ".odt", ".odp", ".pages", ".key"}
_FORMATS = {
    **dict.fromkeys((".docx", ".docm", ".dotx"), "docx"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx"), "pptx"),
    ".pdf": "pdf",
}
_MARKDOWN = {".md", ".markdown", ".mdown", ".html", ".htm"}
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARKUP = re.compile(
    r"</?[A-Za-z!][^<>\n]{0,300}>"  # tags
    r"|(?<=\])\([^()\s]{0,500}(?:\s[^()\n]{0,200})?\)"  # where a link leads
    r"|[*~`\[\]]|(?<![^\W_])_+|_+(?![^\W_])"  # emphasis and code
)


@dataclass(frozen=True)
class Place:
    """Where a piece of text stands.

    ``kind``: ``line`` (text), ``paragraph``, ``cell``, ``header``, ``footer``, ``footnote``,
    ``endnote``, ``comment``, ``textbox`` (DOCX), ``slide``, ``notes`` (PPTX) or ``page`` (PDF).
    ``number`` counts from 1 within its kind. A ``cell`` adds ``row`` and ``column``.
    """

    kind: str
    number: int
    row: int | None = None
    column: int | None = None

    def say(self, language: Language) -> str:
        """The place in words."""
        values = {"number": self.number, "row": self.row, "column": self.column}
        return catalogue("command").say(f"lint_at_{self.kind}", language, **values)

    def document(self) -> dict[str, object]:
        """The place as ``jjak lint --json`` tells it."""
        place: dict[str, object] = {"kind": self.kind, "number": self.number}
        if self.row is not None and self.column is not None:
            place |= {"row": self.row, "column": self.column}
        return place


@dataclass(frozen=True)
class Piece:
    """A text that stands together. A ``line`` piece is a whole file; its hits count on from there."""

    text: str
    place: Place


def read_document(file: Path | BinaryIO) -> tuple[Piece, ...]:
    """The pieces of a file, or of a stream such as standard input.

    Raises UserError for what is no readable document: missing, a folder, an old or encrypted
    format, no text, too large.
    """
    name, data = _load(file)
    suffix = Path(name).suffix.lower()
    kind = _format(data, suffix, name)
    if kind is None:
        if len(data) > LARGEST_TEXT:
            raise UserError("lint_too_large", name=name)
        text = _decode(data, name)
        if suffix in _MARKDOWN:
            text = _MARKUP.sub("", text)
        return (Piece(text, Place("line", 1)),)
    if isinstance(file, Path):
        return _read_in_child(file, kind, name)
    with tempfile.TemporaryDirectory(prefix="jjak-lint-") as folder:
        copy = Path(folder) / f"document.{kind}"
        copy.write_bytes(data)
        return _read_in_child(copy, kind, name)


def _load(file: Path | BinaryIO) -> tuple[str, bytes]:
    if not isinstance(file, Path):
        data = file.read(LARGEST_FILE + 1)
        name = "-"
    else:
        name = file.name or str(file)
        if file.is_dir():
            raise UserError("lint_folder", path=str(file))
        if not file.exists():
            raise UserError("lint_missing", path=str(file))
        if not file.is_file():
            raise UserError("lint_no_file", path=str(file))
        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as problem:
            raise UserError("lint_unreadable", name=name) from problem
    if len(data) > LARGEST_FILE:
        raise UserError("lint_too_large", name=name)
    return name, data


def _format(data: bytes, suffix: str, name: str) -> str | None:
    """docx, pptx or pdf by what the file really is; None: text. Raises UserError for the rest."""
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UserError("lint_encrypted" if encrypted else "lint_old_format", name=name)
    if data.startswith((b"{\\rtf", b"HWP Document File")):
        raise UserError("lint_old_format", name=name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = _kind_of_zip(data)
        if kind is None:
            known = suffix in _FORMATS
            raise UserError("lint_damaged" if known else "lint_old_format", name=name)
        return kind
    if suffix in _FORMATS:
        raise UserError("lint_damaged", name=name)
    if suffix in _OLD:
        raise UserError("lint_old_format", name=name)
    return None


def _kind_of_zip(data: bytes) -> str | None:
    # The names stand uncompressed in the directory at the end; reading it is the child's risk.
    if b"ppt/presentation.xml" in data:
        return "pptx"
    return "docx" if b"word/document" in data else None


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    wide = _wide(data[:4096])
    if wide:
        return _decoded(data, wide, name)
    if b"\0" in data:
        raise UserError("lint_not_text", name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp949", name)


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: text has zero bytes in one half only, or reads well one way only."""
    if b"\0" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) & ~1].decode(encoding, errors="replace")
        usual = sum(1 for sign in text if sign in "\t\r\n" or " " <= sign <= "\u024f" or "가" <= sign <= "힣")
        if text and usual >= 0.9 * len(text):
            return encoding
    return None


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as problem:
        raise UserError("lint_not_text", name=name) from problem


def _read_in_child(path: Path, kind: str, name: str) -> tuple[Piece, ...]:
    try:
        raw = run(TASK, {"path": str(path.absolute()), "kind": kind, "name": name}, limits=LIMITS)
    except JobFailedError as problem:
        raise UserError("lint_damaged", name=name) from problem
    except UserError as problem:
        if problem.code.startswith("job_"):  # it took too long, or too much memory
            raise UserError("lint_too_much", name=name) from problem
        raise
    entries = raw if isinstance(raw, list) else []
    return tuple(_piece(entry) for entry in entries if isinstance(entry, dict))


def _piece(entry: Mapping[str, Json]) -> Piece:
    row, column = entry.get("row"), entry.get("column")
    number = entry.get("number")
    return Piece(
        str(entry.get("text", "")),
        Place(
            str(entry.get("kind")),
            number if isinstance(number, int) else 1,
            row if isinstance(row, int) else None,
            column if isinstance(column, int) else None,
        ),
    )
