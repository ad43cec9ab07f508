"""The live curve of a training: loss, and the metric beside the simple methods, over seconds.

pyqtgraph (and numpy with it) is imported off the GUI thread when the first curve is to
be shown; until then the widget keeps the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.bridge.worker import Worker
from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.plots import colour_plot, import_pyqtgraph, name_plot, new_plot

if TYPE_CHECKING:
    from pyqtgraph import InfiniteLine, PlotDataItem, PlotWidget

    from engine.prototypes.types import Unit

HEIGHT = 220
Point = tuple[float, float]


class LearningCurve(QWidget):
    """Two plots side by side: loss, and the metric with the baselines as lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(HEIGHT))
        self._metric, self._share = "", True
        self._loss: list[Point] = []
        self._figures: list[Point] = []
        self._baselines: dict[str, float] = {}
        self._charts: _Charts | None = None
        self._pyqtgraph: ModuleType | None = None
        self._plots: list[PlotWidget] = []
        self._worker: Worker | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(scaled(16))

    @property
    def points(self) -> int:
        """How many points of the loss are shown."""
        return len(self._loss)

    @property
    def baselines(self) -> dict[str, float]:
        """The lines that are shown: name → figure."""
        return dict(self._baselines)

    def clear(self) -> None:
        """Begin anew."""
        self._loss, self._figures, self._baselines = [], [], {}
        self._draw()

    def add_point(self, seconds: float, loss: float, figure: float | None) -> None:
        """A point has been reached; ``figure`` is measured less often than the loss."""
        self._loss.append((seconds, loss))
        if figure is not None:
            self._figures.append((seconds, figure))
        self._draw()

    def set_points(self, points: Sequence[tuple[float, float, float | None]]) -> None:
        """Show a whole curve: (seconds, loss, figure or None)."""
        self._loss = [(seconds, loss) for seconds, loss, _figure in points]
        self._figures = [(seconds, value) for seconds, _loss, value in points if value is not None]
        self._draw()

    def set_metric(self, name: str, unit: Unit) -> None:
        """What is measured: its name in words, and whether its scale is from 0 to 1."""
        self._metric, self._share = name, unit == "share"
        self._draw()

    def set_baselines(self, baselines: dict[str, float]) -> None:
        """Draw what the simple methods reach, by their words, as lines across the metric."""
        self._baselines = dict(baselines)
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
        described = self.tr("Curve of the training: loss and {metric} over seconds").format(
            metric=self._metric
        )
        self.setAccessibleName(described)
        if self._charts is None:
            if self._loss or self._baselines:
                self._load()
            return
        self._charts.name(self.tr("Loss"), self._title(), self.tr("seconds"))
        self._charts.draw(self._loss, self._figures, self._baselines)
        self._charts.fit(self._share, [value for _x, value in self._figures] + list(self._baselines.values()))

    def _title(self) -> str:
        return self.tr("{metric}, on validation samples").format(metric=self._metric)

    def _load(self) -> None:
        if self._worker is None:
            self._worker = Worker("chart", self)
            self._worker.run(import_pyqtgraph, self._take_charts)

    def _take_charts(self, pyqtgraph: ModuleType) -> None:
        """Make the plots one a turn of the event loop: each takes a while."""
        self._pyqtgraph = pyqtgraph
        self._plots = [self._new_plot(pyqtgraph)]
        QTimer.singleShot(0, self._complete_charts)

    def _complete_charts(self) -> None:
        if self._pyqtgraph is None:
            return
        self._plots.append(self._new_plot(self._pyqtgraph))
        self._charts = _Charts(self._pyqtgraph, *self._plots)
        self._draw()

    def _new_plot(self, pyqtgraph: ModuleType) -> PlotWidget:
        plot = new_plot(pyqtgraph, self)
        self._row.addWidget(plot)
        return plot


class _Charts:
    """The two plots, once pyqtgraph is there."""

    def __init__(self, pyqtgraph: ModuleType, loss: PlotWidget, figure: PlotWidget) -> None:
        self._pyqtgraph = pyqtgraph
        self.loss, self.figure = loss, figure
        self._loss_line: PlotDataItem = self.loss.plot([], [], antialias=True)
        self._figure_line: PlotDataItem = self.figure.plot([], [], antialias=True, symbolSize=scaled(5))
        self._lines: dict[str, InfiniteLine] = {}

    def name(self, loss: str, figure: str, seconds: str) -> None:
        """Title the plots; their axis is in seconds."""
        for plot, title in ((self.loss, loss), (self.figure, figure)):
            name_plot(plot, title, seconds)

    def fit(self, share: bool, values: Sequence[float]) -> None:
        """Shares are seen from 0 to 1, other figures from the lowest to the highest."""
        low, high = (0.0, 1.0) if share else (min(values, default=0.0), max(values, default=1.0))
        self.figure.setYRange(low, high if high > low else low + 1.0, padding=0.02 if share else 0.1)

    def draw(self, loss: Sequence[Point], figures: Sequence[Point], baselines: dict[str, float]) -> None:
        """Draw everything in the colours of the theme."""
        theme = active_theme()
        for plot in (self.loss, self.figure):
            colour_plot(plot)
        pen = QPen(theme.color("accent"), 2)
        pen.setCosmetic(True)
        for line, points in ((self._loss_line, loss), (self._figure_line, figures)):
            line.setPen(pen)
            line.setData([x for x, _y in points], [y for _x, y in points])
        self._figure_line.setSymbol("o")
        self._figure_line.setSymbolBrush(theme.color("accent"))
        self._figure_line.setSymbolPen(None)
        last = max((x for x, _y in loss), default=0.0)
        self.figure.setXRange(0, max(last, 1.0), padding=0.02)
        self.loss.setXRange(0, max(last, 1.0), padding=0.02)
        self._draw_baselines(baselines)

    def _draw_baselines(self, baselines: dict[str, float]) -> None:
        for name in [name for name in self._lines if name not in baselines]:
            self.figure.removeItem(self._lines.pop(name))
        color = active_theme().color("prepare")
        for name, value in baselines.items():
            if name not in self._lines:
                self._lines[name] = self._pyqtgraph.InfiniteLine(
                    angle=0,
                    movable=False,
                    label=name,
                    labelOpts={"position": 0.96, "anchors": [(1, 1), (1, 1)], "fill": "k"},
                )
                self._lines[name].label.setFont(font("caption"))
                self.figure.addItem(self._lines[name])
            pen = QPen(color, 1.5, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            self._lines[name].setPen(pen)
            self._lines[name].label.setColor(color)
            self._lines[name].label.fill.setColor(active_theme().color("surface"))
            self._lines[name].setValue(value)
