"""The client stage of a case, filled by a case's facts and answers."""

from __future__ import annotations

import pytest

from engine.interview.types import UNKNOWN, Answer, Fact
from engine.practice import client_stage, count_standing
from tests.engine.practice.samples import small_library

CLIENT = small_library().cases[0].client


def stage(facts=None, answers=None):
    given = {name: Fact(value, "client") for name, value in (facts or {}).items()}
    said = {name: Answer(value, order) for order, (name, value) in enumerate((answers or {}).items(), 1)}
    return {filled.line.question: filled for filled in client_stage(CLIENT, given, said)}


def test_nothing_asked_yet():
    assert {filled.standing for filled in stage().values()} == {"open"}


@pytest.mark.parametrize(("value", "standing"), [("paired", "met"), ("unpaired", "not_met")])
def test_a_fact_meets_what_is_wanted_or_not(value, standing):
    filled = stage({"form": value})["form"]
    assert (filled.standing, filled.value) == (standing, value)


def test_a_fact_counts_before_the_answer_it_came_from():
    filled = stage({"volume": "few"}, {"volume": 1200})["volume"]
    assert (filled.standing, filled.value) == ("met", "few")


def test_of_several_values_one_that_is_wanted_is_enough():
    filled = stage({"form": "unpaired+paired"})["form"]
    assert (filled.standing, filled.value) == ("met", ("unpaired", "paired"))


def test_i_dont_know_is_neither_met_nor_open():
    assert stage(answers={"form": UNKNOWN})["form"].standing == "unknown"


def test_any_answer_will_do_where_nothing_is_wanted():
    filled = stage(answers={"wish": "sharper films"})["wish"]
    assert (filled.standing, filled.value) == ("met", "sharper films")


def test_an_answer_no_rule_uses_is_compared_as_well():
    assert stage(answers={"form": ("unpaired", "paired")})["form"].standing == "met"
    assert stage(answers={"form": "unpaired"})["form"].standing == "not_met"


def test_counting_names_every_standing():
    filled = client_stage(CLIENT, {"form": Fact("paired", "sample")}, {"wish": Answer(UNKNOWN, 1)})
    assert count_standing(filled) == {"met": 1, "not_met": 0, "unknown": 1, "open": 1}
