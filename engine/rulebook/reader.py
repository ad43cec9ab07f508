"""Turns the files of a book and its packs into frozen types, collecting every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from engine.rulebook.files import ADVICE_FOLDER, BOOK_FILE, RuleFile
from engine.rulebook.golden import Golden
from engine.rulebook.layers import Layer, Placed, gather
from engine.rulebook.library import Card, CaseCard, Library, Note, PracticeCard, Topic
from engine.rulebook.phrases import WORDS, Words, with_words
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.types import (
    AdviceRow,
    AdviceTable,
    Cut,
    DecisionTable,
    Derivation,
    DisabledPack,
    Entry,
    Framing,
    FramingRow,
    Guide,
    NeverSay,
    Pack,
    Question,
    Row,
    RuleBook,
    Section,
    Shape,
    Source,
    TodayRow,
    VerdictRow,
    Word,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_Kind = TypeVar("_Kind", bound=Entry)
_AnyRow = TypeVar("_AnyRow", bound=Row)

Chooses = Callable[[RuleFile, str], bool]
"""Whether a file, by its content and its name in its folder, is to be read."""

# The arrays of tables that each file, or each file of a folder, may hold.
_ARRAYS: Mapping[str, tuple[str, ...]] = {
    BOOK_FILE: ("pack",),
    "sources.toml": ("source",),
    "interview.toml": ("section", "question", "derivation"),
    "volume.toml": ("cut",),
    "verdict.toml": ("row",),
    "today.toml": ("row",),
    "framing.toml": ("row", "shape", "word"),
    "guides.toml": ("guide",),
    "never_say.toml": ("never",),
    "advice": ("row",),
    "sources": ("source",),
    "cards": ("card", "case", "topic", "note", "practice"),
    "golden": ("golden",),
}
_HEADERS: Mapping[str, tuple[str, ...]] = {
    BOOK_FILE: ("version", "enough", "digest", "counts"),
    "never_say.toml": ("words",),
    "verdict.toml": ("id", "title", "hit_policy", "inputs"),
    "today.toml": ("id", "title", "hit_policy", "inputs"),
    "framing.toml": ("id", "title", "hit_policy", "inputs"),
    "advice": ("id", "title", "hit_policy"),
}


@dataclass(frozen=True)
class Content:
    """All that the files hold, once every entry has the right shape.

    ``expires``: the day on which a row of the book begins or ends, so that the book has
    to be read again.
    """

    book: RuleBook
    library: Library
    golden: tuple[Golden, ...]
    expires: date | None


class Reader:
    """Reads one book out of its layers; ``problems`` and ``places`` fill as it goes."""

    def __init__(self, layers: Sequence[Layer], today: date) -> None:
        self.layers = layers
        self.today = today
        self.problems: list[Problem] = []
        self.places = Places()
        self.placed: list[Placed] = []  # every raw entry that counts, for the checks of the words
        self.expires: date | None = None

    def content(
        self, digest: str, packs: Sequence[Pack] = (), disabled: Sequence[DisabledPack] = ()
    ) -> Content | None:
        """Everything, or None when something has the wrong shape."""
        self._unknown_keys()
        sources = {
            source.id: source for source in self.entries(("sources.toml", "sources"), "source", Source)
        }
        book = self._book(digest, sources, packs, disabled)
        library = Library(
            digest=digest,
            sources=sources,
            cards=tuple(self.entries(("cards",), "card", Card)),
            cases=tuple(self.entries(("cards",), "case", CaseCard)),
            topics=tuple(self.entries(("cards",), "topic", Topic)),
            notes=tuple(self.entries(("cards",), "note", Note)),
            practice=tuple(self.entries(("cards",), "practice", PracticeCard)),
        )
        golden = tuple(self._golden())
        if self.problems or book is None:
            return None
        return Content(book, library, golden, self.expires)

    def _book(
        self,
        digest: str,
        sources: Mapping[str, Source],
        packs: Sequence[Pack],
        disabled: Sequence[DisabledPack],
    ) -> RuleBook | None:
        base = self.layers[0].files[BOOK_FILE]
        version, enough = base.content.get("version"), base.content.get("enough")
        if not isinstance(version, str) or not version.strip():
            self.problems.append(Problem("missing_key", BOOK_FILE, 0, "", {"entry": "version"}))
            version = ""
        if not isinstance(enough, float) or not 0 < enough <= 1:
            line = base.line_of_key("enough")
            self.problems.append(Problem("wrong_value", BOOK_FILE, line, "", {"entry": "enough"}))
            enough = 1.0
        own = self.entries((BOOK_FILE,), "pack", Pack)
        interview = ("interview.toml",)
        sections = self.entries(interview, "section", Section)
        questions = self.entries(interview, "question", Question)
        derivations = self.entries(interview, "derivation", Derivation)
        cuts = self.entries(("volume.toml",), "cut", Cut, key="value")
        verdicts = self.table("verdict.toml", DecisionTable[VerdictRow], VerdictRow)
        today = self.table("today.toml", DecisionTable[TodayRow], TodayRow)
        framing = self._framing()
        guides = self.entries(("guides.toml",), "guide", Guide)
        advice = self._advice()
        never_say = self._never_say()
        if self.problems or verdicts is None or today is None or framing is None:
            return None
        return RuleBook(
            version=version,
            digest=digest,
            enough=enough,
            packs={pack.id: pack for pack in (*own, *packs)},
            disabled=tuple(disabled),
            sources=sources,
            sections=tuple(sections),
            questions=tuple(questions),
            derivations=tuple(derivations),
            cuts=tuple(cuts),
            verdicts=verdicts,
            today=today,
            framing=framing,
            guides=tuple(guides),
            advice=tuple(advice),
            never_say=tuple(never_say),
        )

    def _never_say(self) -> list[NeverSay]:
        """The promises, their patterns spelt out with the words of the layers; the base's come first."""
        name = "never_say.toml"
        words: Words = {"ko": {}, "en": {}}
        for file in (layer.files[name] for layer in self.layers if name in layer.files):
            try:
                named = WORDS.validate_python(file.content.get("words", {}))
            except ValidationError:
                line = file.line_of_key("words")
                self.problems.append(Problem("wrong_value", file.name, line, "", {"entry": "words"}))
                continue
            words = {language: {**named.get(language, {}), **words[language]} for language in ("ko", "en")}
        return [with_words(rule, words) for rule in self.entries((name,), "never", NeverSay)]

    def entries(self, where: Sequence[str], table: str, kind: type[_Kind], key: str = "id") -> list[_Kind]:
        """Every ``[[table]]`` of these files and folders as ``kind``."""
        return self.read(lambda _, name: _is_in(name, where), table, kind, key)

    def read(
        self,
        chooses: Chooses,
        table: str,
        kind: type[_Kind],
        key: str = "id",
        layers: Sequence[Layer] | None = None,
    ) -> list[_Kind]:
        """Every ``[[table]]`` of the files chosen (of all layers, or of those given) as ``kind``."""
        chosen = [
            (layer.pack, [file for name, file in layer.files.items() if chooses(file, name)])
            for layer in (self.layers if layers is None else layers)
        ]
        gathered = gather(chosen, table, key, self.places, self.problems)
        self.placed += gathered
        read = (self.validated(placed, kind) for placed in gathered)
        return [entry for entry in read if entry is not None]

    def rows(self, chooses: Chooses, kind: type[_AnyRow]) -> list[_AnyRow]:
        """The ``[[row]]`` entries of the files chosen that hold today."""
        rows = self.read(chooses, "row", kind)
        known = {row.id for row in rows}
        return [row for row in rows if self._holds(row, known)]

    def table(
        self, name: str, kind: type[DecisionTable[_AnyRow]], row: type[_AnyRow]
    ) -> DecisionTable[_AnyRow] | None:
        """A file that is one decision table."""
        return self.assembled(name, kind, {"rows": self.rows(lambda _, other: other == name, row)})

    def assembled(
        self, name: str, kind: type[_Kind], parts: Mapping[str, object], wanted: object = None
    ) -> _Kind | None:
        """The header of a file with entries already read; of the first layer that has it
        (and, with ``wanted``, whose table has this id)."""
        files = [layer.files[name] for layer in self.layers if name in layer.files]
        file = next((file for file in files if wanted in (None, file.content.get("id", name))), None)
        if file is None:
            return None
        header = {entry: value for entry, value in file.content.items() if entry in _HEADERS[_area(name)]}
        identifier = str(header.get("id", name))
        self.places.note(identifier, file.name, file.line_of_key("id"), "table")
        placed = Placed(identifier, {**header, **parts}, file, "", 0)
        self.placed.append(Placed(identifier, header, file, "", 0))
        return self.validated(placed, kind)

    def validated(self, placed: Placed, kind: type[_Kind]) -> _Kind | None:
        """The entry as ``kind``; its faults become problems at their line, and None is returned."""
        try:
            return kind.model_validate(_frozen(placed.raw), strict=True)
        except ValidationError as error:
            self.problems += [_problem(placed, fault) for fault in error.errors()]
            return None

    def _framing(self) -> Framing | None:
        name = "framing.toml"
        parts = {
            "rows": self.rows(lambda _, other: other == name, FramingRow),
            "shapes": self.entries((name,), "shape", Shape),
            "words": self.entries((name,), "word", Word),
        }
        return self.assembled(name, Framing, parts)

    def _golden(self) -> list[Golden]:
        """The golden cases of the last layer: a pack that overrides the base isn't held to its cases."""
        return self.read(lambda _, name: _is_in(name, ("golden",)), "golden", Golden, layers=self.layers[-1:])

    def _advice(self) -> list[AdviceTable]:
        """The tables of the advice folder; files with the same table id make up one table."""
        first: dict[object, str] = {}
        for layer in self.layers:
            for name, file in layer.files.items():
                if _is_in(name, (ADVICE_FOLDER,)):
                    first.setdefault(file.content.get("id", name), name)
        tables = []
        for identifier, name in first.items():
            rows = self.rows(partial(_of_table, identifier), AdviceRow)
            table = self.assembled(name, AdviceTable, {"rows": rows}, identifier)
            if table is not None:
                tables.append(table)
        return tables

    def _holds(self, row: Row, known: set[str]) -> bool:
        """True while the row is in force. One that has ended needs a successor."""
        for day in (row.since, row.until):
            if day is not None and day >= self.today:
                self.expires = day if self.expires is None else min(day, self.expires)
        if row.since is not None and row.since > self.today:
            return False
        if row.until is None or row.until >= self.today:
            return True
        if row.successor not in known - {row.id}:
            file, line = self.places.of(row.id)
            details = {"until": row.until.isoformat(), "successor": row.successor or "–"}
            self.problems.append(Problem("expired", file, line, row.id, details))
        return False

    def _unknown_keys(self) -> None:
        for layer in self.layers:
            for name, file in layer.files.items():
                area = _area(name)
                allowed = (*_ARRAYS.get(area, ()), *_HEADERS.get(area, ()))
                for key in file.content:
                    if area in _ARRAYS and key not in allowed:
                        line = file.line_of_key(key)
                        self.problems.append(Problem("unknown_key", file.name, line, "", {"entry": key}))


def _frozen(value: object) -> object:
    """Lists as tuples, which is what strict types take (others would take "yes" for true)."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(entry) for entry in value)
    if isinstance(value, Mapping):
        return {key: _frozen(entry) for key, entry in value.items()}
    return value


def _of_table(wanted: object, file: RuleFile, name: str) -> bool:
    """True for a file of the advice folder that holds rows of that table."""
    return _is_in(name, (ADVICE_FOLDER,)) and file.content.get("id", name) == wanted


def _is_in(name: str, where: Sequence[str]) -> bool:
    """True for one of these files, or a file of one of these folders."""
    return name in where or _area(name) in where


def _area(name: str) -> str:
    """What decides over a file's content: its folder, or its own name."""
    return name.split("/", 1)[0]


def _problem(placed: Placed, fault: ErrorDetails) -> Problem:
    """One of pydantic's faults as a problem: at its line, in the words of the rule book."""
    kind, file = fault["type"], placed.file
    names = [str(part) for part in fault["loc"] if part != "[key]"]
    key = names[0] if names else ""
    line = file.line_of(placed.table, placed.index, key) if placed.table else file.line_of_key(key)
    code = {"missing": "missing_key", "extra_forbidden": "unknown_key"}.get(kind, "wrong_value")
    if names and names[-1] in ("ko", "en") and code != "unknown_key":
        details = {"entry": ".".join(names[:-1]), "lang": names[-1]}
        return Problem("missing_language", file.name, line, placed.rule, details)
    details = {"entry": ".".join(names)}
    if kind == "literal_error":
        code = "wrong_choice"
        details |= {"value": str(fault["input"]), "options": _options(fault)}
    return Problem(code, file.name, line, placed.rule, details)


def _options(fault: ErrorDetails) -> str:
    """The values that pydantic would have taken: "'a', 'b' or 'c'" as "a, b, c"."""
    return ", ".join(re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", ""))))
