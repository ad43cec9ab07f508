"""Whether recordings, videos or meshes that are called alike are alike: more than any two of the set are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy
from numpy.typing import NDArray

from engine.dataset.types import FileTree, Modality
from engine.dataset.unreadable import UnreadableFileError

_COLUMNS = 64
_GRID = 12  # pixels of a frame's side
_FEWEST = 3
_TIED, _STRANGERS = 0.85, 0.6
Floats = NDArray[numpy.float64]
Likeness = Literal["tied", "undecided", "strangers"]


def likeness_of(tree: FileTree, pairs: Sequence[tuple[str, str]], modality: Modality) -> Likeness:
    """Each partner is compared with its own and with all other partners.

    The share of comparisons that a sample's own partner wins: about one half among strangers.
    """
    seen = [(trait_of(tree, one, modality), trait_of(tree, other, modality)) for one, other in pairs]
    known = [(one, other) for one, other in seen if one is not None and other is not None]
    if len(known) < _FEWEST:
        return "undecided"
    ones, others = numpy.stack([one for one, _ in known]), numpy.stack([other for _, other in known])
    spread = numpy.concatenate([ones, others]).std(axis=0) + 1e-9
    apart = numpy.abs((ones[:, None] - others[None]) / spread).mean(axis=2)
    own = numpy.diagonal(apart)[:, None]
    strangers = ~numpy.eye(len(known), dtype=bool)
    share = float(((own < apart) + 0.5 * (own == apart))[strangers].mean())
    return "tied" if share >= _TIED else "strangers" if share < _STRANGERS else "undecided"


def trait_of(tree: FileTree, path: str, modality: Modality) -> Floats | None:
    """A few numbers that stay much the same when a sample is cleaned, scaled or worked on; None: unread."""
    try:
        if modality == "audio":
            return _of_sound(tree, path)
        if modality == "video":
            return _of_video(tree, path)
        with numpy.errstate(all="ignore"):
            return _of_mesh(tree, path) if modality == "mesh" else None
    except UnreadableFileError:
        return None


def _of_sound(tree: FileTree, path: str) -> Floats | None:
    """Its length, and when it is loud."""
    from engine.dataset.media.sound import opened
    from engine.dataset.media.waves import wave_of

    with opened(tree, path) as sound:
        wave = wave_of(sound, _COLUMNS)
    if len(wave.highs) < _COLUMNS:
        return None
    loud = (wave.highs - wave.lows).mean(axis=1)
    seconds = numpy.full(_COLUMNS, numpy.log(wave.frames / max(wave.rate, 1)))
    return numpy.concatenate([loud / max(float(loud.mean()), 1e-9), seconds])


def _of_video(tree: FileTree, path: str) -> Floats:
    """How long it is, and its first frame and the one in its middle, grey and tiny."""
    from engine.dataset.media.moving import frames_at

    frames, count, _ = frames_at(tree, path, (0.0, 0.5))
    tiny = [_tiny(frame.mean(axis=2)) for frame in (frames[0], frames[-1])]
    return numpy.concatenate([*tiny, numpy.full(_GRID, numpy.log(max(count, 1)))])


def _tiny(grey: Floats) -> Floats:
    rows = numpy.linspace(0, grey.shape[0], _GRID + 1).astype(int)
    columns = numpy.linspace(0, grey.shape[1], _GRID + 1).astype(int)
    cells = [
        grey[top : max(bottom, top + 1), left : max(right, left + 1)].mean()
        for top, bottom in pairwise(rows)
        for left, right in pairwise(columns)
    ]
    return numpy.nan_to_num(numpy.array(cells, dtype=numpy.float64))


def _of_mesh(tree: FileTree, path: str) -> Floats | None:
    """Its proportions, whatever its size: along the axes, and along its own."""
    from engine.dataset.media.meshes import glimpse_of

    shape = glimpse_of(tree, path)
    points = (
        numpy.zeros((0, 3)) if shape is None else shape.vertices[numpy.isfinite(shape.vertices).all(axis=1)]
    )
    if len(points) < _FEWEST:
        return None
    centred = points - points.mean(axis=0)
    size = max(float(numpy.linalg.norm(centred, axis=1).mean()), 1e-12)
    own = numpy.sqrt(numpy.abs(numpy.linalg.eigvalsh(numpy.nan_to_num(numpy.cov((centred / size).T)))))
    skew = (centred**3).mean(axis=0) / size**3
    traits: Floats = numpy.concatenate([numpy.ptp(points, axis=0) / size, own, skew])
    return numpy.asarray(numpy.nan_to_num(traits), dtype=numpy.float64)
