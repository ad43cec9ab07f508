"""Tables: rows are samples, a column is the target; a .txt may be one as well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.dataset.kinds import suffix_of
from engine.dataset.listing import Listing
from engine.dataset.study import Study
from engine.dataset.tables.parts import Gathered, gather
from engine.dataset.tables.read_delimited import sniff_file
from engine.dataset.tables.readers import open_source
from engine.dataset.tables.roles import Target, choose_target, input_columns, judge_columns, text_column
from engine.dataset.tables.sources import Source
from engine.dataset.tables.table_dataset import Reading, TableDataset
from engine.dataset.types import Recognition, Unreadable
from engine.dataset.unreadable import UnreadableFileError

HEAD_ROWS = 5000
MAX_TEXTS = 24  # more .txt files than this are texts; fewer might be tables called .txt
MAX_FILES = 2000  # opening a file takes milliseconds; more than this are told as not looked at
Evidence = list[tuple[str, dict[str, int | str]]]


def recognise(study: Study) -> TableDataset | None:
    """Paired where a target column is found, else input only; None where media lie about."""
    listing = study.listing
    if listing.media_kind() not in (None, "document"):
        return None
    if listing.counts["text"] > max(MAX_TEXTS, 5 * listing.counts["table"]):
        return None
    texts = [path for path in islice(listing.files("text"), MAX_TEXTS) if _is_table(listing, path)]
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
            confidence=round(max(0.55, share) * _confidence(target), 2),
            input_modality="text" if text else "table",
            target_modality=target.modality if target else None,
            evidence=tuple(_evidence(gathered, target)),
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


def _is_table(listing: Listing, path: str) -> bool:
    """Whether a .txt is a table: several columns, the same number of them in nearly all rows."""
    try:
        dialect = sniff_file(listing.tree, path)
        if dialect.width < 2 or dialect.consistent < 0.95:
            return False
        rows = list(islice(open_source(listing.tree, path).rows(), 4))
    except UnreadableFileError:
        return False
    return len(rows) >= 2 and (dialect.delimiter in "\t|;" or dialect.header)


def _confidence(target: Target | None) -> float:
    if target is None:
        return 0.7
    return 0.95 if target.named else 0.6


def _evidence(gathered: Gathered, target: Target | None) -> Evidence:
    main = gathered.parts[0]
    evidence: Evidence = [("table_read", {"columns": len(main.columns), "files": len(gathered.parts)})]
    if main.encoding and main.encoding not in ("utf-8", "utf-8-sig"):
        evidence.append(("table_encoding", {"encoding": main.encoding}))
    if gathered.again:
        evidence.append(("table_in_several_formats", {"files": len(gathered.again) + 1}))
    if gathered.others:
        evidence.append(("other_tables_beside", {"files": len(gathered.others)}))
    if target is None:
        evidence.append(("no_target_column", {}))
    elif target.named:
        evidence.append(("target_column_named", {"column": target.column.name}))
    else:
        evidence.append(("target_column_guessed", {"column": target.column.name}))
    return evidence
