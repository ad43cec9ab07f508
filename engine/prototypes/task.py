"""The jobs that train: a prototype, or many of them to see whether more data would help."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.dataset import open_dataset
from engine.dataset.corrections import corrections_in
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.registry import find_system
from engine.prototypes.run_folder import whole_folder

if TYPE_CHECKING:
    from engine.prototypes.system import Prepared, System
    from engine.prototypes.trainer import Budget

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
    system, budget, seed = _wishes(params)
    from engine.prototypes.pipeline import train_prototype

    scratch = None if params.get("scratch") is None else Path(str(params["scratch"]))
    with whole_folder(Path(str(params["out"])), scratch) as folder:
        dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
        result = train_prototype(system, dataset, folder, budget, seed, reporter)
    return result.model_dump(mode="json")


def more_data(params: dict[str, Json], reporter: Reporter) -> Json:
    """Say whether more data than ``path`` holds would help ``system``; ``seconds``: of all trainings.

    ``seed``, ``steps`` and ``corrections`` as for :func:`train`. Returns the MoreData as JSON. Raises
    UserError.
    """
    system, budget, seed = _wishes(params)
    from engine.prototypes.more_data import measure_more_data

    dataset = open_dataset(Path(str(params["path"])), corrections_in(params))
    return measure_more_data(system, dataset, budget, seed, reporter).model_dump(mode="json")


def _wishes(params: dict[str, Json]) -> tuple[System[Prepared], Budget, int]:
    """What is to be learnt, for how long, by which seed; torch is imported on the way."""
    system = find_system(str(params["system"]))
    seconds = float(str(params["seconds"]))
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise UserError("prototype_seconds", least=int(LEAST_SECONDS), most=int(MOST_SECONDS))
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise UserError("torch_missing")
    _be_modest()
    from engine.prototypes.trainer import Budget

    steps = None if params.get("steps") is None else int(str(params["steps"]))
    return system, Budget(seconds, steps), int(str(params["seed"]))


def _be_modest() -> None:
    """Leave the machine to the window: idle threads sleep, and this process waits its turn.

    The policy must stand in the environment before torch brings its threads in: waiting
    threads that spin are many times slower beside a busy program. numpy's own threads spin whatever
    it says: on a loaded machine a metric of small matrices took 30 times as long with two as with one.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import numpy  # noqa: F401  only what is loaded can be limited
    import psutil
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    elif process.nice() < NICENESS:
        process.nice(NICENESS)
