"""Reinforcement learning is proposed by nothing that Jjak says, whatever the answers."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from engine.advice import ForbiddenAdviceError, advice_json, assess, explain, refuse_forbidden
from engine.interview.types import Answer
from engine.rulebook import find_promises
from engine.rulebook.types import RuleBook
from engine.texts import LANGUAGES, Language, Text
from tests.engine.advice.answer_sets import BOOK, some_answers, some_measured

SPELLINGS = ("강화학습", "강화 학습", "강화", "reinforcement", "rlhf", " rl ", "rl)", "(rl")
CHUNK = 10_000
SEEDS = range(1, 11)  # 100,000 answer sets in all


def texts_of(document: object) -> Iterator[str]:
    """Every text in a document, however deep."""
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)


def said(seed: int, number: int, without: frozenset[str] = frozenset()) -> set[str]:
    """Every text that the advice to so many random answer sets says, apart from what never to say.

    Each is said in Korean or in English, in turn, and every fourth is explained as well
    (the explanation takes most of the time, and says the same rows).
    """
    source = random.Random(seed)
    seen: set[str] = set()
    for count in range(number):
        answers, measured = some_answers(source), some_measured(source)
        assessment = assess(BOOK, answers, measured, without)
        explained = count % 8 in (0, 5)
        explanation = explain(BOOK, answers, measured, assessment) if explained else None
        seen.update(
            cell.short.say(language)
            for cell in assessment.advice.matrix
            if cell.short
            for language in LANGUAGES
        )
        document = advice_json(assessment, BOOK, LANGUAGES[count % 2], explanation)
        document["never_say"] = [entry["instead"] for entry in document["never_say"]]
        seen.update(texts_of(document))
    return seen


def proposed(texts: set[str]) -> list[str]:
    found = [text for text in texts if any(spelling in f" {text.lower()} " for spelling in SPELLINGS)]
    return found + [text for text in texts if find_promises(text, BOOK, mentions=True)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_over_100_000_random_answer_sets(seed: int) -> None:
    assert len(SEEDS) * CHUNK >= 100_000
    seen = said(seed, CHUNK)
    assert proposed(seen) == []
    for language in LANGUAGES:  # every line of the book was among them
        rows = [row for table in BOOK.advice for row in table.rows]
        assert {row.text.say(language) for row in [*rows, *BOOK.today.rows]} <= seen
        assert {row.headline.say(language) for row in BOOK.verdicts.rows} <= seen


@pytest.mark.parametrize("without", [frozenset(), frozenset({"today"})], ids=["whole", "without today"])
def test_over_some_answer_sets(without: frozenset[str]) -> None:
    seen = said(7, 300, without)
    assert len(seen) > 300
    assert proposed(seen) == []


def smuggled(book: RuleBook, where: str) -> RuleBook:
    """A book into which somebody smuggled the fourth rung, past the checker."""
    text = Text(ko="안 되면 강화 학습을 씁니다.", en="If all fails, use reinforcement learning.")

    def marked(entries: tuple, field: str) -> tuple:
        return tuple(entry.model_copy(update={field: text}) for entry in entries)

    if where == "advice":
        tables = [table.model_copy(update={"rows": marked(table.rows, "text")}) for table in book.advice]
        return book.model_copy(update={"advice": tuple(tables)})
    if where == "questions":
        return book.model_copy(update={"questions": marked(book.questions, "why")})
    if where == "guides":
        return book.model_copy(update={"guides": marked(book.guides, "note")})
    table, field = where.split(".")
    changed = getattr(book, table)
    return book.model_copy(update={table: changed.model_copy(update={"rows": marked(changed.rows, field)})})


SMUGGLED = (
    "advice",
    "questions",
    "guides",
    "verdicts.headline",
    "verdicts.because",
    "today.headline",
    "today.text",
    "today.need",
    "today.because",
    "framing.task",
    "framing.because",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", SMUGGLED)
def test_the_gate_stops_a_book_that_proposes_it(where: str, language: Language) -> None:
    given = {"form": "unpaired", "volume": "many", "labels": "good"}
    given |= {"input_kind": "image", "output_kind": "category"}
    answers = {name: Answer(value, 1) for name, value in given.items()}

    def document(book: RuleBook) -> dict[str, object]:
        assessment = assess(book, answers, {})
        return advice_json(assessment, book, language, explain(book, answers, {}, assessment))

    assert document(BOOK)["framing"]
    with pytest.raises(ForbiddenAdviceError) as caught:
        document(smuggled(BOOK, where))
    assert caught.value.sentence(language)


@pytest.mark.parametrize("place", ["nearly", "what_would_change"])
def test_the_gate_looks_at_explanations_too(place: str) -> None:
    """Only a row that did not fire proposes it."""
    answers = {
        name: Answer(value, 1)
        for name, value in {"form": "paired", "volume": "few", "labels": "good"}.items()
    }
    other = "V-01" if place == "what_would_change" else "V-06"
    text = Text(ko="강화학습으로 됩니다.", en="Reinforcement learning can do it.")
    rows = tuple(
        row.model_copy(update={"headline": text}) if row.id == other else row for row in BOOK.verdicts.rows
    )
    book = BOOK.model_copy(update={"verdicts": BOOK.verdicts.model_copy(update={"rows": rows})})
    assessment = assess(book, answers, {})
    explanation = explain(book, answers, {}, assessment)
    told = explanation.nearly if place == "nearly" else explanation.changes
    assert other in {entry.rule for entry in told}
    advice_json(assessment, book, "en")  # without the explanation it is not said
    with pytest.raises(ForbiddenAdviceError):
        advice_json(assessment, book, "en", explanation)


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
