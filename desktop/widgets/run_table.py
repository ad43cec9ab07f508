"""The training runs of a case beside one another; a click or the arrow keys show one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QTableView, QWidget

from desktop.i18n import language, number
from desktop.widgets.figures import kilobytes
from desktop.widgets.rows_table import RowsTable
from engine.prototypes.comparing import best_of_their_kind
from engine.prototypes.figures import figure, with_interval
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.prototypes.types import PrototypeResult

BEST = "★"


class RunTable(RowsTable):
    """A run a row, numbered as they came. ``chosen(int)``: the row that is to be shown."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(now.row()))

    @property
    def run(self) -> int:
        """The row that is shown; -1: none."""
        return self.currentIndex().row()

    def set_runs(self, results: Sequence[PrototypeResult], run: int) -> None:
        """Show these runs, that one chosen; tells nobody of it."""
        best = best_of_their_kind(results)
        self.blockSignals(True)
        self.set_rows(self._columns(), [self._row(one, place in best) for place, one in enumerate(results)])
        row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(run, 0), row)
        self.blockSignals(False)

    def _columns(self) -> tuple[str, ...]:
        return (
            self.tr("Prototype"),
            self.tr("Model (95 % interval)"),
            self.tr("Best"),
            self.tr("Simple way"),
            self.tr("Verdict"),
            self.tr("Metric"),
            self.tr("Training"),
            self.tr("Steps"),
            self.tr("Size"),
            self.tr("Best simple way"),
            self.tr("Data"),
        )

    def _row(self, result: PrototypeResult, is_best: bool) -> tuple[str, ...]:
        names = catalogue("prototypes")
        verdicts = {"better": self.tr("better"), "as_good": self.tr("no better"), "worse": self.tr("worse")}
        simple = next(iter(result.ranked()), None)
        return (
            names.say(result.system, language()),
            with_interval(result.model, result.unit),
            BEST if is_best else "",
            "" if simple is None else figure(simple.value, result.unit),
            verdicts[result.outcome],
            names.say(result.metric, language()),
            self.tr("{seconds} s").format(seconds=number(round(result.seconds))),
            number(result.steps),
            kilobytes(result.model_bytes),
            "" if simple is None else names.say(simple.name, language()),
            result.data,
        )
