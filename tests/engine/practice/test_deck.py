"""The deck: what is in it, and which exercise comes next."""

from __future__ import annotations

import pytest

from engine.practice import Progress, build_deck, next_exercise, subjects, tally
from tests.engine.practice.samples import small_library


@pytest.fixture
def deck():
    return build_deck(small_library())


def walk(deck, progress, grades, subject=None):
    """The ids that come up when these grades are given one after the other."""
    seen = []
    for grade in grades:
        exercise = next_exercise(deck, progress, subject)
        seen.append(exercise.id)
        progress = progress.graded(exercise.id, grade)
    return seen, progress


def test_services_come_first_then_the_cases_with_their_client_stage(deck):
    assert [exercise.id for exercise in deck] == ["P-1", "P-2", "P-3", "P-4", "P-5", "sr_case"]
    case = deck[-1]
    assert case.subject == "cases"
    assert case.forms == ("paired", "input_only")  # of its system's card
    assert [line.question for line in case.client] == ["form", "volume", "wish"]
    assert subjects(deck) == ("vision", "text", "cases")


def test_a_case_whose_system_has_no_card_asks_for_no_form():
    library = small_library().model_copy(update={"cards": ()})
    assert build_deck(library)[-1].forms == ()


def test_everything_is_seen_once_before_what_is_known_comes_again(deck):
    seen, _ = walk(deck, Progress(seed=7), ["knew"] * 6)
    assert sorted(seen) == sorted(exercise.id for exercise in deck)
    again, _ = walk(deck, walk(deck, Progress(seed=7), ["knew"] * 6)[1], ["knew"] * 6)
    assert again == seen  # the longest ago first


def test_same_seed_same_order_and_another_seed_another(deck):
    orders = {tuple(walk(deck, Progress(seed=seed), ["knew"] * 6)[0]) for seed in (1, 1, 2, 3, 4)}
    assert 1 < len(orders) < 5


def test_a_missed_one_comes_back_after_three_others_before_the_unseen(deck):
    seen, _ = walk(deck, Progress(seed=7), ["missed", "knew", "knew", "knew", "missed"])
    assert seen[4] == seen[0]
    assert len(set(seen[:4])) == 4


def test_one_known_in_part_comes_before_the_known_ones(deck):
    seen, progress = walk(deck, Progress(seed=7), ["partly", "knew", "knew", "knew", "knew", "knew"])
    assert next_exercise(deck, progress).id == seen[0]


def test_the_one_just_graded_is_not_asked_again_at_once(deck):
    _, progress = walk(deck, Progress(), ["missed"], "text")
    _, progress = walk(deck, progress, ["missed"], "text")
    third = next_exercise(deck, progress, "text")
    assert progress.records[third.id].turn == 1


def test_one_subject_stays_in_it_and_an_unknown_one_is_empty(deck):
    seen, _ = walk(deck, Progress(), ["missed"] * 5, "text")
    assert set(seen) == {"P-4", "P-5"}
    assert next_exercise(deck, Progress(), "speech") is None


def test_tally_counts_by_grade_and_ignores_cards_that_went(deck):
    progress = Progress().graded("P-1", "knew").graded("P-2", "partly").graded("P-3", "missed")
    progress = progress.graded("P-1", "missed").graded("gone", "knew")
    vision = tally(deck, progress, "vision")
    assert (vision.knew, vision.partly, vision.missed, vision.total, vision.unseen) == (0, 1, 2, 3, 0)
    whole = tally(deck, progress)
    assert (whole.total, whole.unseen) == (6, 3)
    assert progress.records["P-1"].seen == 2
