"""Thresholds that the user moves: they count, and a name that is none is told with those that are."""

from __future__ import annotations

import math

import pytest

from engine.audit.checks import quality
from engine.audit.quality.pictures import PictureLook
from engine.audit.records import Record, Records
from engine.audit.thresholds import MOVABLE, checked
from engine.dataset.types import Recognition
from engine.errors import UserError


def dark_ones(moved: dict[str, float]) -> set[str]:
    """Of ten pictures, the brightest hundredth of which lies at 0, 25, 50 …"""
    said = Recognition("flat_folder", "input_only", 1.0, "image", None, ())
    looks = [PictureLook(25 * n, 0, 20.0, 2.0, (n, n), (n, n), "") for n in range(10)]
    inputs = [Record(f"{n}.png", n, picture=tuple(look)) for n, look in enumerate(looks)]
    found = quality.check(Records(said, inputs, thresholds=checked(moved)))
    return {sample.id for finding in found if finding.kind == "dark_images" for sample in finding.samples}


def test_a_moved_threshold_counts() -> None:
    assert dark_ones({}) == {"0.png", "1.png", "2.png"}
    assert dark_ones({"dark": 30}) == {"0.png", "1.png"}
    assert dark_ones({"bright": 30}) == dark_ones({})


@pytest.mark.parametrize("said", [{"drak": 3.0}, {"dark": math.nan}, {"dark": -1.0}])
def test_what_is_no_threshold_is_refused(said: dict[str, float]) -> None:
    with pytest.raises(UserError) as refused:
        checked(said)
    assert refused.value.code in ("threshold_unknown", "threshold_value")


def test_every_threshold_stands_where_it_can_be_moved_from() -> None:
    assert checked(MOVABLE) == dict(MOVABLE)
