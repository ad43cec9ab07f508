"""Results of single files, kept from one audit to the next; whatever befalls them, it only gets slower."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.audit.examine import Looked
from engine.audit.kept.keys import key_of
from engine.audit.kept.shelf import Shelf, erase
from engine.audit.wire import looked_of, looked_said
from engine.dataset.places import Place
from engine.dataset.types import Item
from engine.jobs.protocol import Json

MOST_BYTES = 500 << 20
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class Kept:
    """Results of the files under one root. Used by one thread; ``with`` writes the last ones."""

    def __init__(self, file: Path, root: Path) -> None:
        self._root = os.fspath(root)
        self._shelf = Shelf(file, MOST_BYTES)
        self._bare = self.is_empty  # nothing can be found that wasn't there at the start

    @property
    def is_empty(self) -> bool:
        """Nothing is known, of any client's files."""
        return self._shelf.is_empty

    def key(self, item: Item, place: Place | None, exact: bool) -> bytes | None:
        """Under what the result for an item is kept; None where it is not."""
        if place is None or not self._shelf.is_open:
            return None
        return key_of(self._root, item, place, exact)

    def find(self, key: bytes | None, item: Item, sight: bool) -> Looked | None:
        """What was found before. ``sight``: only with what its label is weighed by; else without it."""
        said = None if key is None or self._bare else self._shelf.find(key)
        if said is None:
            return None
        try:
            looked = looked_of(item, json.loads(said))
        except (ValueError, TypeError, LookupError, AttributeError):  # not what we have written
            return None
        if sight and not looked.record.sight:
            return None
        if not sight:
            looked.record.sight = ""
        return looked

    def keep(self, key: bytes | None, looked: Looked, said: Json = None) -> None:
        """Remember it, unless the file could not be read: the next attempt may fare better.

        ``said``: what :func:`looked_said` tells of it, where it is at hand.
        """
        if key is not None and looked.record.problem is None:
            self._shelf.put(key, _ENCODER.encode(said or looked_said(looked)).encode())

    def write(self) -> None:
        """Put what is remembered on the disk, all or nothing of it."""
        self._shelf.write()

    def close(self) -> None:
        """Write what is left, drop what is too old or too much."""
        self._shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_kept(root: Path) -> Kept:
    """What is known of the files under ``root``. Raises nothing: without a usable file nothing is."""
    return Kept(_place(), Path(os.path.abspath(root)))  # noqa: PTH100  links are not followed


def forget_all() -> None:
    """Erase all that is kept of all clients. Raises ``OSError``."""
    erase(_place())


def _place() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("Jjak", appauthor=False) / "audit" / "found.sqlite"
