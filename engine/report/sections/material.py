"""What every section is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.advice.compare import Differences
from engine.advice.types import AdviceLine, Assessment, Explanation, Trace
from engine.case.types import CaseState
from engine.report.quoting import joined
from engine.report.types import Edition, Table
from engine.report.words import SourceIndex, Words
from engine.rulebook.library import Library
from engine.rulebook.types import Source, Verdict


@dataclass(frozen=True)
class Material:
    """One case's state and assessment, and the means to put them into words."""

    state: CaseState
    assessment: Assessment
    words: Words
    sources: SourceIndex
    blob: Callable[[str], bytes]
    edition: Edition
    today: date
    explanation: Explanation
    library: Library | None = None
    differences: Differences | None = None

    @property
    def for_client(self) -> bool:
        """Whether this is the edition that is left on the client's table."""
        return self.edition == "client"

    def empty(self, key: str) -> str:
        """What stands where nothing is yet: for the consultant, what to do; for the client, the fact."""
        return self.words.say(f"{key}_client" if self.edition == "client" else key)

    def verdict(self, verdict: Verdict) -> str:
        """The verdict in words; to push back is what the consultant does, the client reads why."""
        if verdict == "push_back" and self.edition == "client":
            return self.words.say("verdict_push_back_client")
        return self.words.say(f"verdict_{verdict}")

    def lines(self, *kinds: str) -> list[AdviceLine]:
        """The advice of these kinds that this edition shows, kind by kind."""
        return [
            line
            for kind in kinds
            for line in self.assessment.advice.lines
            if line.kind == kind and (self.edition == "internal" or line.audience == "everyone")
        ]

    def rule(self, trace: Trace) -> str:
        """The rule, whose it is, and its sources: ``Rule V-12 · Deck of 2020 · source [1]``."""
        return self.cited(trace.rule, trace.pack, trace.source)

    def cited(self, rule: str, pack: str, sources: tuple[Source, ...]) -> str:
        """A rule by its id, with the pack that it comes from and the numbers of its sources."""
        of_pack = self.words.pack(pack)
        if not sources:
            return self.words.say("rule_alone", rule=rule, pack=of_pack)
        return self.words.say(
            "rule_and_sources", rule=rule, pack=of_pack, sources=self.sources.marks(sources)
        )

    def facts_used(self, trace: Trace) -> str:
        """The facts that met the rule's conditions; empty when it has none."""
        facts = [
            self.words.say(
                "fact_used",
                fact=self.words.fact(cell.fact),
                value=self.words.value(cell.fact, cell.value),
                origin=self.words.origin(cell.origin),
            )
            for cell in trace.cells
        ]
        return self.words.say("facts_used", facts=joined(", ", facts)) if facts else ""

    def why(self, trace: Trace) -> str:
        """The reason, then the rule and its sources: on a line of its own where there is room."""
        reason = self.words.say("because", reason=self.words.text(trace.because))
        return joined(" · " if self.for_client else "\n", (reason, self.rule(trace)))


def two_a_row(header: tuple[str, str], rows: Sequence[tuple[str, str]], widths: tuple[int, int]) -> Table:
    """A table of pairs in small print: the first half of the rows on the left, the rest beside it."""
    half = -(-len(rows) // 2)
    right = [*rows[half:], ("", "")][:half]
    beside = tuple((*one, *other) for one, other in zip(rows, right, strict=False))
    return Table((*header, *header), beside, widths=(*widths, *widths), fine=True)
