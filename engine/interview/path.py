"""The path of questions and the facts, both recomputed from rules, answers and measurements.

One pass over the questions in their order: a question is on the path when its ``when``
holds on the facts of the questions before it, and only then may its answer become a
fact. What the sample says stands in for an answer that is missing, unknown, or older.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.interview.types import (
    UNKNOWN,
    Answer,
    Answers,
    Fact,
    Facts,
    Measured,
    Measurement,
    Path,
    SectionStatus,
    Status,
    Step,
)
from engine.interview.values import amount_class, fact_value, is_answer
from engine.rulebook.conditions import contradicted, holds
from engine.rulebook.types import Question, RuleBook, Section


def follow(book: RuleBook, answers: Answers, measured: Measured) -> tuple[Path, Facts]:
    """The path and the facts of one pass; see :func:`walk` and :func:`collect_facts`."""
    passed = _passed(book, answers, measured)
    return passed.path(), passed.facts


def walk(book: RuleBook, answers: Answers, measured: Measured) -> Path:
    """The questions that these answers lead to, each with its status."""
    return follow(book, answers, measured)[0]


def collect_facts(book: RuleBook, answers: Answers, measured: Measured) -> Facts:
    """What rules may use: answers on the path, what the sample says, and what follows from them."""
    return follow(book, answers, measured)[1]


@dataclass
class _Walk:
    """One pass over the book."""

    book: RuleBook
    answers: Answers
    measured: Measured
    facts: dict[str, Fact] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    newest: dict[str, int] = field(default_factory=dict)  # question → when what it says last changed

    @property
    def values(self) -> dict[str, str]:
        return {name: fact.value for name, fact in self.facts.items()}

    def visit(self, question: Question) -> None:
        """Put the question on the path if it is to be asked, and take its fact."""
        values = self.values
        if not holds(question.when, values):
            return
        answer = self.answers.get(question.id)
        found = self.found(question)
        rests_on = max(
            (self.newest.get(name, -1) for name in (*question.when, *question.depends)), default=-1
        )
        self.newest[question.id] = _last_change(answer, rests_on)
        agrees = self.agrees(question, answer, found)
        status = self.status(question, answer, found, agrees, rests_on)
        self.steps.append(Step(question, status, answer, found, agrees))
        fact = self.fact(question, answer, found)
        if fact is not None:
            self.facts[question.id] = fact

    def derive(self) -> None:
        """Add what follows from the facts so far, where nothing was asked."""
        values = self.values
        for derivation in self.book.derivations:
            if derivation.fact not in self.facts and holds(derivation.when, values):
                self.facts[derivation.fact] = Fact(derivation.value, "derived")

    def found(self, question: Question) -> Measurement | None:
        """What the sample says, if it is something that the question can have for an answer."""
        found = self.measured.get(question.id) if question.measured else None
        if found is None or found.value == UNKNOWN or not is_answer(question, found.value, self.book):
            return None
        return found

    def fact(self, question: Question, answer: Answer | None, found: Measurement | None) -> Fact | None:
        claimed = fact_value(question, answer.value, self.book) if answer is not None else None
        seen = fact_value(question, found.value, self.book) if found is not None else None
        newer = found is not None and (answer is None or found.order > answer.seen)
        values = self.values
        if seen is not None and newer:
            # A claim gives way only to a measurement of the whole; a blank also to one that may be.
            counts = not contradicted(question.measured_when, values)
            if claimed is not None:
                counts = holds(question.measured_when, values)
            if counts:
                return Fact(seen, "sample")
        if claimed is None or answer is None:
            return None
        return Fact(claimed, answer.origin)

    def agrees(self, question: Question, answer: Answer | None, found: Measurement | None) -> bool | None:
        if answer is None or found is None or answer.value == UNKNOWN:
            return None
        claimed = fact_value(question, answer.value, self.book)
        if claimed is None:
            return None
        if claimed == fact_value(question, found.value, self.book):
            return True
        # A part of the data holds less than all of it: that speaks against nothing.
        return contradicted(question.measured_when, self.values) and not self._more(question, claimed, found)

    def _more(self, question: Question, claimed: str, found: Measurement) -> bool:
        """True when even the part holds more than was claimed for the whole."""
        if question.kind != "amount" or not isinstance(found.value, int):
            return True
        ranges: list[str] = [cut.value for cut in self.book.cuts]  # the largest first
        return ranges.index(amount_class(found.value, self.book)) < ranges.index(claimed)

    def status(
        self,
        question: Question,
        answer: Answer | None,
        found: Measurement | None,
        agrees: bool | None,
        rests_on: int,
    ) -> Status:
        if answer is None:
            return "open"
        newer_found = found is not None and found.order > answer.seen
        if not is_answer(question, answer.value, self.book) or rests_on > answer.seen:
            return "look_again"
        if newer_found and (agrees is False or answer.value == UNKNOWN):
            return "look_again"
        return "unknown" if answer.value == UNKNOWN else "answered"

    def path(self) -> Path:
        """The path that the pass has found."""
        steps = tuple(self.steps)
        following = Path(steps, ()).next_open
        current = following.question.section if following is not None else None
        sections = tuple(
            (section, _section_status(section, steps, current)) for section in self.book.sections
        )
        return Path(steps, sections)


def _passed(book: RuleBook, answers: Answers, measured: Measured) -> _Walk:
    walked = _Walk(book, answers, measured)
    for question in book.questions:
        walked.visit(question)
        walked.derive()
    return walked


def _last_change(answer: Answer | None, rests_on: int) -> int:
    """When an answer last changed; one in doubt may change as late as what it rests on.

    An answer that was confirmed since is in no doubt, and is as old as its value.
    """
    if answer is None:
        return rests_on
    return answer.order if rests_on <= answer.seen else rests_on


def _section_status(section: Section, steps: tuple[Step, ...], current: str | None) -> SectionStatus:
    statuses = {step.status for step in steps if step.question.section == section.id}
    if "look_again" in statuses:
        return "look_again"
    if "open" not in statuses:
        return "done"
    return "current" if section.id == current else "open"
