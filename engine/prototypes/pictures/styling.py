"""Photographs and the style that they are to take on: which picture is which, and the codec between them."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import Field

from engine.dataset.types import Dataset, Sample
from engine.dataset.vocabulary import STYLES, tokens
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.domains import TwoHeaps, Wanted, heaps_of, sides_of
from engine.prototypes.pictures.picture_pairs import (
    PairSettings,
    PicturePair,
    PictureToPicture,
    beside,
    pixels_of,
)
from engine.prototypes.system import Outputs, Port
from engine.runtime.preprocess import Pixels

SIDE, MULTIPLE = 96, 4
MOST_STYLES = 8
COLOURS = 12  # of a palette
PIXELS = 10_000  # in which they are looked for
LIGHT = (0.299, 0.587, 0.114)


class StyleSettings(PairSettings):
    """``style``: what the pictures are painted like, as PNG in base64, to be shown."""

    style: str = Field("", max_length=400_000)


class PhotoToPainting(PictureToPicture):
    """A photograph in, the painting out; height and width any multiples of 4."""

    inputs = (Port("input", {2: "height", 3: "width"}),)
    outputs = (Port("output", {2: "height", 3: "width"}),)

    def __init__(self, painting: StyleSettings) -> None:
        super().__init__(painting)
        self.painting = painting
        self._style = _decoded(painting.style) if painting.style else None

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.painting.model_dump(mode="json")

    def draw(self, one: PicturePair, outputs: Outputs) -> NDArray[np.uint8]:
        """The photograph, the painting made of it, the style."""
        shown = [one.source, pixels_of(outputs["output"])]
        return beside(shown if self._style is None else [*shown, self._style])


def read_styled(dataset: Dataset, seed: int, reporter: Reporter) -> TwoHeaps:
    """Photographs and the pictures that set the style: the second of two heaps, or those among the others
    whose name or folder says so. Raises UserError where there is no style, or too few photographs."""
    photos, styles = sides_of(dataset)
    if dataset.recognition.layout != "two_domains":
        styles = [one for one in photos if _sets_style(one)]
        photos = [one for one in photos if not _sets_style(one)]
    if not styles:
        raise UserError("prototype_no_style", name=dataset.name)
    heaps = photos, styles[:MOST_STYLES]
    return heaps_of(dataset, heaps, Wanted(SIDE, MULTIPLE, others=1), seed, reporter)


@dataclass(frozen=True)
class Palette:
    """The colours that some pictures are painted with, from dark to light: [k, 3] of 0 … 1. ``ranks`` [k]:
    the place of each in the order of brightness of all pixels, 0 … 1."""

    colours: NDArray[np.float32]
    ranks: NDArray[np.float32]


def palette_of(pictures: Sequence[Pixels]) -> Palette:
    """The centres of these pictures' colours."""
    from sklearn.cluster import KMeans

    pixels = np.concatenate([one.reshape(-1, 3) for one in pictures]).astype(np.float32) / 255
    pixels = pixels[:: max(1, len(pixels) // PIXELS)]
    count = min(COLOURS, len(np.unique(pixels, axis=0)))
    found = KMeans(count, n_init=1, random_state=0).fit(pixels)
    order = np.argsort(found.cluster_centers_ @ np.asarray(LIGHT))
    shares = np.bincount(found.labels_, minlength=count)[order] / len(pixels)
    ranks = shares.cumsum() - shares / 2
    return Palette(found.cluster_centers_[order].astype(np.float32), ranks.astype(np.float32))


def encoded(picture: Pixels) -> str:
    """A picture as PNG in base64."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def styles_of(examples: TwoHeaps) -> Sequence[Pixels]:
    """The pictures that set the style."""
    return [one.source for one in examples.others]


def _decoded(text: str) -> Pixels:
    """Raises ValueError where it is no picture."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(text)), formats=("PNG",)) as picture:
            return np.asarray(picture.convert("RGB"), np.uint8)
    except OSError as error:
        raise ValueError("the style is no picture") from error


def _sets_style(sample: Sample) -> bool:
    """Whether its name, or its folder's, says that it is the style."""
    last = (sample.input.path or "").rsplit("/", 2)[-2:]
    return any(word in STYLES for part in last for word in tokens(part.rsplit(".", 1)[0]))
