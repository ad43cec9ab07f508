"""What trainings on parts of the sample came to, and the curve through them up to ten times the data."""

from __future__ import annotations

from math import log10
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.bridge.worker import Worker
from desktop.i18n import language, number
from desktop.theme import active_theme, scaled
from desktop.widgets.plots import colour_plot, import_pyqtgraph, name_plot, new_plot
from engine.prototypes.figures import SIGNS
from engine.texts import catalogue

if TYPE_CHECKING:
    from pyqtgraph import PlotDataItem, PlotWidget

    from engine.prototypes.types import CurveForecast, MoreData

HEIGHT = 240
BAND = 60  # of 255: how much of the band's colour is seen


class MoreDataCurve(QWidget):
    """Figure over number of samples, the numbers at equal ratios: points, curve, and the band about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(HEIGHT))
        self._found: MoreData | None = None
        self._chart: _Chart | None = None
        self._worker: Worker | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    @property
    def points(self) -> int:
        """How many trainings are drawn."""
        return 0 if self._chart is None else self._chart.points

    def show_answer(self, found: MoreData) -> None:
        """Draw this."""
        self._found = found
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme and the language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._draw()

    def stop(self) -> None:
        """End the import if it is still under way."""
        if self._worker is not None:
            self._worker.stop()

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        if self._chart is None:
            if self._worker is None:
                self._worker = Worker("more-data-chart", self)
                self._worker.run(import_pyqtgraph, self._take_module)
            return
        metric = catalogue("prototypes").say(found.metric, language())
        unit = SIGNS[found.unit].strip()
        title = self.tr("{metric}, on validation samples").format(metric=metric)
        described = self.tr("{metric} over the number of samples to train on").format(metric=metric)
        self.setAccessibleName(described)
        name_plot(self._chart.plot, f"{title} ({unit})" if unit else title, self.tr("samples to train on"))
        self._chart.draw(found)

    def _take_module(self, pyqtgraph: ModuleType) -> None:
        plot = new_plot(pyqtgraph, self)
        self._row.addWidget(plot)
        self._chart = _Chart(pyqtgraph, plot)
        self._draw()


class _Chart:
    """The plot, once pyqtgraph is there."""

    def __init__(self, pyqtgraph: ModuleType, plot: PlotWidget) -> None:
        self.plot = plot
        self.points = 0
        self._low: PlotDataItem = plot.plot([], [])
        self._high: PlotDataItem = plot.plot([], [])
        self._band = pyqtgraph.FillBetweenItem(self._low, self._high)
        plot.addItem(self._band)
        self._known: PlotDataItem = plot.plot([], [], antialias=True)
        self._guessed: PlotDataItem = plot.plot([], [], antialias=True)
        self._runs: PlotDataItem = plot.plot([], [], antialias=True, symbol="o", symbolSize=scaled(7))

    def draw(self, found: MoreData) -> None:
        """Everything, in the colours of the theme."""
        colour_plot(self.plot)
        times = 100.0 if found.unit == "share" else 1.0
        whole = found.forecasts[0].samples
        fitted = [*found.fitted, *found.forecasts]
        fitted.sort(key=lambda one: one.samples)
        self._colour()
        _lay(self._low, [(one.samples, times * one.low) for one in fitted])
        _lay(self._high, [(one.samples, times * one.high) for one in fitted])
        _lay(self._known, [(one.samples, times * one.figure) for one in fitted if one.samples <= whole])
        _lay(self._guessed, [(one.samples, times * one.figure) for one in fitted if one.samples >= whole])
        _lay(self._runs, [(run.samples, times * run.figure) for run in found.runs])
        self.points = len(found.runs)
        self._fit(found, fitted, times)

    def _fit(self, found: MoreData, fitted: list[CurveForecast], times: float) -> None:
        """All that is drawn is seen; the sizes that are told of stand on the axis."""
        sizes = sorted({run.samples for run in found.runs} | {one.samples for one in found.forecasts})
        ticks = [(log10(size), number(size)) for size in sizes]
        self.plot.getAxis("bottom").setTicks([ticks])
        self.plot.setXRange(ticks[0][0], ticks[-1][0], padding=0.04)
        seen = [times * value for one in fitted for value in (one.low, one.high)]
        seen += [times * run.figure for run in found.runs]
        least, most = min(seen), max(seen)
        self.plot.setYRange(least, most if most > least else least + 1.0, padding=0.08)

    def _colour(self) -> None:
        theme = active_theme()
        accent = theme.color("accent")
        soft = QColor(accent)
        soft.setAlpha(BAND)
        self._band.setBrush(soft)
        for line, style in ((self._known, Qt.PenStyle.SolidLine), (self._guessed, Qt.PenStyle.DashLine)):
            pen = QPen(accent, 2, style)
            pen.setCosmetic(True)
            line.setPen(pen)
        for edge in (self._low, self._high, self._runs):
            edge.setPen(None)
        self._runs.setSymbolBrush(theme.color("text"))
        self._runs.setSymbolPen(None)


def _lay(item: PlotDataItem, points: list[tuple[int, float]]) -> None:
    item.setData([log10(samples) for samples, _value in points], [value for _samples, value in points])
