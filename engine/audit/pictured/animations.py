"""An image file that moves, as its first frame and a later one."""

from __future__ import annotations

import io

from PIL import Image

from engine.audit.pictured.canvas import encoded, strip
from engine.dataset.pictures import DAMAGE, decode, to_rgb
from engine.dataset.types import FileTree

_LATER = 12
"""A later frame is reached through those before it: not too far a way."""


def drawn_animation(tree: FileTree, path: str) -> tuple[str, str | None]:
    """(picture, size). Raises ``UnreadableFileError``."""
    data = tree.read(path)
    first = decode(data)
    frames = [to_rgb(first.image)]
    if first.animated:
        try:
            with Image.open(io.BytesIO(data)) as image:
                image.seek(min(_LATER, max(1, getattr(image, "n_frames", 2) // 2)))
                frames.append(to_rgb(image.copy()))
        except DAMAGE:
            pass  # the first frame stands for it
    wide, high = first.size
    return encoded(strip(frames)), f"{wide}×{high}"
