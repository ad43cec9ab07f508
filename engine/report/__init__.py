"""One format-free report; a writer each for PDF, DOCX, HTML and Markdown.

What stands here is imported when it is first used: the window asks ``fonts`` for a
Korean face before its first paint, and the rest of the room needs numpy and Pillow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.report.build import build_report
    from engine.report.fonts import korean_font_files
    from engine.report.types import Report
    from engine.report.write import preview_pages, write_report

HOMES = {
    "Report": "engine.report.types",
    "build_report": "engine.report.build",
    "korean_font_files": "engine.report.fonts",
    "preview_pages": "engine.report.write",
    "write_report": "engine.report.write",
}

__all__ = ["Report", "build_report", "korean_font_files", "preview_pages", "write_report"]


def __getattr__(name: str) -> object:
    """Imports what is asked for from where it is at home."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
