"""The verdict on two pictures where it is not plain to see: light, plain grounds, things of one make."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from engine.audit.deep.features import extract
from engine.audit.deep.types import Features, Kind, Relation
from engine.audit.deep.verify import verify
from scripts.audit_sets.objects import Cutout, cut_out, moved, paste
from scripts.audit_sets.textures import Picture, leaves

SIZE = (280, 250)


def scene(seed: int) -> Picture:
    return leaves(np.random.default_rng(seed), *SIZE, 220)


def plain(level: int) -> Picture:
    return np.full((SIZE[1], SIZE[0], 3), level, np.uint8)


def features(picture: Picture) -> Features:
    return extract(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture)


def relation(one: Features, two: Features) -> Relation:
    """Of two pictures of which every key point is matched with the one most like it."""
    left, right = one.descriptors.astype(np.float32), two.descriptors.astype(np.float32)
    far = (left**2).sum(1)[:, None] + (right**2).sum(1)[None] - 2 * left @ right.T
    best = far.argmin(axis=1)
    mutual = np.flatnonzero(far.argmin(axis=0)[best] == np.arange(len(best)))
    return verify(one, two, False, np.stack([mutual, best[mutual]], axis=1).astype(np.int32))


def kind(one: Picture, two: Picture) -> Kind:
    return relation(features(one), features(two)).kind


@pytest.mark.parametrize("gain", [1.35, 0.7])
def test_lights_that_are_cut_are_no_other_thing(gain: float) -> None:
    bright = np.clip(scene(3) * 1.2, 0, 255).astype(np.uint8)
    changed = np.clip(bright * gain, 0, 255).astype(np.uint8)
    assert (bright == 255).mean() > 0.02 or (changed == 255).mean() > 0.02
    assert kind(bright, changed) == "near"
    assert kind(changed, bright) == "near"


def test_a_thing_on_the_same_plain_ground_is_one_thing_and_another_thing_is_not() -> None:
    thing = cut_out(np.random.default_rng(5), scene(5), (0.3, 0.34))
    other = cut_out(np.random.default_rng(8), scene(8), (0.3, 0.34))
    there = moved(thing, 0.85, 4.0, (20.0, -8.0), mirrored=False, size=SIZE)
    assert kind(paste(thing, plain(200)), paste(there, plain(205))) in ("swap", "near")
    assert kind(paste(thing, plain(200)), paste(other, plain(205))) == "none"


def test_a_score_below_the_bound_is_no_swap() -> None:
    """What is called a swap here is so for those who ask for a score as well."""
    from engine.audit.swaps import SURE

    found = []
    for seed in range(5, 9):
        thing = cut_out(np.random.default_rng(seed), scene(seed), (0.12, 0.3))
        there = moved(thing, 0.7, 10.0, (15.0, -10.0), mirrored=False, size=SIZE)
        found.append(relation(features(paste(thing, scene(26))), features(paste(there, scene(27)))))
    assert any(one.kind == "swap" for one in found)
    assert all(one.score >= SURE for one in found if one.kind == "swap")


def test_parts_of_one_make_are_not_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.example import client

    monkeypatch.setattr(client, "SIDE", 192)
    random = np.random.default_rng(1)
    for part in client.PARTS:
        drawn = [
            features(np.asarray(client.place(client.draw_part(part, random), random).convert("L")))
            for _ in range(6)
        ]
        told = {relation(one, two).kind for one, two in combinations(drawn, 2)}
        assert not told & {"swap", "near"}


def test_a_mark_on_other_pictures_is_no_thing_even_upside_down() -> None:
    def marked(seed: int, turned: bool) -> Picture:
        picture = scene(seed)
        cv2.rectangle(picture, (90, 110), (190, 136), (30, 30, 160), -1)
        cv2.putText(
            picture, "HOXOIXOH", (96, 129), cv2.FONT_HERSHEY_DUPLEX, 0.55, (255, 255, 255), 1, cv2.LINE_AA
        )
        return np.ascontiguousarray(picture[::-1]) if turned else picture

    for turned in (False, True):
        assert kind(marked(30, False), marked(31, turned)) in ("none", "same_background")


def test_paper_between_lines_is_no_smooth_thing_and_a_ball_is() -> None:
    chart = plain(255)
    for row in range(30, 230, 48):
        cv2.rectangle(chart, (20, row), (260, row + 40), (0, 0, 0), 1)
    for place in range(40, 240, 30):
        cv2.putText(chart, "Q1 98", (place, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1)
    assert not features(chart).smooth
    ball = Cutout(plain(190), np.zeros((SIZE[1], SIZE[0]), np.float32))
    cv2.circle(ball.mask, (140, 125), 60, 1.0, -1)
    assert features(paste(ball, scene(12))).smooth
