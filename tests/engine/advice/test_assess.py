"""What follows from what is known, and what is said while something is not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from engine.advice import advice_json, assess
from engine.interview.types import UNKNOWN, Answer, Answers, Measured, Measurement
from engine.rulebook.conditions import holds
from tests.engine.advice.answer_sets import BOOK, cases

DECIDING = ("form", "volume", "labels")


def answers_of(given: dict[str, str | int]) -> dict[str, Answer]:
    return {name: Answer(value, order) for order, (name, value) in enumerate(given.items(), start=1)}


def test_without_the_deciding_answers_there_is_no_verdict_but_a_next_question() -> None:
    empty = assess(BOOK, {}, {}).advice
    assert empty.ruling is None
    assert empty.decide_next is not None
    assert empty.deciding == (0, 2)
    document = advice_json(assess(BOOK, {}, {}), BOOK, "en")
    assert document["verdict"] is None
    assert document["form"] is document["volume"] is document["labels"] is None
    paired = assess(BOOK, {"form": Answer("paired", 1), "volume": Answer("many", 2)}, {}).advice
    assert (paired.ruling, paired.decide_next.id, paired.deciding) == (None, "labels", (2, 3))
    assert [cell.verdict for cell in paired.matrix if cell.lit] == [None]


def test_a_verdict_that_labels_cannot_change_is_given_without_them() -> None:
    answers = {"form": Answer("unpaired", 1), "volume": Answer("few", 2)}
    advice = assess(BOOK, answers, {}).advice
    assert advice.ruling is not None
    assert advice.ruling.verdict == "push_back"
    assert [cell.fact for cell in advice.ruling.trace.cells] == ["form", "volume"]


def test_what_is_not_known_goes_onto_the_clients_list_deciding_first() -> None:
    answers = {"synthetic": Answer(UNKNOWN, 1), "form": Answer("paired", 2), "volume": Answer(UNKNOWN, 3)}
    asked = [question.id for question in assess(BOOK, answers, {}).advice.ask_client]
    assert asked == ["volume", "labels", "synthetic"]
    found = {"volume": Measurement(20_000, 9)}
    asked = [question.id for question in assess(BOOK, answers, found).advice.ask_client]
    assert asked == ["labels", "synthetic"]


def test_the_trace_names_the_facts_and_where_they_come_from() -> None:
    found = {"form": Measurement("paired", 1), "volume": Measurement(596, 1)}
    advice = assess(BOOK, {"labels": Answer("good", 2)}, found).advice
    assert advice.ruling is not None
    cells = {cell.fact: (cell.value, cell.origin) for cell in advice.ruling.trace.cells}
    assert cells == {
        "form": ("paired", "sample"),
        "volume": ("too_few", "sample"),
        "labels": ("good", "client"),
    }


def test_the_matrix_shows_every_form_and_amount_and_lights_one() -> None:
    answers = {"form": Answer("input_only", 1), "volume": Answer(1000, 2)}
    advice = assess(BOOK, answers, {}).advice
    shown = {(cell.form, cell.volume): cell.short.en for cell in advice.matrix}
    assert shown == {
        ("paired", "many"): "Start",
        ("unpaired", "many"): "Pair up",
        ("input_only", "many"): "Derive",
        ("paired", "few"): "Add data",
        ("unpaired", "few"): "Push back",
        ("input_only", "few"): "Derive",
        ("paired", "too_few"): "Collect",
        ("unpaired", "too_few"): "Push back",
        ("input_only", "too_few"): "Collect",
    }
    assert [(cell.form, cell.volume) for cell in advice.matrix if cell.lit] == [("input_only", "few")]
    disordered = {**answers, "form": Answer("paired", 3), "labels": Answer("disordered", 4)}
    cells = {(cell.form, cell.volume): cell for cell in assess(BOOK, disordered, {}).advice.matrix}
    assert cells["paired", "few"].short.en == "Relabel"
    assert cells["paired", "few"].lit


@given(cases())
@settings(max_examples=150, deadline=None)
def test_what_fires_is_what_holds_for_the_facts(case: tuple[Answers, Measured]) -> None:
    answers, measured = case
    advice = assess(BOOK, answers, measured).advice
    values = {name: fact.value for name, fact in advice.facts.items()}
    for table in BOOK.advice:
        holding = [row.id for row in table.rows if holds(row.when, values)]
        given = [line.trace.rule for line in advice.lines if line.trace.table == table.id]
        assert set(given) == set(holding if table.hit_policy == "collect" else holding[:1])
    orders = {row.id: row.order for table in BOOK.advice for row in table.rows}
    said = [orders[line.trace.rule] for line in advice.lines]
    assert said == sorted(said)
    verdicts = [row.id for row in BOOK.verdicts.rows if holds(row.when, values)]
    assert ([advice.ruling.trace.rule] if advice.ruling else []) == verdicts
    framings = [row.id for row in BOOK.framing.rows if holds(row.when, values)]
    assert ([advice.framing.trace.rule] if advice.framing else []) == framings
    assert [rule.id for rule in advice.never_say] == [
        rule.id for rule in BOOK.never_say if holds(rule.when, values)
    ]


@pytest.mark.parametrize("unknown", DECIDING)
@pytest.mark.parametrize("how", [UNKNOWN, None])
def test_a_verdict_without_a_deciding_answer_is_one_that_no_answer_could_change(
    unknown: str, how: str | None
) -> None:
    order = BOOK.verdicts.inputs
    others = [name for name in DECIDING if name != unknown]
    for values in product(*(order[name] for name in others)):
        given: dict[str, str | int] = dict(zip(others, values, strict=True))
        if how is not None:
            given[unknown] = how
        advice = assess(BOOK, answers_of(given), {}).advice
        outcomes = set()
        for value in order[unknown]:
            ruling = assess(BOOK, answers_of({**given, unknown: value}), {}).advice.ruling
            assert ruling is not None
            outcomes.add(ruling.trace.rule)
        if len(outcomes) > 1:
            assert advice.ruling is None
            assert advice.decide_next is not None
            assert advice.coverage < BOOK.enough
            continue
        assert advice.ruling is not None
        assert advice.ruling.trace.rule in outcomes
        assert (advice.coverage, advice.decide_next) == (1.0, None)


def test_the_question_that_decides_most_is_named() -> None:
    # Of unpaired data the amount tells more than the labels: two of three amounts need no labels.
    advice = assess(BOOK, answers_of({"form": "unpaired"}), {}).advice
    assert advice.decide_next is not None
    assert advice.decide_next.id == "volume"
    assert advice.coverage == pytest.approx(1 / 3)
    assert assess(BOOK, {}, {}).advice.coverage == 0.0


def test_too_few_answers_give_no_verdict_even_where_a_faulty_book_would() -> None:
    rows = (BOOK.verdicts.rows[0].model_copy(update={"when": {"form": ("paired",)}}), *BOOK.verdicts.rows[1:])
    book = BOOK.model_copy(update={"verdicts": BOOK.verdicts.model_copy(update={"rows": rows})})
    given = answers_of({"form": "paired", "volume": "few"})
    advice = assess(book, given, {}).advice
    assert advice.ruling is None
    assert advice.coverage == pytest.approx(2 / 3)
    assert advice.decide_next is not None
    lenient = book.model_copy(update={"enough": 0.6})
    assert assess(lenient, given, {}).advice.ruling is not None


def test_an_unknown_answer_meets_no_condition() -> None:
    names = {name for table in BOOK.advice for row in table.rows for name in row.when}
    answers = {name: Answer(UNKNOWN, 1) for name in names}
    advice = assess(BOOK, answers, {}).advice
    assert advice.lines == ()
    assert (advice.ruling, advice.today, advice.framing, advice.guides) == (None, (), None, ())
    assert {question.id for question in advice.ask_client} >= {"form", "volume"}


def test_todays_line_holds_or_names_its_if() -> None:
    whole = answers_of({"form": "paired", "volume": "few", "labels": "good"})
    (line,) = assess(BOOK, whole, {}).advice.today
    assert (line.trace.rule, line.if_) == ("TD-04", {})
    open_labels = answers_of({"form": "paired", "volume": "few", "labels": UNKNOWN})
    lines = assess(BOOK, open_labels, {}).advice.today
    assert 1 < len(lines) <= 3
    assert all(set(line.if_) == {"labels"} for line in lines)
    assert {value for line in lines for value in line.if_["labels"]} == set(BOOK.verdicts.inputs["labels"])
    assert all([cell.fact for cell in line.trace.cells] == ["form", "volume"] for line in lines)
    content = assess(BOOK, answers_of({"form": "input_only", "volume": "few"}), {}).advice.today
    assert [dict(line.if_) for line in content] == [{"same_content": ("no",)}, {"same_content": ("yes",)}]
    for known in ({"form": "paired", "labels": "good"}, {"volume": "few", "labels": "good"}, {}):
        assert assess(BOOK, answers_of(known), {}).advice.today == ()


def test_without_its_pack_nothing_of_today_is_said_and_the_rest_stays() -> None:
    given = answers_of(
        {
            "form": "paired",
            "volume": "many",
            "labels": "good",
            "input_kind": "image",
            "output_kind": "category",
        }
    )
    whole = assess(BOOK, given, {}).advice
    less = assess(BOOK, given, {}, frozenset({"today"})).advice
    assert whole.today
    assert {line.trace.pack for line in whole.lines} == {"deck2020", "ours", "today"}
    assert less.today == ()
    assert less.lines == tuple(line for line in whole.lines if line.trace.pack != "today")
    assert less.ruling == whole.ruling
    assert less.without == frozenset({"today"})


@pytest.mark.parametrize("base", ["deck2020", "ours", "no_such_pack"])
def test_what_a_case_cannot_do_without_stays_on(base: str) -> None:
    given = answers_of({"form": "paired", "volume": "many", "labels": "good"})
    advice = assess(BOOK, given, {}, frozenset({base})).advice
    assert advice == assess(BOOK, given, {}).advice


@pytest.mark.parametrize(
    ("direction", "disagrees"), [("recognise", False), ("generate", True), (UNKNOWN, False), (None, False)]
)
def test_what_the_client_takes_the_task_for_is_laid_beside_it(direction: str | None, disagrees: bool) -> None:
    given: dict[str, str | int] = {"input_kind": "image", "output_kind": "category"}
    if direction is not None:
        given["direction"] = direction
    framing = assess(BOOK, answers_of(given), {}).advice.framing
    assert framing is not None
    assert (framing.direction, framing.disagrees) == ("many_to_one", disagrees)
    assert "image_classification" in framing.systems
    assert framing.shape.id == "encoder"


def test_guides_of_the_task_say_what_a_count_reaches() -> None:
    task: dict[str, str | int] = {"input_kind": "image", "output_kind": "category"}
    advice = assess(BOOK, answers_of(task), {}).advice
    assert advice.framing is not None
    assert advice.guides
    for line in advice.guides:
        assert set(line.guide.systems) & set(advice.framing.systems)
        assert (line.count, line.reached) == (None, None)
        assert line.source
    for count in (0, 10, 999, 1_000, 10**8):
        given = answers_of({**task, "per_unit": count, "volume": 2 * count})
        for line in assess(BOOK, given, {}).advice.guides:
            compared = {"scarcest": count, "total": 2 * count, None: None}[line.guide.per]
            marks = [("start", line.guide.start), ("works", line.guide.works), ("strong", line.guide.strong)]
            reached = [
                name for name, mark in marks if compared is not None and mark and mark.least <= compared
            ]
            expected = None if compared is None else reached[-1] if reached else "below"
            assert (line.count, line.reached) == (compared, expected)


@pytest.mark.parametrize(
    ("told", "compared"),
    [
        ({"form": "paired", "labels": "good"}, True),
        ({"form": "paired", "labels": "repairable"}, True),
        ({"form": "paired", "labels": "none"}, False),
        ({"form": "paired", "labels": "disordered"}, False),
        ({"form": "unpaired", "labels": "good"}, False),
        ({"form": "input_only"}, False),
        ({}, True),
    ],
)
def test_what_has_no_answer_is_not_held_against_guides_for_answered_samples(
    told: dict[str, str], compared: bool
) -> None:
    task: dict[str, str | int] = {"input_kind": "image", "output_kind": "image", "volume": 20_000}
    guides = assess(BOOK, answers_of({**task, **told}), {}).advice.guides
    counts = {line.guide.id: line.count for line in guides}
    assert counts["G-29"] == (20_000 if compared else None)  # pix2pix counts pairs
    assert counts["G-28"] == 20_000  # colouring makes its own pairs


def test_guides_for_answered_samples_are_marked() -> None:
    words = ("pairs", "label", "boxes", "painted", "per class", "per form", "dental")
    for guide in BOOK.guides:
        if guide.per is None:
            assert not guide.answered
        if any(word in guide.unit.en for word in words):
            assert guide.answered, guide.id
    free = {guide.id for guide in BOOK.guides if guide.per and not guide.answered}
    assert free == {"G-19", "G-21", "G-27", "G-28", "G-31", "G-32", "G-33"}  # pairs come by themselves


def test_a_range_is_no_count() -> None:
    given = answers_of({"input_kind": "image", "output_kind": "category", "volume": "many"})
    assert {line.count for line in assess(BOOK, given, {}).advice.guides} == {None}


def test_a_count_found_in_the_sample_counts_only_for_the_whole() -> None:
    task = {"input_kind": "image", "output_kind": "category"}
    found = {"per_unit": Measurement(7, 9)}
    for share, count in (("all", 7), ("part", None)):
        guides = assess(BOOK, answers_of({**task, "share": share}), found).advice.guides
        assert {line.count for line in guides if line.guide.per == "scarcest"} == {count}
        assert {line.count for line in guides if line.guide.per != "scarcest"} == {None}


def test_the_same_book_read_twice_says_the_same() -> None:
    twin = BOOK.model_copy(deep=True)
    given = answers_of({"form": "paired", "volume": "few", "labels": "good"})
    assert advice_json(assess(twin, given, {}), twin, "en") == advice_json(
        assess(BOOK, given, {}), BOOK, "en"
    )
