"""The window's tests: offscreen, own settings each; Qt warnings and leaks fail the test."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.application import build_window
from desktop.settings import Settings
from desktop.window import MainWindow

IGNORED = re.compile(
    r"This plugin does not support propagateSizeHints"  # the offscreen plugin has no window manager
    r"|This plugin does not support raise"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses Qt's application opens a window."""
    for item in items:
        if "qapp" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.gui)


@pytest.fixture(autouse=True)
def quiet_qt(qtlog) -> Iterator[None]:
    """A warning of Qt fails the test."""
    yield
    loud = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg}
    said = [record.message for record in qtlog.records if record.type in loud]
    assert [message for message in said if not IGNORED.search(message)] == []


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """Windows, threads and child processes that a test leaves behind fail it."""
    windows, threads = set(QApplication.topLevelWidgets()), set(threading.enumerate())
    children = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [widget for widget in QApplication.topLevelWidgets() if widget not in windows] == []
    assert [thread.name for thread in threading.enumerate() if thread not in threads] == []
    left = [child.pid for child in psutil.Process().children(recursive=True) if child.pid not in children]
    assert left == []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test alone, in English and light."""
    settings = Settings(tmp_path / "settings")
    settings.set_language("en")
    settings.set_theme("light")
    return settings


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, settings: Settings) -> Iterator[MainWindow]:
    """The whole window, shown, with the rule book loaded."""
    window = build_window(qapp, settings)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitSignal(window.session.book_loaded, timeout=20_000):
        window.show()
    yield window
    window.close()


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with a new, empty case."""
    with qtbot.waitSignal(window.session.case_opened, timeout=20_000):
        window.session.new_case(tmp_path / "case.jjak", "Sorting parts", "en")
    return window


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[MainWindow, Callable[[], object]], None]:
    """Do something to the window and wait until its change has been committed and shown."""

    def do(window: MainWindow, action: Callable[[], object]) -> None:
        with qtbot.waitSignal(window.session.assessed, timeout=20_000):
            action()

    return do
