"""Pairs of pictures: reading them out of any layout, their shape, and the simple ways."""

from __future__ import annotations

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.frames import each_picture
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.pair_plan import bears_mirror, sources_of, targets_of
from engine.prototypes.pictures.picture_baselines import MeanPicture, NearestPicture, PixelTree, Unchanged
from engine.prototypes.pictures.picture_pairs import (
    beside,
    pixels_of,
    planes,
    psnr_evidence,
    read_pairs,
    working_shape,
)


def coloured(random, high: int, wide: int) -> np.ndarray:
    coarse = random.integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((wide, high), Image.Resampling.BICUBIC))


def write_pairs(folder, count: int, high: int = 40, wide: int = 60, stem: str = "{:03d}") -> None:
    """Inputs and their negatives."""
    random = np.random.default_rng(0)
    for name in ("input", "target"):
        (folder / name).mkdir(parents=True)
    for number in range(count):
        picture = coloured(random, high, wide)
        name = stem.format(number) + ".png"
        Image.fromarray(picture).save(folder / "input" / name)
        Image.fromarray(255 - picture).save(folder / "target" / name)


@pytest.fixture(scope="module")
def negatives(tmp_path_factory):
    folder = tmp_path_factory.mktemp("negatives")
    write_pairs(folder, 30)
    return folder


def test_pairs_out_of_two_folders(negatives):
    read = read_pairs(open_dataset(negatives), 48, 8, 0, RecordingReporter())
    assert read.shape == (40, 56)
    assert len(read.examples.prepared) == 30
    assert all(one.target is not None for one in read.examples.prepared)
    assert len({key.group for key in read.examples.keys}) == 30


def test_pairs_out_of_halves(tmp_path):
    random = np.random.default_rng(1)
    for number in range(8):
        left = coloured(random, 64, 64)
        right = (left * 0.6 + 40).astype(np.uint8)
        Image.fromarray(np.hstack([left, right])).save(tmp_path / f"{number}.png")
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.layout == "side_by_side"
    read = read_pairs(dataset, 96, 8, 0, RecordingReporter())
    assert read.shape == (64, 64)
    one = read.examples.prepared[0]
    assert np.abs(one.source * 0.6 + 40 - one.target).mean() < 2


def test_odd_and_broken_pictures_cost_only_themselves(tmp_path):
    write_pairs(tmp_path, 12)
    (tmp_path / "input" / "003.png").write_bytes(b"\x89PNG nothing")
    Image.fromarray(np.zeros((40, 60), np.uint8)).save(tmp_path / "input" / "004.png")
    Image.fromarray(np.zeros((90, 20, 4), np.uint8)).save(tmp_path / "target" / "005.png")
    read = read_pairs(open_dataset(tmp_path), 48, 8, 0, RecordingReporter())
    assert read.examples.unreadable == 1
    assert {one.source.shape for one in read.examples.prepared} == {(*read.shape, 3)}


def test_too_few_pairs_are_said_to_be_so(tmp_path):
    write_pairs(tmp_path, 2)
    with pytest.raises(UserError) as told:
        read_pairs(open_dataset(tmp_path), 48, 8, 0, RecordingReporter())
    assert told.value.code in ("prototype_too_few", "prototype_wrong_data", "prototype_other_data")


def test_frames_of_a_clip_stay_together(tmp_path):
    write_pairs(tmp_path, 40, stem="clip{0:03d}")
    for folder in ("input", "target"):
        for number, file in enumerate(sorted((tmp_path / folder).iterdir())):
            file.rename(file.with_name(f"clip{number // 8}_frame{number % 8:03d}.png"))
    read = read_pairs(open_dataset(tmp_path), 48, 8, 0, RecordingReporter())
    groups = {one.id: key.group for one, key in zip(read.examples.prepared, read.examples.keys, strict=True)}
    assert len(set(groups.values())) == 5
    assert len({group for name, group in groups.items() if "clip2_" in name}) == 1


def test_equal_pictures_of_two_origins_join_them(negatives):
    dataset = open_dataset(negatives)
    pairs = read_pairs(dataset, 48, 8, 0, RecordingReporter()).examples.prepared
    from dataclasses import replace

    named = [replace(one, id=f"patient_{place // 5}_{place}.png") for place, one in enumerate(pairs)]
    named[7] = replace(named[7], fingerprint=named[2].fingerprint)
    keys = grouped_keys(named, dataset.recognition)
    assert len({key.group for key in keys}) == 5
    assert keys[2].group == keys[7].group == keys[9].group != keys[10].group


def test_each_frame_of_a_clip_is_a_picture(tmp_path):
    random = np.random.default_rng(0)
    for clip in range(3):
        (tmp_path / f"take{clip}").mkdir()
        scene = coloured(random, 60, 120)
        for frame in range(6):
            view = scene[:, frame : frame + 60]
            Image.fromarray(view).save(tmp_path / f"take{clip}" / f"frame_{frame + 8:04d}.png")
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.layout == "frame_folders"
    found = list(each_picture(dataset))
    assert len(found) == 18
    assert found[0].input.path.endswith("frame_0008.png")
    assert found[2].input.path.endswith("frame_0010.png")


def test_the_shape_is_the_median_pictures():
    assert working_shape([(300, 600)] * 9 + [(10, 10)], 96, 8) == (64, 136)
    assert working_shape([(33, 31)], 96, 8) == (32, 32)
    assert working_shape([], 64, 16) == (64, 64)
    assert working_shape([(4, 4)], 64, 16) == (16, 16)


def test_psnr_and_back_to_pixels():
    picture = np.random.default_rng(0).integers(0, 256, (1, 8, 8, 3), dtype=np.uint8)
    assert np.array_equal(pixels_of(planes(picture)[0]), picture[0])
    assert psnr_evidence(planes(picture), planes(picture))[0].item() == pytest.approx(60)
    off = np.full((1, 3, 4, 4), 0.5, np.float32)
    assert psnr_evidence(off + 0.1, off)[0].item() == pytest.approx(20, abs=0.01)


def test_pictures_stand_side_by_side():
    low, tall = np.zeros((10, 20, 3), np.uint8), np.zeros((20, 20, 3), np.uint8)
    assert beside([low, tall, low]).shape == (20, 40 + 20 + 40 + 8, 3)


def test_the_simple_ways_know_what_they_can(negatives):
    examples = read_pairs(open_dataset(negatives), 48, 8, 0, RecordingReporter()).examples
    sources, targets = sources_of(examples), targets_of(examples)
    train, test = list(range(24)), list(range(24, 30))
    psnr = METRICS["psnr"].combine

    def figure(way) -> float:
        return psnr(way.evidence(test))

    tree = figure(PixelTree(sources, targets, train, 0))
    assert tree > figure(MeanPicture(targets, train)) + 2  # a negative is a matter of the pixel alone
    assert tree > figure(Unchanged(sources, targets)) + 2
    assert psnr(NearestPicture(sources, targets, train).evidence(train[:4])) == pytest.approx(60)


def test_left_and_right_are_told_apart():
    random = np.random.default_rng(0)
    noise = random.integers(0, 200, (40, 16, 16, 3)).astype(np.uint8)
    assert bears_mirror(noise)
    lit = noise.copy()
    lit[:, :, :8] += 50
    assert not bears_mirror(lit)
