"""An entry in detail: the parts that every kind of entry is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.book.entries import BookEntry, BookIndex
from desktop.widgets.book.firing import Firing, Meets
from desktop.widgets.book.parts import LinkList, MarkedLine
from desktop.widgets.book.words import ChapterWords
from desktop.widgets.chips import Chip, Tone
from desktop.widgets.flow import FlowLayout
from desktop.widgets.labels import Label
from desktop.widgets.wording import fact_name, fact_sentence, value_words
from engine.rulebook.types import Guide

if TYPE_CHECKING:
    from engine.advice.types import Trace
    from engine.rulebook.types import Condition
    from engine.texts import Text

MARKS: dict[Meets, tuple[str, str]] = {
    "met": ("check-filled", "start"),
    "not_met": ("close", "push_back"),
    "open": ("ring", "muted"),
}


@dataclass(frozen=True)
class Shown:
    """What an entry is shown with: the book, and what holds for the open case (None: no case)."""

    index: BookIndex
    firing: Firing | None


class Sheet(QWidget):
    """Base of all details. ``wanted(key)``: another entry; ``question_wanted(id)``: answer it;
    ``pack_switched(id, on)``: the open case is to do without a pack, or with it again.
    """

    wanted = Signal(str)
    question_wanted = Signal(str)
    pack_switched = Signal(str, bool)

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index, self.firing = shown.index, shown.firing
        self.book = shown.index.book
        self.setObjectName("sheet")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(scaled(8))

    def chapter_title(self, chapter: str) -> str:
        """A chapter's name."""
        return ChapterWords(self.book).title(chapter)

    # Parts

    def say(self, text: Text) -> str:
        """In the language of now."""
        return text.say(language())

    def add(self, widget: QWidget) -> None:
        """Put a widget below."""
        self.column.addWidget(widget)

    def add_title(self, entry: BookEntry, *chips: tuple[str, Tone]) -> None:
        """Where it stands, what it is called, its pack, and whether it holds now."""
        place = " · ".join((self.chapter_title(entry.chapter), entry.id))
        self.add(Label(place, "caption", parent=self))
        title = Label(self.say(entry.title), "heading", parent=self)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(title)
        shown: list[tuple[str, Tone]] = list(chips)
        if entry.pack:
            shown.insert(0, self._pack_chip(entry.pack))
        if self.firing is not None and self.firing.fires(entry):
            shown.insert(0, (self.tr("✓ Fires now"), "start"))
        if shown:
            row = QWidget(self)
            flow = FlowLayout(row, 6)
            for words, tone in shown:
                flow.addWidget(Chip(words, tone, row))
            self.add(row)

    def add_heading(self, words: str) -> None:
        """A small heading."""
        self.column.addSpacing(scaled(8))
        label = Label(words, "hint", parent=self)
        label.setProperty("strong", True)
        self.add(label)

    def add_text(self, heading: str, words: str) -> None:
        """A heading and what it says; nothing where there is nothing to say."""
        if words:
            self.add_heading(heading)
            said = Label(words, "text", parent=self)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.add(said)

    def add_list(self, heading: str, lines: Iterable[str], icon: str = "dot", role: str = "muted") -> None:
        """A heading and its points."""
        points = list(lines)
        if points:
            self.add_heading(heading)
            for point in points:
                self.add(MarkedLine(icon, role, point, parent=self))

    def add_condition(self, heading: str, condition: Condition) -> None:
        """A condition in words: each question with the answers that meet it.

        With a case open each says whether it is met, by a sign and in words.
        """
        if not condition:
            self.add_text(heading, self.tr("Always, whatever the answers"))
            return
        self.add_heading(heading)
        meets = self.firing.meets(condition) if self.firing is not None else {}
        for fact, values in condition.items():
            icon, role = MARKS[meets[fact]] if fact in meets else ("dot", "muted")
            below = self._question_text(fact)
            if fact in meets:
                below = f"{below} · {self._meets_word(meets[fact])}"
            said = self.tr(" or ").join(self.value_text(fact, value) for value in values)
            self.add(MarkedLine(icon, role, said, below, self))

    def add_used(self, trace: Trace | None) -> None:
        """The answers that made a rule hold."""
        if trace is None or not trace.cells:
            return
        origins = {
            "client": self.tr("said"),
            "sample": self.tr("found in the sample"),
            "derived": self.tr("follows from the answers"),
        }
        facts = [fact_sentence(cell, self.book, origins[cell.origin]) for cell in trace.cells]
        self.add_list(self.tr("Fires now, with these answers"), facts, "check", "start")

    def add_sources(self, sources: Iterable[str]) -> None:
        """The sources as ways to their own entries."""
        entries = [entry for name in dict.fromkeys(sources) if (entry := self.index.source(name))]
        self.add_links(self.tr("Sources"), entries)

    def add_links(self, heading: str, entries: Sequence[BookEntry]) -> None:
        """A heading and ways to other entries."""
        if not entries:
            return
        self.add_heading(heading)
        links = LinkList(
            [(entry.key, self.say(entry.title), self._link_note(entry)) for entry in entries], self
        )
        links.wanted.connect(self.wanted)
        self.add(links)

    def systems(self, identifiers: Iterable[str]) -> list[BookEntry]:
        """The cards of systems."""
        found = (self.index.entry(f"cards/{name}") for name in identifiers)
        return [entry for entry in found if entry is not None]

    def value_text(self, fact: str, value: str) -> str:
        """An answer as its question's options say it."""
        question = next((each for each in self.book.questions if each.id == fact), None)
        return value if question is None else value_words(question, value)

    # Words

    def _question_text(self, fact: str) -> str:
        question = next((each for each in self.book.questions if each.id == fact), None)
        return fact_name(fact, self.book) if question is None else self.say(question.text)

    def _meets_word(self, meets: Meets) -> str:
        words: dict[Meets, str] = {
            "met": self.tr("met"),
            "not_met": self.tr("not met"),
            "open": self.tr("not known yet"),
        }
        return words[meets]

    def _pack_chip(self, pack: str) -> tuple[str, Tone]:
        known = self.book.packs.get(pack)
        words = known.title.say(language()) if known is not None else pack
        if self.firing is not None and pack in self.firing.off:
            return self.tr("{pack}: switched off in this case").format(pack=words), "unknown"
        return words, "accent"

    def _link_note(self, entry: BookEntry) -> str:
        if isinstance(entry.thing, Guide):
            return self._marks(entry.thing)
        if entry.chapter != "sources":
            return f"{self.chapter_title(entry.chapter)} · {entry.id}"
        locator = getattr(entry.thing, "locator", None)
        ours = self.tr("our extension") if getattr(entry.thing, "kind", "") == "extension" else ""
        return " · ".join(part for part in (self.say(locator) if locator else "", ours) if part)

    def _marks(self, guide: Guide) -> str:
        """A guide's numbers in one line."""
        marks = {
            self.tr("makes sense"): guide.start,
            self.tr("usual"): guide.works,
            self.tr("strong"): guide.strong,
        }
        said = [f"{word} {number(mark.least)}" for word, mark in marks.items() if mark is not None]
        return " · ".join((*said, self.say(guide.unit)))
