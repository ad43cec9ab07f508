"""The linter: every promise of the labelled set is found, nothing harmless is."""

from __future__ import annotations

import re
import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook import check_folder, find_promises, load_rule_book
from engine.rulebook.phrases import Sentence, phrase, spelt
from engine.rulebook.promises import denial_patterns, rule_patterns

BOOK = load_rule_book()
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
PROMISES = [(rule, text) for rule, texts in SENTENCES["promises"].items() for text in texts]


@pytest.mark.parametrize(("rule", "text"), PROMISES)
def test_a_promise_is_found(rule: str, text: str) -> None:
    hits = find_promises(text, BOOK)
    assert rule in {hit.rule.id for hit in hits}
    assert all(text[hit.start : hit.end] == hit.match != "" for hit in hits)


@pytest.mark.parametrize("text", SENTENCES["harmless"])
def test_what_is_harmless_passes(text: str) -> None:
    assert find_promises(text, BOOK) == ()


@pytest.mark.parametrize(("rule", "text"), [entry for entry in PROMISES if not entry[1].isascii()])
def test_taken_apart_syllables_are_read_too(rule: str, text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    hits = find_promises(apart, BOOK)
    assert rule in {hit.rule.id for hit in hits}
    assert all(apart[hit.start : hit.end] == hit.match for hit in hits)


def test_a_denial_covers_its_own_sentence_only() -> None:
    text = "Reinforcement learning is not an option. So we use reinforcement learning."
    (hit,) = find_promises(text, BOOK)
    assert hit.start > text.index(".")
    text = "강화학습은 대안이 아닙니다. 그래도 강화학습을 써 봅시다."
    (hit,) = find_promises(text, BOOK)
    assert hit.start > text.index(".")


def test_with_mentions_a_denial_is_a_hit_too() -> None:
    assert find_promises("강화학습은 대안이 아닙니다.", BOOK, mentions=True)
    assert not find_promises("정확도는 보장하지 않습니다.", BOOK, mentions=True)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for hit in find_promises(text, BOOK):
        assert text[hit.start : hit.end] == hit.match


PROPOSALS = [
    "강화학습을 검토합니다.",
    "강화 학습도 있습니다.",
    "Try reinforcement learning.",
    "Then use RL.",
    "RLHF 적용",
]
PLACES = [
    ("verdict.toml", "샘플을 받아 바로 시작할 수 있습니다", "Get sample data and start at once"),
    ("advice/2_unpaired_ladder.toml", "비슷한 분야에서 정답을", "Find models trained"),
    ("interview.toml", "고객이 무엇을 하고", "What does the client"),
    ("interview.toml", "예: 사진 속 흠집이", "For example: is the scratch"),
    ("volume.toml", "많음", "Many"),
    ("sources.toml", "13장 생성 모델", "Study notes on"),
    ("never_say.toml", "정답이 있는 데이터를 어떻게", "Let us first settle how"),
]


@pytest.mark.parametrize("proposal", PROPOSALS)
@pytest.mark.parametrize(("file", "korean", "english"), PLACES)
def test_a_book_that_proposes_it_anywhere_is_refused(
    spoil, file: str, korean: str, english: str, proposal: str
) -> None:
    old = english if proposal.isascii() else korean
    problems = check_folder(spoil(file, old, f"{proposal} {old}")).problems
    assert "forbidden" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("mention = true", "mention = false", "promise_unknown"),
        (r"강\s*화[\s\-·_*~/]*(?:형|식|심층)?[\s\-·_*]*학[\s*_]*[습슴]", "강화학습", "promise_unknown"),
        ('"(?<![a-z0-9])d?rl(?:hf|aif|vr|ft)?(?![a-z0-9])",', "", "promise_unknown"),
        ("{machine} & {learn} & +시행", "{nobody} & {learn} & +시행", "bad_pattern"),
        ("{machine} & {learn} & +시행", "{machine} & {learn} & 시행", "bad_pattern"),
        ("[words.ko]\n", "[words.ko]\nodd = 1\n", "wrong_value"),
        ("[never.patterns]\nko", "[never.patterns]\nxx", "wrong_choice"),
        ('promise.en = "Reinforcement learning can do it"', 'promise.en = "It can do it"', "promise_missed"),
    ],
)
def test_a_book_cannot_unlearn_what_is_forbidden(spoil, old: str, new: str, code: str) -> None:
    problems = check_folder(spoil("never_say.toml", old, new)).problems
    assert code in {problem.code for problem in problems}


def test_words_are_put_in_by_name_also_within_words() -> None:
    words = {"colour": ("red", "{blue}"), "blue": ("blue", "azure")}
    assert re.fullmatch(spelt("{colour} sky", words), "azure sky")
    with pytest.raises(re.error):
        spelt("{green}", words)
    with pytest.raises(re.error):
        spelt("{again}", {"again": ("{again}",)})


def test_the_parts_of_a_phrase_may_stand_in_any_order_within_reach() -> None:
    sought = phrase("labels & +sure & !weather")
    for text, found in (
        ("no labels, surely", ["labels, sure"]),
        ("sure without labels", ["sure without labels"]),
        ("sure" + " " * 300 + "labels", []),
        ("labels", []),
    ):
        assert [text[hit.start : hit.end] for hit in sought.search(Sentence(text))] == found
    assert sought.spoilt("⟦sure⟧ of the weather")
    assert not sought.spoilt("⟦sure⟧ of it")


HOSTILE = [
    "a" * 20_000,
    "9" * 20_000,
    " " * 20_000,
    "데이터" * 6_700,
    "라벨 없이 반드시 " * 2_000,
    "no data " * 2_500,
    "the more data " * 1_430,
    "guarantee 95% accuracy not " * 740,
]
EXPRESSIONS = sorted(
    {part for rule in BOOK.never_say for found in rule_patterns(rule) for part in found.parts()}
    | {part for rule in BOOK.never_say for part in denial_patterns(rule)},
    key=lambda part: part.pattern,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_no_text_takes_any_pattern_long(text: str) -> None:
    for expression in EXPRESSIONS:
        start = time.process_time()
        for _ in expression.finditer(text):
            pass
        assert time.process_time() - start < 2, expression.pattern[:80]
    start = time.process_time()
    find_promises(text, BOOK)
    assert time.process_time() - start < 10
