"""The linter against sentences labelled by hand: how much it finds, how much of it is right.

Honest figures, each measured once on sentences that the patterns had never seen (precision /
recall; a hit is any rule that fires on a sentence labelled with one):

=========  ===========  ===========  ==========================================================
batch      Korean       English      state of the patterns
=========  ===========  ===========  ==========================================================
second     0.94 / 0.76 together      narrow expressions, mended for [first]
third      0.93 / 0.70 together      mended for [second]
fourth     0.93 / 0.67  0.85 / 0.60  mended for [third]
fifth      0.81 / 0.76  0.80 / 0.67  words in any order, mended for [fourth] (typing and slang)
sixth      0.90 / 0.84  0.87 / 0.95  mended for [fifth]
seventh    0.90 / 0.85  0.86 / 0.80  mended for [sixth]
eighth     0.91 / 0.65  0.82 / 0.60  mended for [seventh]; kept out of this file and never read
=========  ===========  ===========  ==========================================================

After the eighth measurement the words of NS-3 and NS-4 were widened with sentences of our own.
That state was then measured on six sets more (``scripts/lint_sentences``, 1,680 sentences by six
writers who had not seen the linter): 0.95 / 0.73 in Korean, 0.94 / 0.67 in English. So the
patterns alone let one promise in three of strangers slip through. What the tests here hold of
them is the state after mending for all batches but the last: it guards what was reached, it is
no measure of what new sentences will give. No label of the batches was changed.
What the second look adds is told in test_wording.py.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from engine.rulebook import find_promises, load_rule_book

BOOK = load_rule_book()
LABELLED = tomllib.loads((Path(__file__).parent / "labelled.toml").read_text(encoding="utf-8"))
SENTENCES = [
    (language, rule, text)
    for batch, languages in LABELLED.items()
    if batch != "eighth"  # held out: see test_wording.py
    for language, rules in languages.items()
    for rule, texts in rules.items()
    for text in texts
]


def _counts(language: str | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for spoken, rule, text in SENTENCES:
        if language in (None, spoken):
            found = {hit.rule.id for hit in find_promises(text, BOOK)}
            if rule == "none":
                counts["false" if found else "quiet"] += 1
            else:
                counts["found" if rule in found else "missed"] += 1
    return counts


BATCHES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def test_every_batch_is_there() -> None:
    assert tuple(LABELLED) == BATCHES


def test_the_set_is_large_and_half_harmless_in_both_languages() -> None:
    for language in ("ko", "en"):
        rules = [rule for spoken, rule, _ in SENTENCES if spoken == language]
        assert len(rules) >= 600
        assert 0.45 <= rules.count("none") / len(rules) <= 0.55
        assert set(rules) == {"none", *(rule.id for rule in BOOK.never_say)}
    assert len({text for _, _, text in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("language", ["ko", "en", None])
def test_precision_and_recall(language: str | None) -> None:
    counts = _counts(language)
    assert counts["found"] / (counts["found"] + counts["false"]) >= 0.95
    assert counts["found"] / (counts["found"] + counts["missed"]) >= 0.95


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Reinforcement learning can", "ＲＥＩＮＦＯＲＣＥＭＥＮＴ　ＬＥＡＲＮＩＮＧ can"),
        ("강화학습으로", "강화\u200b학습으로"),
        ("강화학습으로", "강 화 학 습 으 로"),
        ("reinforcement learning can", "re\u00adin\u00adforce\u00adment learn\u00ading can"),
        ("reinforcement learning", "reinforce-\nment learn-\ning"),
        ("reinforcement learning", "r e i n f o r c e m e n t  l e a r n i n g"),
        ("정확도 95%를 보장합니다", "정확도 95%를 보\n장합니다"),
        ("정확도 95%를 보장합니다", "정 확 도  9 5 % 를  보 장 합 니 다"),
        ("95% accuracy is guaranteed", "95% accu-\nracy is guar-\nanteed"),
        ("데이터 없이 모델을 만들 수 있습니다", "데이터없이모델을만들수있습니다"),
        ("We guarantee 95% accuracy", "We guarantee\n95% accuracy"),
    ],
)
def test_spelling_and_layout_hide_nothing(before: str, after: str) -> None:
    wanted = {hit.rule.id for hit in find_promises(before, BOOK)}
    assert wanted
    assert {hit.rule.id for hit in find_promises(after, BOOK)} >= wanted


def test_a_denial_may_reach_over_a_line_end_but_not_over_a_list() -> None:
    assert not find_promises("For a task such as this one, reinforcement learning is\nnot an option.", BOOK)
    (hit,) = find_promises("- Reinforcement learning first\n- It is not an option to wait", BOOK)
    assert hit.sentence == "- Reinforcement learning first"
    (hit,) = find_promises("강화학습을 도입합시다\n비용은 문제가 되지 않습니다", BOOK)
    assert hit.match == "강화학습"


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("고객이 강화학습으로 되느냐고 물으면 샘플부터 봅니다.", False),
        ('The client asked: "Can you guarantee 99% accuracy?"', False),
        ("Can you guarantee 99% accuracy?", False),
        ("정확도 99%를 보장할 수 있나요?", False),
        ("Why not use reinforcement learning?", True),
        ("강화학습을 써 보면 어떨까요?", True),
        ("Shall we use reinforcement learning?", True),
    ],
)
def test_what_is_asked_is_no_promise_but_a_suggestion_is(text: str, promises: bool) -> None:
    assert bool(find_promises(text, BOOK)) is promises
