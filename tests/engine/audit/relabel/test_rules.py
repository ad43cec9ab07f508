"""Rules by which labels can be redone: planted ones are found, and none that isn't there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy
import pytest
from sklearn.datasets import load_digits

from engine.audit.doubt.held_out import Floats, hold_out
from engine.audit.relabel import Relabelling, find_rules
from engine.audit.relabel.mining import apply_rules

NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
Labels = list[str]
Context = dict[str, list[str]]
Plant = Callable[[numpy.random.Generator, Labels, Labels, Context], Labels]


def client(seed: int, plant: Plant, count: int = 1797) -> tuple[Relabelling, Labels, Labels, Labels]:
    """What is found in digits with 3 % of slips and a planted rule; labels as they are, true and redone."""
    rng = numpy.random.default_rng(seed)
    features, digits = load_digits(return_X_y=True)
    chosen = rng.permutation(len(digits))[:count]
    truth = [NAMES[digit] for digit in digits[chosen]]
    labels = [NAMES[rng.integers(10)] if rng.random() < 0.03 else name for name in truth]
    context = {
        "annotator": [f"a{n}" for n in rng.integers(0, 3, count)],
        "month": [f"2026-{n:02d}" for n in rng.integers(1, 5, count)],
        "site": [f"s{n}" for n in rng.integers(0, 3, count)],
    }
    labels = plant(rng, labels, truth, context)
    pictures: Floats = features[chosen].astype(numpy.float32)
    held_out = hold_out(pictures, labels)
    found = find_rules(labels, context, held_out)
    return found, labels, truth, apply_rules(labels, context, found.rules, held_out)


def share_right(labels: Sequence[str], truth: Sequence[str]) -> float:
    return sum(one == other for one, other in zip(labels, truth, strict=True)) / len(truth)


def nothing(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
    return labels


@pytest.mark.parametrize("seed", range(4, 8))
def test_no_rule_is_found_where_none_is(seed: int) -> None:
    found, *_ = client(seed, nothing)
    assert found.rules == ()
    assert found.changed == 0
    assert found.verdict == "good"


@pytest.mark.parametrize("seed", range(10))
def test_a_swap_tied_to_one_place_is_found_and_undone(seed: int) -> None:
    planted: list[tuple[str, str, str, str]] = []

    def swap(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
        name = ("annotator", "month", "site")[seed % 3]
        place = str(rng.choice(context[name]))
        before, after = map(str, rng.choice(NAMES, 2, replace=False))
        share = (0.8, 1.0)[seed % 2]
        planted.append((name, place, after, before))
        return [
            after if where == place and real == before and rng.random() < share else label
            for label, real, where in zip(labels, truth, context[name], strict=True)
        ]

    found, labels, truth, redone = client(seed, swap)
    assert [(*(rule.where or ()), rule.label, rule.becomes) for rule in found.rules] == planted
    assert found.verdict == "repairable"
    assert share_right(redone, truth) > max(share_right(labels, truth), 0.96)


def test_spellings_a_code_and_another_language_become_one_class() -> None:
    ways = {"two": ["Two ", "TWO", "둘"], "three": ["3"], "nine": ["nines"]}

    def spell(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
        return [str(rng.choice(ways[n])) if n in ways and rng.random() < 0.4 else n for n in labels]

    found, _, truth, redone = client(4, spell)
    assert {rule.label: rule.becomes for rule in found.rules} == {
        "Two ": "two", "TWO": "two", "둘": "two", "3": "three", "nines": "nine"
    }  # fmt: skip
    assert found.verdict == "repairable"
    assert share_right(redone, truth) > 0.95


def test_a_better_label_in_a_name_is_taken() -> None:
    def worse(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
        context["name"] = [name.upper() for name in truth]
        return [NAMES[rng.integers(10)] if rng.random() < 0.15 else name for name in labels]

    found, _, truth, redone = client(5, worse)
    assert [(rule.kind, rule.where) for rule in found.rules] == [("better_source", ("name", ""))]
    assert share_right(redone, truth) == 1


def test_a_worse_label_in_a_name_is_left() -> None:
    def better(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
        context["name"] = [NAMES[rng.integers(10)] if rng.random() < 0.2 else name for name in truth]
        return labels

    found, *_ = client(6, better)
    assert found.rules == ()


def test_noise_without_a_rule_is_disorder() -> None:
    def noise(rng: numpy.random.Generator, labels: Labels, truth: Labels, context: Context) -> Labels:
        return [NAMES[rng.integers(10)] if rng.random() < 0.3 else name for name in labels]

    found, *_ = client(7, noise)
    assert found.rules == ()
    assert found.verdict == "disordered"


def only_names(sizes: dict[str, int]) -> dict[str, str]:
    labels = [label for label, count in sizes.items() for _ in range(count)]
    return {rule.label: rule.becomes for rule in find_rules(labels, {}, None).rules}


@pytest.mark.parametrize(
    ("sizes", "mapping"),
    [
        (
            {"cat": 50, "Cat ": 9, "고양이": 20, "cats": 5, "dog": 60},
            {"Cat ": "cat", "고양이": "cat", "cats": "cat"},
        ),
        ({"고양이": 50, "cat": 9, "강아지": 20}, {"cat": "고양이"}),
        ({"불량": 40, "NG": 30, "양품": 90, "OK": 4}, {"NG": "불량", "OK": "양품"}),
        (
            {"traffic light": 30, "traffic_light": 3, "Traffic-Light": 2, "car": 40},
            {"traffic_light": "traffic light", "Traffic-Light": "traffic light"},
        ),
        ({"1": 40, "1.0": 4, "01": 3, "2": 50}, {"1.0": "1", "01": "1"}),
        ({"strawberry": 200, "strawbery": 2, "grape": 180}, {"strawbery": "strawberry"}),
        ({"고양이과동물": 200, "고양이과동뮬": 1, "개과동물": 180}, {"고양이과동뮬": "고양이과동물"}),
        ({"Ａ급": 10, "A급": 40, "B급": 30}, {"Ａ급": "A급"}),
        ({"OK": 50, "양품": 9, "good": 5, "NG": 40, "bad": 9}, {"양품": "OK", "good": "OK", "bad": "NG"}),
        (
            {"고양이": 50, "01_고양이": 9, "강아지": 40, "02_강아지": 5},
            {"01_고양이": "고양이", "02_강아지": "강아지"},
        ),
        ({"cat": 50, "cat (고양이)": 9, "dog/개": 5, "dog": 40}, {"cat (고양이)": "cat", "dog/개": "dog"}),
        ({"cat": 50, "cat\u200b": 9, "“cat”": 3}, {"cat\u200b": "cat", "“cat”": "cat"}),
        ({"cat": 50, "cat,": 4, "dog": 9, "dog.": 3}, {"cat,": "cat", "dog.": "dog"}),
        (
            {"cat": 50, "cat - 복사본": 9, "dog": 40, "dog - Copy (2)": 5},
            {"cat - 복사본": "cat", "dog - Copy (2)": "dog"},
        ),
        ({"class1": 50, "class01": 9, "class 01": 5}, {"class 01": "class01", "class01": "class1"}),
        ({"knife": 50, "knives": 9, "사람": 40, "사람들": 5}, {"knives": "knife", "사람들": "사람"}),
        ({"male": 50, "M": 9, "여": 40, "F": 5}, {"M": "male", "F": "여"}),
        ({"pear": 50, "배": 9, "apple": 40}, {"배": "pear"}),
        # Other classes, however alike they are written
        ({"pear": 50, "배": 9, "ship": 40}, {}),
        ({"desert": 400, "dessert": 4, "angel": 400, "angle": 4}, {}),
        ({"mg": 40, "Mg": 9, "g": 20}, {}),
        ({"1 cm": 40, "2 cm": 9, "cm": 20}, {}),
        ({"1_cat": 40, "2_cat": 9, "cat": 20, "1_dog": 9}, {}),
        ({"bolt (M6)": 40, "bolt (M8)": 9, "bolt": 20, "사과(부사)": 9, "사과": 9}, {}),
        ({"type (1)": 40, "type (2)": 9, "type": 20}, {}),
        ({"J18": 40, "J1.8": 9, "J18.0": 5, "J180": 5}, {}),
        ({"상": 40, "중": 9, "하": 5}, {}),
        ({"정상": 40, "healthy": 9, "normal": 5}, {}),
        ({"glass": 40, "glasses": 30}, {}),
        ({"house": 40, "horse": 30, "mouse": 35}, {}),
        ({"class1": 400, "class2": 2, "class10": 5}, {}),
        ({"a": 3, "A": 3, **dict.fromkeys("bcdefghijBCDEFGHIJ", 5)}, {}),
        ({"1": 40, "10": 4, "100": 3}, {}),
        ({"male": 400, "female": 2}, {}),
        ({"type a": 500, "type b": 3}, {}),
        ({"말": 50, "소": 50, "배": 50}, {}),
        ({f"word {n} of a text": 1 for n in range(3500)}, {}),
    ],
)  # fmt: skip
def test_spellings_are_told_by_names_alone(sizes: dict[str, int], mapping: dict[str, str]) -> None:
    assert only_names(sizes) == mapping


def test_labels_that_contents_tell_apart_stay_two_classes() -> None:
    """Handwritten l and L, say: written alike, and yet two classes."""
    features, digits = load_digits(return_X_y=True)
    names = ["c0", "C0", *NAMES[2:]]
    labels = [names[digit] for digit in digits]
    found = find_rules(labels, {}, hold_out(features.astype(numpy.float32), labels))
    assert found.rules == ()
