"""Measures of single samples: planted faults are told from sound samples, at any size."""

from __future__ import annotations

import io

import cv2
import numpy
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from engine.audit.quality.pictures import BLURRED, DARK, FLAT, look_at
from engine.audit.quality.sounds import CLIPPED, SILENT, listen_to
from engine.audit.quality.texts import other_scripts, script_of, usual_script


def photo(seed: int, side: int) -> Image.Image:
    """A drawn scene: a sky, round and square things with edges, and grain."""
    rng = numpy.random.default_rng(seed)
    grid = numpy.stack(numpy.meshgrid(numpy.linspace(0, 1, side), numpy.linspace(0, 1, side)), axis=-1)
    picture = numpy.empty((side, side, 3))
    picture[:] = rng.uniform(60, 200, 3) * (0.6 + 0.4 * grid[..., 1:])
    for _ in range(rng.integers(4, 12)):
        middle, size = rng.uniform(0, 1, 2), rng.uniform(0.03, 0.25)
        order = numpy.inf if rng.random() < 0.5 else 2
        inside = numpy.linalg.norm(grid - middle, ord=order, axis=-1) < size
        picture[inside] = rng.uniform(20, 255, 3)
    picture += rng.normal(0, rng.uniform(1, 6), picture.shape)
    return Image.fromarray(numpy.clip(picture, 0, 255).astype(numpy.uint8))


def saved(picture: Image.Image) -> NDArray[numpy.uint8]:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    buffer.seek(0)
    return numpy.asarray(Image.open(buffer))


@pytest.mark.parametrize("side", [128, 400])
def test_dark_and_blurred_pictures_are_told_from_sound_ones(side: int) -> None:
    photos = [photo(seed, side) for seed in range(40)]
    rng = numpy.random.default_rng(1)
    sound = [look_at(saved(one)) for one in photos]
    dark = [look_at(saved(ImageEnhance.Brightness(one).enhance(rng.uniform(0.05, 0.22)))) for one in photos]
    dim = [look_at(saved(ImageEnhance.Brightness(one).enhance(0.7))) for one in photos]
    blurred = [
        look_at(saved(one.filter(ImageFilter.GaussianBlur(rng.uniform(3, 6) * side / 256)))) for one in photos
    ]
    assert sum(one.bright < DARK for one in dark) >= 38
    assert not [one for one in [*sound, *dim, *blurred] if one.bright < DARK]
    assert sum(one.sharp < BLURRED for one in blurred) >= 38
    assert not [one for one in [*sound, *dim] if one.sharp < BLURRED]


def test_the_same_picture_at_another_size_looks_the_same() -> None:
    for seed in range(10):
        small, large = (look_at(numpy.asarray(photo(seed, side).convert("L"))) for side in (300, 900))
        assert abs(small.bright - large.bright) <= 12
        apart = sum((a ^ b).bit_count() for a, b in zip(small.print, large.print, strict=True))
        assert apart <= 8


def test_prints_of_near_copies_are_close_and_of_others_far() -> None:
    prints = []
    for seed in range(30):
        one = photo(seed, 256)
        smaller = one.resize((170, 170))
        prints.append([look_at(saved(p)) for p in (one, smaller, ImageEnhance.Brightness(one).enhance(1.2))])

    def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
        return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))

    assert max(apart(looks[0].print, look.print) for looks in prints for look in looks) <= 16
    others = [apart(a[0].print, b[0].print) for n, a in enumerate(prints) for b in prints[:n]]
    assert numpy.quantile(others, 0.01) > 20
    mirrored = look_at(numpy.asarray(photo(3, 256).transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    assert apart(mirrored.print, look_at(numpy.asarray(photo(3, 256))).mirrored) <= 6


def smeared(picture: Image.Image, length: int, angle: float) -> Image.Image:
    """As a movement while the shutter is open does it."""
    kernel = numpy.zeros((length, length), numpy.float32)
    reach = (length - 1) / 2 * numpy.array([numpy.cos(angle), numpy.sin(angle)])
    ends = [tuple(int(v) for v in numpy.round((length - 1) / 2 + sign * reach)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return Image.fromarray(cv2.filter2D(numpy.asarray(picture), -1, kernel / kernel.sum()))


def busy(seed: int) -> Image.Image:
    """Edges in all directions and sizes, as photos have them, and no grain."""
    rng = numpy.random.default_rng(seed)
    picture = numpy.full((256, 256, 3), 128, numpy.uint8)
    for _ in range(150):
        corners = (rng.uniform(0, 256, 2) + rng.normal(0, rng.uniform(4, 24), (3, 2))).astype(numpy.int32)
        cv2.fillPoly(picture, [corners], [int(tone) for tone in rng.integers(20, 236, 3)])
    return Image.fromarray(picture)


def test_blur_is_told_under_grain_and_along_a_movement() -> None:
    rng = numpy.random.default_rng(2)
    pictures = [busy(seed) for seed in range(24)]
    moved = [smeared(one, int(rng.integers(9, 15)), rng.uniform(0, numpy.pi)) for one in pictures]
    soft = [numpy.asarray(photo(seed, 640).filter(ImageFilter.GaussianBlur(9))) for seed in range(24)]
    grainy = [numpy.clip(one + rng.normal(0, 3, one.shape), 0, 255).astype(numpy.uint8) for one in soft]
    assert sum(look_at(saved(one)).sharp < BLURRED for one in moved) >= 20
    assert sum(look_at(one).sharp < BLURRED for one in grainy) >= 22
    assert not [one for one in pictures if look_at(saved(one)).sharp < BLURRED]


def test_a_small_mark_on_an_even_picture_is_seen_and_grain_is_none() -> None:
    rng = numpy.random.default_rng(3)
    even = numpy.clip(rng.normal(150, 1.5, (300, 400)), 0, 255).astype(numpy.uint8)
    scratched = even.copy()
    scratched[100:103, 50:80] = 60
    slope = numpy.broadcast_to(numpy.linspace(146, 154, 400), (300, 400)).astype(numpy.uint8)
    assert [look_at(one).mark > 0 for one in (even, slope, scratched)] == [False, False, True]
    assert look_at(scratched).spread < FLAT


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (30, 30), (300, 2), (600, 700, 3)])
def test_nothing_to_be_seen_is_flat_and_not_blurred(shape: tuple[int, ...]) -> None:
    look = look_at(numpy.full(shape, 130, numpy.uint8))
    assert look.spread < FLAT
    assert look.sharp > BLURRED


def test_silence_and_clipping_are_heard() -> None:
    time = numpy.arange(16_000) / 16_000
    tone = (0.6 * numpy.sin(2 * numpy.pi * 220 * time)).astype(numpy.float32)
    assert listen_to(tone).loudness > SILENT
    assert listen_to(tone).clipped < CLIPPED
    assert listen_to(numpy.clip(tone * 3, -1, 1)).clipped > CLIPPED
    assert listen_to(tone * 0.0005).loudness < SILENT
    assert listen_to(numpy.zeros(0, numpy.float32)).loudness == 0


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("배송이 빠르고 품질이 좋아요 iPhone 15", "hangul"),
        ("the delivery was quick and I like it", "latin_en"),
        ("Ce film est magnifique et je le recommande à tous", "latin_fr"),
        ("Der Film war gut und ich würde ihn jedem empfehlen", "latin_de"),
        ("Samsung Galaxy Buds Pro Bluetooth Black", "latin"),
        ("とても良い商品でした、また買います", "kana"),
        ("这个商品非常好我很喜欢下次还会买", "han"),
        ("Очень хороший товар", "cyrillic"),
        ("ok 12345", ""),
        ("", ""),
        ("가나다라마바사 abcdefg", ""),
    ],
)
def test_the_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


def test_only_a_script_of_nearly_all_is_usual() -> None:
    assert usual_script(["hangul"] * 9 + ["latin", ""]) == "hangul"
    assert usual_script(["hangul"] * 5 + ["latin"] * 5) == ""
    assert usual_script([]) == ""


def test_another_language_in_the_same_script_is_strange() -> None:
    usual = ["latin_en"] * 30 + ["latin", ""]
    assert other_scripts([*usual, "latin_fr", "hangul"]) == [32, 33]
    assert other_scripts(["hangul"] * 40 + ["latin_en", "latin_fr", ""]) == [40, 41]
    assert other_scripts(["latin"] * 30 + ["latin_en", "latin_fr"]) == []  # names: no language is usual
    assert other_scripts(["latin_en"] * 15 + ["latin_fr"] * 15) == []
