"""The labels of a set, weighed on records: doubtful ones named, contexts drawn from names and columns."""

from __future__ import annotations

import base64
import json

import numpy
import pytest
from sklearn.datasets import load_digits

from engine.audit.records import Record, Records
from engine.audit.types import LabelsSaid
from engine.audit.weighing import context_of, weigh
from engine.dataset.types import Modality, Recognition
from engine.texts import LANGUAGES, catalogue


def records(shown: list[Record], modality: Modality = "image") -> Records:
    said = Recognition("class_folders", "paired", 0.9, modality, "category", ())
    return Records(said, shown)


def digits(wrong: float = 0.0, seed: int = 0, count: int = 1200) -> tuple[list[Record], list[str]]:
    """Handwritten digits as records of pictures in folders, and their true labels."""
    rng = numpy.random.default_rng(seed)
    features, labels = load_digits(return_X_y=True)
    truth = [str(label) for label in labels[:count]]
    given = [str(rng.integers(10)) if rng.random() < wrong else label for label in truth]
    shown = [
        Record(
            f"site{n % 3}/{label}/p_{n % 7}_{n}.png",
            n + 1,
            label=label,
            sight=base64.b64encode(features[n].astype(numpy.float16).tobytes()).decode(),
        )
        for n, label in enumerate(given)
    ]
    return shown, truth


def test_wrong_labels_are_named_with_what_they_look_like() -> None:
    shown, truth = digits(wrong=0.1)
    weighed = weigh(records(shown))
    assert weighed is not None
    wrong = {record.id: real for record, real in zip(shown, truth, strict=True) if record.label != real}
    share = len(wrong) / len(shown)
    assert weighed.said.known
    assert weighed.said.share == pytest.approx(share, abs=0.025)
    assert weighed.said.rules == ()
    named = dict(weighed.doubtful)
    assert len(named.keys() & wrong.keys()) >= 0.8 * len(wrong)
    assert len(named.keys() & wrong.keys()) >= 0.8 * len(named)
    right = [named[one].endswith(f"→ {wrong[one]}") for one in named.keys() & wrong.keys()]
    assert sum(right) >= 0.9 * len(right)


def test_good_labels_are_called_good() -> None:
    shown, _ = digits()
    weighed = weigh(records(shown))
    assert weighed is not None
    assert weighed.said.verdict == "good"
    assert len(weighed.doubtful) <= 0.005 * len(shown)  # a few digits are hard to read


def test_without_sights_only_spellings_are_told() -> None:
    shown = [Record(f"{n}.mp4", n, label="Cat" if n % 9 == 0 else ("cat", "dog")[n % 2]) for n in range(90)]
    weighed = weigh(records(shown, "video"))
    assert weighed is not None
    assert [(rule.label, rule.becomes, rule.count) for rule in weighed.said.rules] == [("Cat", "cat", 10)]
    assert weighed.said.share is None
    assert weighed.said.verdict == "repairable"


def test_rows_are_weighed_by_their_other_columns() -> None:
    rng = numpy.random.default_rng(2)
    rows = [
        {"height": f"{rng.normal(n % 3 * 4, 1):.3f}", "site": "ab"[n % 2], "kind": n % 3} for n in range(400)
    ]
    shown = [
        Record(f"t.csv#{n}", n, label=f"k{row.pop('kind')}", sight=json.dumps(row))
        for n, row in enumerate(rows)
    ]
    weighed = weigh(records(shown, "table"))
    assert weighed is not None
    assert weighed.said.known
    assert weighed.said.verdict == "good"


def test_a_class_of_two_samples_spoils_nothing() -> None:
    shown, _ = digits()
    for record in shown[:2]:
        record.label = "rare"
    weighed = weigh(records(shown))
    assert weighed is not None
    assert weighed.said.known


@pytest.mark.parametrize("count", [0, 5])
def test_too_few_are_not_weighed(count: int) -> None:
    assert weigh(records([Record(f"{n}", n, label="ab"[n % 2]) for n in range(count)])) is None


def test_the_context_is_what_takes_a_few_values() -> None:
    shown, _ = digits(count=60)
    context = context_of(shown)
    assert set(context) == {"folder 1", "name 2"}  # not the class, nor what counts the files
    assert set(context["folder 1"]) == {"site0", "site1", "site2"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("accepted", [0, 3])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("verdict", ["good", "repairable", "disordered", None])
def test_every_verdict_has_its_sentence(verdict, known, accepted, language) -> None:  # type: ignore[no-untyped-def]
    labels = LabelsSaid(
        verdict=verdict,
        weighed=1200,
        known=known and verdict is not None,
        share=0.081,
        low=0.06,
        high=0.1,
        changed=0,
        accepted=accepted,
    )
    said = catalogue("findings").say(labels.said.key, language, **labels.said.values)
    assert ("8.1" in said) == labels.known
    assert ("3" in said) == bool(accepted)
