"""Who learns, who chooses, who judges: the split that is made before anything else."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TRAIN, TEST, VALIDATION = "train", "test", "validation"
TEST_SHARE, VALIDATION_SHARE = 0.2, 0.1
HELD_OUT = ((TEST, TEST_SHARE), (VALIDATION, VALIDATION_SHARE))
"""Sides that nothing is learnt from, and their shares, in the order in which they choose."""
LARGEST_SHARE = 1 / 3
"""Of a stratum's examples: a group that holds more is held out last."""
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

    The same keys give the same split for a seed, in whatever order they come. A group may lie in
    several strata (a speaker who says every word): the rarest strata choose first, and none is
    held out as a whole (after Sechidis, Tsoumakas and Vlahavas 2011). Each stratum should have at
    least ``LEAST_GROUPS`` groups (see :func:`group_counts`); then each side gets one, unless
    strata share their groups.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(keys)), key=lambda index: keys[index].id):
        members[keys[index].group].append(index)
    train: list[int] = []
    held_out: tuple[list[int], list[int]] = ([], [])
    copies: list[int] = []
    for group, side in sorted(_sides(keys, seed).items()):
        if side == TRAIN:
            train += members[group]
            continue
        kept, left = _one_of_each(members[group], keys)
        held_out[side == TEST].extend(kept)
        copies += left
    return Split(
        train=tuple(sorted(train)),
        validation=tuple(sorted(held_out[False])),
        test=tuple(sorted(held_out[True])),
        copies=tuple(sorted(copies)),
    )


def group_counts(keys: Sequence[Key]) -> dict[str, int]:
    """How many distinct groups each stratum has a part in."""
    return {stratum: len(sizes) for stratum, sizes in _sizes_by_stratum(keys).items()}


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


def _sides(keys: Sequence[Key], seed: int) -> dict[str, str]:
    """The side of each group."""
    strata = _sizes_by_stratum(keys)
    at_home: dict[str, list[str]] = defaultdict(list)
    for stratum, sizes in strata.items():
        for group in sizes:
            at_home[group].append(stratum)
    left = {stratum: len(sizes) for stratum, sizes in strata.items()}  # groups that are not held out
    sides: dict[str, str] = {}
    for stratum, sizes in sorted(strata.items(), key=lambda one: (len(one[1]), one[0])):
        waiting = _in_turn([group for group in sorted(sizes) if group not in sides], sizes, seed, stratum)
        for side, share in HELD_OUT:
            there = sum(sides.get(group) == side for group in sizes)
            for _ in range(there, max(1, round(len(sizes) * share))):
                spare = next((one for one in waiting if all(left[home] > 1 for home in at_home[one])), None)
                if spare is None:
                    break
                waiting.remove(spare)
                sides[spare] = side
                for home in at_home[spare]:
                    left[home] -= 1
        sides.update(dict.fromkeys(waiting, TRAIN))
    return sides


def _in_turn(groups: list[str], sizes: Mapping[str, int], seed: int, stratum: str) -> list[str]:
    """In an order drawn by the seed; one that holds the better part of a stratum comes last, to be learnt
    from."""
    random.Random(f"{seed}:{stratum}").shuffle(groups)  # noqa: S311 - repeatable, not secret
    most = LARGEST_SHARE * sum(sizes.values())
    return sorted(groups, key=lambda group: sizes[group] > most)


def _sizes_by_stratum(keys: Sequence[Key]) -> dict[str, dict[str, int]]:
    """How many examples of each group each stratum has."""
    sizes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key in keys:
        sizes[key.stratum][key.group] += 1
    return {stratum: dict(groups) for stratum, groups in sizes.items()}
