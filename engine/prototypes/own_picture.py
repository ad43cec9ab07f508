"""The picture that a sample is, small enough to be shown beside what was said of it."""

from __future__ import annotations

import io

from PIL import Image

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.types import Dataset

THUMBNAIL = 192


def own_picture(dataset: Dataset, path: str) -> bytes | None:
    """PNG, at most ``THUMBNAIL`` pixels wide and high; None where there is no such picture (any more)."""
    try:
        picture = load_picture(dataset.tree.read(path))
    except (UnreadableFileError, KeyError):
        return None
    picture.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()
