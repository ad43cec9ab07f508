"""A chapter as a whole: what it holds, a decision table as its matrix, the packs and their faults."""

from __future__ import annotations

from itertools import product

from PySide6.QtWidgets import QWidget

from desktop.widgets.book.entries import ADVICE, BookEntry
from desktop.widgets.book.grid import GridCell, GridLine, RowGrid
from desktop.widgets.book.sheet import Sheet, Shown
from desktop.widgets.labels import Label
from desktop.widgets.wording import fact_value
from engine.rulebook.conditions import holds
from engine.rulebook.types import DisabledPack, TodayRow, VerdictRow

AXES = ("form", "volume", "labels")
MATRIX = ("verdict", "today")


class ChapterSheet(Sheet):
    """What a chapter holds; its entries as links where no matrix shows them."""

    def __init__(
        self,
        chapter: str,
        entries: tuple[BookEntry, ...],
        shown: Shown,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(shown, parent)
        self.grid: RowGrid | None = None
        self.add(Label(self.chapter_title(chapter), "heading", parent=self))
        self.add(Label(self._lead(chapter), "text", "muted", self))
        if chapter in MATRIX and self._has_axes():
            self._add_grid(entries)
        elif chapter == "packs":
            self._add_packs(entries)
        else:
            self._add_entries(entries)

    def _add_entries(self, entries: tuple[BookEntry, ...]) -> None:
        fires = [entry for entry in entries if self.firing is not None and self.firing.fires(entry)]
        self.add_links(self.tr("Fires now"), fires)
        rest = [entry for entry in entries if entry not in fires]
        self.add_links(self.tr("Others") if fires else self.tr("In this chapter"), rest)

    def _add_packs(self, entries: tuple[BookEntry, ...]) -> None:
        disabled = [entry for entry in entries if isinstance(entry.thing, DisabledPack)]
        self.add_links(self.tr("In use"), [entry for entry in entries if entry not in disabled])
        for entry in disabled:
            self.add_links(self.tr("Not used"), [entry])
            if isinstance(entry.thing, DisabledPack):
                self.add(Label(self.say(entry.thing.problem), "hint", "push_back", self))

    # The matrix

    def _has_axes(self) -> bool:
        return all(axis in self.book.verdicts.inputs for axis in AXES)

    def _add_grid(self, entries: tuple[BookEntry, ...]) -> None:
        inputs = self.book.verdicts.inputs
        forms = inputs["form"]
        columns = tuple(fact_value("form", form, self.book) for form in forms)
        lines = []
        for volume in inputs["volume"]:
            for number, labels in enumerate(inputs["labels"]):
                cells = tuple(
                    self._cells(entries, {"form": form, "volume": volume, "labels": labels}) for form in forms
                )
                if any(cells):
                    above = self._volume_words(volume) if number == 0 else ""
                    lines.append(GridLine(fact_value("labels", labels, self.book), cells, above))
        self.column.addSpacing(8)
        self.grid = RowGrid(columns, tuple(lines), self)
        self.grid.wanted.connect(self.wanted)
        self.add(self.grid)
        self.add(Label(self.tr("Press a cell to read its row."), "caption", parent=self))

    def _cells(self, entries: tuple[BookEntry, ...], place: dict[str, str]) -> tuple[GridCell, ...]:
        """The rows that hold in a cell: one, or several where a further fact decides."""
        inputs = self.book.today.inputs
        others = [name for name in inputs if name not in AXES]
        found: dict[str, GridCell] = {}
        for values in product(*(inputs[name] for name in others)):
            given = {**place, **dict(zip(others, values, strict=True))}
            for entry in entries:
                thing = entry.thing
                if isinstance(thing, (VerdictRow, TodayRow)) and holds(thing.when, given):
                    found.setdefault(entry.key, self._cell(entry, thing, place))
        return tuple(found.values())

    def _cell(self, entry: BookEntry, row: VerdictRow | TodayRow, place: dict[str, str]) -> GridCell:
        words = " · ".join(fact_value(fact, value, self.book) for fact, value in place.items())
        verdict = row.verdict if isinstance(row, VerdictRow) else row.outlook
        label = self.say(row.short) if isinstance(row, VerdictRow) else row.id
        return GridCell(entry.key, verdict, label, words, self._is_here(entry, place))

    def _is_here(self, entry: BookEntry, place: dict[str, str]) -> bool:
        firing = self.firing
        if firing is None or not firing.fires(entry):
            return False
        return all(name in firing.facts and firing.facts[name].value == place[name] for name in place)

    def _volume_words(self, volume: str) -> str:
        titles = [cut.title for cut in self.book.cuts if cut.value == volume]
        return self.say(titles[0]) if titles else volume

    def _lead(self, chapter: str) -> str:
        if chapter.startswith(ADVICE):
            return self.tr("Lines of advice; every one that holds is given, in its order.")
        words = {
            "questions": self.tr(
                "What the interview asks, in its order, and which rules look at the answers."
            ),
            "verdict": self.tr("Form, amount and labels decide. Exactly one row holds in every cell."),
            "today": self.tr("What later methods allow, beside the verdict and never instead of it."),
            "framing": self.tr(
                "What goes in and what comes out tells the kind of task and the shape of model."
            ),
            "guides": self.tr("From how many samples on an amount counts as many, and what each task takes."),
            "never_say": self.tr("Promises nobody may make, and what to say instead."),
            "cards": self.tr("Every system: what goes in and out, which pairs it learns from, its risks."),
            "cases": self.tr("The deck's cases; the answers of the open case fill their client stage."),
            "notes": self.tr("To know, and to tell the client."),
            "sources": self.tr("Where every line comes from, and what cites it."),
            "packs": self.tr("Whose a rule is. A firm's own pack lies in a folder of the user's data."),
        }
        return words[chapter]
