"""The outline of a sound: how far it swings in each stretch; long ones are looked at in samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    import soundfile

_AT_ONCE = 1_000_000  # samples of all channels that are read in one go
_STRETCH = 2048  # frames that stand for a column of a long sound


@dataclass(frozen=True)
class Wave:
    """``lows`` and ``highs``: (columns, channels), of full scale 1; ``rate``: frames a second."""

    lows: NDArray[numpy.float64]
    highs: NDArray[numpy.float64]
    frames: int
    rate: int
    channels: int


def wave_of(sound: soundfile.SoundFile, columns: int) -> Wave:
    """The wave in so many columns, or fewer of a short sound. Raises ``UnreadableFileError``."""
    import soundfile

    frames, channels = int(sound.frames), int(sound.channels)
    try:
        if frames * channels <= _AT_ONCE:
            pieces = numpy.array_split(
                sound.read(dtype="float32", always_2d=True), max(1, min(columns, frames))
            )
        else:
            length = max(1, min(_STRETCH, _AT_ONCE // (columns * channels)))
            pieces = []
            for column in range(columns):
                sound.seek(column * (frames // columns))
                pieces.append(sound.read(length, dtype="float32", always_2d=True))
    except (soundfile.LibsndfileError, RuntimeError, TypeError, MemoryError, *READ_DAMAGE):
        raise UnreadableFileError("damaged_sound") from None
    filled = [numpy.nan_to_num(piece).astype(numpy.float64) for piece in pieces if len(piece)]
    none = numpy.zeros((0, channels))
    return Wave(
        lows=numpy.stack([piece.min(axis=0) for piece in filled]) if filled else none,
        highs=numpy.stack([piece.max(axis=0) for piece in filled]) if filled else none,
        frames=frames,
        rate=int(sound.samplerate),
        channels=channels,
    )
