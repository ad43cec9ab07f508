"""A column that scrolls, no wider than reads well, in which the wheel changes no answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import scaled


class ScrollColumn(QScrollArea):
    """``column`` is the layout to fill; at most ``width`` pixels wide, centred."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self)
        ground.setObjectName("ground")
        inner = QWidget(ground)
        inner.setObjectName("ground")
        inner.setMaximumWidth(width)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(scaled(16))
        row = QHBoxLayout(ground)
        row.setContentsMargins(scaled(32), scaled(24), scaled(32), scaled(24))
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.setWidget(ground)
        ScrollBarRoom(self, row)

    def to_top(self) -> None:
        """Scroll to the beginning."""
        self.verticalScrollBar().setValue(0)


class ScrollBarRoom(QObject):
    """Takes the scroll bar's width out of the content's right margin while the bar is shown.

    So nothing moves sideways when the content gets long enough to scroll.
    """

    def __init__(self, area: QScrollArea, layout: QLayout) -> None:
        super().__init__(area)
        self._bar, self._layout = area.verticalScrollBar(), layout
        self._margins = layout.contentsMargins()
        self._bar.rangeChanged.connect(self._make_room)

    def _make_room(self, least: int, most: int) -> None:
        taken = self._bar.sizeHint().width() if most > least else 0
        margins = QMargins(self._margins)
        margins.setRight(max(0, margins.right() - taken))
        if margins != self._layout.contentsMargins():
            self._layout.setContentsMargins(margins)


class WheelGuard(QObject):
    """An event filter: inputs that could change by the wheel leave it to the scroll area.

    ``WheelGuard.protect(widget)`` for a spin box, combo box or slider.
    """

    @classmethod
    def protect(cls, widget: QAbstractSpinBox | QComboBox | QAbstractSlider) -> None:
        """Let the wheel over ``widget`` scroll the page, never change its value."""
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(cls(widget))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pass the wheel on to the parent."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
