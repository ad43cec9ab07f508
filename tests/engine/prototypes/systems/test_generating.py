"""The systems that make pictures out of noise: the plain GAN, DCGAN, WGAN and their common base."""

from __future__ import annotations

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.pictures.appearance import relative_frechet
from engine.prototypes.pictures.generation import Judge, LatentToPicture
from engine.prototypes.pictures.single_pictures import LAYOUTS, read_singles
from engine.prototypes.systems.dcgan import Dcgan
from engine.prototypes.systems.gan import Gan
from engine.prototypes.systems.image_generator import ImageGenerator
from engine.prototypes.systems.wgan import Wgan

SYSTEMS = (Gan(), Dcgan(), ImageGenerator(), Wgan())


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signs")
    Wgan().make_example(folder, 0, 160)
    dataset = open_dataset(folder)
    examples = Wgan().read(dataset, 0, RecordingReporter())
    return dataset, examples, Wgan().split(examples, 0)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_a_learner_steps_and_its_file_comes_back_as_it_was(system, example):
    import torch

    _, examples, sides = example
    for plan in system.plans(examples, sides):
        torch.manual_seed(0)
        learner = plan.learner()
        before = [one.clone() for one in learner.network.parameters()]
        loss = learner.step(sides.train[:8], 1.0, 0.5, torch.Generator().manual_seed(0))
        assert np.isfinite(loss)
        changed = [not torch.equal(a, b) for a, b in zip(before, learner.network.parameters(), strict=True)]
        assert any(changed)
        again = system.codec(plan.codec.settings())
        some = [examples.prepared[index] for index in sides.test[:3]]
        fed, refed = plan.codec.feeds(some), again.feeds(some)
        assert all(np.array_equal(fed[name], refed[name]) for name in fed)
        made = learner.network.eval()(torch.from_numpy(fed["latent"])).detach().numpy()
        assert made.shape == (3, 1, 32, 32)
        assert made.min() >= 0
        assert made.max() <= 1
        with_neighbour = plan.codec.draw(some[0], {"picture": made[0]})
        assert with_neighbour.shape[1] > again.draw(some[0], {"picture": made[0]}).shape[1] == 32


def test_the_critic_of_the_clipped_plan_stays_within_its_bounds(example):
    import torch

    from engine.prototypes.systems.wgan import CLIPPED_TO

    _, examples, sides = example
    learner = Wgan().plans(examples, sides)[1].learner()
    learner.step(sides.train[:8], 1.0, 0.5, torch.Generator().manual_seed(0))
    assert max(one.detach().abs().max().item() for one in learner.critic.parameters()) <= CLIPPED_TO + 1e-6


def test_the_simple_ways_are_ordered_and_held_out_pictures_are_never_among_the_known(example):
    _, examples, sides = example
    noise, sampler = Wgan().baselines(examples, sides, 0)
    far, near = (relative_frechet(one.evidence(sides.test)) for one in (noise, sampler))
    assert near < far
    judge = Judge(examples, sides)
    assert len(judge.train) == len(sides.train)


def test_copies_of_training_pictures_are_told_from_new_ones(example):
    _, examples, sides = example
    judge = Judge(examples, sides)
    copies = judge.train[: len(sides.test)]
    assert judge.novelty(copies, sides.test) < 0.1
    from engine.prototypes.pictures.single_pictures import as_planes

    real = as_planes([examples.prepared[index] for index in sides.test], judge.channels)
    assert judge.novelty(real, sides.test) == pytest.approx(1, abs=0.3)


def test_the_same_sample_asks_for_the_same_picture_in_whatever_file_it_comes(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    for name in ("a.png", "b.bmp", "c.png"):
        Image.fromarray(pixels).save(tmp_path / name)
    Image.fromarray(255 - pixels).save(tmp_path / "d.png")
    codec = Wgan().codec({"latent": 8, "channels": 3})
    dataset = open_dataset(tmp_path)
    read = [codec.read(dataset, sample) for sample in dataset.samples()]
    latents = codec.feeds(read)["latent"]
    assert np.array_equal(latents[0], latents[1])
    assert not np.array_equal(latents[0], latents[3])


def test_odd_pictures_are_read_and_broken_ones_cost_themselves(tmp_path):
    for number in range(4):
        Image.new("L", (50, 9), 20 * number).save(tmp_path / f"grey{number}.png")
    Image.new("RGBA", (1, 70), (9, 200, 30, 128)).save(tmp_path / "alpha.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    examples = read_singles(open_dataset(tmp_path), 0, RecordingReporter())
    assert {one.pixels.shape for one in examples.prepared} == {(32, 32, 3)}
    assert len(examples.prepared) + examples.unreadable >= 5
    sides = Wgan().split(examples, 0)
    assert [Judge(examples, sides).channels] == [1]


def test_too_few_pictures_are_refused(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "one.png")
    Image.new("RGB", (8, 8), "red").save(tmp_path / "two.png")
    with pytest.raises(UserError) as refused:
        read_singles(open_dataset(tmp_path), 0, RecordingReporter())
    assert refused.value.code == "prototype_too_few"


def test_the_example_is_recognised_and_a_codec_refuses_nonsense(example):
    dataset, _, _ = example
    assert dataset.recognition.layout in LAYOUTS
    assert dataset.recognition.input_modality == "image"
    with pytest.raises(ValueError, match="channels"):
        Wgan().codec({"latent": 8, "channels": 2})
    assert isinstance(Wgan().codec({"latent": 8, "channels": 1}), LatentToPicture)


@pytest.mark.real
def test_letters_of_a_client_are_grey_and_noise_is_farther_from_them_than_the_sampler(real_data):
    dataset = open_dataset(real_data / "a_omniglot_greek" / "data")
    examples = Wgan().read(dataset, 0, RecordingReporter())
    sides = Wgan().split(examples, 0)
    assert len(examples.prepared) == 480
    assert Judge(examples, sides).channels == 1
    noise, sampler = Wgan().baselines(examples, sides, 0)
    assert relative_frechet(sampler.evidence(sides.test)) < relative_frechet(noise.evidence(sides.test))
