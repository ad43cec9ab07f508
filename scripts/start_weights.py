"""Trains the start weights of every system on our own example data, into ``assets/weights``.

``make weights`` runs it; ``python -m scripts.start_weights SYSTEM …`` trains some. Counted steps on
one thread from fixed seeds: the same machine gives the same files. Of each system ``<name>.npz``
holds the network's state in half precision, to start from where a client has few samples, and
``<name>.onnx`` the model itself, its weights halved too, so that something real runs at once;
``figures.json`` says how good each is on examples that it did not learn from.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before torch comes in

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from rich.console import Console
from rich.table import Table

from engine.dataset import open_dataset
from engine.jobs.protocol import Json
from engine.prototypes import list_systems
from engine.prototypes.exporter import annotate, export, parity
from engine.prototypes.pipeline import read_lesson
from engine.prototypes.registry import find_system
from engine.prototypes.start_weights import save_starter
from engine.prototypes.trainer import Budget, fit, predict
from engine.runtime.model import write_card
from engine.runtime.types import ModelCard

OUT = Path(__file__).resolve().parents[1] / "assets" / "weights"
SEED = 1000
"""Of the examples: tests and demonstrations use other ones."""
STEPS = 400  # at least; half as many again as a recipe calls enough; or as many as stand here
LONGER = {
    "bert": 3000,
    "bracket_positioning": 900,
    "cyclegan": 900,
    "document_ocr": 1500,
    "face_to_face": 900,
    "image_classification": 900,
    "lip_sync": 1200,
    "object_detection": 900,
    "segmentation": 900,
}
SAMPLES = 2  # times as many as the example has
FIGURES = "figures.json"
MOST_BYTES = 40_000_000
LARGE = 1024  # numbers of a tensor, from which it is stored in half precision


class Silent:
    """Nobody watches."""

    finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Nothing."""

    def emit(self, kind: str, **data: Json) -> None:
        """Nothing."""


def main() -> int:
    """Train what is named, or everything; print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    portable = [card.name for card in list_systems() if find_system(card.name).portable]
    parser.add_argument("systems", nargs="*", default=portable)
    parser.add_argument("--steps", type=int)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    table = Table("system", "metric", "test", "steps", "s", "npz kB", "onnx kB")
    for name in asked.systems:
        started = time.monotonic()
        figures = _train(name, asked.steps)
        _note(name, figures)
        sizes = [f"{(OUT / f'{name}.{end}').stat().st_size / 1000:,.0f}" for end in ("npz", "onnx")]
        table.add_row(name, *map(str, figures.values()), f"{time.monotonic() - started:.0f}", *sizes)
    Console().print(table)
    total = sum(file.stat().st_size for file in OUT.iterdir())
    print(f"{total / 1e6:.1f} MB in all")
    return 0 if total <= MOST_BYTES else 1


def _train(name: str, steps: int | None) -> dict[str, Json]:
    """Train one system and write its two files; its metric, the figure on test samples, the steps."""
    system = find_system(name)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        data = Path(home) / "data"
        data.mkdir()
        system.make_example(data, SEED, SAMPLES * system.example_count)
        lesson = read_lesson(system, open_dataset(data), SEED, Silent())
        plan = system.plans(lesson.examples, lesson.sides)[0]
        steps = steps or LONGER.get(name, max(STEPS, plan.recipe.steps_enough * 3 // 2))
        trained = fit(plan, lesson, Budget(0, steps), SEED, Silent())
        outputs = predict(trained.network, plan, lesson.examples, lesson.sides.test)
        figure = lesson.metric.combine(plan.evidence(outputs, lesson.sides.test))
        save_starter(trained.network, OUT / f"{name}.npz")
        model = Path(home) / "model.onnx"
        tests = [lesson.examples.prepared[place] for place in lesson.sides.test]
        export(trained.network, plan.codec, tests, write_card(_card(name, plan.codec.settings())), model)
        parity(trained.network, plan.codec, model, tests)
        annotate(model, {"jjak.data": "example", "jjak.metric": lesson.metric.name})
        _write_halved(model, OUT / f"{name}.onnx")
    return {"metric": lesson.metric.name, "test": round(float(figure), 4), "steps": steps}


def _write_halved(source: Path, target: Path) -> None:
    """The same model in half the bytes: its large tensors in half precision, widened when it is opened."""
    model = onnx.load(source)
    widened = []
    for tensor in list(model.graph.initializer):
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < LARGE:
            continue
        small = numpy_helper.from_array(
            numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}_half"
        )
        model.graph.initializer.remove(tensor)
        model.graph.initializer.append(small)
        widened.append(helper.make_node("Cast", [small.name], [tensor.name], to=onnx.TensorProto.FLOAT))
    for node in reversed(widened):
        model.graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _note(name: str, figures: dict[str, Json]) -> None:
    path = OUT / FIGURES
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = json.dumps(known | {name: figures}, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _card(name: str, settings: dict[str, Json]) -> ModelCard:
    return ModelCard(system=name, settings=settings)


if __name__ == "__main__":
    sys.exit(main())
