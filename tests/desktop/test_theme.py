"""Themes: every role there, contrast, the style sheet complete, following the system."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.theme import ROLES, Theme, ThemeKeeper, active_theme, load_theme
from desktop.theme.fonts import interface_font, korean_family
from desktop.theme.keeper import style_sheet
from engine.report.fonts import bundled_files

GROUNDS = {
    "text": ("window", "surface", "sunken", "hover", "tint", "prepare_tint", "push_back_tint"),
    "muted": ("window", "surface", "sunken", "hover"),
    "accent": ("surface", "window", "tint", "sunken"),
    "on_accent": ("accent", "accent_hover"),
    "start": ("surface", "start_tint", "tint"),
    "prepare": ("surface", "prepare_tint", "tint"),
    "push_back": ("surface", "window", "push_back_tint"),
    "unknown": ("surface",),
    "on_signal": ("start", "prepare", "push_back", "unknown"),
}


def luminance(color: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: Theme, front: str, ground: str) -> float:
    bright, dark = sorted((luminance(theme.color(front)), luminance(theme.color(ground))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground"), [(front, g) for front, grounds in GROUNDS.items() for g in grounds]
)
def test_text_stands_out_from_its_ground(name, front, ground):
    assert contrast(load_theme(name), front, ground) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_icons_and_borders_of_fields_stand_out(name):
    theme = load_theme(name)
    assert all(contrast(theme, "strong_line", ground) >= 3 for ground in ("surface", "window"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_style_sheet_names_known_roles_only_and_no_colour_of_its_own(name):
    sheet = style_sheet(load_theme(name))
    assert "$" not in sheet
    template = (files("assets") / "themes" / "jjak.qss").read_text(encoding="utf-8")
    assert re.findall(r":\s*#[0-9A-Fa-f]{3,8}\b", template) == []
    used = set(re.findall(r"\$([a-z_]+)", template))
    assert used - set(ROLES) <= {"title_size", "heading_size", "text_size", "hint_size", "caption_size", "px"}


def test_no_widget_has_a_colour_of_its_own():
    from pathlib import Path

    import desktop

    for file in Path(desktop.__file__).parent.rglob("*.py"):
        assert re.findall(r"[\"']#[0-9A-Fa-f]{3,8}\b", file.read_text(encoding="utf-8")) == [], file


def test_choice_is_put_on_and_told(qapp: QApplication, qtbot):
    keeper = ThemeKeeper(qapp)
    keeper.choose("light")
    with qtbot.waitSignal(keeper.theme_changed) as told:
        keeper.choose("dark")
    assert told.args == [load_theme("dark")]
    assert active_theme().name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == load_theme("dark").color("window")
    keeper.choose("light")
    assert active_theme().name == "light"


def test_system_is_followed_only_while_nothing_is_chosen(qapp: QApplication, monkeypatch):
    keeper = ThemeKeeper(qapp)
    keeper.choose("light")

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
            return Qt.ColorScheme.Dark

    monkeypatch.setattr("desktop.theme.keeper.system_scheme", Hints().colorScheme)
    keeper.follow_system()
    assert active_theme().name == "light"
    keeper.choose("system")
    assert active_theme().name == "dark"
    keeper.choose("light")


def test_font_has_hangul(qapp: QApplication):
    family = korean_family()
    assert family is not None
    assert family in interface_font().families()


def test_delivered_font_is_there():
    assert [file.name for file in bundled_files()] == ["NanumGothic.ttf", "NanumGothicBold.ttf"]
