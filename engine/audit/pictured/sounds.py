"""A sound as its wave: the loudest and the softest of each stretch, a row a channel."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.audit.pictured.canvas import FAINT, GROUND, INK, SIDE, encoded
from engine.dataset.media.sound import opened
from engine.dataset.media.waves import Wave, wave_of
from engine.dataset.types import FileTree

_ROWS = 2  # channels that are drawn
_HIGH = 64  # pixels a channel
_FLOOR = 0.02  # of full scale: below this silence is not blown up to a sound


def drawn_sound(tree: FileTree, path: str) -> tuple[str, str]:
    """(picture, length and rate). Raises ``UnreadableFileError``."""
    with opened(tree, path) as sound:
        wave = wave_of(sound, SIDE)
    return encoded(_draw(wave)), _said(wave)


def _draw(wave: Wave) -> Image.Image:
    rows = min(_ROWS, wave.lows.shape[1]) or 1
    picture = Image.new("RGB", (SIDE, rows * _HIGH), GROUND)
    pen = ImageDraw.Draw(picture)
    loudest = max(_FLOOR, float(numpy.abs([wave.lows, wave.highs]).max(initial=0.0)))
    for row in range(rows):
        middle = row * _HIGH + _HIGH // 2
        pen.line((0, middle, SIDE, middle), fill=FAINT)
        if wave.lows.size:
            _draw_row(pen, wave.lows[:, row] / loudest, wave.highs[:, row] / loudest, middle)
    return picture


def _draw_row(
    pen: ImageDraw.ImageDraw, lows: NDArray[numpy.float64], highs: NDArray[numpy.float64], middle: int
) -> None:
    reach = _HIGH // 2 - 2
    for column, (low, high) in enumerate(zip(lows.tolist(), highs.tolist(), strict=True)):
        x = round(column * SIDE / len(lows))
        pen.line((x, middle - round(high * reach), x, middle - round(low * reach)), fill=INK)


def _said(wave: Wave) -> str:
    seconds = wave.frames / wave.rate if wave.rate else 0.0
    length = f"{seconds:.2f} s" if seconds < 60 else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    channels = f" · {wave.channels} ch" if wave.channels > 1 else ""
    return f"{length} · {wave.rate / 1000:g} kHz{channels}"
