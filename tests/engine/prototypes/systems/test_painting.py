"""From picture to picture: pix2pix, colourisation and the dancing actor."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.actor_pairs import as_pose, emptiness, in_passages
from engine.prototypes.pictures.colours import chroma, painted, spread
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.split import Key
from engine.prototypes.systems.colourisation import Colourisation
from engine.prototypes.systems.everybody_dance_now import EverybodyDanceNow
from engine.prototypes.systems.pix2pix import Pix2Pix

PIX2PIX, COLOURS, DANCE = Pix2Pix(), Colourisation(), EverybodyDanceNow()
SYSTEMS = (PIX2PIX, COLOURS, DANCE)
PSNR = METRICS["psnr"].combine


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Of each system: its example's data set, what it reads, the split."""
    made = {}
    for system in SYSTEMS:
        folder = tmp_path_factory.mktemp(system.card.name)
        system.make_example(folder, 0, 40)
        dataset = open_dataset(folder)
        read = system.read(dataset, 0, RecordingReporter())
        made[system] = dataset, read, system.split(read, 0)
    return made


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_its_example_is_what_it_takes(system, examples):
    dataset, read, sides = examples[system]
    said = dataset.recognition
    assert system.card.fits(said.layout, said.input_modality, said.target_modality)
    assert len(read.prepared) == 40
    groups = [
        {read.keys[index].group for index in side} for side in (sides.train, sides.validation, sides.test)
    ]
    assert not groups[0] & groups[1] | groups[0] & groups[2] | groups[1] & groups[2]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_a_learner_steps_and_its_file_comes_back_as_it_was(system, examples):
    import torch

    dataset, read, sides = examples[system]
    for plan in system.plans(read, sides):
        learner = plan.learner()
        before = [one.clone() for one in learner.network.parameters()]
        assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.5, torch.Generator().manual_seed(0)))
        pairs = zip(before, learner.network.parameters(), strict=True)
        assert any(not torch.equal(one, other) for one, other in pairs)
        again = system.codec(json.loads(json.dumps(plan.codec.settings())))
        one, other = (codec.read(dataset, next(iter(dataset.samples()))) for codec in (plan.codec, again))
        fed = again.feeds([other])["input"]
        assert np.array_equal(plan.codec.feeds([one])["input"], fed)
        made = learner.network.eval()(torch.from_numpy(fed)).detach().numpy()
        assert 0 <= made.min() <= made.max() <= 1
        drawn = again.draw(other, {"output": made[0]})
        assert drawn.dtype == np.uint8
        assert drawn.shape[1] == 3 * fed.shape[3] + 8


@pytest.mark.parametrize("system", [PIX2PIX, DANCE], ids=lambda system: system.card.name)
def test_the_truth_itself_is_judged_perfect(system, examples):
    _, read, sides = examples[system]
    truth = planes(np.stack([read.prepared[index].target for index in sides.test]))
    assert PSNR(system.plans(read, sides)[0].evidence({"output": truth}, sides.test)) == pytest.approx(60)
    figures = [PSNR(one.evidence(sides.test)) for one in system.baselines(read, sides, 0)]
    assert max(figures[1:]) > figures[0] + 2
    assert max(figures) < 40


def test_true_colours_are_judged_nearly_perfect_and_the_simple_ways_are_in_order(examples):
    _, read, sides = examples[COLOURS]
    colours = np.stack([chroma(read.prepared[index].truth) for index in sides.test])
    found = COLOURS.plans(read, sides)[0].evidence({"output": colours.transpose(0, 3, 1, 2)}, sides.test)
    assert PSNR(found) > 45  # but for the light, which is rounded
    figures = {one.name: PSNR(one.evidence(sides.test)) for one in COLOURS.baselines(read, sides, 0)}
    assert figures["grey_picture"] < figures["mean_colour"] < figures["pixel_tree"]
    assert "nearest_picture" in figures


def test_colour_and_light_make_the_picture_again():
    picture = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    grey = np.rint(picture @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    assert np.abs(painted(grey, chroma(picture)) * 255 - picture).max() < 2
    assert spread(np.repeat(grey[..., None], 3, axis=2)) == 0


def test_grey_pictures_teach_no_colour(tmp_path):
    random = np.random.default_rng(0)
    for number in range(8):
        shape = (40, 40, 3) if number < 4 else (40, 40)
        Image.fromarray(random.integers(0, 256, shape, dtype=np.uint8)).save(tmp_path / f"{number}.png")
    read = COLOURS.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert (len(read.prepared), read.unused) == (4, 4)
    for number in range(3):
        (tmp_path / f"{number}.png").unlink()
    with pytest.raises(UserError) as told:
        COLOURS.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_no_colour"


def test_pictures_of_one_fixed_camera_stay_on_one_side(tmp_path):
    random = np.random.default_rng(0)
    for scene in range(4):
        coarse = random.integers(60, 190, (5, 5, 3), dtype=np.uint8)
        view = np.asarray(Image.fromarray(coarse).resize((48, 48)), np.float32)
        for shot in range(3):
            lit = view + 15 * shot + random.normal(0, 3, view.shape)
            Image.fromarray(lit.clip(0, 255).astype(np.uint8)).save(tmp_path / f"{shot}{scene}.png")
    read = COLOURS.read(open_dataset(tmp_path), 0, RecordingReporter())
    groups = {key.id: key.group for key in read.keys}
    assert len(set(groups.values())) == 4
    assert groups["00.png"] == groups["10.png"] == groups["20.png"]
    (tmp_path / "few").mkdir()
    for name in ("00.png", "10.png", "20.png", "01.png"):
        (tmp_path / name).rename(tmp_path / "few" / name)
    few = COLOURS.read(open_dataset(tmp_path / "few"), 0, RecordingReporter())
    assert len({key.group for key in few.keys}) == 4  # two scenes are too few to hold one out


def test_a_grey_picture_is_still_run_on(tmp_path, examples):
    _, read, sides = examples[COLOURS]
    Image.fromarray(np.full((50, 30), 90, np.uint8)).save(tmp_path / "old.png")
    codec = COLOURS.plans(read, sides)[0].codec
    (one,) = codec.read_all(open_dataset(tmp_path))
    assert one.truth is None
    colour = np.full((2, *one.grey.shape), 0.5, np.float32)
    assert codec.draw(one, {"output": colour}).shape[1] == 2 * one.grey.shape[1] + 4


def test_where_input_and_target_are_alike_only_the_change_is_painted(tmp_path, examples):
    import torch

    random = np.random.default_rng(0)
    for name in ("input", "target"):
        (tmp_path / name).mkdir()
    for number in range(8):
        coarse = random.integers(40, 216, (6, 6, 3), dtype=np.uint8)
        clean = np.asarray(Image.fromarray(coarse).resize((64, 64)), np.float32)
        noisy = (clean + random.normal(0, 12, clean.shape)).clip(0, 255)
        Image.fromarray(noisy.astype(np.uint8)).save(tmp_path / "input" / f"{number}.png")
        Image.fromarray(clean.astype(np.uint8)).save(tmp_path / "target" / f"{number}.png")
    read = PIX2PIX.read(open_dataset(tmp_path), 0, RecordingReporter())
    sides = PIX2PIX.split(read, 0)
    network = PIX2PIX.plans(read, sides)[0].network().eval()
    sources = torch.from_numpy(planes(np.stack([one.source for one in read.prepared])))
    assert torch.equal(network(sources), sources)
    _, houses, split = examples[PIX2PIX]
    assert not PIX2PIX.plans(houses, split)[0].network().change


def test_the_pose_is_the_emptier_side_whatever_it_is_called(examples):
    _, read, _ = examples[DANCE]
    one = read.prepared[0]
    assert emptiness(one.source) > emptiness(one.target)
    swapped = replace(one, source=one.target, target=one.source)
    assert np.array_equal(as_pose(swapped).source, one.source)
    assert as_pose(replace(swapped, target=None)).source is one.target


def test_one_long_clip_is_cut_into_passages():
    keys = [Key(f"pose/{number}.png", f"{number}", "", f"{number}") for number in range(200)]
    cut = in_passages(keys)
    assert len({key.group for key in cut}) == 20
    assert cut[9].group == cut[0].group != cut[10].group
    known = [replace(key, group=f"clip{place // 50}") for place, key in enumerate(keys)]
    assert in_passages(known) == tuple(known)


def test_the_backdrop_is_there_before_anything_is_learnt(examples):
    _, read, sides = examples[DANCE]
    network = DANCE.plans(read, sides)[0].network()
    backdrop = network.backdrop.detach().sigmoid().numpy()
    frames = planes(np.stack([read.prepared[index].target for index in sides.train]))
    assert np.median(np.abs(frames - backdrop)) < 0.02
