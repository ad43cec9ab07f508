"""The last gate before paper: no report leaves that proposes what must never be proposed."""

from __future__ import annotations

from engine.advice import refuse_forbidden
from engine.report.quoting import own_part, texts_of
from engine.report.types import Report, ReportSection
from engine.rulebook.types import RuleBook


def visible_sections(report: Report) -> tuple[ReportSection, ...]:
    """The sections that this edition shows."""
    return tuple(s for s in report.sections if report.edition == "internal" or not s.internal)


def refuse_forbidden_report(report: Report, book: RuleBook) -> None:
    """Raises ForbiddenAdviceError when a text of the report makes a forbidden promise.

    Internal sections quote the promises so as to warn of them; they are let through. Of a
    text with the client's words in it only our part is judged.
    """
    told = [section for section in report.sections if not section.internal]
    texts = [report.title, report.subtitle, report.footer, *report.sources, *texts_of(told)]
    refuse_forbidden([own for text in texts if (own := own_part(text)).strip()], book)
