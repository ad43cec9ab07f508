"""Sound as a picture: how loud each band of pitch is, a hundred times a second; the same for training and
for running, with numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.runtime.types import Model

Floats = NDArray[np.float32]
LOUDNESS = 0.1  # to which every recording is brought: root of the mean square
QUIET = 1e-4  # below it all is silence
MIDDLE, SPREAD = -6.0, 2.5  # of the logarithms, brought to about -1 … 1


class VoiceSettings(Model):
    """What the file says: bands between two pitches (Hz), spectra a second, seconds of sound in each."""

    bands: int = Field(40, ge=8, le=128)
    lowest: float = Field(60, ge=20, le=1000)
    highest: float = Field(7600, ge=1000, le=20_000)
    ticks: int = Field(100, ge=20, le=500)
    window: float = Field(0.032, ge=0.005, le=0.2)


def spectra(sound: Floats, rate: int, said: VoiceSettings) -> Floats:
    """[bands, ticks] of about -1 … 1. ``sound``: one channel; ``rate``: its samples a second."""
    level = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) or 1.0
    length = max(8, round(said.window * rate))
    count = max(1, int(len(sound) / rate * said.ticks))
    starts = np.rint((np.arange(count) + 0.5) * rate / said.ticks - length / 2).astype(np.int64)
    padded = np.pad(sound * np.float32(LOUDNESS / level), (length, 2 * length))
    stretches = np.lib.stride_tricks.sliding_window_view(padded, length)[starts + length]
    bell = np.hanning(length)
    amplitudes = np.abs(np.fft.rfft(stretches * bell, axis=1)) * (2 / bell.sum())
    loud = amplitudes @ _filters(length // 2 + 1, rate / length, said).T
    return np.asarray((np.log(loud + QUIET).T - MIDDLE) / SPREAD, dtype=np.float32)


def stretch(of: Floats, middle: float, ticks: int) -> Floats:
    """``ticks`` spectra around ``middle`` (a tick), silence beyond the ends: [bands, ticks]."""
    start = round(middle - ticks / 2)
    silence = np.float32((np.log(QUIET) - MIDDLE) / SPREAD)
    found = np.full((len(of), ticks), silence, np.float32)
    first, last = max(0, start), min(of.shape[1], start + ticks)
    if first < last:
        found[:, first - start : last - start] = of[:, first:last]
    return found


def _filters(bins: int, hertz_a_bin: float, said: VoiceSettings) -> NDArray[np.float64]:
    """Triangles, evenly spread over the mel scale, [bands, bins]; each sums to about one bin's worth."""
    edges = _hertz(np.linspace(_mel(said.lowest), _mel(said.highest), said.bands + 2))
    pitch = np.arange(bins) * hertz_a_bin
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    wide = np.maximum(high - low, 2.5 * hertz_a_bin)  # low bands are narrower than a bin
    low, high = np.minimum(low, middle - wide / 2), np.maximum(high, middle + wide / 2)
    triangles = np.minimum((pitch - low) / (middle - low), (high - pitch) / (high - middle)).clip(0)
    return np.asarray(triangles / np.maximum(triangles.sum(axis=1, keepdims=True), 1e-6))


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(700 * (10 ** (mels / 2595) - 1))
