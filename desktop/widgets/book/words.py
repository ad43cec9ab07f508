"""What the chapters of the book are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.i18n import language
from desktop.widgets.book.entries import ADVICE

if TYPE_CHECKING:
    from engine.rulebook.types import RuleBook


class ChapterWords:
    """Chapter → its name in the language of now; a table of advice has a title of its own."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book

    def title(self, chapter: str) -> str:
        """The chapter's name. Raises KeyError for an unknown one."""
        if chapter.startswith(ADVICE):
            name = chapter.removeprefix(ADVICE)
            titles = {table.id: table.title.say(language()) for table in self._book.advice}
            return titles[name]
        words = {
            "questions": QCoreApplication.translate("ChapterWords", "Interview questions"),
            "verdict": QCoreApplication.translate("ChapterWords", "Verdict table"),
            "today": QCoreApplication.translate("ChapterWords", "Today's table"),
            "framing": QCoreApplication.translate("ChapterWords", "Kinds of task"),
            "guides": QCoreApplication.translate("ChapterWords", "How much is enough"),
            "never_say": QCoreApplication.translate("ChapterWords", "Never say"),
            "cards": QCoreApplication.translate("ChapterWords", "System cards"),
            "cases": QCoreApplication.translate("ChapterWords", "The five cases"),
            "notes": QCoreApplication.translate("ChapterWords", "Notes"),
            "sources": QCoreApplication.translate("ChapterWords", "Sources"),
            "packs": QCoreApplication.translate("ChapterWords", "Packs"),
        }
        return words[chapter]
