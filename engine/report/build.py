"""Makes the report of a case: format-free, in one language and one edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from engine.advice.types import Assessment
from engine.case.types import CaseState
from engine.report.gate import refuse_forbidden_report
from engine.report.quoting import Quoting, printable
from engine.report.sections.advised import (
    ask_section,
    conditions_section,
    never_section,
    reasons_section,
    steps_section,
)
from engine.report.sections.answers import answers_section
from engine.report.sections.closing import limits_section, source, sources_section, version_section
from engine.report.sections.compared import compared_section
from engine.report.sections.material import Material
from engine.report.sections.prototype import prototype_section
from engine.report.sections.sample import sample_section
from engine.report.sections.summary import summary_section
from engine.report.types import Edition, Report, ReportSection
from engine.report.words import SourceIndex, Words
from engine.rulebook.types import RuleBook
from engine.texts import Language


def build_report(
    state: CaseState,
    assessment: Assessment,
    book: RuleBook,
    blob: Callable[[str], bytes],
    edition: Edition,
    language: Language,
    today: date,
) -> Report:
    """The whole report. ``blob`` gives the bytes of a picture by the case's key for it.

    Raises ForbiddenAdviceError when a text would make a promise that the book forbids.
    """
    words = Words(language, book)
    material = Material(state, assessment, words, SourceIndex(), blob, edition, today)
    jjak = own_version()
    sections = told(material, jjak)
    case = Quoting(state.name)
    report = Report(
        title=words.say("title"),
        subtitle=words.say("subtitle_client", client=Quoting(state.client), case=case)
        if state.client
        else words.say("subtitle", case=case),
        language=language,
        edition=edition,
        sections=sections,
        footer=words.say(
            "footer", version=jjak, book=book.version, digest=book.digest[:8], date=today.isoformat()
        ),
        sources=tuple(source(material, entry) for entry in material.sources.sources),
    )
    refuse_forbidden_report(report, book)
    return printable(report)


def told(material: Material, jjak: str) -> tuple[ReportSection, ...]:
    """The sections in their order; sources come last, once every line has its numbers."""
    sections = [
        summary_section(material),
        reasons_section(material),
        steps_section(material),
        conditions_section(material),
        ask_section(material),
        compared_section(material),
        sample_section(material),
        prototype_section(material),
        answers_section(material),
    ]
    if material.edition == "internal" and material.assessment.advice.never_say:
        sections.append(never_section(material))
    sections.append(limits_section(material))
    if material.sources.sources:
        sections.append(sources_section(material))
    sections.append(version_section(material, jjak))
    return tuple(sections)


def own_version() -> str:
    """The version of this Jjak."""
    try:
        return version("jjak")
    except PackageNotFoundError:
        return "?"
