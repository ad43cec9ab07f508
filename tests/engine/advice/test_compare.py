"""What one book says differently from another: listed one by one, in both languages."""

from __future__ import annotations

import json

import pytest

from engine.advice.compare import CellDiffers, Stand, compare, not_kept
from engine.advice.said import Said, SaidLine
from engine.texts import LANGUAGES, Text, catalogue


def both(ko, en):
    return Text(ko=ko, en=en)


def line(rule, ko, en, kind="step", **more):
    return SaidLine(rule=rule, kind=kind, pack="deck2020", text=both(ko, en), **more)


FIND = line("S-01", "공개 데이터를 찾습니다", "Look for public data")
RIGHTS = line("C-01", "사용 권리를 문서로 받습니다", "Get the rights in writing", kind="condition")
LITTLE = line("K-01", "성능을 말하기에는 적습니다", "Too few to speak of performance", audience="consultant")
TUNE = line(
    "T-01",
    "특징을 얼린 채 시작합니다",
    "Begin with frozen features",
    kind="today_start",
    detail=both("일주일이면 됩니다", "A week will do"),
)
TASK = line("F-01", "이미지 분류", "Image classification", kind="framing")

OLD = Said(
    digest="a" * 64,
    version="2026.11",
    rule="V-05",
    verdict="prepare",
    headline=both("공개 데이터를 더합니다", "Add public data first"),
    lines=(FIND, RIGHTS, LITTLE),
    today=(TUNE,),
    beside=(TASK,),
    never_say=("N-01", "N-02"),
    cells={"form": "paired", "volume": "few"},
)


def newer(**changes):
    return OLD.model_copy(update={"digest": "b" * 64, "version": "2026.12", **changes})


def test_two_books_that_say_the_same_differ_in_nothing():
    same = compare(OLD, newer(rule="V-55"), at="2026-11-20T09:00:00+00:00")
    assert not same.differs
    assert same.lines("en") == [
        (
            "The rule book has changed from 2026.11 (aaaaaaaa) to 2026.12 (bbbbbbbb), "
            "but says the same about this case."
        )
    ]
    assert len(same.lines("ko")) == 1
    assert "똑같이" in same.lines("ko")[0]


def test_another_verdict_is_told_first():
    start = both("바로 시작합니다", "Start at once")
    differences = compare(OLD, newer(verdict="start", headline=start, lines=()), at="2026-11-20T09:00:00")
    assert differences.verdict == (Stand("prepare", OLD.headline), Stand("start", start))
    head, verdict, *rest = differences.lines("en")
    assert "2026-11-20" in head
    assert verdict == (
        "The verdict differs. Before: prepare first · Add public data first → now: start · Start at once"
    )
    assert len(rest) == 3


def test_a_headline_in_other_words_is_a_difference():
    other = both("공개 데이터를 더합니다", "Add public data, then start")
    differences = compare(OLD, newer(headline=other))
    assert differences.differs
    assert differences.lines("en")[1].startswith("The same verdict in other words.")
    assert "Add public data, then start" in differences.lines("en")[1]
    only_korean = compare(OLD, newer(headline=OLD.headline.model_copy(update={"ko": "데이터를 보탭니다"})))
    assert len(only_korean.lines("ko")) == 2
    assert len(only_korean.lines("en")) == 1


def test_no_verdict_any_more_and_none_before():
    undecided = newer(rule=None, verdict=None, headline=None)
    assert "now: not decided yet" in compare(OLD, undecided).lines("en")[1]
    assert "Before: not decided yet" in compare(undecided, OLD).lines("en")[1]
    assert compare(undecided, undecided).verdict is None


def test_lines_gone_added_and_reworded_are_kept_apart():
    asked = line("Q-01", "누가 라벨을 다나요?", "Who will label?", kind="question")
    reworded = line("S-01", "비슷한 공개 데이터를 찾습니다", "Look for public data of a similar task")
    differences = compare(OLD, newer(lines=(reworded, asked, LITTLE)))
    assert differences.gone == (RIGHTS,)
    assert differences.added == (asked,)
    assert differences.reworded == ((FIND, reworded),)
    assert differences.lines("en")[1:] == [
        "No longer said (condition): Get the rights in writing",
        "Said now (question to settle): Who will label?",
        (
            "Worded differently (next step). Before: Look for public data → "
            "now: Look for public data of a similar task"
        ),
    ]


def test_words_that_differ_in_one_language_only_are_told_in_that_one():
    english = line("S-01", FIND.text.ko, "Look around for public data")
    differences = compare(OLD, newer(lines=(english, RIGHTS, LITTLE)))
    assert differences.differs
    assert len(differences.lines("en")) == 2
    assert len(differences.lines("ko")) == 1, "nothing differs for who reads Korean"


def test_a_rule_of_another_id_that_says_the_same_is_no_difference():
    renamed = FIND.model_copy(update={"rule": "S-99"})
    assert not compare(OLD, newer(lines=(renamed, RIGHTS, LITTLE))).differs
    moved = FIND.model_copy(update={"rule": "S-99", "kind": "caution"})
    differences = compare(OLD, newer(lines=(moved, RIGHTS, LITTLE)))
    assert (differences.gone, differences.added) == ((FIND,), (moved,))


def test_a_line_of_another_kind_is_said_to_have_moved():
    moved = FIND.model_copy(update={"kind": "condition"})
    told = compare(OLD, newer(lines=(moved, RIGHTS, LITTLE))).lines("en")
    assert told[1:] == ["Moved from “next step” to “condition”: Look for public data"]


def test_todays_table_and_what_stands_below_its_line_are_compared():
    detail = both("이주일이 걸립니다", "It takes a fortnight")
    differences = compare(OLD, newer(today=(TUNE.model_copy(update={"detail": detail}),)))
    assert differences.lines("en")[1:] == [
        "Worded differently (today's methods: start). Before: A week will do → now: It takes a fortnight"
    ]
    gone = compare(OLD, newer(today=()))
    assert gone.gone == (TUNE,)
    assert "today's methods: start" in gone.lines("en")[1]


def test_a_question_and_a_guide_may_have_the_id_of_a_rule():
    ask = line("S-01", "양이 얼마나 되나요?", "How much is there?", kind="ask")
    differences = compare(OLD, newer(beside=(TASK, ask)))
    assert (differences.added, differences.reworded) == ((ask,), ())


def test_facts_that_the_new_book_reads_differently():
    differences = compare(OLD, newer(cells={"form": "paired", "volume": "many", "labels": "good"}))
    assert differences.cells == (CellDiffers("volume", "few", "many"), CellDiffers("labels", None, "good"))
    assert differences.lines("en")[1:] == [
        "The volume of the data is read differently. Before: few → now: many",
        "The state of the labels is read differently. Before: not known → now: good",
    ]


def test_never_say_and_what_is_for_the_consultant_stay_away_from_the_client():
    differences = compare(OLD, newer(lines=(FIND, RIGHTS), never_say=("N-01", "N-03")))
    consultant = differences.lines("en")
    assert "No longer among what not to promise: N-02" in consultant
    assert "New among what not to promise: N-03" in consultant
    assert any("Too few to speak of performance" in told for told in consultant)
    assert differences.lines("en", "everyone") == [
        (
            "The rule book has changed from 2026.11 (aaaaaaaa) to 2026.12 (bbbbbbbb), "
            "but says the same about this case."
        )
    ]


def test_what_was_not_kept_is_not_made_up():
    differences = not_kept("c" * 64, OLD)
    assert not differences.differs
    assert not differences.kept
    told = differences.lines("en")
    assert len(told) == 1
    assert "(cccccccc)" in told[0]
    assert "not kept" in told[0]


def test_what_this_version_has_no_word_for_is_still_told():
    strange = line("X-01", "새로운 것", "A new kind of thing", kind="hologram")
    later = newer(verdict="ask_again", lines=(FIND, RIGHTS, LITTLE, strange), cells={"smell": "sweet"})
    told = compare(OLD, later).lines("en")
    assert "Said now (advice): A new kind of thing" in told
    assert any("ask_again" in each for each in told)
    assert any(each.startswith("smell is read differently") for each in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left_in_a_sentence(language):
    all_new = newer(
        verdict="start",
        lines=(line("S-01", "다른 말", "Other words"),),
        cells={"labels": "none"},
        never_say=("N-09",),
    )
    for differences in (compare(OLD, all_new, "2026-11-20"), compare(all_new, OLD), not_kept("d" * 64, OLD)):
        for told in differences.lines(language):
            assert "{" not in told


def test_every_value_of_the_verdict_table_has_its_word():
    texts = catalogue("compare").texts
    for fact, values in {
        "form": ("paired", "unpaired", "input_only"),
        "volume": ("many", "few", "too_few"),
        "labels": ("good", "repairable", "disordered", "none"),
    }.items():
        assert f"fact_{fact}" in texts
        assert all(f"value_{fact}_{value}" in texts for value in values)


def test_a_snapshot_of_a_later_version_is_read_as_far_as_it_is_known():
    body = json.loads(OLD.model_dump_json())
    body["mood"] = "confident"
    body["lines"][0]["shade"] = 3
    assert Said.model_validate_json(json.dumps(body)) == OLD
