"""Cards, cases, notes, sources and packs in detail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.theme import scaled
from desktop.widgets.book.entries import PRACTICE, BookEntry
from desktop.widgets.book.firing import Firing
from desktop.widgets.book.parts import LinkList, MarkedLine, XyStrip
from desktop.widgets.book.sheet import Sheet, Shown
from desktop.widgets.buttons import QuietButton
from desktop.widgets.chips import Chip, Tone
from desktop.widgets.labels import Label
from desktop.widgets.wording import value_words
from engine.rulebook.library import Card as SystemCard
from engine.rulebook.library import CaseCard, Claim, Note
from engine.rulebook.types import DisabledPack, Pack, Source

if TYPE_CHECKING:
    from engine.practice.client import StageLine, Standing

SELF_MADE: dict[str, Tone] = {"yes": "start", "partly": "prepare", "no": "push_back"}
STANDING: dict[Standing, tuple[str, str]] = {
    "met": ("check-filled", "start"),
    "not_met": ("close", "push_back"),
    "unknown": ("question", "prepare"),
    "open": ("ring", "muted"),
}


class LibrarySheet(Sheet):
    """What cards and cases share."""

    def add_claims(self, heading: str, claims: Iterable[Claim]) -> None:
        """Figures and facts; what nobody looked up says so."""
        all_ = list(claims)
        if not all_:
            return
        self.add_heading(heading)
        for claim in all_:
            mark = ("check", "start") if claim.checked else ("question", "prepare")
            below = self.tr("checked") if claim.checked else self.tr("not checked")
            names = [self.say(entry.title) for name in claim.source if (entry := self.index.source(name))]
            self.add(MarkedLine(*mark, self.say(claim.text), " · ".join([below, *names]), self))

    def form_words(self, form: str) -> str:
        """A form of data in words."""
        words = {
            "paired": self.tr("Paired: each input is tied to its answer"),
            "unpaired": self.tr("Unpaired: two heaps without ties"),
            "input_only": self.tr("Inputs only"),
        }
        return words[form]


class CardSheet(LibrarySheet):
    """A system: X → y, the pairs it takes, what can be made without labels, its risks."""

    def __init__(
        self, entry: BookEntry, card: SystemCard, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(shown, parent)
        self.add_title(entry, (self._family(card.family), "unknown"), (self._direction(card), "unknown"))
        self.add(XyStrip(self.say(card.x), self.say(card.y), self))
        self.add_list(self.tr("Data it can learn from"), map(self.form_words, card.forms), "check", "accent")
        self.add_text(self.tr("One pair is"), self.say(card.pair))
        self.add_text(self.tr("Counted per"), self.say(card.unit))
        self.add_list(self.tr("Preprocessing"), map(self.say, card.preprocessing))
        self._add_self_made(card)
        self.add_claims(self.tr("Headline result"), card.headline)
        self.add_list(self.tr("Risks"), map(self.say, card.risks), "alert", "prepare")
        shape = self.index.entry(f"framing/{card.shape}")
        self.add_links(self.tr("Shape of the model"), [shape] if shape else [])
        named = [other for other in self.index.naming(card.id) if other.key != entry.key]
        self.add_links(self.tr("Where it comes up"), named)
        self.add_sources(entry.sources)

    def _add_self_made(self, card: SystemCard) -> None:
        words = {
            "yes": self.tr("Yes"),
            "partly": self.tr("In part"),
            "no": self.tr("No"),
        }
        self.add_heading(self.tr("Can pairs be made from inputs alone?"))
        row = QHBoxLayout()
        row.addWidget(Chip(words[card.self_made.possible], SELF_MADE[card.self_made.possible], self))
        row.addStretch(1)
        self.column.addLayout(row)
        self.add(Label(self.say(card.self_made.text), "text", parent=self))

    def _direction(self, card: SystemCard) -> str:
        if card.direction == "many_to_one":
            return self.tr("Recognising: many to one")
        return self.tr("Generating: one to many")

    def _family(self, family: str) -> str:
        words = {
            "image": self.tr("Pictures"),
            "generative": self.tr("Generative"),
            "people": self.tr("People"),
            "text": self.tr("Text"),
            "table": self.tr("Tables and series"),
            "mesh": self.tr("3D"),
            "document": self.tr("Documents"),
        }
        return words[family]


class CaseSheet(LibrarySheet):
    """One of the five cases; its client stage is filled by the open case's answers."""

    def __init__(self, entry: BookEntry, case: CaseCard, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        self.add_title(entry)
        self.add(XyStrip(self.say(case.x), self.say(case.y), self))
        self.add_text(self.tr("Goal"), self.say(case.goal))
        self.add_text(self.tr("What is ultimately needed"), self.say(case.needed))
        self.add_list(self.tr("Preprocessing"), map(self.say, case.preprocessing))
        self.add_text(self.tr("Model"), self.say(case.model))
        self._add_stage(case)
        self.add_claims(self.tr("Facts"), case.facts)
        self.add_list(self.tr("Risks"), map(self.say, case.risks), "alert", "prepare")
        self.add_links(self.tr("Its system"), self.systems([case.system]))
        self.add_sources(entry.sources)

    def _add_stage(self, case: CaseCard) -> None:
        from engine.practice import client_stage, count_standing

        if not case.client:
            return
        self.add_heading(self.tr("The client stage"))
        if self.firing is None:
            self.add(Label(self.tr("Open a case, and its answers fill this stage."), "hint", parent=self))
            for line in case.client:
                words = f"{self.say(line.text)}\n{self._wanted(line.question, line.wanted)}".strip()
                self.add(MarkedLine("ring", "muted", self._question_text(line.question), words, self))
            return
        stage = client_stage(case.client, self.firing.facts, self.firing.answers)
        counted = count_standing(stage)
        words = self.tr("Of {total}: met {met}, not met {not_met}, not asked yet {open}.")
        open_ = counted["open"] + counted["unknown"]
        self.add(
            Label(
                words.format(total=len(stage), met=counted["met"], not_met=counted["not_met"], open=open_),
                "hint",
                parent=self,
            )
        )
        for filled in stage:
            self._add_line(filled)

    def _add_line(self, filled: StageLine) -> None:
        words: dict[Standing, str] = {
            "met": self.tr("Met"),
            "not_met": self.tr("Not met"),
            "unknown": self.tr("The client could not say: ask again"),
            "open": self.tr("Not asked yet"),
        }
        line = filled.line
        said = words[filled.standing]
        if filled.value is not None:
            question = next((each for each in self.book.questions if each.id == line.question), None)
            value = str(filled.value) if question is None else value_words(question, filled.value)
            said = f"{said}: {value}"
        wanted = self._wanted(line.question, line.wanted) if filled.standing != "met" else ""
        below = "\n".join(part for part in (said, self.say(line.text), wanted) if part)
        icon, role = STANDING[filled.standing]
        self.add(MarkedLine(icon, role, self._question_text(line.question), below, self))

    def _wanted(self, question: str, wanted: tuple[str, ...]) -> str:
        if not wanted:
            return ""
        values = self.tr(" or ").join(self.value_text(question, value) for value in wanted)
        return self.tr("It takes: {values}").format(values=values)


class NoteSheet(LibrarySheet):
    """Something to know or to tell the client."""

    def __init__(self, entry: BookEntry, note: Note, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        topics = [each.title for each in self.index.library.topics if each.id == note.topic]
        self.add_title(entry, *[(self.say(title), "unknown") for title in topics])
        self.add_links(self.tr("Speaks of"), self.systems(note.systems))
        self.add_sources(note.source)


class SourceSheet(LibrarySheet):
    """A source, and everything that cites it. Its address is text to copy: nothing goes online."""

    def __init__(self, entry: BookEntry, source: Source, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(shown, parent)
        ours = source.kind == "extension"
        kind = self.tr("Our extension") if ours else self.tr("Source of the deck")
        self.add_title(entry, (kind, "unknown" if ours else "accent"))
        self.add_text(self.tr("What it says"), self.say(source.locator) if source.locator else "")
        self.add_text(self.tr("Read in"), source.seen or "")
        if source.url:
            self._add_address(source.url)
        self.add_links(self.tr("Cited by"), self.index.citing(source.id))
        self._add_practice(source.id)

    def _add_practice(self, source: str) -> None:
        cards = [card for card in self.index.library.practice if source in card.source]
        if cards:
            self.add_heading(self.tr("Practice cards that cite it"))
            links = LinkList(
                [(f"{PRACTICE}{card.id}", self.say(card.service), card.id) for card in cards], self
            )
            links.wanted.connect(self.wanted)
            self.add(links)

    def _add_address(self, url: str) -> None:
        self.add_heading(self.tr("Address"))
        self._url = url
        self.address = QLineEdit(url, self)  # one line that scrolls: an address has no place to break
        self.address.setReadOnly(True)
        self.address.setCursorPosition(0)
        self.address.setAccessibleName(self.tr("Address"))
        self.add(self.address)
        self.copy = QuietButton(self.tr("Copy the address"), self, icon_name="copy")
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(self.copy)
        row.addStretch(1)
        self.column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.copy.setText(self.tr("Copied"))


class PackSheet(LibrarySheet):
    """A pack of rules; a firm's that has faults says what keeps it out."""

    def __init__(
        self, entry: BookEntry, pack: Pack | DisabledPack, shown: Shown, parent: QWidget | None = None
    ) -> None:
        super().__init__(shown, parent)
        if isinstance(pack, DisabledPack):
            self.add_title(entry, (self.tr("Not used"), "push_back"))
            self.add_text(self.tr("What keeps it out"), self.say(pack.problem))
            return
        chips: list[tuple[str, Tone]] = []
        if self.firing is not None and pack.id in self.firing.off:
            chips.append((self.tr("Switched off in this case"), "unknown"))
        elif pack.switchable:
            chips.append((self.tr("A case can do without it"), "unknown"))
        self.add_title(entry, *chips)
        self.add_text(self.tr("What it is"), self.say(pack.text))
        self.add_text(self.tr("Version"), pack.version)
        count = sum(1 for other in self.index.entries if other.pack == pack.id)
        self.add_text(self.tr("Rules in the book"), str(count))
        if self.firing is not None and pack.switchable:
            self._add_switch(pack, self.firing)

    def _add_switch(self, pack: Pack, firing: Firing) -> None:
        self._pack, self._on = pack.id, pack.id not in firing.off
        words = self.tr("Leave it out of this case") if self._on else self.tr("Use it in this case again")
        self.switch = QuietButton(words, self)
        self.switch.clicked.connect(self._switch)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        self.column.addSpacing(scaled(8))
        self.column.addLayout(row)

    def _switch(self) -> None:
        self.switch.setEnabled(False)  # until the case says that it is done
        self.pack_switched.emit(self._pack, not self._on)
