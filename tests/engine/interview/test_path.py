"""The path over random walks, what "look again" marks, and measured against claimed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.interview import collect_facts, walk
from engine.interview.types import UNKNOWN, Answer, Fact, Measurement, Value
from engine.rulebook import holds, load_rule_book
from engine.rulebook.types import Question

BOOK = load_rule_book()


def values_of(question: Question) -> st.SearchStrategy[Value]:
    options = [option.value for option in question.options]
    if question.kind == "text":
        return st.sampled_from([UNKNOWN, "words"])
    if question.kind == "choices":
        several = st.sets(st.sampled_from([o for o in options if o != "none"]), min_size=1).map(
            lambda chosen: tuple(o for o in options if o in chosen)
        )
        return st.one_of(st.sampled_from([UNKNOWN, ("none",)]), several)
    choice: st.SearchStrategy[Value] = st.sampled_from([UNKNOWN, *options])
    return st.one_of(choice, st.integers(0, 30_000)) if question.kind == "amount" else choice


@st.composite
def all_answers(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers to any of the questions, on the path or not, in any order of time."""
    answers = {}
    for question in BOOK.questions:
        if draw(st.booleans()):
            answers[question.id] = Answer(draw(values_of(question)), draw(st.integers(1, 40)))
    return answers


@st.composite
def all_measured(draw: st.DrawFn) -> dict[str, Measurement]:
    measured = {}
    for question in BOOK.questions:
        if question.measured and draw(st.booleans()):
            value = draw(values_of(question).filter(lambda v: v != UNKNOWN))
            assert not isinstance(value, tuple)
            measured[question.id] = Measurement(value, draw(st.integers(1, 40)))
    return measured


@given(all_answers(), all_measured())
@settings(max_examples=200, deadline=None)
def test_off_path_answers_never_feed_a_rule(
    answers: dict[str, Answer], measured: dict[str, Measurement]
) -> None:
    path = walk(BOOK, answers, measured)
    on_path = {step.question.id for step in path.steps}
    facts = collect_facts(BOOK, answers, measured)
    assert all(name in on_path for name, fact in facts.items() if fact.origin != "derived")
    kept = {name: answer for name, answer in answers.items() if name in on_path}
    assert collect_facts(BOOK, kept, measured) == facts
    assert walk(BOOK, kept, measured) == path
    values = {name: fact.value for name, fact in facts.items()}
    for question in BOOK.questions:
        met = holds(question.when, values)
        if question.only_found:
            met = met and (question.id in measured or question.id in answers)
        assert (question.id in on_path) == met


@given(all_answers(), all_measured(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_path_is_pure(answers: dict, measured: dict, random) -> None:
    before = (dict(answers), dict(measured))
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert walk(BOOK, answers, measured) == walk(BOOK, dict(shuffled), measured)
    assert (answers, measured) == before


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_walk_from_any_start_comes_to_an_end_and_loses_nothing(data: st.DataObject) -> None:
    answers = dict(data.draw(all_answers()))
    measured = data.draw(all_measured())
    clock = 100
    for _ in range(3 * len(BOOK.questions)):
        step = walk(BOOK, answers, measured).next_open
        if step is None:
            break
        clock += 1
        answers[step.question.id] = Answer(data.draw(values_of(step.question)), clock)
    path = walk(BOOK, answers, measured)
    assert path.complete
    assert {status for _, status in path.sections} == {"done"}
    shown = {step.question.id: step.answer for step in path.steps}
    assert all(shown[name] == answer for name, answer in answers.items() if name in shown)


def given_answers(**given: Value) -> dict[str, Answer]:
    return {name: Answer(value, order) for order, (name, value) in enumerate(given.items(), start=1)}


def test_an_empty_case_asks_the_first_question_of_every_section() -> None:
    path = walk(BOOK, {}, {})
    assert path.next_open is not None
    assert path.next_open.question.id == BOOK.questions[0].id
    assert [status for _, status in path.sections] == ["current"] + ["open"] * 6


def test_a_question_that_hangs_on_another_comes_and_goes() -> None:
    paired = walk(BOOK, given_answers(form="paired"), {})
    assert paired.step("labels")
    assert not paired.step("pairing_key")
    unpaired = walk(BOOK, given_answers(form="unpaired"), {})
    assert unpaired.step("labels")
    assert unpaired.step("pairing_key")
    inputs = walk(BOOK, given_answers(form="input_only"), {})
    assert not inputs.step("labels")
    assert inputs.step("hidden_pairs")
    unknown = walk(BOOK, given_answers(form=UNKNOWN), {})
    assert not any(unknown.step(name) for name in ("labels", "pairing_key", "hidden_pairs"))


def test_a_changed_answer_keeps_the_later_ones_and_marks_them() -> None:
    answers = given_answers(form="paired", volume=12_000, labels="repairable", label_rule="by the table")
    assert walk(BOOK, answers, {}).step("labels").status == "answered"
    answers["form"] = Answer("unpaired", 9)
    path = walk(BOOK, answers, {})
    assert path.step("labels").status == "look_again"
    assert path.step("labels").answer == answers["labels"]
    assert path.step("volume").status == "look_again"  # pairs are counted otherwise than heaps
    assert path.step("label_rule").status == "look_again"  # it hangs on labels, which hang on form
    assert {section.id: status for section, status in path.sections}["labels"] == "look_again"
    answers["labels"] = Answer("repairable", 10)
    assert walk(BOOK, answers, {}).step("labels").status == "answered"


def test_what_rests_on_a_confirmed_answer_needs_no_second_look() -> None:
    answers = given_answers(form="paired", labels="repairable", label_rule="by the table")
    answers["form"] = Answer("unpaired", 9)
    answers["labels"] = replace(answers["labels"], confirmed=10)
    path = walk(BOOK, answers, {})
    assert path.step("labels").status == "answered"
    assert path.step("label_rule").status == "answered"  # labels say what they said
    answers["form"] = Answer("paired", 11)  # changed once more: the confirmation is older
    path = walk(BOOK, answers, {})
    assert path.step("labels").status == "look_again"
    assert path.step("label_rule").status == "look_again"
    answers["labels"] = Answer("repairable", 12)  # another value, and back: as good as new
    assert walk(BOOK, answers, {}).step("label_rule").status == "look_again"


def test_a_confirmed_answer_stands_against_an_older_measurement_only() -> None:
    answers = {"form": Answer("paired", 1, confirmed=6)}
    for order, status, value in ((5, "answered", "paired"), (7, "look_again", "input_only")):
        measured = {"form": Measurement("input_only", order)}
        assert walk(BOOK, answers, measured).step("form").status == status
        assert collect_facts(BOOK, answers, measured)["form"].value == value


def test_input_only_has_no_labels_whatever_was_answered_before() -> None:
    answers = given_answers(form="paired", labels="good")
    answers["form"] = Answer("input_only", 9)
    facts = collect_facts(BOOK, answers, {})
    assert (facts["labels"].value, facts["labels"].origin) == ("none", "derived")
    answers["form"] = Answer("paired", 10)
    facts = collect_facts(BOOK, answers, {})
    assert (facts["labels"].value, facts["labels"].origin) == ("good", "client")


def test_what_the_sample_shows_stands_in_for_a_missing_answer_but_stays_open() -> None:
    measured = {"form": Measurement("paired", 1), "volume": Measurement(596, 1)}
    facts = collect_facts(BOOK, {}, measured)
    assert (facts["form"].value, facts["form"].origin) == ("paired", "sample")
    assert (facts["volume"].value, facts["volume"].origin) == ("too_few", "sample")
    step = walk(BOOK, {}, measured).step("form")
    assert step.status == "open"
    assert step.found == measured["form"]
    assert walk(BOOK, {}, measured).step("labels")


def test_a_newer_measurement_beats_the_claim_and_asks_to_look_again() -> None:
    answers, measured = given_answers(form="paired"), {"form": Measurement("input_only", 5)}
    step = walk(BOOK, answers, measured).step("form")
    assert (step.status, step.disagrees) == ("look_again", True)
    assert collect_facts(BOOK, answers, measured)["form"].origin == "sample"
    answers["form"] = Answer("paired", 6)  # she has seen it, and stands by what she said
    step = walk(BOOK, answers, measured).step("form")
    assert (step.status, step.disagrees) == ("answered", True)
    assert collect_facts(BOOK, answers, measured)["form"].value == "paired"


@pytest.mark.parametrize(
    ("share", "volume", "status", "disagrees"),
    [
        ("all", "too_few", "look_again", True),  # the whole was counted: measured beats claimed
        ("part", "many", "answered", False),  # a part holds less: that speaks against nothing
        (UNKNOWN, "many", "look_again", True),  # both stand until somebody knows
        (None, "many", "look_again", True),
    ],
)
def test_a_counted_sample_against_a_claimed_amount(
    share: str | None, volume: str, status: str, disagrees: bool
) -> None:
    answers = {"volume": Answer(12_000, 2)}
    if share is not None:
        answers["share"] = Answer(share, 1)
    measured = {"volume": Measurement(596, 5)}
    assert collect_facts(BOOK, answers, measured)["volume"].value == volume
    step = walk(BOOK, answers, measured).step("volume")
    assert (step.status, step.disagrees) == (status, disagrees)


def test_a_part_that_holds_more_than_was_claimed_disagrees() -> None:
    answers = given_answers(share="part", volume=800)
    step = walk(BOOK, answers, {"volume": Measurement(15_000, 5)}).step("volume")
    assert (step.status, step.disagrees) == ("look_again", True)


def test_a_part_of_the_data_is_not_taken_for_its_amount() -> None:
    assert "volume" not in collect_facts(BOOK, given_answers(share="part"), {"volume": Measurement(596, 5)})


def test_the_same_amount_said_differently_agrees() -> None:
    step = walk(BOOK, given_answers(volume="few"), {"volume": Measurement(1200, 5)}).step("volume")
    assert (step.status, step.disagrees) == ("answered", False)


def test_i_dont_know_gives_way_to_what_is_found_later() -> None:
    answers, found = given_answers(form=UNKNOWN), {"form": Measurement("paired", 5)}
    assert collect_facts(BOOK, answers, found)["form"].value == "paired"
    assert walk(BOOK, answers, found).step("form").status == "look_again"
    answers["form"] = Answer(UNKNOWN, 6)
    assert "form" not in collect_facts(BOOK, answers, found)
    assert walk(BOOK, answers, found).step("form").status == "unknown"


@pytest.mark.parametrize("value", ["mixed", 7, "", "PAIRED"])
def test_what_no_question_can_be_is_not_a_fact(value: str | int) -> None:
    found = {"form": Measurement(value, 5)}
    assert "form" not in collect_facts(BOOK, {}, found)
    assert walk(BOOK, {}, found).step("form").found is None
    answers = {"form": Answer(value, 1)}  # a case of a book with other options
    assert "form" not in collect_facts(BOOK, answers, {})
    assert walk(BOOK, answers, {}).step("form").status == "look_again"


def test_a_likely_amount_of_all_the_data_contests_a_claim_and_leaves_it_in_force() -> None:
    answers = given_answers(share="part", volume=12_000)
    found = {"volume": Measurement(4000, 9, "likely")}
    step = walk(BOOK, answers, found).step("volume")
    assert step is not None
    assert (step.agrees, step.status) == (False, "look_again")
    assert collect_facts(BOOK, answers, found)["volume"].value == "many"
    assert walk(BOOK, answers, {"volume": Measurement(4000, 9)}).step("volume").agrees  # type: ignore[union-attr]


def test_a_proved_amount_counts_though_only_a_part_was_seen() -> None:
    answers = given_answers(share="part", volume="few")
    facts = collect_facts(BOOK, answers, {"volume": Measurement(14_000, 9, "proved")})
    assert (facts["volume"].value, facts["volume"].origin) == ("many", "sample")


def test_a_likely_amount_fills_a_blank() -> None:
    found = {"volume": Measurement(4000, 9, "likely")}
    assert collect_facts(BOOK, given_answers(share="part"), found)["volume"].value == "few"


def test_what_only_the_sample_can_tell_is_asked_once_it_has_told() -> None:
    assert walk(BOOK, {}, {}).step("more_data") is None
    found = {"more_data": Measurement("plateau", 5)}
    step = walk(BOOK, {}, found).step("more_data")
    assert step is not None
    assert step.found == found["more_data"]
    assert collect_facts(BOOK, {}, found)["more_data"] == Fact("plateau", "sample")
    denied = {"more_data": Answer("helps", 6)}
    assert collect_facts(BOOK, denied, found)["more_data"] == Fact("helps", "client")
