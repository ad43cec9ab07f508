"""Video, and sound in the containers of video: the first frames are decoded, the rest is walked through."""

from __future__ import annotations

from typing import IO

from engine.dataset.media.inside import Inside
from engine.dataset.media.seekable import seekable
from engine.dataset.pictures import MAX_PIXELS
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

_DECODED = 3  # frames
_MOST_PACKETS = 5_000_000


def look(tree: FileTree, path: str, digest: int, sound: bool = False) -> Inside:
    """Raises ``UnreadableFileError``."""
    with tree.open(path) as plain, seekable(plain) as stream:
        _decode(stream, sound)
    return Inside(digest)


def _decode(stream: IO[bytes], sound: bool) -> None:
    import av

    damage = (av.FFmpegError, OSError, ValueError, IndexError, RuntimeError, MemoryError, OverflowError)
    decoded = 0
    refused = "not_a_sound" if sound else "not_a_video"
    try:
        with av.open(stream, "r", metadata_errors="ignore") as container:
            chosen: av.VideoStream | av.AudioStream
            if sound and container.streams.audio:
                chosen = container.streams.audio[0]
            elif not sound and container.streams.video:
                chosen = container.streams.video[0]
                if chosen.width * chosen.height > MAX_PIXELS:
                    raise UnreadableFileError("too_many_pixels")
            else:
                raise UnreadableFileError(refused)
            refused = "damaged_sound" if sound else "damaged_video"
            for number, packet in enumerate(container.demux(chosen)):
                if decoded < _DECODED:
                    decoded += len(packet.decode())
                if number > _MOST_PACKETS:
                    break
    except damage:
        raise UnreadableFileError(refused) from None
    if not decoded:
        raise UnreadableFileError("no_samples" if sound else "no_frames")
