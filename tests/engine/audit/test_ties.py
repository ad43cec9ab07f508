"""What ties take away is counted once, in the findings as in the number; and counted again when ties come."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit import auditing
from engine.audit.alike.joining import CROWD, meeting_pairs
from engine.audit.amount import count_effective, count_taken
from engine.audit.checks.near import check
from engine.audit.inside import run
from engine.audit.records import Record, Records, Tie
from engine.audit.swaps import DeepSaid
from engine.audit.types import LabelsSaid
from engine.dataset.types import Recognition
from tests.engine.audit.test_broken_pictures import file

PICTURES = Recognition("flat_folder", "input_only", 1.0, "image", None, ())
PAIRS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=12)


def records(contents: list[int], near: list[tuple[int, int]], swap: list[tuple[int, int]]) -> Records:
    ties = [Tie(one, other, "near") for one, other in near] + [Tie(*pair, "swap") for pair in swap]
    inputs = [Record(f"{place}.jpg", content) for place, content in enumerate(contents)]
    return Records(PICTURES, inputs, ties=ties)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=15, max_size=15), PAIRS, PAIRS)
def test_a_finding_counts_what_it_takes_from_the_number(
    contents: list[int], near: list[tuple[int, int]], swap: list[tuple[int, int]]
) -> None:
    known = records(contents, near, swap)
    found = {finding.kind: finding.count for finding in check(known)}
    taken = count_taken(known)
    assert found == {kind: count for kind, count in taken.items() if kind != "exact_duplicates"}
    assert sum(taken.values()) + count_effective(known).samples == 15


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=15, max_size=15), PAIRS, PAIRS)
def test_heads_are_the_first_of_all_that_hang_together(
    contents: list[int], near: list[tuple[int, int]], swap: list[tuple[int, int]]
) -> None:
    heads = list(range(15))
    same = [(a, b) for a in range(15) for b in range(15) if contents[a] == contents[b]]
    for _ in range(15):
        for one, other in (*same, *near, *swap):
            heads[one] = heads[other] = min(heads[one], heads[other])
    assert records(contents, near, swap).heads("near", "swap").tolist() == heads


def test_what_is_remembered_goes_with_the_ties_and_is_nobodys_to_change() -> None:
    known = records([0, 1, 2, 0], [(0, 1)], [])
    assert known.heads("near").tolist() == [0, 0, 2, 0]
    assert known.heads("near") is known.heads("near")
    known.ties = [*known.ties, Tie(1, 2, "swap")]
    assert known.heads("near", "swap").tolist() == [0, 0, 0, 0]
    assert known.heads().tolist() == [0, 1, 2, 0]
    with pytest.raises(ValueError, match="read-only"):
        known.heads()[0] = 3
    known.inputs = [*known.inputs, Record("4.jpg", 2)]
    assert known.heads().tolist() == [0, 1, 2, 0, 2]


@pytest.mark.parametrize("size", [2, CROWD, CROWD + 1, 200])
def test_a_crowd_meets_its_first_and_its_next_ones(size: int) -> None:
    keys = numpy.zeros((2 * size, 1), dtype=numpy.uint64)
    keys[::2] = 7
    found = {(int(one) // 2, int(other) // 2) for one, other in meeting_pairs(keys)}
    everyone = {(one, other) for other in range(size) for one in range(other)}
    expected = {(a, b) for a, b in everyone if size <= CROWD or b - a <= 8 or a == 0}
    assert found == expected


def test_labels_are_weighed_again_where_the_deep_pass_has_tied_samples(
    tmp_path: Path, reporter, monkeypatch
) -> None:
    for number in range(8):
        folder = tmp_path / ("cat" if number % 2 else "dog")
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.jpg").write_bytes(file("jpg", number))
    seen: list[int] = []
    weigh = auditing.weigh

    def noted(known: Records) -> auditing.Weighed | None:
        seen.append(known.distinct("near", "swap"))
        weigh(known)
        return auditing.Weighed(LABELS, ((known.inputs[0].id, f"{len(seen)}"),))

    monkeypatch.setattr(auditing, "weigh", noted)
    for ties, expected in (((), [8]), ((Tie(0, 1, "swap"),), [8, 7])):
        seen.clear()
        monkeypatch.setattr(auditing.swaps, "look_deep", lambda *_, ties=ties: DeepSaid(ties))
        audit = run({"path": str(tmp_path), "previews": 0, "deep": True}, reporter)
        assert seen == expected
        (doubtful,) = [f for f in audit["findings"] if f["kind"] == "doubtful_labels"]
        assert doubtful["samples"][0]["detail"] == str(len(expected))


LABELS = LabelsSaid(verdict="good", weighed=8, known=True, share=0.1, low=0.0, high=0.2, changed=0.0)
