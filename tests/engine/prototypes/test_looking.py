"""Looking at the validation samples must not eat the time for learning."""

from __future__ import annotations

import time

import numpy as np
from bench_reporter import RecordingReporter

from engine.prototypes import trainer
from engine.prototypes.lesson import Lesson
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.pair_plan import Paint, PaintingPlan
from engine.prototypes.pictures.picture_pairs import PicturePair
from engine.prototypes.split import Key, split
from engine.prototypes.system import Examples, Recipe


def test_slow_answers_are_looked_at_less_often(monkeypatch):
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (12, 16, 16, 3), dtype=np.uint8)
    pairs = tuple(
        PicturePair(id=str(number), fingerprint=number, source=one, target=255 - one)
        for number, one in enumerate(pixels)
    )
    keys = tuple(Key(one.id, one.id) for one in pairs)
    examples = Examples(pairs, keys)
    sides = split(keys, 0)
    plan = PaintingPlan(examples, (16, 16), Paint((4, 8), 1, 0.0), Recipe(batch=2))
    looks = []
    predict = trainer.predict

    def slowly(*given):
        looks.append(given)
        time.sleep(0.1)
        return predict(*given)

    monkeypatch.setattr(trainer, "predict", slowly)
    lesson = Lesson(examples, sides, METRICS["psnr"])
    trained = trainer.fit(plan, lesson, trainer.Budget(60, steps=40), 0, RecordingReporter())
    assert trained.steps == 40
    assert 1 <= len(looks) < trainer.LOOKS / 2
    assert trained.curve[-1].figure is not None
