"""Turns the files of a rule book into frozen types, collecting every fault with its place."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from engine.errors import UserError
from engine.rulebook.check import check_book, coverage_of
from engine.rulebook.files import ADVICE_FOLDER, Raw, RuleFile, read_folder
from engine.rulebook.places import Places
from engine.rulebook.problems import CheckReport, Coverage, Problem, RuleBookError
from engine.rulebook.types import (
    AdviceTable,
    Cut,
    Derivation,
    Entry,
    NeverSay,
    Question,
    RuleBook,
    Section,
    Source,
    VerdictTable,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_Kind = TypeVar("_Kind", bound=Entry)


@lru_cache
def load_rule_book() -> RuleBook:
    """The rule book that Jjak ships, checked. Raises RuleBookError with every fault found."""
    book, problems, _ = read_book(files("rules"))
    if book is None or problems:
        raise RuleBookError(problems)
    return book


def check_folder(path: Path | None = None) -> CheckReport:
    """Check the rule book in a folder; None: the one that Jjak ships.

    Raises UserError when there is no such folder; everything else becomes a problem.
    """
    if path is not None and not path.is_dir():
        raise UserError("rules_folder_missing", path=str(path))
    folder: Traversable = files("rules") if path is None else path
    book, problems, digest = read_book(folder)
    return CheckReport(
        folder="rules" if path is None else str(path),
        version=book.version if book else "–",
        digest=digest,
        problems=problems,
        coverage=coverage_of(book) if book else Coverage(),
    )


def read_book(folder: Traversable) -> tuple[RuleBook | None, tuple[Problem, ...], str]:
    """The book in ``folder`` (None when its files don't even have the right shape), every
    problem, and the digest."""
    rule_files, digest, problems = read_folder(folder)
    if problems:
        return None, tuple(problems), digest
    reader = _Reader(rule_files)
    book = reader.book(digest)
    if book is None:
        return None, tuple(reader.problems), digest
    return book, tuple(check_book(book, rule_files, reader.places)), digest


class _Reader:
    """Reads one book, noting problems, and where each entry stands."""

    def __init__(self, rule_files: dict[str, RuleFile]) -> None:
        self.files = rule_files
        self.problems: list[Problem] = []
        self.places = Places()

    def book(self, digest: str) -> RuleBook | None:
        """The whole book, or None when something in it has the wrong shape."""
        sources = self.entries("sources.toml", "source", Source)
        interview = "interview.toml"
        sections = self.entries(interview, "section", Section)
        questions = self.entries(interview, "question", Question)
        derivations = self.entries(interview, "derivation", Derivation)
        cuts = self.entries("volume.toml", "cut", Cut, key="value")
        verdicts = self.table("verdict.toml", VerdictTable)
        advice = [
            table
            for name in self.files
            if name.startswith(f"{ADVICE_FOLDER}/") and (table := self.table(name, AdviceTable)) is not None
        ]
        never_say = self.entries("never_say.toml", "never", NeverSay)
        version = self.files["book.toml"].content.get("version")
        if not isinstance(version, str) or not version:
            self.problems.append(Problem("missing_key", "book.toml", 0, "", {"entry": "version"}))
            return None
        if self.problems or verdicts is None:
            return None
        return RuleBook(
            version=version,
            digest=digest,
            sources={source.id: source for source in sources},
            sections=tuple(sections),
            questions=tuple(questions),
            derivations=tuple(derivations),
            cuts=tuple(cuts),
            verdicts=verdicts,
            advice=tuple(advice),
            never_say=tuple(never_say),
        )

    def entries(self, name: str, table: str, kind: type[_Kind], key: str = "id") -> list[_Kind]:
        """Every ``[[table]]`` of a file as ``kind``."""
        file = self.files[name]
        unknown = [other for other in file.content if other not in _TABLES[name]]
        if table == _TABLES[name][0]:
            for other in unknown:
                line = file.line_of_key(other)
                self.problems.append(Problem("unknown_key", name, line, "", {"entry": other}))
        read: list[_Kind] = []
        for index, raw in enumerate(file.tables(table)):
            rule = str(raw.get(key, f"{table} {index + 1}"))
            space = "section" if kind is Section else "rule"
            self.places.note(rule, name, file.line_of(table, index), space)
            entry = self.validated(file, table, index, rule, raw, kind)
            if entry is not None:
                read.append(entry)
        return read

    def table(self, name: str, kind: type[_Kind]) -> _Kind | None:
        """A file that is one decision table with its ``[[row]]`` entries."""
        file = self.files[name]
        content = {key: value for key, value in file.content.items() if key != "row"}
        content["rows"] = file.tables("row")
        for index, raw in enumerate(file.tables("row")):
            self.places.note(str(raw.get("id", f"row {index + 1}")), name, file.line_of("row", index))
        identifier = str(content.get("id", name))
        self.places.note(identifier, name, file.line_of_key("id"), "table")
        return self.validated(file, "row", None, identifier, content, kind)

    def validated(
        self, file: RuleFile, table: str, index: int | None, rule: str, raw: Raw, kind: type[_Kind]
    ) -> _Kind | None:
        """``raw`` as ``kind``; its faults become problems at their line, and None is returned."""
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                self.problems.append(_problem(file, table, index, rule, raw, fault))
            return None


_TABLES = {
    "sources.toml": ("source",),
    "interview.toml": ("section", "question", "derivation"),
    "volume.toml": ("cut",),
    "never_say.toml": ("never",),
}


def _problem(
    file: RuleFile,
    table: str,
    index: int | None,
    rule: str,
    raw: Raw,
    fault: ErrorDetails,
) -> Problem:
    """One of pydantic's faults as a problem: at its line, in the words of the rule book."""
    place, kind = fault["loc"], fault["type"]
    if index is None and len(place) > 1 and place[0] == "rows" and isinstance(place[1], int):
        index = place[1]
        rows = raw["rows"]
        row = rows[index] if isinstance(rows, list) else {}
        rule = str(row.get("id", f"row {index + 1}"))
        place = place[2:]
    names = [str(part) for part in place if part != "[key]"]
    key = names[0] if names else ""
    line = file.line_of(table, index, key) if index is not None else file.line_of_key(key)
    code = {"missing": "missing_key", "extra_forbidden": "unknown_key"}.get(kind, "wrong_value")
    if names and names[-1] in ("ko", "en") and code != "unknown_key":
        return Problem(
            "missing_language", file.name, line, rule, {"entry": ".".join(names[:-1]), "lang": names[-1]}
        )
    details = {"entry": ".".join(names)}
    if kind == "literal_error":
        code = "wrong_choice"
        details |= {"value": str(fault["input"]), "options": _options(fault)}
    return Problem(code, file.name, line, rule, details)


def _options(fault: ErrorDetails) -> str:
    """The values that pydantic would have taken: "'a', 'b' or 'c'" as "a, b, c"."""
    return ", ".join(re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", ""))))
