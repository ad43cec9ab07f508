from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.prototypes.split import LEAST_GROUPS, Key, group_counts, split

class_sizes = st.lists(st.integers(LEAST_GROUPS, 60), min_size=2, max_size=6)


def distinct(sizes: list[int]) -> list[Key]:
    return [
        Key(f"c{label}/{number}", f"c{label}/{number}", f"c{label}", f"c{label}/{number}")
        for label, size in enumerate(sizes)
        for number in range(size)
    ]


def with_copies(sizes: list[int], copies: list[int]) -> list[Key]:
    keys = distinct(sizes)
    return keys + [
        replace(keys[source % len(keys)], id=f"copy{number}") for number, source in enumerate(copies)
    ]


@given(class_sizes, st.lists(st.integers(0, 1000), max_size=40), st.integers(0, 9))
def test_a_group_never_straddles_and_nothing_is_lost(sizes, copies, seed):
    keys = with_copies(sizes, copies)
    sides = split(keys, seed)
    groups = [{keys[index].group for index in side} for side in (sides.train, sides.validation, sides.test)]
    assert not groups[0] & groups[1]
    assert not groups[0] & groups[2]
    assert not groups[1] & groups[2]
    assert sorted(sides.train + sides.validation + sides.test + sides.copies) == list(range(len(keys)))
    assert len(groups[2]) == len(sides.test), "a copy would count twice in the test"


@given(class_sizes, st.integers(0, 9))
def test_every_class_is_on_every_side_in_its_share(sizes, seed):
    keys = distinct(sizes)
    sides = split(keys, seed)
    for share, side in ((0.2, sides.test), (0.1, sides.validation), (0.7, sides.train)):
        counts = Counter(keys[index].stratum for index in side)
        for label, size in enumerate(sizes):
            assert counts[f"c{label}"] >= 1
            assert abs(counts[f"c{label}"] - share * size) <= 1.6


@given(class_sizes, st.lists(st.integers(0, 1000), max_size=20), st.integers(0, 9), st.randoms())
def test_the_order_of_the_samples_does_not_matter(sizes, copies, seed, order: random.Random):
    keys = with_copies(sizes, copies)
    shuffled = list(keys)
    order.shuffle(shuffled)
    first, second = split(keys, seed), split(shuffled, seed)
    for ours, theirs in zip(
        (first.train, first.validation, first.test),
        (second.train, second.validation, second.test),
        strict=True,
    ):
        assert {keys[index].id for index in ours} == {shuffled[index].id for index in theirs}


def test_another_seed_gives_another_split():
    keys = distinct([30, 30])
    assert split(keys, 0).test != split(keys, 1).test


def test_a_picture_filed_under_two_classes_counts_for_both():
    keys = [Key("a", "same", "x"), Key("b", "same", "y"), Key("c", "same", "y"), Key("d", "other", "x")]
    assert group_counts(keys) == {"x": 2, "y": 1}


@given(st.lists(st.sets(st.integers(0, 8), min_size=LEAST_GROUPS), min_size=1, max_size=6), st.integers(0, 9))
def test_of_people_who_say_every_word_each_is_on_one_side_and_each_word_is_learnt(words, seed):
    keys = [
        Key(f"{word}_{person}_{take}", f"person {person}", f"word {word}")
        for word, people in enumerate(words)
        for person in people
        for take in range(3)
    ]
    sides = split(keys, seed)
    people = [{keys[index].group for index in side} for side in (sides.train, sides.validation, sides.test)]
    assert not people[0] & people[1]
    assert not people[0] & people[2]
    assert not people[1] & people[2]
    assert people[2], "somebody judges"
    assert {keys[index].stratum for index in sides.train} == {key.stratum for key in keys}


def test_who_has_the_better_part_of_everything_is_learnt_from():
    keys = [
        Key(f"{clip}/{frame}", f"clip {clip}")
        for clip in range(4)
        for frame in range(300 if clip == 2 else 5)
    ]
    assert all("clip 2" in {keys[index].group for index in split(keys, seed).train} for seed in range(10))


def test_a_group_of_different_contents_keeps_them_all():
    keys = [Key(f"{clip}/{frame}", f"clip {clip}") for clip in range(10) for frame in range(7)]
    sides = split(keys, 0)
    assert sides.copies == ()
    assert len(sides.test) == 14
    assert len({keys[index].group for index in sides.test}) == 2
