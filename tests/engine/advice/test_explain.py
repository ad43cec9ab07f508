"""Explanations are true: what they say would happen does happen when the answers are so."""

from __future__ import annotations

import random
import time
from itertools import combinations, product

import pytest
from hypothesis import given, settings

from engine.advice import assess, explain
from engine.advice.types import Assessment, Explanation
from engine.interview.types import UNKNOWN, Answer, Answers, Measured
from engine.rulebook.conditions import holds
from tests.engine.advice.answer_sets import BOOK, answer_of, cases, some_answers

RANK = {"start": 0, "prepare": 1, "push_back": 2, None: 3}
WITHOUT_TODAY = frozenset({"today"})


def explained(
    answers: Answers, measured: Measured, without: frozenset[str] = frozenset()
) -> tuple[Assessment, Explanation]:
    assessment = assess(BOOK, answers, measured, without)
    return assessment, explain(BOOK, answers, measured, assessment)


def fired(assessment: Assessment) -> set[str]:
    advice = assessment.advice
    rules = {line.trace.rule for line in advice.lines}
    rules |= {line.trace.rule for line in advice.today if not line.if_}
    return rules | ({advice.ruling.trace.rule} if advice.ruling else set())


def verdict(assessment: Assessment) -> str | None:
    return assessment.advice.ruling.verdict if assessment.advice.ruling else None


def given_answers(**values: str | int) -> dict[str, Answer]:
    return {name: Answer(value, order) for order, (name, value) in enumerate(values.items(), start=1)}


@given(cases())
@settings(max_examples=60, deadline=None)
def test_a_rule_that_is_nearly_there_fires_when_its_need_is_met(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    now, explanation = explained(answers, measured)
    for entry in explanation.nearly:
        need = entry.need
        assert entry.rule not in fired(now)
        assert now.path.step(need.fact) is not None  # somebody can be asked
        assert need.now == (now.advice.facts[need.fact].value if need.fact in now.advice.facts else None)
        assert need.values
        assert need.now not in need.values
        for value in need.values:
            changed = {**answers, need.fact: answer_of(need.fact, value)}
            assert entry.rule in fired(assess(BOOK, changed, measured)), (entry.rule, need)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_no_rule_one_answer_away_is_forgotten(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    now, explanation = explained(answers, measured)
    told = {entry.rule for entry in explanation.nearly}
    values = {name: fact.value for name, fact in now.advice.facts.items()}
    rows = [row for table in BOOK.advice if table.hit_policy == "collect" for row in table.rows]
    for row in [*BOOK.verdicts.rows, *rows]:
        missing = [name for name, wanted in row.when.items() if not holds({name: wanted}, values)]
        if len(missing) != 1 or now.path.step(missing[0]) is None:
            continue
        (fact,) = missing
        for value in row.when[fact]:
            if row.id in fired(assess(BOOK, {**answers, fact: answer_of(fact, value)}, measured)):
                assert row.id in told


@given(cases())
@settings(max_examples=60, deadline=None)
def test_a_change_leads_to_the_verdict_that_it_names(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    now, explanation = explained(answers, measured)
    sizes = [len(change.needs) for change in explanation.changes]
    assert sizes == sorted(sizes)
    for change in explanation.changes:
        assert 1 <= len(change.needs) <= 3
        assert RANK[change.verdict] < RANK[verdict(now)]
        for values in product(*(need.values for need in change.needs)):
            changed = dict(answers)
            for need, value in zip(change.needs, values, strict=True):
                assert value != need.now
                changed[need.fact] = answer_of(need.fact, value)
            then = assess(BOOK, changed, measured).advice.ruling
            assert then is not None
            assert (then.verdict, then.trace.rule) == (change.verdict, change.rule)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_no_change_asks_for_more_than_it_takes(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    _, explanation = explained(answers, measured)
    for change in explanation.changes:
        needs = [(need.fact, need.values[0]) for need in change.needs]
        for size in range(1, len(needs)):
            for part in combinations(needs, size):
                changed = {**answers, **{fact: answer_of(fact, value) for fact, value in part}}
                assert RANK[verdict(assess(BOOK, changed, measured))] > RANK[change.verdict]


def test_nobody_is_told_to_throw_ties_or_labels_away() -> None:
    order = BOOK.verdicts.inputs
    for form, volume, labels in product(*(order[name] for name in ("form", "volume", "labels"))):
        _, explanation = explained(given_answers(form=form, volume=volume, labels=labels), {})
        for change in explanation.changes:
            for need in change.needs:
                assert need.now is not None
                known = order[need.fact].index(need.now)
                assert all(order[need.fact].index(value) < known for value in need.values)


def test_few_good_pairs_become_a_start_by_collecting() -> None:
    _, explanation = explained(given_answers(form="paired", volume=3_000, labels="good"), {})
    (change,) = explanation.changes
    (need,) = change.needs
    assert (change.verdict, change.rule) == ("start", "V-01")
    assert (need.fact, need.now, need.values) == ("volume", "few", ("many",))


def test_input_only_becomes_a_start_by_pairing_and_labelling() -> None:
    _, explanation = explained(given_answers(form="input_only", volume="many"), {})
    (change,) = explanation.changes
    assert {need.fact: (need.now, need.values) for need in change.needs} == {
        "form": ("input_only", ("paired",)),
        "labels": ("none", ("good",)),
    }
    assert change.verdict == "start"


def test_what_is_at_its_best_needs_no_change() -> None:
    _, explanation = explained(given_answers(form="paired", volume="many", labels="good"), {})
    assert explanation.changes == ()


def test_with_nothing_known_every_way_to_a_verdict_is_told() -> None:
    _, explanation = explained({}, {})
    assert {change.rule for change in explanation.changes} == {row.id for row in BOOK.verdicts.rows}


def test_labels_kept_from_before_come_back_with_the_form() -> None:
    answers = given_answers(labels="good", volume="many")
    answers["form"] = Answer("input_only", 9)
    _, explanation = explained(answers, {})
    (change,) = explanation.changes
    assert [need.fact for need in change.needs] == ["form"]  # the labels were answered already


@given(cases())
@settings(max_examples=30, deadline=None)
def test_nothing_of_a_pack_that_is_off_is_told(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    _, explanation = explained(answers, measured, WITHOUT_TODAY)
    assert all(entry.pack != "today" for entry in explanation.nearly)
    rows = [*BOOK.today.rows, *(row for table in BOOK.advice for row in table.rows)]
    of_today = {row.id for row in rows if row.pack == "today"}
    assert not of_today & {rule for asked in explanation.questions for rule in asked.serves}


def test_nearly_is_sorted_and_tells_each_rule_once() -> None:
    kinds = ["verdict", "today", "step", "condition", "caution", "question"]
    for seed in range(20):
        _, explanation = explained(some_answers(random.Random(seed)), {})
        places = [kinds.index(entry.kind) for entry in explanation.nearly]
        assert places == sorted(places)
        rules = [entry.rule for entry in explanation.nearly]
        assert len(rules) == len(set(rules))


def test_why_a_question_is_asked_or_skipped() -> None:
    answers = given_answers(form="unpaired", people=UNKNOWN)
    now, explanation = explained(answers, {})
    told = {entry.question.id: entry for entry in explanation.questions}
    assert list(told) == [question.id for question in BOOK.questions]
    assert {name for name, entry in told.items() if entry.asked} == {
        step.question.id for step in now.path.steps
    }
    (met,) = told["pairing_key"].because
    assert (told["pairing_key"].asked, met.fact, met.now, met.values) == (
        True,
        "form",
        "unpaired",
        ("unpaired",),
    )
    (unmet,) = told["hidden_pairs"].because
    assert (told["hidden_pairs"].asked, unmet.fact, unmet.now) == (False, "form", "unpaired")
    (open_one,) = told["consent"].because
    assert (open_one.fact, open_one.now) == ("people", None)
    assert told["wish_words"].because == ()
    assert {"V-01", "TD-01", "FS-02"} <= set(told["labels"].serves)
    compared = {guide.id for guide in BOOK.guides if guide.per == "scarcest"}
    assert compared == set(told["per_unit"].serves)


@pytest.mark.parametrize(("what", "limit"), [("advise", 0.001), ("explain", 0.010)])
def test_it_is_fast(what: str, limit: float) -> None:
    answers = some_answers(random.Random(3))
    assessment = assess(BOOK, answers, {})
    explain(BOOK, answers, {}, assessment)
    best = 1.0
    for _ in range(50):
        start = time.perf_counter()
        if what == "advise":
            assess(BOOK, answers, {})
        else:
            explain(BOOK, answers, {}, assessment)
        best = min(best, time.perf_counter() - start)
    assert best < limit
