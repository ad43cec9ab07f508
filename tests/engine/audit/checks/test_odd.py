"""One picture of another kind among many is told; a set of many kinds has no odd one."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from engine.audit.checks.odd import check
from engine.audit.quality.pictures import look_at
from engine.audit.records import Record, Records
from engine.dataset.types import Recognition


def told(pictures: list[NDArray[numpy.uint8]]) -> list[str]:
    shown = [Record(f"{n}.png", n + 1, picture=tuple(look_at(picture))) for n, picture in enumerate(pictures)]
    said = Recognition("flat_folder", "input_only", 0.9, "image", None, ())
    return [sample.id for found in check(Records(said, shown)) for sample in found.samples]


def photo(seed: int, brightness: int = 110) -> NDArray[numpy.uint8]:
    rng = numpy.random.default_rng(seed)
    waves = numpy.sin(numpy.linspace(0, rng.uniform(3, 9), 90))[:, None] * 60
    return numpy.clip(brightness + waves + rng.normal(0, 12, (90, 90)), 0, 255).astype(numpy.uint8)


def sketch() -> NDArray[numpy.uint8]:
    page = numpy.full((90, 90), 255, numpy.uint8)
    page[40, 10:80] = 0
    return page


def test_a_sketch_among_photos_is_odd() -> None:
    assert told([*(photo(seed) for seed in range(8)), sketch()]) == ["8.png"]


def test_two_sketches_are_company() -> None:
    assert told([*(photo(seed) for seed in range(8)), sketch(), sketch()]) == []


def test_photos_of_all_kinds_have_no_odd_one() -> None:
    assert told([photo(seed, 40 + 20 * seed) for seed in range(9)]) == []
    assert told([photo(1), sketch()]) == []
