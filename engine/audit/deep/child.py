"""What a child of the deep pass's crew does: one step of the map, on files in a folder that all share."""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import cv2
import xxhash
from threadpoolctl import threadpool_limits

from engine.audit.deep.buckets import JoinSettings, write_matches, write_signatures
from engine.audit.deep.decoding import grey_of
from engine.audit.deep.features import extract, reduce
from engine.audit.deep.packs import Packer
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Features, Kind, Relation
from engine.audit.deep.verify import verify
from engine.audit.deep.votes import Ballot, read_votes, write_votes
from engine.dataset.places import Place
from engine.dataset.trees import read_limited
from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.journal import Log
from engine.jobs.protocol import Json
from engine.jobs.serving import Answering

_Pair = tuple[int, Json, Json]
"""A pair's place in its ballot, and where its two files lie, if their grey pictures are not stored."""
_OPEN = 256  # images whose features a child keeps at hand


def prepare(params: Json, log: Log) -> Answering:
    """The function that does a step; ``params``: the folder. See :mod:`engine.jobs.serving`."""
    warnings.simplefilter("ignore")  # about odd files: this process has no other work
    threadpool_limits(1)  # two workers of one thread are faster than one of two
    cv2.setNumThreads(1)
    return Steps(Path(str(params)), log).answer


class Steps:
    """The steps, by name. ``body``: ``["extract", where the file lies, or null]``, ``["sign" or
    "match" or "vote", number …]``, ``["verify", span, [place, where, where] …]``."""

    def __init__(self, folder: Path, log: Log, settings: JoinSettings | None = None) -> None:
        self._folder, self._log = folder, log
        self._settings = settings or JoinSettings()
        self._stored: StoredFeatures | None = None
        self._packer = Packer(folder)
        self._where: dict[int, Json] = {}  # files of images whose grey pictures are not stored
        self._features = lru_cache(_OPEN)(self._load)
        self._ballot = lru_cache(4)(self._load_ballot)

    def close(self) -> None:
        """Close the files."""
        self._packer.close()

    def answer(self, body: Json, data: bytes) -> Json:
        """Do one step. Raises what nobody foresaw."""
        if not isinstance(body, list):
            raise TypeError(body)
        name, *rest = body
        if name == "extract":
            return self._extract(rest[0], data)
        if name == "verify":
            return [self._verify(int(str(rest[0])), cast("_Pair", pair)) for pair in rest[1:]]
        numbers = [int(str(number)) for number in rest]
        if name == "sign":
            write_signatures(self._open(fresh=True), *numbers)
        elif name == "match":
            write_matches(self._open(fresh=True), numbers[0], self._settings, self._log.tick)
        elif name == "vote":
            write_votes(self._open(fresh=True), numbers[0], self._settings)
        return True

    def _extract(self, where: Json, data: bytes) -> Json:
        """Where the features are; False for what cannot be read."""
        try:
            data = _read(where) if where else data
            grey = grey_of(data)
        except UnreadableFileError:
            return False
        return self._packer.add(extract(grey), xxhash.xxh3_64_intdigest(data)).said()

    def _verify(self, span: int, asked: _Pair) -> Json:
        place, *where = asked
        pair = self._ballot(span, self._open().starts[-1]).candidate(place)
        self._where |= dict(zip((pair.first, pair.second), where, strict=True))
        self._log.tick()
        try:
            one, two = self._features(pair.first), self._features(pair.second)
        except UnreadableFileError:  # it could be read a moment ago
            return packed(Relation("none"))
        return packed(verify(one, two, pair.mirrored, pair.matches))

    def _open(self, fresh: bool = False) -> StoredFeatures:
        if self._stored is None or fresh:
            self._stored = StoredFeatures(self._folder)
            self._features.cache_clear()
            self._ballot.cache_clear()
        return self._stored

    def _load(self, place: int) -> Features:
        """Raises ``UnreadableFileError``."""
        stored = self._open()
        features = stored[place]
        where = self._where.pop(place, None)
        if stored.held[place] or where is None:
            return features
        grey = reduce(grey_of(_read(where)))
        if grey.shape != features.grey.shape:
            raise UnreadableFileError("vanished")
        return replace(features, grey=grey)

    def _load_ballot(self, span: int, _state: int) -> Ballot:
        return read_votes(self._folder, span)


def where_of(place: Place | None) -> Json:
    """A place as it goes through a pipe."""
    return None if place is None else [str(place.path), place.start, place.size]


def _read(where: Json) -> bytes:
    """Raises ``UnreadableFileError``."""
    path, start, size = cast("tuple[str, int, int | None]", where)
    with Place(Path(path), start, size).open() as stream:
        return read_limited(stream)


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


def unpacked(said: Json) -> Relation:
    """What :func:`packed` has told."""
    kind, inliers, scale, angle, mirrored, score = cast("tuple[Kind, int, float, float, bool, float]", said)
    return Relation(kind, inliers, scale, angle, mirrored, score)
