"""The document of `advise --json`: the cells of both tables, what each line names, what is beside it."""

from __future__ import annotations

import json
from itertools import product

import pytest

from engine.advice import advice_json, assess, explain
from engine.interview.types import Answer
from engine.texts import LANGUAGES, Language
from tests.engine.advice.answer_sets import BOOK

KEPT = {
    "verdict", "headline", "form", "volume", "labels", "steps", "conditions", "cautions", "never_say",
    "ask_client", "trace", "deciding", "rule_book",
}  # fmt: skip
ADDED = {"today", "framing", "guides", "questions", "packs", "explain", "suggested"}
LABELS = ("good", "repairable", "disordered", "none")

# The addendum's cells (reference, section 3.2): form, volume → outlook by labels, or for inputs
# alone by whether the contents differ. Go is start, conditional is prepare, no-go is push back.
TODAY = {
    ("paired", "many"): ("start", "prepare", "prepare", "prepare"),
    ("paired", "few"): ("prepare", "prepare", "prepare", "prepare"),
    ("paired", "too_few"): ("prepare", "push_back", "push_back", "push_back"),
    ("unpaired", "many"): ("prepare", "prepare", "push_back", "prepare"),
    ("unpaired", "few"): ("push_back", "push_back", "push_back", "push_back"),
    ("unpaired", "too_few"): ("push_back", "push_back", "push_back", "push_back"),
    ("input_only", "many"): {"no": "prepare", "yes": "prepare"},
    ("input_only", "few"): {"no": "prepare", "yes": "push_back"},
    ("input_only", "too_few"): {"no": "push_back", "yes": "push_back"},
}
VERDICTS = {
    ("paired", "many"): ("start", "prepare", "prepare", "prepare"),
    ("paired", "few"): ("prepare", "prepare", "prepare", "prepare"),
    ("paired", "too_few"): ("prepare", "prepare", "push_back", "push_back"),
    ("unpaired", "many"): ("prepare", "prepare", "prepare", "prepare"),
    ("unpaired", "few"): ("push_back", "push_back", "push_back", "push_back"),
    ("unpaired", "too_few"): ("push_back", "push_back", "push_back", "push_back"),
    ("input_only", "many"): ("prepare", "prepare", "prepare", "prepare"),
    ("input_only", "few"): ("prepare", "prepare", "prepare", "prepare"),
    ("input_only", "too_few"): ("prepare", "prepare", "prepare", "prepare"),
}


def document_of(
    language: Language = "en", without: frozenset[str] = frozenset(), **given: str | int | tuple[str, ...]
) -> dict:
    answers = {name: Answer(value, order) for order, (name, value) in enumerate(given.items(), start=1)}
    assessment = assess(BOOK, answers, {}, without)
    return advice_json(assessment, BOOK, language, explain(BOOK, answers, {}, assessment))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "volume"), VERDICTS)
def test_every_cell_of_the_verdict_table(form: str, volume: str, language: Language) -> None:
    for labels, verdict in zip(LABELS, VERDICTS[form, volume], strict=True):
        document = document_of(language, form=form, volume=volume, labels=labels)
        assert document["verdict"] == verdict
        assert document["trace"][0]["table"] == BOOK.verdicts.id
        assert document["explain"]["what_would_change"] or verdict in ("start", "prepare")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "volume"), TODAY)
def test_every_cell_of_todays_table(form: str, volume: str, language: Language) -> None:
    for labels, content in product(LABELS, ("no", "yes")):
        outlooks = TODAY[form, volume]
        outlook = outlooks[content] if isinstance(outlooks, dict) else outlooks[LABELS.index(labels)]
        given = {"form": form, "volume": volume, "labels": labels, "same_content": content}
        document = document_of(language, **given)
        (line,) = document["today"]
        assert (line["outlook"], line["pack"], line["if"]) == (outlook, "today", {})
        assert all(line[key] for key in ("id", "headline", "text", "need", "because", "source"))
        assert line["id"] in {trace["rule"] for trace in document["trace"] if trace["table"] == BOOK.today.id}
        assert document_of(language, frozenset({"today"}), **given)["today"] == []


def test_nothing_that_was_there_is_gone() -> None:
    document = document_of(form="paired", volume=12_000, labels="good")
    assert set(document) == KEPT | ADDED
    json.dumps(document)
    assessment = assess(BOOK, {}, {})
    assert "explain" not in advice_json(assessment, BOOK, "en")


def test_every_line_names_its_rule_pack_and_source() -> None:
    document = document_of(
        form="paired", volume="few", labels="good", input_kind="image", output_kind="category",
        people=("face",), per_unit=120, usage_rights="no",
    )  # fmt: skip
    lines = [
        *document["steps"], *document["conditions"], *document["cautions"], *document["questions"],
        *document["today"], document["framing"], *document["guides"],
    ]  # fmt: skip
    assert all(document[key] for key in ("steps", "conditions", "cautions", "questions", "guides"))
    for line in lines:
        assert line["id"]
        assert line["pack"] in BOOK.packs
        assert line["source"]
        assert set(line["source"]) <= set(BOOK.sources)
    explained = document["explain"]
    for entry in [*explained["nearly"], *explained["what_would_change"]]:
        assert entry["rule"]
        assert entry["pack"] in BOOK.packs
        assert entry["source"]
    traced = {trace["rule"] for trace in document["trace"]}
    assert {line["id"] for line in lines if line not in document["guides"]} <= traced


def test_the_law_is_asked_and_never_concluded() -> None:
    document = document_of(people=("face",), output_kind="image", direction="generate")
    assert document["questions"]
    asked = {entry["id"]: entry["text"] for entry in document["ask_client"]}
    for line in document["questions"]:
        assert line["pack"] == "today"
        assert asked[line["id"]] == line["text"]
        assert line["text"].endswith("?")


def test_deck_and_guide_stand_side_by_side() -> None:
    document = document_of(input_kind="image", output_kind="category", volume=3_000, per_unit=120)
    for guide in document["guides"]:
        assert (guide["deck"]["value"], guide["deck"]["least"]) == ("few", 1_000)
        assert guide["deck"]["source"] == ["deck2020"]
        assert guide["count"] in (120, 3_000)  # per class, and in all
        marks = [mark for name in ("start", "works", "strong") if (mark := guide[name])]
        assert marks
        assert all(mark["source"] in BOOK.sources and mark["date"] for mark in marks)
    without_amount = document_of(input_kind="image", output_kind="category")
    assert {guide["deck"] for guide in without_amount["guides"]} == {None}


def test_packs_say_whether_they_are_on() -> None:
    document = document_of(without=frozenset({"today"}), form="paired")
    on = {pack["id"]: (pack["on"], pack["switchable"]) for pack in document["packs"]}
    assert on == {"deck2020": (True, False), "ours": (True, False), "today": (False, True)}
    assert all(pack["problem"] is None for pack in document["packs"])


def test_coverage_and_the_next_question() -> None:
    document = document_of(form="paired", volume="few")
    assert document["verdict"] is None
    assert document["deciding"] == {"known": 2, "of": 3, "coverage": 0.6667, "enough": 0.8, "next": "labels"}
    settled = document_of(form="unpaired", volume="few")
    assert settled["verdict"] == "push_back"
    assert settled["deciding"] == {"known": 2, "of": 3, "coverage": 1.0, "enough": 0.8, "next": None}


@pytest.mark.parametrize(
    ("wish", "known", "suggested"),
    [
        ("부품 사진을 보고 불량인지 가려 주세요", {}, {"input_kind": "image", "output_kind": "category"}),
        ("부품 사진을 보고 불량인지 가려 주세요", {"input_kind": "image"}, {"output_kind": "category"}),
        (
            "부품 사진을 보고 불량인지 가려 주세요",
            {"input_kind": "video", "output_kind": "mask", "direction": "recognise"},
            {},
        ),
        ("unknown", {}, {}),
        ("잘 부탁드립니다", {}, {}),
    ],
)
def test_the_wish_suggests_what_nobody_answered(
    wish: str, known: dict[str, str], suggested: dict[str, str]
) -> None:
    told = document_of(wish_words=wish, **known)["suggested"]
    told.pop("direction", None)  # said by the same words; not what this is about
    assert told == suggested


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_tell_the_same(language: Language) -> None:
    given = {"form": "paired", "volume": "few", "labels": "good"}
    other: Language = "ko" if language == "en" else "en"

    def ids(spoken: Language) -> list[str]:
        document = document_of(spoken, **given)
        nearly = [entry["rule"] for entry in document["explain"]["nearly"]]
        return [trace["rule"] for trace in document["trace"]] + nearly

    assert ids(language) == ids(other)
    hangul = any("가" <= letter <= "힣" for letter in document_of(language, **given)["headline"])
    assert hangul == (language == "ko")
