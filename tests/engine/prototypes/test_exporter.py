"""Both exporters: one file, a free batch size, the metadata, and the same numbers as torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from engine.dataset.types import Dataset, Sample
from engine.errors import UserError
from engine.jobs.protocol import Json
from engine.prototypes import exporter
from engine.prototypes.blocks import ResidualClassifier
from engine.prototypes.system import Answer, Codec, Feeds, Outputs, Port, Prepared

SIDE = 32


class Pictures(Codec[Prepared]):
    """As much of a codec as the exporter asks for: twelve pictures of noise."""

    inputs = (Port("input"),)
    outputs = (Port("output"),)

    def __init__(self) -> None:
        self._pixels = np.random.default_rng(0).normal(size=(12, 3, SIDE, SIDE)).astype(np.float32)

    def settings(self) -> dict[str, Json]:
        return {}

    def read(self, dataset: Dataset, sample: Sample) -> Prepared | None:
        return None

    def feeds(self, some: Sequence[Prepared]) -> Feeds:
        return {"input": self._pixels[[one.fingerprint for one in some]]}

    def answer(self, one: Prepared, outputs: Outputs) -> Answer:
        return Answer()


SOME = [Prepared(id=str(number), fingerprint=number) for number in range(12)]


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
    codec = Pictures()
    exporter.write_onnx(network, codec.feeds(SOME[:2]), codec.inputs, codec.outputs, path)
    exporter.annotate(path, {"jjak.system": "test"})
    assert exporter.parity(network, codec, path, SOME) <= exporter.TOLERANCE
    assert [file.name for file in tmp_path.iterdir()] == ["model.onnx"]
    assert {"jjak.system": "test"}.items() <= {
        entry.key: entry.value for entry in onnx.load(path).metadata_props
    }.items()


def test_a_model_that_differs_is_refused(network, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    exporter.export(network, Pictures(), SOME, {"jjak.system": "test"}, path)
    assert [file.name for file in tmp_path.iterdir()] == ["model.onnx"], "nothing of the child's is left"
    with torch.no_grad():
        next(network.parameters()).mul_(1.5)
    with pytest.raises(UserError) as refused:
        exporter.parity(network, Pictures(), path, SOME)
    assert refused.value.code == "export_differs"
