"""Puts a theme on the application, and follows the system's while the user chose none."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.theme.metrics import SIZES, font_size, scaled
from desktop.theme.roles import Theme, active_theme, load_theme

Choice = Literal["system", "light", "dark"]


class ThemeKeeper(QObject):
    """Keeps the application in the chosen theme. ``theme_changed(Theme)`` after each change."""

    theme_changed = Signal(object)

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._choice: Choice = "system"
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)

    @property
    def choice(self) -> Choice:
        """What the user chose; ``system`` follows the operating system live."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Put the theme on."""
        self._choice = choice
        self._apply()

    def follow_system(self) -> None:
        """The system's colours changed; put them on unless the user chose others."""
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        if self._choice == "system":
            theme = load_theme("dark" if system_scheme() == Qt.ColorScheme.Dark else "light")
        else:
            theme = load_theme(self._choice)
        if theme == active_theme() and self._application.styleSheet():
            return
        # Without the old sheet Qt polishes every widget once, not twice: about five times as quick.
        self._application.setStyleSheet("")
        self._application.setPalette(theme.palette())
        self._application.setStyleSheet(style_sheet(theme))
        self.theme_changed.emit(theme)


def system_scheme() -> Qt.ColorScheme:
    """What the operating system says: light, dark, or nothing."""
    return QGuiApplication.styleHints().colorScheme()


def style_sheet(theme: Theme) -> str:
    """The one style sheet, its roles and sizes filled in. Raises KeyError for an unknown role."""
    template = Template((files("assets") / "themes" / "jjak.qss").read_text(encoding="utf-8"))
    values = dict(theme.roles)
    values |= {f"{kind}_size": f"{font_size(kind)}px" for kind in SIZES}
    values |= {
        f"px{length}": f"{scaled(length)}px"
        for length in (1, 2, 3, 4, 6, 7, 8, 10, 12, 16, 20, 24, 32, 36, 40)
    }
    return template.substitute(values)
