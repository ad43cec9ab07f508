from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prototypes.evaluator import compare, score, wilson_interval


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


def test_score_counts_the_right_ones():
    assert score("model", [True, True, False, True]).value == 0.75


@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 30), st.integers(1, 30))
def test_the_outcome_is_the_exact_mcnemar_test(gains, losses, both, neither):
    model = [True] * gains + [False] * losses + [True] * both + [False] * neither
    baseline = [False] * gains + [True] * losses + [True] * both + [False] * neither
    outcome, difference = compare(model, baseline)
    most, number = max(gains, losses), gains + losses
    tail = sum(comb(number, count) for count in range(most, number + 1)) / 2**number
    significant = number > 0 and tail < 0.025
    expected = ("better" if gains > losses else "worse") if significant else "as_good"
    assert outcome == expected
    assert difference.low <= difference.value <= difference.high
    assert difference.value == pytest.approx((gains - losses) / len(model))


def test_five_wins_of_five_are_not_enough_and_six_are():
    assert compare([True] * 5, [False] * 5)[0] == "as_good"
    assert compare([True] * 6, [False] * 6)[0] == "better"
    assert compare([False] * 6, [True] * 6)[0] == "worse"


def test_equal_answers_leave_no_difference():
    outcome, difference = compare([True, False], [True, False])
    assert outcome == "as_good"
    assert (difference.low, difference.value, difference.high) == (0, 0, 0)
