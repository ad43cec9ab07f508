"""Who learns, who chooses, who judges: the split that is made before anything else."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

TEST_SHARE = 0.2
VALIDATION_SHARE = 0.1
LEAST_GROUPS = 3
"""A stratum needs one group each to learn from, to choose by and to judge by."""


@dataclass(frozen=True)
class Key:
    """What the split must know of an example.

    ``group``: examples that share it stay on one side (equal pictures, one person, one
    day …). ``stratum``: its share is the same on every side (the class). ``content``: of held-out
    examples of one group that share it only one is kept; empty: none is a copy.
    """

    id: str
    group: str
    stratum: str = ""
    content: str = ""


@dataclass(frozen=True)
class Split:
    """Indices into the keys, ascending. ``copies``: held-out examples left out because another one
    of the same content already stands for them: copies would make an interval look too narrow."""

    train: tuple[int, ...]
    validation: tuple[int, ...]
    test: tuple[int, ...]
    copies: tuple[int, ...]


def split(keys: Sequence[Key], seed: int) -> Split:
    """Divide into about 70 % train, 10 % validation, 20 % test of each stratum's groups.

    The same keys give the same split for a seed, in whatever order they come. A group
    that lies in several strata counts for its most frequent one. Each stratum must have
    at least ``LEAST_GROUPS`` groups (see :func:`group_counts`); then each side gets one.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(keys)), key=lambda index: keys[index].id):
        members[keys[index].group].append(index)
    train: list[int] = []
    held_out: tuple[list[int], list[int]] = ([], [])
    copies: list[int] = []
    for stratum, groups in sorted(_groups_by_stratum(keys).items()):
        random.Random(f"{seed}:{stratum}").shuffle(groups)  # noqa: S311 - repeatable, not secret
        tests = max(1, round(len(groups) * TEST_SHARE))
        validations = max(1, round(len(groups) * VALIDATION_SHARE))
        for place, group in enumerate(groups):
            if place >= tests + validations:
                train += members[group]
                continue
            kept, left = _one_of_each(members[group], keys)
            held_out[place < tests].extend(kept)
            copies += left
    return Split(
        train=tuple(sorted(train)),
        validation=tuple(sorted(held_out[False])),
        test=tuple(sorted(held_out[True])),
        copies=tuple(sorted(copies)),
    )


def group_counts(keys: Sequence[Key]) -> dict[str, int]:
    """How many distinct groups count for each stratum; strata that lose all theirs have 0."""
    counts = {key.stratum: 0 for key in keys}
    counts.update({stratum: len(groups) for stratum, groups in _groups_by_stratum(keys).items()})
    return counts


def _one_of_each(members: Sequence[int], keys: Sequence[Key]) -> tuple[list[int], list[int]]:
    """Those that stand for their content, and the copies of them."""
    known: set[str] = set()
    kept: list[int] = []
    copies: list[int] = []
    for index in members:
        content = keys[index].content
        (copies if content and content in known else kept).append(index)
        known.add(content)
    return kept, copies


def _groups_by_stratum(keys: Sequence[Key]) -> dict[str, list[str]]:
    strata: dict[str, Counter[str]] = defaultdict(Counter)
    for key in keys:
        strata[key.group][key.stratum] += 1
    groups: dict[str, list[str]] = defaultdict(list)
    for group, counts in sorted(strata.items()):
        most = max(counts.values())
        groups[min(stratum for stratum, count in counts.items() if count == most)].append(group)
    return groups
