"""What the deep pass passes on: features of one image, relations of two, twins among many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""An 8-bit grey picture, (height, width)."""
Plane = NDArray[np.float32]
Points = NDArray[np.float32]
"""(n, 4): x, y, size in pixels of the reduced picture; angle in degrees."""
Descriptors = NDArray[np.int8]
"""(n, ``DIMENSIONS``): what the surroundings of each key point look like; see ``descriptors``."""

Kind = Literal["near", "swap", "same_background", "none"]


@dataclass(frozen=True)
class Features:
    """One image as the deep pass keeps it: a reduced grey picture and its key points.

    ``smooth``: it holds a thing without texture, which key points cannot find again elsewhere.
    """

    grey: Grey
    points: Points
    descriptors: Descriptors
    smooth: bool = False

    @property
    def checkable(self) -> bool:
        """Whether there is enough texture to compare this image with others."""
        return len(self.points) >= LEAST_POINTS


LEAST_POINTS = 40
"""Fewer key points cannot carry a verdict: such an image is counted as one that cannot be checked."""


@dataclass(frozen=True)
class Relation:
    """How image ``b`` shows what image ``a`` shows.

    ``near``: the same picture; ``swap``: the same thing before another background;
    ``same_background``: the same place with another thing in it. ``scale`` and ``angle`` (degrees)
    take a to b, after mirroring a from left to right if ``mirrored``. ``score``: 0 to 1.
    """

    kind: Kind
    inliers: int = 0
    scale: float = 1.0
    angle: float = 0.0
    mirrored: bool = False
    score: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """Two images, by their place in the store, that share key points.

    ``matches``: (n, 2) rows of key points, of the first and of the second image.
    """

    first: int
    second: int
    mirrored: bool
    matches: NDArray[np.int32]


@dataclass(frozen=True)
class Twin:
    """Two samples and their relation; ``near`` and ``swap`` are of one content."""

    first: str
    second: str
    relation: Relation
