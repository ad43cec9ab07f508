"""Sound as a picture."""

from __future__ import annotations

import numpy as np
import pytest

from engine.prototypes.moving.voice import VoiceSettings, spectra, stretch

SAID = VoiceSettings()


def tone(pitch: float, rate: int, loud: float = 0.3) -> np.ndarray:
    return (loud * np.sin(2 * np.pi * pitch * np.arange(rate) / rate)).astype(np.float32)


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100])
def test_a_tone_is_loudest_in_its_own_band_at_any_rate_and_loudness(rate):
    bands = [spectra(tone(pitch, rate), rate, SAID)[:, 50].argmax() for pitch in (150, 500, 1500, 3000)]
    assert bands == sorted(set(bands))
    of_others = [
        spectra(tone(pitch, 16_000), 16_000, SAID)[:, 50].argmax() for pitch in (150, 500, 1500, 3000)
    ]
    assert np.abs(np.subtract(bands, of_others)).max() <= 1
    quiet, loud = (spectra(tone(500, rate, level), rate, SAID) for level in (0.01, 0.9))
    assert np.abs(quiet - loud).max() < 1e-3


def test_every_band_hears_its_own_pitch():
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    found = spectra(noise, 16_000, SAID)
    assert found.shape == (40, 100)
    means = found[:, 5:-5].mean(axis=1)
    assert means.min() > means.max() - 0.5  # white noise is about as loud in each


def test_silence_and_what_is_beyond_the_ends():
    silent = spectra(np.zeros(16_000, np.float32), 16_000, SAID)
    assert silent.std() < 1e-6
    found = stretch(np.ones((3, 10), np.float32), 0, 8)
    assert np.array_equal(found[:, 4:], np.ones((3, 4)))
    assert found[0, 0] == pytest.approx(silent[0, 0])
    assert np.allclose(stretch(np.ones((3, 10), np.float32), 100, 8), silent[0, 0])
    assert len(spectra(np.ones(5, np.float32), 16_000, SAID)[0]) == 1


def test_a_stretch_is_around_its_middle():
    ramp = np.arange(20, dtype=np.float32)[None]
    assert list(stretch(ramp, 10, 4)[0]) == [8, 9, 10, 11]
