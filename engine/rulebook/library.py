"""What the book tells beside its rules: cards of systems and cases, notes, and the practice deck.

The library is loaded apart from the rules: no decision needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from engine.rulebook.types import Direction, Entry, Form, Source
from engine.texts import Text

Family = Literal["image", "generative", "people", "text", "table", "mesh", "document"]
Subject = Literal["vision", "speech", "text", "documents", "forecasting", "recommendation"]


class Claim(Entry):
    """A figure or a fact with its source; one that nobody looked up is printed as "not checked"."""

    text: Text
    source: tuple[str, ...]
    checked: bool


class SelfMade(Entry):
    """Whether pairs can be made from inputs alone, and how."""

    possible: Literal["yes", "partly", "no"]
    text: Text


class Card(Entry):
    """One system: what goes in and out, which pairs it takes, and what to be careful of."""

    id: str  # the system's name, as in ``jjak prototype list``
    title: Text
    family: Family
    x: Text
    y: Text
    direction: Direction
    shape: str  # a Shape of the framing table
    forms: tuple[Form, ...]  # the forms of data it can learn from
    pair: Text  # what one pair is
    unit: Text  # what is counted
    preprocessing: tuple[Text, ...]
    self_made: SelfMade
    headline: tuple[Claim, ...]
    risks: tuple[Text, ...]
    source: tuple[str, ...]


class ClientLine(Entry):
    """One question of the interview, and what this case needs it to be.

    ``wanted``: the answers that serve the case; empty: any answer will do.
    """

    question: str
    wanted: tuple[str, ...] = ()
    text: Text


class CaseCard(Entry):
    """One of the deck's five cases. The client stage is filled by the interview's answers."""

    id: str
    title: Text
    system: str  # the card of its system
    goal: Text
    x: Text
    y: Text
    needed: Text
    preprocessing: tuple[Text, ...]
    model: Text
    facts: tuple[Claim, ...]
    risks: tuple[Text, ...]
    client: tuple[ClientLine, ...]
    source: tuple[str, ...]


class Topic(Entry):
    """A chapter of the notes."""

    id: str
    title: Text


class Note(Entry):
    """Something to know or to tell the client, in a few sentences."""

    id: str
    topic: str
    text: Text
    source: tuple[str, ...]
    systems: tuple[str, ...] = ()


class PracticeCard(Entry):
    """ "What data must this service have needed?" ``service`` is the question's side, the rest
    the answer's."""

    id: str
    field: Subject
    service: Text
    x: Text
    y: Text
    form: Form
    pairs: Text
    self_made: Text
    amount: Text
    system: str | None = None
    source: tuple[str, ...]


class Library(Entry):
    """Cards, cases, notes and practice, with the sources they cite. ``digest``: the book's."""

    digest: str
    sources: Mapping[str, Source]
    cards: tuple[Card, ...]
    cases: tuple[CaseCard, ...]
    topics: tuple[Topic, ...]
    notes: tuple[Note, ...]
    practice: tuple[PracticeCard, ...] = Field(default=())

    def card(self, identifier: str) -> Card | None:
        """The card of that system, if there is one."""
        return next((card for card in self.cards if card.id == identifier), None)
