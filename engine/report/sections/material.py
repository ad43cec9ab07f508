"""What every section is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from engine.advice.types import AdviceLine, Assessment, Trace
from engine.case.types import CaseState
from engine.report.quoting import joined
from engine.report.types import Edition
from engine.report.words import SourceIndex, Words
from engine.rulebook.types import Verdict


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
        """The rule and its sources: ``Rule V-12 · source [1]``."""
        if not trace.source:
            return self.words.say("rule_alone", rule=trace.rule)
        marks = self.sources.marks(trace.source)
        return self.words.say("rule_and_sources", rule=trace.rule, sources=marks)

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
        """The reason on one line, the rule and its sources on the next."""
        reason = self.words.say("because", reason=self.words.text(trace.because))
        return joined("\n", (reason, self.rule(trace)))
