"""The features of all images, on disk: appended as they come, read back by memory map.

A few files in a folder of the caller's, which must be private and is the caller's to remove:
key points, descriptors, grey pictures, and nothing of the samples' names.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.audit.deep.descriptors import DIMENSIONS
from engine.audit.deep.types import Descriptors, Features, Points

Scalar = TypeVar("Scalar", bound=np.generic)

_NAMES = ("points", "descriptors", "greys")


class FeatureStore:
    """Features by place: 0, 1, 2 … in the order of ``add``. Reading starts after ``seal``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = {name: (folder / name).open("wb") for name in _NAMES}
        self._counts: list[int] = []
        self._shapes: list[tuple[int, int]] = []
        self._held: list[bool] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing more will be added."""
        for file in self._files.values():
            file.close()

    def add(self, features: Features, with_grey: bool = True) -> int:
        """Append one image's features; its place. Without its grey picture only the shape is noted."""
        high, wide = features.grey.shape
        self._files["points"].write(np.ascontiguousarray(features.points, np.float32).tobytes())
        self._files["descriptors"].write(np.ascontiguousarray(features.descriptors).tobytes())
        if with_grey:
            self._files["greys"].write(np.ascontiguousarray(features.grey).tobytes())
        self._counts.append(len(features.points))
        self._shapes.append((high, wide))
        self._held.append(with_grey)
        return len(self._counts) - 1

    def seal(self) -> StoredFeatures:
        """Write all out and open it for reading; more may be added, and sealed, later."""
        for file in self._files.values():
            file.flush()
        counts = np.array(self._counts, np.int64)
        np.save(self.folder / "counts.npy", counts)
        np.save(self.folder / "shapes.npy", np.array(self._shapes, np.int32).reshape(-1, 2))
        np.save(self.folder / "held.npy", np.array(self._held, bool))
        np.repeat(np.arange(len(counts), dtype=np.int32), counts).tofile(self.folder / "owners")
        return StoredFeatures(self.folder)


class StoredFeatures:
    """What a ``FeatureStore`` wrote, for reading; any number of processes may open the same folder.

    ``counts`` of key points and ``shapes`` (height, width) by image; image ``i`` has the key points
    from ``starts[i]`` to ``starts[i + 1]``, and ``owners`` tells each one's image. ``held``: whether
    the grey picture is here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: NDArray[np.int64] = np.load(folder / "counts.npy")
        self.shapes: NDArray[np.int32] = np.load(folder / "shapes.npy")
        self.held: NDArray[np.bool_] = np.load(folder / "held.npy")
        self.starts = np.concatenate([[0], np.cumsum(self.counts)])
        sizes = self.shapes.astype(np.int64).prod(axis=1) * self.held
        self._grey_starts = np.concatenate([[0], np.cumsum(sizes)])
        total = int(self.starts[-1])
        self.points: Points = _map(folder / "points", np.dtype(np.float32), (total, 4))
        self.owners: NDArray[np.int32] = _map(folder / "owners", np.dtype(np.int32), (total,))

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, place: int) -> Features:
        """The features; the grey picture is black where it is not held."""
        first, last = int(self.starts[place]), int(self.starts[place + 1])
        size, at = int(self.shapes[place].prod()), int(self._grey_starts[place])
        if self.held[place]:
            grey = np.fromfile(self.folder / "greys", np.uint8, size, offset=at)
        else:
            grey = np.zeros(size, np.uint8)
        shape = self.shapes[place].tolist()
        return Features(grey.reshape(shape), np.array(self.points[first:last]), self.descriptors(first, last))

    def descriptors(self, first: int, last: int) -> Descriptors:
        """Of the key points from ``first`` on, read: what is mapped would stay in memory for long."""
        count = (last - first) * DIMENSIONS
        read = np.fromfile(self.folder / "descriptors", np.int8, count, offset=first * DIMENSIONS)
        return read.reshape(-1, DIMENSIONS)


def _map(path: Path, kind: np.dtype[Scalar], shape: tuple[int, ...]) -> NDArray[Scalar]:
    if not all(shape):  # an empty file cannot be mapped
        return np.zeros(shape, kind)
    return np.memmap(path, kind, "r", shape=shape).view(np.ndarray)
