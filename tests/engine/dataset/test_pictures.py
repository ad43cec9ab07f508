"""Decoding of strangers' images: every odd kind comes out right, every broken one with a reason."""

from __future__ import annotations

import struct
import zlib

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, TiffImagePlugin

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.pictures import DRAFT_PIXELS, decode, identity_bytes, quiet_decoding
from tests.engine.dataset.conftest import draw, encode

OTHERS = {"camera_raw", "heic_image", "medical_image", "unknown_image_format", "vector_image"}
KNOWN = {"RGB", "damaged_image", "not_an_image", "too_many_pixels", "empty_file", "lfs_pointer", *OTHERS}


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        load_picture(data)
    return caught.value.reason


def reason_or_mode(data: bytes) -> str:
    try:
        with quiet_decoding():
            identity_bytes(decode(data).image)
        return load_picture(data).mode
    except UnreadableFileError as error:
        return error.reason


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_reasons() -> None:
    jpeg = encode(draw(1, (200, 150)), "JPEG")
    png = encode(draw(1, (200, 150)))
    assert reason(b"") == "empty_file"
    assert reason(b"<!DOCTYPE html><html></html>") == "not_an_image"
    assert reason("그냥 글입니다".encode()) == "not_an_image"
    assert reason(b"version https://git-lfs.github.com/spec/v1\noid sha256:0") == "lfs_pointer"
    assert reason(jpeg[: len(jpeg) // 2]) == "damaged_image"
    assert reason(png[: len(png) // 2]) == "damaged_image"
    assert reason(png[:10]) == "damaged_image"
    assert reason(bomb(30_000, 30_000)) == "too_many_pixels"
    assert reason(bomb(12_000, 9_000)) == "too_many_pixels"


def test_a_cut_large_jpeg_is_noticed_in_draft_mode() -> None:
    image = draw(3, (3000, 2100))
    assert image.size[0] * image.size[1] > DRAFT_PIXELS
    data = encode(image, "JPEG")
    assert decode(data).drafted
    with pytest.raises(UnreadableFileError):
        decode(data[: len(data) * 2 // 3])


def test_exif_rotation_turns_the_picture_upright() -> None:
    image = draw(4, (80, 40))
    turned = image.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encode(turned, "PNG", exif=exif)
    picture = load_picture(data)
    assert picture.size == (80, 40)
    assert picture.tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "I", "F"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    grey = draw(5).convert("L")
    if mode == "I;16":
        image = Image.frombytes(
            "I;16", grey.size, b"".join(struct.pack("<H", v * 257) for v in grey.tobytes())
        )
    else:
        image = (draw(5) if mode not in ("I", "F") else grey).convert(mode)
    picture = load_picture(encode(image, "TIFF"))
    assert (picture.mode, picture.size) == ("RGB", (64, 64))
    low, high = picture.convert("L").getextrema()
    assert high - low > 50, "the picture came out flat"


def test_a_hot_pixel_does_not_blacken_a_wide_grey() -> None:
    wide = numpy.tile(numpy.arange(256, dtype=numpy.uint16) * 8, (64, 1))
    wide[0, 0] = 65535
    shown = numpy.asarray(load_picture(encode(Image.fromarray(wide), "PNG")).convert("L")).astype(int)
    assert abs(shown.mean() - 127) < 3
    few = numpy.zeros((64, 64), dtype=numpy.uint16)
    few[:3, :3] = 500
    assert load_picture(encode(Image.fromarray(few), "PNG")).getpixel((1, 1)) == (255, 255, 255)


def test_lab_is_shown_in_its_colours() -> None:
    red = Image.new("RGB", (8, 8), (200, 30, 30))
    to_lab = ImageCms.profileToProfile(
        red, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    shown = load_picture(encode(to_lab, "TIFF")).getpixel((4, 4))
    assert max(abs(one - other) for one, other in zip(shown, (200, 30, 30), strict=True)) < 12


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\1" * 90, "heic_image"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + b"\1" * 90, "camera_raw"),
        (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 400, "camera_raw"),
        (b"FUJIFILMCCD-RAW 0201" + b"\0" * 90, "camera_raw"),
        (b"\0" * 128 + b"DICM" + b"\2" * 90, "medical_image"),
        (b"\xff\x0a" + b"\7" * 90, "unknown_image_format"),
        (b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", "vector_image"),
        (b"\xef\xbb\xbf<svg width='1'></svg>", "vector_image"),
        (b"<html><svg></svg></html>", "not_an_image"),
    ],
)
def test_known_kinds_that_are_not_opened_are_told(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_of_a_negative_the_thumbnail_is_not_taken_for_the_picture() -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[50706] = b"\1\4\0\0"
    assert reason(encode(draw(1), "TIFF", tiffinfo=tags)) == "camera_raw"


def test_transparency_is_laid_on_white() -> None:
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    assert load_picture(encode(image)).getpixel((0, 0)) == (255, 255, 255)


def test_equal_pixels_are_equal_in_every_format() -> None:
    image = draw(6)
    identities = {identity_bytes(decode(encode(image, kind)).image) for kind in ("PNG", "BMP", "TIFF", "PPM")}
    grey = image.convert("L")
    assert len(identities) == 1
    assert identity_bytes(grey) == identity_bytes(grey.convert("RGB"))
    assert identity_bytes(image) != identity_bytes(image.resize((32, 128)))


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(
        ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "TGA", "ICO", "PPM", "JPEG2000", "PCX", "DDS"]
    ),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    cut=st.floats(0, 1),
)
def test_no_image_whatever_its_bytes_raises_anything_else(
    kind: str, changes: list[tuple[float, int]], cut: float
) -> None:
    data = bytearray(encode(draw(7, (24, 24)), kind))
    for place, byte in changes:
        data[int(place * (len(data) - 1))] = byte
    whole = bytes(data[: max(1, int(cut * 2 * len(data)))])
    assert reason_or_mode(whole) in KNOWN


@settings(max_examples=200, deadline=None)
@given(
    head=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"RIFF"]),
    tail=st.binary(max_size=400),
)
def test_noise_is_no_image(head: bytes, tail: bytes) -> None:
    assert reason_or_mode(head + tail) in KNOWN
