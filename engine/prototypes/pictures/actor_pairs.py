"""Pairs of a pose and a frame of one actor: which side is which, and which frames belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.prototypes.pictures.picture_pairs import PicturePair
from engine.prototypes.split import Key
from engine.runtime.preprocess import Pixels

PASSAGES = 20  # into which one long clip is cut
LEVELS = 16  # of a channel: colours nearer than that count as one
_NUMBER = re.compile(r"\d+")


def as_pose(pair: PicturePair) -> PicturePair:
    """The pair with the pose as its source: of the two pictures that which is emptier."""
    if pair.target is None or emptiness(pair.source) >= emptiness(pair.target):
        return pair
    return replace(pair, source=pair.target, target=pair.source)


def emptiness(picture: Pixels) -> float:
    """The share of the commonest colour."""
    coarse = (picture // LEVELS).astype(np.int64).reshape(-1, 3)
    codes = coarse @ np.array([LEVELS * LEVELS, LEVELS, 1])
    return float(np.bincount(codes).max() / len(codes))


def in_passages(keys: Sequence[Key]) -> tuple[Key, ...]:
    """Where no frames are known to be of one clip, they are all of one: neighbours in it, which are nearly
    the same picture, become one group."""
    if len({key.group for key in keys}) < len({key.content for key in keys}):
        return tuple(keys)
    order = sorted(range(len(keys)), key=lambda place: _numbers(keys[place].id))
    passage = {place: number * PASSAGES // len(keys) for number, place in enumerate(order)}
    return tuple(replace(key, group=f"passage {passage[place]:02d}") for place, key in enumerate(keys))


def _numbers(name: str) -> tuple[list[int], str]:
    return [int(number[:12]) for number in _NUMBER.findall(name)], name
