"""What the explanation says in short words: facts, needs, packs, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.i18n import language
from desktop.widgets.wording import fact_name, fact_value
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.advice.types import Need
    from engine.rulebook.types import Condition, RuleBook, Source


def question_text(fact: str, book: RuleBook) -> str:
    """The question that a fact answers; a fact that is never asked: its short name."""
    question = next((each for each in book.questions if each.id == fact), None)
    return fact_name(fact, book) if question is None else question.text.say(language())


def values_text(fact: str, values: Iterable[str], book: RuleBook) -> str:
    """``paired or unpaired``: any of the values."""
    return catalogue("report").say("either", language()).join(fact_value(fact, each, book) for each in values)


def now_text(fact: str, now: str | None, book: RuleBook) -> str:
    """The value of now; None: it isn't known."""
    if now is None:
        return QCoreApplication.translate("ExplainWords", "not known yet")
    return fact_value(fact, now, book)


def need_text(need: Need, book: RuleBook) -> str:
    """``In two heaps → paired``: what the answer is and what it would have to be."""
    said = f"{now_text(need.fact, need.now, book)} → {values_text(need.fact, need.values, book)}"
    if need.measured:
        return QCoreApplication.translate("ExplainWords", "{change} (a sample can tell)").format(change=said)
    return said


def conditions_text(condition: Condition, book: RuleBook) -> str:
    """``Labels: good or repairable, Volume: many``: several facts and the values they may have."""
    return ", ".join(
        f"{fact_name(fact, book)}: {values_text(fact, values, book)}" for fact, values in condition.items()
    )


def pack_title(pack: str, book: RuleBook) -> str:
    """A pack's name."""
    known = book.packs.get(pack)
    return pack if known is None else known.title.say(language())


def source_text(source: Source) -> str:
    """A source's title, and that it is ours where it is."""
    title = source.title.say(language())
    if source.kind == "extension":
        return QCoreApplication.translate("ExplainWords", "{source} (our extension)").format(source=title)
    return title
