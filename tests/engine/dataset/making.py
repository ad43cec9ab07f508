"""Small sounds, videos and meshes that tests make; another seed, another content."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import numpy
import soundfile
import trimesh
from PIL import Image, ImageDraw


def sound(
    seed: int = 0,
    kind: str = "WAV",
    count: int = 4000,
    channels: int = 1,
    sub: str | None = None,
    noise: float = 0.02,
) -> bytes:
    """Bursts of a tone, each seed with its own; with some noise."""
    chance = numpy.random.default_rng(seed)
    loud = numpy.repeat(chance.uniform(0.05, 0.6, 16), -(-count // 16))[:count]
    tone = loud * numpy.sin(numpy.arange(count) * (0.05 + 0.01 * (seed % 7)))
    rough = numpy.random.default_rng(seed + 999).normal(0, noise, (count, channels))
    file = io.BytesIO()
    rate = 48000 if sub == "OPUS" else 16000
    soundfile.write(file, numpy.clip(tone[:, None] + rough, -1, 1), rate, format=kind, subtype=sub)
    return file.getvalue()


def video(
    seed: int = 0,
    suffix: str = "mp4",
    codec: str = "mp4v",
    frames: int = 12,
    size: tuple[int, int] = (64, 48),
) -> bytes:
    """A coloured ground that moves to the right."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2

    ground = cv2.resize(numpy.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=numpy.uint8), size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"v.{suffix}"
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter_fourcc(*codec), 25, size)
        assert writer.isOpened()
        for frame in range(frames):
            writer.write(numpy.roll(ground, 2 * frame, 1))
        writer.release()
        return path.read_bytes()


def mesh(seed: int = 0, kind: str = "stl", scale: float = 1.0) -> bytes:
    """A lumpy ball."""
    ball = trimesh.creation.icosphere(1)
    ball.vertices *= 1 + numpy.random.default_rng(seed).uniform(0, 0.8, 3)
    ball.vertices += numpy.random.default_rng(seed).normal(0, 0.03, ball.vertices.shape)
    ball.vertices *= scale
    data = ball.export(file_type=kind)
    return data if isinstance(data, bytes) else data.encode()


def clip_frame(clip: int, frame: int, size: tuple[int, int] = (96, 64)) -> bytes:
    """A frame of a clip of its own scene, in which a ball rolls; a smaller size is the same, smaller."""
    small = Image.fromarray(numpy.random.default_rng(clip).integers(0, 255, (5, 10, 3), dtype=numpy.uint8))
    scene = small.resize((240, 120), Image.Resampling.BICUBIC).crop((3 * frame, 0, 3 * frame + 96, 64))
    ImageDraw.Draw(scene).ellipse((20 + frame, 20, 44 + frame, 44), fill=(250, 250, 20))
    file = io.BytesIO()
    scene.resize(size).save(file, "PNG")
    return file.getvalue()
