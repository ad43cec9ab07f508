"""Bracket positioning: reading meshes and places, the file's codec, simple ways, and what turns with what."""

from __future__ import annotations

import json

import numpy as np
import pytest
import trimesh
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.meshes.crown_baselines import MeanOffset, PrincipalAxes
from engine.prototypes.meshes.crowns import Crown
from engine.prototypes.metrics import METRICS
from engine.prototypes.systems.bracket_positioning import BracketPositioning

SYSTEM = BracketPositioning()


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teeth")
    SYSTEM.make_example(folder, 0, 60)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def test_its_example_is_what_it_takes(example):
    dataset, examples, sides = example
    said = dataset.recognition
    assert said.systems == ("bracket_positioning",)
    assert SYSTEM.card.fits(said.layout, said.input_modality, said.target_modality)
    assert len(examples.prepared) == 60
    patients = {examples.prepared[index].id.split("/")[0] for index in sides.train}
    assert not patients & {examples.prepared[index].id.split("/")[0] for index in sides.test}


def test_places_lie_on_the_surface_and_the_way_out_leads_out_of_it(example):
    _, examples, _ = example
    whole = [one for one in examples.prepared if one.places is not None and one.axes is not None]
    nearest = [np.linalg.norm(one.cloud[:, :3] - one.places, axis=1) for one in whole]
    assert np.median([distances.min() for distances in nearest]) < 0.5
    outward = [
        one.cloud[distances.argsort()[:5], 3:].mean(0) @ one.axes[0, 0]
        for one, distances in zip(whole, nearest, strict=True)
    ]
    assert np.median(outward) > 0.7
    assert np.abs([(one.axes[0, 0] * one.axes[0, 1]).sum() for one in whole]).max() < 1e-3


def test_the_file_brings_the_codec_back(example):
    dataset, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    again = SYSTEM.codec(json.loads(json.dumps(plan.codec.settings())))
    sample = next(iter(dataset.samples()))
    one, other = plan.codec.read(dataset, sample), again.read(dataset, sample)
    assert np.array_equal(plan.codec.feeds([one])["points"], again.feeds([other])["points"])
    assert [port.name for port in again.outputs] == ["places", "axes"]
    said = {"places": one.places / np.float32(again.said.radius), "axes": one.axes}
    answer = again.answer(other, said)
    assert answer.predicted == answer.truth
    marked = json.loads(dataset.tree.read(sample.target.path))["place"]
    assert answer.truth == "({})".format(", ".join(f"{value:.2f}" for value in marked))
    assert again.draw(other, said).shape == (200, 400, 3)


def test_the_simple_ways_are_measured_and_perfect_answers_are_perfect(example):
    _, examples, sides = example
    combine = METRICS["place_error"].combine
    figures = {one.name: combine(one.evidence(sides.test)) for one in SYSTEM.baselines(examples, sides, 0)}
    assert 0.5 < min(figures.values()) < max(figures.values()) < 5
    plan = SYSTEM.plans(examples, sides)[0]
    rows = [examples.prepared[index] for index in sides.test]
    said = {
        "places": np.stack([one.places for one in rows]) / np.float32(plan.codec.said.radius),
        "axes": np.stack([one.axes for one in rows]),
    }
    assert combine(plan.evidence(said, sides.test)) < 1e-5
    figures = plan.beside(said, sides.test)
    assert max(figures["place_error_p90"], figures["normal_angle"], figures["axis_angle"]) < 0.1


def test_a_step_is_learnt_and_what_comes_out_has_its_shape(example):
    import torch

    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    learner = plan.learner()
    assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.1, torch.Generator().manual_seed(0)))
    feeds = plan.codec.feeds(examples.prepared[:3])
    places, axes = learner.network.eval()(torch.from_numpy(feeds["points"]))
    assert places.shape == (3, 1, 3)
    assert axes.shape == (3, 1, 2, 3)
    assert torch.allclose(axes.norm(dim=3), torch.ones(3, 1, 2), atol=1e-4)
    assert (axes[:, :, 0] * axes[:, :, 1]).sum(2).abs().max() < 1e-4


def test_places_and_axes_turn_with_their_cloud():
    import torch

    from engine.prototypes.networks.point_learning import varied

    random = torch.Generator().manual_seed(0)
    spot, way = torch.tensor([2.0, 0.0, 0.0]), torch.tensor([1.0, 0.0, 0.0])
    points = torch.randn(8, 300, 3, generator=random) * 0.1
    points[:, :60] += spot
    clouds = torch.cat([points, torch.zeros_like(points) + way], 2)
    places = spot.expand(8, 1, 3)
    axes = torch.stack([way, way.roll(1)]).expand(8, 1, 2, 3)
    made, where, ways = varied(clouds, places, axes, 256, random)
    assert made.shape == (8, 256, 6)
    assert torch.allclose(made[:, 0, 3:], ways[:, 0, 0], atol=1e-5)
    assert not torch.allclose(ways[:, 0, 0], way.expand(8, 3), atol=0.05)
    near = (made[:, :, :3] - where).norm(dim=2) < 0.6
    assert near.sum(1).min() >= 20  # the heap is still where it is said to be


def test_several_places_without_axes_are_found_too(tmp_path):
    import torch

    for number in range(12):
        mesh = trimesh.creation.icosphere(subdivisions=2, radius=3 + 0.1 * number)
        (tmp_path / f"scan{number}.stl").write_bytes(mesh.export(file_type="stl"))
        places = [[3 + 0.1 * number, 0, 0], [0, 3 + 0.1 * number, 0]]
        (tmp_path / f"scan{number}.json").write_text(json.dumps({"points": places}))
    (tmp_path / "scan3.json").write_text(json.dumps({"points": [[1.0, 2.0, 3.0]]}))
    (tmp_path / "scan4.stl").write_bytes(b"solid nothing")
    dataset = open_dataset(tmp_path)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    assert len(examples.prepared) == 10
    assert (examples.unreadable, examples.unused) == (1, 1)
    sides = SYSTEM.split(examples, 0)
    plan = SYSTEM.plans(examples, sides)[0]
    assert [port.name for port in plan.codec.outputs] == ["places"]
    learner = plan.learner()
    assert np.isfinite(learner.step(sides.train, 1.0, 0.1, torch.Generator().manual_seed(0)))
    (places,) = learner.network.eval()(torch.from_numpy(plan.codec.feeds(examples.prepared[:2])["points"]))
    assert places.shape == (2, 2, 3)
    said = {"places": places[0].detach().numpy()}
    assert plan.codec.draw(examples.prepared[0], said).shape == (200, 400, 3)
    assert plan.beside({"places": places.detach().numpy()}, [0, 1]).keys() == {"place_error_p90"}


def test_main_axes_find_what_only_turns():
    random = np.random.default_rng(0)
    crowns = []
    for number in range(40):
        turn = trimesh.transformations.rotation_matrix(random.uniform(0, 0.5), random.normal(size=3))[:3, :3]
        points = random.uniform(-1, 1, (1024, 3)) * (1, 2, 4) @ turn.T
        crowns.append(
            Crown(
                id=str(number),
                fingerprint=number,
                cloud=np.concatenate([points, points], 1).astype(np.float32),
                centre=np.zeros(3, np.float32),
                places=(np.asarray([[0, -2.0, 1.0]]) @ turn.T).astype(np.float32),
                axes=None,
            )
        )
    train, test = range(30), range(30, 40)
    usual, own = MeanOffset(crowns, train), PrincipalAxes(crowns, train)
    assert np.median(own.evidence(test)) < 0.5 * np.median(usual.evidence(test))


def test_too_few_marked_meshes_are_told(tmp_path):
    for number in range(2):
        mesh = trimesh.creation.box((1 + number, 2, 3))
        (tmp_path / f"s{number}.stl").write_bytes(mesh.export(file_type="stl"))
        (tmp_path / f"s{number}.json").write_text(json.dumps({"points": [[1.5, 0.2, 0.7]]}))
    with pytest.raises(UserError) as caught:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert caught.value.code == "prototype_few_places"
