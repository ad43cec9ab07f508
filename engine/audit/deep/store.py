"""The features of all images, on disk: appended as they come, read back by memory map.

Four files in a folder of the caller's, which must be private and is the caller's to remove:
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

    def add(self, features: Features) -> int:
        """Append one image's features; its place."""
        high, wide = features.grey.shape
        self._files["points"].write(np.ascontiguousarray(features.points, np.float32).tobytes())
        self._files["descriptors"].write(np.ascontiguousarray(features.descriptors).tobytes())
        self._files["greys"].write(np.ascontiguousarray(features.grey).tobytes())
        self._counts.append(len(features.points))
        self._shapes.append((high, wide))
        return len(self._counts) - 1

    def seal(self) -> StoredFeatures:
        """Write all out and open it for reading; more may be added, and sealed, later."""
        for file in self._files.values():
            file.flush()
        counts = np.array(self._counts, np.int64)
        shapes = np.array(self._shapes, np.int32).reshape(-1, 2)
        np.save(self.folder / "counts.npy", counts)
        np.save(self.folder / "shapes.npy", shapes)
        return StoredFeatures(self.folder)


class StoredFeatures:
    """What a ``FeatureStore`` wrote, for reading; any number of processes may open the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: NDArray[np.int64] = np.load(folder / "counts.npy")
        self.shapes: NDArray[np.int32] = np.load(folder / "shapes.npy")
        self.starts = np.concatenate([[0], np.cumsum(self.counts)])
        self._grey_starts = np.concatenate([[0], np.cumsum(self.shapes.astype(np.int64).prod(axis=1))])
        total = int(self.starts[-1])
        self.points: Points = _map(folder / "points", np.dtype(np.float32), (total, 4))
        self.descriptors: Descriptors = _map(folder / "descriptors", np.dtype(np.int8), (total, DIMENSIONS))
        self._greys: NDArray[np.uint8] = _map(
            folder / "greys", np.dtype(np.uint8), (int(self._grey_starts[-1]),)
        )

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, place: int) -> Features:
        first, last = int(self.starts[place]), int(self.starts[place + 1])
        grey = self._greys[self._grey_starts[place] : self._grey_starts[place + 1]]
        return Features(
            np.array(grey.reshape(self.shapes[place])),
            np.array(self.points[first:last]),
            np.array(self.descriptors[first:last]),
        )


def write_one(path: Path, features: Features) -> None:
    """One image's features as a file, to be taken over by ``read_one``."""
    with path.open("wb") as file:
        np.save(file, features.grey)
        np.save(file, features.points)
        np.save(file, features.descriptors)
        np.save(file, np.array(features.smooth))


def read_one(path: Path) -> Features:
    """What ``write_one`` wrote; the file is gone afterwards."""
    with path.open("rb") as file:
        features = Features(np.load(file), np.load(file), np.load(file), bool(np.load(file)))
    path.unlink()
    return features


def _map(path: Path, kind: np.dtype[Scalar], shape: tuple[int, ...]) -> NDArray[Scalar]:
    if not all(shape):  # an empty file cannot be mapped
        return np.zeros(shape, kind)
    return np.memmap(path, kind, "r", shape=shape).view(np.ndarray)
