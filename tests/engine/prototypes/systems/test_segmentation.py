"""Segmentation: what it reads, what its file says, its simple ways and what it learns from."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.drawings.defects import write_crack_masks
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.mask_reading import read_masked
from engine.prototypes.systems.segmentation import Segmentation

SYSTEM = Segmentation()
IOU = METRICS["iou"].combine


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("defects")
    SYSTEM.make_example(folder, 0, 60)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def test_its_example_is_what_it_takes(example):
    dataset, examples, _ = example
    assert dataset.recognition.systems[0] == "segmentation"
    assert dataset.recognition.layout in SYSTEM.card.takes
    assert len(examples.prepared) == 60
    assert examples.prepared[0].legend.ground == 0


def test_the_file_brings_the_codec_back(example):
    dataset, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    again = SYSTEM.codec(json.loads(json.dumps(codec.settings())))
    sample = next(iter(dataset.samples()))
    one, other = codec.read(dataset, sample), again.read(dataset, sample)
    assert np.array_equal(codec.feeds([one])["input"], again.feeds([other])["input"])
    assert np.array_equal(one.labels, other.labels)
    said = np.eye(2, dtype=np.float32)[one.labels].transpose(2, 0, 1)
    answer = again.answer(other, {"output": said})
    assert answer.predicted == answer.truth
    assert answer.predicted.endswith(" %")
    assert again.draw(other, {"output": said}).shape[1] > 3 * one.source.shape[1]


def test_perfect_answers_are_perfect_and_the_simple_ways_are_in_order(example):
    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    truth = np.stack([examples.prepared[index].labels for index in sides.test])
    logits = np.eye(2, dtype=np.float32)[truth].transpose(0, 3, 1, 2)
    assert IOU(plan.evidence({"output": logits}, sides.test)) == 1
    figures = {one.name: IOU(one.evidence(sides.test)) for one in SYSTEM.baselines(examples, sides, 0)}
    assert figures["commonest_label"] < 0.3
    assert figures["surroundings_tree"] > figures["commonest_label"] + 0.2


def test_a_step_is_learnt_and_every_size_comes_out_as_it_went_in(example):
    import torch

    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[1]
    learner = plan.learner()
    assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.1, torch.Generator().manual_seed(0)))
    high, wide = examples.prepared[0].source.shape[:2]
    made = learner.network.eval()(torch.from_numpy(plan.codec.feeds(examples.prepared[:2])["input"]))
    assert made.shape == (2, 2, high, wide)


def test_pieces_of_large_pictures_hold_what_is_marked(tmp_path):
    import torch

    from engine.prototypes.pictures.mask_learning import pieces

    write_crack_masks(tmp_path, 0, 12)
    examples = SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert examples.prepared[0].source.shape == (192, 192, 3)
    marked = [one for one in examples.prepared if one.labels.any()]
    pictures, labels = pieces(marked * 8, 48, 0, torch.Generator().manual_seed(0))
    assert pictures.shape[2:] == labels.shape[1:] == (48, 48)
    share = (labels > 0).flatten(1).any(1).float().mean().item()
    blind = np.mean([one.labels[:48, :48].any() for one in marked])
    assert share > max(0.55, blind)


def test_a_mask_is_turned_over_with_its_picture():
    import torch

    from engine.prototypes.pictures.mask_learning import pieces
    from engine.prototypes.pictures.mask_reading import MaskedPicture
    from engine.prototypes.pictures.masks import Legend

    labels = np.zeros((32, 32), np.uint8)
    labels[:9, :5] = 1
    one = MaskedPicture(
        id="a",
        fingerprint=0,
        source=np.repeat(labels[..., None] * 200, 3, axis=2),
        labels=labels,
        legend=Legend(((0, 0, 0), (255, 255, 255)), 0),
    )
    pictures, masks = pieces([one] * 16, 32, 0, torch.Generator().manual_seed(1))
    inside = [
        picture[:, mask > 0].mean() - picture[:, mask == 0].mean()
        for picture, mask in zip(pictures, masks, strict=True)
    ]
    assert min(inside) > 0.2
    assert len({tuple(mask.flatten().tolist()) for mask in masks}) > 1


def test_several_labels_make_several_outputs(tmp_path):
    random = np.random.default_rng(0)
    for name in ("images", "labels"):
        (tmp_path / name).mkdir()
    for number in range(10):
        mask = np.zeros((48, 48), np.uint8)
        mask[8:20, 6 + number : 26 + number] = 1
        mask[30:44, 20:40] = 2
        picture = np.array([(60, 60, 60), (200, 80, 60), (60, 90, 220)])[mask] + random.normal(
            0, 8, (48, 48, 3)
        )
        Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(tmp_path / "images" / f"{number}.png")
        Image.fromarray(mask).save(tmp_path / "labels" / f"{number}.png")
    dataset = open_dataset(tmp_path)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    sides = SYSTEM.split(examples, 0)
    names = [one.name for one in SYSTEM.baselines(examples, sides, 0)]
    assert names == ["commonest_label", "surroundings_tree"]
    plan = SYSTEM.plans(examples, sides)[0]
    assert len(plan.codec.said.colours) == 3
    truth = np.stack([examples.prepared[index].labels for index in sides.test])
    logits = np.eye(3, dtype=np.float32)[truth].transpose(0, 3, 1, 2)
    assert IOU(plan.evidence({"output": logits}, sides.test)) == 1
    assert IOU(plan.evidence({"output": logits[:, [0, 2, 1]]}, sides.test)) < 0.1
    assert "," in plan.codec.answer(examples.prepared[0], {"output": logits[0]}).predicted


def test_a_picture_without_a_mask_is_read_for_running(example):
    dataset, examples, _ = example
    sample = next(iter(dataset.samples()))
    from dataclasses import replace

    one = read_masked(dataset.tree, replace(sample, target=None), (64, 64), examples.prepared[0].legend)
    assert one.labels is None
    assert one.source.shape == (64, 64, 3)


def test_masks_that_mark_nothing_are_refused(tmp_path):
    for name in ("images", "masks"):
        (tmp_path / name).mkdir()
    random = np.random.default_rng(0)
    for number in range(8):
        picture = random.integers(0, 256, (48, 48, 3), dtype=np.uint8)
        Image.fromarray(picture).save(tmp_path / "images" / f"{number}.png")
        Image.fromarray(np.zeros((48, 48), np.uint8)).save(tmp_path / "masks" / f"{number}.png")
    with pytest.raises(UserError) as told:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code in ("prototype_masks_empty", "prototype_too_few")


def write_labelme(folder, count: int, shape: str = "polygon") -> None:
    """A dark rhombus (``crack``) or square (``hole``) on a light ground, drawn around."""
    random = np.random.default_rng(0)
    for number in range(count):
        across, down = random.integers(20, 60, 2).tolist()
        kind = ("crack", "hole")[number % 2]
        corners = [[across, down - 12], [across + 15, down], [across, down + 12], [across - 15, down]]
        if kind == "hole":
            corners = [
                [across - 9, down - 9],
                [across + 9, down - 9],
                [across + 9, down + 9],
                [across - 9, down + 9],
            ]
        picture = random.normal(180, 8, (80, 100, 3))
        mask = cv2.fillPoly(np.zeros((80, 100), np.uint8), [np.array(corners)], 1)
        picture[mask > 0] -= 90
        Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(folder / f"{number}.png")
        points = corners if shape == "polygon" else [corners[0], corners[2]]
        said = {
            "version": "5.0",
            "shapes": [{"label": kind, "points": points, "shape_type": shape}],
            "imagePath": f"{number}.png",
            "imageHeight": 80,
            "imageWidth": 100,
        }
        (folder / f"{number}.json").write_text(json.dumps(said))


def test_outlines_are_masks_whose_labels_have_names(tmp_path):
    write_labelme(tmp_path, 12)
    dataset = open_dataset(tmp_path)
    assert SYSTEM.card.fits(
        dataset.recognition.layout, dataset.recognition.input_modality, dataset.recognition.target_modality
    )
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    one = next(one for one in examples.prepared if one.id.startswith("0"))
    assert one.legend.names == ("", "crack", "hole")
    dark = one.source.mean(2) < 140
    assert np.count_nonzero(dark != (one.labels == 1)) < 0.02 * dark.size
    plan = SYSTEM.plans(examples, SYSTEM.split(examples, 0))[0]
    logits = np.eye(3, dtype=np.float32)[one.labels].transpose(2, 0, 1)
    assert plan.codec.answer(one, {"output": logits}).predicted.startswith("crack ")


def test_boxes_are_no_outlines(tmp_path):
    write_labelme(tmp_path, 8, "rectangle")
    with pytest.raises(UserError) as told:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_no_outlines"


@pytest.mark.real
def test_membranes_are_fine_and_both_labels_count(real_data):
    examples = SYSTEM.read(open_dataset(real_data / "b_membrane_masks" / "data"), 0, RecordingReporter())
    assert len(examples.prepared) == 20
    assert examples.prepared[0].source.shape == (256, 256, 3)
    assert examples.prepared[0].legend.judged == (0, 1)
    halves = SYSTEM.read(open_dataset(real_data / "c_sidebyside_membrane" / "data"), 0, RecordingReporter())
    assert len(halves.prepared) == 12
    assert {len(np.unique(one.labels)) for one in halves.prepared} == {2}


def test_start_weights_bring_all_but_what_says_the_labels():
    from engine.prototypes.networks.segmenter import Segmenter
    from engine.prototypes.start_weights import Starter

    old, new = Segmenter(2, (4, 8), 2), Segmenter(2, (4, 8), 2)
    before = new.body.leave.weight.detach().clone()
    starter = Starter({name: one.numpy() for name, one in old.state_dict().items()})
    assert starter.fits(new)
    starter.warm(new)
    assert bool((new.body.leave.weight == before).all())
    ours, theirs = new.body.enter.state_dict(), old.body.enter.state_dict()
    assert all(bool((ours[name] == one).all()) for name, one in theirs.items())
