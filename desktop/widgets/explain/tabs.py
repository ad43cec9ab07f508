"""Tab goes from top to bottom, also through parts that were built later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class TabKeeper(QObject):
    """Keeps the order of Tab inside ``root`` the order of its layouts.

    Qt puts a widget that is made later at the end of the window's order. ``content``: what lays
    itself out when something is added (a scroll area keeps that from its parents).
    """

    def __init__(self, root: QWidget, content: QWidget) -> None:
        super().__init__(root)
        self._root = root
        self._order: list[QWidget] = []
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Every change of what is inside asks the content to lay itself out."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.keep()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Put the stops in order, if they aren't."""
        order = list(stops(self._root))
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What Tab can stop at, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, QScrollArea) and widget.widget() is not None:
        yield from stops(widget.widget())
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        inside, widget = item.layout(), item.widget()
        if widget is not None:
            yield from stops(widget)
        elif inside is not None:
            yield from _in_layout(inside)
