"""Matches of key points vote for a move of one image onto another; pairs that agree are candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.buckets import JoinSettings, Whole, read_matches
from engine.audit.deep.features import SIDE
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Candidate, Plane

_ROW = 10  # bits of a key point's number within its image
_MOST = (1 << _ROW) - 1
_CELLS = 18  # bits of a cell of moves


@dataclass(frozen=True)
class Ballot:
    """Pairs of images with the votes of their strongest move. ``rows``: the key points that matched, of
    pair ``i`` those from ``starts[i]`` to ``starts[i + 1]``: in the first image, in the second."""

    first: Whole
    second: Whole
    mirrored: NDArray[np.bool_]
    votes: Whole
    starts: Whole
    rows: NDArray[np.int32]

    def pair(self, place: int) -> tuple[int, int, bool]:
        """The two images of one pair, and whether in a mirror."""
        return int(self.first[place]), int(self.second[place]), bool(self.mirrored[place])

    def candidate(self, place: int) -> Candidate:
        """One pair, with its matches."""
        rows = self.rows[self.starts[place] : self.starts[place + 1]]
        return Candidate(*self.pair(place), rows)


def write_votes(stored: StoredFeatures, span: int, settings: JoinSettings) -> None:
    """Count the votes of one span of matches and write the pairs that have enough."""
    ballot = _count(stored, read_matches(stored, span, settings.tables), settings.votes)
    with _path(stored.folder, span).open("wb") as file:
        for values in (
            ballot.first,
            ballot.second,
            ballot.mirrored,
            ballot.votes,
            ballot.starts,
            ballot.rows,
        ):
            np.save(file, values)


def read_votes(folder: Path, span: int) -> Ballot:
    """What ``write_votes`` wrote."""
    with _path(folder, span).open("rb") as file:
        return Ballot(*(np.load(file) for _ in range(6)))


def strongest(ballots: list[Ballot], images: int, most: int) -> list[tuple[int, int]]:
    """(ballot, place in it) of the pairs among the ``most`` strongest of either image, strongest first."""
    sizes = [len(ballot.first) for ballot in ballots]
    owner = np.repeat(np.arange(len(ballots)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes]) if sizes else np.zeros(0, np.int64)
    first = np.concatenate([ballot.first for ballot in ballots])
    second = np.concatenate([ballot.second for ballot in ballots])
    votes = np.concatenate([ballot.votes for ballot in ballots])
    taken = [0] * images
    chosen: list[tuple[int, int]] = []
    order = np.argsort(-votes, kind="stable")
    for row, one, two in zip(order.tolist(), first[order].tolist(), second[order].tolist(), strict=True):
        if taken[one] < most or taken[two] < most:
            taken[one] += 1
            taken[two] += 1
            chosen.append((int(owner[row]), int(place[row])))
    return chosen


def _path(folder: Path, span: int) -> Path:
    return folder / f"votes-{span}"


@dataclass(frozen=True)
class _Pairs:
    """Pairs of images, with the rows of key points (one, two) that match in each from ``starts`` on."""

    first: Whole
    second: Whole
    mirrored: NDArray[np.bool_]
    starts: Whole
    one: Whole
    two: Whole


def _count(stored: StoredFeatures, matches: tuple[Whole, Whole, Whole], least: int) -> Ballot:
    pairs = _paired(stored, matches, least)
    votes = _best(stored, pairs)
    good = votes >= least
    sizes = np.diff(pairs.starts)
    kept = np.repeat(good, sizes)
    return Ballot(
        first=pairs.first[good],
        second=pairs.second[good],
        mirrored=pairs.mirrored[good],
        votes=votes[good],
        starts=np.concatenate([[0], np.cumsum(sizes[good])]),
        rows=np.stack([pairs.one[kept], pairs.two[kept]], axis=1).astype(np.int32),
    )


def _paired(stored: StoredFeatures, matches: tuple[Whole, Whole, Whole], least: int) -> _Pairs:
    """The matches by pairs of images, of those pairs that have at least so many."""
    first, second, mirrored = matches
    one, two = stored.owners[first].astype(np.int64), stored.owners[second].astype(np.int64)
    # One number a match, so that a plain sort does it all: it is many times as fast as one by an index.
    pair = ((one - (one[0] if len(one) else 0)) * len(stored) + two) * 2 + mirrored
    rows = (first - stored.starts[one]) << _ROW | (second - stored.starts[two])
    packed = np.sort(pair << (2 * _ROW) | rows)
    starts = np.flatnonzero(np.diff(packed >> (2 * _ROW), prepend=-1))
    sizes = np.diff(np.append(starts, len(packed)))
    several = sizes >= least
    packed = packed[np.repeat(several, sizes)]
    starts = np.concatenate([[0], np.cumsum(sizes[several])])
    pair = packed[starts[:-1]] >> (2 * _ROW)
    return _Pairs(
        first=(pair >> 1) // len(stored) + (one[0] if len(one) else 0),
        second=(pair >> 1) % len(stored),
        mirrored=(pair & 1).astype(bool),
        starts=starts,
        one=(packed >> _ROW) & _MOST,
        two=packed & _MOST,
    )


def _best(stored: StoredFeatures, pairs: _Pairs) -> Whole:
    """The votes of each pair's strongest move, on two grids half a cell apart."""
    sizes = np.diff(pairs.starts)
    pair = np.repeat(np.arange(len(sizes)), sizes)
    angle, scale, middle = _moves(stored, pairs, pair)
    best = np.zeros(len(sizes), np.int64)
    if not len(pair):
        return best
    for shift in (0.0, 0.5):
        cells = pair << _CELLS | _bins(angle, scale, middle, shift)
        voters = np.sort(cells << _ROW | pairs.one)
        voters = voters[np.diff(voters, prepend=-1) > 0] >> _ROW  # a key point votes once for a cell
        starts = np.flatnonzero(np.diff(voters, prepend=-1))
        votes = np.diff(np.append(starts, len(voters)))
        owner = voters[starts] >> _CELLS
        np.maximum(best, np.maximum.reduceat(votes, np.flatnonzero(np.diff(owner, prepend=-1))), out=best)
    return best


def _moves(stored: StoredFeatures, pairs: _Pairs, pair: Whole) -> tuple[Plane, Plane, Plane]:
    """Of each match: angle (degrees, 0 to 360), log2 of the scale, and where (n, 2) the middle of the
    first image falls in the second."""
    first, second = pairs.first[pair], pairs.second[pair]
    one = stored.points[stored.starts[first] + pairs.one]
    two = stored.points[stored.starts[second] + pairs.two]
    mirrored = pairs.mirrored[pair]
    high, wide = stored.shapes[first, 0].astype(np.float32), stored.shapes[first, 1].astype(np.float32)
    across = np.where(mirrored, wide - 1 - one[:, 0], one[:, 0])
    angle = (two[:, 3] - np.where(mirrored, 180 - one[:, 3], one[:, 3])) % 360
    scale = np.log2(two[:, 2] / one[:, 2])
    from_x, from_y = wide / 2 - across, high / 2 - one[:, 1]
    grow, turn = np.exp2(scale), np.radians(angle)
    x = two[:, 0] + grow * (np.cos(turn) * from_x - np.sin(turn) * from_y)
    y = two[:, 1] + grow * (np.sin(turn) * from_x + np.cos(turn) * from_y)
    return angle, scale, np.stack([x, y], axis=1).astype(np.float32)


def _bins(angle: Plane, scale: Plane, middle: Plane, shift: float) -> Whole:
    """One number a move: 30 degrees, half an octave, a third of the picture; ``shift``: of the grid."""
    turn = np.floor(angle / 30 + shift).astype(np.int64) % 12
    grow = np.clip(np.floor(scale * 2 + shift) + 8, 0, 15).astype(np.int64)
    cell = np.clip(np.floor(middle / (SIDE / 3) + shift) + 16, 0, 31).astype(np.int64)
    return np.asarray(((turn * 16 + grow) * 32 + cell[:, 0]) * 32 + cell[:, 1], np.int64)
