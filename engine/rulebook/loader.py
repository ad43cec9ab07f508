"""Loads the rule book and the user's packs, and checks any folder of rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.errors import UserError
from engine.rulebook.cache import cache_key, cached_book, cached_library, keep
from engine.rulebook.check import check_book, coverage_of
from engine.rulebook.check_names import check_counts
from engine.rulebook.files import BOOK_FILE, RULE_FILES, Data, digest_of, parse, read_bytes, unknown_files
from engine.rulebook.layers import Layer
from engine.rulebook.library import Library
from engine.rulebook.packs import find_packs, is_pack, pack_name, packs_folder, read_pack, seal_problem
from engine.rulebook.problems import CheckReport, Coverage, Problem, RuleBookError
from engine.rulebook.reader import Content, Reader
from engine.rulebook.types import DisabledPack, Pack, RuleBook
from engine.texts import Language, Text, catalogue


@lru_cache
def load_rule_book() -> RuleBook:
    """The rule book that Jjak ships with the user's packs, checked.

    A pack with a fault is left out and named in ``book.disabled``. Raises RuleBookError
    with every fault found in the shipped book itself.
    """
    key, today = _key(), _today()
    return cached_book(key, today) or _load(key)[0]


@lru_cache
def load_library() -> Library:
    """Cards, cases, notes and practice that go with :func:`load_rule_book`. Raises the same."""
    key, today = _key(), _today()
    return cached_library(key, today) or _load(key)[1]


def check_folder(path: Path | None = None) -> CheckReport:
    """Check the book or pack in a folder; None: the book that Jjak ships.

    A pack is checked as laid over the shipped book. Raises UserError when there is no such
    folder; everything else becomes a problem.
    """
    if path is not None and not path.is_dir():
        raise UserError("rules_folder_missing", path=str(path))
    base = _read_base(files("rules"))
    if path is None:
        return _report("rules", base)
    data, _ = read_bytes(path)
    if not is_pack(data):
        return _report(str(path), _read_base(path))
    if base.content is None or base.problems:
        return _report("rules", base)
    return _report(str(path), _with_pack(base, path, pack_name(path)))


def check_packs() -> tuple[CheckReport, ...]:
    """The user's packs, each laid over the shipped book and the sound packs before it, as they are
    loaded. Raises RuleBookError when the shipped book has faults."""
    read = _read_base(files("rules"))
    reports = []
    if not read.is_sound:
        raise RuleBookError(read.problems)
    for folder in find_packs(packs_folder()):
        tried = _with_pack(read, folder, pack_name(folder))
        reports.append(_report(pack_name(folder), tried))
        read = tried if tried.is_sound else read
    return tuple(reports)


def read_book(folder: Traversable) -> tuple[RuleBook | None, tuple[Problem, ...], str]:
    """The book in ``folder`` without packs (None when its files don't even have the right
    shape), every problem, and the digest."""
    read = _read_base(folder)
    return read.content.book if read.content else None, read.problems, read.digest


@dataclass(frozen=True)
class _Read:
    """A base with the packs laid over it so far."""

    layers: tuple[Layer, ...]
    data: tuple[Data, ...]
    packs: tuple[Pack, ...]
    disabled: tuple[DisabledPack, ...]
    content: Content | None
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        return digest_of(self.data)

    @property
    def sound(self) -> Content:
        """The content, proven. Raises RuleBookError with every problem there is."""
        if self.content is None or self.problems:
            raise RuleBookError(self.problems)
        return self.content

    @property
    def is_sound(self) -> bool:
        return self.content is not None and not self.problems


def _load(key: str) -> tuple[RuleBook, Library]:
    read = _read_base(files("rules"))
    for folder in find_packs(packs_folder()):
        tried = _with_pack(read, folder, pack_name(folder))
        read = tried if tried.is_sound else _without_pack(read, pack_name(folder), tried.problems)
    content = read.sound
    keep(key, content.book, content.library, content.expires)
    return content.book, content.library


def _read_base(folder: Traversable) -> _Read:
    data, problems = read_bytes(folder)
    parsed, unparsed = parse(data)
    problems += unparsed
    problems += unknown_files(data, (BOOK_FILE, *RULE_FILES))
    problems += [
        Problem("file_missing", name, 0, "") for name in (BOOK_FILE, *RULE_FILES) if name not in data
    ]
    layers = (Layer(None, parsed),)
    if problems:
        return _Read(layers, (data,), (), (), None, tuple(problems))
    return _proven(_Read(layers, (data,), (), (), None, tuple(seal_problem(parsed[BOOK_FILE], [data]))))


def _with_pack(read: _Read, folder: Traversable, identifier: str) -> _Read:
    """``read`` with one more pack, checked."""
    pack, layer, data, problems = read_pack(folder, identifier)
    known = read.content.book.packs if read.content else {}
    if identifier in known:
        problems.append(Problem("pack_name_taken", identifier, 0, ""))
    tried = _Read(
        (*read.layers, layer), (*read.data, data), (*read.packs, pack), read.disabled, None, tuple(problems)
    )
    return tried if problems else _proven(tried)


def _without_pack(read: _Read, identifier: str, problems: Sequence[Problem]) -> _Read:
    """``read`` with a note that this pack isn't used, and why."""
    words = catalogue("errors")

    def sentence(language: Language) -> str:
        first = problems[0].sentence(language) if problems else "–"
        return words.say("pack_disabled", language, pack=identifier, first=first, count=len(problems))

    note = DisabledPack(id=identifier, problem=Text(ko=sentence("ko"), en=sentence("en")))
    disabled = (*read.disabled, note)
    sound = read.sound
    book = sound.book.model_copy(update={"disabled": disabled})
    return replace(read, disabled=disabled, content=replace(sound, book=book))


def _proven(read: _Read) -> _Read:
    """The layers read and checked; problems found before stay."""
    reader = Reader(read.layers, _today())
    content = reader.content(read.digest, read.packs, read.disabled)
    problems = [*read.problems, *reader.problems]
    if content is not None:
        problems += check_book(content, reader.placed, reader.places)
        if len(read.layers) == 1:
            problems += check_counts(read.layers[0].files[BOOK_FILE], reader.placed)
    return replace(read, content=content, problems=tuple(problems))


def _report(folder: str, read: _Read) -> CheckReport:
    return CheckReport(
        folder=folder,
        version=read.content.book.version if read.content else "–",
        digest=read.digest,
        problems=read.problems,
        coverage=coverage_of(read.content) if read.content else Coverage(),
    )


@lru_cache
def _key() -> str:
    folders = [read_bytes(files("rules"))[0]]
    for folder in find_packs(packs_folder()):
        data, _ = read_bytes(folder)
        folders.append({f"{pack_name(folder)}/{name}": raw for name, raw in data.items()})
    return cache_key(folders)


def _today() -> date:
    return datetime.now(UTC).date()
