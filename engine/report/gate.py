"""The last gate before paper: no report leaves that proposes what must never be proposed."""

from __future__ import annotations

from engine.advice import ForbiddenAdviceError, refuse_forbidden
from engine.report.quoting import own_part, texts_of
from engine.report.types import Report, ReportSection
from engine.rulebook.promises import CORE_PROMISE
from engine.rulebook.types import RuleBook


def visible_sections(report: Report) -> tuple[ReportSection, ...]:
    """The sections that this edition shows."""
    return tuple(s for s in report.sections if report.edition == "internal" or not s.internal)


def refuse_forbidden_report(report: Report, book: RuleBook) -> None:
    """Raises ForbiddenAdviceError when a text of the report makes a forbidden promise.

    What is internal is judged as well, but for the section that names the promises so as to
    warn of them. Of a text with the client's words in it only our part is judged. Lines are
    judged one by one, for they hold different statements, put below one another; reinforcement
    learning is looked for across them as well.
    """
    told = [section for section in report.sections if not (section.internal and section.warns)]
    texts = [report.title, report.subtitle, report.footer, *report.sources, *texts_of(told)]
    for own in map(own_part, texts):
        refuse_forbidden([line for line in own.split("\n") if line.strip()], book)
        core = CORE_PROMISE.search(own)
        if core:
            raise ForbiddenAdviceError(core[0], "–")
