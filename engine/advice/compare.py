"""What a rule book says differently from another one about the same answers.

Both snapshots are to be of the same state of the case, so that only the book makes a
difference. Rules are matched by id; one that was only given another id says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.advice.said import Said, SaidLine
from engine.rulebook.types import Audience
from engine.texts import Language, Text, catalogue


@dataclass(frozen=True)
class Stand:
    """Where a book stands; all None: not decided."""

    verdict: str | None
    headline: Text | None


@dataclass(frozen=True)
class CellDiffers:
    """A deciding fact that the two books read differently; None: not known to the book."""

    fact: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Differences:
    """What the newer book says differently.

    ``kept`` is False when nothing tells what the older book said: then only ``new`` and the
    older book's digest are known, and the rest is empty. ``at``: when the older one said it
    (ISO 8601). ``reworded`` holds each line as it was and as it is.
    """

    old: Said
    new: Said
    kept: bool = True
    at: str = ""
    verdict: tuple[Stand, Stand] | None = None
    cells: tuple[CellDiffers, ...] = ()
    gone: tuple[SaidLine, ...] = ()
    added: tuple[SaidLine, ...] = ()
    reworded: tuple[tuple[SaidLine, SaidLine], ...] = ()
    never_gone: tuple[str, ...] = ()
    never_added: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything is said differently."""
        return bool(self.verdict or self.cells or self.never_gone or self.never_added) or bool(
            self.gone or self.added or self.reworded
        )

    def lines(self, language: Language, audience: Audience = "consultant") -> list[str]:
        """Plain sentences, the first one says which books are compared; never empty.

        For ``everyone`` what is for the consultant alone is left out, never-say included.
        """
        told = _Teller(self, language, audience)
        if not self.kept:
            return [told.say("not_kept", **told.books())]
        listed = list(told.all())
        key = "head" if listed else "same"
        return [told.say(key, **told.books()), *listed]


def compare(old: Said, new: Said, at: str = "") -> Differences:
    """What ``new`` says differently from ``old``, which was said ``at`` that time."""
    before, after = Stand(old.verdict, old.headline), Stand(new.verdict, new.headline)
    gone, added, reworded = _match(_all_lines(old), _all_lines(new))
    return Differences(
        old=old,
        new=new,
        at=at,
        verdict=None if before == after else (before, after),
        cells=_cells(old.cells, new.cells),
        gone=gone,
        added=added,
        reworded=reworded,
        never_gone=tuple(rule for rule in old.never_say if rule not in new.never_say),
        never_added=tuple(rule for rule in new.never_say if rule not in old.never_say),
    )


def not_kept(digest: str, new: Said) -> Differences:
    """For a case advised by the book of that digest, whose words nobody kept."""
    return Differences(old=Said(digest=digest, version=""), new=new, kept=False)


def _all_lines(said: Said) -> tuple[SaidLine, ...]:
    return (*said.lines, *said.today, *said.beside)


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[CellDiffers, ...]:
    names = dict.fromkeys((*old, *new))
    pairs = (CellDiffers(name, old.get(name), new.get(name)) for name in names)
    return tuple(cell for cell in pairs if cell.old != cell.new)


Matched = tuple[tuple[SaidLine, ...], tuple[SaidLine, ...], tuple[tuple[SaidLine, SaidLine], ...]]


def _match(old: tuple[SaidLine, ...], new: tuple[SaidLine, ...]) -> Matched:
    """Lines only in ``old``, lines only in ``new``, and those of one rule that differ."""
    before = {_place(line): line for line in old}
    after = {_place(line): line for line in new}
    reworded = tuple(
        (line, after[place])
        for place, line in before.items()
        if place in after and _spoken(line) != _spoken(after[place])
    )
    gone = [line for place, line in before.items() if place not in after]
    added = [line for place, line in after.items() if place not in before]
    for line in tuple(gone):  # the same said by a rule of another id
        twin = next((other for other in added if _spoken(other) == _spoken(line)), None)
        if twin is not None:
            gone.remove(line)
            added.remove(twin)
    return tuple(gone), tuple(added), reworded


def _place(line: SaidLine) -> tuple[str, str]:
    """A rule's place: ids are unique among rules, but a question or a guide may share one."""
    room = line.kind if line.kind in ("framing", "guide", "ask") else "rule"
    return room, line.rule


def _spoken(line: SaidLine) -> tuple[str, Text, Text | None]:
    return line.kind, line.text, line.detail


@dataclass(frozen=True)
class _Teller:
    """Puts differences into sentences of one language."""

    differences: Differences
    language: Language
    audience: Audience

    def say(self, key: str, **values: str) -> str:
        return catalogue("compare").say(key, self.language, **values)

    def word(self, key: str, otherwise: str) -> str:
        """A word of the catalogue, or what stands in for one that this version lacks."""
        return self.say(key) if key in catalogue("compare").texts else otherwise

    def books(self) -> dict[str, str]:
        old, new = self.differences.old, self.differences.new
        return {
            "old": f"{old.version} ({old.digest[:8]})".strip(),
            "new": f"{new.version} ({new.digest[:8]})",
            "date": self.differences.at[:10],
        }

    def all(self) -> Iterator[str]:
        told = self.differences
        if told.verdict is not None:
            yield from self.verdict(*told.verdict)
        for cell in told.cells:
            fact = self.word(f"fact_{cell.fact}", cell.fact)
            yield self.say("cell", fact=fact, old=self.value(cell, cell.old), new=self.value(cell, cell.new))
        for key, lines in (("gone", told.gone), ("added", told.added)):
            for line in filter(self.may_hear, lines):
                yield self.say(key, kind=self.kind(line), text=line.text.say(self.language))
        for old, new in told.reworded:
            if self.may_hear(old) and self.may_hear(new):
                yield from self.reworded(old, new)
        if self.audience == "consultant":
            yield from self.never()

    def verdict(self, old: Stand, new: Stand) -> Iterator[str]:
        """Another verdict, or the same one where its words differ in this language."""
        before, after = self.stand(old), self.stand(new)
        if before != after:
            key = "verdict" if old.verdict != new.verdict else "verdict_reworded"
            yield self.say(key, old=before, new=after)

    def stand(self, stand: Stand) -> str:
        if stand.verdict is None or stand.headline is None:
            return self.say("undecided")
        word = self.word(f"verdict_{stand.verdict}", stand.verdict)
        return self.say("stand", word=word, headline=stand.headline.say(self.language))

    def value(self, cell: CellDiffers, value: str | None) -> str:
        return self.say("unknown") if value is None else self.word(f"value_{cell.fact}_{value}", value)

    def kind(self, line: SaidLine) -> str:
        return self.word(f"kind_{line.kind}", self.say("kind_other"))

    def may_hear(self, line: SaidLine) -> bool:
        return self.audience == "consultant" or line.audience == "everyone"

    def reworded(self, old: SaidLine, new: SaidLine) -> Iterator[str]:
        """The words that differ in this language; of equal words only the kind may differ."""
        kind, language = self.kind(new), self.language
        if old.kind != new.kind:
            text = new.text.say(language)
            yield self.say("moved", old=self.kind(old), new=kind, text=text)
        for before, after in ((old.text, new.text), (old.detail, new.detail)):
            told = [text.say(language) if text is not None else "–" for text in (before, after)]
            if told[0] != told[1]:
                yield self.say("reworded", kind=kind, old=told[0], new=told[1])

    def never(self) -> Iterator[str]:
        for key, rules in (
            ("never_gone", self.differences.never_gone),
            ("never_added", self.differences.never_added),
        ):
            if rules:
                yield self.say(key, rules=", ".join(rules))
