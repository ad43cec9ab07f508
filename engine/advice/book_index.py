"""What advice needs of one book, prepared once: its rows by condition, their sources, the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.interview.plan import SameBook
from engine.rulebook.conditions import holds
from engine.rulebook.row_index import RowIndex
from engine.rulebook.types import (
    AdviceRow,
    FramingRow,
    NeverSay,
    Question,
    Row,
    RuleBook,
    Source,
    TodayRow,
    VerdictRow,
)

READING = "good"
"""How the matrix reads labels that nothing is known about."""

TODAY = "today"
"""The pack of the later methods."""

PER_UNIT = "per_unit"
"""The fact that says how many samples there are for each unit of a guide."""

VOLUME = "volume"
"""The fact that says how many samples there are in all."""

DIRECTION = "direction"
"""The fact that says what kind of task the client takes it for."""

MatrixRow = tuple[str, str, VerdictRow | None]  # form, volume, what fires there


class BookIndex:
    """One book, ready to be asked. Rows of advice stand in the order in which they are said."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.verdicts: RowIndex[VerdictRow] = RowIndex(book.verdicts.rows)
        self.today: RowIndex[TodayRow] = RowIndex(book.today.rows)
        self.framing: RowIndex[FramingRow] = RowIndex(book.framing.rows)
        self.never_say: RowIndex[NeverSay] = RowIndex(book.never_say)
        said = sorted(
            ((row, table.id) for table in book.advice for row in table.rows),
            key=lambda entry: entry[0].order,
        )
        self.advice: RowIndex[AdviceRow] = RowIndex(row for row, _ in said)
        self.tables = tuple(table for _, table in said)  # whose row stands at each position
        position = {row.id: place for place, (row, _) in enumerate(said)}
        self._first_only = tuple(
            tuple(position[row.id] for row in table.rows)
            for table in book.advice
            if table.hit_policy != "collect"
        )
        self.switchable = frozenset(pack.id for pack in book.packs.values() if pack.switchable)
        self.questions: dict[str, Question] = {question.id: question for question in book.questions}
        rows: list[Row] = [*book.verdicts.rows, *book.today.rows, *book.framing.rows, *self.advice.entries]
        self.sources: dict[str, tuple[Source, ...]] = {
            row.id: tuple(book.sources[source] for source in row.source) for row in rows
        }
        self.serves = self._serves()
        self._advice_of = _by_pack(self.advice.entries)
        self._today_of = _by_pack(self.today.entries)
        self.matrix = {labels: self._matrix(labels) for labels in book.verdicts.inputs.get("labels", ())}

    def effective(self, without: frozenset[str]) -> frozenset[str]:
        """The packs that are really off: those that a case can do without."""
        return without & self.switchable

    def kept(self, without: frozenset[str]) -> int:
        """The rows of advice whose pack is on, as a mask."""
        return self.advice.all & ~_of_packs(self._advice_of, without)

    def today_kept(self, without: frozenset[str]) -> int:
        """The same for today's table, which goes with its pack."""
        return 0 if TODAY in without else self.today.all & ~_of_packs(self._today_of, without)

    def said(self, values: dict[str, str], kept: int) -> int:
        """The rows of advice that are given: all that hold, of a ``first`` table only the first."""
        mask = self.advice.holding(values) & kept
        for places in self._first_only:
            fired = [place for place in places if mask >> place & 1]
            for place in fired[1:]:
                mask &= ~(1 << place)
        return mask

    def _serves(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Fact → (rule, its pack) for everything that uses it; promises belong to no pack."""
        using: dict[str, list[tuple[str, str]]] = {
            PER_UNIT: [(guide.id, guide.pack) for guide in self.book.guides if guide.per == "scarcest"],
            DIRECTION: [(row.id, row.pack) for row in self.framing.entries],
        }
        tables = (self.verdicts, self.today, self.framing, self.advice)
        rules = [(row.id, row.pack, row.when) for table in tables for row in table.entries]
        rules += [(never.id, "", never.when) for never in self.book.never_say]
        for rule, pack, when in rules:
            for name in when:
                using.setdefault(name, []).append((rule, pack))
        return {name: tuple(rules_of) for name, rules_of in using.items()}

    def _matrix(self, labels: str) -> tuple[MatrixRow, ...]:
        """Form × volume. Labels that follow from a form belong to that form, not to all."""
        inputs = self.book.verdicts.inputs
        cells: list[MatrixRow] = []
        for volume in inputs["volume"]:
            for form in inputs["form"]:
                follows = {
                    entry.fact: entry.value
                    for entry in self.book.derivations
                    if holds(entry.when, {"form": form})
                }
                values = {"labels": labels, "form": form, "volume": volume, **follows}
                cells.append((form, volume, self.verdicts.first(self.verdicts.holding(values))))
        return tuple(cells)


def _by_pack(rows: Iterable[Row]) -> dict[str, int]:
    """Pack → its rows as a mask."""
    masks: dict[str, int] = {}
    for place, row in enumerate(rows):
        masks[row.pack] = masks.get(row.pack, 0) | 1 << place
    return masks


def _of_packs(by_pack: Mapping[str, int], packs: frozenset[str]) -> int:
    mask = 0
    for pack in packs:
        mask |= by_pack.get(pack, 0)
    return mask


def index_of(book: RuleBook) -> BookIndex:
    """The index of this very book, made once."""
    return _indexed(SameBook(book))


@lru_cache(maxsize=4)
def _indexed(key: SameBook) -> BookIndex:
    return BookIndex(key.book)
