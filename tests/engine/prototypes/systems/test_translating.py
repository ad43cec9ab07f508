"""CycleGAN and style transfer: two heaps without ties, their simple ways and their judges."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.drawings.fruits import draw_fruits
from engine.prototypes.metrics import METRICS
from engine.prototypes.pictures.domains import Judge, structure_kept, target_of, two_heaps, with_statistics
from engine.prototypes.pictures.pair_plan import sources_of
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.pictures.styling import COLOURS, LIGHT, palette_of
from engine.prototypes.systems.cyclegan import CycleGan
from engine.prototypes.systems.style_transfer import StyleTransfer, distances

CYCLE, STYLE = CycleGan(), StyleTransfer()
SYSTEMS = (CYCLE, STYLE)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Of each system: its example's folder and data set, what it reads, the split."""
    made = {}
    for system in SYSTEMS:
        folder = tmp_path_factory.mktemp(system.card.name)
        system.make_example(folder, 0, 200 if system is CYCLE else 60)
        dataset = open_dataset(folder)
        read = system.read(dataset, 0, RecordingReporter())
        made[system] = folder, dataset, read, system.split(read, 0)
    return made


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_its_example_is_what_it_takes(system, examples):
    _, dataset, read, sides = examples[system]
    said = dataset.recognition
    assert system.card.fits(said.layout, said.input_modality, said.target_modality)
    assert (len(read.prepared), len(read.others)) == ((100, 100) if system is CYCLE else (59, 1))
    assert all(one.target is None for one in read.prepared)
    assert not set(sides.train) & set(sides.test)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_a_learner_learns_and_its_codec_comes_back(system, examples):
    import torch

    _, dataset, read, sides = examples[system]
    for plan in system.plans(read, sides):
        learner = plan.learner()
        fed = plan.codec.feeds([read.prepared[index] for index in sides.test[:2]])["input"]
        made = learner.network.eval()(torch.from_numpy(fed)).detach().numpy()
        assert made.shape == fed.shape
        if system is CYCLE:  # few pictures begin with the other heap's colours
            _, _, curves = system.baselines(read, sides, 0)
            assert np.abs(made - curves.made(sources_of(read, sides.test[:2]))).mean() < 0.01
        assert plan.beside({"output": fed}, sides.test[:2])["structure_kept"] == pytest.approx(1, abs=1e-4)
        generator = torch.Generator().manual_seed(0)
        learner.network.train()
        for _ in range(2):
            assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.5, generator))
        changed = learner.network.eval()(torch.from_numpy(fed)).detach().numpy()
        assert np.abs(changed - made).max() > 1e-4
        again = system.codec(json.loads(json.dumps(plan.codec.settings())))
        ours, theirs = (codec.read(dataset, next(iter(dataset.samples()))) for codec in (plan.codec, again))
        assert np.array_equal(plan.codec.feeds([ours])["input"], again.feeds([theirs])["input"])
        assert again.draw(theirs, {"output": changed[0]}).dtype == np.uint8


def test_many_pictures_begin_with_themselves(examples, monkeypatch):
    import torch

    _, _, read, sides = examples[CYCLE]
    monkeypatch.setattr("engine.prototypes.systems.cyclegan.FEW", 50)
    plans = CYCLE.plans(read, sides)
    assert len(plans) == 2
    fed = torch.from_numpy(planes(sources_of(read, sides.test[:2])))
    made = plans[1].learner().network.eval()(fed)
    assert (made - fed).abs().max() < 0.021  # but for the blackest and the whitest


def test_a_painting_has_no_colours_but_its_palette(examples):
    import torch

    _, _, read, sides = examples[STYLE]
    palette = palette_of([read.others[0].source])
    light = palette.colours @ np.array(LIGHT)
    assert len(light) == COLOURS
    assert (np.diff(light) >= 0).all()
    assert (np.diff(palette.ranks) > 0).all()
    fed = torch.from_numpy(planes(sources_of(read, sides.test[:2])))
    made = STYLE.plans(read, sides)[1].learner().network.eval()(fed).detach().numpy()
    low, high = (bound(palette.colours, axis=0)[None, :, None, None] for bound in (np.min, np.max))
    assert ((made >= low - 1e-5) & (made <= high + 1e-5)).all()
    assert len(palette_of([np.full((8, 8, 3), 90, np.uint8)]).ranks) == 1


def test_the_judge_of_looks_prefers_the_hidden_counterparts(examples):
    _, _, read, sides = examples[CYCLE]
    distance = METRICS["energy_distance"].combine
    judge = Judge(target_of(read), sides)
    numbers = [int(read.prepared[index].id.split("_")[-1][:5]) for index in sides.test]
    truth = planes(np.stack([draw_fruits(0, number, 64)[1] for number in numbers]))
    true = distance(judge.evidence(truth, sides.test))
    figures = {one.name: distance(one.evidence(sides.test)) for one in CYCLE.baselines(read, sides, 0)}
    assert set(figures) == {"unchanged_picture", "colour_statistics", "colour_curves"}
    assert true < min(figures.values()) - 0.03


def test_energy_leans_neither_way_however_few_there_are():
    energy = METRICS["energy_distance"].combine
    random = np.random.default_rng(0)
    few, many = random.normal(size=(2, 200, 6, 2, 16)), random.normal(size=(2, 16))
    assert np.mean([energy(list(some)) for some in few[0]]) < 0.1
    moved = few[1] + np.stack([np.full(16, 1.0), np.zeros(16)])
    assert np.mean([energy(list(some)) for some in moved]) > 0.25
    assert energy([many, many, many]) == pytest.approx(energy([many]))


def test_two_kinds_of_one_scene_differ_only_where_the_fruits_are():
    orange, melon = (one.astype(int) for one in draw_fruits(3, 5, 64))
    same = np.abs(orange - melon).max(2) <= 1
    assert 0.3 < same.mean() < 0.97
    assert orange[~same][:, 0].mean() > melon[~same][:, 0].mean() + 50


def test_colour_statistics_are_those_of_the_target():
    random = np.random.default_rng(0)
    picture = random.integers(40, 90, (32, 32, 3), dtype=np.uint8)
    target = random.normal(140, 20, (500, 3)).clip(0, 255).astype(np.uint8)
    made = with_statistics(picture, target)
    assert np.allclose(made.reshape(-1, 3).mean(0), target.mean(0), atol=2)
    assert np.allclose(made.reshape(-1, 3).std(0), target.std(0), atol=2)
    assert with_statistics(np.full((8, 8, 3), 7, np.uint8), target).std() < 3  # an empty one stays empty


def test_structure_is_lost_by_forgetting_the_picture(examples):
    _, _, read, sides = examples[STYLE]
    photos = planes(sources_of(read, sides.test))
    painting = np.repeat(planes(read.others[0].source[None]), len(photos), axis=0)
    assert structure_kept(photos, 0.5 * photos + 0.2) == pytest.approx(1, abs=1e-4)
    assert structure_kept(photos, painting) < 0.3


def test_the_style_itself_is_near_and_photographs_are_far(examples):
    _, _, read, sides = examples[STYLE]
    own = distances(planes(read.others[0].source[None, :48]), read)
    assert METRICS["style_distance"].combine(own) < 0.05
    plain, coloured = (
        METRICS["style_distance"].combine(one.evidence(sides.test)) for one in STYLE.baselines(read, sides, 0)
    )
    assert 0.1 < coloured < plain


def test_a_style_is_found_by_its_name_among_photographs(examples, tmp_path):
    folder, _, _, _ = examples[STYLE]
    for photo in sorted((folder / "photos").iterdir())[:8]:
        shutil.copy(photo, tmp_path / photo.name)
    with pytest.raises(UserError) as told:
        STYLE.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_no_style"
    Image.open(folder / "style" / "painting.png").convert("L").save(tmp_path / "내 화풍.png")
    read = STYLE.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert [one.id for one in read.others] == ["내 화풍.png"]
    assert len(read.prepared) == 8


def test_a_heap_that_is_too_small_is_refused(examples, tmp_path):
    folder, _, _, _ = examples[CYCLE]
    shutil.copytree(folder / "A", tmp_path / "A")
    (tmp_path / "B").mkdir()
    for melon in sorted((folder / "B").iterdir())[:2]:
        shutil.copy(melon, tmp_path / "B")
    with pytest.raises(UserError) as told:
        CYCLE.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_too_few"
    (tmp_path / "B" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    for melon in sorted((folder / "B").iterdir())[2:6]:
        shutil.copy(melon, tmp_path / "B")
    read = CYCLE.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert (len(read.others), read.unreadable) == (6, 1)


def test_a_model_whose_style_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="style"):
        STYLE.codec({"height": 96, "width": 96, "style": "bm8gcGljdHVyZQ=="})


@pytest.mark.parametrize(
    ("names", "heaps"),
    [
        (("낮/{}.png", "밤/{}.png"), (4, 4)),
        (("input/{}.png", "target/{}.png"), (4, 4)),
        (("day/{}.png", "dusk/{}.png", "night/{}.png"), None),
    ],
)
def test_two_classes_and_pairs_are_heaps_too(names, heaps, tmp_path):
    for place, name in enumerate(names):
        for number in range(4):
            path = tmp_path / name.format(number)
            path.parent.mkdir(exist_ok=True)
            wave = np.sin(np.arange(32 * 32 * 3) * (1 + number) / 700).reshape(32, 32, 3)
            Image.fromarray((120 + 60 * wave + 40 * place).clip(0, 255).astype(np.uint8)).save(path)
    dataset = open_dataset(tmp_path)
    said = dataset.recognition
    assert CYCLE.card.fits(said.layout, said.input_modality, said.target_modality)
    if heaps is None:
        with pytest.raises(UserError) as caught:
            two_heaps(dataset)
        assert (caught.value.code, caught.value.details["count"]) == ("prototype_two_heaps", 3)
    else:
        assert tuple(map(len, two_heaps(dataset))) == heaps
