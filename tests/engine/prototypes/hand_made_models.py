"""ONNX files built by hand: one good, and its spoilt relatives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from pydantic import JsonValue

from engine.runtime.model import write_card
from engine.runtime.types import ModelCard

SIZE = 16
CARD = ModelCard(
    system="image_classification",
    settings={
        "classes": ["빨강", "green", "blue"],
        "image_size": SIZE,
        "mean": [0.5, 0.5, 0.5],
        "std": [0.25, 0.25, 0.25],
    },
    fitted=frozenset({0, 1, 2**64 - 1}),
)


def save_tint_model(
    path: Path,
    metadata: dict[str, str] | None = None,
    settings: dict[str, JsonValue] | None = None,
    drop: str | None = None,
    outputs: int = 3,
    side: int = SIZE,
) -> Path:
    """The mean of each channel, times ten, is its class's logit; ``metadata`` overrides entries."""
    weights = np.eye(3, outputs, dtype=np.float32) * 10
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["input"], ["pooled"]),
            helper.make_node("Flatten", ["pooled"], ["flat"]),
            helper.make_node("MatMul", ["flat", "weights"], ["output"]),
        ],
        "tint",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 3, side, side])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", outputs])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    card = CARD.model_copy(update={"settings": {**CARD.settings, **(settings or {})}})
    entries = {**write_card(card), **(metadata or {})}
    helper.set_model_props(model, {key: value for key, value in entries.items() if key != drop})
    onnx.save(model, path)
    return path


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (20, 30)) -> Image.Image:
    return Image.new("RGB", size, colour)
