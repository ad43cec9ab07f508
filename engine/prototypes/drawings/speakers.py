"""People who speak: one track of what the mouth does makes both the sound and the picture.

The sound is made as vowels are: a buzzing voice whose overtones are louder near two formants
(Peterson & Barney 1952 give their usual places), a hiss for "s", quiet for a closed mouth.
"""

from __future__ import annotations

import math
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.prototypes.drawings.faces import Pose, draw_head, draw_person, write_film

Floats = NDArray[np.float32]
RATE, FRAMES_A_SECOND = 16_000, 25
FRAMES = 50  # of a clip
CLIPS_EACH = 2
SIDE = 96
SMOOTH = np.array([0.25, 0.5, 0.25])  # the mouth is on its way already while it still says the last
OVERTONES = 24


@dataclass(frozen=True)
class Phone:
    """``opening`` 0 … 1, ``wide`` -1 … 1; formants in Hz; loudness of voice and of hiss."""

    opening: float
    wide: float
    first: float
    second: float
    voice: float = 1.0
    hiss: float = 0.0


PHONES = (
    Phone(1.0, 0.0, 730, 1090),  # a
    Phone(0.5, 0.6, 530, 1840),  # e
    Phone(0.25, 1.0, 270, 2290),  # i
    Phone(0.7, -0.7, 570, 840),  # o
    Phone(0.3, -1.0, 300, 870),  # u
    Phone(0.0, -0.1, 250, 900, voice=0.35),  # m
    Phone(0.12, 0.4, 500, 1500, voice=0.0, hiss=1.0),  # s
    Phone(0.0, -0.1, 500, 1500, voice=0.0),  # silence
)


def write_speakers(folder: Path, seed: int, count: int) -> None:
    """``count`` clips as AVI with a WAV of the same name, two by each speaker."""
    random = np.random.default_rng(seed)
    speakers = max(1, -(-count // CLIPS_EACH))
    made = 0
    for speaker in range(speakers):
        person = draw_person(random, SIDE)
        tract, pitch = random.uniform(0.9, 1.12), random.uniform(90, 230)
        for clip in range(min(CLIPS_EACH, count - made)):
            name = f"speaker{speaker:03d}_clip{clip}"
            said = utterance(random, FRAMES)
            _write_wave(folder / f"{name}.wav", speak(random, said, pitch, tract))
            poses = speaking(random, said)
            pictures = [draw_head(person, pose, scale=1.12) for pose in poses]
            write_film(folder / f"{name}.avi", pictures, FRAMES_A_SECOND, random)
            made += 1


def utterance(random: Generator, frames: int) -> list[Phone]:
    """What is said, a phone a frame; each lasts two to five frames."""
    said: list[Phone] = []
    while len(said) < frames:
        said += [PHONES[random.integers(len(PHONES))]] * int(random.integers(2, 6))
    return said[:frames]


def speaking(random: Generator, said: list[Phone]) -> list[Pose]:
    """The head sways a little, the eyes blink, the mouth says it."""
    opening = _smooth(np.array([phone.opening for phone in said]), SMOOTH)
    wide = _smooth(np.array([phone.wide for phone in said]), SMOOTH)
    tempo, phase = random.uniform(0.008, 0.03, 4), random.uniform(0, 2 * math.pi, 4)
    blinks = random.random(len(said)) < 0.03
    poses = []
    for frame in range(len(said)):
        sway = np.sin(2 * math.pi * tempo * frame + phase)
        shut = blinks[max(0, frame - 1) : frame + 1].any()
        poses.append(
            Pose(
                right=1.2 * float(sway[0]),
                down=-1 + 0.8 * float(sway[1]),
                roll=0.05 * float(sway[2]),
                yaw=0.25 * float(sway[3]),
                eyes=0.1 if shut else 0.9,
                opening=float(opening[frame]),
                wide=float(wide[frame]),
            )
        )
    return poses


def speak(random: Generator, said: list[Phone], pitch: float, tract: float) -> Floats:
    """The sound of it, ``RATE`` samples a second, -1 … 1. ``pitch``: Hz; ``tract``: scales the formants."""
    samples = RATE // FRAMES_A_SECOND
    glide = np.ones(samples) / samples
    track = {
        name: _smooth(np.repeat([float(getattr(phone, name)) for phone in said], samples), glide)
        for name in ("first", "second", "voice", "hiss")
    }
    seconds = np.arange(len(said) * samples) / RATE
    tone = pitch * (1 + 0.04 * np.sin(2 * math.pi * random.uniform(1.5, 3) * seconds))
    turns = 2 * math.pi * np.cumsum(tone) / RATE
    sound = np.zeros(len(seconds))
    for overtone in range(1, OVERTONES):
        hertz = tone * overtone
        near = np.exp(-(((hertz - track["first"] * tract) / 110) ** 2))
        near += 0.6 * np.exp(-(((hertz - track["second"] * tract) / 170) ** 2))
        sound += (near + 0.02) * np.sin(overtone * turns)
    hiss = np.diff(random.standard_normal(len(seconds) + 1))
    room = random.uniform(0.002, 0.01) * random.standard_normal(len(seconds))
    loud = random.uniform(0.12, 0.25)
    return np.asarray(
        np.clip(loud * (sound * track["voice"] + 0.6 * hiss * track["hiss"]) + room, -1, 1), np.float32
    )


def _smooth(values: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    before, after = len(kernel) // 2, (len(kernel) - 1) // 2
    return np.convolve(np.pad(values, (before, after), mode="edge"), kernel, "valid")


def _write_wave(path: Path, sound: Floats) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
