"""Faces that speak and faces that move."""

from __future__ import annotations

import json
import shutil
import wave
from dataclasses import replace

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.drawings.faces import Pose, draw_head, draw_person
from engine.prototypes.metrics import METRICS, correlation
from engine.prototypes.moving.clips import clips_in
from engine.prototypes.moving.moving_faces import dotted, stranger_of, turns_of
from engine.prototypes.moving.talking import LATE, face_box, true_faces
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.system import Unread
from engine.prototypes.systems.face_to_face import FaceToFace, _bent
from engine.prototypes.systems.lip_sync import LipSync

LIPS, FACES = LipSync(), FaceToFace()
COUNTS = {LIPS: 16, FACES: 120}
PSNR = METRICS["psnr"].combine


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """Of each system: its example's folder, what it reads, the split."""
    made = {}
    for system, count in COUNTS.items():
        folder = tmp_path_factory.mktemp(system.card.name)
        system.make_example(folder, 0, count)
        read = system.read(open_dataset(folder), 0, RecordingReporter())
        made[system] = folder, read, system.split(read, 0)
    return made


@pytest.mark.parametrize("system", COUNTS, ids=lambda system: system.card.name)
def test_its_example_is_what_it_takes_and_people_stay_apart(system, examples):
    folder, read, sides = examples[system]
    said = open_dataset(folder).recognition
    assert system.card.fits(said.layout, said.input_modality, said.target_modality)
    people = [
        {read.keys[index].id[: len("speaker000")] for index in side}
        for side in (sides.train, sides.validation, sides.test)
    ]
    assert all(people)
    assert not people[0] & people[1] | people[0] & people[2] | people[1] & people[2]


@pytest.mark.parametrize("system", COUNTS, ids=lambda system: system.card.name)
def test_a_learner_steps_and_its_file_comes_back_as_it_was(system, examples):
    import torch

    _, read, sides = examples[system]
    for plan in system.plans(read, sides):
        learner = plan.learner()
        before = [one.clone() for one in learner.network.parameters()]
        assert np.isfinite(learner.step(sides.train[:4], 1.0, 0.5, torch.Generator().manual_seed(0)))
        pairs = zip(before, learner.network.parameters(), strict=True)
        assert any(not torch.equal(one, other) for one, other in pairs)
        again = system.codec(json.loads(json.dumps(plan.codec.settings())))
        some = [read.prepared[index] for index in sides.test[:3]]
        fed = again.feeds(some)
        assert all(np.array_equal(one, fed[name]) for name, one in plan.codec.feeds(some).items())
        network = learner.network.eval()

        def call(given, network=network, again=again):
            made = network(*(torch.from_numpy(one) for one in given.values()))
            made = made if isinstance(made, tuple) else (made,)
            return {port.name: one.detach().numpy() for port, one in zip(again.outputs, made, strict=True)}

        outputs = again.run(some, call)
        assert outputs["output"].shape == fed[list(fed)[1]].shape
        assert 0 <= outputs["output"].min() <= outputs["output"].max() <= 1
        drawn = again.draw(some[0], {name: one[0] for name, one in outputs.items()})
        assert drawn.dtype == np.uint8
        assert drawn.shape[0] == plan.size
        assert all(
            np.isfinite(one) for one in plan.beside(plan.codec.run(some, call), sides.test[:3]).values()
        )


def test_a_covered_face_does_not_show_its_mouth(examples):
    _, read, _sides = examples[LIPS]
    codec = LIPS.codec({})
    moment = read.prepared[0]
    faces = moment.clip.faces.copy()
    faces[0, 32:] = 255 - faces[0, 32:]
    other = replace(moment, clip=replace(moment.clip, faces=faces))
    one, two = codec.feeds([moment]), codec.feeds([other])
    assert all(np.array_equal(one[name], two[name]) for name in ("sound", "face"))
    faces[0, :32] = 0
    assert not np.array_equal(codec.feeds([other])["face"], one["face"])


def test_a_late_sound_is_that_of_a_later_moment(examples):
    _, read, _sides = examples[LIPS]
    codec = LIPS.codec({})
    by_id = {one.id: one for one in read.prepared}
    moment = by_id["speaker000_clip0.avi#0003"]
    later = by_id[f"speaker000_clip0.avi#{3 + LATE:04d}"]
    late = codec.pieces([moment], [0], LATE)["sound"]
    assert np.array_equal(late, codec.feeds([later])["sound"])
    assert not np.array_equal(late, codec.feeds([moment])["sound"])


def test_the_true_mouth_is_judged_perfect_and_the_simple_ways_hear(examples):
    _, read, sides = examples[LIPS]
    truth = planes(true_faces([read.prepared[index] for index in sides.test]))
    plan = LIPS.plans(read, sides)[0]
    assert correlation(plan.evidence({"output": truth}, sides.test)) == pytest.approx(1)
    figures = {one.name: correlation(one.evidence(sides.test)) for one in LIPS.baselines(read, sides, 0)}
    assert abs(figures["copied_mouth"]) < 0.4
    assert 0.5 < figures["sound_regression"] < 0.95
    assert 0.3 < figures["nearest_sound"] < 0.95


def test_correlation():
    rows = [np.array([1.0, 3.0]), np.array([2.0, 5.0]), np.array([3.0, 7.0])]
    assert correlation(rows) == pytest.approx(1)
    assert correlation([row * np.array([-1, 1]) for row in rows]) == pytest.approx(-1)
    assert correlation([np.array([1.0, 3.0]), np.array([1.0, 5.0])]) == 0


def test_videos_without_sound_cost_themselves_and_none_at_all_is_said(tmp_path, examples):
    folder, _read, _sides = examples[LIPS]
    for name in ("speaker000_clip0", "speaker001_clip0", "speaker002_clip0"):
        shutil.copy(folder / f"{name}.avi", tmp_path)
    with pytest.raises(UserError) as told:
        LIPS.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_no_talking"
    for name in ("speaker001_clip0", "speaker002_clip0"):
        shutil.copy(folder / f"{name}.wav", tmp_path)
    found = LIPS.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert (len(found.prepared), found.unreadable) == (100, 1)
    assert {key.group.partition("#")[0] for key in found.keys} != {key.group for key in found.keys}
    said = list(LIPS.codec({}).read_all(open_dataset(tmp_path)))
    assert [one for one in said if isinstance(one, Unread)] == [
        Unread("speaker000_clip0.avi", "no_soundtrack")
    ]


def test_a_short_sound_shortens_its_clip(tmp_path, examples):
    folder, _, _ = examples[LIPS]
    for name in ("speaker000_clip0", "speaker001_clip0"):
        shutil.copy(folder / f"{name}.avi", tmp_path)
        with (
            wave.open(str(folder / f"{name}.wav"), "rb") as whole,
            wave.open(str(tmp_path / f"{name}.wav"), "wb") as cut,
        ):
            cut.setparams(whole.getparams())
            cut.writeframes(whole.readframes(16_000))
    found = LIPS.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert 50 <= len(found.prepared) <= 54


def test_the_face_is_found_where_it_speaks():
    random = np.random.default_rng(0)
    still = random.integers(60, 200, (90, 160, 3), dtype=np.uint8)
    frames = []
    for number in range(12):
        frame = still.copy()
        frame[58:64, 100:112] = 40 + 15 * number % 160
        frames.append(frame)
    top, left, (high, wide) = face_box(frames)
    assert high == wide < 60
    assert 0.55 < (61 - top) / high < 0.8
    assert abs(left + wide / 2 - 106) < 4
    assert face_box([frame[:, :95] for frame in frames]) == (0, 0, (90, 95))


def test_the_photograph_is_another_frame_and_in_the_field_the_first(examples):
    folder, read, _sides = examples[FACES]
    assert all(one.source != one.driving for one in read.prepared)
    codec = FACES.codec({})
    field = list(codec.read_all(open_dataset(folder)))
    assert {one.source for one in field} == {0}
    assert {one.fingerprint for one in field} == {one.fingerprint for one in read.prepared}
    clips = clips_in(open_dataset(folder))
    assert len(field) == len(read.prepared) == sum(len(turns_of(one)) for one in _films(read))
    assert len(clips) == len(_films(read))


def test_a_folder_of_frames_finds_the_recording_in_it(tmp_path):
    for number in range(2):
        (tmp_path / f"clip{number}").mkdir()
        picture = np.full((60, 60, 3), 30 + 90 * number, np.uint8)
        for frame in range(6):
            Image.fromarray(picture + np.uint8(frame)).save(tmp_path / f"clip{number}" / f"{frame:04d}.png")
        (tmp_path / f"clip{number}" / "audio.wav").write_bytes(b"RIFF")
    clips = clips_in(open_dataset(tmp_path))
    assert [(clip.id, clip.sound) for clip in clips] == [(f"clip{n}", f"clip{n}/audio.wav") for n in range(2)]


def test_true_faces_are_judged_perfect_and_the_simple_ways_are_in_order(examples):
    _, read, sides = examples[FACES]
    truth = planes(np.stack([read.prepared[index].driver for index in sides.test]))
    assert PSNR(FACES.plans(read, sides)[0].evidence({"output": truth}, sides.test)) == pytest.approx(60)
    figures = {one.name: PSNR(one.evidence(sides.test)) for one in FACES.baselines(read, sides, 0)}
    assert figures["unmoved_face"] + 1 < min(figures["turned_face"], figures["flow_face"])
    assert max(figures.values()) < 25


def test_a_stranger_is_somebody_else_where_there_is_anybody(examples):
    _, read, _ = examples[FACES]
    some = read.prepared[:20]
    assert all(stranger_of(some, place).film is not some[place].film for place in range(20))
    film = some[0].film
    alone = [one for one in some if one.film is film]
    assert stranger_of(alone, 1) is alone[1]


def test_key_points_of_a_bent_picture_are_led_back_to_where_they_were():
    import torch

    picture = torch.zeros(1, 3, 64, 64)
    picture[0, :, 20:24, 40:44] = 1  # its middle is at (42, 22)
    bent, way = _bent(picture, torch.Generator().manual_seed(3))
    down, right = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
    light = bent[0, 0] / bent[0, 0].sum()
    there = torch.tensor([(light * right).sum(), (light * down).sum()])
    there = (there + 0.5) / 32 - 1
    back = way[0, :, :2] @ there + way[0, :, 2]
    assert torch.allclose((back + 1) * 32, torch.tensor([42.0, 22.0]), atol=0.3)
    assert not torch.allclose((there + 1) * 32, torch.tensor([42.0, 22.0]), atol=0.8)


def test_points_that_turned_and_grew_tell_how_much():
    import torch

    from engine.prototypes.networks.face_mover import LEAST_SPREAD, _turn, _turned

    there = 100 * torch.randn(2, 10, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    turn = torch.tensor([[0.0, 1.5], [0.9, -0.3]], dtype=torch.float64)  # a quarter, from right to down
    here = _turned(there, turn[:, None]) + 7
    assert torch.allclose(here[0, :, 0] - 7, -1.5 * there[0, :, 1])
    assert torch.allclose(_turn(here, there), turn, atol=1e-3)
    huddled = _turn(here * 1e-4, there * 1e-4)
    assert LEAST_SPREAD > 0.1
    assert torch.allclose(huddled, torch.tensor([[1.0, 0.0]] * 2, dtype=torch.float64), atol=0.02)


def test_points_are_drawn_where_they_are():
    picture = np.zeros((64, 64, 3), np.uint8)
    shown = dotted(picture, np.array([[-0.5, 0.5]], np.float32))
    assert shown[48, 16].any()
    assert not shown[16, 48].any()
    assert not picture.any()


def test_folders_of_frames_are_clips_too(tmp_path, examples):
    _, read, _ = examples[LIPS]
    speeches = list({one.clip.id: one.clip for one in read.prepared}.values())[:6:2]
    for number, speech in enumerate(speeches):
        folder = tmp_path / f"clip{number}"
        folder.mkdir()
        for place, frame in enumerate(speech.faces[:12]):
            Image.fromarray(frame).save(folder / f"frame_{place:04d}.png")
    (tmp_path / "clip1" / "frame_0003.png").write_bytes(b"no picture")
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.layout == "frame_folders"
    found = FACES.read(dataset, 0, RecordingReporter())
    assert len(found.prepared) == 35
    assert np.array_equal(found.prepared[0].film.frames, speeches[0].faces[:12])
    with pytest.raises(UserError) as told:
        LIPS.read(dataset, 0, RecordingReporter())
    assert told.value.code == "prototype_no_talking"


def test_moving_pictures_are_clips_too(tmp_path, examples):
    _, read, _ = examples[FACES]
    films = _films(read)[:4]
    for number, film in enumerate(films):
        pictures = [Image.fromarray(frame) for frame in film.frames]
        pictures[0].save(tmp_path / f"{number}.gif", save_all=True, append_images=pictures[1:], duration=100)
    found = FACES.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert len(found.prepared) == sum(len(film.frames) for film in films)


def test_what_is_no_clip_is_said(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.avi").write_bytes(b"RIFF\x10\0\0\0AVI LIST")
    with pytest.raises(UserError) as told:
        FACES.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_no_clips"


def test_a_mouth_that_opens_changes_the_mouth_alone():
    person = draw_person(np.random.default_rng(0), 64)
    shut, open_ = (draw_head(person, Pose(opening=opening)) for opening in (0.0, 1.0))
    changed = np.abs(shut - open_).max(axis=2) > 0.05
    assert changed[34:].any()
    assert not changed[:34].any()


def _films(read):
    return list({one.film.fingerprint: one.film for one in read.prepared}.values())
