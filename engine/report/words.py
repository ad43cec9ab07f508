"""The report's words: short names of facts, values, origins, sources, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.interview.types import UNKNOWN, Value
from engine.report.quoting import Quoting, joined, own_part
from engine.rulebook.types import Question, RuleBook, Source
from engine.texts import Language, Text, catalogue


@dataclass(frozen=True)
class Words:
    """Says things in one language, out of one rule book."""

    language: Language
    book: RuleBook

    def say(self, key: str, **values: str) -> str:
        """A text of the report's catalogue; stays :class:`Quoting` if a value is."""
        return filled(catalogue("report").texts[key].say(self.language), values)

    def text(self, text: Text) -> str:
        """A text of the rule book."""
        return text.say(self.language)

    def lookup(self, room: str, key: str, values: Mapping[str, str] | None = None) -> str:
        """A text of another room's catalogue; the key itself where this version lacks it.

        A case may have been written by a later Jjak that knows more findings.
        """
        known = catalogue(room).texts.get(key)
        return key if known is None else filled(known.say(self.language), values or {})

    def has(self, key: str) -> bool:
        """Whether the report's catalogue has the key."""
        return key in catalogue("report").texts

    def fact(self, name: str) -> str:
        """The short name of a fact; else the question that asks for it."""
        if self.has(f"fact_{name}"):
            return self.say(f"fact_{name}")
        question = self.question(name)
        return name if question is None else self.text(question.text)

    def value(self, name: str, value: Value) -> str:
        """A fact's or an answer's value, in short words."""
        if value == UNKNOWN:
            return self.say("value_unknown")
        if isinstance(value, int):
            return self.amount(value)
        if isinstance(value, tuple):
            return joined(", ", (self.value(name, part) for part in value))
        cuts = [cut for cut in self.book.cuts if name == "volume" and cut.value == value]
        if cuts:
            return self.text(cuts[0].title)
        if self.has(f"value_{name}_{value}"):
            return self.say(f"value_{name}_{value}")
        return self.answer(self.question(name), value)

    def answer(self, question: Question | None, value: Value) -> str:
        """An answer in the words of its question's options; free text is the client's."""
        if value == UNKNOWN:
            return self.say("answer_unknown")
        if isinstance(value, int):
            return self.amount(value)
        if isinstance(value, tuple):
            return joined(", ", (self.answer(question, part) for part in value))
        options = () if question is None else question.options
        texts = [self.text(option.text) for option in options if option.value == value]
        return texts[0] if texts else Quoting(value)

    def amount(self, count: int) -> str:
        """A number of samples."""
        return self.say("amount", count=f"{count:,}")

    def volume_of(self, value: Value) -> str:
        """The name of the volume that an amount or an option of it stands for."""
        if not isinstance(value, int):
            return str(value)
        reached = [cut for cut in self.book.cuts if value >= cut.least]
        lowest = min(self.book.cuts, key=lambda cut: cut.least)
        return max(reached, key=lambda cut: cut.least, default=lowest).value

    def pack(self, identifier: str) -> str:
        """The title of a pack; its id where the book doesn't know it."""
        pack = self.book.packs.get(identifier)
        return identifier if pack is None else self.text(pack.title)

    def question(self, identifier: str) -> Question | None:
        """The question of that id; None where the fact is derived."""
        return next((q for q in self.book.questions if q.id == identifier), None)

    def origin(self, origin: str) -> str:
        """Who said it."""
        return self.say(f"origin_{origin}")


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its places filled; what is the client's in it is kept apart."""
    if not values:
        return template
    text = template.format(**values)
    if any(isinstance(value, Quoting) for value in values.values()):
        return Quoting(text, template.format(**{name: own_part(value) for name, value in values.items()}))
    return text


@dataclass
class SourceIndex:
    """Numbers the sources in the order in which the report first uses them."""

    sources: list[Source] = field(default_factory=list)

    def marks(self, used: tuple[Source, ...]) -> str:
        """``[1], [3]`` for the sources of one line."""
        return ", ".join(f"[{self.number(source)}]" for source in used)

    def number(self, source: Source) -> int:
        """The number of one source, from 1."""
        identifiers = [known.id for known in self.sources]
        if source.id not in identifiers:
            self.sources.append(source)
            return len(self.sources)
        return identifiers.index(source.id) + 1


def size(count: int) -> str:
    """Bytes, in the unit that reads best."""
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
