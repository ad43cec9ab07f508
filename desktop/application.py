"""Starts the window: application, fonts, theme, language, then the window itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.bridge.session import Session
from desktop.crash import CrashReporter
from desktop.i18n import Translator, system_language
from desktop.settings import Settings
from desktop.theme import ThemeKeeper
from desktop.theme.fonts import interface_font
from desktop.window import MainWindow


def run(argv: Sequence[str], settings_folder: Path | None = None) -> int:
    """Show the window until it is closed; returns the exit code.

    ``argv``: words for Qt, and at most one case file to open, as a double click gives it.
    """
    application = QApplication([sys.argv[0], *argv])
    window = build_window(application, Settings(settings_folder))
    reporter = CrashReporter(window)
    window.show()
    cases = [Path(word) for word in argv if word.endswith(".jjak")]
    if cases:
        window.open_path(cases[0])
    code = application.exec()
    reporter.restore()
    return code


def build_window(application: QApplication, settings: Settings) -> MainWindow:
    """Dress the application (font, theme, language) and make the window, not yet shown."""
    application.setApplicationName("Jjak")
    application.setStyle("Fusion")
    application.setFont(interface_font())
    application.setWindowIcon(_window_icon())
    themes = ThemeKeeper(application)
    themes.choose(settings.theme)
    translator = Translator()
    translator.set_language(settings.language or system_language())
    session = Session()
    window = MainWindow(session, settings, translator, themes)
    for helper in (themes, translator, session):
        helper.setParent(window)
    return window


def _window_icon() -> QIcon:
    pixmap = QPixmap()
    pixmap.loadFromData((files("assets") / "icons" / "jjak.svg").read_bytes(), "SVG")
    return QIcon(pixmap)
