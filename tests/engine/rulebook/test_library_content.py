"""The shipped cases, notes and practice deck: all of it there, in both languages, and honest.

What is expected comes from KNOWLEDGE.md and the reference (the facts of the notes: ``knowledge.toml``),
not from what the files happen to say.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from engine.rulebook import load_library, load_rule_book
from engine.rulebook.library import CaseCard, Library, Subject
from engine.rulebook.types import Form, RuleBook
from engine.texts import LANGUAGES, Text

# KNOWLEDGE §9: case → words of goal, X → y, what is needed, preprocessing and model, ko and en.
CASES = {
    "video_super_resolution_case": (
        ("2배", "저화질·고화질", "잡음", "EDVR", "PCD", "TSA"),
        (
            "twice",
            "poor and sharp",
            "noise",
            "EDVR",
            "pyramid, cascading, deformable",
            "temporal and spatial",
        ),
    ),
    "bracket_positioning_case": (
        ("CT 스캔", "표시한 스캔", "현실적이지 않습니다", "파일 형식", "메시가 어떻게 표현"),
        ("CT scan", "marked the place of each bracket", "unrealistic", "file format", "how the mesh"),
    ),
    "face_to_face_case": (
        ("얼굴 움직임", "한 장 또는 몇 장", "많은 사람의, 많은 표정", "특징점을 찾는 네트워크", "드뭅니다"),
        (
            "facial motion",
            "one or a few photos",
            "many people with many expressions",
            "landmark network",
            "rarely",
        ),
    ),
    "lip_sync_case": (
        ("음성", "그 말을 하는 얼굴이 함께 담긴", "문장 단위로", "얼굴이 없는 부분은 버리고", "상자"),
        ("speech", "the face that speaks", "cut into sentences", "no face", "box the face"),
    ),
    "document_ocr_case": (
        ("위치와 내용을 적은 라벨 파일", "따로 배웁니다", "만들어 내기 쉽습니다", "공개 데이터", "종류"),
        ("label file of the positions", "trained apart", "easy to make", "public data", "category"),
    ),
}

FACTS = tomllib.loads((Path(__file__).parent / "knowledge.toml").read_text(encoding="utf-8"))["facts"]

# Facts of the reference that nobody has looked up: the cards may print them, but never as checked.
NOT_LOOKED_UP = ("12,331", "8 million drawn words", "75,000 pages")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rule_book()


def texts_in(value: object) -> Iterator[Text]:
    """Every text anywhere below ``value``."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from texts_in(entry)


def test_the_decks_five_cases_are_there_in_order(library: Library) -> None:
    assert [case.id for case in library.cases] == list(CASES)
    for case in library.cases:
        assert case.id == f"{case.system}_case"
        assert library.card(case.system) is not None
        assert "deck2020" in case.source


@pytest.mark.parametrize("identifier", CASES)
def test_a_case_says_what_the_deck_says_in_both_languages(identifier: str, library: Library) -> None:
    case = next(case for case in library.cases if case.id == identifier)
    parts = (case.goal, case.x, case.y, case.needed, *case.preprocessing, case.model)
    for language, words in zip(LANGUAGES, CASES[identifier], strict=True):
        said = " ".join(text.say(language) for text in parts)
        assert [word for word in words if word not in said] == []
    assert len(case.risks) >= 3
    assert len(case.facts) >= 3


def test_figures_nobody_looked_up_are_not_printed_as_checked(library: Library) -> None:
    facts = [fact for case in library.cases for fact in case.facts]
    found = {words: fact for words in NOT_LOOKED_UP for fact in facts if words in fact.text.en}
    assert set(found) == set(NOT_LOOKED_UP)
    assert not any(fact.checked for fact in found.values())
    assert Counter(fact.checked for fact in facts)[False] == len(NOT_LOOKED_UP)
    for fact in facts:
        assert all(library.sources[source].kind == "extension" for source in fact.source)


@pytest.mark.parametrize("identifier", CASES)
def test_the_client_stage_asks_what_the_interview_asks(
    identifier: str, library: Library, book: RuleBook
) -> None:
    case = next(case for case in library.cases if case.id == identifier)
    assert 5 <= len(case.client) <= 9
    asked = [line.question for line in case.client]
    assert len(set(asked)) == len(asked)
    assert {"form", "volume"} <= set(asked)
    for line in case.client:
        options = {option.value for option in book.question(line.question).options}
        assert set(line.wanted) <= options, line.question
        assert not options or set(line.wanted) != options, (
            f"{line.question}: any answer will do, so none is named"
        )
    asked_for(case, book)


def asked_for(case: CaseCard, book: RuleBook) -> None:
    """The answers that serve the case also lead to each of its questions."""
    wanted = {line.question: set(line.wanted) for line in case.client if line.wanted}
    for line in case.client:
        for fact, values in book.question(line.question).when.items():
            assert wanted.get(fact, set(values)) & set(values), (line.question, fact)


def test_cases_that_show_people_warn_of_consent_and_marking(library: Library) -> None:
    for case in library.cases:
        if case.system in ("face_to_face", "lip_sync"):
            risks = " ".join(risk.en for risk in case.risks)
            assert "consent" in risks
            assert "marked as generated" in risks
            assert {"people", "consent"} <= {line.question for line in case.client}


@pytest.mark.parametrize(
    ("source", "identifier", "korean", "english"), FACTS, ids=[f"{fact[1]}-{fact[3]}" for fact in FACTS]
)
def test_every_fact_has_its_note(
    source: str, identifier: str, korean: str, english: str, library: Library
) -> None:
    note = next((note for note in library.notes if note.id == identifier), None)
    assert note is not None, f"no note on this fact: {english}"
    assert korean in note.text.ko
    assert english in note.text.en
    assert source in note.source


def test_no_note_goes_unchecked(library: Library) -> None:
    assert {note.id for note in library.notes} == {fact[1] for fact in FACTS}


def test_notes_stand_by_topic_and_are_short(library: Library) -> None:
    order = [topic.id for topic in library.topics]
    places = [order.index(note.topic) for note in library.notes]
    assert places == sorted(places)
    for note in library.notes:
        assert len(note.text.en) < 420, note.id
        assert len(note.text.ko) < 260, note.id


def test_a_note_of_the_sources_is_told_from_our_own(library: Library) -> None:
    """What a topic of the deck adds beside it cites an extension; both kinds are there."""
    kinds = Counter(
        {library.sources[source].kind for source in note.source} == {"extension"} for note in library.notes
    )
    assert kinds[False] >= 55
    assert kinds[True] >= 25
    for note in library.notes:
        if note.topic in ("measuring", "after_2020"):
            assert {library.sources[source].kind for source in note.source} == {"extension"}, note.id


def test_practice_covers_every_subject(library: Library) -> None:
    per_subject = Counter(card.field for card in library.practice)
    assert set(per_subject) == set(get_args(Subject))
    assert min(per_subject.values()) >= 4
    assert len(library.practice) >= 36
    assert {card.form for card in library.practice} == set(get_args(Form))


def test_practice_keeps_known_and_inferred_apart(library: Library) -> None:
    for card in library.practice:
        assert re.fullmatch(r"Known: .+ Inferred: .+", card.amount.en), card.id
        assert re.fullmatch(r"알려진 것: .+ 추정: .+", card.amount.ko), card.id


def test_practice_infers_no_figures(library: Library) -> None:
    for card in library.practice:
        inferred = card.amount.en.partition(" Inferred: ")[2] + card.amount.ko.partition(" 추정: ")[2]
        assert not re.search(r"\d|hundred|thousand|million|\b수[십백천만]|만 장", inferred), card.id


def test_a_known_figure_of_practice_comes_from_a_named_source(library: Library) -> None:
    """Numbers of four digits or more stand in the title or the locator of a source cited."""
    for card in library.practice:
        known = card.amount.en.partition(" Inferred: ")[0]
        cited = " ".join(
            f"{source.title.en} {source.locator.en if source.locator else ''}"
            for source in map(library.sources.__getitem__, card.source)
        )
        for figure in re.findall(r"\d{1,3}(?:,\d{3})+", known):
            assert figure in cited, (card.id, figure)


def test_practice_names_no_provider(library: Library) -> None:
    providers = re.compile(
        r"\b(?:Google Cloud|Vertex|AWS|Amazon|Azure|Microsoft|IBM|NAVER|CLOVA|Kakao|OpenAI|Apple)\b"
    )
    for card in library.practice:
        for text in texts_in(card):
            assert not providers.search(text.en), card.id
            assert not providers.search(text.ko), card.id


def test_services_read_as_questions_without_the_answer(library: Library) -> None:
    services = [card.service.en for card in library.practice]
    assert len(set(services)) == len(services)
    for card in library.practice:
        assert card.service.ko.endswith(("서비스", "챗봇", "스피커")), card.id
        assert not re.search(r"pair|label|training data", card.service.en), card.id
        assert not re.search(r"라벨|학습|쌍", card.service.ko), card.id
