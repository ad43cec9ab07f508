"""Corrections with one more choice made, or one taken back; none of them is changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.audit.types import ChoiceSaid, RuleSaid
    from engine.dataset.corrections import Corrections, RelabelLine

BY_NAME = ("columns", "folders")  # kinds of choice that are made for each name


def said_of(corrections: Corrections, choice: ChoiceSaid) -> str | None:
    """What the user has said to a choice; None: the guess stands."""
    said = getattr(corrections, choice.kind)
    return said.get(choice.subject) if choice.kind in BY_NAME else said


def in_force(choice: ChoiceSaid, wanted: Corrections, kept: Corrections) -> str:
    """The option that is in force with the ``wanted`` corrections, as far as can be told beforehand.

    ``kept``: the corrections of the audit that tells of the choice.
    """
    said = said_of(wanted, choice)
    if said is not None:
        return said
    return choice.chosen if said_of(kept, choice) is None else choice.guessed


def with_choice(corrections: Corrections, choice: ChoiceSaid, option: str) -> Corrections:
    """The corrections with this option chosen, though it be what was guessed: said is said."""
    if choice.kind not in BY_NAME:
        return corrections.model_copy(update={choice.kind: option})
    said = {**getattr(corrections, choice.kind), choice.subject: option}
    return corrections.model_copy(update={choice.kind: said})


def without_choice(corrections: Corrections, choice: ChoiceSaid) -> Corrections:
    """The corrections with the guess for this choice restored."""
    if choice.kind not in BY_NAME:
        return corrections.model_copy(update={choice.kind: None})
    said = dict(getattr(corrections, choice.kind))
    said.pop(choice.subject, None)
    return corrections.model_copy(update={choice.kind: said})


def without_any(corrections: Corrections) -> Corrections:
    """No corrections at all."""
    return type(corrections)()


def count_said(corrections: Corrections) -> int:
    """How many things the user has said."""
    single = (corrections.pairing, corrections.encoding, corrections.labels)
    several = (corrections.columns, corrections.folders, corrections.relabel)
    return sum(map(len, several)) + sum(said is not None for said in single)


def line_of(rule: RuleSaid) -> RelabelLine:
    """What is kept of a rule once it is accepted."""
    from engine.dataset.corrections import RelabelLine

    return RelabelLine(
        kind=rule.kind,
        label=rule.label,
        becomes=rule.becomes,
        where=rule.where,
        samples=rule.samples,
        says=rule.says,
    )


def with_lines(corrections: Corrections, lines: Sequence[RelabelLine]) -> Corrections:
    """The corrections with just these lines to redo labels by."""
    return corrections.model_copy(update={"relabel": tuple(lines)})
