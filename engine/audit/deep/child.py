"""What a child of the deep pass's crew does: one step of the map, on files in a folder that all share."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

import cv2
from threadpoolctl import threadpool_limits

from engine.audit.deep.buckets import JoinSettings, write_matches, write_signatures
from engine.audit.deep.decoding import grey_of
from engine.audit.deep.features import extract
from engine.audit.deep.store import StoredFeatures, write_one
from engine.audit.deep.types import Features, Relation
from engine.audit.deep.verify import verify
from engine.audit.deep.votes import Ballot, read_votes, write_votes
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.journal import Log
from engine.jobs.protocol import Json
from engine.jobs.serving import Answering

_OPEN = 256  # images whose features a child keeps at hand


def prepare(params: Json, log: Log) -> Answering:
    """The function that does a step; ``params``: the folder. See :mod:`engine.jobs.serving`."""
    warnings.simplefilter("ignore")  # about odd files: this process has no other work
    threadpool_limits(1)  # two workers of one thread are faster than one of two
    cv2.setNumThreads(1)
    return Steps(Path(str(params)), log).answer


class Steps:
    """The steps, by name. ``body`` is ``[name, number or numbers …]``."""

    def __init__(self, folder: Path, log: Log, settings: JoinSettings | None = None) -> None:
        self._folder, self._log = folder, log
        self._settings = settings or JoinSettings()
        self._stored: StoredFeatures | None = None
        self._features = lru_cache(_OPEN)(self._load)
        self._ballot = lru_cache(4)(self._load_ballot)

    def answer(self, body: Json, data: bytes) -> Json:
        """Do one step. Raises what nobody foresaw."""
        if not isinstance(body, list):
            raise TypeError(body)
        name, *numbers = body
        if name == "extract":
            return self._extract(int(str(numbers[0])), data)
        values = [int(str(number)) for number in numbers]
        if name == "sign":
            write_signatures(self._open(fresh=True), *values)
        elif name == "match":
            write_matches(self._open(fresh=True), values[0], self._settings, self._log.tick)
        elif name == "vote":
            write_votes(self._open(fresh=True), values[0], self._settings)
        elif name == "verify":
            return self._verify(values[0], values[1:])
        return True

    def _extract(self, number: int, data: bytes) -> Json:
        """Whether the picture could be read; its features are in a file of this number then."""
        try:
            grey = grey_of(data)
        except UnreadableFileError:
            return False
        write_one(self._folder / f"image-{number}", extract(grey))
        return True

    def _verify(self, span: int, places: list[int]) -> Json:
        ballot = self._ballot(span, self._open().starts[-1])
        found: list[Json] = []
        for place in places:
            pair = ballot.candidate(place)
            relation = verify(
                self._features(pair.first), self._features(pair.second), pair.mirrored, pair.matches
            )
            found.append(packed(relation))
            self._log.tick()
        return found

    def _open(self, fresh: bool = False) -> StoredFeatures:
        if self._stored is None or fresh:
            self._stored = StoredFeatures(self._folder)
            self._features.cache_clear()
            self._ballot.cache_clear()
        return self._stored

    def _load(self, place: int) -> Features:
        return self._open()[place]

    def _load_ballot(self, span: int, _state: int) -> Ballot:
        return read_votes(self._folder, span)


def packed(relation: Relation) -> Json:
    """A relation as it goes through a pipe."""
    return [
        relation.kind,
        relation.inliers,
        round(relation.scale, 4),
        round(relation.angle, 2),
        relation.mirrored,
        relation.score,
    ]
