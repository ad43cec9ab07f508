"""Image and video super resolution: what they read, how pairs lie over each other, the simple ways."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.drawings.still_lifes import draw_still_life, write_clips
from engine.prototypes.metrics import METRICS
from engine.prototypes.moving.passages import FRAMES, MIDDLE, gathered
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.pictures.scales import cubic, shrunk
from engine.prototypes.split import Split
from engine.prototypes.system import Unread
from engine.prototypes.systems.image_super_resolution import ImageSuperResolution
from engine.prototypes.systems.video_super_resolution import VideoSuperResolution, middles_of, truths_of

PICTURES, CLIPS = ImageSuperResolution(), VideoSuperResolution()
SYSTEMS = (PICTURES, CLIPS)
PSNR = METRICS["psnr"].combine


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Of each system: its example's data set, what it reads, the split."""
    made = {}
    for system in SYSTEMS:
        folder = tmp_path_factory.mktemp(system.card.name)
        system.make_example(folder, 0, 8)
        dataset = open_dataset(folder)
        read = system.read(dataset, 0, RecordingReporter())
        made[system] = dataset, read, system.split(read, 0)
    return made


def _picture(seed, side):
    drawn = draw_still_life(np.random.default_rng(seed), side, side)
    return Image.fromarray(np.rint(drawn * 255).astype(np.uint8))


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_its_example_is_what_it_takes_and_no_original_is_on_two_sides(system, examples):
    dataset, read, sides = examples[system]
    said = dataset.recognition
    assert system.card.fits(said.layout, said.input_modality, said.target_modality)
    assert len({one.id for one in read.prepared}) == len(read.prepared) > 8
    assert len({one.fingerprint for one in read.prepared}) == 8
    marks = [
        {read.prepared[index].fingerprint for index in side}
        for side in (sides.train, sides.validation, sides.test)
    ]
    assert not marks[0] & marks[1] | marks[0] & marks[2] | marks[1] & marks[2]
    assert len(sides.validation) <= 32


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.card.name)
def test_a_learner_begins_at_cubic_interpolation_and_its_codec_comes_back(system, examples):
    import torch

    dataset, read, sides = examples[system]
    for plan in system.plans(read, sides):
        learner = plan.learner()
        some = [read.prepared[index] for index in sides.test[:3]]
        fed = plan.codec.feeds(some)
        learner.network.eval()
        made = learner.network(torch.from_numpy(fed["input"])).detach().numpy()
        small = torch.from_numpy(fed["input"] if system is PICTURES else fed["input"][:, MIDDLE])
        plain = torch.nn.functional.interpolate(small, scale_factor=3.0, mode="bicubic").clamp(0, 1).numpy()
        assert np.allclose(made, plain, atol=1e-5)
        learner.network.train()
        assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.5, torch.Generator().manual_seed(0)))
        again = system.codec(json.loads(json.dumps(plan.codec.settings())))
        ours, theirs = (next(iter(codec.read_all(dataset))) for codec in (plan.codec, again))
        assert np.array_equal(plan.codec.feeds([ours])["input"], again.feeds([theirs])["input"])
        assert again.draw(theirs, {"output": made[0]}).shape[1] == 3 * made.shape[3] + 8


def test_the_simple_ways_are_in_order_and_the_truth_is_perfect(examples):
    _, read, sides = examples[PICTURES]
    figures = {one.name: PSNR(one.evidence(sides.test)) for one in PICTURES.baselines(read, sides, 0)}
    assert figures["nearest_pixel"] < figures["cubic_enlargement"] < figures["sharpened_enlargement"]
    plan = PICTURES.plans(read, sides)[0]
    truth = planes(np.stack([read.prepared[index].target for index in sides.test]))
    assert PSNR(plan.evidence({"output": truth}, sides.test)) == pytest.approx(60)
    small = [read.prepared[index].source for index in sides.test]
    plain = planes(np.stack([cubic(one, 3) for one in small]))
    assert plan.beside({"output": plain}, sides.test)["gain_on_detail"] == pytest.approx(0, abs=1e-9)


def test_small_and_large_show_the_same_place(examples):
    _, read, _ = examples[PICTURES]
    for one in read.prepared[:8]:
        again = shrunk(one.target, 3)[2:-2, 2:-2].astype(int)
        assert np.abs(again - one.source[2:-2, 2:-2]).mean() < 1
    _, clips, _ = examples[CLIPS]
    for small, large in zip(middles_of(clips)[:8], truths_of(clips)[:8], strict=True):
        assert np.array_equal(gathered(large, 3), small)


def test_given_small_pictures_are_learnt_from_at_their_own_scale(tmp_path):
    for name in ("LR", "LR4", "HR"):
        (tmp_path / name).mkdir()
    for number in range(6):
        large = _picture(number, 160)
        large.save(tmp_path / "HR" / f"p{number}.png")
        large.resize((80, 80), Image.Resampling.BOX).save(tmp_path / "LR" / f"p{number}.png")
    (tmp_path / "LR4").rmdir()
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.target_modality == "image"
    read = PICTURES.read(dataset, 0, RecordingReporter())
    codec = PICTURES.plans(read, Split(tuple(range(len(read.prepared))), (), (), ()))[0].codec
    assert codec.settings() == {"scale": 2, "low": 72}
    boxed = read.prepared[0].target.reshape(72, 2, 72, 2, 3).mean((1, 3))
    assert np.abs(boxed - read.prepared[0].source).max() <= 1  # the given one, not one of our making


def test_odd_pictures_are_read_and_small_ones_enlarged_as_they_are(tmp_path):
    for number in range(4):
        _picture(number, 150).save(tmp_path / f"p{number}.png")
    _picture(5, 150).convert("L").save(tmp_path / "grey.png")
    _picture(6, 150).convert("RGBA").resize((90, 200)).save(tmp_path / "tall.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    read = PICTURES.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert {one.source.shape for one in read.prepared} == {(48, 48, 3)}
    assert {one.target.shape for one in read.prepared} == {(144, 144, 3)}
    other = tmp_path / "small"
    other.mkdir()
    _picture(7, 40).save(other / "a.png")
    codec = PICTURES.codec({"scale": 3, "low": 48})
    (one,) = [one for one in codec.read_all(open_dataset(other)) if not isinstance(one, Unread)]
    assert one.target is None
    assert one.source.shape == (48, 48, 3)
    assert codec.draw(one, {"output": np.zeros((3, 144, 144), np.float32)}).shape == (144, 292, 3)


def test_too_few_pictures_are_refused(tmp_path):
    for number in range(2):
        _picture(number, 60).save(tmp_path / f"{number}.png")
    with pytest.raises(UserError) as told:
        PICTURES.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_too_few"


def test_videos_and_short_clips_make_passages_too(tmp_path):
    write_clips(tmp_path / "frames", 1, 3, side=72, frames=8)
    home = tmp_path / "videos"
    home.mkdir()
    for clip in sorted((tmp_path / "frames").iterdir()):
        writer = cv2.VideoWriter(
            str(home / f"{clip.name}.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (72, 72)
        )
        for frame in sorted(clip.iterdir())[: 3 if clip.name.endswith("2") else 8]:
            writer.write(cv2.imread(str(frame)))
        writer.release()
    dataset = open_dataset(home)
    assert dataset.recognition.input_modality == "video"
    read = CLIPS.read(dataset, 0, RecordingReporter())
    assert {one.small.shape for one in read.prepared} == {(FRAMES, 24, 24, 3)}
    assert len({key.group for key in read.keys}) == 3
    assert sum("0002" in one.id for one in read.prepared) < sum("0001" in one.id for one in read.prepared)


def test_a_moved_neighbour_can_be_aligned():
    """Sampling two pixels aside undoes a shift of two pixels."""
    import torch

    from engine.prototypes.networks.video_enlargers import DeformableSampling

    torch.manual_seed(0)
    sampling = DeformableSampling(4, 2, 1)
    with torch.no_grad():
        sampling.mix.weight.copy_(torch.eye(4)[:, :, None, None])
        sampling.mix.bias.zero_()
    features = torch.rand(1, 4, 12, 12)
    flow = torch.zeros(1, 2, 12, 12)
    flow[:, 0] = 2
    found = sampling(torch.roll(features, 2, dims=3), features, flow)
    assert torch.allclose(found[..., :10], features[..., :10], atol=1e-5)
