"""The linter: every promise of the labelled set is found, nothing harmless is."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook import check_folder, find_promises, load_rule_book

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
        (r"강\s*화[\s\-·_*~/]*(?:형|식|심층)?[\s\-·_*]*학[\s*_]*습", "강화학습", "promise_unknown"),
        ("'(?<![A-Za-z0-9])RL(?:HF|AIF|VR|FT)?(?![A-Za-z0-9])',", "", "promise_unknown"),
        ("[never.patterns]\nko", "[never.patterns]\nxx", "wrong_choice"),
        ('promise.en = "Reinforcement learning can do it"', 'promise.en = "It can do it"', "promise_missed"),
    ],
)
def test_a_book_cannot_unlearn_what_is_forbidden(spoil, old: str, new: str, code: str) -> None:
    problems = check_folder(spoil("never_say.toml", old, new)).problems
    assert code in {problem.code for problem in problems}
