"""Sound: decoded to the end, up to a limit; cut, lying and unknown files are refused with the reason."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import numpy
import xxhash
from numpy.typing import NDArray

from engine.dataset.kinds import suffix_of
from engine.dataset.media.containers import check_length, check_ogg, container_of, tracks_of
from engine.dataset.media.inside import READ_DAMAGE, Heard, Inside
from engine.dataset.media.on_disk import on_disk
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    import soundfile

_LOSSLESS = frozenset({"WAV", "WAVEX", "RF64", "W64", "FLAC", "AIFF", "AU", "CAF", "NIST"})
_COUNTED = frozenset({"FLAC", "MP3"})  # their headers say how many samples there are
_SIGNATURES = frozenset(
    {b"RIFF", b"RIFX", b"RF64", b"fLaC", b"OggS", b"FORM", b".snd", b"caff", b"NIST", b"riff"}
)
_UNKNOWN_ENCODING = 4  # of libsndfile: the container is known, what is in it is not
_BLOCK = 1 << 17  # samples of all channels
_MOST_FRAMES = 200_000_000  # over an hour at 48 kHz: what follows is not decoded
_MPEG_SLACK = 4 * 1152  # frames that an encoder puts before and after
_STREAMED = 0xFFFFFF00  # sizes from here on are written by tools that stream and don't know the length
_OPENING = 15  # seconds that are kept to be compared by
_MOST_OPENING = 3_000_000  # samples: 15 s at 192 kHz
_RAW_RATE = 16_000  # Hz: Korean speech corpora give bare samples of 16 bit, mono, without any header
Word = Literal["int16", "int32", "float64"]


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """Raises ``UnreadableFileError``. Of lossless sound equal samples are equal, whatever the container."""
    with opened(tree, path) as sound:
        return _decoded(sound, digest)


@contextmanager
def opened(tree: FileTree, path: str) -> Iterator[soundfile.SoundFile]:
    """A sound of which the header is sound, ready to be read. Raises ``UnreadableFileError``."""
    import soundfile

    raw = suffix_of(path) == "pcm"
    options: dict[str, object] = (
        {"format": "RAW", "subtype": "PCM_16", "samplerate": _RAW_RATE, "channels": 1} if raw else {}
    )
    with on_disk(tree, path) as name, Path(name).open("rb") as stream:
        head = b"" if raw else _checked_head(stream)
        try:
            sound = soundfile.SoundFile(name, **options)
        except soundfile.LibsndfileError as error:
            raise UnreadableFileError(_why_refused(stream, head, error.code)) from None
        except (RuntimeError, TypeError, *READ_DAMAGE):
            raise UnreadableFileError("damaged_sound") from None
        with sound:
            yield sound


def word_of(subtype: str) -> Word:
    """The type that holds samples without loss: 16 bit would cut floats down to nought and one."""
    if subtype in ("FLOAT", "DOUBLE"):
        return "float64"
    return "int32" if subtype in ("PCM_24", "PCM_32", "ALAC_20", "ALAC_24", "ALAC_32") else "int16"


def _decoded(sound: soundfile.SoundFile, digest: int) -> Inside:
    import soundfile

    word = word_of(sound.subtype)
    samples = xxhash.xxh3_64(struct.pack("<II", sound.samplerate, sound.channels) + word.encode())
    promised, frames = sound.frames, 0
    ear = _Ear(sound.samplerate)
    block = max(1, _BLOCK // max(sound.channels, 1))
    try:
        while frames < _MOST_FRAMES:
            read = sound.read(block, dtype=word, always_2d=True)
            if not len(read):
                break
            frames += len(read)
            samples.update(read.tobytes())
            ear.hear(read)
    except (soundfile.LibsndfileError, RuntimeError, TypeError, MemoryError, *READ_DAMAGE):
        raise UnreadableFileError("damaged_sound") from None
    slack = _MPEG_SLACK + promised // 50 if sound.format == "MP3" else 0
    if sound.format in _COUNTED and frames < min(promised - slack, _MOST_FRAMES):
        raise UnreadableFileError("cut_off")
    same = samples.intdigest() if sound.format in _LOSSLESS and frames < _MOST_FRAMES else digest
    return Inside(same, empty=not frames, heard=ear.heard())


class _Ear:
    """Listens to a sound block by block; keeps its opening, and of the rest how loud it is."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._wanted = max(1, min(_OPENING * rate, _MOST_OPENING))
        self._opening: list[NDArray[numpy.float32]] = []
        self._kept = self._frames = 0
        self._energy = 0.0

    def hear(self, block: NDArray[numpy.number]) -> None:
        """``block``: (frames, channels), whole numbers of their full range, or floats of 1."""
        full = float(1 << (8 * block.dtype.itemsize - 1)) if block.dtype.kind == "i" else 1.0
        with numpy.errstate(all="ignore"):  # floats of strangers may be anything
            mono = numpy.nan_to_num(block.mean(axis=1, dtype=numpy.float64) / full, posinf=1, neginf=-1)
            self._energy += float(numpy.square(mono.clip(-4, 4)).sum())
        self._frames += len(mono)
        if self._kept < self._wanted:
            piece = mono[: self._wanted - self._kept].astype(numpy.float32)
            self._opening.append(piece)
            self._kept += len(piece)

    def heard(self) -> Heard | None:
        """None where nothing was."""
        if not self._frames:
            return None
        loudness = (self._energy / self._frames) ** 0.5
        return Heard(
            numpy.concatenate(self._opening), self._rate, self._frames / max(self._rate, 1), loudness
        )


def _checked_head(stream: IO[bytes]) -> bytes:
    """The first bytes; what they promise is there. Raises ``UnreadableFileError``."""
    try:
        head = stream.read(400)
        size = stream.seek(0, io.SEEK_END)
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            _check_wav(stream, size)
        elif head[:4] == b"OggS":
            check_ogg(stream, size)
        elif size < _promised(head):
            raise UnreadableFileError("cut_off")
        stream.seek(0)
    except struct.error:
        raise UnreadableFileError("cut_off") from None
    except READ_DAMAGE:
        raise UnreadableFileError("read_error") from None
    return head


def _promised(head: bytes) -> int:
    """How long AIFF and AU say to be; 0 where nothing is said."""
    if head[:4] == b"FORM":
        return int(struct.unpack_from(">I", head, 4)[0]) + 7  # some writers count the last padding byte
    if head[:4] == b".snd":
        start, length = struct.unpack_from(">II", head, 4)
        return start + length if length < _STREAMED else 0
    return 0


def _why_refused(stream: IO[bytes], head: bytes, code: int) -> str:
    """Told apart: sound of a kind that is not decoded here, damaged sound, and what is no sound."""
    container = container_of(head)
    if container in ("mp4", "matroska", "asf"):
        check_length(stream, container)
        other = container == "mp4" and "soun" not in tracks_of(stream)
        return "not_a_sound" if other else "unknown_sound_format"
    if head.startswith((b"#!AMR", b"ADIF")) or (
        head[:1] == b"\xff" and head[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9")
    ):
        return "unknown_sound_format"
    if code == _UNKNOWN_ENCODING:
        return "unknown_sound_format"
    return "damaged_sound" if head[:4] in _SIGNATURES or head[:3] == b"ID3" else "not_a_sound"


def _check_wav(stream: IO[bytes], size: int) -> None:
    """The size that the header promises against the size there is: the library trusts the smaller one."""
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
