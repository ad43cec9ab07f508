"""Sound, video, meshes: what is in them, where their labels stand, and which files are refused."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
import soundfile
import trimesh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.dataset import open_dataset
from engine.dataset.fields import read_fields
from engine.dataset.media import look_inside_media
from engine.dataset.media.landmarks import points_in
from engine.dataset.opening import open_tree
from engine.dataset.stems import tie_by_stem
from engine.dataset.systems import systems_of
from engine.dataset.types import Dataset, Modality, Recognition
from engine.dataset.unreadable import UnreadableFileError

Write = Callable[..., Path]


def sound(seed: int = 0, kind: str = "WAV", count: int = 800) -> bytes:
    file = io.BytesIO()
    noise = numpy.random.default_rng(seed).normal(0, 0.1, count)
    soundfile.write(file, numpy.round(noise * 32767).astype("int16"), 8000, format=kind)
    return file.getvalue()


def ball(seed: int = 0, kind: str = "stl") -> bytes:
    data = trimesh.creation.icosphere(1, radius=1 + seed).export(file_type=kind)
    return data if isinstance(data, bytes) else data.encode()


def moving(seed: int, frames: int = 4, kind: str = "GIF") -> bytes:
    chance = numpy.random.default_rng(seed)
    pictures = [Image.fromarray(chance.integers(0, 255, (16, 16, 3), dtype="uint8")) for _ in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, kind, save_all=True, append_images=pictures[1:])
    return file.getvalue()


def said(dataset: Dataset) -> tuple[object, ...]:
    recognition = dataset.recognition
    return recognition.form, recognition.layout, recognition.input_modality, recognition.target_modality


def targets(dataset: Dataset) -> dict[str, object]:
    return {s.id: s.target and (s.target.value or s.target.path) for s in dataset.samples()}


def names(*patterns: str, takes: int = 6) -> list[str]:
    return [pattern.format(n=take) for pattern in patterns for take in range(takes)]


@pytest.mark.parametrize(
    ("stems", "values"),
    [
        (
            [f"{d}_{s}_{n}" for d in range(10) for s in ("george", "theo", "anna") for n in range(4)],
            set("0123456789"),
        ),
        (
            [f"{s}_{d}_{n}" for d in ("go", "wait") for s in ("s01", "s02", "s03") for n in range(4)],
            {"go", "wait"},
        ),
        ([f"{c}.{n}" for c in ("cat", "dog") for n in range(20)], {"cat", "dog"}),
        ([f"{c}{n}" for c in ("circle", "square") for n in range(20)], {"circle", "square"}),
        (
            [f"{a}_{w}_{e}" for a in ("OAF", "YAF") for w in "bcdefg" for e in ("angry", "sad")],
            {"angry", "sad"},
        ),
        ([f"{c}_{n}" for c in ("정상", "불량") for n in range(20)], {"정상", "불량"}),
        (
            [f"p{a}_{w}_{e}_XX" for a in range(101, 120) for w in ("A", "B") for e in ("ANG", "SAD")],
            {"ANG", "SAD"},
        ),
    ],
)
def test_which_word_of_a_name_is_the_class(stems: list[str], values: set[str]) -> None:
    reading = read_fields(stems)
    assert reading is not None
    assert set(reading.label.values) == values
    assert reading.certain >= 0.9


@pytest.mark.parametrize(
    "stems",
    [
        [f"IMG_{n:04d}" for n in range(40)],
        [f"{n:04d}" for n in range(40)],
        [f"{n:04d}_{side}" for n in range(20) for side in ("left", "right")],
        [f"{n:04d}_{side}" for n in range(20) for side in ("noisy", "clean")],
        [f"{split}_{n}" for n in range(20) for split in ("train", "test")],
        [f"2024010{day}_{n:06d}" for day in range(1, 6) for n in range(9)],
        [f"cam{c}_{n:04d}" for c in range(3) for n in range(9)],
        [f"p{c}_{n:04d}" for c in range(225, 230) for n in range(9)],
        [],
    ],
)
def test_names_that_carry_no_class(stems: list[str]) -> None:
    assert read_fields(stems) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="ab1_- .가", max_size=8), max_size=30))
def test_reading_names_never_raises(stems: list[str]) -> None:
    reading = read_fields(stems)
    for stem in stems:
        assert reading is None or reading.label_of(stem) in (None, *reading.label.values)


def test_sounds_with_the_class_in_their_names(write: Write) -> None:
    files = {f"{d}_{s}_{n}.wav": sound(d) for d in range(5) for s in ("anna", "theo") for n in range(2)}
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "named_files", "audio", "category")
    assert targets(dataset)["3_anna_1.wav"] == "3"
    assert "names_carry_groups" in {key for key, _ in dataset.recognition.evidence}


@pytest.mark.parametrize(
    ("listed", "text", "modality", "first"),
    [
        (
            "metadata.csv",
            "LJ{i:03d}|Once, there was {i}.|Once, there was one {i}.",
            "text",
            "Once, there was one 0.",
        ),
        ("trans.txt", "LJ{i:03d} HELLO THERE NUMBER {i} IS SPOKEN", "text", "HELLO THERE NUMBER 0 IS SPOKEN"),
        ("labels.txt", "LJ{i:03d}.wav {k}", "category", "yes"),
        ("list.tsv", "clips/LJ{i:03d}.wav\t{k}\t7", "category", "yes"),
        ("대본.txt", ".\\clips\\LJ{i:03d}.wav :: 안녕하세요 여러분 {i}", "text", "안녕하세요 여러분 0"),
    ],
)
@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_sounds_with_a_list_beside(
    write: Write, listed: str, text: str, modality: str, first: str, kind: str
) -> None:
    text = text.replace("wav", kind)
    files: dict[str, bytes | str] = {f"clips/LJ{i:03d}.{kind}": sound(i, kind.upper()) for i in range(12)}
    files[listed] = "\n".join(text.format(i=i, k=["yes", "no"][i % 2]) for i in range(12))
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "file_list", "audio", modality)
    assert targets(dataset)[f"clips/LJ000.{kind}"] == first


def test_a_list_with_strangers_and_gaps(write: Write) -> None:
    files: dict[str, bytes | str] = {f"a{i}.wav": sound(i) for i in range(10)}
    rows = [f"a{i}.wav,{'uv'[i % 2]}" for i in range(8)] + ["b1.wav,u", "b2.wav,v"]
    files["labels.csv"] = "file,label\n" + "\n".join(rows)
    dataset = open_dataset(write(files))
    assert sum(target is not None for target in targets(dataset).values()) == 8
    assert [item.value for item in dataset.unmatched_targets()] == ["b1.wav: u", "b2.wav: v"]


@pytest.mark.parametrize("suffix", ["txt", "lab", "srt", "align"])
def test_sounds_with_a_transcript_each(write: Write, suffix: str) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(6):
        files[f"rec{i}.wav"] = sound(i)
        files[f"rec{i}.{suffix}"] = f"hello there {i}"
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "transcripts", "audio", "text")
    assert targets(dataset)["rec2.wav"] == f"rec2.{suffix}"


def test_stems_that_contain_one_another() -> None:
    tied, loosely = tie_by_stem(
        ["id2_vcd_swwp2s.mpg", "bbaf2n.mpg", "x.mpg"], ["swwp2s.align", "x.align", "q.txt"]
    )
    assert tied == {"id2_vcd_swwp2s.mpg": "swwp2s.align", "x.mpg": "x.align"}
    assert loosely == 1
    assert tie_by_stem(["a_one.mpg", "b_one.mpg"], ["one.align"]) == ({}, 0)
    assert tie_by_stem(["p1/mesh.stl", "p2/mesh.stl"], ["p1/mesh.json"]) == (
        {"p1/mesh.stl": "p1/mesh.json"},
        0,
    )
    assert tie_by_stem(["scans/a.stl"], ["points/a.json"]) == ({"scans/a.stl": "points/a.json"}, 0)


@pytest.mark.parametrize(
    ("tail", "text"),
    [
        (".json", json.dumps({"landmarks": [{"name": "tip", "x": 1.0, "y": 2, "z": 0.5}]})),
        (".json", json.dumps({"points": [[1, 2, 3], [4, 5, 6]]})),
        (".csv", "name,x,y,z\ntip,1.5,2.5,3.5\nbase,4,5,6\n"),
        (".txt", "1.5 2.5 3.5\n4 5 6\n"),
        ("_picked_points.pp", '<PickedPoints><point x="1" y="2" z="3" name="0"/></PickedPoints>'),
    ],
)
def test_meshes_with_landmarks(write: Write, tail: str, text: str) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(5):
        files[f"case{i}.stl"] = ball(i)
        files[f"case{i}{tail}"] = text
    dataset = open_dataset(write(files))
    assert said(dataset) == ("paired", "landmarks", "mesh", "points")
    assert dataset.recognition.systems == ("bracket_positioning",)
    assert targets(dataset)["case3.stl"] == f"case3{tail}"


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("file,x,y,z", ["case{0}.stl,1.5,2,3"]),
        ("파일명,x1 (mm),y1 (mm),z1 (mm),x2 (mm),y2 (mm),z2 (mm)", ["case{0},1.5,2,3,4,5,6"]),
        ("mesh,landmark,X,Y,Z", ["case{0},cusp,1.5,2,3", "case{0},base,4,5,6"]),
    ],
)
def test_a_table_of_points_on_all_meshes(write: Write, heading: str, rows: list[str]) -> None:
    lines = [heading, *(row.format(i) for i in range(5) for row in rows)]
    files: dict[str, bytes | str] = {f"meshes/case{i}.stl": ball(i) for i in range(5)}
    dataset = open_dataset(write(files | {"points.csv": "\n".join(lines)}))
    assert said(dataset) == ("paired", "landmarks", "mesh", "points")
    told = json.loads(str(targets(dataset)["meshes/case3.stl"]))
    assert told == [[1.5, 2, 3], [4, 5, 6]][: len(told)]


def test_ways_and_colours_of_slicer_are_no_points() -> None:
    point = {"position": [1.5, 2, 3], "orientation": [-1.0, 0, 0, 0, -1.0, 0, 0, 0, 1.0]}
    display = {"color": [1.0, 0.5, 0.5], "glyphScale": 3.0}
    told = json.dumps({"markups": [{"controlPoints": [point, point], "display": display}]})
    assert points_in(told.encode(), "json").tolist() == [[1.5, 2, 3]] * 2


def test_notes_beside_meshes_are_no_landmarks(write: Write) -> None:
    files: dict[str, bytes | str] = {f"case{i}.stl": ball(i) for i in range(5)}
    files |= {f"case{i}.json": json.dumps({"patient": i, "sent": "yes"}) for i in range(5)}
    assert open_dataset(write(files)).recognition.layout != "landmarks"


def test_pictures_that_move_are_videos(write: Write) -> None:
    files = {
        "a.gif": moving(1),
        "b.webp": moving(2, kind="WEBP"),
        "c.png": moving(3, kind="PNG"),
        "d.gif": moving(4),
    }
    dataset = open_dataset(write(files))
    assert said(dataset) == ("input_only", "flat_folder", "video", None)
    still = open_dataset(write({f"{i}.gif": moving(i, 1) for i in range(4)} | {"m.gif": moving(9)}, "still"))
    assert still.recognition.input_modality == "image"


def test_kinds_mixed_in_one_place_are_parts(write: Write) -> None:
    dataset = open_dataset(
        write({"a.wav": sound(), "b.wav": sound(1), "c.stl": ball(), "d.ply": ball(1, "ply")})
    )
    assert [(p.name, p.form) for p in dataset.recognition.parts] == [
        ("audio", "input_only"),
        ("mesh", "input_only"),
    ]
    assert [s.part for s in dataset.samples()] == [0, 0, 1, 1]


def test_folders_of_frames_are_clips(write: Write) -> None:
    files: dict[str, bytes | str] = {}
    for clip in range(3):
        small = Image.fromarray(numpy.random.default_rng(clip).integers(0, 255, (6, 12, 3), dtype="uint8"))
        scene = small.resize((240, 120), Image.Resampling.BICUBIC)
        for frame in range(8):
            file = io.BytesIO()
            scene.crop((4 * frame, 0, 4 * frame + 120, 120)).save(file, "PNG")
            files[f"clip{clip:02d}/frame_{frame:04d}.png"] = file.getvalue()
    dataset = open_dataset(write(files))
    assert said(dataset) == ("input_only", "frame_folders", "video", None)
    assert [s.id for s in dataset.samples()] == ["clip00", "clip01", "clip02"]
    heard: dict[str, bytes | str] = {f"clip{clip:02d}/audio.wav": sound(clip) for clip in range(3)}
    assert open_dataset(write(files | heard, "heard")).recognition.systems == ("lip_sync",)


@pytest.mark.parametrize(
    ("target", "classes", "system"),
    [
        ("category", ("speaker01", "사람 2"), "face_to_face"),
        ("category", ("run", "jump"), ""),
        ("text", (), "lip_sync"),
    ],
)
def test_clips_of_people_are_faces(target: Modality, classes: tuple[str, ...], system: str) -> None:
    told = Recognition("class_folders", "paired", 0.9, "video", target, (), classes=dict.fromkeys(classes, 3))
    assert (*systems_of(told), "")[0] == system


WAV = sound(5)
STL = ball(5)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.wav", WAV[: len(WAV) // 2], "cut_off"),
        ("a.wav", b"", "empty_file"),
        ("a.wav", b"hello", "not_a_sound"),
        ("a.wav", sound(count=0)[:36], "no_samples"),
        ("a.mp3", b"\0" * 4000, "not_a_sound"),
        ("a.flac", sound(5, "FLAC", 60000)[:4000], "cut_off"),
        ("a.ogg", sound(5, "OGG", 60000)[:9000], "cut_off"),
        ("a.m4a", b"no sound at all", "not_a_sound"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 64, "not_a_video"),
        ("a.stl", STL[:900], "cut_off"),
        ("a.stl", STL[:80] + struct.pack("<I", 10**6) + STL[84:], "count_lies"),
        ("a.stl", b"solid x\nfacet normal 0 0 1\n", "cut_off"),
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex 999999999\nend_header\n", "count_lies"),
        ("a.glb", b"glTF\2\0\0\0\xff\xff\0\0", "cut_off"),
        ("a.obj", b"version https://git-lfs.github.com/spec/v1\n", "lfs_pointer"),
    ],
)
def test_files_that_lie_are_refused_with_the_reason(
    write: Write, name: str, data: bytes, reason: str
) -> None:
    modality: Modality = {"wav": "audio", "mp4": "video"}.get(name[-3:], "audio")  # type: ignore[assignment]
    modality = "mesh" if name[-3:] in ("stl", "ply", "glb", "obj") else modality
    with pytest.raises(UnreadableFileError) as caught:
        look_inside_media(open_tree(write({name: data})), name, modality)
    assert caught.value.reason in (reason, "damaged_sound" if reason == "cut_off" else reason)


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3"])
def test_whole_sounds_are_read(write: Write, kind: str) -> None:
    name = f"a.{kind.lower()}"
    tree = open_tree(write({name: sound(1, kind, 9000), "b.wav": sound(1, count=9000)}))
    inside = look_inside_media(tree, name, "audio")
    assert (inside.digest == look_inside_media(tree, "b.wav", "audio").digest) == (kind in ("WAV", "FLAC"))


def test_a_mesh_without_anything_in_it_is_empty(write: Write) -> None:
    tree = open_tree(write({"a.stl": "solid a\nendsolid a\n", "b.obj": "# nothing\n", "c.stl": STL}))
    assert [look_inside_media(tree, name, "mesh").empty for name in ("a.stl", "b.obj", "c.stl")] == [
        True,
        True,
        False,
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200),
    head=st.sampled_from(
        [b"", WAV[:60], STL[:120], b"OggS", b"fLaC", b"solid ", b"ply\n", b"glTF\2\0\0\0", b"v 1 2 3\n"]
    ),
    name=st.sampled_from(
        ["a.wav", "a.flac", "a.mp3", "a.ogg", "a.stl", "a.ply", "a.obj", "a.off", "a.glb", "a.avi"]
    ),
)
def test_no_bytes_raise_anything_else(tmp_path: Path, data: bytes, head: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(head + data)
    modality: Modality = "video" if name == "a.avi" else "audio"
    modality = "mesh" if name[2:] in ("stl", "ply", "obj", "off", "glb") else modality
    try:
        look_inside_media(open_tree(tmp_path), name, modality)
    except UnreadableFileError:
        pass
    finally:
        (tmp_path / name).unlink()
