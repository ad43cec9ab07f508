"""A stretch of a series as a picture: lines on a light ground, no words."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.prototypes.tables.series import Values

WIDTH, HEIGHT, EDGE, FINER = 400, 200, 10, 4
SHOWN = 3  # times as much past as future at most
PAPER, GRID, PAST, TRUTH = (255, 255, 255), (232, 232, 232), (110, 110, 110), (40, 110, 190)
FOUND, SIMPLE = (225, 95, 20), (190, 190, 190)
GRIDS = 4


def chart(past: Values, truth: Values | None, found: Values, simple: Values) -> NDArray[np.uint8]:
    """[h, w, 3]: the past (dark grey), what came (blue), what was foreseen (orange), and what the
    simplest way would have said (light grey)."""
    past = past[-max(SHOWN * len(found), 12) :]
    lines = [past, found, simple, *([] if truth is None else [truth])]
    low, high = min(line.min() for line in lines), max(line.max() for line in lines)
    room = (high - low) or 1.0
    steps = len(past) + len(found) - 1
    picture = np.full((HEIGHT * FINER, WIDTH * FINER, 3), PAPER, np.uint8)

    def places(values: Values, start: int) -> NDArray[np.int32]:
        across = EDGE + (WIDTH - 2 * EDGE) * (start + np.arange(len(values))) / max(steps, 1)
        down = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (values - low) / room
        made: NDArray[np.int32] = np.rint(np.stack([across, down], 1) * FINER).astype(np.int32)
        return made

    for level in np.linspace(low, high, GRIDS):
        left, right = places(np.asarray([level, level]), 0)
        cv2.line(picture, (EDGE * FINER, left[1]), ((WIDTH - EDGE) * FINER, right[1]), GRID, FINER)
    now = int(places(past[-1:], len(past) - 1)[0, 0])
    cv2.line(picture, (now, 0), (now, HEIGHT * FINER), GRID, 2 * FINER)
    for values, colour, wide in ((simple, SIMPLE, 1.5), (truth, TRUTH, 2.0), (found, FOUND, 2.5)):
        if values is not None:
            line = places(np.concatenate([past[-1:], values]), len(past) - 1)
            cv2.polylines(picture, [line], False, colour, round(wide * FINER), cv2.LINE_AA)
    cv2.polylines(picture, [places(past, 0)], False, PAST, round(1.5 * FINER), cv2.LINE_AA)
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.uint8)
