"""The job that shows a system at once: the model that we trained beforehand, on fresh examples of our own."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.registry import find_system, list_systems

SEED = 7
"""Of the examples: the models learnt from others."""
COUNT = 12
SHOWN = 8


def ready_systems() -> tuple[str, ...]:
    """The names of the systems that have a model ready."""
    return tuple(card.name for card in list_systems() if _has_model(card.name))


def show(params: dict[str, Json], reporter: Reporter) -> Json:
    """Make a few example samples of ``system`` and run its ready model on them.

    ``out``: the folder that predictions and pictures are written to, or None. Returns what
    :func:`engine.prototypes.running.run` returns. Raises UserError where there is no ready model.
    """
    from engine.prototypes.running import run

    system = find_system(str(params["system"]))
    if not _has_model(system.card.name):
        raise UserError("prototype_not_ready", name=system.card.name, known=", ".join(ready_systems()))
    with tempfile.TemporaryDirectory(prefix="jjak-ready-") as home:
        folder = Path(home) / "data"
        folder.mkdir()
        system.make_example(folder, SEED, min(COUNT, system.example_count))
        with as_file(_model(system.card.name)) as model:
            wishes: dict[str, Json] = {"model": str(model), "path": str(folder)}
            return run(wishes | {"out": params.get("out"), "previews": SHOWN}, reporter)


def _has_model(name: str) -> bool:
    return _model(name).is_file()


def _model(name: str) -> Traversable:
    return files("assets") / "weights" / f"{name}.onnx"
