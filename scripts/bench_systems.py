"""Every system trained as a consultant would: on its example data, and on the real sets that fit it.

``make bench-systems`` prints the table; ``python -m scripts.bench_systems SYSTEM …`` measures some.
Each run is the whole job in its child, by the clock: metric, best simple way, interval, seconds, steps.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from engine.errors import JobCancelledError, UserError
from engine.jobs import JobFailedError, Json, Task, run
from engine.prototypes import list_systems
from engine.prototypes.figures import figure, with_interval
from engine.prototypes.types import PrototypeResult

TRAIN = Task("engine.prototypes.task", "train")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SECONDS = 90
LONG = {"conditional_gan": 180, "cyclegan": 180, "dcgan": 180, "face_to_face": 180, "gan": 180, "wgan": 180}
"""Those that are judged after three minutes."""
REAL: dict[str, tuple[str, ...]] = {
    "image_classification": ("a_omniglot_greek", "a_daynight_classes", "f_fsdd_flat"),
    "object_detection": ("b_raccoon_voc", "b_bccd60_voc"),
    "segmentation": ("b_membrane_masks/data/train",),
    "pix2pix": ("c_sidebyside_membrane",),
    "cyclegan": ("c_day2night_unpaired",),
    "image_super_resolution": ("c_set5_sr", "c_realsr_inputonly"),
    "colourisation": ("c_realsr_inputonly",),
    "autoencoder": ("a_omniglot_greek",),
    "vae": ("a_omniglot_greek",),
    "text_classification": ("d_nsmc_tsv", "d_nsmc_posneg_folders"),
    "bert": ("d_nsmc_synopses",),
    "gpt": ("d_shakespeare",),
    "recommender": ("e_movie_ratings",),
    "series_forecasting": ("e_weather_parquet_xlsx",),
    "document_ocr": ("h_sroie_receipts_A",),
    "lip_sync": ("f_lipvideo_A",),
}
SEED = 41  # of the examples: not the one that start weights are trained on
COLUMNS = (
    "system",
    "data",
    "metric",
    "model",
    "best simple way",
    "verdict",
    "s",
    "steps",
    "ms",
    "kB",
    "parity",
)


def main() -> None:
    """Measure what is named, or everything, and print a row after each run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("systems", nargs="*", default=[card.name for card in list_systems()])
    parser.add_argument("--seconds", type=int, help="for every run, in place of 90 or 180")
    parser.add_argument("--real", action="store_true", help="only on the real sets")
    asked = parser.parse_args()
    table, console = Table(*COLUMNS), Console(width=200)
    for name in asked.systems:
        for row in rows(name, asked.seconds or LONG.get(name, SECONDS), examples=not asked.real):
            table.add_row(*row)
            console.print(" | ".join(row))
    console.print(table)


def rows(name: str, seconds: int, *, examples: bool = True) -> Iterator[tuple[str, ...]]:
    """The system on its example, then on each real set that lies beside the checkout."""
    with tempfile.TemporaryDirectory() as home:
        if examples:
            data = Path(home) / "example"
            params: dict[str, Json] = {"system": name, "out": str(data), "seed": SEED}
            run(Task("engine.prototypes.example", "make"), params)
            yield measured(name, data, "example", seconds, Path(home) / "run")
        for place in REAL.get(name, ()):
            path = SHARED / (place if "/" in place else f"{place}/data")
            if path.exists():
                yield measured(name, path, place.split("/")[0], seconds, Path(home) / place.replace("/", "-"))


def measured(name: str, path: Path, title: str, seconds: int, out: Path) -> tuple[str, ...]:
    """One run as a row; what went wrong, where something did."""
    params: dict[str, Json] = {
        "system": name,
        "path": str(path),
        "out": str(out),
        "seconds": seconds,
        "seed": 0,
    }
    started = time.monotonic()
    try:
        result = PrototypeResult.model_validate(run(TRAIN, params))
    except (UserError, JobFailedError, JobCancelledError) as error:
        return (name, title, "-", f"{type(error).__name__}: {error}"[:80], *("" for _ in COLUMNS[4:]))
    best = result.ranked()[0]
    return (
        name,
        title,
        result.metric,
        with_interval(result.model, result.unit),
        f"{best.name} {figure(best.value, result.unit)}",
        result.outcome,
        f"{time.monotonic() - started:.0f}",
        f"{result.steps:,}",
        f"{result.milliseconds_per_sample:.1f}",
        f"{result.model_bytes // 1000:,}",
        f"{result.parity:.0e}",
    )


if __name__ == "__main__":
    main()
