from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prototypes.evaluator import compare, score, wilson_interval
from engine.prototypes.metrics import METRICS, Evidence, average_precision, ranked_above, share
from engine.prototypes.types import Difference, Outcome, Score

ACCURACY, PSNR, ERROR = METRICS["accuracy"], METRICS["psnr"], METRICS["character_errors"]


def evidence(numbers: list[float] | list[bool]) -> list[Evidence]:
    return [np.array([float(one)]) for one in numbers]


def apart(some: list[Evidence]) -> list[str]:
    return [str(place) for place in range(len(some))]


def scored(right: list[bool]) -> Score:
    return score("model", evidence(right), ACCURACY, apart(evidence(right)))


def compared(model: list[bool], baseline: list[bool]) -> tuple[Outcome, Difference]:
    return compare(evidence(model), evidence(baseline), ACCURACY, apart(evidence(model)))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_against_published_values(successes, trials, low, high):
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 400), st.data())
def test_wilson_holds_the_share_and_stays_a_share(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1


def test_of_a_single_origin_the_figure_still_has_an_interval():
    one = score("model", evidence([True, True, False, True] * 5), ACCURACY, ["a speaker"] * 20)
    assert one.low < one.value < one.high


def test_score_counts_the_right_ones():
    assert scored([True, True, False, True]).value == 0.75


@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 30), st.integers(1, 30))
def test_the_outcome_is_the_exact_mcnemar_test(gains, losses, both, neither):
    model = [True] * gains + [False] * losses + [True] * both + [False] * neither
    baseline = [False] * gains + [True] * losses + [True] * both + [False] * neither
    outcome, difference = compared(model, baseline)
    most, number = max(gains, losses), gains + losses
    tail = sum(comb(number, count) for count in range(most, number + 1)) / 2**number
    significant = number > 0 and tail < 0.025
    expected = ("better" if gains > losses else "worse") if significant else "as_good"
    assert outcome == expected
    assert difference.low <= difference.value <= difference.high
    assert difference.value == pytest.approx((gains - losses) / len(model))


def test_five_wins_of_five_are_not_enough_and_six_are():
    assert compared([True] * 5, [False] * 5)[0] == "as_good"
    assert compared([True] * 6, [False] * 6)[0] == "better"
    assert compared([False] * 6, [True] * 6)[0] == "worse"


def test_equal_answers_leave_no_difference():
    outcome, difference = compared([True, False], [True, False])
    assert outcome == "as_good"
    assert (difference.low, difference.value, difference.high) == (0, 0, 0)


def test_a_bootstrap_finds_what_is_better_and_leaves_open_what_is_not():
    random = np.random.default_rng(1)
    ours, theirs = random.normal(25, 3, 80), random.normal(24, 3, 80)
    better, groups = evidence(list(ours + 2)), [str(place) for place in range(80)]
    outcome, lead = compare(better, evidence(list(theirs)), PSNR, groups)
    assert outcome == "better"
    assert 0 < lead.low < lead.value < lead.high
    same = compare(better, better, PSNR, groups)
    assert same[0] == "as_good"


def test_of_errors_fewer_are_better():
    few = [np.array([1.0, 20.0])] * 30
    many = [np.array([5.0, 20.0])] * 30
    assert compare(few, many, ERROR, apart(few))[0] == "better"
    assert compare(many, few, ERROR, apart(few))[0] == "worse"
    assert compare(few, many, ERROR, apart(few))[1].value == pytest.approx(-0.2)


def test_samples_of_one_group_stand_or_fall_together():
    random = np.random.default_rng(2)
    numbers = np.repeat(random.normal(25, 3, 6), 20)
    alone = score("model", evidence(list(numbers)), PSNR, apart(evidence(list(numbers))))
    grouped = score("model", evidence(list(numbers)), PSNR, [str(place // 20) for place in range(120)])
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)


@given(st.lists(st.booleans(), min_size=2, max_size=60), st.integers(1, 4))
def test_grouped_accuracy_holds_its_value(right, size):
    groups = [str(place // size) for place in range(len(right))]
    found = score("model", evidence(right), ACCURACY, groups)
    assert found.low <= found.value <= found.high
    assert found.value == pytest.approx(sum(right) / len(right))


def test_average_precision_of_hits_misses_and_doubles():
    truth = [0.0, -1.0, 0.0]
    perfect = np.array([truth, [0.0, 0.9, 1.0]])
    missed = np.array([truth])
    doubled = np.array([truth, [0.0, 0.9, 1.0], [0.0, 0.2, 0.0]])
    assert average_precision([perfect]) == pytest.approx(1)
    assert average_precision([missed]) == 0
    assert average_precision([doubled]) == pytest.approx(1)
    assert average_precision([np.array([truth, [0.0, 0.9, 0.0], [0.0, 0.5, 1.0]])]) == pytest.approx(0.5)
    assert average_precision([perfect, missed]) == pytest.approx(51 / 101)


def test_the_area_under_the_curve_is_that_of_scikit_learn():
    from sklearn.metrics import roc_auc_score

    random = np.random.default_rng(3)
    said, truth = random.integers(0, 9, 200).astype(float), random.integers(0, 2, 200).astype(float)
    rows = [np.array([one, other]) for one, other in zip(said, truth, strict=True)]
    assert ranked_above(rows) == pytest.approx(roc_auc_score(truth, said))
    assert ranked_above(rows[:1]) == 0.5


def test_a_share_counts_by_weight():
    assert share([np.array([1.0, 10.0]), np.array([0.0, 30.0])]) == pytest.approx(1 / 40)


def test_the_distance_of_crowds_lies_within_its_interval_though_drawing_twice_moves_crowds_apart():
    random = np.random.default_rng(0)
    real, near = random.normal(size=(60, 8)), random.normal(0.2, 1, (60, 8))
    metric = METRICS["frechet_distance"]
    apart = [str(place) for place in range(60)]
    evidence = list(np.stack([near, real], axis=1))
    found = score("model", evidence, metric, apart)
    assert found.low < found.value < found.high
    worse = list(np.stack([near + 2, real], axis=1))
    assert compare(evidence, worse, metric, apart)[0] == "better"
    assert compare(evidence, evidence, metric, apart)[0] == "as_good"


def test_one_group_alone_proves_nothing_and_few_prove_less_than_many():
    ours, theirs = evidence([30.0, 31.0, 32.0, 33.0]), evidence([20.0, 21.0, 22.5, 23.0])
    outcome, lead = compare(ours, theirs, PSNR, ["one picture"] * 4)
    assert outcome == "as_good"
    assert (lead.low, lead.high) == (0, lead.value)
    two = compare(ours, theirs, PSNR, ["a", "a", "b", "b"])[1]
    four = compare(ours, theirs, PSNR, list("abcd"))[1]
    assert two.high - two.low > 2 * (four.high - four.low)
