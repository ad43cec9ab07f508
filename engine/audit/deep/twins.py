"""The deep pass: from a stream of image files to twins and to the number of different contents.

Children decode, describe and compare; this process keeps the order and the groups. All that is
large lies in a private folder on disk, and nothing is compared all with all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import xxhash

from engine.audit.deep.comparing import Found, compare_all
from engine.audit.deep.hands import Hands, hands_for
from engine.audit.deep.store import FeatureStore, read_one
from engine.audit.deep.types import Relation, Twin
from engine.jobs.protocol import Reporter
from engine.jobs.served import Request

ENOUGH = 10_000
"""So many different contents prove "many": further files cannot change that."""
_FIRST_LOOK = 1.2
"""The first comparison is made with so many times ``enough`` files."""
_COPY = Relation("near", score=1.0)


@dataclass
class DeepPass:
    """What was found.

    ``looked``: files read; ``contents``: different ones among the readable; ``groups``: ids of one
    content, two or more; ``backgrounds``: pairs that show the same place with another thing;
    ``cannot_be_checked``: with too little texture to compare, each a content of its own unless the
    same bytes; ``smooth``: others that hold a thing without texture: were only its background another
    one, it would not be found; ``stopped``: before the stream's end, for there was enough or the user
    asked, so that ``contents`` is only a lower bound.
    """

    twins: list[Twin] = field(default_factory=list)
    backgrounds: list[Twin] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    cannot_be_checked: list[str] = field(default_factory=list)
    smooth: list[str] = field(default_factory=list)
    looked: int = 0
    contents: int = 0
    stopped: bool = False


def find_twins(
    images: Iterable[tuple[str, bytes]],
    reporter: Reporter,
    workers: int = 2,
    enough: int | None = ENOUGH,
    total: int | None = None,
    scratch: Path | None = None,
) -> DeepPass:
    """Twins among (id, bytes of the file), and how many different contents there are.

    Stops early at ``enough`` contents, and reads no further once the reporter says that the user
    wants what there is. ``workers``: child processes; 0: all in this one. ``scratch``: where the
    private folder is made, which is removed at the end. Raises JobFailedError.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jjak-deep-", dir=scratch)))
        hands = stack.enter_context(hands_for(folder, workers))
        search = _Search(folder, hands, reporter, total)
        stack.callback(search.close)
        coming = iter(images)
        target = None if enough is None else int(enough * _FIRST_LOOK)
        while True:
            search.read(coming, target)
            found = search.compare()
            if search.ended or target is None or enough is None or found.groups.count >= enough:
                return search.result(found)
            target = max(target, int(search.looked * enough / found.groups.count * 1.1) + 1)


@dataclass(frozen=True)
class _File:
    name: str
    number: int
    digest: int
    data: bytes


class _Search:
    """One deep pass under way; the store grows, and each comparison looks at all of it."""

    def __init__(self, folder: Path, hands: Hands, reporter: Reporter, total: int | None) -> None:
        self._folder, self._hands, self._reporter, self._total = folder, hands, reporter, total
        self._store = FeatureStore(folder)
        self._names: list[str] = []  # by place in the store
        self._unchecked: list[int] = []
        self._places: dict[int, int | None] = {}  # hash of the bytes -> place; None: unreadable
        self._copies: list[
            tuple[str, int]
        ] = []  # name, hash, of the second and later files of the same bytes
        self._smooth: list[str] = []
        self._unreadable: list[str] = []
        self.looked = 0
        self.ended = False

    def close(self) -> None:
        """Close the files."""
        self._store.close()

    def read(self, coming: Iterator[tuple[str, bytes]], target: int | None) -> None:
        """Take in files until so many were looked at, or all."""
        asked = self._new(coming, target)
        for file, answer in self._hands.map(asked, lambda file: Request(["extract", file.number], file.data)):
            path = self._folder / f"image-{file.number}"
            if answer is not True:
                path.unlink(missing_ok=True)
                self._unreadable.append(file.name)
                self._places[file.digest] = None
                continue
            features = read_one(path)
            place = self._store.add(features)
            self._places[file.digest] = place
            self._names.append(file.name)
            if not features.checkable:
                self._unchecked.append(place)
            elif features.smooth:
                self._smooth.append(file.name)

    def _new(self, coming: Iterator[tuple[str, bytes]], target: int | None) -> Iterator[_File]:
        """The files that are no byte for byte copy of another one."""
        left = None if target is None else max(0, target - self.looked)
        took = 0
        for name, data in islice(coming, left):
            took += 1
            self.looked += 1
            self._reporter.progress(self.looked, self._total, "deep_reading")
            digest = xxhash.xxh3_64_intdigest(data)
            if digest in self._places:
                self._copies.append((name, digest))
            else:
                self._places[digest] = None
                yield _File(name, self.looked, digest, data)
            if self._reporter.finish_requested:
                break
        self.ended = took != left or self._reporter.finish_requested

    def compare(self) -> Found:
        """The twins among all that was read."""
        return compare_all(self._store.seal(), self._hands, self._reporter)

    def result(self, found: Found) -> DeepPass:
        """All that is known, with the byte for byte copies put back."""
        names = self._names
        said = DeepPass(looked=self.looked, contents=found.groups.count, unreadable=list(self._unreadable))
        said.stopped = not self.ended or self._reporter.finish_requested
        members: dict[int, list[str]] = {}
        for place, name in enumerate(names):
            members.setdefault(found.groups.root(place), []).append(name)
        unchecked = set(self._unchecked)
        said.smooth = list(self._smooth)
        said.cannot_be_checked = [names[place] for place in self._unchecked]
        for name, digest in self._copies:
            at = self._places[digest]
            if at is None:
                said.unreadable.append(name)
                continue
            members[found.groups.root(at)].append(name)
            said.twins.append(Twin(names[at], name, _COPY))
            if at in unchecked:
                said.cannot_be_checked.append(name)
        for first, second, relation in found.relations:
            kind = said.backgrounds if relation.kind == "same_background" else said.twins
            kind.append(Twin(names[first], names[second], relation))
        said.groups = [group for group in members.values() if len(group) > 1]
        return said
