"""Values as people write them, and answer files, sound and hostile."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.interview import parse_value, read_answers
from engine.interview.types import Value
from engine.rulebook import load_rule_book

BOOK = load_rule_book()


def read(tmp_path: Path, text: str | bytes) -> dict[str, Value]:
    path = tmp_path / "answers.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return {name: answer.value for name, answer in read_answers(path, BOOK).items()}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (12000, 12000),
        (12000.0, 12000),
        ("12,000", 12000),
        (" 12 000 ", 12000),
        ("1만 2천", 12000),
        ("1.2만", 12000),
        ("3천", 3000),
        ("10만", 100000),
        ("300장", 300),
        ("1,000 images", 1000),
        ("0", 0),
        ("many", "many"),
        ("Too_Few", "too_few"),
        ("unknown", "unknown"),
    ],
)
def test_an_amount_is_understood(raw: object, value: Value) -> None:
    assert parse_value(BOOK.question("volume"), raw, BOOK) == value


@pytest.mark.parametrize(
    "raw",
    [
        -1,
        1.5,
        True,
        None,
        "",
        "lots",
        "-3",
        "1e5",
        "12,000 or so",
        float("nan"),
        float("inf"),
        [1],
        {},
        "9" * 5000,
    ],
)
def test_what_is_no_amount_is_refused(raw: object) -> None:
    with pytest.raises(UserError) as caught:
        parse_value(BOOK.question("volume"), raw, BOOK)
    for language in ("ko", "en"):
        assert "\n" not in caught.value.sentence(language)
        assert len(caught.value.sentence(language)) < 300


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("form", "pairs"),
        ("form", 3),
        ("form", ["paired"]),
        ("people", "face, tail"),
        ("people", []),
        ("people", [["face"]]),
        ("people", ["none", "face"]),
        ("wish_words", "   "),
        ("wish_words", True),
        ("wish_words", "x" * 30_000),
    ],
)
def test_what_is_no_answer_is_refused(name: str, raw: object) -> None:
    with pytest.raises(UserError) as caught:
        parse_value(BOOK.question(name), raw, BOOK)
    assert name in caught.value.sentence("en")


def test_several_answers_are_kept_in_the_order_of_the_book() -> None:
    question = BOOK.question("people")
    assert parse_value(question, ["voice", "face", "voice"], BOOK) == ("face", "voice")
    assert parse_value(question, "voice, face", BOOK) == ("face", "voice")
    assert parse_value(question, ["none"], BOOK) == ("none",)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.lists(st.text()), st.none(), st.binary()))
def test_any_value_is_answered_or_refused(raw: object) -> None:
    for question in BOOK.questions:
        try:
            value = parse_value(question, raw, BOOK)
        except UserError:
            continue
        assert parse_value(question, value, BOOK) == value


def test_answers_stand_at_the_top_or_in_their_table_and_follow_the_book(tmp_path: Path) -> None:
    top = 'labels = "good"\nname = "A case"\nclient = "B"\nlang = "ko"\ncount = "1,234"\nform = "paired"\n'
    assert read(tmp_path, top) == {"form": "paired", "volume": 1234, "labels": "good"}
    nested = '\ufefflang = "en"\n[answers]\nform = "unknown"\npeople = ["face"]\n'
    assert read(tmp_path, nested) == {"form": "unknown", "people": ("face",)}
    orders = [answer.order for answer in read_answers(tmp_path / "answers.toml", BOOK).values()]
    assert orders == sorted(orders)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('vollume = "many"', "volume"),
        ('Form = "paired"', "form"),
        ("cuont = 3", "count"),
        ('xyzzy = "many"', "form"),
        ('form = "paired"\n[answers]\nform = "paired"', "form"),
        ("count = 1\nvolume = 2", "volume"),
        ('answers = "paired"', "[answers]"),
        ('form = "paired\nvolume = 1', "line 1"),
        ("form = paired", "line 1"),
        ('form = "paired"\nform = "paired"\n', "line 2"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("form = { a = 1 }", "form"),
        ("form = 1979-05-27T07:32:00Z", "form"),
        ("volume = nan", "volume"),
        ("[answers.form]\nvalue = 1", "form"),
        ("a = " + "[" * 3000, "TOML"),
    ],
)
def test_a_file_with_a_mistake_gets_one_sentence_that_helps(
    tmp_path: Path, text: str | bytes, names: str
) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, text)
    sentence = caught.value.sentence("en")
    assert names in sentence
    assert "\n" not in sentence
    assert caught.value.sentence("ko") != sentence


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.toml", tmp_path):
        with pytest.raises(UserError) as caught:
            read_answers(path, BOOK)
        assert path.name in caught.value.sentence("ko")


def test_an_empty_file_answers_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == {}
