"""A theme: what colour each role has. Widgets name roles, never colours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from PySide6.QtGui import QColor, QGuiApplication, QPalette

ThemeName = Literal["light", "dark"]
Signal = Literal["start", "prepare", "push_back", "unknown"]
ROLES = (
    "window", "surface", "sunken", "hover", "line", "strong_line", "text", "muted",
    "accent", "accent_hover", "tint", "on_accent",
    "start", "start_tint", "prepare", "prepare_tint", "push_back", "push_back_tint",
    "unknown", "unknown_tint", "on_signal",
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """The colours of all :data:`ROLES`, as ``#RRGGBB``."""

    name: ThemeName
    dark: bool
    roles: Mapping[str, str]

    def color(self, role: str) -> QColor:
        """The colour of a role. Raises KeyError for an unknown one."""
        return QColor(self.roles[role])

    def palette(self) -> QPalette:
        """The roles as Qt's palette, for what no style sheet reaches."""
        palette = QPalette()
        named = {
            QPalette.ColorRole.Window: "window",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "sunken",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.BrightText: "push_back",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.ToolTipBase: "text",
            QPalette.ColorRole.ToolTipText: "surface",
            QPalette.ColorRole.Light: "surface",
            QPalette.ColorRole.Midlight: "sunken",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "strong_line",
            QPalette.ColorRole.Shadow: "line",
        }
        for place, role in named.items():
            palette.setColor(place, self.color(role))
        for place in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, place, self.color("muted"))
        return palette


@lru_cache
def load_theme(name: ThemeName) -> Theme:
    """Read a theme of ``assets/themes``. Raises ValueError if a role is missing or unknown."""
    content = tomllib.loads((files("assets") / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
    roles = content["roles"]
    if set(roles) != set(ROLES):
        raise ValueError(f"{name}.toml: roles missing or unknown: {sorted(set(roles) ^ set(ROLES))}")
    return Theme(name, content["dark"], roles)


def active_theme() -> Theme:
    """The theme in use, told by the application's palette."""
    dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return load_theme("dark" if dark else "light")
