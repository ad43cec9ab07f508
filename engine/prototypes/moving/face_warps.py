"""The simple ways to move a face: not at all, as a whole, or along the optical flow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.prototypes.metrics import Evidence
from engine.prototypes.moving.moving_faces import Turn
from engine.prototypes.pictures.picture_pairs import planes, psnr_evidence
from engine.prototypes.system import Baseline, Examples
from engine.runtime.preprocess import Pixels

ROUNDS, LEAST_GAIN = 60, 1e-5
BLUR = 1.2  # pixels

Grey = NDArray[np.uint8]


class Warp(Baseline):
    """``moved``: photograph, driving frame → the photograph moved."""

    def __init__(
        self, name: str, examples: Examples[Turn], moved: Callable[[Pixels, Pixels], Pixels]
    ) -> None:
        self.name, self._examples, self._moved = name, examples, moved

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """How alike each is to the driving frame, in dB."""
        some = [self._examples.prepared[index] for index in indices]
        made = planes(np.stack([self._moved(one.photo, one.driver) for one in some]))
        return psnr_evidence(made, planes(np.stack([one.driver for one in some])))


def simple_warps(examples: Examples[Turn]) -> tuple[Baseline, ...]:
    """They need no learning: each sees both frames."""
    return (
        Warp("unmoved_face", examples, lambda photo, _: photo),
        Warp("turned_face", examples, turned),
        Warp("flow_face", examples, flown),
    )


def turned(photo: Pixels, driver: Pixels) -> Pixels:
    """Moved and turned as a whole, so that it correlates best (Evangelidis & Psarakis 2008)."""
    still = np.eye(2, 3, dtype=np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, ROUNDS, LEAST_GAIN)
    try:
        _, way = cv2.findTransformECC(_soft(driver), _soft(photo), still, cv2.MOTION_EUCLIDEAN, stop)
    except cv2.error:  # it found nothing to hold on to
        return photo
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = photo.shape[1], photo.shape[0]
    return np.asarray(
        cv2.warpAffine(photo, way, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def flown(photo: Pixels, driver: Pixels) -> Pixels:
    """Bent along the dense flow from the driving frame back to the photograph (Kroeger et al. 2016)."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = finder.calc(_grey(driver), _grey(photo), np.zeros((*photo.shape[:2], 2), np.float32))
    down, right = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    moved = cv2.remap(
        photo, right + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def _soft(picture: Pixels) -> Grey:
    """Blurred, or fine patterns would hold it where it is."""
    return np.asarray(cv2.GaussianBlur(_grey(picture), (0, 0), BLUR), np.uint8)


def _grey(picture: Pixels) -> Grey:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
