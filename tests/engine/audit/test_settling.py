"""JPEGs by their coded data: every copy found in whatever format, nothing merged that differs."""

from __future__ import annotations

import io

import numpy
import pytest
from PIL import Image

from engine.audit.seeing import see
from tests.engine.audit.test_broken_pictures import scene

PNG = b"\x89PNG"


def jpeg(image: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", **{"quality": 90, **options})
    return stream.getvalue()


def png_of(data: bytes) -> bytes:
    stream = io.BytesIO()
    Image.open(io.BytesIO(data)).save(stream, "PNG")
    return stream.getvalue()


def recoloured(image: Image.Image) -> Image.Image:
    light, blue, red = image.convert("YCbCr").split()
    return Image.merge("YCbCr", (light, red, blue)).convert("RGB")


def copies(data: bytes) -> list[bytes]:
    """With a comment, with the same table told twice (the same pixels, coded otherwise), and as a PNG."""
    noted = data[:2] + b"\xff\xfe\x00\x08remark" + data[2:]
    start = data.index(b"\xff\xdb")
    end = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
    return [noted, data[:end] + data[start:], png_of(data)]


def equal(audit) -> dict[str, str]:
    return {s.id: s.detail for f in audit.findings if f.kind == "exact_duplicates" for s in f.samples}


def test_copies_across_formats_and_codings_are_exact(audited) -> None:
    files: dict[str, bytes] = {f"a{n:02}.jpg": jpeg(scene(n)) for n in range(5)}
    files["a09.jpg"] = jpeg(scene(50).resize((1200, 900)))
    expected: dict[str, str] = {}
    for name in ("a01.jpg", "a09.jpg"):
        for kind, data in zip("bcd", copies(files[name]), strict=True):
            copy = f"{kind}{name[1:3]}.{'png' if data.startswith(PNG) else 'jpg'}"
            files[copy], expected[copy] = data, name
    files["a10.jpg"] = jpeg(Image.new("RGB", (200, 200), "white"))
    files["d10.png"] = png_of(files["a10.jpg"])
    assert equal(audited(files)) == {**expected, "d10.png": "a10.jpg"}


def test_what_differs_only_in_colour_is_not_the_same(audited) -> None:
    one = scene(7)
    files = {f"{n}.jpg": jpeg(scene(20 + n)) for n in range(4)}
    files |= {"one.jpg": jpeg(one, subsampling=0), "recoloured.jpg": jpeg(recoloured(one), subsampling=0)}
    assert equal(audited(files)) == {}


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_turned_picture_has_the_pixels_that_it_shows(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = jpeg(scene(3), exif=exif)
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    stream = io.BytesIO()
    upright.save(stream, "PNG")
    exactly = [
        see(picture, name, "", False, True)
        for picture, name in ((data, "a.jpg"), (stream.getvalue(), "a.png"))
    ]
    assert exactly[0].digest == exactly[1].digest
    seen, shown = see(data, "a.jpg", "", False, False), see(stream.getvalue(), "a.png", "", False, False)
    assert seen.size == shown.size == upright.size
    assert seen.picture[4] is not None
    thumbnails = [Image.open(io.BytesIO(d)) for d in (data, stream.getvalue())]
    assert thumbnails[0].size[turn >= 5] == thumbnails[1].size[0]
    assert seen.coded
    assert not shown.coded


def test_the_same_coded_data_turned_otherwise_is_another_picture() -> None:
    digests = set()
    for turn in (1, 3, 6):
        exif = Image.Exif()
        exif[0x0112] = turn
        digests.add(see(jpeg(scene(3), exif=exif), "a.jpg", "", False, False).digest)
    assert len(digests) == 3


def test_large_pictures_are_measured_as_small_ones_are() -> None:
    large = scene(11).resize((1680, 1200), Image.Resampling.BICUBIC)
    data = jpeg(large, quality=95)
    quick, exact = see(data, "a.jpg", "", False, False), see(png_of(data), "a.png", "", False, False)
    assert quick.size == exact.size == (1680, 1200)
    for place in range(3):  # bright, dark, spread
        assert abs(float(str(quick.picture[place])) - float(str(exact.picture[place]))) <= 2
    assert numpy.bitwise_count(numpy.uint64(quick.picture[4][0]) ^ numpy.uint64(exact.picture[4][0])) <= 3
