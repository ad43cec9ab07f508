"""What a segmenter learns from: pieces of pictures where there is something to see, and how far off it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.prototypes.pictures.augmentation import vary_colours
from engine.prototypes.pictures.mask_reading import MaskedPicture
from engine.prototypes.pictures.picture_pairs import planes

AIMED = 0.6  # share of the pieces that are cut out around something marked
SMOOTH = 1.0
LEVELS = 0.2  # of brightness that stand for one standard deviation


class MaskLoss:
    """Cross-entropy, and dice over the batch of each label that is looked for: thin things are too few
    pixels to weigh anything in the first alone."""

    def __init__(self, labels: Tensor, judged: Sequence[int]) -> None:
        """``labels``: [n, h, w]."""
        self._labels, self._judged = labels, list(judged)

    def __call__(self, outputs: tuple[Tensor, ...]) -> Tensor:
        """Logits [n, labels, h, w] → a scalar."""
        logits = outputs[0]
        wanted = functional.one_hot(self._labels, logits.shape[1]).permute(0, 3, 1, 2)[:, self._judged]
        said = logits.softmax(1)[:, self._judged]
        shared = (said * wanted).sum((0, 2, 3))
        dice = (2 * shared + SMOOTH) / (said.sum((0, 2, 3)) + wanted.sum((0, 2, 3)) + SMOOTH)
        return functional.cross_entropy(logits, self._labels) + (1 - dice).mean()


def pieces(
    examples: Sequence[MaskedPicture], side: int, ground: int | None, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """A piece of each, at most ``side`` high and wide, turned over and varied in light and colour:
    pictures [n, 3, h, w] of about 0 … 1, labels [n, h, w]."""
    high, wide = (min(side, length) for length in examples[0].source.shape[:2])
    sources, labels = [], []
    for one in examples:
        if one.labels is None:
            raise ValueError("an example has no mask")
        top, left = _corner(one.labels, (high, wide), ground, generator)
        place = np.s_[top : top + high, left : left + wide]
        sources.append(one.source[place])
        labels.append(one.labels[place])
    pictures = torch.from_numpy(planes(np.stack(sources)))
    masks = torch.from_numpy(np.stack(labels).astype(np.int64))
    for axis in (1, 2):
        flip = torch.rand(len(masks), generator=generator) < 0.5
        masks = torch.where(flip[:, None, None], masks.flip(axis), masks)
        pictures = torch.where(flip[:, None, None, None], pictures.flip(axis + 1), pictures)
    if high == wide and torch.rand((), generator=generator) < 0.5:
        masks, pictures = masks.transpose(1, 2), pictures.transpose(2, 3)
    varied = 0.5 + LEVELS * vary_colours((pictures - 0.5) / LEVELS, generator)
    return varied.contiguous(memory_format=torch.channels_last), masks.contiguous()


def _corner(
    labels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    shape: tuple[int, int],
    ground: int | None,
    generator: torch.Generator,
) -> tuple[int, int]:
    """Where to cut: often around something marked."""
    most = labels.shape[0] - shape[0], labels.shape[1] - shape[1]
    if most == (0, 0):
        return 0, 0
    drawn = torch.rand(3, generator=generator).tolist()
    if ground is not None and drawn[2] < AIMED:
        places = np.flatnonzero(labels != ground)
        if len(places):
            middle = np.unravel_index(places[int(drawn[0] * len(places))], labels.shape)
            return (
                int(np.clip(middle[0] - shape[0] * (0.25 + drawn[1] / 2), 0, most[0])),
                int(np.clip(middle[1] - shape[1] * (0.25 + drawn[1] / 2), 0, most[1])),
            )
    return int(drawn[0] * (most[0] + 1)), int(drawn[1] * (most[1] + 1))
