"""What holds video and sound: told by its first bytes, and measured against the length it promises.

Only known containers are handed on to FFmpeg: its play lists and scripts name further files to open.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Collection
from typing import IO, Literal

from engine.dataset.unreadable import UnreadableFileError

Container = Literal["mp4", "avi", "matroska", "mpeg", "transport", "asf", "flv", "ogg"]

_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")  # its object that holds the file's size
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"})
_MOST_BOXES = 200_000
_INDEX_LIMIT = 32 << 20  # bytes of an MP4's index that are searched
_TRACKS_WITHIN = 1 << 16  # bytes at the top of a Matroska file
_STREAMED = 0xFFFFFF00  # sizes from here on are written by tools that don't know the length
_TAIL = 1 << 17


def container_of(head: bytes) -> Container | None:
    """The container that begins with these bytes (200 are enough); None: none that is known."""
    if head[4:8] in _BOXES:
        return "mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if head[:4] in (b"\0\0\1\xba", b"\0\0\1\xb3"):
        return "mpeg"
    if head[:1] == b"G" == head[188:189] or head[4:5] == b"G" == head[196:197]:
        return "transport"
    if head[:16] == _ASF:
        return "asf"
    if head[:4] == b"FLV\1":
        return "flv"
    return "ogg" if head[:4] == b"OggS" else None


def check_length(stream: IO[bytes], container: Container) -> None:
    """Whether all is there that the container promises. Raises ``UnreadableFileError``.

    A program stream (.mpg), a transport stream and FLV promise nothing: of them a cut is not seen.
    """
    size = stream.seek(0, io.SEEK_END)
    try:
        if container == "mp4":
            _check_boxes(stream, size)
        elif container == "avi":
            _check_riff(stream, size)
        elif container == "matroska":
            _check_matroska(stream, size)
        elif container == "asf":
            _check_asf(stream, size)
        elif container == "ogg":
            check_ogg(stream, size)
    except struct.error:
        raise UnreadableFileError("cut_off") from None
    finally:
        stream.seek(0)


def tracks_of(stream: IO[bytes]) -> frozenset[str]:
    """Which tracks an MP4 says to hold, as its handlers call them: ``vide``, ``soun``, …; may be empty."""
    index = _index_of(stream, "mp4")
    return frozenset(each.decode("ascii") for each in re.findall(rb"hdlr.{8}([a-z]{4})", index, re.DOTALL))


def names_codec(stream: IO[bytes], container: Container, codecs: Collection[bytes]) -> bool:
    """Whether what an MP4 or Matroska says of its tracks has one of these names in it."""
    index = _index_of(stream, container)
    return any(codec in index for codec in codecs)


def _index_of(stream: IO[bytes], container: Container) -> bytes:
    """The bytes that tell of the tracks; none of containers that have no place of their own for them."""
    size = stream.seek(0, io.SEEK_END)
    found = b""
    if container == "mp4":
        for name, start, end in _boxes(stream, size):
            if name == b"moov":
                stream.seek(start)
                found += stream.read(min(end - start, _INDEX_LIMIT))
    elif container == "matroska":
        stream.seek(0)
        found = stream.read(_TRACKS_WITHIN)
    stream.seek(0)
    return found


def check_ogg(stream: IO[bytes], size: int) -> None:
    """The last page of a whole Ogg stream says that it is the last. Raises ``UnreadableFileError``."""
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    last = tail.rfind(b"OggS")
    if last >= 0 and len(tail) > last + 5 and not tail[last + 5] & 4:
        raise UnreadableFileError("cut_off")


def _boxes(stream: IO[bytes], size: int) -> list[tuple[bytes, int, int]]:
    """(name, start of its content, end as promised) of the boxes at the top of an MP4."""
    place = 0
    boxes: list[tuple[bytes, int, int]] = []
    while place + 8 <= size and len(boxes) < _MOST_BOXES:
        stream.seek(place)
        length, name = struct.unpack(">I4s", stream.read(8))
        start = place + 8
        if length == 1:
            (length,) = struct.unpack(">Q", stream.read(8))
            start += 8
        end = size if length == 0 else place + length
        if end < start or not re.fullmatch(rb"[\x20-\x7e\xa9]{4}", name):
            break  # what follows is no box: some writers leave noughts behind
        boxes.append((name, start, end))
        place = end
    return boxes


def _check_boxes(stream: IO[bytes], size: int) -> None:
    boxes = _boxes(stream, size)
    if boxes and boxes[-1][2] > size and boxes[-1][0] in _BOXES | {b"moof"}:
        raise UnreadableFileError("cut_off")
    if not any(name == b"moov" for name, _, _ in boxes):  # the index comes last: it was never written
        raise UnreadableFileError(
            "cut_off" if any(name == b"mdat" for name, _, _ in boxes) else "not_a_video"
        )


def _check_riff(stream: IO[bytes], size: int) -> None:
    place = 0
    while place + 12 <= size:
        stream.seek(place)
        name, length = struct.unpack("<4sI", stream.read(8))
        if name != b"RIFF" or length == 0 or length >= _STREAMED:
            return
        place += 8 + length + length % 2
        if place > size + 1:
            raise UnreadableFileError("cut_off")


def _check_matroska(stream: IO[bytes], size: int) -> None:
    """After the head comes the segment, which tells its length, or that it is not known."""
    place = 4
    for element in (b"", b"\x18\x53\x80\x67"):
        stream.seek(place)
        if element and stream.read(4) != element:
            return
        first = stream.read(1)
        width = 9 - first[0].bit_length() if first and first[0] else 9
        if width > 8:
            return
        rest = stream.read(width - 1)
        length = int.from_bytes(bytes([first[0] & (0xFF >> width)]) + rest, "big")
        if length == (1 << (7 * width)) - 1:
            return
        place = stream.tell() + length
    if place > size:
        raise UnreadableFileError("cut_off")


def _check_asf(stream: IO[bytes], size: int) -> None:
    stream.seek(0)
    head = stream.read(1 << 16)
    place = head.find(_ASF_FILE)
    if place < 0:
        return
    (promised,) = struct.unpack_from("<Q", head, place + 40)
    if promised > size:
        raise UnreadableFileError("cut_off")
