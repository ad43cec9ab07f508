"""A switch: a word and a knob, for what can be left out of a case."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

WIDTH, HEIGHT, GAP = 32, 18, 8


class PackSwitch(QAbstractButton):
    """Whether a pack advises this case. ``switched(pack, on)`` asks; it moves when told so.

    Checked means on. The word beside the knob says it too.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pack, self._name = "", ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._ask)

    def show_pack(self, pack: str, name: str, *, on: bool) -> None:
        """Show whether the pack of that name is on."""
        self._pack, self._name = pack, name
        self.setChecked(on)
        self._say()

    def nextCheckState(self) -> None:  # noqa: N802
        """Stay as it is: only what the case has committed is shown."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """The longer word and the knob."""
        metrics = QFontMetrics(font("caption", bold=True))
        words = max(metrics.horizontalAdvance(word) for word in (self.tr("On"), self.tr("Off")))
        return QSize(words + scaled(GAP + WIDTH) + 4, scaled(HEIGHT + 8))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It doesn't shrink."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter switches, like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The word, then a knob at the right (on) or left (off) of its track."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        width, height = scaled(WIDTH), scaled(HEIGHT)
        track = QRectF(self.width() - width - 1.5, (self.height() - height) / 2, width, height)
        painter.setFont(font("caption", bold=True))
        painter.setPen(theme.color("accent" if on else "muted"))
        words = QRectF(0, 0, track.left() - scaled(GAP), self.height())
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._state_word()
        )
        painter.setPen(QPen(theme.color("accent" if on or self.hasFocus() else "muted"), 1.5))
        painter.setBrush(theme.color("accent" if on else "surface"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        radius = height / 2 - scaled(4)
        middle = QPointF(track.right() - height / 2 if on else track.left() + height / 2, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "muted"))
        painter.drawEllipse(middle, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("text"), 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _ask(self) -> None:
        self.switched.emit(self._pack, not self.isChecked())

    def _state_word(self) -> str:
        return self.tr("On") if self.isChecked() else self.tr("Off")

    def _say(self) -> None:
        said = self.tr("{pack}: on in this case") if self.isChecked() else self.tr("{pack}: off in this case")
        self.setAccessibleName(said.format(pack=self._name))
        self.setToolTip(
            self.tr("Leave it out of this case") if self.isChecked() else self.tr("Take it into this case")
        )
        self.update()
