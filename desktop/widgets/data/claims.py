"""What the client says beside what the sample says, and which answers the sample may give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.widgets.wording import fact_name, value_words
from engine.interview.types import UNKNOWN

if TYPE_CHECKING:
    from engine.advice.types import Assessment
    from engine.interview.types import Step
    from engine.rulebook.types import RuleBook


def usable_steps(assessment: Assessment) -> list[Step]:
    """Questions on the path that the sample answers, and not only for its own part of the data."""
    return [step for step in assessment.path.steps if _stands_for_all(step, assessment)]


def disagreement(step: Step, book: RuleBook) -> str:
    """What was said and what was found, side by side; empty where there is no both."""
    if step.answer is None or step.found is None:
        return ""
    if step.answer.origin == "sample":
        words = QCoreApplication.translate(
            "Claims", "{what}: an earlier sample said “{said}”, this one says “{found}”."
        )
    else:
        words = QCoreApplication.translate(
            "Claims", "{what}: the client says “{said}”, the sample says “{found}”."
        )
    return words.format(
        what=fact_name(step.question.id, book),
        said=value_words(step.question, step.answer.value),
        found=value_words(step.question, step.found.value),
    )


def _stands_for_all(step: Step, assessment: Assessment) -> bool:
    """Whether what was found may answer for all of the client's data, as the book says when it may.

    A blank is filled also while it is not known whether the sample is everything.
    """
    from engine.rulebook import contradicted, holds

    if step.found is None:
        return False
    if step.found.scope != "part":  # told of all the data, from what the client says that there is
        return True
    facts = {name: fact.value for name, fact in assessment.advice.facts.items()}
    if step.answer is None or step.answer.value == UNKNOWN:
        return not contradicted(step.question.measured_when, facts)
    return holds(step.question.measured_when, facts)
