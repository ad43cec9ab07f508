"""Real photos that lie beside the checkout, cut into tiles that do not overlap; none is a must."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from scripts.audit_sets.textures import Picture

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_SETS = (
    "b_raccoon_voc",
    "c_realsr_inputonly",
    "c_pix2pix_facades_tiny",
    "c_unpaired_tiny",
    "b_bccd60_voc",
    "h_ocr_images_A",
)
_ONE_OF_MANY = {"b_bccd60_voc": 6}
"""Sets that look all alike: only one photo in so many is taken."""
_SIDE = 256


@dataclass
class Photos:
    """Tiles of real photos of one half of the pool: ``tune`` and ``judge`` share no photo."""

    half: str = "judge"
    folder: Path = DATA
    _tiles: list[tuple[int, Picture]] = field(default_factory=list)

    def tiles(self) -> list[tuple[int, Picture]]:
        """(number of the photo, tile in BGR) of about 256 px; empty where no photo is at hand."""
        if not self._tiles:
            self._tiles = [
                (number, tile)
                for number, path in enumerate(self._paths())
                for tile in _cut(cv2.imread(str(path), cv2.IMREAD_COLOR))
            ]
        return self._tiles

    def _paths(self) -> list[Path]:
        found: list[Path] = []
        for name in _SETS:
            files = sorted(
                path
                for path in (self.folder / name / "data").rglob("*")
                if path.suffix in (".jpg", ".png", ".jpeg")
            )
            found += files[:: _ONE_OF_MANY.get(name, 1)]
        ours = [path for path in found if (crc32(path.name.encode()) % 2 == 0) == (self.half == "tune")]
        return _different(ours)


def _different(paths: list[Path]) -> list[Path]:
    """Without the photos that are there already, in another size or as a part."""
    kept: list[Path] = []
    seen: list[NDArray[np.float32]] = []
    for path in paths:
        grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            continue
        tiny = cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
        tiny = (tiny - tiny.mean()) / (tiny.std() + 1e-6)
        if all(float((tiny * other).mean()) < 0.9 for other in seen):
            kept.append(path)
            seen.append(tiny)
    return kept


def _cut(photo: Picture | None) -> list[Picture]:
    """A photo's tiles: itself at 256 px where it is small, else 2 × 2 of them."""
    if photo is None or min(photo.shape[:2]) < 180:
        return []
    high, wide = photo.shape[:2]
    if min(high, wide) < 420:
        scale = _SIDE / min(high, wide)
        size = (min(int(wide * scale), 340), min(int(high * scale), 340))
        return [cv2.resize(photo, size, interpolation=cv2.INTER_AREA)]
    halves = [
        np.ascontiguousarray(part)
        for row in np.array_split(photo, 2)
        for part in np.array_split(row, 2, axis=1)
    ]
    scale = _SIDE / min(halves[0].shape[:2])
    size = (min(int(halves[0].shape[1] * scale), 340), min(int(halves[0].shape[0] * scale), 340))
    return [cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in halves]
