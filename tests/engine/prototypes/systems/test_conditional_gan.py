"""Pictures of a class: what is asked for, and how it is judged."""

from __future__ import annotations

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from picture_sets import write_tints
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.pictures.appearance import relative_frechet
from engine.prototypes.pictures.single_pictures import as_planes
from engine.prototypes.systems.conditional_gan import ClassJudge, ConditionalGan


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("digits")
    ConditionalGan().make_example(folder, 0, 300)
    dataset = open_dataset(folder)
    examples = ConditionalGan().read(dataset, 0, RecordingReporter())
    return dataset, examples, ConditionalGan().split(examples, 0)


def test_the_example_is_class_folders_and_every_side_has_every_class(example):
    dataset, examples, sides = example
    assert dataset.recognition.layout == "class_folders"
    for side in (sides.train, sides.validation, sides.test):
        assert {examples.prepared[index].label for index in side} == set("0123456789")


def test_right_classes_pass_wrong_ones_and_one_picture_a_class_do_not(example):
    _, examples, sides = example
    judge = ClassJudge(examples, sides)
    real = as_planes([examples.prepared[index] for index in sides.test], 1)
    labels = judge.labels[list(sides.test)]
    assert judge.right(real, sides.test).mean() > 0.8
    other = np.stack([real[labels != label][0] for label in labels])
    assert judge.right(other, sides.test).mean() < 0.2
    single = np.stack([real[labels == label][0] for label in labels])
    assert judge.spread(single, sides.test) < 0.05
    assert judge.spread(real, sides.test) > 0.7
    near = relative_frechet(judge.evidence(real, sides.test))
    assert near < 1e-6
    assert relative_frechet(judge.evidence(other, sides.test)) > 0.3
    assert relative_frechet(judge.evidence(single, sides.test)) > 0.05


def test_the_way_that_knows_the_class_is_the_better_simple_one(example):
    _, examples, sides = example
    blind, knowing = ConditionalGan().baselines(examples, sides, 0)
    assert relative_frechet(knowing.evidence(sides.test)) < relative_frechet(blind.evidence(sides.test))


def test_a_learner_steps_and_the_file_asks_for_the_class_of_the_folder(example):
    import torch

    _, examples, sides = example
    (plan,) = ConditionalGan().plans(examples, sides)
    loss = plan.learner().step(sides.train[:8], 1.0, 0.5, torch.Generator().manual_seed(0))
    assert np.isfinite(loss)
    again = ConditionalGan().codec(plan.codec.settings())
    some = [examples.prepared[index] for index in sides.test]
    fed = again.feeds(some)
    assert (fed["label"].sum(1) == 1).all()
    wanted = [again.answer(one, {}).predicted for one in some]
    assert wanted == [one.label for one in some]
    assert plan.codec.feeds(some)["latent"].tolist() == fed["latent"].tolist()


def test_a_sample_without_a_class_of_ours_still_gets_a_picture(tmp_path):
    Image.new("RGB", (9, 9), "red").save(tmp_path / "one.png")
    codec = ConditionalGan().codec({"latent": 8, "channels": 3, "classes": ["cat", "dog"]})
    dataset = open_dataset(tmp_path)
    (one,) = [codec.read(dataset, sample) for sample in dataset.samples()]
    assert codec.feeds([one])["label"].sum() == 1
    with pytest.raises(ValueError, match="classes"):
        ConditionalGan().codec({"latent": 8, "channels": 3})


def test_one_class_or_a_class_of_two_is_refused(tmp_path):
    write_tints(tmp_path / "small", 5)
    for extra in sorted((tmp_path / "small" / "red").iterdir())[2:]:
        extra.unlink()
    with pytest.raises(UserError) as refused:
        ConditionalGan().read(open_dataset(tmp_path / "small"), 0, RecordingReporter())
    assert refused.value.code in ("prototype_class_too_small", "prototype_one_class", "prototype_too_few")
