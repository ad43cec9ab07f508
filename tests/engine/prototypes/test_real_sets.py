"""Real sets, through the whole path."""

from __future__ import annotations

import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.prototypes.pipeline import train_prototype
from engine.prototypes.registry import find_system
from engine.prototypes.trainer import Budget
from engine.prototypes.types import PrototypeResult

pytestmark = [pytest.mark.real, pytest.mark.slow]


def train(path, out, budget) -> PrototypeResult:
    out.mkdir()
    system = find_system("image_classification")
    return train_prototype(system, open_dataset(path), out, budget, 0, RecordingReporter())


def test_greek_letters_beat_the_majority_clearly(real_data, tmp_path):
    result = train(real_data / "a_omniglot_greek" / "data", tmp_path / "out", Budget(30))
    majority = next(one for one in result.baselines if one.name == "majority")
    assert len(result.classes) == 24
    assert result.model.low > majority.high + 0.2


def test_day_and_night(real_data, tmp_path):
    result = train(real_data / "a_daynight_classes" / "data", tmp_path / "out", Budget(60, steps=20))
    assert result.classes == ("day", "night")
    assert result.test_samples == 14


def test_a_dirty_set_costs_only_its_broken_files(real_data, tmp_path):
    result = train(real_data / "i_dirty_classes_A" / "data", tmp_path / "out", Budget(60, steps=3))
    assert set(result.classes) >= {"day", "night"}
    assert result.unreadable > 0
