"""Sounds, clips and meshes as files: copies, and what single ones lack; found, and none among clean ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy
import pytest
import soundfile
import trimesh
from numpy.typing import NDArray
from PIL import Image

from engine.audit.types import Audit, Finding

Floats = NDArray[numpy.float64]
Audited = Callable[..., Audit]


def findings(audit: Audit) -> dict[str, Finding]:
    return {finding.kind: finding for finding in audit.findings}


def twins(audit: Audit, kind: str = "near_duplicates") -> set[frozenset[str]]:
    found = findings(audit).get(kind)
    return set() if found is None else {frozenset((s.id, s.detail)) for s in found.samples}


def named(audit: Audit) -> dict[str, set[str]]:
    return {finding.kind: {sample.id for sample in finding.samples} for finding in audit.findings}


# sounds


def speech(seed: int, seconds: float = 1.0, rate: int = 16_000) -> Floats:
    rng = numpy.random.default_rng(seed)
    time = numpy.arange(int(seconds * rate)) / rate
    sound = 0.02 * rng.normal(size=len(time))
    for _ in range(6):
        start, end = rng.uniform(200, 2500, 2)
        envelope = numpy.exp(-(((time / seconds - rng.uniform()) / rng.uniform(0.05, 0.3)) ** 2))
        sound += envelope * numpy.sin(2 * numpy.pi * (start + (end - start) * time / seconds / 2) * time)
    return sound / numpy.abs(sound).max() * 0.7


def written(sound: Floats, form: str = "WAV", subtype: str = "PCM_16", rate: int = 16_000) -> bytes:
    buffer = io.BytesIO()
    sound = numpy.round(sound * 32767).astype(numpy.int16)
    soundfile.write(buffer, sound, rate, format=form, subtype=subtype)
    return buffer.getvalue()


def test_recordings_saved_anew_are_copies_and_strangers_none(audited: Audited) -> None:
    files = {f"s{seed}.wav": written(speech(seed)) for seed in range(12)}
    files |= {
        "mp3.mp3": written(speech(0), "MP3", "MPEG_LAYER_III"),
        "opus.ogg": written(speech(1), "OGG", "OPUS"),
        "soft.wav": written(speech(2) * 0.3),
        "cut.wav": written(speech(3)[800:]),
        "same.flac": written(speech(4), "FLAC"),
        "rate.wav": written(speech(5)[::2], rate=8000),
    }
    audit = audited(files)
    copies = {"s0.wav": "mp3.mp3", "s1.wav": "opus.ogg", "s2.wav": "soft.wav", "s3.wav": "cut.wav"}
    near = {frozenset(pair) for pair in (*copies.items(), ("s5.wav", "rate.wav"))}
    assert twins(audit) == near
    assert twins(audit, "exact_duplicates") == {frozenset(("s4.wav", "same.flac"))}
    assert audit.effective.samples == 12
    assert not {"silent_sounds", "clipped_sounds"} & set(findings(audit))


def test_the_same_opening_alone_makes_no_copy(audited: Audited) -> None:
    jingle = speech(1, 16.0)
    files = {f"{n}.wav": written(numpy.concatenate([jingle, speech(n, 4.0 + 12 * n)])) for n in (2, 4)}
    assert not twins(audited(files))


def test_silent_and_clipped_recordings(audited: Audited) -> None:
    loud = numpy.clip(speech(7) * 6, -0.99, 0.99)
    tone = 0.8 * numpy.sin(numpy.arange(48_000) * 2 * numpy.pi * 100 / 48_000)
    files = {f"s{seed}.wav": written(speech(seed)) for seed in range(8)}
    files |= {"silent.wav": written(numpy.zeros(16_000)), "loud.wav": written(loud)}
    files |= {
        "tone.wav": written(tone, rate=48_000),
        "late.wav": written(numpy.append(numpy.zeros(300_000), speech(9))),
    }
    told = named(audited(files))
    assert (told["silent_sounds"], told["clipped_sounds"]) == ({"silent.wav"}, {"loud.wav"})


# clips


def scene(seed: int, frames: int, wide: int = 160, gain: float = 1.0) -> list[NDArray[numpy.uint8]]:
    """A few lights that wander over a ground; the same at any number of frames."""
    rng = numpy.random.default_rng(seed)
    places, ways = rng.uniform(0, 1, (7, 2)), rng.uniform(-0.6, 0.6, (7, 2))
    tones, size = rng.uniform(-1, 1, (7, 3)), (wide * 3 // 4, wide)
    y, x = numpy.mgrid[0 : size[0], 0 : size[1]] / wide
    shown = []
    for moment in numpy.linspace(0, 1, frames):
        light = sum(
            numpy.exp(-((x - p[0]) ** 2 + (y - p[1]) ** 2) * 25)[..., None] * tone
            for p, tone in zip(places + ways * moment, tones, strict=True)
        )
        shown.append(numpy.clip((128 + 110 * light) * gain, 0, 255).astype(numpy.uint8))
    return shown


def filmed(folder: Path, frames: list[NDArray[numpy.uint8]], suffix: str = "avi", rate: float = 25) -> bytes:
    code = cv2.VideoWriter.fourcc(*("MJPG" if suffix == "avi" else "mp4v"))
    name = folder / f"film.{suffix}"
    size = (frames[0].shape[1], frames[0].shape[0])
    writer = cv2.VideoWriter(str(name), code, rate, size)
    for frame in frames:
        writer.write(frame)
    writer.release()
    return name.read_bytes()


def moving(frames: list[NDArray[numpy.uint8]]) -> bytes:
    pictures = [Image.fromarray(frame[:, :, ::-1]).convert("RGB") for frame in frames]
    buffer = io.BytesIO()
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], duration=40)
    return buffer.getvalue()


def test_clips_saved_anew_are_copies_and_strangers_none(audited: Audited, tmp_path: Path) -> None:
    files = {f"c{seed}.avi": filmed(tmp_path, scene(seed, 40)) for seed in range(8)}
    files |= {
        "other.mp4": filmed(tmp_path, scene(0, 40), "mp4"),
        "slow.avi": filmed(tmp_path, scene(1, 90)),
        "small.avi": filmed(tmp_path, scene(2, 40, wide=96)),
        "bright.mp4": filmed(tmp_path, scene(3, 30, gain=1.25), "mp4"),
        "moving.gif": moving(scene(4, 20)),
    }
    audit = audited(files)
    copies = {"c0.avi": "other.mp4", "c1.avi": "slow.avi", "c2.avi": "small.avi", "c3.avi": "bright.mp4"}
    found = twins(audit)
    assert {frozenset(pair) for pair in copies.items()} <= found
    assert found <= {frozenset(pair) for pair in copies.items()} | {frozenset(("c4.avi", "moving.gif"))}
    assert not {"black_clips", "frozen_clips", "uncompared_clips"} & set(findings(audit))


def test_black_and_frozen_clips(audited: Audited, tmp_path: Path) -> None:
    files = {f"c{seed}.avi": filmed(tmp_path, scene(seed, 20)) for seed in range(3)}
    files["black.avi"] = filmed(tmp_path, [numpy.full((96, 128, 3), 12, numpy.uint8)] * 20)
    files["still.avi"] = filmed(tmp_path, scene(9, 1) * 20)
    told = named(audited(files))
    assert (told["black_clips"], told["frozen_clips"]) == ({"black.avi"}, {"still.avi"})


# meshes


def tooth(seed: int) -> trimesh.Trimesh:
    rng = numpy.random.default_rng(seed)
    body = trimesh.creation.icosphere(subdivisions=4)
    waves = numpy.sin(body.vertices @ rng.normal(size=(3, 6)) * 2 + rng.normal(size=6)).mean(axis=1)
    body.vertices *= (1 + 0.15 * waves[:, None]) * rng.uniform(0.6, 1.2, 3)
    return body


def saved(body: trimesh.Trimesh, form: str = "ply") -> bytes:
    said = body.export(file_type=form)
    return said.encode() if isinstance(said, str) else bytes(said)


def clustered(body: trimesh.Trimesh, cell: float) -> trimesh.Trimesh:
    """Fewer triangles: all points of a cell of a grid become one in their middle."""
    cells = numpy.floor(body.vertices / cell).astype(int)
    _, owner = numpy.unique(cells, axis=0, return_inverse=True)
    owner = owner.ravel()
    sums = numpy.zeros((owner.max() + 1, 3))
    numpy.add.at(sums, owner, body.vertices)
    faces = owner[body.faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    return trimesh.Trimesh(sums / numpy.bincount(owner)[:, None], faces[whole], process=False)


def shuffled(body: trimesh.Trimesh) -> trimesh.Trimesh:
    order = numpy.random.default_rng(1).permutation(len(body.vertices))
    places = numpy.argsort(order)
    return trimesh.Trimesh(body.vertices[order], places[body.faces][::-1], process=False)


def test_meshes_saved_anew_are_copies_and_strangers_none(audited: Audited) -> None:
    away = tooth(0)
    away.apply_transform(trimesh.transformations.rotation_matrix(1.1, [1, 2, 3], [0, 1, 0]))
    files = {f"t{seed}.ply": saved(tooth(seed)) for seed in range(10)}
    files |= {
        "moved.ply": saved(away),
        "fewer.ply": saved(clustered(tooth(1), 0.08)),
        "format.stl": saved(tooth(2), "stl"),
        "order.obj": saved(shuffled(tooth(3)), "obj"),
        "larger.ply": saved(tooth(4).apply_scale(1.1)),
    }
    audit = audited(files)
    copies = {"t0.ply": "moved.ply", "t1.ply": "fewer.ply", "t2.ply": "format.stl", "t3.ply": "order.obj"}
    assert twins(audit) == {frozenset(pair) for pair in copies.items()}
    assert not [kind for kind in findings(audit) if kind.startswith("mesh_")]


def test_what_meshes_lack(audited: Audited) -> None:
    good = tooth(0)
    lacking = {
        "flat": trimesh.Trimesh(
            good.vertices, numpy.vstack([good.faces, good.faces[:200, [0, 1, 1]]]), process=False
        ),
        "doubled": trimesh.Trimesh(
            good.vertices, numpy.vstack([good.faces, good.faces[:300]]), process=False
        ),
        "open": trimesh.Trimesh(good.vertices, good.faces[40:], process=False),
        "huge": good.copy().apply_scale(1000),
    }
    wild = good.vertices.copy()
    wild[:5] = numpy.nan
    lacking["wild"] = trimesh.Trimesh(wild, good.faces, process=False)
    files = {f"t{seed}.ply": saved(tooth(seed)) for seed in range(1, 12)}
    files |= {f"{name}.ply": saved(body) for name, body in lacking.items()}
    files["points.ply"] = saved(trimesh.PointCloud(good.vertices))
    told = named(audited(files))
    assert told["mesh_flat_faces"] == {"flat.ply"}
    assert told["mesh_doubled_faces"] == {"doubled.ply"}
    assert told["mesh_open"] == {"open.ply"}
    assert told["mesh_odd_size"] == {"huge.ply"}
    assert told["mesh_without_numbers"] == {"wild.ply"}
    assert told["mesh_without_faces"] == {"points.ply"}


def test_copies_are_found_within_each_part_of_a_mixed_set(audited: Audited) -> None:
    files = {f"voice{n}.wav": written(speech(n)) for n in range(5)}
    files |= {f"scan{n + 40}.ply": saved(tooth(n)) for n in range(5)}
    files |= {"soft.wav": written(speech(2) * 0.4), "other.stl": saved(tooth(3), "stl")}
    audit = audited(files)
    assert len(audit.parts) == 2
    copies = {"voice2.wav": "soft.wav", "scan43.ply": "other.stl"}
    assert twins(audit) == {frozenset(pair) for pair in copies.items()}


@pytest.mark.real
def test_three_recordings_of_one_name_are_three(real_data: Path) -> None:
    from tests.engine.audit.every_set import audited as audited_set

    audit = audited_set(real_data / "f_speech_three_formats" / "data")
    assert isinstance(audit, Audit)
    assert not twins(audit)
    assert audit.effective.samples == 3
