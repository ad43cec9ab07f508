"""Reinforcement learning is proposed by nothing that Jjak says, whatever the answers."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import ForbiddenAdviceError, advice_json, assess, refuse_forbidden
from engine.advice.types import Assessment
from engine.interview.types import UNKNOWN, Answer, Measurement, Value
from engine.rulebook import load_rule_book
from engine.rulebook.types import RuleBook
from engine.texts import LANGUAGES, Text

BOOK = load_rule_book()
SPELLINGS = ("강화학습", "강화 학습", "강화", "reinforcement", "rlhf", " rl ", "rl)", "(rl")


def facts_of_rules() -> list[tuple[str, ...]]:
    """For the verdict and each advice table, the facts that its rows use, with what they rest on."""
    groups = [set(BOOK.verdicts.inputs)]
    groups += [{name for row in table.rows for name in row.when} for table in BOOK.advice]
    closed = []
    for group in groups:
        while more := {name for fact in group for name in BOOK.question(fact).when} - group:
            group.update(more)
        closed.append(tuple(question.id for question in BOOK.questions if question.id in group))
    return closed


def values_of(name: str) -> list[Value | None]:
    question = BOOK.question(name)
    options: list[Value | None] = [None, UNKNOWN]
    if question.kind == "choices":
        return [*options, *((option.value,) for option in question.options), ("face", "records")]
    return [*options, *(option.value for option in question.options)]


def said(assessment: Assessment, book: RuleBook) -> str:
    """Everything that the advice says in both languages, apart from what never to say."""
    words = []
    for language in LANGUAGES:
        document = advice_json(assessment, book, language)
        document["never_say"] = [entry["instead"] for entry in document["never_say"]]
        words.append(json.dumps(document, ensure_ascii=False).lower())
        words += [cell.short.say(language).lower() for cell in assessment.advice.matrix if cell.short]
    return "\n".join(words)


def combinations_of(group: tuple[str, ...]) -> list[dict[str, Answer]]:
    """Every combination of answers to the group's questions; long lists of kinds are cut to
    those that a rule names, as all others are the same to every rule."""
    used = {
        value for table in BOOK.advice for row in table.rows for name in row.when for value in row.when[name]
    }
    used |= {value for question in BOOK.questions for values in question.when.values() for value in values}
    columns = []
    for name in group:
        values = values_of(name)
        if name in ("input_kind", "output_kind"):
            values = [value for value in values if value in (None, UNKNOWN) or value in used]
        columns.append(values[1:])  # no answer is to a rule what "I don't know" is
    return [
        {name: Answer(value, 1) for name, value in zip(group, row, strict=True) if value is not None}
        for row in product(*columns)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("group", facts_of_rules(), ids="-".join)
def test_over_every_combination_of_the_facts_that_rules_use(group: tuple[str, ...]) -> None:
    # Rows fire on the facts of their own table alone, so the tables can be swept one by one.
    seen: set[str] = set()
    for answers in combinations_of(group):
        advice = assess(BOOK, answers, {}).advice
        texts = [line.text for line in advice.lines] + [line.trace.because for line in advice.lines]
        if advice.ruling:
            texts += [advice.ruling.headline, advice.ruling.short, advice.ruling.trace.because]
        texts += [question.ask for question in advice.ask_client]
        seen.update(text.say(language).lower() for text in texts for language in LANGUAGES)
    assert seen
    assert not [text for text in seen if any(spelling in f" {text} " for spelling in SPELLINGS)]


@st.composite
def whole_interviews(draw: st.DrawFn) -> dict[str, Answer]:
    answers = {}
    for order, question in enumerate(BOOK.questions):
        value: Value | None = (
            draw(st.sampled_from([None, "words"]))
            if question.kind == "text"
            else draw(st.sampled_from(values_of(question.id)))
        )
        if value is not None:
            answers[question.id] = Answer(value, order)
    return answers


@given(whole_interviews())
@settings(max_examples=150, deadline=None)
def test_over_whole_interviews(answers: dict[str, Answer]) -> None:
    words = said(assess(BOOK, answers, {}), BOOK)
    assert not [spelling for spelling in SPELLINGS if spelling in words]


def proposing(book: RuleBook) -> RuleBook:
    """A book into which somebody smuggled the fourth rung, past the checker."""
    tables = list(book.advice)
    rows = list(tables[1].rows)
    text = Text(ko="안 되면 강화 학습을 씁니다.", en="If all fails, use reinforcement learning.")
    rows[-1] = rows[-1].model_copy(update={"text": text})
    tables[1] = tables[1].model_copy(update={"rows": tuple(rows)})
    return book.model_copy(update={"advice": tuple(tables)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gate_stops_a_book_that_proposes_it(language: str) -> None:
    book = proposing(BOOK)
    assessment = assess(book, {"form": Answer("unpaired", 1)}, {})
    with pytest.raises(ForbiddenAdviceError) as caught:
        advice_json(assessment, book, language)
    assert caught.value.sentence(language)


@pytest.mark.parametrize(
    "text",
    [
        "강화학습을 검토합니다.",
        "강화 학습은 대안이 아닙니다.",  # even denied it is no matter for advice
        "RL로 풀어 봅니다.",
        "ＲＬＨＦ",
        "We use Reinforcement  Learning.",
        "reinforcement-learning",
        "Reinforcement learning is not an option.",
        "정확도 95 %를 보장합니다.",
        "Unsupervised learning guarantees the result.",
        "More data is always better.",
        "We can build a model without data.",
    ],
)
def test_the_gate_refuses(text: str) -> None:
    with pytest.raises(ForbiddenAdviceError):
        refuse_forbidden(["Harmless.", text], BOOK)


def test_the_gate_holds_even_where_a_book_forbids_nothing() -> None:
    with pytest.raises(ForbiddenAdviceError):
        refuse_forbidden(["강화 학습"], BOOK.model_copy(update={"never_say": ()}))


def test_the_gate_lets_sound_advice_through() -> None:
    refuse_forbidden(
        [
            "Accuracy 97.1 % (95 % interval 93.2-98.8 %) on 120 held-out samples.",
            "정확도 97.1 % (95 % 구간 93.2–98.8 %), 떼어 둔 샘플 120개",
            "With fewer than 10,000 samples, performance is not promised.",
            "성능은 약속하지 않습니다.",
            "The URL of the world model is early.",
        ],
        BOOK,
    )


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
