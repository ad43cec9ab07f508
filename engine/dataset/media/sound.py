"""Sound: decoded to the end, up to a limit; cut, lying and silent-by-emptiness files are refused."""

from __future__ import annotations

import io
import struct
from typing import IO

import xxhash

from engine.dataset.kinds import suffix_of
from engine.dataset.media.inside import Inside
from engine.dataset.media.seekable import seekable
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

_BY_SNDFILE = frozenset({"wav", "flac", "mp3", "ogg", "oga", "opus", "aif", "aiff"})
_LOSSLESS = frozenset({"wav", "flac", "aif", "aiff"})
_SIGNATURES = frozenset({b"RIFF", b"fLaC", b"OggS", b"FORM"})
_BLOCK = 1 << 16  # frames
_MOST_FRAMES = 200_000_000  # over an hour at 48 kHz: what follows is not decoded
_STREAMED = 0xFFFFFF00  # sizes from here on are written by tools that stream and don't know the length
_TAIL = 1 << 17


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """Raises ``UnreadableFileError``. Of lossless sound equal samples are equal, whatever the container."""
    if suffix_of(path) not in _BY_SNDFILE:
        from engine.dataset.media import moving

        return moving.look(tree, path, digest, sound=True)
    with tree.open(path) as plain, seekable(plain) as stream:
        head = stream.read(12)
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            _check_wav(stream)
        elif head[:4] == b"OggS":
            _check_ogg(stream)
        stream.seek(0)
        known = head[:4] in _SIGNATURES or head[:3] == b"ID3"
        return _decoded(stream, suffix_of(path), digest, "damaged_sound" if known else "not_a_sound")


def _decoded(stream: IO[bytes], suffix: str, digest: int, refused: str) -> Inside:
    import soundfile

    samples = xxhash.xxh3_64()
    frames = 0
    try:
        with soundfile.SoundFile(stream) as sound:
            promised = sound.frames
            samples.update(struct.pack("<II", sound.samplerate, sound.channels))
            while frames < _MOST_FRAMES:
                block = sound.read(_BLOCK, dtype="int16", always_2d=True)
                if not len(block):
                    break
                frames += len(block)
                samples.update(block.tobytes())
    except (soundfile.LibsndfileError, RuntimeError, OSError, ValueError, TypeError):
        raise UnreadableFileError("damaged_sound" if frames else refused) from None
    if not frames:
        raise UnreadableFileError("no_samples")
    if suffix == "flac" and frames < min(promised, _MOST_FRAMES):
        raise UnreadableFileError("cut_off")
    return Inside(samples.intdigest() if suffix in _LOSSLESS and frames < _MOST_FRAMES else digest)


def _check_wav(stream: IO[bytes]) -> None:
    """The size that the header promises against the size there is: the library trusts the smaller one."""
    size = stream.seek(0, io.SEEK_END)
    place = 12
    while place + 8 <= size:
        stream.seek(place)
        name, length = struct.unpack("<4sI", stream.read(8))
        if name == b"data":
            if length < _STREAMED and place + 8 + length > size + 1:
                raise UnreadableFileError("cut_off")
            return
        place += 8 + length + length % 2
    raise UnreadableFileError("no_samples")


def _check_ogg(stream: IO[bytes]) -> None:
    """The last page of a whole Ogg stream says that it is the last."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    last = tail.rfind(b"OggS")
    if last >= 0 and len(tail) > last + 5 and not tail[last + 5] & 4:
        raise UnreadableFileError("cut_off")
