"""Tables: rows are samples, a column is the target; a .txt may be one as well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.dataset.kinds import suffix_of
from engine.dataset.listing import Listing
from engine.dataset.study import Study
from engine.dataset.tables.parts import Gathered, gather
from engine.dataset.tables.readers import open_source
from engine.dataset.tables.roles import (
    Target,
    choose_target,
    input_columns,
    judge_columns,
    may_be_targets,
    text_column,
)
from engine.dataset.tables.sources import Source
from engine.dataset.tables.table_dataset import Reading, TableDataset
from engine.dataset.types import Recognition, Unreadable
from engine.dataset.unreadable import UnreadableFileError

HEAD_ROWS = 5000
MAX_FILES = 2000  # opening a file takes milliseconds; more than this are told as not looked at
Evidence = list[tuple[str, dict[str, int | str]]]


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
        return None
    gathered = gather(sources, listing.sizes | dict.fromkeys(texts, 1))
    return _dataset(listing, gathered, unreadable, set(texts))


def _dataset(
    listing: Listing, gathered: Gathered, unreadable: list[Unreadable], texts: set[str]
) -> TableDataset:
    main = gathered.parts[0]
    head = _head(main)
    columns = judge_columns(main.columns, head)
    target = choose_target(columns)
    two_texts = sum(column.role == "text" for column in columns) == 2
    unclear = target is None and (two_texts or bool(may_be_targets(columns)))
    inputs = input_columns(columns, target)
    text = text_column(inputs)
    share = _share(listing, gathered)

    def ignored() -> Iterator[Unreadable]:
        yield from unreadable
        yield from (Unreadable(source.path, "same_table_again") for source in gathered.again)
        yield from (Unreadable(source.path, "other_table") for source in gathered.others)
        for side in listing.side_files("table"):
            if side.path not in texts:
                yield side

    return TableDataset(
        listing.tree,
        Recognition(
            layout="table",
            form="paired" if target else "input_only",
            confidence=round(max(0.55, share) * _confidence(target, unclear), 2),
            input_modality="text" if text else "table",
            target_modality=target.modality if target else None,
            evidence=tuple(_evidence(gathered, target, unclear)),
            input_name=text.name if text else ", ".join(column.name for column in inputs),
            target_name=target.column.name if target else "",
        ),
        gathered.parts,
        Reading(inputs, text, target),
        ignored,
    )


def _share(listing: Listing, gathered: Gathered) -> float:
    """How much of all tables, by bytes, the one table is: others beside it make the verdict less sure."""
    if not gathered.others:
        return 1.0
    others = sum(listing.sizes.get(source.path, 0) for source in gathered.others)
    own = sum(listing.sizes.get(source.path, 0) for source in (*gathered.parts, *gathered.again))
    return own / max(own + others, 1)


def _head(source: Source) -> list[list[str]]:
    """The first rows, as far as they can be read; the first one was read before."""
    head: list[list[str]] = []
    try:
        head.extend(islice(source.rows(), HEAD_ROWS))
    except UnreadableFileError:
        return head or [[""] * len(source.columns)]
    return head


def _open_all(listing: Listing, paths: list[str]) -> tuple[list[Source], list[Unreadable]]:
    sources: list[Source] = []
    unreadable: list[Unreadable] = []
    unreadable += [Unreadable(path, "not_looked_at") for path in paths[MAX_FILES:]]
    for path in paths[:MAX_FILES]:
        try:
            source = open_source(listing.tree, path)
            if next(source.rows(), None) is None:
                unreadable.append(Unreadable(path, "no_rows"))
            else:
                sources.append(source)
        except UnreadableFileError as error:
            reason = (
                "side_file" if error.reason == "not_a_table" and suffix_of(path) == "json" else error.reason
            )
            unreadable.append(Unreadable(path, reason))
    return sources, unreadable


def _confidence(target: Target | None, unclear: bool) -> float:
    if target is None:
        return 0.55 if unclear else 0.7
    if target.named:
        return 0.95
    return 0.55 if target.rivals else 0.6


def _evidence(gathered: Gathered, target: Target | None, unclear: bool) -> Evidence:
    main = gathered.parts[0]
    evidence: Evidence = [("table_read", {"columns": len(main.columns), "files": len(gathered.parts)})]
    if main.encoding and main.encoding not in ("utf-8", "utf-8-sig"):
        evidence.append(("table_encoding", {"encoding": main.encoding}))
    if gathered.again:
        evidence.append(("table_in_several_formats", {"files": len(gathered.again) + 1}))
    if gathered.others:
        evidence.append(("other_tables_beside", {"files": len(gathered.others)}))
    if target is None:
        evidence.append(("target_column_unclear" if unclear else "no_target_column", {}))
    elif target.named:
        evidence.append(("target_column_named", {"column": target.column.name}))
    else:
        evidence.append(("target_column_guessed", {"column": target.column.name}))
        if target.rivals:
            evidence.append(("other_columns_possible", {}))
    return evidence
