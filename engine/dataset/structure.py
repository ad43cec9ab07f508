"""Do two images belong together? Looked at inside, as names that meet are not yet pairs.

Each image of a few pairs is compared with its own partner and with all the others'.
Where own partners agree clearly more than strangers do, the pairs are real.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageOps

from engine.dataset.alignment import fit
from engine.dataset.pictures import decode, quiet_decoding, to_rgb
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

MAX_CHECKED = 24
STRANGERS_REACH = 6.0
"""Standard errors that strangers reach by luck or by their order; measured on six kinds of images."""
_MIRRORED_REACH = 10.0
SIDE = 48  # px: images are compared as squares of this size
_DRAFT = 250_000  # pixels: a larger JPEG is decoded at a smaller scale
_MASK_LEVELS = 12  # this few grey levels make up nearly all of a mask, even of one saved as JPEG
_NEARLY_ALL = 0.97
_MOSTLY = 0.6
_ALIGNED = 8  # pairs that are laid upon each other

Grey = NDArray[numpy.float64]


@dataclass(frozen=True)
class Ties:
    """What was seen in ``checked`` pairs.

    ``z``: by how many standard errors own partners agree more than strangers.
    ``sizes_tied``: sizes differ from pair to pair and yet each pair's two sizes agree.
    ``sizes_clash``: in more than a fifth, shapes of the partners don't agree.
    ``scale``: target width over input width where it is the same throughout, else 0.
    ``masks``: the targets have few grey levels, the inputs many. ``grey_inputs``: inputs are
    grey, targets in colour. ``enlarged``: every target is clearly larger than its input.
    ``aligned``: the share of a few pairs that fit upon each other as no other shift of them does.
    """

    checked: int
    z: float
    sizes_tied: bool
    sizes_clash: bool
    scale: float
    masks: bool
    grey_inputs: bool = False
    enlarged: bool = False
    aligned: float = 0.0

    @property
    def strong(self) -> bool:
        """Contents or sizes say that these are pairs."""
        return self.z >= STRANGERS_REACH or self.sizes_tied or self.aligned >= _MOSTLY


def look_inside(tree: Tree, pairs: Sequence[tuple[str, str]]) -> Ties:
    """Compare up to ``MAX_CHECKED`` pairs of paths, spread evenly; unreadable ones are passed over."""
    step = max(1, len(pairs) // MAX_CHECKED)
    inputs: list[Image.Image] = []
    targets: list[Image.Image] = []
    sizes: list[tuple[tuple[int, int], tuple[int, int]]] = []
    levels: list[tuple[int, int]] = []
    coloured: list[tuple[bool, bool]] = []
    fitting: list[bool] = []
    for first, second in pairs[::step][:MAX_CHECKED]:
        try:
            (one, size), (other, other_size) = _open(tree, first), _open(tree, second)
        except UnreadableFileError:
            continue
        sizes.append((size, other_size))
        levels.append((_levels(one), _levels(other)))
        coloured.append((_has_colour(one), _has_colour(other)))
        if len(fitting) < _ALIGNED:
            fitting.append(fit(one, other).sure)
        inputs.append(one.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX))
        targets.append(other.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX))
    clash = [not _same_shape(one, other) for one, other in sizes]
    scales = [other[0] / one[0] for one, other in sizes]
    steady = bool(scales) and max(scales) <= 1.04 * min(scales)
    varied = len({one for one, _ in sizes}) >= max(3, len(sizes) // 4)
    return Ties(
        checked=len(sizes),
        z=_best_agreement(inputs, targets),
        sizes_tied=varied and not any(clash) and steady,
        sizes_clash=sum(clash) > 0.2 * len(clash),
        scale=round(statistics.median(scales), 1) if steady else 0.0,
        masks=bool(levels)
        and all(target <= _MASK_LEVELS for _, target in levels)
        and statistics.median(source for source, _ in levels) > 2 * _MASK_LEVELS,
        aligned=sum(fitting) / len(fitting) if fitting else 0.0,
        enlarged=bool(scales) and min(scales) >= 1.4,
        grey_inputs=bool(coloured) and not any(i for i, _ in coloured) and all(t for _, t in coloured),
    )


def _open(tree: Tree, path: str) -> tuple[Image.Image, tuple[int, int]]:
    with quiet_decoding():
        decoded = decode(tree.read(path), draft=_DRAFT)
        return to_rgb(decoded.image), decoded.size


def agreement(
    inputs: Sequence[Image.Image],
    targets: Sequence[Image.Image],
    measure: Callable[[Sequence[Image.Image], Sequence[Image.Image]], Grey],
) -> float:
    """Standard errors by which partners agree more than strangers; 0 below four pairs."""
    count = len(inputs)
    if count < 4:
        return 0.0
    table = measure(inputs, targets)
    table = table - table.mean(axis=0, keepdims=True) - table.mean(axis=1, keepdims=True) + table.mean()
    strangers = table[~numpy.eye(count, dtype=bool)]
    spread = float(strangers.std())
    if spread < 1e-9:
        return 0.0
    return float((table.diagonal().mean() - strangers.mean()) / (spread / numpy.sqrt(count)))


def correlation(inputs: Sequence[Image.Image], targets: Sequence[Image.Image]) -> Grey:
    """|Correlation of brightness| of each input (rows) with each target (columns)."""
    return numpy.abs(_unit(_stack(inputs)) @ _unit(_stack(targets)).T)


def own_correlation(inputs: Sequence[Image.Image], targets: Sequence[Image.Image]) -> Grey:
    """|Correlation| of what is an image's own: the mean image of its side is taken off first."""
    return numpy.abs(_unit(_own(_stack(inputs))) @ _unit(_own(_stack(targets))).T)


def edge_correlation(inputs: Sequence[Image.Image], targets: Sequence[Image.Image]) -> Grey:
    """Correlation of edge strength: survives any change of colour and shade."""
    return _unit(_edges(_stack(inputs))) @ _unit(_edges(_stack(targets))).T


def direction_correlation(inputs: Sequence[Image.Image], targets: Sequence[Image.Image]) -> Grey:
    """Correlation of the directions in which brightness changes, whichever side is the brighter one.

    What all images of a side share (sky above ground, a watermark) is taken off first. It survives
    inversion, depth, outlines and style.
    """
    return _unit(_directions(_stack(inputs))) @ _unit(_directions(_stack(targets))).T


def _best_agreement(inputs: Sequence[Image.Image], targets: Sequence[Image.Image]) -> float:
    """By the measure that tells most; mirrored partners must agree clearly, as that is one guess more."""
    best = max(agreement(inputs, targets, measure) for measure in _MEASURES)
    if best >= STRANGERS_REACH:
        return best
    turned = [ImageOps.mirror(image) for image in targets]
    mirrored = max(agreement(inputs, turned, measure) for measure in (correlation, direction_correlation))
    return mirrored if mirrored >= _MIRRORED_REACH else best


def _stack(images: Sequence[Image.Image]) -> Grey:
    return numpy.stack([numpy.asarray(image, dtype=numpy.float64) for image in images])


def _edges(stack: Grey) -> Grey:
    across = numpy.diff(stack, axis=2)[:, :-1, :]
    down = numpy.diff(stack, axis=1)[:, :, :-1]
    strength = numpy.hypot(across, down)
    small = strength[:, : SIDE - 2, : SIDE - 2].reshape(len(stack), (SIDE - 2) // 2, 2, (SIDE - 2) // 2, 2)
    return numpy.asarray(numpy.sqrt(small.mean(axis=(2, 4))))


def _directions(stack: Grey) -> Grey:
    down, across = numpy.gradient(stack, axis=(1, 2))
    strength = numpy.hypot(across, down) + 1e-9
    twice = numpy.stack([across**2 - down**2, 2 * across * down], axis=1)  # the doubled angle: no sign
    weighted = twice / (strength**1.5)[:, None]
    return numpy.asarray(weighted - weighted.mean(axis=0, keepdims=True))


def _own(stack: Grey) -> Grey:
    evened = _unit(stack).reshape(stack.shape)
    return numpy.asarray(evened - evened.mean(axis=0, keepdims=True))


def _unit(stack: Grey) -> Grey:
    flat = stack.reshape(len(stack), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    norm = numpy.linalg.norm(flat, axis=1, keepdims=True)
    return numpy.asarray(flat / numpy.where(norm < 1e-9, 1.0, norm))


_MEASURES = (correlation, own_correlation, edge_correlation, direction_correlation)


def _same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one size is the other scaled (up to a pixel of rounding)."""
    wide = other[0] / one[0]
    high = other[1] / one[1]
    slack = 1.5 / min(*one, *other) + 0.01
    return abs(wide / high - 1) <= slack


def _has_colour(image: Image.Image) -> bool:
    """Whether the channels of an RGB image differ in more than noise."""
    small = numpy.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), dtype=numpy.float64)
    return bool((small.max(axis=2) - small.min(axis=2)).mean() > 3.0)


def looks_like_mask(image: Image.Image) -> bool:
    """Whether few grey levels make up nearly all of an image."""
    return _levels(image) <= _MASK_LEVELS


def _levels(image: Image.Image) -> int:
    """How many grey levels, the commonest first, make up nearly all of the image."""
    counts = numpy.sort(numpy.asarray(image.convert("L").histogram()))[::-1]
    return int(numpy.searchsorted(numpy.cumsum(counts), _NEARLY_ALL * counts.sum())) + 1
