"""What enlarges a picture without a network, and what of a gain falls on detailed pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import cv2
import numpy as np

from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.picture_baselines import Floats, PictureBaseline
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.pictures.scales import cubic, detail, repeated
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

TRIED_ON = 16  # pictures
BLURS, STRENGTHS = (0.35, 0.6), (0.4, 0.8, 1.3)
DETAILED = 2 / 3  # of the pictures are less detailed than those that count as detailed


class Interpolated(PictureBaseline):
    """A rule from a small picture [h, w, 3] and a scale to the large one. ``small``: of all examples."""

    def __init__(
        self, name: str, rule: Callable[[Pixels, int], Pixels], small: Pixels, truth: Pixels
    ) -> None:
        super().__init__(truth)
        self.name = name
        self._rule, self._small = rule, small

    def made(self, indices: Sequence[int]) -> Floats:
        """Each by the rule."""
        scale = self._truth.shape[1] // self._small.shape[1]
        return planes(np.stack([self._rule(self._small[index], scale) for index in indices]))


def interpolations(small: Pixels, truth: Pixels, train: Sequence[int]) -> tuple[Baseline, ...]:
    """Every pixel a square; cubic interpolation; that, sharpened as much as suits the training side.
    [n, h, w, 3] both."""
    some = train[:: max(1, len(train) // TRIED_ON)]
    ways = [
        Interpolated("sharpened_enlargement", partial(sharpened, blur=blur, strength=strength), small, truth)
        for blur in BLURS
        for strength in STRENGTHS
    ]
    figures = [float(np.mean(way.evidence(some))) for way in ways]
    return (
        Interpolated("nearest_pixel", repeated, small, truth),
        Interpolated("cubic_enlargement", cubic, small, truth),
        ways[int(np.argmax(figures))],
    )


def sharpened(small: Pixels, scale: int, blur: float, strength: float) -> Pixels:
    """Cubic interpolation, and what a blur (in small pixels) would take from it added ``strength`` times."""
    plain = cubic(small, scale).astype(np.float32)
    crisp = plain + strength * (plain - cv2.GaussianBlur(plain, (0, 0), blur * scale))
    return np.asarray(np.clip(np.rint(crisp), 0, 255), np.uint8)


def on_detail(made: Sequence[Evidence], small: Pixels, truth: Pixels) -> dict[str, float]:
    """The figure of the most detailed third of the pictures and by how much it is above cubic
    interpolation's there: a mean over all hides that flat parts are easily enlarged."""
    strength = detail(truth)
    fine = np.flatnonzero(strength >= np.quantile(strength, DETAILED)).tolist()
    scale = truth.shape[1] // small.shape[1]
    plain = psnr_evidence(
        planes(np.stack([cubic(small[place], scale) for place in fine])), planes(truth[fine])
    )
    ours = float(np.mean([made[place] for place in fine]))
    return {"psnr_on_detail": ours, "gain_on_detail": ours - float(np.mean(plain))}
