"""A light start: nothing heavy is imported before the first picture, and arguments open a case."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = (
    "numpy",
    "pandas",
    "onnxruntime",
    "torch",
    "PIL",
    "pyqtgraph",
    "pyarrow",
    "openpyxl",
    "typst",
    "docx",
    "rich",
)
FIRST_PAINT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
from desktop.application import build_window
from desktop.settings import Settings


class Watcher(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not seen:
            seen.extend(sorted(sys.modules))
        return False

seen = []
application = QApplication([])
window = build_window(application, Settings(Path(sys.argv[1])))
watcher = Watcher(window)
window.top.installEventFilter(watcher)
window.show()
QTest.qWaitForWindowExposed(window)
QTest.qWait(50)
window.close()
print(json.dumps(seen))
"""


def test_first_paint_imports_nothing_heavy(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "desktop.window" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_rule_book_is_read_after_the_window_is_shown(window):
    assert window.session.book is not None
    assert window.panel.matrix.lit() == ()
