"""Moving pictures in image files: GIF, WebP and PNG with more than one frame."""

from __future__ import annotations

import io

from PIL import Image

from engine.dataset.kinds import suffix_of
from engine.dataset.media.inside import Inside
from engine.dataset.media.moments import moments_of_animation
from engine.dataset.pictures import decode, quiet_decoding
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

MAY_MOVE = frozenset({"gif", "webp", "png", "apng"})


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """The first frame is decoded. Raises ``UnreadableFileError``."""
    with quiet_decoding():
        data = tree.read(path)
        decode(data)
        return Inside(digest, moments=moments_of_animation(data))


def moves(tree: FileTree, path: str) -> bool:
    """Whether an image file holds more than one frame; nothing is decoded."""
    if suffix_of(path) not in MAY_MOVE:
        return False
    try:
        data = tree.read(path)
        with quiet_decoding(), Image.open(io.BytesIO(data), formats=("GIF", "WEBP", "PNG")) as image:
            return bool(getattr(image, "is_animated", False))
    except (UnreadableFileError, OSError, ValueError, SyntaxError, EOFError, TypeError, RuntimeError):
        return False
