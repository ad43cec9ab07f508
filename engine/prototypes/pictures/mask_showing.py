"""Masks as they are shown: laid over their picture, and in words."""

from __future__ import annotations

import cv2
import numpy as np

from engine.prototypes.pictures.masks import Labels, Legend
from engine.prototypes.pictures.scales import enlarged
from engine.runtime.preprocess import Pixels

STRENGTH = 0.55
MARKS = (
    (230, 30, 60), (40, 120, 240), (250, 180, 20), (30, 170, 90), (170, 70, 220), (20, 190, 200),
    (240, 110, 30), (130, 140, 20),
)  # fmt: skip


def overlaid(picture: Pixels, labels: Labels, legend: Legend) -> Pixels:
    """The picture, large enough to be looked at: what isn't ground is tinted and outlined, each label in a
    colour of its own; the only one in that which the picture itself has least of."""
    large, times = enlarged(picture)
    shown, finer = large.astype(np.float32), labels.repeat(times, axis=0).repeat(times, axis=1)
    marks = MARKS if len(legend.judged) > 1 else (_foreign(picture),)
    for place, label in enumerate(legend.judged):
        inside = finer == label
        colour = np.asarray(marks[place % len(marks)], np.float32)
        shown[inside] += STRENGTH * (colour - shown[inside])
        contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(shown, contours, -1, colour.tolist(), 1)
    return np.asarray(shown, np.uint8)


def shares_said(labels: Labels, legend: Legend) -> str:
    """How much of the picture each label covers: ``3.2 %``, with the colour of the label where there
    are several to tell apart."""
    shares = [(label, float(np.mean(labels == label))) for label in legend.judged]
    if len(shares) == 1:
        return f"{100 * shares[0][1]:.1f} %"
    there = [(label, share) for label, share in shares if share > 0]
    return ", ".join(f"{_name(legend, label)} {100 * share:.1f} %" for label, share in there)


def _foreign(picture: Pixels) -> tuple[int, int, int]:
    """Of the marks the one farthest from the picture's mean colour."""
    mean = picture.mean((0, 1))
    return max(MARKS, key=lambda mark: float(np.square(np.asarray(mark) - mean).sum()))


def _name(legend: Legend, label: int) -> str:
    if legend.names:
        return legend.names[label]
    red, green, blue = legend.colours[label]
    return str(red) if red == green == blue else f"#{red:02x}{green:02x}{blue:02x}"
