"""A table beside recordings, videos, meshes or texts: which column names the files, which is their target."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from engine.dataset.kinds import Kind, stem_of, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.tables.encoding import detect_encoding
from engine.dataset.tables.readers import READERS, open_sources
from engine.dataset.tables.roles import Column, judge_columns
from engine.dataset.tables.sources import Row, Source
from engine.dataset.tables.targets import Target, choose_target, may_be_targets
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import tokens, words

MAX_LISTS = 500
_MAX_TEXTS = 60
_HEAD_ROWS = 300
_LEAST_NAMED = 0.6
_HEAD_BYTES = 1 << 16
_SPEECH = words(
    "transcript transcription transcripts sentence text utterance script caption subtitle normalized"
    " 대본 전사 문장 발화 자막 스크립트"
)
_GROUPS = words(
    "fold split subset speaker spk client user actor path file filename url source duration license"
)


@dataclass(frozen=True)
class FileList:
    """``column``: where the names of files stand; ``target``: their target's column."""

    sources: tuple[Source, ...]
    column: int
    target: Target

    def targets(self) -> Iterator[tuple[str, str]]:
        """(name of a file as the list spells it, its target), of all lists."""
        for source in self.sources:
            try:
                for row in source.rows():
                    yield row[self.column], row[self.target.column.index].strip()
            except UnreadableFileError:
                continue


class Names:
    """Paths of files by the ways in which a list may spell them: by path, by name or by stem."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, str | None] = {}
        for path in paths:
            name = path.rpartition("/")[2]
            for key in {path, name, stem_of(name)}:
                self._by_name[key] = None if key in self._by_name else path
            pieces = path.split("/")
            for place in range(1, len(pieces) - 1):
                self._by_name.setdefault("/".join(pieces[place:]), path)

    def path(self, cell: str) -> str | None:
        """The one file that a cell means."""
        spelt = unicodedata.normalize("NFC", cell.strip().strip("\"'")).replace("\\", "/")
        while spelt.startswith(("./", "/")):
            spelt = spelt.removeprefix(".").lstrip("/")
        pieces = spelt.split("/")
        for place in range(len(pieces)):
            found = self._by_name.get("/".join(pieces[place:]))
            if found is not None:
                return found
        return self._by_name.get(stem_of(pieces[-1])) if suffix_of(pieces[-1]) else None


def find_lists(listing: Listing, kind: Kind, names: Names) -> FileList | None:
    """The list that names most of the files; several of the same columns are one. None without any."""
    best: tuple[float, list[tuple[Source, int]]] | None = None
    families: dict[tuple[tuple[str, ...], int], list[tuple[Source, int]]] = {}
    for path in _candidates(listing, kind):
        for source, column, share in _with_files(listing.tree, path, names):
            family = families.setdefault((source.columns, column), [])
            family.append((source, column))
            if best is None or share * len(family) > best[0]:
                best = share * len(family), family
    if best is None:
        return None
    sources, column = [source for source, _ in best[1]], best[1][0][1]
    target = _target_of(sources[0], column)
    return FileList(tuple(sources), column, target) if target else None


def naming_tables(listing: Listing, kind: Kind, names: Names) -> Iterator[tuple[Source, int]]:
    """Every table beside the files that names some of them, with the column of the names."""
    for path in _candidates(listing, kind):
        for source, column, _ in _with_files(listing.tree, path, names):
            yield source, column


def _candidates(listing: Listing, kind: Kind) -> list[str]:
    found = list(islice(listing.files("table"), MAX_LISTS))
    others = [
        path for path in listing.files("other") if suffix_of(path) in ("txt", "json", "list", "lst", "trn")
    ]
    if kind != "text" and (
        listing.counts["text"] <= _MAX_TEXTS or 8 * listing.counts["text"] <= listing.counts[kind]
    ):
        others += islice(listing.files("text"), MAX_LISTS)
    return [*found, *others[:MAX_LISTS]]


def _with_files(tree: Tree, path: str, names: Names) -> Iterator[tuple[Source, int, float]]:
    """The tables of a file that name files, with the column and the share of its cells that do."""
    tables: list[Source] = []
    if suffix_of(path) in READERS:
        try:
            tables += open_sources(tree, path)
        except UnreadableFileError:
            tables = []
    named = [(source, *_best_column(source, names)) for source in tables]
    named = [entry for entry in named if entry[2] >= _LEAST_NAMED and len(entry[0].columns) > 1]
    if not named and suffix_of(path) in ("txt", "list", "lst", "trn"):
        spelt = [_first_word_and_rest(tree, path, sign) for sign in (None, "|", "::")]
        named = [(source, *_best_column(source, names)) for source in spelt]
        named = [entry for entry in named if entry[2] >= _LEAST_NAMED][:1]
    for source, column, share in named:
        if names.path(source.columns[column]) is None:
            yield source, column, share
        else:
            yield _headless(source), column, share


def _headless(source: Source) -> Source:
    """The table with what was taken for its header as its first row: it names a file."""
    columns = tuple(f"column_{place}" for place in range(1, len(source.columns) + 1))
    return replace(source, columns=columns, rows=lambda: chain([list(source.columns)], source.rows()))


def _best_column(source: Source, names: Names) -> tuple[int, float]:
    """The column whose cells are names of files, and how many of the first ones are."""
    try:
        head = list(islice(source.rows(), _HEAD_ROWS))
    except UnreadableFileError:
        return 0, 0.0
    shares = [
        sum(names.path(row[place]) is not None for row in head if row[place]) / max(len(head), 1)
        for place in range(min(len(source.columns), 64))
    ]
    best = max(range(len(shares)), key=lambda place: shares[place], default=0)
    return (best, shares[best]) if shares else (0, 0.0)


def _first_word_and_rest(tree: Tree, path: str, sign: str | None) -> Source:
    """A list without columns: a name, a blank (or another sign), and the rest of the line."""

    def rows() -> Iterator[Row]:
        with tree.open(path) as stream:
            try:
                encoding = detect_encoding(stream.read(_HEAD_BYTES), whole=False)
            except (OSError, ValueError, EOFError):
                raise UnreadableFileError("read_error") from None
        with tree.open(path) as stream:
            try:
                for raw in stream:
                    line = raw.decode(encoding, errors="replace").strip("\ufeff \r\n")
                    if line:
                        first, *rest = line.split(sign, 1)
                        yield [first.strip(), rest[0].strip() if rest else ""]
            except (OSError, ValueError, EOFError):
                raise UnreadableFileError("read_error") from None

    return Source(path, ("column_1", "column_2"), rows, "delimited")


def _target_of(source: Source, column: int) -> Target | None:
    """What the list says of each file: a class, a number or what is spoken."""
    rows = list(islice(source.rows(), _HEAD_ROWS * 4))
    columns = [c for c in judge_columns(source.columns, rows) if c.index != column and c.role != "empty"]
    columns = [c for c in columns if not re.fullmatch(r"[\w./\\ -]+\.\w{2,4}", rows[0][c.index])] or columns
    return _chosen(columns)


def _chosen(columns: Sequence[Column]) -> Target | None:
    spoken = [column for column in columns if set(tokens(column.name)) & _SPEECH and column.words > 1]
    labelled = choose_target([*columns, *columns[:1]]) if columns else None
    if labelled is not None and labelled.named and not spoken:
        return labelled
    if spoken:
        return Target(spoken[-1], "text", named=True)
    classes = [column for column in may_be_targets(columns) if not set(tokens(column.name)) & _GROUPS]
    texts = [column for column in columns if column.role == "text" or column.words >= 2]
    if texts and not any(column.name in ("label", "class") for column in classes):
        return Target(texts[-1], "text", named=False, rivals=len(classes))
    if classes:
        return Target(classes[-1], "category", named=False, rivals=len(classes) - 1)
    rest = [column for column in columns if not set(tokens(column.name)) & _GROUPS]
    if len(rest) == 1:
        return Target(rest[0], "number" if rest[0].role == "number" else "text", named=False)
    return None
