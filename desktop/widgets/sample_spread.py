"""How the samples' own figures are spread: columns, the middle half marked, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import language
from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from engine.prototypes.figures import figure
from engine.prototypes.sample_spread import SampleSpread, sample_spread
from engine.prototypes.types import PrototypeResult
from engine.texts import catalogue

HEIGHT = 96
GAP = 2


class SpreadCard(Card):
    """The spread of a metric over the test samples; hidden where these have no figures of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", "heading", parent=self)
        self.words = Label("", "text", parent=self)
        self.chart = SpreadChart(self)
        for part in (self._title, self.words, self.chart):
            self.column.addWidget(part)

    def show_result(self, result: PrototypeResult) -> None:
        """Show this run."""
        said = sample_spread(result)
        self.setVisible(said is not None)
        if said is None:
            return
        words = self.tr(
            "Half of the test samples lie between {quarter} and {three_quarters} (in colour); the worst has "
            "{worst}."
        ).format(
            quarter=figure(said.quarter, result.unit),
            three_quarters=figure(said.three_quarters, result.unit),
            worst=figure(said.worst, result.unit),
        )
        if result.samples_won is not None:
            won = self.tr("On {share} of them the model is better than the simple way.")
            words = f"{words} {won.format(share=figure(result.samples_won, 'share'))}"
        self._title.setText(self.tr("How it differs from sample to sample"))
        self.words.setText(f"{catalogue('prototypes').say(result.metric, language())}: {words}")
        self.chart.setAccessibleName(self._title.text())
        self.chart.show_spread(said, figure(said.low, result.unit), figure(said.high, result.unit), words)


class SpreadChart(QWidget):
    """Columns of how many samples have about which figure; those of the middle half stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spread: SampleSpread | None = None
        self._ends = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_spread(self, spread: SampleSpread, low: str, high: str, words: str) -> None:
        """``low`` and ``high``: the ends of the scale; ``words``: what is read out."""
        self._spread, self._ends = spread, (low, high)
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Of one height."""
        return QSize(scaled(320), scaled(HEIGHT) + QFontMetrics(font("hint")).height() + scaled(4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Narrow if it must be."""
        return QSize(scaled(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Columns on a line, and the ends of the scale below it."""
        said = self._spread
        if said is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = active_theme()
        room, most = float(scaled(HEIGHT)), max(said.counts)
        wide = self.width() / len(said.counts)
        step = (said.high - said.low) / len(said.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in enumerate(said.counts):
            start, end = said.low + place * step, said.low + (place + 1) * step
            inside = end > said.quarter and start < said.three_quarters
            painter.setBrush(theme.color("accent" if inside else "unknown"))
            high = max(room * count / most, scaled(2) if count else 0.0)
            painter.drawRect(QRectF(place * wide + GAP / 2, room - high, wide - GAP, high))
        painter.setBrush(theme.color("line"))
        painter.drawRect(QRectF(0, room, self.width(), 1))
        painter.setFont(font("hint"))
        painter.setPen(theme.color("muted"))
        below = QRectF(0, room + scaled(4), self.width(), self.height() - room - scaled(4))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._ends[0])
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._ends[1])
