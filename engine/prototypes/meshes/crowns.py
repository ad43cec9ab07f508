"""Meshes with places marked on them, read for learning: clouds of points with the way out of the surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError
from engine.dataset.kinds import suffix_of
from engine.dataset.media.landmarks import points_in
from engine.dataset.media.meshes import shape_of
from engine.dataset.types import Dataset, Sample
from engine.prototypes.system import Prepared

CLOUD = 1024
"""Points that are taken from the surface of each mesh."""
MOST_PLACES = 32
LIMIT = 4 << 20  # bytes of a file of places
UNIT = 0.02  # by which the length of a direction may differ from 1
Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Crown(Prepared):
    """``cloud`` [CLOUD, 6]: points from the middle of the mesh on, in its own unit, with the surface's
    normals; ``centre`` [3]: that middle; ``places`` [k, 3]: likewise from it, or None; ``axes``
    [k, 2, 3]: the way out and along at each place, or None."""

    cloud: Floats
    centre: Floats
    places: Floats | None
    axes: Floats | None


def read_crown(dataset: Dataset, sample: Sample) -> Crown | None:
    """None where it is no mesh. Raises UnreadableFileError."""
    path = sample.input.path
    if sample.input.modality != "mesh" or path is None:
        return None
    cloud, mark = _cloud(dataset, path)
    centre = cloud[:, :3].mean(0)
    cloud[:, :3] -= centre
    places, axes = _marked(dataset, sample)
    if places is not None:
        places = (places - centre).astype(np.float32)
    return Crown(id=sample.id, fingerprint=mark, cloud=cloud, centre=centre, places=places, axes=axes)


def _cloud(dataset: Dataset, path: str) -> tuple[Floats, int]:
    """Points and normals of a mesh, and what the same mesh shares."""
    shape = shape_of(dataset.tree, path)
    if shape is None or shape.empty or not np.isfinite(shape.vertices).all():
        raise UnreadableFileError("damaged_mesh")
    mark = xxhash.xxh3_64_intdigest(np.ascontiguousarray(shape.vertices).tobytes())
    random = np.random.default_rng(mark)
    if shape.faces is None:
        chosen = shape.vertices[random.integers(0, len(shape.vertices), CLOUD)]
        return np.concatenate([chosen, np.zeros_like(chosen)], 1).astype(np.float32), mark
    corners = shape.vertices[shape.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(across, axis=1)
    if not np.isfinite(areas).all() or areas.sum() <= 0:
        raise UnreadableFileError("damaged_mesh")
    faces = random.choice(len(areas), CLOUD, p=areas / areas.sum())
    one, other = np.sort(random.random((2, CLOUD)), axis=0)[:, :, None]
    first, second, third = corners[faces].swapaxes(0, 1)
    points = first * one + second * (other - one) + third * (1 - other)
    normals = across[faces] / areas[faces][:, None]
    return np.concatenate([points, normals], 1).astype(np.float32), mark


def _marked(dataset: Dataset, sample: Sample) -> tuple[Floats | None, Floats | None]:
    """The places of a mesh, and their axes where each place is followed by two directions of length 1."""
    if sample.target is None:
        return None, None
    path, told = sample.target.path, sample.target.value
    if path is not None:
        with dataset.tree.open(path) as stream:
            points = points_in(stream.read(LIMIT), suffix_of(path)).astype(np.float32)
    elif isinstance(told, str):
        points = points_in(told.encode(), "json").astype(np.float32)
    else:
        return None, None
    if not len(points) or not np.isfinite(points).all():
        raise UnreadableFileError("no_landmarks")
    if len(points) % 3 == 0:
        threes = points.reshape(-1, 3, 3)
        if (np.abs(np.linalg.norm(threes[:, 1:], axis=2) - 1) <= UNIT).all():
            return threes[:, 0], _upright(threes[:, 1:])
    return points, None


def _upright(axes: Floats) -> Floats:
    """Both directions of length 1, the second at a right angle to the first."""
    out = axes[:, 0] / np.linalg.norm(axes[:, 0], axis=1, keepdims=True)
    along = axes[:, 1] - (axes[:, 1] * out).sum(1, keepdims=True) * out
    return np.stack([out, along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)], 1)
