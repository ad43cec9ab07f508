"""No rule where there is none: names that look alike, places that differ by nature, columns that tell."""

from __future__ import annotations

import base64
import json
from collections import Counter

import numpy
import pytest
from sklearn.datasets import load_digits

from engine.audit.records import Record, Records
from engine.audit.relabel.spellings import spelling_rules
from engine.audit.types import RuleSaid
from engine.audit.weighing import Weighed, weigh
from engine.dataset.types import Modality, Part, Recognition

NAMES = ["cat", "dog", "horse", "tiger", "rabbit", "bear", "apple", "banana", "grape", "carrot"]


def weighed_of(shown: list[Record], modality: Modality = "image") -> Weighed:
    found = weigh(Records(Recognition("class_folders", "paired", 0.9, modality, "category", ()), shown))
    assert found is not None
    return found


def pictures(blur: float, uneven: bool, shift: float = 0.0, seed: int = 0) -> list[Record]:
    """Digits under other names from two sites, seen well or badly; ``shift``: the second sees otherwise."""
    rng = numpy.random.default_rng(seed)
    features, digits = load_digits(return_X_y=True)
    seen = features + rng.normal(size=features.shape) * blur
    odds = numpy.where(digits % 2 == 1, 0.9, 0.1) if uneven else numpy.full(len(digits), 0.5)
    site = rng.random(len(digits)) < odds
    turned = numpy.linalg.qr(rng.normal(size=(64, 64)))[0]
    seen[site] = (1 - shift) * seen[site] + shift * seen[site] @ turned
    return [
        Record(
            f"s{int(site[n])}/{n}.png",
            n + 1,
            label=NAMES[digits[n]],
            sight=base64.b64encode(seen[n].astype(numpy.float16).tobytes()).decode(),
        )
        for n in range(len(digits))
    ]


@pytest.mark.parametrize(
    ("blur", "uneven", "shift"),
    [(10, True, 0), (6, True, 0), (15, False, 0), (0, True, 0.8), (4, False, 0.9)],
)
def test_other_places_with_other_classes_or_other_light_swap_nothing(
    blur: float, uneven: bool, shift: float
) -> None:
    assert weighed_of(pictures(blur, uneven, shift)).said.rules == ()


def test_a_column_that_tells_the_label_is_no_place_and_no_better_label() -> None:
    """A visit mostly ends in a purchase: what was visited is neither wrong nor right."""
    rng = numpy.random.default_rng(3)
    shown = []
    for n in range(900):
        visited, dry = rng.random() < 0.5, rng.random() < 0.5
        bought = visited if rng.random() < (0.98 if dry else 0.6) else not visited
        row = {"visited": "ny"[visited], "dry": "ny"[dry], "age": str(rng.integers(20, 70))}
        shown.append(Record(f"t.csv#{n + 1}", n + 1, label="ny"[bought], sight=json.dumps(row)))
    found = weighed_of(shown, "table").said
    assert found.rules == ()
    assert not found.known


def test_a_reviewed_label_in_a_column_is_taken() -> None:
    rng = numpy.random.default_rng(5)
    shown = []
    for n in range(600):
        kind = n % 3
        row = {"size": f"{rng.normal(kind * 5):.3f}", "heat": f"{rng.normal(-kind * 4):.3f}"}
        given = f"k{rng.integers(3)}" if rng.random() < 0.15 else f"k{kind}"
        row["label_checked"] = f"k{kind}"
        shown.append(Record(f"t.csv#{n + 1}", n + 1, label=given, sight=json.dumps(row)))
    (rule,) = weighed_of(shown, "table").said.rules
    assert (rule.kind, rule.where, rule.says["k1"]) == ("better_source", ("label_checked", ""), "k1")


@pytest.mark.parametrize(
    "sizes",
    [
        {"A+": 40, "A-": 30, "A": 50, "B-": 9, "B": 20},
        {"1-2": 40, "12": 30, "3-4": 9, "34": 8},
        {"2.5": 40, "25": 30},
        {"v1.0": 40, "v10": 30},
        {"plane": 400, "plate": 3, "planet": 2},
        {"table": 400, "stable": 2},
        {"crane": 400, "crate": 2},
        {"good": 300, "ok": 40, "bad": 80},
        {f"{word}{n}": 2 for n in range(30) for word in ("kind", "sort")} | {"kindd": 400},
        {"a": 30, "b": 20, "A": 3, "B": 4, "c": 9, "C": 8},
        {"4": 300, "5": 200, "3": 90, "1": 20, "2": 20},
        {"": 3, " ": 2, "x": 40},
    ],
)
def test_names_that_only_look_alike_stay(sizes: dict[str, int]) -> None:
    assert [rule for rule in spelling_rules(sizes, lambda *_: None) if rule.label.strip()] == []


def test_neighbouring_grades_are_not_put_together() -> None:
    """4 and 5 stars can hardly be told apart, and are two grades all the same."""
    rng = numpy.random.default_rng(8)
    grades = rng.integers(1, 6, 1500)
    seen = numpy.where(grades >= 4, 4, grades)[:, None] * 3.0 + rng.normal(size=(1500, 6))
    shown = [
        Record(f"{n}.png", n + 1, label=str(grades[n]), sight=base64.b64encode(seen[n].astype("f2")).decode())
        for n in range(1500)
    ]
    found = weighed_of(shown).said
    assert found.rules == ()
    assert not found.known


def test_strange_sets_are_weighed_without_harm() -> None:
    """All the same to the eye, endless numbers, one rare class among a thousand, several labels each."""
    blank = base64.b64encode(numpy.zeros(20, "f2")).decode()
    same = [Record(f"{n}.png", 7, label="ab"[n % 2], sight=blank) for n in range(100)]
    assert weighed_of(same).said.verdict is None
    wild = base64.b64encode(numpy.array([numpy.inf, numpy.nan, 1.0], "f2")).decode()
    assert weighed_of([Record(f"{n}.png", n, label="ab"[n % 2], sight=wild) for n in range(100)]).said
    rows = [Record(f"t#{n}", n, label="no", sight=json.dumps({"a": f"{n % 17}"})) for n in range(3000)]
    for row in rows[:3]:
        row.label = "yes"
    assert weighed_of(rows, "table").said.rules == ()
    several = [Record(f"{n}.png", n, label="a, b", tags=("a", "b"), sight=blank) for n in range(100)]
    several[0].label = "a"
    said = Recognition("coco", "paired", 0.9, "image", "category", ())
    assert weigh(Records(said, several)) is None


def test_parts_of_a_mixed_set_keep_their_labels_to_themselves() -> None:
    part = Part("a", "paired", "class_folders", 0.9, "image", "category")
    texts = Part("b", "paired", "table", 0.9, "text", "category")
    said = Recognition("mixed", "paired", 0.9, "mixed", None, (), parts=(part, texts))
    shown = pictures(0, uneven=False)
    shown += [Record(f"t.csv#{n}", n, label="Cat", sight=f"word {n}", part=1) for n in range(1, 60)]
    found = weigh(Records(said, shown))
    assert found is not None
    assert found.said.weighed == 1797
    assert found.said.rules == ()


def test_a_rule_counts_in_the_whole_set_and_knows_its_line() -> None:
    shown = [Record(f"{n}.mp4", n, label="Cat" if n % 9 == 0 else "cat") for n in range(90)]
    shown += [Record(f"{n}.mp4", n, label="dog") for n in range(90, 200)]
    (rule,) = weighed_of(shown, "video").said.rules
    assert rule == RuleSaid(kind="spelling", label="Cat", becomes="cat", count=10, support=1.0)
    assert (rule.line.label, rule.line.becomes, rule.line.samples) == ("Cat", "cat", "")
    assert Counter(record.label for record in shown)["Cat"] == rule.count
