"""Whether more data would help is kept with the sample it was measured on, and feeds the advice."""

from __future__ import annotations

import sqlite3

import pytest
from case_samples import AUDIT

from engine.advice import assess
from engine.audit import measure
from engine.case import CaseFile
from engine.prototypes.metrics import METRICS
from engine.prototypes.more_data import concluded
from engine.prototypes.types import CurveRun
from engine.rulebook import load_rule_book


def curve(system="image_classification", last=0.9):
    """Trainings that get better from part to part; or hardly, where the last is as the first."""
    figures = {40: 0.7, 80: 0.7 + (last - 0.7) / 2, 160: 0.7 + (last - 0.7) * 0.8, 320: last}
    runs = [
        CurveRun(samples=n, figure=value + 0.002 * k, seen=0.99)
        for n, value in figures.items()
        for k in range(3)
    ]
    return concluded(system, "parts", METRICS["accuracy"], 60, runs)


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "a.jjak", "a", "en") as made:
        made.record_sample("/data/parts", AUDIT, measure(AUDIT))
        yield made


def rules(state):
    advice = assess(load_rule_book(), state.answers, state.measured).advice
    return {line.trace.rule for line in advice.lines if line.trace.cells[0].fact == "more_data"}


def test_the_answer_is_kept_and_feeds_the_advice(case):
    assert rules(case.state) == set()
    case.record_more_data(curve())
    with CaseFile.open(case.path) as again:
        assert again.state == case.state
        assert [record.found for record in again.state.more_data] == [curve()]
        assert rules(again.state) == {"AL-8"}


def test_the_newest_answers_and_takes_the_place_of_the_same_system(case):
    case.record_more_data(curve())
    case.record_more_data(curve("vae"))
    case.record_more_data(curve(last=0.7))
    assert [record.found for record in case.state.more_data] == [curve("vae"), curve(last=0.7)]
    assert rules(case.state) == {"AL-7"}
    case.undo()
    assert rules(case.state) == {"AL-8"}
    assert [record.found.system for record in case.state.more_data] == ["image_classification", "vae"]


def test_it_goes_with_the_sample_and_stays_when_the_same_is_opened_again(case):
    case.record_more_data(curve())
    case.record_sample("/data/parts", AUDIT, measure(AUDIT))
    assert case.state.more_data
    assert rules(case.state) == {"AL-8"}
    case.record_sample("/data/others", AUDIT, measure(AUDIT))
    assert case.state.more_data == ()
    assert "more_data" not in case.state.measured
    case.undo()
    assert rules(case.state) == {"AL-8"}


def test_without_a_sample_there_is_nothing_that_it_could_be_about(tmp_path):
    with CaseFile.create(tmp_path / "b.jjak", "b", "en") as made:
        before = made.state
        assert made.record_more_data(curve()) == before


def test_a_case_of_the_version_before_opens_and_takes_it_in(case):
    case.close()
    with sqlite3.connect(case.path) as older:
        older.execute("PRAGMA user_version = 2")
    older.close()
    with CaseFile.open(case.path) as again:
        again.record_more_data(curve())
        assert again.state.more_data
