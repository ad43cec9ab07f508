"""What the deep pass found before: of single pictures, of pairs of them, of a whole set.

Numbers alone, on this machine alone: key points and their descriptors, never the picture itself, by
keys that don't tell names. They are on the disk a second after they are found, so that a pass that
is killed goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import xxhash

from engine.audit.kept.shelf import Shelf, erase
from engine.jobs.protocol import Json

if TYPE_CHECKING:
    from engine.audit.deep.types import Features, Relation

MOST_BYTES = 1 << 30
"""About 35,000 pictures."""
_DIGEST = 8  # bytes


class KeptFeatures(Protocol):
    """What a deep pass asks, and tells. A picture without a key is not kept."""

    def features(self, key: bytes | None) -> tuple[int, Features] | None:
        """The hash of the file's bytes, and its features with a black picture."""

    def keep_features(self, key: bytes | None, digest: int, features: Features) -> None:
        """Remember them."""

    def relation(self, first: bytes | None, second: bytes | None, mirrored: bool) -> Relation | None:
        """The relation of two pictures."""

    def keep_relation(
        self, first: bytes | None, second: bytes | None, mirrored: bool, relation: Relation
    ) -> None:
        """Remember it."""


class NothingKept:
    """Knows nothing and keeps nothing."""

    def features(self, key: bytes | None) -> tuple[int, Features] | None:
        """None."""

    def keep_features(self, key: bytes | None, digest: int, features: Features) -> None:
        """Nothing."""

    def relation(self, first: bytes | None, second: bytes | None, mirrored: bool) -> Relation | None:
        """None."""

    def keep_relation(
        self, first: bytes | None, second: bytes | None, mirrored: bool, relation: Relation
    ) -> None:
        """Nothing."""


class KeptDeep:
    """In a file of the user's folder for caches; ``with`` writes the last ones.

    The keys change with the file, its times and the program; see :mod:`engine.audit.kept.keys`.
    """

    def __init__(self) -> None:
        """Raises nothing: without a usable file nothing is known."""
        self._shelf = Shelf(_place(), MOST_BYTES)

    def features(self, key: bytes | None) -> tuple[int, Features] | None:
        """The hash of the file's bytes, and its features with a black picture."""
        from engine.audit.deep.packs import from_bytes

        said = None if key is None else self._shelf.find(key)
        if said is None:
            return None
        try:
            return int.from_bytes(said[:_DIGEST]), from_bytes(said[_DIGEST:], with_grey=False)
        except ValueError:  # not what we have written
            return None

    def keep_features(self, key: bytes | None, digest: int, features: Features) -> None:
        """Remember them."""
        from engine.audit.deep.packs import to_bytes

        if key is not None:
            self._shelf.put(key, digest.to_bytes(_DIGEST) + to_bytes(features, with_grey=False))

    def relation(self, first: bytes | None, second: bytes | None, mirrored: bool) -> Relation | None:
        """The relation of two pictures."""
        from engine.audit.deep.child import unpacked

        said = None if first is None or second is None else self._said(_of_pair(first, second, mirrored))
        try:
            return None if said is None else unpacked(said)
        except (TypeError, ValueError):
            return None

    def keep_relation(
        self, first: bytes | None, second: bytes | None, mirrored: bool, relation: Relation
    ) -> None:
        """Remember it."""
        from engine.audit.deep.child import packed

        if first is not None and second is not None:
            self._shelf.put(_of_pair(first, second, mirrored), json.dumps(packed(relation)).encode())

    def result(self, keys: Sequence[bytes]) -> Json:
        """What was found in the very same pictures; None if nothing."""
        return self._said(_of_set(keys))

    def keep_result(self, keys: Sequence[bytes], result: Json) -> None:
        """Remember it."""
        self._shelf.put(_of_set(keys), json.dumps(result, separators=(",", ":")).encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shelf.close()

    def _said(self, key: bytes) -> Json:
        found = self._shelf.find(key)
        try:
            said: Json = None if found is None else json.loads(found)
        except ValueError:
            return None
        return said


def forget_all() -> None:
    """Erase all that is kept. Raises ``OSError``."""
    erase(_place())


def _of_pair(first: bytes, second: bytes, mirrored: bool) -> bytes:
    return xxhash.xxh3_128_digest(b"pair" + first + second + bytes([mirrored]))


def _of_set(keys: Sequence[bytes]) -> bytes:
    return xxhash.xxh3_128_digest(b"set" + b"".join(keys))


def _place() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("Jjak", appauthor=False) / "audit" / "deep.sqlite"
