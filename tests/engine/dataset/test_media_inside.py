"""Every format of sound, video and mesh is read, and what lies or is cut is refused with its reason."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy
import pytest
import trimesh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset.media import look_inside_media
from engine.dataset.media.landmarks import labels_in, points_in
from engine.dataset.media.meshes import glimpse_of, shape_of
from engine.dataset.media.moving import frames_at
from engine.dataset.opening import open_tree
from engine.dataset.types import Modality
from engine.dataset.unreadable import UnreadableFileError
from tests.engine.dataset.making import mesh, sound, video

Write = Callable[..., Path]
VIDEOS = {"mp4": "mp4v", "mov": "mp4v", "avi": "MJPG", "mkv": "VP80", "wmv": "WMV2", "3gp": "mp4v"}
CLOUD = numpy.random.default_rng(0).normal(0, 1, (40, 3)).astype("<f4")


def reason(folder: Path, name: str, data: bytes, modality: Modality) -> str:
    (folder / name).write_bytes(data)
    try:
        look_inside_media(open_tree(folder), name, modality)
    except UnreadableFileError as error:
        return error.reason
    return ""


@pytest.mark.parametrize(("suffix", "codec"), VIDEOS.items())
def test_a_video_is_read_and_its_cut_is_seen(tmp_path: Path, suffix: str, codec: str) -> None:
    data = video(1, suffix, codec)
    assert reason(tmp_path, f"a.{suffix}", data, "video") == ""
    for share in (0.3, 0.6, 0.97):
        assert reason(tmp_path, f"a.{suffix}", data[: int(share * len(data))], "video") == "cut_off"


def test_a_video_is_read_out_of_a_zip_and_frames_are_those_asked_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("in/v.avi", video(1, "avi", "MJPG", frames=20))
        packed.writestr("in/w.avi", video(2, "avi", "MJPG", frames=20))
    frames, count, rate = frames_at(open_tree(tmp_path / "a.zip"), "in/v.avi", (0.0, 0.5))
    assert (count, rate) == (20, 25.0)
    assert [frame.shape for frame in frames] == [(48, 64, 3)] * 2
    assert numpy.abs(numpy.roll(frames[0], 18, 1).astype(int) - frames[1]).mean() < 12, "not the middle one"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.avi", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "not_a_video"),
        ("a.avi", b"ffconcat version 1.0\nfile /etc/hostname\n", "not_a_video"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 12, "not_a_video"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 12 + b"\0\0\0\x20mdat" + b"\0" * 24, "cut_off"),
        (
            "a.webm",
            b"\x1aE\xdf\xa3\x84\0\0\0\0" + b"\x18\x53\x80\x67\x10\xff\xff\xff" + b"\0" * 40,
            "cut_off",
        ),
        ("a.mov", b"", "empty_file"),
    ],
)
def test_no_video(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    assert reason(tmp_path, name, data, "video") == why


def test_video_without_a_decoder_is_told_as_such(tmp_path: Path) -> None:
    data = video(1, "mkv", "VP80").replace(b"V_VP8", b"V_AV1")
    assert reason(tmp_path, "a.mkv", data, "video") == "unknown_video_format"


def test_the_last_part_overwritten_is_damage(tmp_path: Path) -> None:
    data = video(1, "avi", "MJPG", frames=40)
    assert (
        reason(tmp_path, "a.avi", data[: len(data) // 2] + bytes(len(data) // 2), "video") == "damaged_video"
    )


@pytest.mark.parametrize(
    ("suffix", "kind", "sub"),
    [
        ("wav", "WAV", "FLOAT"), ("wav", "WAV", "PCM_24"), ("wav", "WAV", "DOUBLE"), ("wav", "WAV", "ULAW"),
        ("aiff", "AIFF", None), ("au", "AU", None), ("caf", "CAF", None), ("w64", "W64", None),
        ("sph", "NIST", None), ("opus", "OGG", "OPUS"), ("mp3", "MP3", None),
    ],
)  # fmt: skip
def test_sounds_of_all_kinds_differ_where_they_differ(
    tmp_path: Path, suffix: str, kind: str, sub: str | None
) -> None:
    names = [f"{seed}.{suffix}" for seed in (1, 2)]
    for seed, name in enumerate(names):
        (tmp_path / name).write_bytes(sound(seed, kind, 9000, sub=sub))
    tree = open_tree(tmp_path)
    assert len({look_inside_media(tree, name, "audio").digest for name in names}) == 2


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.m4a", video(1)[:-9], "cut_off"),
        ("a.aac", b"\xff\xf1\x50\x80" + b"\1" * 300, "unknown_sound_format"),
        ("a.amr", b"#!AMR\n" + b"\1" * 300, "unknown_sound_format"),
        ("a.wma", video(1, "wmv", "WMV2"), "unknown_sound_format"),
        ("a.m4a", video(1).replace(b"vide", b"soun"), "unknown_sound_format"),
        ("a.m4a", video(1), "not_a_sound"),
        ("a.aiff", sound(1, "AIFF")[:3000], "cut_off"),
        ("a.au", sound(1, "AU")[:3000], "cut_off"),
        ("a.mp3", sound(1, "MP3", 90_000)[:6000], "cut_off"),
        ("a.wav", sound(1)[:20], "no_samples"),
    ],
)
def test_sounds_that_cannot_be_decoded(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    assert reason(tmp_path, name, data, "audio") == why


def test_what_opens_and_holds_nothing_is_empty_whatever_its_kind(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(sound(count=0))
    (tmp_path / "a.ply").write_bytes(
        b"ply\nformat ascii 1.0\nelement vertex 0\nproperty float x\nend_header\n"
    )
    (tmp_path / "a.pcd").write_bytes(pcd(CLOUD[:0], "binary"))
    tree = open_tree(tmp_path)
    assert look_inside_media(tree, "a.wav", "audio").empty
    assert look_inside_media(tree, "a.pcd", "mesh").empty
    assert look_inside_media(tree, "a.ply", "mesh").empty


def test_bare_samples_have_a_wave(tmp_path: Path) -> None:
    from engine.dataset.media.sound import opened
    from engine.dataset.media.waves import wave_of

    samples = (numpy.sin(numpy.arange(16_001) / 9) * 9000).astype("<i2").tobytes()
    (tmp_path / "k.pcm").write_bytes(samples + b"\1")  # KsponSpeech has such files: half a sample too long
    with opened(open_tree(tmp_path), "k.pcm") as raw:
        wave = wave_of(raw, 10)
    assert (wave.frames, wave.rate, wave.lows.shape) == (16_001, 16_000, (10, 1))
    assert 0.26 < wave.highs.max() < 0.29


def pcd(points: numpy.ndarray, packing: str) -> bytes:
    head = (
        f"# .PCD v.7\nVERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH {len(points)}\n"
        f"HEIGHT 1\nPOINTS {len(points)}\nDATA {packing}\n"
    ).encode()
    if packing == "binary":
        return head + points.tobytes()
    return head + "\n".join(" ".join(map(str, point)) for point in points.tolist()).encode()


def las(points: numpy.ndarray) -> bytes:
    head = bytearray(227)
    head[:4], head[24:26] = b"LASF", b"\1\2"
    struct.pack_into("<HI", head, 94, 227, 227)
    struct.pack_into("<BHI", head, 104, 0, 20, len(points))
    struct.pack_into("<6d", head, 131, 0.001, 0.001, 0.001, 0, 0, 0)
    return bytes(head) + b"".join(
        struct.pack("<3i8x", *(point * 1000).round().astype(int)) for point in points
    )


@pytest.mark.parametrize(
    ("name", "data"), [("a.pcd", pcd(CLOUD, "binary")), ("b.pcd", pcd(CLOUD, "ascii")), ("a.las", las(CLOUD))]
)
def test_clouds_of_points(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    shape = shape_of(open_tree(tmp_path), name)
    assert shape is not None
    assert numpy.allclose(shape.vertices, CLOUD, atol=0.002)
    assert reason(tmp_path, name, data[: len(data) // 2], "mesh") in ("cut_off", "damaged_mesh")


@pytest.mark.parametrize("kind", ["obj", "ply", "off", "glb", "3mf"])
def test_meshes_have_their_points_and_faces(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"a.{kind}").write_bytes(mesh(1, kind))
    shape = shape_of(open_tree(tmp_path), f"a.{kind}")
    assert shape is not None
    assert (len(shape.vertices), shape.faces is not None and len(shape.faces)) == (42, 80)


def test_a_gltf_finds_its_buffers_beside_it_and_no_further(tmp_path: Path) -> None:
    parts = trimesh.creation.icosphere(1).export(file_type="gltf")
    (tmp_path / "m").mkdir()
    for name, data in parts.items():
        (tmp_path / "m" / name).write_bytes(data)
    tree = open_tree(tmp_path)
    shape = shape_of(tree, "m/model.gltf")
    assert shape is not None
    assert len(shape.vertices) == 42
    told = json.loads((tmp_path / "m/model.gltf").read_text())
    told["buffers"][0]["uri"] = "../secret.bin"
    (tmp_path / "secret.bin").write_bytes((tmp_path / "m/gltf_buffer_0.bin").read_bytes())
    (tmp_path / "m/model.gltf").write_text(json.dumps(told))
    with pytest.raises(UnreadableFileError):
        shape_of(tree, "m/model.gltf")
    told["buffers"][0]["uri"] = "link.bin"
    (tmp_path / "m/link.bin").symlink_to(tmp_path / "secret.bin")
    (tmp_path / "m/model.gltf").write_text(json.dumps(told))
    with pytest.raises(UnreadableFileError):
        shape_of(tree, "m/model.gltf")


def test_of_a_large_obj_only_some_points_are_glimpsed(tmp_path: Path) -> None:
    lines = "\n".join(f"v {i % 97} {i % 89} {i % 83}" for i in range(330_000))
    (tmp_path / "a.obj").write_text(lines + "\nf 1 2 3\n")
    shape = glimpse_of(open_tree(tmp_path), "a.obj")
    assert shape is not None
    assert shape.partial
    assert 10_000 < len(shape.vertices) < 90_000
    assert shape.vertices.max() == 96


@pytest.mark.parametrize(
    ("suffix", "text", "points"),
    [
        ("json", '{"markups":[{"controlPoints":[{"position":[1,2,3]},{"position":[4,5,6.5]}]}]}', 2),
        ("json", '{"a":{"x":1,"y":2,"z":3},"b":{"X":1,"Y":2,"Z":3}}', 2),
        ("json", '{"coords":[1.0,2.0,3.0,4.0,5.0,6.0]}', 2),
        ("fcsv", "# Markups\nF_0,1.5,2.5,3.5,0,0,0,1,1,1,0,F-1,,\n", 1),
        ("csv", "name,x,y,z\ntip,1.5,2.5,3.5\nroot,4,5,6\n", 2),
        ("txt", "1 0.5 0.25 0.125\n2 0.5 0.25 0.5\n", 2),
        ("pp", '<P><point x="1" y="2" z="3"/></P>', 1),
        ("mps", "<p><point><x>1</x><y>2</y><z>3</z></point></p>", 1),
        ("json", '{"patient": 3, "sent": "yes"}', 0),
        ("pp", '<!DOCTYPE a [<!ENTITY b "1">]><P><point x="&b;" y="2" z="3"/></P>', 0),
    ],
)
def test_landmarks_as_they_are_written(suffix: str, text: str, points: int) -> None:
    assert len(points_in(text.encode(), suffix)) == points


def test_the_number_of_a_point_is_no_coordinate() -> None:
    assert points_in(b"7 0.5 0.25 0.125\n", "txt").tolist() == [[0.5, 0.25, 0.125]]


def test_labels_of_points_are_told_from_points() -> None:
    assert labels_in(json.dumps({"jaw": "upper", "labels": [0] * 40 + [11] * 20}).encode(), "json")
    assert labels_in(b"\n".join(b"%d" % (n // 20) for n in range(80)), "seg")
    assert not labels_in(b'{"points": [[1.5, 2, 3], [4, 5, 6]]}', "json")
    assert not labels_in(b"1.5 2 3\n" * 40, "txt")
    assert not labels_in(json.dumps(list(range(60))).encode(), "json")


NAMES = [*(f"a.{kind}" for kind in (*VIDEOS, "mpg", "wav", "flac", "mp3", "ogg", "aiff", "pcd", "las"))]
NAMES += [f"m.{kind}" for kind in ("stl", "obj", "ply", "off", "glb", "3mf")]


@cache
def seeds() -> dict[str, tuple[bytes, Modality]]:
    whole: dict[str, tuple[bytes, Modality]] = {
        f"a.{suffix}": (video(1, suffix, codec, frames=4), "video") for suffix, codec in VIDEOS.items()
    }
    whole["a.mpg"] = (video(1, "mpg", "PIM1", frames=4), "video")
    for suffix, kind in (("wav", "WAV"), ("flac", "FLAC"), ("mp3", "MP3"), ("ogg", "OGG"), ("aiff", "AIFF")):
        whole[f"a.{suffix}"] = (sound(1, kind, 2000), "audio")
    for kind in ("stl", "obj", "ply", "off", "glb", "3mf"):
        whole[f"m.{kind}"] = (mesh(1, kind), "mesh")
    return whole | {"a.pcd": (pcd(CLOUD, "binary"), "mesh"), "a.las": (las(CLOUD), "mesh")}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(NAMES),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    cut=st.floats(0.05, 2),
    splice=st.floats(0, 1),
)
def test_bytes_changed_cut_or_spliced_only_cost_the_file(
    tmp_path: Path, name: str, changes: list[tuple[float, bytes]], cut: float, splice: float
) -> None:
    whole, modality = seeds()[name]
    data = bytearray(whole)
    for place, new in changes:
        start = int(place**3 * (len(data) - 1))  # more of them in the header
        data[start : start + len(new)] = new
    if splice < 0.2:
        data = data[int(splice * len(data)) :] + data[: int(splice * len(data))]
    reason(tmp_path, name, bytes(data[: int(cut * len(data))]), modality)
