"""The simple ways to colour a grey picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.colours import ColourPicture, Floats, chroma, painted, truths
from engine.prototypes.pictures.picture_baselines import NearestPicture, PictureBaseline, PixelTree
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.split import Split
from engine.prototypes.system import Baseline, Examples


class EvenColour(Baseline):
    """The same colour everywhere: none, or the mean of the training side."""

    def __init__(self, name: str, examples: Examples[ColourPicture], colour: tuple[float, float]) -> None:
        self.name, self._examples, self._colour = name, examples, colour

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How alike each picture is to its truth, in dB."""
        found: list[Evidence] = []
        for index in indices:
            grey = self._examples.prepared[index].grey
            even = np.broadcast_to(np.asarray(self._colour, np.float32), (*grey.shape, 2))
            found += coloured_evidence(self._examples, [index], even[None])
        return found


class Coloured(Baseline):
    """A way from picture to picture that gives each pixel's colour, over the picture's own light."""

    def __init__(self, examples: Examples[ColourPicture], way: PictureBaseline) -> None:
        self.name, self._examples, self._way = way.name, examples, way

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How alike each picture is to its truth, in dB."""
        found: list[Evidence] = []
        for index in indices:
            made = self._way.made([index])[:, :2].transpose(0, 2, 3, 1)
            found += coloured_evidence(self._examples, [index], made)
        return found


def colour_baselines(examples: Examples[ColourPicture], sides: Split, seed: int) -> tuple[Baseline, ...]:
    """No colour, the mean colour, the colours of the picture that is most alike in light, and a tree from
    light and place to colour."""
    greys = np.stack([np.repeat(one.grey[..., None], 3, axis=2) for one in examples.prepared])
    known = np.zeros_like(greys)
    for place in range(len(greys)):
        known[place, ..., :2] = np.rint(chroma(truths(examples, [place])[0]) * 255)
    red, blue = (float(np.mean([known[one, ..., way].mean() for one in sides.train])) / 255 for way in (0, 1))
    return (
        EvenColour("grey_picture", examples, (0.5, 0.5)),
        EvenColour("mean_colour", examples, (red, blue)),
        Coloured(examples, NearestPicture(greys, known, sides.train)),
        Coloured(examples, PixelTree(greys, known, sides.train, seed)),
    )


def coloured_evidence(
    examples: Examples[ColourPicture], indices: Sequence[int], colours: Floats
) -> list[Evidence]:
    """``colours`` [n, h, w, 2], laid over the light of these examples, against their truth."""
    made = [
        painted(examples.prepared[index].grey, colour) for index, colour in zip(indices, colours, strict=True)
    ]
    return psnr_evidence(np.stack(made).transpose(0, 3, 1, 2), planes(truths(examples, indices)))
