"""Which sets of sound, video and meshes are pairs: by words, by folders, by what lies beside, by content."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from PIL import Image

from engine.dataset import open_dataset
from engine.dataset.media.likeness import likeness_of
from engine.dataset.opening import open_tree
from engine.dataset.types import Dataset
from tests.engine.dataset.conftest import Files, encode
from tests.engine.dataset.making import clip_frame, mesh, sound, video

Write = Callable[..., Path]


def said(dataset: Dataset) -> tuple[object, ...]:
    recognition = dataset.recognition
    return recognition.form, recognition.layout, recognition.input_modality, recognition.target_modality


def targets(dataset: Dataset) -> dict[str, object]:
    return {s.id: s.target and (s.target.value or s.target.path) for s in dataset.samples()}


def test_noisy_and_clean_recordings_are_pairs(write: Write) -> None:
    files: Files = {f"noisy/p{i:03d}.wav": sound(i, noise=0.1) for i in range(6)}
    files |= {f"clean/p{i:03d}.wav": sound(i) for i in range(6)}
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "media_pairs", "audio", "audio")
    assert targets(dataset)["noisy/p002.wav"] == "clean/p002.wav"


def test_recordings_of_two_places_that_meet_by_name_alone_are_none(write: Write) -> None:
    files: Files = {f"noisy/{i:03d}.wav": sound(i, count=3000 + 400 * i) for i in range(8)}
    files |= {f"clean/{i:03d}.wav": sound(60 - i, count=6000 - 300 * i) for i in range(8)}
    assert open_dataset(write(files)).recognition.form != "paired"


def test_names_that_meet_across_two_classes_of_sound_are_no_pairs(write: Write) -> None:
    files: Files = {
        f"{split}/{word}/take{split}{i}.wav": sound(i + 20 * place + (50 if split == "test" else 0))
        for split in ("train", "test")
        for place, word in enumerate(("go", "stop"))
        for i in range(6)
    }
    assert said(open_dataset(write(files))) == ("paired", "class_folders", "audio", "category")


def test_a_mixture_and_its_stems(write: Write) -> None:
    stems = ("mixture", "vocals", "drums", "bass")
    files: Files = {
        f"train/Artist{a} - Song/{stem}.wav": sound(10 * a + place)
        for a in range(4)
        for place, stem in enumerate(stems)
    }
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "media_pairs", "audio", "audio")
    tied = targets(dataset)
    assert len(tied) == 4
    assert tied["train/Artist1 - Song/mixture.wav"] == "train/Artist1 - Song/vocals.wav"
    assert sum(1 for _ in dataset.ignored()) == 8


@pytest.mark.parametrize("pattern", ["{side}/p{i:02d}.stl", "p{i:02d}_{side}.stl", "환자{i:02d}/{side}.stl"])
def test_meshes_before_and_after(write: Write, pattern: str) -> None:
    files: Files = {}
    for i in range(6):
        files[pattern.format(side="before", i=i)] = mesh(i)
        files[pattern.format(side="after", i=i)] = mesh(i, scale=1.1)
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "media_pairs", "mesh", "mesh")
    assert targets(dataset)[pattern.format(side="before", i=3)] == pattern.format(side="after", i=3)


def test_likeness_is_of_contents(write: Write) -> None:
    files: Files = {f"a{i}.stl": mesh(i) for i in range(6)} | {
        f"b{i}.stl": mesh(i, scale=2) for i in range(6)
    }
    tree = open_tree(write(files))
    own = [(f"a{i}.stl", f"b{i}.stl") for i in range(6)]
    strangers = [(f"a{i}.stl", f"b{(i * 5 + 2) % 6}.stl") for i in range(6)]
    assert likeness_of(tree, own, "mesh") == "tied"
    assert likeness_of(tree, strangers, "mesh") != "tied"
    assert likeness_of(tree, own[:2], "mesh") == "undecided"


def test_a_video_with_a_recording_of_its_name(write: Write) -> None:
    files: Files = {f"{i:03d}.mp4": video(i, frames=4) for i in range(4)}
    files |= {f"{i:03d}.wav": sound(i) for i in range(4)}
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "media_pairs", "video", "audio")
    assert dataset.recognition.systems == ("lip_sync",)
    assert targets(dataset)["002.mp4"] == "002.wav"


def test_folders_that_repeat_their_names_are_cases_and_no_classes(write: Write) -> None:
    files: Files = {
        f"P{i}/{jaw}.stl": mesh(2 * i + k) for i in range(5) for k, jaw in enumerate(("upper", "lower"))
    }
    dataset = open_dataset(write(files))
    assert said(dataset) == ("input_only", "flat_folder", "mesh", None)
    assert "folders_are_samples" in {key for key, _ in dataset.recognition.evidence}


def test_meshes_with_a_number_for_each_point(write: Write) -> None:
    files: Files = {}
    for i in range(4):
        for jaw in ("upper", "lower"):
            files[f"{jaw}/P{i}/P{i}_{jaw}.obj"] = mesh(i, "obj")
            files[f"{jaw}/P{i}/P{i}_{jaw}.json"] = json.dumps(
                {"jaw": jaw, "labels": [v // 14 for v in range(42)]}
            )
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "point_labels", "mesh", "mixed")
    assert targets(dataset)["lower/P2/P2_lower.obj"] == "lower/P2/P2_lower.json"


def test_textures_beside_meshes_are_no_samples(write: Write, picture: Callable[..., bytes]) -> None:
    files: Files = {f"m{i}.obj": b"mtllib m.mtl\n" + mesh(i, "obj") for i in range(5)}
    files |= {f"m{i}.mtl": "newmtl a\n" for i in range(5)} | {f"m{i}.png": picture(i) for i in range(5)}
    dataset = open_dataset(write(files))
    assert said(dataset) == ("input_only", "flat_folder", "mesh", None)
    assert len(targets(dataset)) == 5


def test_words_in_a_json_beside_a_recording(write: Write) -> None:
    files: Files = {f"원천/A{i}.wav": sound(i) for i in range(5)}
    files |= {f"라벨/A{i}.json": json.dumps({"발화정보": {"stt": f"안녕하세요 {i}"}}) for i in range(5)}
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "transcripts", "audio", "text")
    files |= {f"라벨/A{i}.json": json.dumps({"speaker": "s1", "age": i}) for i in range(5)}
    assert open_dataset(write(files)).recognition.layout != "transcripts"


def test_clips_of_frames_sorted_by_class(write: Write) -> None:
    files: Files = {
        f"{word}/clip{clip}/{frame:04d}.png": clip_frame(clip + 10 * place, frame)
        for place, word in enumerate(("run", "jump"))
        for clip in range(3 + place)
        for frame in range(6)
    }
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "frame_folders", "video", "category")
    assert targets(dataset)["jump/clip1"] == "jump"


def test_clips_of_two_classes_with_the_same_names_are_no_pairs(write: Write) -> None:
    files: Files = {
        f"{word}/clip{clip}/{frame:04d}.png": clip_frame(clip + 10 * place, frame)
        for place, word in enumerate(("run", "jump"))
        for clip in range(4)
        for frame in range(6)
    }
    assert said(open_dataset(write(files))) == ("paired", "frame_folders", "video", "category")


def test_clips_of_frames_whose_names_carry_the_class(write: Write) -> None:
    files: Files = {
        f"frames/v_{word}_g{clip:02d}_c01/{frame:05d}.png": clip_frame(clip + 10 * place, frame)
        for place, word in enumerate(("Archery", "Biking", "Diving"))
        for clip in range(1, 5)
        for frame in range(6)
    }
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "frame_folders", "video", "category")
    assert targets(dataset)["frames/v_Biking_g02_c01"] == "Biking"


@pytest.mark.parametrize(
    "sides", [("sharp_bicubic", "sharp"), ("a", "b"), ("train_sharp_bicubic/X4", "train_sharp")]
)
def test_clips_of_frames_in_two_sizes(write: Write, sides: tuple[str, str]) -> None:
    small, large = sides
    files: Files = {}
    for clip in range(3):
        for frame in range(6):
            files[f"{small}/{clip:03d}/{frame:08d}.png"] = clip_frame(clip, frame, (48, 32))
            files[f"{large}/{clip:03d}/{frame:08d}.png"] = clip_frame(clip, frame)
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "frame_folders", "video", "video")
    assert targets(dataset)[f"{small}/001"] == f"{large}/001/00000000.png"


def test_clips_numbered_on_two_levels_are_no_classes(write: Write) -> None:
    files = {
        f"sequences/{a:05d}/{b:04d}/im{i + 1}.png": clip_frame(2 * a + b, i)
        for a in (1, 2)
        for b in (1, 2)
        for i in range(7)
    }
    assert said(open_dataset(write(files))) == ("input_only", "frame_folders", "video", None)


def test_frames_and_their_poses_are_pairs_rather_than_two_clips(write: Write) -> None:
    files: Files = {f"frames/{i:05d}.png": clip_frame(0, i) for i in range(12)}
    for i in range(12):
        seen = numpy.asarray(Image.open(io.BytesIO(clip_frame(0, i))).convert("L"))
        files[f"poses/{i:05d}.png"] = encode(Image.fromarray(255 * (seen > 180).astype(numpy.uint8)))
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "paired_folders", "image", "image")
    assert dataset.recognition.systems[0] == "everybody_dance_now"


def test_frames_of_the_videos_beside_are_no_classes(write: Write) -> None:
    files: Files = {f"v{c}.mp4": video(c, frames=4) for c in range(3)}
    files |= {f"v{c}/{i:04d}.png": clip_frame(c, i) for c in range(3) for i in range(6)}
    assert said(open_dataset(write(files))) == ("input_only", "flat_folder", "video", None)


def test_a_speech_corpus_of_bare_samples(write: Write) -> None:
    files: Files = {f"K_0001/K_{i:06d}.pcm": sound(i)[44:] for i in range(6)}
    files |= {f"K_0001/K_{i:06d}.txt": f"오늘은 날씨가 좋습니다 {i}".encode("cp949") for i in range(6)}
    assert said(open_dataset(write(files))) == ("paired", "transcripts", "audio", "text")
