"""A recording is a picture too: classes of tones go the way that pictures go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from bench_reporter import RecordingReporter

from engine.dataset import UnreadableFileError, open_dataset
from engine.dataset.types import Item
from engine.prototypes.pictures.seeing import VOICE, see
from engine.prototypes.registry import find_system

RATE = 8000


def write_tones(root: Path) -> Path:
    random = np.random.default_rng(0)
    for name, pitch in (("high", 2000), ("low", 300)):
        (root / name).mkdir(parents=True)
        for number in range(8):
            time = np.arange(RATE // 2) / RATE
            tone = 0.4 * np.sin(2 * np.pi * (pitch + 20 * number) * time) + 0.01 * random.normal(
                size=len(time)
            )
            soundfile.write(root / name / f"{number}.wav", tone, RATE)
    return root


def test_pitch_goes_up_and_time_to_the_right(tmp_path):
    tree = open_dataset(write_tones(tmp_path / "set")).tree
    high, low = (
        np.asarray(see(tree, Item("audio", f"{name}/0.wav")).convert("L")) for name in ("high", "low")
    )
    assert high.shape == (VOICE.bands, 50)
    assert high.mean(1).argmax() < low.mean(1).argmax()
    (tmp_path / "set" / "high" / "cut.wav").write_bytes(b"RIFF")
    with pytest.raises(UnreadableFileError):
        see(tree, Item("audio", "high/cut.wav"))


def test_classes_of_recordings_are_read_and_drawn(tmp_path):
    dataset = open_dataset(write_tones(tmp_path / "set"))
    system = find_system("image_classification")
    said = dataset.recognition
    assert system.card.fits(said.layout, said.input_modality, said.target_modality)
    examples = system.read(dataset, 0, RecordingReporter())
    assert len(examples.prepared) == 16
    sides = system.split(examples, 0)
    codec = system.plans(examples, sides)[0].codec
    outputs = {"output": np.array([1, 0], np.float32)}
    one = next(codec.read(dataset, sample) for sample in dataset.samples())
    assert codec.draw(one, outputs) is not None
    assert codec.answer(one, outputs).predicted == "high"
    best = system.baselines(examples, sides, 0)[-1].evidence(sides.test)
    assert sum(proof.item() for proof in best) == len(sides.test), (
        "tones an octave apart are told by anything"
    )
