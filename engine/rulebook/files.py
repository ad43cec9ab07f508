"""Reads the TOML files of a rule-book folder, and knows on which line each entry stands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable

from engine.rulebook.problems import Problem

FILES = ("book.toml", "sources.toml", "interview.toml", "volume.toml", "verdict.toml", "never_say.toml")
ADVICE_FOLDER = "advice"

Raw = Mapping[str, object]

_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]\s*(?:#.*)?")
_ERROR_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class RuleFile:
    """One file as read: its name relative to the folder, its content, its lines."""

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


def read_folder(folder: Traversable) -> tuple[dict[str, RuleFile], str, list[Problem]]:
    """Every file of the book by name, the digest over all of them, and what couldn't be read.

    The digest is SHA-256 over names and bytes; line ends don't count, so that a checkout
    on Windows gives the same.
    """
    files: dict[str, RuleFile] = {}
    # A file whose name is a slip of the pen would go unread in silence.
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    problems = [Problem("file_unknown", name, 0, "") for name in named if name not in FILES]
    digest = hashlib.sha256()
    for name, file in _entries(folder):
        try:
            data = file.read_bytes()
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
            digest.update(name.encode() + b"\0" + text.encode() + b"\0")
            files[name] = RuleFile(name, tomllib.loads(text), tuple(text.split("\n")))
        except FileNotFoundError:
            problems.append(Problem("file_missing", name, 0, ""))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem("file_unreadable", name, 0, "", {"reason": str(error)}))
        except tomllib.TOMLDecodeError as error:
            line = _ERROR_LINE.search(str(error))
            problems.append(
                Problem("not_toml", name, int(line[1]) if line else 0, "", {"reason": str(error)})
            )
    return files, digest.hexdigest(), problems


def _entries(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for name in FILES:
        yield name, folder / name
    advice = folder / ADVICE_FOLDER
    if advice.is_dir():
        for file in sorted(advice.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                yield f"{ADVICE_FOLDER}/{file.name}", file
