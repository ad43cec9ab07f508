"""Who took what, when, and how they liked it: rows of users and items read for learning."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xxhash

from engine.dataset.tables.roles import Column, number_of
from engine.dataset.tables.targets import rating_column
from engine.dataset.tables.tasks import items_across, unnamed_rating, user_and_item
from engine.dataset.types import Dataset
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.split import TEST_SHARE, VALIDATION_SHARE, Split
from engine.prototypes.system import Prepared
from engine.prototypes.tables.moments import moments
from engine.prototypes.tables.rows import Rows, read_rows

MOST_ROWS = 60_000
MOST_ITEMS = 5_000
LEAST_ROWS, LEAST_USERS = 12, 3
RATED_SHARE = 0.5  # of rows that must have a rating for ratings to be learnt
MOST_TESTS, MOST_VALIDATIONS = 2_000, 1_000
FEW, SOME = 3, 4  # rows of a user from which on the last ones judge, and those before them choose


@dataclass(frozen=True, kw_only=True, eq=False)
class Taking(Prepared):
    """``rating``: None where only that it was taken is known; ``moment``: seconds, 0 where unknown."""

    user: str
    item: str
    rating: float | None
    moment: float


def read_takings(dataset: Dataset, reporter: Reporter | None = None) -> tuple[tuple[Taking, ...], int]:
    """Every row that says who took what, once for each pair, and how many are left out.

    Raises UserError where no columns say so, or too few rows do.
    """
    rows = read_rows(dataset, MOST_ROWS, reporter)
    found = _found(dataset.name, rows)
    told = {(one.user, one.item): one for one in found}  # the last word counts
    popular = {item for item, _ in Counter(item for _, item in told).most_common(MOST_ITEMS)}
    kept = tuple(one for one in told.values() if one.item in popular)
    if len(kept) < LEAST_ROWS or len({one.user for one in kept}) < LEAST_USERS:
        raise UserError("prototype_few_takings", name=dataset.name, count=len(kept), least=LEAST_ROWS)
    return kept, rows.unused + max(len(rows.ids), len(found)) - len(kept)


def all_takings(dataset: Dataset) -> tuple[Taking, ...]:
    """Every row as it is, to be run on. Raises UserError where no columns say who took what."""
    return _found(dataset.name, read_rows(dataset, MOST_ROWS))


def split_by_time(takings: Sequence[Taking], seed: int) -> Split:
    """Of each user the last rows judge and those before them choose; users with next to no rows go to one
    side as a whole, as new users will come too."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(takings):
        rows[one.user].append(index)
    train: list[int] = []
    validation: list[int] = []
    test: list[int] = []
    for user in sorted(rows, key=lambda user: _mark(f"{seed}:{user}")):
        own = sorted(rows[user], key=lambda index: (takings[index].moment, takings[index].fingerprint))
        if len(own) < FEW:
            place = _mark(f"{seed}:{user}") % 100 / 100
            tests = len(own) if place < TEST_SHARE else 0
            choosing = len(own) if TEST_SHARE <= place < TEST_SHARE + VALIDATION_SHARE else 0
        else:
            tests = max(1, round(len(own) * TEST_SHARE))
            choosing = max(1, round(len(own) * VALIDATION_SHARE)) if len(own) >= SOME else 0
        train += own[: len(own) - tests - choosing]
        validation += own[len(own) - tests - choosing : len(own) - tests]
        test += own[len(own) - tests :]
    if not validation:
        validation, train = train[::10], [one for place, one in enumerate(train) if place % 10]
    return Split(
        tuple(sorted(train)),
        tuple(sorted(validation[:MOST_VALIDATIONS])),
        tuple(sorted(test[:MOST_TESTS])),
        (),
    )


def _found(name: str, rows: Rows) -> tuple[Taking, ...]:
    named = user_and_item(rows.columns)
    if named is not None:
        return _takings(rows, *named)
    items = items_across(rows.columns)
    if not items:
        raise UserError("prototype_no_takings", name=name)
    return tuple(
        _taking(f"{row}:{item.name}", cells[0].strip(), item.name, rating, 0.0)
        for row, cells in zip(rows.ids, rows.cells, strict=True)
        for item in items
        if (rating := number_of(cells[item.index])) is not None
    )


def _takings(rows: Rows, user: Column, item: Column) -> tuple[Taking, ...]:
    ratings = _ratings(rows, {user.index, item.index})
    at = _moments(rows)
    whole = zip(rows.ids, rows.of(user), rows.of(item), ratings, at, strict=True)
    rated = any(rating is not None for rating in ratings)
    return tuple(
        _taking(name, who, what, rating, moment)
        for name, who, what, rating, moment in whole
        if who and what and (rating is not None or not rated)
    )


def _taking(name: str, user: str, item: str, rating: float | None, moment: float) -> Taking:
    mark = _mark("\0".join((user, item, "" if rating is None else f"{rating:g}")))
    return Taking(id=name, fingerprint=mark, user=user, item=item, rating=rating, moment=moment)


def _ratings(rows: Rows, taken: set[int]) -> list[float | None]:
    """What each row says of how it was liked; None for all where too few say so, or all say the same."""
    named = rating_column(rows.columns)
    column = unnamed_rating(rows.columns) if named is None else named.column
    nothing: list[float | None] = [None] * len(rows.ids)
    if column is None or column.index in taken:
        return nothing
    found = [number_of(cell) if cell else None for cell in rows.of(column)]
    said = [rating for rating in found if rating is not None]
    enough = len(said) >= RATED_SHARE * len(found) and len(set(said)) > 1
    return found if enough else nothing


def _moments(rows: Rows) -> list[float]:
    """When each row was; 0 where no column says so."""
    column = next((column for column in rows.columns if column.role == "date"), None)
    last = rows.columns[-1]
    if column is None and last.name.startswith("column_") and last.counting and last.largest > 1e8:
        column = last
    if column is None:
        return [0.0] * len(rows.ids)
    return [float(one) for one in np.nan_to_num(moments(rows.of(column)))]


def _mark(words: str) -> int:
    return xxhash.xxh3_64_intdigest(words.encode("utf-8", errors="replace"))
