"""The whole deep pass on judged sets that are drawn here, and on a stream that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.audit.deep.twins import DeepPass, find_twins
from scripts.audit_sets.files import make_set
from scripts.audit_sets.measure import Silent, score

Files = list[tuple[str, bytes]]


class Impatient(Silent):
    """Wants what there is once so many were read."""

    def __init__(self, after: int) -> None:
        self._after = after
        self.finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None:
        self.finish_requested = self.finish_requested or done >= self._after


@pytest.fixture(scope="module")
def different() -> Files:
    return [(truth.file, data) for truth, data in make_set("fresh", 4, 14, None)]


def alone(files: Files, tmp_path: Path, **how: object) -> DeepPass:
    return find_twins(files, Silent(), workers=0, scratch=tmp_path, **how)  # type: ignore[arg-type]


def test_the_floor_of_the_common_defects(tmp_path: Path) -> None:
    made = list(make_set("planted", 31, 90, None))
    said = score(alone([(truth.file, data) for truth, data in made], tmp_path), [truth for truth, _ in made])
    for kind, share in said.recall.items():
        assert share >= (0.8 if kind.startswith("swap") else 0.99), kind
    assert said.precision >= 0.98
    assert said.merged == 0
    assert abs(said.count_error) <= 0.05  # two of about fifty: pictures without texture are in it
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_floor_of_the_harder_swaps(tmp_path: Path) -> None:
    made = list(make_set("hard", 32, 120, None))
    found = find_twins([(truth.file, data) for truth, data in made], Silent(), workers=2, scratch=tmp_path)
    said = score(found, [truth for truth, _ in made])
    textured = [said.recall[kind] for kind in ("rotation", "scale", "blur", "recompress", "gain", "base")]
    assert sum(textured) / 6 >= 0.8
    assert said.precision >= 0.95
    assert said.merged <= 0.04


def test_children_find_the_same_and_nothing_stops_them(tmp_path: Path, different: Files) -> None:
    whole = different[0][1]
    files = [
        *different,
        ("copy", whole),
        ("empty", b""),
        ("cut", whole[: len(whole) // 2]),
        ("text", b"hello"),
    ]
    found = find_twins(files, Silent(), workers=2, scratch=tmp_path)
    assert sorted(found.unreadable) == ["cut", "empty", "text"]
    assert [(twin.first, twin.second, twin.relation.kind) for twin in found.twins] == [
        (different[0][0], "copy", "near")
    ]
    assert found.groups == [[different[0][0], "copy"]]
    assert (found.looked, found.contents, found.stopped) == (18, 14, False)
    assert list(tmp_path.iterdir()) == []


def test_enough_contents_end_the_reading(tmp_path: Path, different: Files) -> None:
    def stream() -> Iterator[tuple[str, bytes]]:
        yield from different
        raise AssertionError("read on")

    found = find_twins(stream(), Silent(), workers=0, enough=8, scratch=tmp_path)
    assert found.stopped
    assert found.contents >= 8
    assert found.looked < len(different)


def test_too_many_copies_are_not_enough(tmp_path: Path, different: Files) -> None:
    files = [(f"{name}-{again}", data) for again in range(4) for name, data in different[:4]]
    found = alone(files, tmp_path, enough=5)
    assert (found.looked, found.contents, found.stopped) == (16, 4, False)
    assert sorted(len(group) for group in found.groups) == [4, 4, 4, 4]


def test_the_user_may_end_it_early(tmp_path: Path, different: Files) -> None:
    found = find_twins(different, Impatient(5), workers=0, scratch=tmp_path)
    assert (found.looked, found.contents, found.stopped) == (5, 5, True)


def test_what_has_no_texture_is_counted_aloud(tmp_path: Path) -> None:
    import cv2
    import numpy as np

    plain = [cv2.imencode(".png", np.full((90, 90), shade, np.uint8))[1].tobytes() for shade in (10, 99, 200)]
    found = alone([(str(place), data) for place, data in enumerate([*plain, plain[0]])], tmp_path)
    assert found.cannot_be_checked == ["0", "1", "2", "3"]
    assert found.contents == 3


def test_nothing_at_all(tmp_path: Path) -> None:
    assert alone([], tmp_path) == DeepPass()
