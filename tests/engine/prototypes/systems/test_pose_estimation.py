"""Pose estimation: which joints it reads, its simple ways, the middles that its network tells."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.dataset.types import Mark, Marked
from engine.errors import UserError
from engine.prototypes.drawings.puppets import BONES, JOINTS
from engine.prototypes.metrics import METRICS
from engine.prototypes.places.poses import Naming, Posed, bones_of, joints_in, naming
from engine.prototypes.systems.pose_estimation import PoseEstimation

SYSTEM = PoseEstimation()
PCK = METRICS["pck"].combine


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("puppets")
    SYSTEM.make_example(folder, 0, 80)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def test_its_example_is_what_it_takes_and_a_person_stays_on_one_side(example):
    dataset, examples, sides = example
    recognition = dataset.recognition
    assert SYSTEM.card.fits(recognition.layout, recognition.input_modality, recognition.target_modality)
    assert recognition.systems[0] == SYSTEM.card.name
    assert len(examples.prepared) == 80
    assert all(one.joints.shape == (len(JOINTS), 3) for one in examples.prepared)
    people = [
        {examples.prepared[index].id.split("_")[0] for index in side}
        for side in (sides.train, sides.validation, sides.test)
    ]
    assert not people[0] & people[1] | people[0] & people[2] | people[1] & people[2]


def test_the_file_brings_the_codec_back_and_true_joints_are_all_found(example):
    dataset, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    again = SYSTEM.codec(json.loads(json.dumps(plan.codec.settings())))
    one = again.read(dataset, next(iter(dataset.samples())))
    same = next(each for each in examples.prepared if each.id == one.id)
    assert np.array_equal(one.joints, same.joints)
    assert np.array_equal(again.feeds([one])["input"], plan.codec.feeds([same])["input"])
    truth = np.stack([examples.prepared[index].joints for index in sides.test])
    shares = truth[..., :2] / np.array(plan.codec.said.shape[::-1])
    outputs = {"places": shares.astype(np.float32), "sure": np.ones(truth.shape[:2], np.float32)}
    assert PCK(plan.evidence(outputs, sides.test)) == 1
    outputs["places"] = outputs["places"] + np.float32(0.06)
    assert PCK(plan.evidence(outputs, sides.test)) == 0
    alone = {name: each[0] for name, each in outputs.items()}
    assert again.answer(one, alone).predicted.count("/") == len(JOINTS)
    assert again.draw(one, alone).shape[1] > 2 * one.pixels.shape[1]


def test_the_simple_ways_are_better_than_nothing_and_know_their_own(example):
    _, examples, sides = example
    mean, nearest = SYSTEM.baselines(examples, sides, 0)
    assert 0 < PCK(mean.evidence(sides.test)) < 0.6
    assert PCK(nearest.evidence(sides.train)) == 1


def test_bones_are_told_by_how_little_their_length_varies(example):
    _, examples, _ = example
    bones = bones_of([one.joints / np.array([64, 64, 1]) for one in examples.prepared])
    assert {frozenset(bone) for bone in bones} == {frozenset(bone) for bone in BONES}


def test_the_largest_one_counts_and_labels_can_name_joints():
    small = Mark("person", (0, 0, 5, 5), "points", points=(1, 1, 1, 2, 2, 1))
    large = Mark("person", (0, 0, 50, 50), "points", points=(10, 10, 1, 20, 20, 0))
    rows = Marked((small, large))
    names = naming([rows])
    assert names == Naming(("1", "2"), False)
    assert joints_in(rows, names).tolist() == [[10, 10, 1], [20, 20, 0]]
    apart = Marked(
        (Mark("tip", None, "points", points=(3, 4, 1)), Mark("end", None, "points", points=(5, 6, 1)))
    )
    names = naming([apart, apart])
    assert names == Naming(("end", "tip"), True)
    assert joints_in(apart, names).tolist() == [[5, 6, 1], [3, 4, 1]]
    assert joints_in(Marked(()), names) is None
    assert naming([Marked((Mark("box", (0, 0, 1, 1)),))]) is None


def test_the_middle_of_mass_lies_where_the_heat_is():
    import torch

    from engine.prototypes.networks.poser import FOLD, Poser

    network = Poser(2, (8, 8), (32, 48)).eval()
    heat = torch.zeros(1, 2, 32 // FOLD, 48 // FOLD)
    heat[0, 0, 4, 7], heat[0, 1, 10, 20] = 50, 50
    network.raw = lambda _pictures: heat
    places, sure = network(torch.zeros(1, 3, 32, 48))
    assert places[0].numpy() * [48, 32] == pytest.approx(np.array([[15, 9], [41, 21]]), abs=0.01)
    assert sure[0].numpy() == pytest.approx([1, 1], abs=1e-3)


def test_a_varied_picture_takes_its_joints_along():
    import torch

    from engine.prototypes.networks.poser import varied

    pixels = np.zeros((64, 96, 3), np.uint8)
    pixels[20:23, 30:33] = 255
    joints = np.array([[31.5, 21.5, 1], [2, 2, 1]], np.float32)
    one = Posed(id="a", fingerprint=0, pixels=pixels, joints=joints, names=Naming(("1", "2"), False))
    gone = 0
    for seed in range(12):
        moved, there = varied(one, torch.Generator().manual_seed(seed))
        weight = moved[..., 0].astype(float)
        rows, columns = np.mgrid[:64, :96] + 0.5
        seen = [(weight * columns).sum() / weight.sum(), (weight * rows).sum() / weight.sum()]
        assert there[0, :2] == pytest.approx(seen, abs=0.5)
        gone += there[1, 2] == 0
    assert 0 < gone < 12


def test_labelme_points_are_joints_and_boxes_alone_are_none(tmp_path):
    for place in range(6):
        Image.new("RGB", (80, 60), (place * 30, 90, 60)).save(tmp_path / f"{place}.png")
        shapes = [
            {"label": name, "shape_type": "point", "points": [[20 + place + shift, 30]]}
            for name, shift in (("nose", 0), ("tail", 30))
        ]
        said = {"shapes": shapes, "imagePath": f"{place}.png", "imageWidth": 80, "imageHeight": 60}
        (tmp_path / f"{place}.json").write_text(json.dumps(said), encoding="utf-8")
    examples = SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert examples.prepared[0].names == Naming(("nose", "tail"), True)
    across = sorted(float(one.joints[0, 0]) for one in examples.prepared)
    assert across == pytest.approx(
        [(20 + place) * examples.prepared[0].pixels.shape[1] / 80 for place in range(6)]
    )
    for place in range(6):
        said = {"shapes": [{"label": "it", "shape_type": "rectangle", "points": [[5, 5], [40, 40]]}]}
        (tmp_path / f"{place}.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert raised.value.code == "prototype_few_joints"
