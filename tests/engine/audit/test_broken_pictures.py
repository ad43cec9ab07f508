"""Ninety pictures broken in every way, and sound ones of every format: none missed, none false."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import numpy
import pytest
from PIL import Image

from engine.audit.inside import run
from engine.audit.types import Audit

WAYS = {
    "jpg": ("JPEG", {}),
    "progressive.jpg": ("JPEG", {"progressive": True}),
    "grey.jpg": ("JPEG", {}),
    "inks.jpg": ("JPEG", {}),
    "png": ("PNG", {}),
    "gif": ("GIF", {}),
    "webp": ("WEBP", {}),
    "lossless.webp": ("WEBP", {"lossless": True}),
    "tif": ("TIFF", {}),
    "lzw.tif": ("TIFF", {"compression": "tiff_lzw"}),
    "bmp": ("BMP", {}),
    "ppm": ("PPM", {}),
    "moving.gif": ("GIF", {"save_all": True}),
    "moving.png": ("PNG", {"save_all": True}),
    "moving.webp": ("WEBP", {"save_all": True}),
    "pages.tif": ("TIFF", {"save_all": True}),
}
CUTS = (0.03, 0.3, 0.6, 0.95)
CHECKED = ("progressive.jpg", "png", "moving.png")
"""Formats in which a changed byte never still makes sense; of a plain JPEG some do."""


def scene(seed: int, mode: str = "RGB") -> Image.Image:
    """Something smooth under some noise, as photographs are."""
    random = numpy.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (5, 7, 3), dtype=numpy.uint8))
    smooth = numpy.asarray(coarse.resize((168, 120), Image.Resampling.BICUBIC), dtype=numpy.int16)
    noisy = smooth + random.integers(-6, 7, smooth.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8)).convert(mode)


def file(way: str, seed: int) -> bytes:
    kind, options = WAYS[way]
    mode = {"grey.jpg": "L", "inks.jpg": "CMYK"}.get(way, "RGB")
    more = {"append_images": [scene(seed + 900), scene(seed + 901)]} if "save_all" in options else {}
    stream = io.BytesIO()
    scene(seed, mode).save(stream, kind, **options, **more)
    return stream.getvalue()


def flipped(data: bytes, seed: int) -> bytes:
    """A dozen bytes behind the header changed."""
    random, changed = numpy.random.default_rng(seed), bytearray(data)
    for place in random.integers(len(data) // 5, len(data) - 64, 12).tolist():
        changed[place] ^= int(random.integers(1, 256))
    return bytes(changed)


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "글")
    return stream.getvalue()


def broken() -> Iterator[tuple[str, bytes]]:
    for seed, way in enumerate(WAYS):
        data = file(way, 100 + seed)
        for cut in CUTS:
            yield f"cut_{int(100 * cut)}.{way}", data[: int(len(data) * cut)]
    for seed, way in enumerate(CHECKED):
        for turn in range(4):
            yield f"flipped_{turn}.{way}", flipped(file(way, 200 + seed), turn)
    yield "empty.jpg", b""
    yield "empty.png", b""
    yield "garbage.jpg", numpy.random.default_rng(1).bytes(4000)
    yield "garbage.png", numpy.random.default_rng(2).bytes(4000)
    yield "zeros.jpg", bytes(5000)
    yield "page.jpg", b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
    yield "page.png", b"<html>login</html>"
    yield "archive.png", zipped()
    yield "archive.jpg", zipped()
    yield "pointer.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
    yield "pointer.jpg", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
    yield "document.jpg", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
    yield "words.png", "그냥 글입니다".encode()
    yield "head.jpg", file("jpg", 300)[:20]


def disguised() -> Iterator[tuple[str, bytes]]:
    yield "really_png.jpg", file("png", 400)
    yield "really_jpeg.png", file("jpg", 401)
    yield "really_webp.jpg", file("webp", 402)
    yield "really_gif.png", file("gif", 403)


def sound() -> Iterator[tuple[str, bytes]]:
    for seed, way in enumerate(WAYS):
        yield f"sound.{way}", file(way, 500 + seed)
    jpeg = file("jpg", 600)
    yield "padded.jpg", jpeg[:-2] + b"\0\0\0\0" + jpeg[-2:]
    yield "tailed.jpg", file("jpg", 601) + bytes(500)
    yield "tailed.png", file("png", 602) + b"note"
    yield "untrailed.gif", file("gif", 603)[:-1]


@pytest.mark.parametrize("children", [False, True], ids=["here", "children"])
def test_none_is_missed_and_none_is_false(tmp_path, reporter, children) -> None:
    bad, odd, good = dict(broken()), dict(disguised()), dict(sound())
    assert len(bad) + len(odd) >= 90
    for name, data in {**bad, **odd, **good}.items():
        (tmp_path / name).write_bytes(data)
    if children:
        from engine.audit.task import run as watched

        audit = Audit.model_validate(watched({"path": str(tmp_path), "previews": 0}, reporter))
    else:
        audit = Audit.model_validate(run({"path": str(tmp_path), "previews": 0}, reporter))
    found = {finding.kind: {sample.id for sample in finding.samples} for finding in audit.findings}
    refused = found.get("unreadable", set())
    assert set(bad) - refused == set()
    assert refused - set(bad) == set()
    assert found["wrong_suffix"] == set(odd)
    assert audit.counts.inputs == len(odd) + len(good)
