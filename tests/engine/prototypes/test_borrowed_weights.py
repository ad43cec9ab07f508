"""Weights of torchvision's networks on the machine: found, checked, learnt upon, told. Ours are random."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from bench_reporter import RecordingReporter
from picture_sets import write_tints
from torch import nn

from engine.dataset import open_dataset
from engine.prototypes import exporter
from engine.prototypes.calibration import calibrate
from engine.prototypes.lesson import Lesson
from engine.prototypes.local_weights import VARIABLE
from engine.prototypes.networks.backbones import PUBLISHED, find_backbone, licence_of
from engine.prototypes.origin import began_from
from engine.prototypes.pictures.class_pictures import LabelledPicture
from engine.prototypes.pictures.frozen_plan import FrozenPlan, borrowed_sizes, frozen_plans
from engine.prototypes.pipeline import read_lesson
from engine.prototypes.registry import find_system
from engine.prototypes.systems.image_classification import PicturePlan
from engine.prototypes.torchvision_models import torchvision_models
from engine.prototypes.trainer import Budget, Stepper, predict
from engine.prototypes.types import Borrowed, PrototypeResult, Score

NETWORK = "mobilenet_v3_small"


def save_weights(folder: Path, state: object) -> Path:
    """A file named as torchvision's are: after the network and its own content."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "draft"
    torch.save(state, draft)
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()
    return draft.rename(folder / f"{NETWORK}-{digest[:8]}.pth")


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    """Random weights; the batch statistics are those of coarse pictures, else nothing comes through."""
    torch.manual_seed(0)
    network: nn.Module = torchvision_models().get_model(NETWORK, weights=None)
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = None
    with torch.no_grad():
        network.train()(nn.functional.interpolate(torch.randn(8, 3, 24, 24), size=128, mode="bilinear"))
    return save_weights(tmp_path_factory.mktemp("torch") / "hub" / "checkpoints", network.state_dict())


@pytest.fixture
def at_hand(weights: Path, monkeypatch) -> Path:
    monkeypatch.setenv("TORCH_HOME", str(weights.parents[2]))
    return weights


@pytest.fixture(scope="module")
def lesson(weights, tmp_path_factory) -> Lesson[LabelledPicture]:
    """24 pictures of two easy classes, kept large enough for the backbone too."""
    data = open_dataset(write_tints(tmp_path_factory.mktemp("tints") / "data", 12))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCH_HOME", str(weights.parents[2]))
        return read_lesson(find_system("image_classification"), data, 0, RecordingReporter())


def test_torchvision_comes_in_though_its_own_operators_cannot():
    assert torchvision_models() is torchvision_models()
    assert torch.ops.torchvision.nms is not None


@pytest.mark.parametrize("way", ["torch", "user"])
def test_a_file_is_found_where_torch_or_the_user_keeps_it(weights, way, tmp_path, monkeypatch):
    name, value = ("TORCH_HOME", weights.parents[2]) if way == "torch" else (VARIABLE, weights.parent)
    monkeypatch.setenv(name, str(value))
    told: list[tuple[str, str]] = []
    found = find_backbone(lambda *said: told.append(said))
    assert found is not None
    assert found.borrowed == Borrowed(name=NETWORK, file=weights.name, licence="licence_unknown")
    with torch.no_grad():
        assert found.network(torch.zeros(2, 3, 64, 64)).shape == (2, found.width)
    assert not any(one.requires_grad for one in found.network.parameters())
    assert told == []


def test_only_files_that_torchvision_publishes_have_its_terms():
    assert licence_of("resnet18", "resnet18-f37072fd.pth") == PUBLISHED
    assert licence_of("resnet18", "resnet18-00000000.pth") != PUBLISHED


@pytest.mark.parametrize("reason", ["damaged", "misfit"])
def test_a_file_that_is_no_good_is_passed_over_with_a_word(weights, reason, tmp_path, monkeypatch):
    if reason == "damaged":
        (tmp_path / weights.name).write_bytes(weights.read_bytes()[:-1])
    else:
        save_weights(tmp_path, {"fc.weight": torch.zeros(2)})
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    reporter = RecordingReporter()
    assert borrowed_sizes(100, reporter) == ()
    (file,) = tmp_path.iterdir()
    assert reporter.events == [("weights_ignored", {"file": file.name, "reason": reason})]


def test_with_nothing_at_hand_our_own_networks_learn(lesson):
    reporter = RecordingReporter()
    assert borrowed_sizes(100, reporter) == ()
    assert reporter.events == []
    assert frozen_plans(lesson.examples, lesson.sides, 32) == ()


def test_the_more_pictures_the_smaller_they_are_kept(at_hand):
    reporter = RecordingReporter()
    assert [borrowed_sizes(count, reporter) for count in (400, 2000, 10**6)] == [(224,), (160,), ()]


def test_the_plan_is_taken_when_there_is_time_to_look_at_the_pictures(at_hand, lesson, monkeypatch):
    own = PicturePlan(lesson.examples, lesson.sides, 48, frozenset())
    plans = (*frozen_plans(lesson.examples, lesson.sides, 32), own)
    reporter = RecordingReporter()
    chosen = calibrate(plans, lesson, Budget(60), 0, reporter).plan
    assert isinstance(chosen, FrozenPlan)
    assert chosen.borrowed is not None
    assert chosen.borrowed.file == at_hand.name
    counted = len(lesson.sides.train) + len(lesson.sides.validation)
    assert reporter.of("progress")[-1] == {"done": counted, "total": counted, "stage": "features"}
    for one in lesson.examples.prepared:
        one.seen.clear()
    monkeypatch.setattr("engine.prototypes.networks.head_learning.BATCH", 4)
    assert calibrate(plans, lesson, Budget(1e-3), 0).plan is own


def test_a_backbone_that_sees_less_than_the_simple_way_is_not_taken(at_hand, lesson):
    (plan,) = frozen_plans(lesson.examples, lesson.sides, 32)
    for one in lesson.examples.prepared:
        one.seen[at_hand.name] = np.zeros(plan.learner().network.head[0].num_features, np.float32)
    assert not plan.prepare(None, None)
    for one in lesson.examples.prepared:
        one.seen.clear()
    assert plan.prepare(None, None)


def test_the_head_learns_and_the_file_holds_backbone_and_head(at_hand, lesson, tmp_path, monkeypatch):
    (plan,), sides = frozen_plans(lesson.examples, lesson.sides, 32), lesson.sides
    before = {name: one.clone() for name, one in plan.learner().network.backbone.state_dict().items()}
    stepper = Stepper(plan, lesson, 0)
    for step in range(60):
        stepper.step(step / 60)
    network = stepper.learner.network.eval()
    after = network.backbone.state_dict()
    assert all(torch.equal(one, after[name]) for name, one in before.items())
    outputs = predict(network, plan, lesson.examples, sides.test)
    assert lesson.metric.combine(plan.evidence(outputs, sides.test)) == 1
    monkeypatch.setattr(exporter, "_export_current", lambda *_: 1 / 0)  # slow; the other does as well here
    path, some = tmp_path / "model.onnx", [lesson.examples.prepared[place] for place in sides.test]
    exporter.write_onnx(network, plan.codec.feeds(some[:2]), plan.codec.inputs, plan.codec.outputs, path)
    assert exporter.parity(network, plan.codec, path, some) <= exporter.TOLERANCE


def result_upon(borrowed: Borrowed | None) -> PrototypeResult:
    return PrototypeResult.model_construct(
        borrowed=borrowed, started_from="scratch", model=Score(name="model", value=1, low=1, high=1)
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_was_borrowed_is_told_with_its_terms(language):
    borrowed = Borrowed(name="resnet18", file="resnet18-f37072fd.pth", licence=PUBLISHED)
    said = began_from(result_upon(borrowed), language)
    assert borrowed.file in said
    assert "ImageNet" in said
    assert "BSD" in said
    assert borrowed.file not in began_from(result_upon(None), language)
