"""Pictures that are copies at another size, quality or brightness, or mirrored; and the same room with
something else in it, which is no copy."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy
import pytest
from PIL import Image, ImageEnhance, ImageOps

from engine.audit.alike.pictures import near_pictures
from engine.audit.quality.pictures import PictureLook, look_at


def scene(seed: int, things: int | None = None, side: int = 220) -> Image.Image:
    """A room with things in it; the same ``seed`` is the same room, ``things`` what stands in it."""
    rng = numpy.random.default_rng(seed)
    grid = numpy.stack(numpy.meshgrid(*[numpy.linspace(0, 1, side)] * 2), axis=-1)
    picture = numpy.empty((side, side, 3))
    waves = numpy.sin(grid @ rng.normal(size=(2, 3)) * 9 + rng.uniform(0, 6, 3))
    picture[:] = 120 + 50 * waves
    rng = numpy.random.default_rng((seed, things or 0))
    for _ in range(5):
        middle, size = rng.uniform(0.1, 0.9, 2), rng.uniform(0.06, 0.16)
        picture[numpy.linalg.norm(grid - middle, axis=-1) < size] = rng.uniform(0, 255, 3)
    return Image.fromarray(numpy.clip(picture, 0, 255).astype(numpy.uint8))


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda picture: picture.resize((120, 120)),
    "larger": lambda picture: picture.resize((500, 500)),
    "recompressed": lambda picture: jpeg(picture, 25),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.7),
    "mirrored": ImageOps.mirror,
}


def look(picture: Image.Image) -> PictureLook:
    return look_at(numpy.asarray(picture.convert("RGB")))


def pairs(looks: list[PictureLook | None]) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in near_pictures(looks)}


@pytest.mark.parametrize("change", COPIES.values(), ids=COPIES)
def test_copies_are_found_and_nothing_else(change: Callable[[Image.Image], Image.Image]) -> None:
    scenes = [scene(seed) for seed in range(60)]
    found = pairs([*map(look, scenes), *(look(change(one)) for one in scenes)])
    copies = {(place, place + 60) for place in range(60)}
    assert len(found & copies) >= 59
    assert not found - copies


def test_the_same_room_with_other_things_is_another_picture() -> None:
    rooms = [scene(seed, things) for seed in range(10) for things in range(1, 6)]
    found = pairs([look(room) for room in rooms])
    assert len(found) <= 0.02 * 10 * 10  # ten pairs of each room


def test_empty_pictures_and_missing_ones_are_nobodys_copy() -> None:
    blank = look_at(numpy.full((90, 90), 200, numpy.uint8))
    assert pairs([blank, None, blank, None]) == set()
    assert pairs([]) == set()
