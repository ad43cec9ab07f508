"""The job that makes a system's example data."""

from __future__ import annotations

from pathlib import Path

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.registry import find_system
from engine.prototypes.run_folder import whole_folder


def make(params: dict[str, Json], reporter: Reporter) -> Json:
    """Make the example data of ``system`` with ``seed`` in the folder ``out``, missing or empty.

    Optional: ``count``, about how many samples; ``scratch``, the job's scratch folder. Returns how many
    files there are. Raises UserError; ``out`` is then as it was before.
    """
    system = find_system(str(params["system"]))
    count = params.get("count")
    scratch = None if params.get("scratch") is None else Path(str(params["scratch"]))
    out = Path(str(params["out"]))
    reporter.emit("stage", name="drawing")
    with whole_folder(out, scratch) as folder:
        system.make_example(
            folder, int(str(params["seed"])), system.example_count if count is None else int(str(count))
        )
    return {"files": sum(path.is_file() for path in out.rglob("*"))}
