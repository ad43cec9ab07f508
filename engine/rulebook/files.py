"""Reads the TOML files of a rule-book or pack folder; knows on which line each entry stands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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
    found, problems = _entries(folder, prefix)
    for name, file in found:
        try:
            if not file.is_file():  # a pipe or a device would keep the program waiting
                problems.append(Problem("file_odd", prefix + name, 0, ""))
                continue
            with file.open("rb") as stream:
                data[name] = stream.read(_LARGEST + 1)
        except OSError as error:
            problems.append(_unreadable(prefix + name, error))
    return data, problems


def parse(data: Data, prefix: str = "") -> tuple[dict[str, RuleFile], list[Problem]]:
    """The files as TOML, by name, and what isn't."""
    files: dict[str, RuleFile] = {}
    problems: list[Problem] = []
    for name, raw in data.items():
        if len(raw) > _LARGEST:
            problems.append(Problem("file_too_large", prefix + name, 0, "", {"most": _LARGEST}))
            continue
        try:
            files[name] = _read(prefix + name, raw)
        except UnicodeDecodeError as error:
            problems.append(_unreadable(prefix + name, error))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line = _ERROR_LINE.search(str(error))
            place = int(line[1]) if line else 0
            problems.append(Problem("not_toml", prefix + name, place, "", {"reason": str(error)}))
    return files, problems


@lru_cache(maxsize=256)
def _read(name: str, raw: bytes) -> RuleFile:
    """The file; remembered, since the base is read again for each pack laid over it."""
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    return RuleFile(name, tomllib.loads(text), tuple(text.split("\n")))


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


def shown(name: str) -> str:
    """The name of a file or folder as text that can be printed and stored, whatever bytes it has."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _entries(folder: Traversable, prefix: str) -> tuple[list[tuple[str, Traversable]], list[Problem]]:
    """The files to read by their names; folders that can't be listed, and files that nothing would read."""
    found: list[tuple[str, Traversable]] = []
    problems: list[Problem] = []
    for entry in _listed(folder, prefix, problems):
        name = shown(entry.name)
        if name in FOLDERS:
            for inner in _listed(entry, f"{prefix}{name}/", problems):
                found += _file(inner, f"{name}/", prefix, problems)
        else:
            found += _file(entry, "", prefix, problems)
    return sorted(found, key=lambda each: each[0]), problems


def _file(
    entry: Traversable, parent: str, prefix: str, problems: list[Problem]
) -> Iterator[tuple[str, Traversable]]:
    """The entry if it is a file of rules; what looks like one but is in the wrong place is a problem."""
    name = shown(entry.name)
    if name.endswith(".toml"):
        yield parent + name, entry
    elif name.lower().endswith(".toml") or _holds_rules(entry):
        problems.append(Problem("file_unknown", prefix + parent + name, 0, ""))


def _holds_rules(entry: Traversable) -> bool:
    """True for a folder that isn't read, with files that want to be."""
    if entry.name.startswith((".", "_")):
        return False
    try:
        return entry.is_dir() and any(inner.name.lower().endswith(".toml") for inner in entry.iterdir())
    except OSError:
        return False


def _listed(folder: Traversable, name: str, problems: list[Problem]) -> list[Traversable]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        problems.append(_unreadable(name.rstrip("/") or folder.name, error))
        return []


def _unreadable(name: str, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Problem("file_unreadable", name, 0, "", {"reason": str(reason)})
