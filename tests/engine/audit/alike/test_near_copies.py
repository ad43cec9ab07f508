"""Near copies of texts, recordings, clips and meshes: found, and no strangers with them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy
import pytest
import soundfile
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.audit.alike.clips import MOMENTS, clip_signature, near_clips
from engine.audit.alike.joining import Groups, meeting_pairs
from engine.audit.alike.shapes import near_shapes, shape_signature
from engine.audit.alike.sounds import near_sounds, sound_signature
from engine.audit.alike.texts import near_texts, text_signature

Floats = NDArray[numpy.float64]
TEXT = """
    배송이 너무 늦게 와서 조금 실망했지만 상품은 정말 좋았어요 다음에도 주문할게요
    색상이 사진과 달라서 아쉽네요
    포장 상태가 깔끔하고 냄새도 없고 튼튼합니다
    아이가 매우 좋아해서 하나 더 샀습니다 교환 요청했는데 답이 없어요
    the screen cracked after a week and support never answered my letters about a refund for it
"""
WORDS = TEXT.split()


def pairs_of(found: NDArray[numpy.int64]) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in found}


# texts


def reviews(count: int, seed: int = 1) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.sample(WORDS, draw.randint(7, 14))) for _ in range(count)]


EDITS: dict[str, Callable[[str], str]] = {
    "one sign": lambda text: text[:9] + "@x" + text[10:],
    "case and spacing": lambda text: "  " + text.upper().replace(" ", "   "),
    "punctuation": lambda text: text + "!!! ^^",
    "a word less": lambda text: text.rpartition(" ")[0],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_text_is_a_near_copy_and_no_other_is(
    edit: Callable[[str], str],
) -> None:
    texts = reviews(300)
    found = pairs_of(near_texts([text_signature(text) for text in [*texts, *map(edit, texts)]]))
    copies = {(place, place + 300) for place in range(300)}
    assert len(found & copies) >= 0.95 * 300
    assert not found - copies


def test_another_number_makes_another_text() -> None:
    one = "고객님의 이번 달 요금은 {} 원이며 납부 기한은 말일까지입니다"
    texts = [one.format(amount) for amount in range(10_000, 10_050)]
    assert not pairs_of(near_texts([text_signature(text) for text in texts]))


def test_short_texts_are_copies_only_when_they_say_the_same() -> None:
    texts = ["굿!", "굿...", "굿드", "최고", "...", "???", ""]
    assert pairs_of(near_texts([text_signature(text) for text in texts])) == {(0, 1)}
    assert near_texts([]).shape == (0, 2)


@given(st.text(max_size=200))
def test_any_text_has_a_signature(text: str) -> None:
    one, other = text_signature(text), text_signature(text)
    assert (one.numbers, one.plain) == (other.numbers, other.plain)


# recordings


def melody(seed: int, seconds: float, rate: int = 16_000) -> Floats:
    """Gliding tones with overtones and breath: as different from one another as spoken words."""
    rng = numpy.random.default_rng(seed)
    time = numpy.arange(int(seconds * rate)) / rate
    sound = 0.02 * rng.normal(size=len(time))
    for _ in range(5):
        start, end = rng.uniform(200, 2500, 2)
        envelope = numpy.exp(-(((time / seconds - rng.uniform()) / rng.uniform(0.1, 0.4)) ** 2))
        sound += envelope * numpy.sin(2 * numpy.pi * (start + (end - start) * time / seconds / 2) * time)
    return sound / numpy.abs(sound).max() * 0.8


def encoded(sound: Floats, rate: int, form: str, subtype: str) -> Floats:
    buffer = io.BytesIO()
    soundfile.write(buffer, sound, rate, format=form, subtype=subtype)
    buffer.seek(0)
    return soundfile.read(buffer)[0]


COPIES: dict[str, Callable[[Floats], Floats]] = {
    "mp3": lambda sound: encoded(sound, 16_000, "MP3", "MPEG_LAYER_III"),
    "opus": lambda sound: encoded(sound, 16_000, "OGG", "OPUS"),
    "softer": lambda sound: sound * 0.3,
    "later": lambda sound: numpy.concatenate([numpy.zeros(900), sound]),
    "cut": lambda sound: sound[len(sound) // 20 :],
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_recording_encoded_anew_is_a_near_copy_and_no_other_is(
    copy: Callable[[Floats], Floats],
) -> None:
    sounds = [melody(seed, 0.3 + 0.05 * (seed % 20)) for seed in range(40)]
    signatures = [sound_signature(sound.astype(numpy.float32), 16_000) for sound in sounds]
    signatures += [sound_signature(copy(sound).astype(numpy.float32), 16_000) for sound in sounds]
    found = pairs_of(near_sounds(signatures))
    copies = {(place, place + 40) for place in range(40)}
    assert len(found & copies) >= 38
    assert not found - copies


def test_silence_is_nobodys_copy() -> None:
    silent = sound_signature(numpy.zeros(16_000, numpy.float32), 16_000)
    click = sound_signature(numpy.zeros(40, numpy.float32), 16_000)
    assert not pairs_of(near_sounds([silent, silent, click, click]))


def test_tones_of_other_pitches_are_no_copies() -> None:
    time = numpy.arange(16_000) / 8000
    tones = [
        (0.9 * numpy.sin(2 * numpy.pi * pitch * time)).astype(numpy.float32) for pitch in (100, 440, 1000)
    ]
    assert not pairs_of(near_sounds([sound_signature(tone, 8000) for tone in tones]))


def test_short_words_need_to_be_more_alike_than_long_ones() -> None:
    rng = numpy.random.default_rng(5)
    for moments, copies in ((20, set()), (400, {(0, 1)})):
        one = rng.integers(0, 2, (moments, 32))
        wrong = rng.random((moments, 32)) < 0.29 * moments / (moments - 4)
        wrong[:4] = False  # so that they meet
        both = [(bits << numpy.arange(32)).sum(axis=1).astype(numpy.uint32) for bits in (one, one ^ wrong)]
        assert pairs_of(near_sounds(both)) == copies


# clips


def scene(seed: int, moments: NDArray[numpy.float64]) -> list[NDArray[numpy.uint8]]:
    """Pictures of a scene in motion at shares of its length."""
    rng = numpy.random.default_rng(seed)
    middles, speeds, tones = (
        rng.uniform(0, 1, (6, 2)),
        rng.uniform(-0.7, 0.7, (6, 2)),
        rng.uniform(-1, 1, 6),
    )
    grid = numpy.stack(numpy.meshgrid(*[numpy.linspace(0, 1, 72)] * 2), axis=-1)
    shown = []
    for moment in moments:
        distance = ((grid[:, :, None] - (middles + speeds * moment)) ** 2).sum(axis=-1)
        light = (numpy.exp(-distance * 12) * tones).sum(axis=-1)
        shown.append(numpy.clip(128 + 100 * light, 0, 255).astype(numpy.uint8))
    return shown


def clip(seed: int, offset: float = 0.0, gain: float = 1.0) -> NDArray[numpy.uint64]:
    moments = (numpy.arange(MOMENTS) + 0.5 + offset) / MOMENTS
    pictures = [(numpy.clip(p * gain, 0, 255)).astype(numpy.uint8) for p in scene(seed, moments)]
    return clip_signature(pictures)


def test_a_clip_at_another_speed_and_light_is_a_near_copy_and_no_other_is() -> None:
    signatures = [clip(seed) for seed in range(40)] + [clip(seed, 0.2, 0.8) for seed in range(40)]
    found = pairs_of(near_clips([*signatures, numpy.zeros(0, numpy.uint64)]))
    copies = {(place, place + 40) for place in range(40)}
    assert len(found & copies) >= 38
    assert not found - copies


def test_clips_of_one_fixed_camera_are_told_apart_by_what_moves_before_it() -> None:
    room = scene(3, numpy.zeros(1))[0]

    def walked(seed: int, noise: int = 0, gain: float = 1.0) -> NDArray[numpy.uint64]:
        rng = numpy.random.default_rng(seed)
        (top, left), (down, across) = rng.uniform(10, 50, 2), rng.uniform(-1.5, 1.5, 2)
        grain = numpy.random.default_rng(noise)
        pictures = []
        for moment in range(MOMENTS):
            picture = room * gain + grain.normal(0, 2, room.shape)
            y, x = int(top + down * moment) % 62, int(left + across * moment) % 62
            picture[y : y + 8, x : x + 8] = 20 * gain
            pictures.append(numpy.clip(picture, 0, 255).astype(numpy.uint8))
        return clip_signature(pictures)

    signatures = [walked(seed) for seed in range(12)] + [walked(seed, 1, 0.8) for seed in range(12)]
    assert pairs_of(near_clips(signatures)) == {(place, place + 12) for place in range(12)}


# meshes


def tooth(seed: int) -> trimesh.Trimesh:
    rng = numpy.random.default_rng(seed)
    body = trimesh.creation.icosphere(subdivisions=3)
    waves = numpy.sin(body.vertices @ rng.normal(size=(3, 6)) * 2 + rng.normal(size=6)).mean(axis=1)
    body.vertices *= (1 + 0.15 * waves[:, None]) * rng.uniform(0.6, 1.2, 3)
    return body


def moved(body: trimesh.Trimesh) -> trimesh.Trimesh:
    away = body.copy()
    away.apply_transform(trimesh.transformations.rotation_matrix(1.1, [1, 2, 3], [0, 1, 0]))
    away.apply_translation([40, -3, 7])
    return away


MESHES: dict[str, Callable[[trimesh.Trimesh], trimesh.Trimesh]] = {
    "moved": moved,
    "finer": lambda body: body.subdivide(),
    "rounded": lambda body: trimesh.Trimesh(numpy.round(body.vertices, 2), body.faces, process=False),
}


@pytest.mark.parametrize("change", MESHES.values(), ids=MESHES)
def test_a_moved_mesh_is_a_near_copy_and_no_other_is(
    change: Callable[[trimesh.Trimesh], trimesh.Trimesh],
) -> None:
    bodies = [tooth(seed) for seed in range(25)]
    scaled = [body.copy().apply_scale(1.08) for body in bodies]
    shown = [*bodies, *map(change, bodies), *scaled]
    found = pairs_of(
        near_shapes([shape_signature(numpy.array(b.vertices), numpy.array(b.faces)) for b in shown])
    )
    copies = {(place, place + 25) for place in range(25)}
    assert len(found & copies) >= 24
    assert not found - copies


@pytest.mark.parametrize(
    ("vertices", "faces"),
    [
        (numpy.zeros((0, 3)), numpy.zeros((0, 3), int)),
        (numpy.zeros((5, 3)), numpy.array([[0, 1, 2]])),
        (numpy.full((5, 3), numpy.nan), numpy.array([[0, 1, 2]])),
        (numpy.zeros((5, 3)), numpy.zeros((0, 3), int)),
    ],
)
def test_what_has_no_shape_has_no_signature(vertices: Floats, faces: NDArray[numpy.int64]) -> None:
    assert shape_signature(vertices, faces) is None


# the join


@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), max_size=25))
def test_the_join_gives_every_pair_with_a_key_in_common_once(
    rows: list[list[int]],
) -> None:
    keys = numpy.array(rows, dtype=numpy.uint64).reshape(-1, 3)
    expected = {
        (one, other)
        for other in range(len(rows))
        for one in range(other)
        if any(a == b != 0 for a, b in zip(rows[one], rows[other], strict=True))
    }
    found = meeting_pairs(keys)
    assert pairs_of(found) == expected
    assert len(found) == len(expected)


def test_a_crowd_is_joined_without_comparing_all_with_all() -> None:
    found = meeting_pairs(numpy.ones((5000, 1), dtype=numpy.uint64))
    assert len(found) < 5000 * 10
    groups = Groups(5000)
    groups.tie(found)
    assert len(set(groups.heads())) == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20), st.randoms())
def test_the_order_of_pairs_does_not_matter(pairs: list[tuple[int, int]], draw: random.Random) -> None:
    one, other = Groups(10), Groups(10)
    one.tie(pairs)
    draw.shuffle(pairs)
    other.tie(pairs)
    assert one.heads() == other.heads()
