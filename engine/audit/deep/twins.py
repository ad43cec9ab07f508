"""The deep pass: from a stream of image files to twins and to the number of different contents.

Children decode, describe and compare; this process keeps the order and the groups. All that is
large lies in a private folder on disk, and nothing is compared all with all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import xxhash

from engine.audit.deep.child import where_of
from engine.audit.deep.comparing import Found, compare_all
from engine.audit.deep.hands import Hands, hands_for
from engine.audit.deep.packs import Packed, Unpacker
from engine.audit.deep.store import FeatureStore
from engine.audit.deep.types import Features, Relation, Twin
from engine.audit.kept.deep import KeptFeatures, NothingKept
from engine.dataset.places import Place
from engine.jobs.protocol import Json, Reporter
from engine.jobs.served import Answer, Request

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


@dataclass(frozen=True)
class Image:
    """A file to be compared: where it lies, or else its bytes. ``key``: under which its features are
    kept; None where they are not, as of all that lies nowhere."""

    name: str
    place: Place | None = None
    data: bytes = b""
    key: bytes | None = None


def find_twins(
    images: Iterable[Image | tuple[str, bytes]],
    reporter: Reporter,
    workers: int = 2,
    enough: int | None = ENOUGH,
    total: int | None = None,
    scratch: Path | None = None,
    kept: KeptFeatures | None = None,
) -> DeepPass:
    """Twins among the images, or (id, bytes of the file), and how many different contents there are.

    Stops early at ``enough`` contents, and reads no further once the reporter says that the user
    wants what there is. ``workers``: child processes; 0: all in this one. ``scratch``: where the
    private folder is made, which is removed at the end. ``kept``: what is known from before, and
    takes in what is found. Raises JobFailedError.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jjak-deep-", dir=scratch)))
        hands = stack.enter_context(hands_for(folder, workers))
        search = _Search(folder, hands, reporter, total, kept or NothingKept())
        stack.callback(search.close)
        coming = (image if isinstance(image, Image) else Image(image[0], data=image[1]) for image in images)
        target = None if enough is None else int(enough * _FIRST_LOOK)
        while True:
            search.read(coming, target)
            found = search.compare()
            if search.ended or target is None or enough is None or found.groups.count >= enough:
                return search.result(found)
            target = max(target, int(search.looked * enough / found.groups.count * 1.1) + 1)


@dataclass(frozen=True)
class _File:
    """``digest``: of the bytes; None while they are not read. ``known``: its features, from before."""

    image: Image
    digest: int | None
    known: Features | None = None

    def ask(self) -> Request | None:
        """What is asked about it."""
        return None if self.known else Request(["extract", where_of(self.image.place)], self.image.data)


class _Search:
    """One deep pass under way; the store grows, and each comparison looks at all of it."""

    def __init__(
        self, folder: Path, hands: Hands, reporter: Reporter, total: int | None, kept: KeptFeatures
    ) -> None:
        self._hands, self._reporter, self._total, self._kept = hands, reporter, total, kept
        self._store, self._packs = FeatureStore(folder), Unpacker(folder)
        self._images: list[Image] = []  # by place in the store
        self._held: list[bool] = []  # whether the store has its grey picture
        self._unchecked: list[int] = []
        self._places: dict[int, int | None] = {}  # hash of the bytes -> place; None: unreadable
        self._copies: list[tuple[str, int]] = []  # of the same bytes as another: name, hash
        self._smooth: list[str] = []
        self._unreadable: list[str] = []
        self.looked = 0
        self.ended = False

    def close(self) -> None:
        """Close the files."""
        self._store.close()
        self._packs.close()

    def read(self, coming: Iterator[Image], target: int | None) -> None:
        """Take in files until so many were looked at, or all."""
        for file, answer in self._hands.map(self._new(coming, target), _File.ask):
            features, digest = self._heard(file, answer)
            if features is None:
                self._unreadable.append(file.image.name)
            elif file.digest is None and digest in self._places:
                self._copies.append((file.image.name, digest))
            else:
                self._add(file, features, digest)

    def _heard(self, file: _File, answer: Answer) -> tuple[Features | None, int]:
        """The features of a file and the hash of its bytes; None for what cannot be read."""
        if file.known is not None:
            return file.known, file.digest or 0
        if not isinstance(answer, list):
            return None, 0
        packed = Packed.of(answer)
        features = self._packs.take(packed)
        self._kept.keep_features(file.image.key, packed.digest, features)
        return features, packed.digest

    def _add(self, file: _File, features: Features, digest: int) -> None:
        held = file.known is None
        place = self._store.add(features, with_grey=held)
        self._places[digest] = place
        self._images.append(file.image if not held else replace(file.image, data=b""))
        self._held.append(held)
        if not features.checkable:
            self._unchecked.append(place)
        elif features.smooth:
            self._smooth.append(file.image.name)

    def _new(self, coming: Iterator[Image], target: int | None) -> Iterator[_File]:
        """The files that are no byte for byte copy of another one, as far as that is known."""
        left = None if target is None else max(0, target - self.looked)
        took = 0
        for image in islice(coming, left):
            took += 1
            self.looked += 1
            self._reporter.progress(self.looked, self._total, "deep_reading")
            digest, known = self._kept.features(image.key) or (None, None)
            if digest is None and image.place is None:
                digest = xxhash.xxh3_64_intdigest(image.data)
            if digest is None:
                yield _File(image, None)
            elif digest in self._places:
                self._copies.append((image.name, digest))
            else:
                self._places[digest] = None
                yield _File(image, digest, known)
            if self._reporter.finish_requested:
                break
        self.ended = took != left or self._reporter.finish_requested

    def compare(self) -> Found:
        """The twins among all that was read."""
        return compare_all(self._store.seal(), self._hands, self._reporter, self)

    def where(self, place: int) -> Json:
        """Where the file of an image lies whose grey picture is not in the store."""
        return None if self._held[place] else where_of(self._images[place].place)

    def find(self, first: int, second: int, mirrored: bool) -> Relation | None:
        """The relation of two images, if it was found before."""
        return self._kept.relation(self._images[first].key, self._images[second].key, mirrored)

    def keep(self, first: int, second: int, mirrored: bool, relation: Relation) -> None:
        """Remember it for the next time."""
        self._kept.keep_relation(self._images[first].key, self._images[second].key, mirrored, relation)

    def result(self, found: Found) -> DeepPass:
        """All that is known, with the byte for byte copies put back."""
        names = [image.name for image in self._images]
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
