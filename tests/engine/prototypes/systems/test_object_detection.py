"""Object detection: what it reads, what its file says, its simple ways, its targets and its decoding."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.places.boxes import counted, overlaps, precision_evidence, told_apart
from engine.prototypes.systems.object_detection import ObjectDetection, numbered

SYSTEM = ObjectDetection()
MAP50 = METRICS["map50"].combine


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shapes")
    SYSTEM.make_example(folder, 0, 60)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def told_truly(examples, indices, most=12):
    """The outputs of a network that is never wrong."""
    labels = numbered(examples)
    outputs = {
        "boxes": (len(indices), most, 4),
        "scores": (len(indices), most),
        "classes": (len(indices), most),
    }
    outputs = {name: np.zeros(shape, np.float32) for name, shape in outputs.items()}
    for place, index in enumerate(indices):
        one = examples.prepared[index]
        high, wide = one.pixels.shape[:2]
        count = len(one.boxes)
        outputs["boxes"][place, :count] = one.boxes / [wide, high, wide, high]
        outputs["scores"][place, :count] = 0.9
        outputs["classes"][place, :count] = labels[index]
    return outputs


def test_its_example_is_what_it_takes(example):
    dataset, examples, _ = example
    recognition = dataset.recognition
    assert SYSTEM.card.fits(recognition.layout, recognition.input_modality, recognition.target_modality)
    assert recognition.systems[0] == SYSTEM.card.name
    assert len(examples.prepared) == 60
    assert {label for one in examples.prepared for label in one.labels} == {"disc", "square", "triangle"}


def test_the_file_brings_the_codec_back_and_true_boxes_are_the_whole_truth(example):
    dataset, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    again = SYSTEM.codec(json.loads(json.dumps(plan.codec.settings())))
    one = again.read(dataset, next(iter(dataset.samples())))
    first = next(place for place, each in enumerate(examples.prepared) if each.id == one.id)
    assert np.array_equal(again.feeds([one])["input"], plan.codec.feeds([examples.prepared[first]])["input"])
    outputs = {name: each[0] for name, each in told_truly(examples, [first]).items()}
    answer = again.answer(one, outputs)
    assert answer.predicted == answer.truth == counted(one.labels)
    drawn = again.draw(one, outputs)
    half = drawn.shape[1] // 2 - 2
    assert drawn.dtype == np.uint8
    assert np.abs(drawn[:, :half].astype(int) - drawn[:, -half:]).mean() < 1
    assert MAP50(plan.evidence(told_truly(examples, sides.test), sides.test)) == pytest.approx(1.0)


def test_missing_doubled_and_misplaced_boxes_cost(example):
    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    nothing = {name: np.zeros_like(each) for name, each in told_truly(examples, sides.test).items()}
    assert MAP50(plan.evidence(nothing, sides.test)) == 0
    aside = told_truly(examples, sides.test)
    aside["boxes"] += 0.2
    assert MAP50(plan.evidence(aside, sides.test)) < 0.3
    box, label = np.array([[10.0, 10, 20, 20]]), np.array([1])
    twice = precision_evidence(box.repeat(2, 0), np.array([0.9, 0.8]), label.repeat(2), box, label)
    assert twice[twice[:, 1] > 0, 2].tolist() == [1, 0]
    other = precision_evidence(box, np.array([0.9]), np.array([0]), box, label)
    assert other[1, 2] == 0


def test_the_forest_of_outlines_beats_the_usual_box(example):
    _, examples, sides = example
    usual, outlines = SYSTEM.baselines(examples, sides, 0)
    assert MAP50(outlines.evidence(sides.test)) > MAP50(usual.evidence(sides.test)) + 0.2


def test_overlaps_and_what_is_told_apart():
    boxes = np.array([[0.0, 0, 10, 10], [0, 0, 10, 5], [20, 20, 30, 30]])
    assert overlaps(boxes[:1], boxes)[0] == pytest.approx([1, 0.5, 0])
    assert told_apart(boxes, np.array([0.1, 0.9, 0.5])).tolist() == [1, 2]
    assert told_apart(boxes, np.array([0.1, 0.9, 0.5]), least=0.6).tolist() == [1, 2, 0]


def test_the_decoding_finds_what_the_targets_say(example):
    import torch

    from engine.prototypes.networks.box_learning import drawn_targets
    from engine.prototypes.networks.detector import STRIDE, Detector

    _, examples, _ = example
    one, labels = examples.prepared[0], numbered(examples)[0]
    shape = one.pixels.shape[0] // STRIDE, one.pixels.shape[1] // STRIDE
    heat, place, _ = drawn_targets(one.boxes, labels, 3, shape)
    network = Detector(3, (8, 8, 8, 8), 20, 0.5).eval()
    logits = torch.logit(torch.from_numpy(heat), eps=1e-4)
    told = torch.cat([logits, torch.from_numpy(place)])[None]
    network.raw = lambda _pictures: told
    boxes, scores, classes = network(torch.zeros(1, 3, *one.pixels.shape[:2]))
    there = scores[0] > 0.9
    assert int(there.sum()) == len(labels)
    found = boxes[0, there].numpy() * np.tile(one.pixels.shape[1::-1], 2)
    share = overlaps(found, one.boxes)
    assert (share.max(0) > 0.98).all()
    assert classes[0, there].numpy()[share.argmax(0)].tolist() == labels.tolist()
    assert (boxes[0, ~there] == 0).all()


def test_a_varied_picture_takes_its_boxes_along(example):
    import torch

    from engine.prototypes.networks.box_learning import varied
    from engine.prototypes.places.marked_pictures import MarkedPicture

    pixels = np.zeros((96, 128, 3), np.uint8)
    pixels[30:50, 20:60] = 255
    one = MarkedPicture(
        id="a", fingerprint=0, pixels=pixels, boxes=np.array([[20.0, 30, 60, 50]]), labels=("it",)
    )
    for seed in range(8):
        moved, boxes, kept = varied(one, one.boxes, True, 1.0, torch.Generator().manual_seed(seed))
        assert kept.tolist() == [True]
        rows, columns = np.nonzero(moved[..., 0] > 127)
        seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert np.abs(boxes[0] - seen).max() < 1.5


def test_odd_pictures_are_read_and_broken_ones_cost_themselves(tmp_path):
    for place, mode in enumerate(("L", "RGBA", "P", "RGB", "RGB")):
        Image.new(mode, (90 + 40 * place, 60), 120 if mode in ("L", "P") else None).save(
            tmp_path / f"{place}.png"
        )
        (tmp_path / f"{place}.txt").write_text("0 0.5 0.5 0.4 0.4\n" if place else "", encoding="utf-8")
    (tmp_path / "3.png").write_bytes((tmp_path / "3.png").read_bytes()[:60])
    examples = SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert len(examples.prepared) == 4
    assert examples.unreadable == 1
    assert sorted(len(one.labels) for one in examples.prepared) == [0, 1, 1, 1]
    sides = SYSTEM.split(examples, 0)
    for simple in SYSTEM.baselines(examples, sides, 0):
        assert len(simple.evidence(range(4))) == 4
    assert SYSTEM.plans(examples, sides)


def test_pictures_without_a_single_box_are_refused(tmp_path):
    (tmp_path / "images").mkdir()
    images = []
    for place in range(5):
        Image.new("RGB", (40, 40), (place * 20, 0, 0)).save(tmp_path / "images" / f"{place}.png")
        images.append({"id": place, "file_name": f"{place}.png", "width": 40, "height": 40})
    one = {"id": 1, "image_id": 0, "category_id": 1, "bbox": [4, 4, 20, 20]}
    said = {"images": images, "annotations": [one], "categories": [{"id": 1, "name": "it"}]}
    (tmp_path / "annotations.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert raised.value.code in ("prototype_few_boxes", "prototype_too_few")
