"""Tables: rows are samples, a column is the target; a .txt may be one as well."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.dataset.kinds import MEDIA, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.study import Study
from engine.dataset.tables.absent import names_absent_files
from engine.dataset.tables.lists_of_files import Names
from engine.dataset.tables.parts import gather
from engine.dataset.tables.read_json import read_records
from engine.dataset.tables.readers import open_sources
from engine.dataset.tables.row_by_row import joined_by_row
from engine.dataset.tables.sources import Source
from engine.dataset.tables.table_dataset import Piece, TableDataset
from engine.dataset.tables.verdicts import Verdict, is_answer_form, judge, with_unlabelled
from engine.dataset.types import Part, Recognition, Unreadable
from engine.dataset.unreadable import UnreadableFileError

MAX_FILES = 2000  # opening a file takes milliseconds; more than this are told as not looked at
MAX_TABLES = 60  # different tables that are judged one by one
_FILES_ABSENT = 0.5
_LEAST_RECORDS = 3  # files of one record each that make a table
_MAIN_SHARE = 0.8
"""Of all bytes: a table that large is the set, and those beside it only belong to it."""


def recognise(study: Study) -> TableDataset | None:
    """Paired where a target column is found, else input only; None where media lie about."""
    listing = study.listing
    if listing.media_kind() not in (None, "document"):
        return None
    if not study.may_be_tables:
        return None
    texts = study.text_tables
    sources, unreadable = _open_all(listing, [*listing.files("table"), *texts])
    if not sources:
        sources, unreadable = _single_records(listing, unreadable)
    if not sources:
        return None
    sources = joined_by_row(sources)
    families = gather(sources, listing.sizes | dict.fromkeys(texts, 1))
    unreadable += [
        Unreadable(source.path, "other_table") for family in families[MAX_TABLES:] for source in family.parts
    ]
    verdicts = [judge(family) for family in families[:MAX_TABLES]]
    forms = [verdict for verdict in verdicts[1:] if is_answer_form(verdict, verdicts)]
    unreadable += [Unreadable(source.path, "side_file") for form in forms for source in form.sources]
    filled = with_unlabelled([verdict for verdict in verdicts if verdict not in forms])
    return _dataset(listing, filled, unreadable, set(texts))


def _dataset(
    listing: Listing, verdicts: Sequence[Verdict], unreadable: list[Unreadable], texts: set[str]
) -> TableDataset:
    share = verdicts[0].family.weight / max(sum(verdict.family.weight for verdict in verdicts), 1)
    told, beside = (verdicts, ()) if share < _MAIN_SHARE else (verdicts[:1], verdicts[1:])
    parts: list[Part] = []
    pieces: list[Piece] = []
    for verdict in told:
        for part, its_pieces in verdict.parts(len(parts)):
            parts.append(part)
            pieces += its_pieces
    again = [source for verdict in verdicts for source in verdict.family.again]

    def ignored() -> Iterator[Unreadable]:
        yield from unreadable
        yield from (Unreadable(source.path, "same_table_again") for source in again)
        yield from (
            Unreadable(source.path, "other_table") for verdict in beside for source in verdict.sources
        )
        for side in listing.side_files("table"):
            if side.path not in texts:
                yield side

    recognition = _recognition(told, len(beside), parts, max(0.55, share))
    return TableDataset(listing.tree, _doubted(listing, recognition, told[0]), pieces, ignored)


def _doubted(listing: Listing, recognition: Recognition, main: Verdict) -> Recognition:
    """Less sure where the table only names files, and these are not here."""
    files = (path for kind in MEDIA for path in listing.files(kind))
    absent = names_absent_files(main.columns, main.head, Names(files))
    if absent is None:
        return recognition
    column, names, found = absent
    why: dict[str, int | str] = {"column": column.name, "names": names, "found": found}
    return replace(
        recognition,
        confidence=min(recognition.confidence, _FILES_ABSENT),
        evidence=(("table_names_absent_files", why), *recognition.evidence),
    )


def _recognition(told: Sequence[Verdict], beside: int, parts: Sequence[Part], share: float) -> Recognition:
    main = next((verdict for verdict in told if verdict.target), told[0])
    reading = main.reading
    evidence = main.evidence()
    if beside:
        evidence.insert(1, ("other_tables_beside", {"files": beside}))
    if len(told) > 1:
        evidence.insert(0, ("several_tables", {"tables": len(told)}))
    return Recognition(
        layout="table",
        form=main.form,
        confidence=round(share * main.confidence, 2),
        input_modality="text" if reading.text else "table",
        target_modality=main.target.modality if main.target else None,
        evidence=tuple(evidence),
        input_name=reading.text.name if reading.text else ", ".join(c.name for c in reading.inputs),
        target_name=main.target.column.name if main.target else "",
        systems=main.systems,
        parts=tuple(parts) if len(parts) > 1 else (),
    )


def _open_all(listing: Listing, paths: list[str]) -> tuple[list[Source], list[Unreadable]]:
    sources: list[Source] = []
    unreadable = [Unreadable(path, "not_looked_at") for path in paths[MAX_FILES:]]
    for path in paths[:MAX_FILES]:
        try:
            found = open_sources(listing.tree, path)
            filled = [source for source in found if next(source.rows(), None) is not None]
        except UnreadableFileError as error:
            unreadable.append(Unreadable(path, _reason(path, error.reason)))
            continue
        sources += filled
        if not filled:
            unreadable.append(Unreadable(path, "no_rows"))
    return sources, unreadable


def _single_records(listing: Listing, unreadable: list[Unreadable]) -> tuple[list[Source], list[Unreadable]]:
    """Many JSON files that are no tables may be one: a record each."""
    paths = [file.path for file in unreadable if suffix_of(file.path) == "json"]
    paths += [file.path for file in unreadable if file.reason == "not_looked_at" and file.path not in paths]
    if len(paths) < _LEAST_RECORDS:
        return [], unreadable
    source = read_records(listing.tree, paths, posixpath.commonpath(paths) or listing.tree.name)
    if source is None:
        return [], unreadable
    return [source], [file for file in unreadable if file.path not in set(paths)]


def _reason(path: str, reason: str) -> str:
    """JSON that is no table, and data of a kind of its own, lie beside the tables."""
    beside = reason == "not_a_table" and suffix_of(path) in ("json", "dat", "data")
    return "side_file" if beside else reason
