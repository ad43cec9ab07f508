"""Both exporters: one file, a free batch size, the metadata, and the same numbers as torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray

from engine.errors import UserError
from engine.prototypes import exporter
from engine.prototypes.blocks import ResidualClassifier

SIDE = 32


class Pictures:
    """As much of a plan as the exporter asks for: twelve pictures of noise."""

    def __init__(self) -> None:
        self._pixels = np.random.default_rng(0).normal(size=(12, 3, SIDE, SIDE)).astype(np.float32)

    def inputs(self, indices: Sequence[int]) -> NDArray[np.float32]:
        return self._pixels[list(indices)]


@pytest.fixture
def network() -> ResidualClassifier:
    torch.manual_seed(0)
    return ResidualClassifier((8, 16, 16, 16), 3, 0.0).eval()


def broken(*_arguments: object) -> None:
    raise RuntimeError("this network is beyond it")


@pytest.mark.parametrize("current_works", [True, False])
def test_either_exporter_gives_the_same_numbers(network, current_works, tmp_path: Path, monkeypatch) -> None:
    if not current_works:
        monkeypatch.setattr(exporter, "_export_current", broken)
    path = tmp_path / "model.onnx"
    exporter.export(network, Pictures(), {"jjak.system": "test"}, path)
    assert exporter.parity(network, Pictures(), path, range(12)) <= exporter.TOLERANCE
    assert [file.name for file in tmp_path.iterdir()] == ["model.onnx"]
    assert {"jjak.system": "test"}.items() <= {
        entry.key: entry.value for entry in onnx.load(path).metadata_props
    }.items()


def test_a_model_that_differs_is_refused(network, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    exporter.export(network, Pictures(), {}, path)
    with torch.no_grad():
        next(network.parameters()).mul_(1.5)
    with pytest.raises(UserError) as refused:
        exporter.parity(network, Pictures(), path, range(12))
    assert refused.value.code == "export_differs"
