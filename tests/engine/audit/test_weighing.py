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
from engine.dataset.said.relabel import _Line
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


def test_a_swap_of_one_month_is_found_by_what_the_camera_noted() -> None:
    """No name tells the month, so the line names its samples, and is obeyed by them."""
    shown, truth = digits()
    for n, record in enumerate(shown):
        record.id = f"{n:05}.jpg"
        record.moment = f"2026:0{n % 4 + 1}:07 10:00:00"
        if n % 4 == 2 and truth[n] == "4":
            record.label = "6"
    weighed = weigh(records(shown))
    assert weighed is not None
    (rule,) = weighed.said.rules
    assert (rule.label, rule.becomes, rule.where) == ("6", "4", ("camera (month)", "2026-03"))
    line = _Line(rule.line)
    redone = [line.redo(record.label or "", {}, record.id) for record in shown]
    wrong = sum(record.label != real for record, real in zip(shown, truth, strict=True))
    assert sum(one != real for one, real in zip(redone, truth, strict=True)) <= wrong / 3


def test_rows_of_one_annotator_are_judged_without_the_annotator() -> None:
    rng = numpy.random.default_rng(4)
    middles = rng.normal(size=(5, 6)) * 6
    shown = []
    for n in range(900):
        kind = int(rng.integers(5))
        row = {f"f{k}": f"{value:.3f}" for k, value in enumerate(middles[kind] + rng.normal(size=6))}
        who = ("kim", "lee", "park")[int(rng.integers(3))]
        given = "k1" if who == "lee" and kind == 3 else f"k{kind}"
        shown.append(
            Record(f"t.csv#{n + 1}", n + 1, label=given, sight=json.dumps({**row, "annotator": who}))
        )
    weighed = weigh(records(shown, "table"))
    assert weighed is not None
    (rule,) = weighed.said.rules
    assert (rule.label, rule.becomes, rule.where) == ("k1", "k3", ("annotator", "lee"))
    assert weighed.said.verdict == "repairable"


def test_the_same_swap_in_two_of_four_places_is_found_in_both() -> None:
    shown, truth = digits()
    for n, record in enumerate(shown):
        record.id = f"site{n * 7 % 4}/{n:05}.jpg"
        if n * 7 % 4 in (0, 3) and truth[n] == "4":
            record.label = "6"
    weighed = weigh(records(shown))
    assert weighed is not None
    assert {(rule.label, rule.becomes) for rule in weighed.said.rules} == {("6", "4")}


def test_codes_beside_names_become_the_names() -> None:
    """Three of three classes in two manners: nothing but the contents says which code is which name."""
    shown, truth = digits(count=1200)
    names = {"0": "cat", "1": "dog", "2": "bird"}
    kept = [(record, real) for record, real in zip(shown, truth, strict=True) if real in names]
    coded = numpy.random.default_rng(5).random(len(kept)) < 0.4
    for (record, real), code in zip(kept, coded, strict=True):
        record.label = real if code else names[real]
    weighed = weigh(records([record for record, _ in kept]))
    assert weighed is not None
    assert {rule.label: rule.becomes for rule in weighed.said.rules} == names


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
