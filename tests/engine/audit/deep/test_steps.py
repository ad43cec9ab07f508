"""The steps of the deep pass one by one: features, mirror, join, verdict."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.audit.deep.buckets import JoinSettings
from engine.audit.deep.descriptors import mirrored
from engine.audit.deep.features import MOST_POINTS, extract
from engine.audit.deep.groups import Groups
from engine.audit.deep.join import join
from engine.audit.deep.store import FeatureStore
from engine.audit.deep.types import Features, Relation
from engine.audit.deep.verify import verify
from scripts.audit_sets import changes
from scripts.audit_sets.objects import Cutout, cut_out, moved, paste, smooth_object
from scripts.audit_sets.textures import Picture, leaves


def grey(picture: Picture) -> np.ndarray:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def scene(seed: int, wide: int = 280, high: int = 250) -> Picture:
    return leaves(np.random.default_rng(seed), wide, high, 220)


def relate(tmp_path: Path, first: Picture, second: Picture) -> list[Relation]:
    with FeatureStore(tmp_path) as store:
        for picture in (first, second, scene(900), scene(901)):
            store.add(extract(grey(picture)))
        stored = store.seal()
    return [
        verify(stored[pair.first], stored[pair.second], pair.mirrored, pair.matches)
        for pair in join(stored)
        if (pair.first, pair.second) == (0, 1)
    ]


@pytest.fixture
def thing() -> Cutout:
    return cut_out(np.random.default_rng(9), scene(9), (0.3, 0.34))


def test_a_picture_of_any_size_has_features_of_a_common_scale() -> None:
    for shape in ((1, 1), (3, 900), (40, 30), (2000, 3000)):
        features = extract(np.zeros(shape, np.uint8))
        assert not len(features.points)
        assert not features.checkable
        assert 4_000 <= features.grey.size <= 52_000
    busy = extract(grey(scene(1)))
    assert busy.checkable
    assert len(busy.points) == len(busy.descriptors) <= MOST_POINTS


def test_a_thing_without_texture_is_noticed_and_a_sky_is_not() -> None:
    told = []
    for seed in range(6):
        plain = smooth_object(np.random.default_rng(seed), 280, 250)
        told.append(extract(grey(paste(plain, scene(40 + seed)))).smooth)
    assert sum(told) >= 4
    sky = scene(1)
    sky[:120] = 200
    assert not extract(grey(sky)).smooth


def test_a_mirror_only_changes_signs() -> None:
    picture = grey(scene(2))
    there = extract(picture).descriptors.astype(np.int32)
    back = extract(np.ascontiguousarray(picture[:, ::-1]))
    turned = mirrored(back.descriptors).astype(np.int32)
    far_turned = ((turned[:, None] - there[None]) ** 2).sum(axis=2).min(axis=1)
    far_plain = ((back.descriptors.astype(np.int32)[:, None] - there[None]) ** 2).sum(axis=2).min(axis=1)
    assert np.median(far_turned) < 0.08 * np.median(far_plain)  # halved grids are no mirror of themselves


@pytest.mark.parametrize("kind", changes.NEAR)
def test_near_copies(tmp_path: Path, kind: str) -> None:
    changed, quality = changes.near(np.random.default_rng(3), scene(3), kind)
    data = cv2.imencode(".jpg", changed, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    found = relate(tmp_path, scene(3), cv2.imdecode(data, cv2.IMREAD_COLOR))
    told = [(relation.kind, relation.mirrored) for relation in found if relation.kind != "none"]
    assert told == [("near", kind == "flip")]


def test_a_thing_on_another_background_moved_and_turned(tmp_path: Path, thing: Cutout) -> None:
    seen = moved(thing, 0.8, 20.0, (15.0, -10.0), mirrored=False, size=(280, 250))
    found = relate(tmp_path, paste(thing, scene(26)), paste(seen, scene(27)))
    found = [relation for relation in found if relation.kind != "none"]
    assert [relation.kind for relation in found] == ["swap"]
    # OpenCV turns against the clock for a positive angle, a relation's angle goes with it.
    assert found[0].scale == pytest.approx(0.8, abs=0.03)
    assert found[0].angle == pytest.approx(-20, abs=2)


def test_a_thing_mirrored(tmp_path: Path, thing: Cutout) -> None:
    turned = Cutout(np.ascontiguousarray(thing.picture[:, ::-1]), np.ascontiguousarray(thing.mask[:, ::-1]))
    found = relate(tmp_path, paste(thing, scene(6)), paste(turned, scene(7)))
    told = [(relation.kind, relation.mirrored) for relation in found if relation.kind != "none"]
    assert told == [("swap", True)]


def test_a_fixed_camera_sees_another_thing(tmp_path: Path, thing: Cutout) -> None:
    other = cut_out(np.random.default_rng(8), scene(8), (0.25, 0.3))
    found = relate(tmp_path, paste(thing, scene(6)), paste(other, scene(6)))
    assert {relation.kind for relation in found} - {"none"} == {"same_background"}


def test_strangers_share_nothing(tmp_path: Path) -> None:
    assert all(relation.kind == "none" for relation in relate(tmp_path, scene(10), scene(11)))


def test_a_store_gives_back_what_it_took(tmp_path: Path) -> None:
    empty = Features(np.zeros((16, 20), np.uint8), np.zeros((0, 4), np.float32), np.zeros((0, 64), np.int8))
    kept = [extract(grey(scene(1))), empty, extract(grey(scene(2, 200, 300)))]
    with FeatureStore(tmp_path) as store:
        for features in kept:
            store.add(features)
        stored = store.seal()
    for place, features in enumerate(kept):
        assert np.array_equal(stored[place].grey, features.grey)
        assert np.array_equal(stored[place].points, features.points)
        assert np.array_equal(stored[place].descriptors, features.descriptors)


def test_copies_beyond_the_reach_hang_together_and_cost_no_more(tmp_path: Path, thing: Cutout) -> None:
    count, settings = 24, JoinSettings(reach=4, most=4)
    with FeatureStore(tmp_path) as store:
        for number in range(count):
            store.add(extract(grey(paste(thing, scene(20 + number, 280, 250)))))
        stored = store.seal()
    pairs = join(stored, settings)
    groups = Groups(count)
    for pair in pairs:
        relation = verify(stored[pair.first], stored[pair.second], pair.mirrored, pair.matches)
        if relation.kind in ("near", "swap"):
            groups.join(pair.first, pair.second)
    assert groups.count == 1
    assert len(pairs) <= count * settings.most
