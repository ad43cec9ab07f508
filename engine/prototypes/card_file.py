"""What lies beside a model so that others can use it: a card, an example input, a script that runs it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from engine.prototypes.exporter import save_arrays
from engine.prototypes.figures import figure, interval
from engine.prototypes.origin import began_from
from engine.prototypes.system import Codec, P
from engine.prototypes.types import PrototypeResult
from engine.texts import LANGUAGES, Language, catalogue

CARD, SCRIPT, EXAMPLE = "card.md", "run.py", "example.npz"
EXAMPLES = 2


def write_companions(folder: Path, result: PrototypeResult, codec: Codec[P], some: Sequence[P]) -> None:
    """Write the card (both languages), ``run.py`` and the input of two samples into the run's folder."""
    said = [_card(result, codec, language) for language in LANGUAGES]
    (folder / CARD).write_text("\n".join(said), encoding="utf-8")
    script = files("assets") / "prototypes" / SCRIPT
    (folder / SCRIPT).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    save_arrays(folder / EXAMPLE, codec.feeds(list(some[:EXAMPLES])))


def _card(result: PrototypeResult, codec: Codec[P], language: Language) -> str:
    words = catalogue("prototypes")
    rows = [
        f"| {words.say(one.name, language)} | {figure(one.value, result.unit)} "
        f"| {interval(one.low, one.high, result.unit)} |"
        for one in (result.model, *result.ranked())
    ]
    rows += [f"| {words.say(name, language)} | {value:.3g} | |" for name, value in result.beside.items()]
    ports = [
        f"- {words.say(kind, language)} `{port.name}`"
        for kind, some in (("card_input", codec.inputs), ("card_output", codec.outputs))
        for port in some
    ]
    values = {
        "system": words.say(result.system, language),
        "metric": words.say(result.metric, language),
        "way": words.say("metric_higher" if result.higher_is_better else "metric_lower", language),
        "data": result.data,
        "outcome": words.say(f"card_{result.outcome}", language),
        "rows": "\n".join(rows),
        "began": began_from(result, language),
        "ports": "\n".join(ports),
        "train": result.train_samples,
        "test": result.test_samples,
        "seconds": round(result.seconds),
        "steps": result.steps,
        "parity": f"{result.parity:.1e}",
        "milliseconds": f"{result.milliseconds_per_sample:.1f}",
        "parameters": f"{result.parameters:,}",
    }
    return words.say("card", language, **values)
