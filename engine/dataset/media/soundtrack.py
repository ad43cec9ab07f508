"""The sound of a video, where it is of a kind that libsndfile knows: what OpenCV leaves unheard.

Two containers are taken apart here: MPEG program streams (.mpg, ISO/IEC 13818-1 section 2.5 and
11172-1 section 2.4, with MPEG audio) and AVI (plain samples, or MPEG audio). What others hold is
mostly AAC, which no library of ours decodes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from engine.dataset.media.containers import container_of
from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.media.sound import opened
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

MOST_SECONDS = 120.0
_HEAD = 400
_START = b"\0\0\1"
_PADDING = 0xBE
_PLAIN, _LAYERS = 1, (0x50, 0x55)  # of AVI's sound: samples as they are; MPEG audio
_SUBTYPES = {8: "PCM_U8", 16: "PCM_16", 24: "PCM_24", 32: "PCM_32"}
Sound = tuple[NDArray[numpy.float32], int]
"""One channel of -1 … 1, and samples a second."""


def heard(tree: FileTree, path: str) -> Sound:
    """The opening of a recording. Raises ``UnreadableFileError``."""
    with opened(tree, path) as sound:
        return _mono(sound.read, int(sound.samplerate))


def soundtrack_of(tree: FileTree, path: str) -> Sound:
    """The opening of a video's sound. Raises ``UnreadableFileError``: ``no_soundtrack`` where there is
    none that can be read."""
    data = tree.read(path)
    container = container_of(data[:_HEAD])
    if container == "mpeg":
        return _decoded(b"".join(_program_stream(data)), {})
    if container == "avi":
        try:
            return _of_avi(data)
        except struct.error:
            raise UnreadableFileError("no_soundtrack") from None
    raise UnreadableFileError("no_soundtrack")


def _decoded(track: bytes, options: dict[str, object]) -> Sound:
    import soundfile

    if not track:
        raise UnreadableFileError("no_soundtrack")
    try:
        with soundfile.SoundFile(io.BytesIO(track), **options) as sound:
            return _mono(sound.read, int(sound.samplerate))
    except (soundfile.LibsndfileError, RuntimeError, TypeError, *READ_DAMAGE):
        raise UnreadableFileError("no_soundtrack") from None


def _mono(read: object, rate: int) -> Sound:
    """``read``: soundfile's, which has no types."""
    if not callable(read) or rate <= 0:
        raise UnreadableFileError("damaged_sound")
    try:
        samples = numpy.asarray(read(int(MOST_SECONDS * rate), dtype="float32", always_2d=True))
    except (RuntimeError, TypeError, MemoryError, *READ_DAMAGE):
        raise UnreadableFileError("damaged_sound") from None
    if not len(samples):
        raise UnreadableFileError("no_samples")
    mono = numpy.nan_to_num(samples.mean(axis=1), posinf=1, neginf=-1).clip(-4, 4)
    return mono.astype(numpy.float32), rate


def _program_stream(data: bytes) -> Iterator[bytes]:
    """What the packets of the first MPEG audio stream carry."""
    place, stream = 0, None
    while (place := data.find(_START, place)) >= 0 and place + 9 < len(data):
        code = data[place + 3]
        if code < 0xBB:  # a pack's head, or part of a picture
            place += 4
            continue
        end = place + 6 + int.from_bytes(data[place + 4 : place + 6], "big")
        if 0xC0 <= code <= 0xDF and stream in (None, code):
            stream = code
            yield data[_payload(data, place + 6) : end]
        place = end


def _payload(data: bytes, place: int) -> int:
    """Where a packet's content begins, behind its stuffing and time stamps."""
    head = data[place : place + 32]
    if head[:1] and head[0] & 0xC0 == 0x80:  # MPEG-2
        return place + 3 + (head[2] if len(head) > 2 else 0)
    inner = len(head) - len(head.lstrip(b"\xff"))
    if len(head) > inner + 2 and head[inner] & 0xC0 == 0x40:
        inner += 2
    stamps = {2: 5, 3: 10}.get(head[inner] >> 4, 1) if len(head) > inner else 0
    return place + inner + stamps


def _of_avi(data: bytes) -> Sound:
    """Raises struct.error where it is cut."""
    track, streams, said = [], 0, None
    number = b""
    for name, start, end in _chunks(data, 12, len(data)):
        if name == b"strh":
            if data[start : start + 4] == b"auds" and said is None:
                number, said = b"%02dwb" % streams, b""
            streams += 1
        elif name == b"strf" and said == b"":
            said = data[start:end]
        elif name == number and said:
            track.append(data[start:end])
    if not said:
        raise UnreadableFileError("no_soundtrack")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", said)
    if kind == _PLAIN and bits in _SUBTYPES:
        plain = {
            "format": "RAW", "subtype": _SUBTYPES[bits], "samplerate": rate, "channels": channels,
            "endian": "LITTLE",
        }  # fmt: skip
        return _decoded(b"".join(track), plain)
    return _decoded(b"".join(track) if kind in _LAYERS else b"", {})


def _chunks(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Every chunk of a RIFF file that is no list, with where its content begins and ends, in order."""
    while place + 8 <= end:
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if name in (b"LIST", b"RIFF"):
            place += 12  # its chunks follow
            continue
        yield name, place + 8, min(place + 8 + length, end)
        place += 8 + length + length % 2
