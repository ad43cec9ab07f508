"""Reads the TOML files of a rule-book or pack folder; knows on which line each entry stands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable

from engine.rulebook.problems import Problem

BOOK_FILE = "book.toml"
PACK_FILE = "pack.toml"
RULE_FILES = (
    "sources.toml",
    "interview.toml",
    "volume.toml",
    "verdict.toml",
    "today.toml",
    "framing.toml",
    "guides.toml",
    "never_say.toml",
)
ADVICE_FOLDER = "advice"
FOLDERS = (ADVICE_FOLDER, "cards", "golden", "sources")

Raw = Mapping[str, object]
Data = Mapping[str, bytes]
"""The bytes of each file by its name relative to the folder."""

_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]\s*(?:#.*)?")
_ERROR_LINE = re.compile(r"at line (\d+)")
_LARGEST = 4_000_000  # bytes of one file


@dataclass(frozen=True)
class RuleFile:
    """One file as read: its name as messages give it, its content, its lines."""

    name: str
    content: Raw
    lines: tuple[str, ...]

    def tables(self, key: str) -> list[Raw]:
        """The entries of the array of tables ``[[key]]``; what is none is left to the caller."""
        value = self.content.get(key, [])
        return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []

    def line_of(self, table: str, index: int, key: str = "") -> int:
        """The line (from 1) of the ``index``-th ``[[table]]``, or of ``key`` inside it."""
        starts = self._starts.get(table, ())
        if index >= len(starts):
            return self.line_of_key(key) if key else 0
        end = starts[index + 1] if index + 1 < len(starts) else len(self.lines) + 1
        for number in range(starts[index] + 1, end):
            if key and re.match(rf"\s*{re.escape(key)}\b", self.lines[number - 1]):
                return number
        return starts[index]

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Array of tables → the lines on which its entries begin."""
        starts: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines, 1):
            header = _HEADER.fullmatch(line)
            if header:
                starts.setdefault(header[1], []).append(number)
        return starts

    def line_of_key(self, key: str) -> int:
        """The first line that sets ``key`` or opens the table of that name; 0 when there is none."""
        pattern = re.compile(rf"\s*\[*{re.escape(key)}\b")
        return next((number for number, line in enumerate(self.lines, 1) if pattern.match(line)), 0)


def read_bytes(folder: Traversable, prefix: str = "") -> tuple[Data, list[Problem]]:
    """Every TOML file of the folder and of its known subfolders, unread; what couldn't be opened.

    ``prefix`` stands before the names in messages.
    """
    data: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, file in _entries(folder):
        try:
            data[name] = file.read_bytes()
        except OSError as error:
            problems.append(_unreadable(prefix + name, error.strerror or type(error).__name__))
    return data, problems


def parse(data: Data, prefix: str = "") -> tuple[dict[str, RuleFile], list[Problem]]:
    """The files as TOML, by name, and what isn't."""
    files: dict[str, RuleFile] = {}
    problems: list[Problem] = []
    for name, raw in data.items():
        if len(raw) > _LARGEST:
            problems.append(_unreadable(prefix + name, f"> {_LARGEST:,} bytes"))
            continue
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
            files[name] = RuleFile(prefix + name, tomllib.loads(text), tuple(text.split("\n")))
        except UnicodeDecodeError as error:
            problems.append(_unreadable(prefix + name, str(error)))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line = _ERROR_LINE.search(str(error))
            place = int(line[1]) if line else 0
            problems.append(Problem("not_toml", prefix + name, place, "", {"reason": str(error)}))
    return files, problems


def digest_of(folders: Sequence[Data]) -> str:
    """SHA-256 over names and bytes; line ends don't count, so Windows gives the same.

    A ``digest = "…"`` line is left out: it can't hold itself.
    """
    digest = hashlib.sha256()
    for data in folders:
        for name, raw in sorted(data.items()):
            text = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            if name in (BOOK_FILE, PACK_FILE):
                text = re.sub(rb"(?m)^\s*digest\s*=.*\n?", b"", text)
            digest.update(name.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def unknown_files(data: Data, known: Sequence[str], prefix: str = "") -> Iterator[Problem]:
    """A file whose name is a slip of the pen would go unread in silence."""
    for name in data:
        if "/" not in name and name not in known:
            yield Problem("file_unknown", prefix + name, 0, "")


def _entries(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    inside = {entry.name: entry for entry in folder.iterdir()}
    for name in sorted(inside):
        if name.endswith(".toml"):
            yield name, inside[name]
    for parent in FOLDERS:
        if parent in inside and inside[parent].is_dir():
            for file in sorted(inside[parent].iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".toml"):
                    yield f"{parent}/{file.name}", file


def _unreadable(name: str, reason: str) -> Problem:
    return Problem("file_unreadable", name, 0, "", {"reason": reason})
