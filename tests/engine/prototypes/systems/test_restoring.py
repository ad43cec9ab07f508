"""Autoencoder and VAE: what is normal, who learns, and what their files say."""

from __future__ import annotations

import numpy as np
import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.restoration import normal_classes, restoring_evidence
from engine.prototypes.pictures.single_pictures import OnePicture
from engine.prototypes.system import Examples
from engine.prototypes.systems.autoencoder import PictureAutoencoder
from engine.prototypes.systems.vae import Vae


@pytest.fixture(scope="module")
def signs(tmp_path_factory):
    """Digits, and signs that are anomalies."""
    folder = tmp_path_factory.mktemp("signs")
    PictureAutoencoder().make_example(folder, 0, 400)
    dataset = open_dataset(folder)
    examples = PictureAutoencoder().read(dataset, 0, RecordingReporter())
    return dataset, examples, PictureAutoencoder().split(examples, 0)


def of_classes(*labels: str) -> Examples[OnePicture]:
    pixels = np.zeros((32, 32, 3), np.uint8)
    prepared = tuple(
        OnePicture(id=str(place), fingerprint=place, pixels=pixels, label=label)
        for place, label in enumerate(labels)
    )
    return Examples(prepared, ())


@pytest.mark.parametrize(
    ("labels", "normal"),
    [
        (("ok", "ng"), {"ok"}),
        (("Good", "scratch", "crack"), {"Good"}),
        (("양품", "불량"), {"양품"}),
        (("cat", "dog", "anomaly"), {"cat", "dog"}),
        (("cat", "dog"), set()),
        (("ok",), set()),
        (("", ""), set()),
    ],
)
def test_what_is_normal_is_told_by_the_classes_names(labels, normal):
    assert normal_classes(of_classes(*labels)) == normal


def test_anomalies_are_never_learnt_from_and_help_both_to_choose_and_to_judge(signs):
    _, examples, sides = signs
    labels = [one.label for one in examples.prepared]
    assert {labels[index] for index in sides.train} == {"normal"}
    for side in (sides.validation, sides.test):
        assert {labels[index] for index in side} == {"normal", "anomaly"}
    everything = [*sides.train, *sides.validation, *sides.test, *sides.copies]
    assert sorted(everything) == list(range(len(labels)))
    groups = [{examples.keys[index].group for index in side} for side in (sides.train, sides.test)]
    assert not groups[0] & groups[1]
    assert PictureAutoencoder().metric(examples) == "anomaly_auroc"


def test_without_marked_anomalies_the_error_itself_counts(tmp_path):
    Vae().make_example(tmp_path, 0, 40)
    examples = PictureAutoencoder().read(open_dataset(tmp_path), 0, RecordingReporter())
    sides = PictureAutoencoder().split(examples, 0)
    assert PictureAutoencoder().metric(examples) == "reconstruction_error"
    mean, pca = PictureAutoencoder().baselines(examples, sides, 0)
    combine = METRICS["reconstruction_error"].combine
    assert combine(pca.evidence(sides.test)) < combine(mean.evidence(sides.test))


def test_a_perfect_error_ranks_every_anomaly_above(signs):
    _, examples, sides = signs
    normal = frozenset({"normal"})
    errors = np.array([examples.prepared[index].label == "anomaly" for index in sides.test], np.float64)
    evidence = restoring_evidence(errors, examples, sides.test, normal)
    assert METRICS["anomaly_auroc"].combine(evidence) == 1
    assert METRICS["anomaly_auroc"].combine(restoring_evidence(-errors, examples, sides.test, normal)) == 0


def test_the_autoencoder_steps_and_its_file_names_what_is_unusual(signs):
    import torch

    _, examples, sides = signs
    (plan,) = PictureAutoencoder().plans(examples, sides)
    learner = plan.learner()
    for _ in range(2):
        assert np.isfinite(learner.step(sides.train[:8], 1.0, 0.5, torch.Generator().manual_seed(0)))
    again = PictureAutoencoder().codec(plan.codec.settings())
    tests = [examples.prepared[index] for index in sides.test]
    one = next(one for one in tests if one.label == "anomaly")
    fed = again.feeds([one])["input"]
    restored, unusual = (out.detach().numpy() for out in learner.network.eval()(torch.from_numpy(fed)))
    assert restored.shape == fed.shape
    assert unusual.shape == (1,)
    assert again.names() == ("normal", "anomaly")
    strange = {"output": restored[0], "unusual": np.float32(9)}
    assert again.answer(one, strange).predicted == again.answer(one, strange).truth == "anomaly"
    assert again.answer(one, {**strange, "unusual": np.float32(-1)}).predicted == "normal"
    assert again.draw(one, strange).shape == (32, 3 * 32 + 2 * 4, 3)


def test_the_vae_restores_and_makes(signs):
    import torch

    _, examples, _ = signs
    sides = Vae().split(examples, 0)
    (plan,) = Vae().plans(examples, sides)
    learner = plan.learner()
    assert np.isfinite(learner.step(sides.train[:8], 1.0, 0.5, torch.Generator().manual_seed(0)))
    again = Vae().codec(plan.codec.settings())
    some = [examples.prepared[index] for index in sides.test[:3]]
    fed = again.feeds(some)
    outputs = learner.network.eval()(*(torch.from_numpy(array) for array in fed.values()))
    named = {port.name: out.detach().numpy() for port, out in zip(again.outputs, outputs, strict=True)}
    assert named["output"].shape == named["made"].shape == fed["input"].shape
    assert plan.evidence(named, sides.test[:3])[0].shape == (1,)
    assert set(plan.beside(named, sides.test[:3])) == {"sample_distance", "novelty"}
    alone = again.answer(some[0], {name: one[0] for name, one in named.items()})
    assert alone.predicted == ""
    assert 0 <= alone.score <= 1


def test_too_few_normal_pictures_are_refused(tmp_path):
    PictureAutoencoder().make_example(tmp_path, 0, 40)
    for extra in sorted((tmp_path / "normal").iterdir())[2:]:
        extra.unlink()
    with pytest.raises(UserError) as refused:
        PictureAutoencoder().read(open_dataset(tmp_path), 0, RecordingReporter())
    assert refused.value.code == "prototype_too_few"
