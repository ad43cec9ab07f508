"""The job that trains a prototype."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from engine.dataset import open_dataset
from engine.dataset.corrections import corrections_in
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.registry import find_system
from engine.prototypes.run_folder import whole_folder

NEEDED = ("torch", "onnx", "onnxscript", "sklearn")
LEAST_SECONDS, MOST_SECONDS = 1.0, 3600.0
NICENESS = 10


def train(params: dict[str, Json], reporter: Reporter) -> Json:
    """Train ``system`` on ``path`` for ``seconds`` with ``seed``; write the run to the folder ``out``.

    Optional: ``corrections``, what the user said of the set; ``scratch``, the job's scratch folder (see
    :func:`scratch_beside`); and
    ``steps``, a number of steps to take instead of ``seconds``. Returns the PrototypeResult as
    JSON. Raises UserError for what the user can mend; ``out`` is then as it was before.
    """
    system = find_system(str(params["system"]))
    seconds = float(str(params["seconds"]))
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise UserError("prototype_seconds", least=int(LEAST_SECONDS), most=int(MOST_SECONDS))
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise UserError("torch_missing")
    _be_modest()
    from engine.prototypes.pipeline import train_prototype
    from engine.prototypes.trainer import Budget

    budget = Budget(seconds, None if params.get("steps") is None else int(str(params["steps"])))
    scratch = None if params.get("scratch") is None else Path(str(params["scratch"]))
    with whole_folder(Path(str(params["out"])), scratch) as folder:
        dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
        result = train_prototype(system, dataset, folder, budget, int(str(params["seed"])), reporter)
    return result.model_dump(mode="json")


def _be_modest() -> None:
    """Leave the machine to the window: idle threads sleep, and this process waits its turn.

    The policy must stand in the environment before torch brings its threads in: waiting
    threads that spin are many times slower beside a busy program.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import psutil

    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    elif process.nice() < NICENESS:
        process.nice(NICENESS)
