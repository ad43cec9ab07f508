"""Makes the report of a case: format-free, in one language and one edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from engine.advice.compare import Differences
from engine.advice.explain import explain
from engine.advice.types import Assessment
from engine.case.types import CaseState
from engine.report.gate import refuse_forbidden_report
from engine.report.quoting import Quoting, printable
from engine.report.sections.advised import (
    ask_section,
    conditions_section,
    law_section,
    never_section,
    reasons_section,
    steps_section,
)
from engine.report.sections.answers import answers_section
from engine.report.sections.change import change_section
from engine.report.sections.closing import limits_section, source, sources_section, version_section
from engine.report.sections.compared import compared_section
from engine.report.sections.material import Material
from engine.report.sections.prototype import prototype_section
from engine.report.sections.sample import sample_section
from engine.report.sections.summary import summary_section
from engine.report.sections.task import task_section
from engine.report.sections.volume import volume_section
from engine.report.types import Edition, Report, ReportSection
from engine.report.words import SourceIndex, Words
from engine.rulebook.library import Library
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
    library: Library | None = None,
    differences: Differences | None = None,
) -> Report:
    """The whole report. ``blob`` gives the bytes of a picture by the case's key for it.

    ``library``: for the cards of the systems that fit; ``differences``: what an earlier rule
    book said otherwise. Without them the report leaves these out.

    Raises ForbiddenAdviceError when a text would make a promise that the book forbids.
    """
    words = Words(language, book)
    explanation = explain(book, state.answers, state.measured, assessment)
    material = Material(
        state, assessment, words, SourceIndex(), blob, edition, today, explanation, library, differences
    )
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
        *present(task_section(material), volume_section(material)),
        steps_section(material),
        conditions_section(material),
        *present(law_section(material)),
        ask_section(material),
        *present(change_section(material)),
        *measured(material),
        answers_section(material),
    ]
    if material.edition == "internal" and material.assessment.advice.never_say:
        sections.append(never_section(material))
    sections.append(limits_section(material))
    if material.sources.sources:
        sections.append(sources_section(material))
    sections.append(version_section(material, jjak))
    return tuple(sections)


def measured(material: Material) -> list[ReportSection]:
    """What was measured, tried and trained; the client's edition passes over what wasn't."""
    sections = []
    if material.state.sample is not None or not material.for_client:
        sections += [compared_section(material), sample_section(material)]
    if material.state.prototypes or material.state.more_data or not material.for_client:
        sections.append(prototype_section(material))
    return sections


def present(*sections: ReportSection | None) -> list[ReportSection]:
    """Those of the sections that have something to say."""
    return [section for section in sections if section is not None]


def own_version() -> str:
    """The version of this Jjak."""
    try:
        return version("jjak")
    except PackageNotFoundError:
        return "?"
