"""Features as bytes, and the files in which children hand them over: many images a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from engine.audit.deep.descriptors import DIMENSIONS
from engine.audit.deep.types import Features
from engine.jobs.protocol import Json

_HEAD = np.dtype(np.int32)
_FIELDS = 4  # height, width, key points, whether smooth
_LARGE = 32 << 20


def to_bytes(features: Features, with_grey: bool = True) -> bytes:
    """Features in one piece."""
    head = np.array([*features.grey.shape, len(features.points), features.smooth], _HEAD)
    points, looks = np.asarray(features.points, np.float32), np.asarray(features.descriptors, np.int8)
    grey = features.grey.tobytes() if with_grey else b""
    return head.tobytes() + points.tobytes() + looks.tobytes() + grey


def from_bytes(data: bytes, with_grey: bool = True) -> Features:
    """What :func:`to_bytes` made; without its grey picture it is a black one. Raises ``ValueError``."""
    high, wide, count, smooth = np.frombuffer(data, _HEAD, _FIELDS).tolist()
    at = _FIELDS * _HEAD.itemsize
    points = np.frombuffer(data, np.float32, 4 * count, at).reshape(-1, 4)
    at += points.nbytes
    looks = np.frombuffer(data, np.int8, DIMENSIONS * count, at).reshape(-1, DIMENSIONS)
    at += looks.nbytes
    grey = np.frombuffer(data, np.uint8, high * wide, at) if with_grey else np.zeros(high * wide, np.uint8)
    if len(data) != at + with_grey * grey.nbytes:
        raise ValueError("of another length than it says")
    return Features(grey.reshape(high, wide), points, looks, bool(smooth))


@dataclass(frozen=True)
class Packed:
    """Where an image's features lie: a file of the folder, a stretch of bytes. ``digest``: of the image."""

    pack: str
    start: int
    size: int
    digest: int

    def said(self) -> Json:
        """As it goes through a pipe."""
        return [self.pack, self.start, self.size, self.digest]

    @classmethod
    def of(cls, said: Json) -> Packed:
        """What :meth:`said` has told."""
        return cls(*cast("tuple[str, int, int, int]", said))


class Packer:
    """Appends features to files of its own process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._number = self._size = 0

    def add(self, features: Features, digest: int) -> Packed:
        """Write them; where."""
        if self._file is None or self._size > _LARGE:
            self.close()
            self._number, self._size = self._number + 1, 0
            name = f"pack-{os.getpid()}-{self._number}"
            self._file = (self._folder / name).open("xb", buffering=0)
        data = to_bytes(features)
        self._file.write(data)
        self._size += len(data)
        return Packed(Path(self._file.name).name, self._size - len(data), len(data), digest)

    def close(self) -> None:
        """Nothing more comes."""
        if self._file is not None:
            self._file.close()


class Unpacker:
    """Takes features over; what has been read through is removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, BinaryIO] = {}  # the current one of each process

    def take(self, packed: Packed) -> Features:
        """The features. Raises ``OSError``, ``ValueError``."""
        owner = packed.pack.rpartition("-")[0]
        file = self._open.get(owner)
        if file is None or Path(file.name).name != packed.pack:
            self._drop(owner)
            file = self._open[owner] = (self._folder / packed.pack).open("rb")
        file.seek(packed.start)
        return from_bytes(file.read(packed.size))

    def close(self) -> None:
        """Close the files."""
        for file in self._open.values():
            file.close()

    def _drop(self, owner: str) -> None:
        file = self._open.pop(owner, None)
        if file is not None:
            file.close()
            Path(file.name).unlink()
