"""The translations: complete, the same placeholders, compiled and up to date."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import Translator, language, number

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "assets" / "translations" / "jjak_ko.ts"
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


def messages() -> list[tuple[str, str, str, str]]:
    """Context, source, translation and its type ("" when finished) of every text."""
    found = []
    for context in ElementTree.parse(CATALOGUE).getroot().iter("context"):  # noqa: S314  our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            found.append(
                (
                    context.findtext("name") or "",
                    message.findtext("source") or "",
                    translation.text or "",
                    translation.get("type") or "",
                )
            )
    return found


def test_every_text_is_translated():
    said = messages()
    assert len(said) > 100
    assert [(context, source) for context, source, korean, kind in said if kind or not korean.strip()] == []


def test_placeholders_are_the_same():
    wrong = [
        (context, source, korean)
        for context, source, korean, _kind in messages()
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(korean))
    ]
    assert wrong == []


def test_catalogue_and_compiled_file_are_up_to_date():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_text_is_built_before_it_is_translated():
    """An f-string inside tr() can't be looked up."""
    for file in (ROOT / "desktop").rglob("*.py"):
        assert re.findall(r"\.tr\(\s*f[\"']", file.read_text(encoding="utf-8")) == [], file


@pytest.mark.parametrize(("chosen", "expected"), [("ko", "새 케이스"), ("en", "New case")])
def test_switching_speaks_the_language(qapp, chosen, expected):
    translator = Translator()
    translator.set_language(chosen)
    try:
        assert qapp.translate("HomePage", "New case") == expected
        assert language() == chosen
        assert number(12345) == "12,345"
    finally:
        translator.set_language("en")


def test_qt_speaks_it_too_and_the_window_hears_of_it_once(qapp, qtbot):
    class Listener(QWidget):
        heard = 0

        def changeEvent(self, event):  # noqa: N802
            self.heard += event.type() == QEvent.Type.LanguageChange

    listener = Listener()
    qtbot.addWidget(listener)
    translator = Translator()
    translator.set_language("en")
    listener.heard = 0
    translator.set_language("ko")
    try:
        assert qapp.translate("QPlatformTheme", "Cancel") == "취소"
        assert listener.heard <= 2  # the old words go, the new ones come
    finally:
        translator.set_language("en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
