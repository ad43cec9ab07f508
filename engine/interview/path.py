"""The path of questions and the facts, both recomputed from rules, answers and measurements.

One pass over the questions in their order: a question is on the path when its ``when``
holds on the facts of the questions before it, and only then may its answer become a
fact. What the sample says stands in for an answer that is missing, unknown, or older.
"""

from __future__ import annotations

from engine.interview.plan import Claim, FactOrigin, Plan, Stop, excluded, plan_of
from engine.interview.types import (
    UNKNOWN,
    Answer,
    Answers,
    Fact,
    Facts,
    Measured,
    Path,
    SectionStatus,
    Status,
    Step,
)
from engine.interview.values import amount_class, is_answer
from engine.rulebook.types import RuleBook, Section


def follow(book: RuleBook, answers: Answers, measured: Measured) -> tuple[Path, Facts]:
    """The path and the facts of one pass; see :func:`walk` and :func:`collect_facts`."""
    passed = _Pass(plan_of(book), answers, measured)
    facts = {name: Fact(value, passed.origins[name]) for name, value in passed.values.items()}
    return passed.path(), facts


def walk(book: RuleBook, answers: Answers, measured: Measured) -> Path:
    """The questions that these answers lead to, each with its status."""
    return _Pass(plan_of(book), answers, measured).path()


def collect_facts(book: RuleBook, answers: Answers, measured: Measured) -> Facts:
    """What rules may use: answers on the path, what the sample says, and what follows from them."""
    return follow(book, answers, measured)[1]


def unasked(answers: Answers, path: Path) -> tuple[str, ...]:
    """The questions that were answered and, with the other answers, are not asked at all."""
    asked = {step.question.id for step in path.steps}
    return tuple(name for name in answers if name not in asked)


class _Pass:
    """One pass over the book."""

    def __init__(self, plan: Plan, answers: Answers, measured: Measured) -> None:
        self.book = plan.book
        self.answers = answers
        self.values: dict[str, str] = {}
        self.origins: dict[str, FactOrigin] = {}
        self.newest: dict[str, int] = {}  # question → when what it says last changed
        claims = plan.claims(answers, measured)
        self.steps = tuple(
            [self._step(stop, claim) for stop, claim in plan.walk(claims, self.values, self.origins)]
        )

    def path(self) -> Path:
        """The path that the pass has found."""
        following = Path(self.steps, ()).next_open
        current = following.question.section if following is not None else None
        statuses: dict[str, set[Status]] = {}
        for step in self.steps:
            statuses.setdefault(step.question.section, set()).add(step.status)
        sections = tuple(
            (section, _section_status(section, statuses.get(section.id, set()), current))
            for section in self.book.sections
        )
        return Path(self.steps, sections)

    def _step(self, stop: Stop, claim: Claim | None) -> Step:
        answer = self.answers.get(stop.name)
        rests_on = max([self.newest.get(name, -1) for name in stop.rests_on]) if stop.rests_on else -1
        self.newest[stop.name] = _last_change(answer, rests_on)
        if answer is None or claim is None:
            return Step(stop.question, "open", answer, claim.found if claim else None)
        agrees = self._agrees(stop, answer, claim)
        status = self._status(stop, answer, claim, agrees, rests_on)
        return Step(stop.question, status, answer, claim.found, agrees)

    def _agrees(self, stop: Stop, answer: Answer, claim: Claim) -> bool | None:
        if claim.found is None or claim.said is None or answer.value == UNKNOWN:
            return None
        if claim.said == claim.seen:
            return True
        if claim.found.scope != "part":
            return False
        # A part of the data holds less than all of it: that speaks against nothing.
        return excluded(stop.measured_when, self.values) and not self._more(stop, claim)

    def _more(self, stop: Stop, claim: Claim) -> bool:
        """True when even the part holds more than was claimed for the whole."""
        if claim.found is None or not isinstance(claim.found.value, int) or claim.said is None:
            return True
        if stop.question.kind == "count":
            return claim.found.value > int(claim.said)
        if stop.question.kind != "amount":
            return True
        ranges: list[str] = [cut.value for cut in self.book.cuts]  # the largest first
        return ranges.index(amount_class(claim.found.value, self.book)) < ranges.index(claim.said)

    def _status(self, stop: Stop, answer: Answer, claim: Claim, agrees: bool | None, rests_on: int) -> Status:
        unknown = answer.value == UNKNOWN
        if rests_on > answer.seen:
            return "look_again"
        # What is no fact may still be an answer: a text, a count that no rule asks for.
        if claim.said is None and not is_answer(stop.question, answer.value, self.book):
            return "look_again"
        if claim.found is not None and claim.newer and (agrees is False or unknown):
            return "look_again"
        return "unknown" if unknown else "answered"


def _last_change(answer: Answer | None, rests_on: int) -> int:
    """When an answer last changed; one in doubt may change as late as what it rests on.

    An answer that was confirmed since is in no doubt, and is as old as its value.
    """
    if answer is None:
        return rests_on
    return answer.order if rests_on <= answer.seen else rests_on


def _section_status(section: Section, statuses: set[Status], current: str | None) -> SectionStatus:
    if "look_again" in statuses:
        return "look_again"
    if "open" not in statuses:
        return "done"
    return "current" if section.id == current else "open"
