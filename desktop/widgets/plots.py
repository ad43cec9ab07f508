"""A plot of pyqtgraph's to look at, in the colours of the theme.

pyqtgraph (and numpy with it) takes a while to import: do it off the GUI thread.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme import active_theme, scaled
from desktop.theme.metrics import font

if TYPE_CHECKING:
    from pyqtgraph import PlotWidget


def import_pyqtgraph() -> ModuleType:
    """The module; for a worker's thread."""
    return importlib.import_module("pyqtgraph")


def new_plot(pyqtgraph: ModuleType, owner: QWidget) -> PlotWidget:
    """An empty plot that nobody can drag or zoom."""
    before = set(QApplication.topLevelWidgets())
    plot: PlotWidget = pyqtgraph.PlotWidget(owner)
    plot.setMouseEnabled(x=False, y=False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setFrameShape(plot.Shape.NoFrame)
    plot.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    plot.getPlotItem().setContentsMargins(0, 0, scaled(8), 0)
    plot.setBackground(active_theme().color("surface"))
    _adopt([widget for widget in QApplication.topLevelWidgets() if widget not in before], owner)
    return plot


def name_plot(plot: PlotWidget, title: str, bottom: str) -> None:
    """Title and what runs along the bottom, in words."""
    theme = active_theme()
    size = f"{scaled(12)}px"
    plot.setTitle(title, color=theme.color("muted"), size=size)
    plot.setLabel("bottom", bottom, **{"color": theme.roles["muted"], "font-size": size})
    plot.setAccessibleName(title)


def colour_plot(plot: PlotWidget) -> None:
    """Ground and axes in the colours of the theme."""
    theme = active_theme()
    plot.setBackground(theme.color("surface"))
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(theme.color("line"))
        axis.setTextPen(theme.color("muted"))
        axis.setTickFont(font("caption"))


def _adopt(menus: Sequence[QWidget], owner: QWidget) -> None:
    """pyqtgraph makes menus, never shown here, that belong to nobody and would outlive the window."""
    for menu in menus:
        if menu.parentWidget() is None:
            menu.setParent(owner, menu.windowFlags())
