"""A line of a mapping from labels as they are to labels as they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.dataset.corrections import RuleKind

Context = Mapping[str, Sequence[str]]
"""What else is known of each sample: name of an annotator, month, folder … → one value a sample."""


@dataclass(frozen=True)
class Rule:
    """``label`` becomes ``becomes``, everywhere or only ``where`` a context has a value.

    ``count``: samples that it changes. ``support``: how much of what could be checked speaks
    for it (1.0 where nothing was there to check by); of a swap, the share of its class there
    that is labelled so.
    ``better_source``: ``where`` names the context alone, and each label becomes what that says:
    ``says`` has the label of each of its values.
    """

    kind: RuleKind
    label: str
    becomes: str
    count: int
    support: float = 1.0
    where: tuple[str, str] | None = None
    says: tuple[tuple[str, str], ...] = ()
