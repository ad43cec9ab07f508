"""The sound inside videos."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import soundfile

from engine.dataset import UnreadableFileError, open_dataset
from engine.dataset.media.moving import film
from engine.dataset.media.soundtrack import heard, soundtrack_of
from engine.dataset.trees import FolderTree

RATE = 16_000
TONE = (0.4 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def avi(kind: int, bits: int, blocks: list[bytes]) -> bytes:
    """A picture stream without content, then the sound's."""
    form = struct.pack("<HHIIHH", kind, 1, RATE, RATE * bits // 8, bits // 8, bits)
    streams = b"".join(
        chunk(b"LIST", b"strl" + chunk(b"strh", name + b"\0" * 52) + chunk(b"strf", said))
        for name, said in ((b"vids", b"\0" * 40), (b"auds", form))
    )
    movie = b"".join(chunk(b"00dc", b"junk") + chunk(b"01wb", block) for block in blocks)
    return chunk(b"RIFF", b"AVI " + chunk(b"LIST", b"hdrl" + streams) + chunk(b"LIST", b"movi" + movie))


def mp3() -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, TONE, RATE, format="MP3")
    return buffer.getvalue()


def program_stream(sound: bytes, second: bool) -> bytes:
    """MPEG packets as version 1 or 2 has them, with pictures between and stuffing before."""
    head = b"\x80\x80\x05" + b"\x21" * 5 if second else b"\xff\xff\x60\x00\x21\x21\x21\x21\x21"
    found = b"\0\0\1\xba" + b"\x44" * 10
    for start in range(0, len(sound), 700):
        content = head + sound[start : start + 700]
        found += b"\0\0\1\xc0" + struct.pack(">H", len(content)) + content
        found += b"\0\0\1\xe0" + struct.pack(">H", 9) + b"\x80\0\0\0\0\1\xc0\0\0"
        found += b"\0\0\1\xbe" + struct.pack(">H", 3) + b"\xff" * 3
    return found + b"\0\0\1\xb9"


def track(tmp_path, content: bytes):
    (tmp_path / "clip.avi").write_bytes(content)
    return soundtrack_of(FolderTree(tmp_path), "clip.avi")


def pitch(sound: np.ndarray, rate: int) -> float:
    middle = sound[len(sound) // 4 : 3 * len(sound) // 4]
    return float(np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax() * rate / len(middle))


def test_plain_samples_of_an_avi_come_back_as_they_are(tmp_path):
    samples = (TONE * 32767).astype("<i2")
    sound, rate = track(tmp_path, avi(1, 16, [samples[:5000].tobytes(), samples[5000:].tobytes()]))
    assert rate == RATE
    assert np.array_equal(np.rint(sound * 32768).astype(np.int16), samples)


@pytest.mark.parametrize("make", [lambda: avi(0x55, 16, [mp3()]), lambda: program_stream(mp3(), False),
                                  lambda: program_stream(mp3(), True)])  # fmt: skip
def test_mpeg_sound_keeps_its_pitch(tmp_path, make):
    sound, rate = track(tmp_path, make())
    assert rate == RATE
    assert len(sound) > 0.9 * RATE
    assert pitch(sound, rate) == pytest.approx(440, abs=5)


@pytest.mark.parametrize(
    "content",
    [
        avi(0xFF, 16, [b"aac"]),
        avi(1, 16, []),
        avi(1, 16, [])[:200],
        program_stream(b"", True),
        program_stream(b"no sound at all" * 99, True),
        b"\0\0\0\x18ftypmp42" + b"\0" * 40,
        b"RIFF\xff\xff\xff\xffAVI LIST",
        b"\0\0\1\xba\0\0\1\xc0\xff",
        b"",
    ],
)
def test_what_has_no_sound_or_none_that_is_known_is_refused(tmp_path, content):
    with pytest.raises(UnreadableFileError) as told:
        track(tmp_path, content)
    assert told.value.reason in ("no_soundtrack", "empty_file")


def test_two_channels_become_one(tmp_path):
    soundfile.write(tmp_path / "two.wav", np.stack([TONE, np.zeros_like(TONE)], axis=1), RATE)
    sound, rate = heard(FolderTree(tmp_path), "two.wav")
    assert rate == RATE
    assert np.allclose(sound, TONE / 2, atol=1e-3)


def test_a_film_at_another_rate(tmp_path):
    import cv2

    writer = cv2.VideoWriter(str(tmp_path / "grey.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 20, (32, 32))
    for number in range(20):
        writer.write(np.full((32, 32, 3), 10 * number, np.uint8))
    writer.release()
    tree = FolderTree(tmp_path)
    levels = {
        rate: [round(float(one.mean()) / 10) for one in film(tree, "grey.avi", rate)] for rate in (0, 10, 40)
    }
    assert levels[0] == list(range(20))
    assert levels[10] == list(range(0, 20, 2))
    assert levels[40] == [number // 2 for number in range(40)]


@pytest.mark.real
def test_real_talking_faces_are_heard(real_data):
    tree = open_dataset(real_data / "f_lipvideo_A" / "data").tree
    for name in ("bbaf2n.mpg", "id2_vcd_swwp2s.mpg"):
        sound, rate = soundtrack_of(tree, name)
        assert rate == 44_100
        assert 2.9 < len(sound) / rate < 3.1
        assert 0.02 < float(np.abs(sound).mean()) < 0.3
