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

    def candidate(self, place: int) -> Candidate:
        """One pair."""
        rows = self.rows[self.starts[place] : self.starts[place + 1]]
        return Candidate(int(self.first[place]), int(self.second[place]), bool(self.mirrored[place]), rows)


def write_votes(stored: StoredFeatures, span: int, settings: JoinSettings) -> None:
    """Count the votes of one span of matches and write the pairs that have enough."""
    ballot = _count(stored, *read_matches(stored, span, settings.tables), settings.votes)
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


def _count(
    stored: StoredFeatures, first: Whole, second: Whole, mirrored: NDArray[np.bool_], least: int
) -> Ballot:
    count = len(stored)
    one = np.searchsorted(stored.starts, first, "right") - 1
    two = np.searchsorted(stored.starts, second, "right") - 1
    pairs: Whole = (one * count + two) * 2 + mirrored
    order = np.argsort(pairs, kind="stable")
    pairs, first, second, mirrored = pairs[order], first[order], second[order], mirrored[order]
    one, two = one[order], two[order]
    starts = np.flatnonzero(np.diff(pairs, prepend=-1))
    sizes = np.diff(np.append(starts, len(pairs)))
    group = np.repeat(np.arange(len(starts)), sizes)
    several = np.repeat(sizes >= least, sizes)
    votes = _best(
        stored,
        (group[several], first[several], second[several]),
        mirrored[several],
        one[several],
        len(starts),
    )
    good = np.flatnonzero(votes >= least)
    kept = (votes >= least)[group]
    rows = np.stack([first[kept] - stored.starts[one[kept]], second[kept] - stored.starts[two[kept]]], axis=1)
    return Ballot(
        first=one[starts[good]],
        second=two[starts[good]],
        mirrored=mirrored[starts[good]],
        votes=votes[good],
        starts=np.concatenate([[0], np.cumsum(sizes[good])]),
        rows=rows.astype(np.int32),
    )


def _best(
    stored: StoredFeatures,
    matches: tuple[Whole, Whole, Whole],
    mirrored: NDArray[np.bool_],
    image: Whole,
    groups: int,
) -> Whole:
    """The votes of each group's strongest move, on two grids half a cell apart."""
    group, first, second = matches
    angle, scale, middle = _moves(stored, first, second, mirrored, image)
    best = np.zeros(groups, np.int64)
    for shift in (0.0, 0.5):
        bins = _bins(angle, scale, middle, shift)
        order = np.lexsort((first, bins, group))
        pair, cell, voter = group[order], bins[order], first[order]
        same = (pair[1:] == pair[:-1]) & (cell[1:] == cell[:-1])
        new = (
            np.concatenate([[True], ~(same & (voter[1:] == voter[:-1]))]) if len(pair) else np.zeros(0, bool)
        )
        starts = np.flatnonzero(np.concatenate([[True], ~same])) if len(pair) else np.zeros(0, np.int64)
        if len(starts):
            np.maximum.at(best, pair[starts], np.add.reduceat(new.astype(np.int64), starts))
    return best


def _moves(
    stored: StoredFeatures, first: Whole, second: Whole, mirrored: NDArray[np.bool_], image: Whole
) -> tuple[Plane, Plane, Plane]:
    """Of each match: angle (degrees, 0 to 360), log2 of the scale, and where (n, 2) the middle of the
    first image falls in the second."""
    one, two = np.asarray(stored.points[first]), np.asarray(stored.points[second])
    high, wide = stored.shapes[image, 0].astype(np.float32), stored.shapes[image, 1].astype(np.float32)
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
