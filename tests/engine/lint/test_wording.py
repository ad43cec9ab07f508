"""The second look: sentences that no pattern knows, judged by how they are worded.

Measured with each of the six sets of ``scripts/lint_sentences`` left out of the training in
turn (precision / recall; 420 promises and 420 harmless sentences a language): patterns alone
0.95 / 0.73 in Korean and 0.94 / 0.67 in English, with the second look 0.94 / 0.92 and
0.89 / 0.87. The eighth batch of labelled.toml, harder and by another writer, is in no training
and was never mended for: patterns alone 0.91 / 0.67 and 0.82 / 0.62, together 0.86 / 0.83
and 0.78 / 0.75.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lint.documents import Piece, Place
from engine.lint.lint import lint_pieces, promises_in
from engine.lint.wording import BUCKETS, pieces, soundings
from engine.rulebook import find_promises, load_rule_book

BOOK = load_rule_book()
ROOT = Path(__file__).resolve().parents[3]
HELD_OUT = tomllib.loads((Path(__file__).parent / "labelled.toml").read_text(encoding="utf-8"))["eighth"]


@pytest.mark.parametrize(("language", "precision", "recall"), [("ko", 0.82, 0.8), ("en", 0.74, 0.71)])
def test_sentences_held_out_of_everything(language: str, precision: float, recall: float) -> None:
    rules = HELD_OUT[language]
    promised = [text for rule, texts in rules.items() if rule != "none" for text in texts]
    found = sum(bool(promises_in(text, BOOK)) for text in promised)
    wrong = sum(bool(promises_in(text, BOOK)) for text in rules["none"])
    assert len(promised) == len(rules["none"]) == 60
    assert found / len(promised) >= recall
    assert found / (found + wrong) >= precision
    assert found > sum(bool(find_promises(text, BOOK)) for text in promised)


def test_what_the_patterns_find_stays_found_and_what_is_denied_stays_denied() -> None:
    for text in ("강화학습으로 풀면 됩니다.", "We guarantee 95 % accuracy."):
        places = {(hit.rule.id, hit.start, hit.end) for hit in promises_in(text, BOOK)}
        assert {(hit.rule.id, hit.start, hit.end) for hit in find_promises(text, BOOK)} <= places
    for text in (
        "강화학습은 답이 아닙니다.",
        "We cannot guarantee 95 % accuracy.",
        "Reinforcement learning is not an option.",
    ):
        assert promises_in(text, BOOK) == ()


def test_our_own_words_promise_nothing() -> None:
    for name in ("README.md", "CHANGELOG.md", "rules/README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [hit.sentence for hit in promises_in(text, BOOK)] == []


def test_a_hit_stands_at_its_sentence() -> None:
    sentence = "Rest easy, a model like this is never going to miss a single defect."
    text = f"We met on Monday.\n\n{sentence} We will send the minutes."
    (hit,) = [hit for hit in promises_in(text, BOOK) if hit.start >= 10]
    assert sentence[:-1] in text[hit.start : hit.end] or hit.match in sentence
    (told,) = lint_pieces([Piece(text, Place("line", 1))], BOOK)
    assert told.place.number == 3


@given(st.text(max_size=300))
def test_nothing_raises_and_places_are_inside(text: str) -> None:
    for found in soundings(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.score <= 1


@given(st.text(max_size=120))
def test_a_sentence_has_length_one(text: str) -> None:
    numbers = pieces(text)
    assert all(0 <= bucket < BUCKETS for bucket in numbers)
    if numbers:
        assert sum(value * value for value in numbers.values()) == pytest.approx(1)
