"""The rule book as a flat list of entries that can be searched and followed.

Built once per book, away from the GUI thread: every entry knows its chapter, its sources,
the facts its condition names and the systems it speaks of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from engine.rulebook.library import Library
    from engine.rulebook.types import Entry, RuleBook

ADVICE = "advice:"
"""Begins the chapter of an advice table; its id follows."""
PRACTICE = "practice/"
"""Begins the key of an exercise: it is no entry, but a card of the practice page."""
UNREAD = frozenset({"examples", "patterns", "denied", "digest"})  # of no use to somebody who searches
LINKED = ("systems", "system", "shape")


@dataclass(frozen=True)
class BookEntry:
    """One thing of the book. ``thing`` is the rule, card, source … itself."""

    id: str
    chapter: str
    thing: Entry
    title: Text
    words: str = field(repr=False)  # everything it says in both languages, folded
    pack: str = ""
    sources: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()  # the questions its condition looks at
    links: frozenset[str] = frozenset()  # systems and shapes it names

    @property
    def key(self) -> str:
        """Names it in the whole book; ids alone may stand in several chapters."""
        return f"{self.chapter}/{self.id}"


class BookIndex:
    """All entries, by chapter, and what cites what."""

    def __init__(self, book: RuleBook, library: Library) -> None:
        self.book, self.library = book, library
        self.chapters: dict[str, tuple[BookEntry, ...]] = {
            chapter: tuple(_entry(chapter, thing) for thing in things)
            for chapter, things in _chapters(book, library)
        }
        self.entries = tuple(entry for entries in self.chapters.values() for entry in entries)
        self._by_key = {entry.key: entry for entry in self.entries}
        self._titles = {
            entry.key: tuple(fold(entry.title.say(language)) for language in LANGUAGES)
            for entry in self.entries
        }
        self._ids = {entry.key: fold(entry.id) for entry in self.entries}

    def entry(self, key: str) -> BookEntry | None:
        """The entry of that key (``chapter/id``), or the first one of that id."""
        if "/" in key:
            return self._by_key.get(key)
        return next((entry for entry in self.entries if entry.id == key), None)

    def source(self, identifier: str) -> BookEntry | None:
        """The entry of a source."""
        return self._by_key.get(f"sources/{identifier}")

    def citing(self, source: str) -> tuple[BookEntry, ...]:
        """Everything that cites a source."""
        return tuple(entry for entry in self.entries if source in entry.sources)

    def asking(self, fact: str) -> tuple[BookEntry, ...]:
        """Every rule whose condition looks at a question's answer."""
        return tuple(entry for entry in self.entries if fact in entry.facts)

    def naming(self, identifier: str) -> tuple[BookEntry, ...]:
        """Everything that names a system or a shape."""
        return tuple(entry for entry in self.entries if identifier in entry.links)

    def search(self, query: str, among: Iterable[BookEntry] | None = None) -> tuple[BookEntry, ...]:
        """The entries in which every word of ``query`` stands, the likeliest first.

        A word may be a part of one, in either language, or of an id. An id that is the
        whole query comes first, then titles that begin with it, then titles that hold it.
        """
        words = fold(query).split()
        found = [
            entry
            for entry in (self.entries if among is None else among)
            if all(word in entry.words for word in words)
        ]
        if not words:
            return tuple(found)
        whole = " ".join(words)
        return tuple(sorted(found, key=lambda entry: self._rank(entry, whole, words)))

    def _rank(self, entry: BookEntry, whole: str, words: list[str]) -> int:
        identifier, titles = self._ids[entry.key], self._titles[entry.key]
        if identifier == whole:
            return 0
        if any(title.startswith(whole) for title in titles):
            return 1
        if any(all(word in title for word in words) for title in titles):
            return 2
        return 3 if identifier.startswith(whole) else 4


def fold(text: str) -> str:
    """Text as it is compared: one form of every letter, no upper case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _chapters(book: RuleBook, library: Library) -> Iterator[tuple[str, Iterable[Entry]]]:
    """Every chapter with what stands in it, in the order of reading."""
    yield "questions", book.questions
    yield "verdict", book.verdicts.rows
    yield "today", book.today.rows
    yield "framing", (*book.framing.shapes, *book.framing.rows)
    yield "guides", (*book.cuts, *book.guides)
    for table in book.advice:
        yield f"{ADVICE}{table.id}", table.rows
    yield "never_say", book.never_say
    yield "cards", library.cards
    yield "cases", library.cases
    yield "notes", library.notes
    yield "sources", tuple({**library.sources, **book.sources}.values())
    yield "packs", (*book.packs.values(), *book.disabled)


def _entry(chapter: str, thing: Entry) -> BookEntry:
    identifier = str(getattr(thing, "id", getattr(thing, "value", "")))
    when = getattr(thing, "when", {})
    return BookEntry(
        id=identifier,
        chapter=chapter,
        thing=thing,
        title=_title(thing, identifier),
        words=fold("\n".join(_said(thing))),
        pack=str(getattr(thing, "pack", "")),
        sources=frozenset(_cited(thing)),
        facts=frozenset(when) if isinstance(when, Mapping) else frozenset(),
        links=frozenset(_linked(thing)),
    )


def _title(thing: Entry, identifier: str) -> Text:
    """A verdict's headline, a card's title, a line of advice itself …: what it is known by."""
    for name in ("title", "headline", "task", "promise", "text"):
        said = getattr(thing, name, None)
        if isinstance(said, Text):
            return said
    return Text(ko=identifier, en=identifier)


def _said(value: object) -> Iterator[str]:
    """Every string in ``value``, however deep."""
    if isinstance(value, Text):
        yield value.ko
        yield value.en
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield str(key)
            yield from _said(entry)
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from _said(entry)
    else:
        for name in getattr(type(value), "model_fields", ()):
            if name not in UNREAD:
                yield from _said(getattr(value, name))


def _cited(value: object) -> Iterator[str]:
    """The sources that ``value`` or anything in it cites."""
    if isinstance(value, (tuple, list)):
        for entry in value:
            yield from _cited(entry)
        return
    for name in getattr(type(value), "model_fields", ()):
        held = getattr(value, name)
        if name == "source":
            yield from (held,) if isinstance(held, str) else held
        else:
            yield from _cited(held)


def _linked(thing: Entry) -> Iterator[str]:
    for name in LINKED:
        held = getattr(thing, name, None)
        if isinstance(held, str):
            yield held
        elif isinstance(held, tuple):
            yield from held
