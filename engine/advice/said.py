"""A snapshot of what the rule book said about a case, small enough to be kept with it.

Values are plain words, not the book's own types: a snapshot is read again by later
versions of Jjak, whose book may know other verdicts, kinds and packs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field

from engine.advice.types import Advice, Assessment, GuideLine, TodayLine
from engine.rulebook.types import Mark, RuleBook
from engine.texts import Text


class SaidLine(BaseModel):
    """One thing that was said. ``kind``: that of the line of advice, ``today_<outlook>``,
    ``framing``, ``guide`` or ``ask``. ``detail`` is what stands below the text, if anything.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: str
    kind: str
    pack: str
    text: Text
    detail: Text | None = None
    audience: str = "everyone"


class Said(BaseModel):
    """What one rule book said. ``cells``: the deciding facts as the book read them.

    ``rule``, ``verdict`` and ``headline`` are None together: nothing was decided yet.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    digest: str
    version: str
    rule: str | None = None
    verdict: str | None = None
    headline: Text | None = None
    lines: tuple[SaidLine, ...] = ()
    today: tuple[SaidLine, ...] = ()
    beside: tuple[SaidLine, ...] = ()  # what kind of task it is, guides to the volume, what to ask
    never_say: tuple[str, ...] = ()
    cells: Mapping[str, str] = Field(default_factory=dict)


def said_of(assessment: Assessment, book: RuleBook) -> Said:
    """What ``book`` says in this assessment, which must be its own."""
    advice = assessment.advice
    ruling = advice.ruling
    facts = advice.facts
    return Said(
        digest=book.digest,
        version=book.version,
        rule=ruling.trace.rule if ruling is not None else None,
        verdict=ruling.verdict if ruling is not None else None,
        headline=ruling.headline if ruling is not None else None,
        lines=tuple(
            SaidLine(
                rule=line.trace.rule,
                kind=line.kind,
                pack=line.trace.pack,
                text=line.text,
                audience=line.audience,
            )
            for line in advice.lines
        ),
        today=tuple(map(_today, advice.today)),
        beside=tuple(_beside(advice)),
        never_say=tuple(rule.id for rule in advice.never_say),
        cells={name: facts[name].value for name in book.verdicts.inputs if name in facts},
    )


def _today(line: TodayLine) -> SaidLine:
    return SaidLine(
        rule=line.trace.rule,
        kind=f"today_{line.outlook}",
        pack=line.trace.pack,
        text=line.headline,
        detail=Text(ko=f"{line.text.ko} {line.need.ko}", en=f"{line.text.en} {line.need.en}"),
    )


def _beside(advice: Advice) -> Iterator[SaidLine]:
    framing = advice.framing
    if framing is not None:
        yield SaidLine(
            rule=framing.trace.rule,
            kind="framing",
            pack=framing.trace.pack,
            text=framing.task,
            detail=framing.shape.title,
        )
    yield from map(_guide, advice.guides)
    for question in advice.ask_client:
        # The question's pack is not known; who asks makes no difference to the client.
        yield SaidLine(rule=question.id, kind="ask", pack="", text=question.ask)


def _guide(line: GuideLine) -> SaidLine:
    guide = line.guide
    marks = " / ".join(map(_mark, (guide.start, guide.works, guide.strong)))
    return SaidLine(
        rule=guide.id,
        kind="guide",
        pack=guide.pack,
        text=guide.task,
        detail=Text(ko=f"{marks} ({guide.unit.ko})", en=f"{marks} ({guide.unit.en})"),
    )


def _mark(mark: Mark | None) -> str:
    return "–" if mark is None else f"{mark.least:,}"
