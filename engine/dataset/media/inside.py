"""One sound, video or mesh, looked at once: what identifies its content, and whether it is empty."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import xxhash

from engine.dataset.kinds import kind_of
from engine.dataset.types import FileTree, Modality
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from engine.dataset.media.shapes import Shape

    Grey = NDArray[numpy.uint8]

_CHUNK = 1 << 20
READ_DAMAGE = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True)
class Heard:
    """``opening``: the first seconds, one channel between -1 and 1, ``rate`` samples a second.

    ``seconds``: how long all of it is; ``loudness``: root of the mean square of all of it.
    """

    opening: NDArray[numpy.float32]
    rate: int
    seconds: float
    loudness: float


@dataclass(frozen=True)
class Inside:
    """``digest``: the same for the same content; ``empty``: it can be read, but holds nothing.

    What else was decoded on the way: ``heard`` of a sound; ``moments`` of a video, small grey
    pictures at even shares of its length (none where that would take too long); ``shape`` of a mesh.
    """

    digest: int
    empty: bool = False
    heard: Heard | None = None
    moments: tuple[Grey, ...] = ()
    shape: Shape | None = None


def look_inside_media(tree: FileTree, path: str, modality: Modality) -> Inside:
    """What is in a file of sound, video or a mesh. Raises ``UnreadableFileError``."""
    digest = _digest_of_bytes(tree, path)
    if modality == "audio":
        from engine.dataset.media import sound

        return sound.look(tree, path, digest)
    if modality == "video":
        if kind_of(path) == "image":
            from engine.dataset.media import animation

            return animation.look(tree, path, digest)
        from engine.dataset.media import moving

        return moving.look(tree, path, digest)
    if modality == "mesh":
        from engine.dataset.media import meshes

        return meshes.look(tree, path, digest)
    return Inside(digest)


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces. Raises ``UnreadableFileError``."""
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except READ_DAMAGE:
        raise UnreadableFileError("read_error") from None


def _digest_of_bytes(tree: FileTree, path: str) -> int:
    digest = xxhash.xxh3_64()
    first = b""
    with tree.open(path) as stream:
        for chunk in chunks(stream):
            first = first or chunk[:64]
            digest.update(chunk)
    if not first:
        raise UnreadableFileError("empty_file")
    if first.startswith(b"version https://git-lfs"):
        raise UnreadableFileError("lfs_pointer")
    return digest.intdigest()
