"""Faces to write text in pictures with: Korean ones where they are installed, else Pillow's own."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution

from PIL import ImageFont

BUNDLE = "koreanize-matplotlib"
FACES = ("NanumGothic.ttf", "NanumGothicBold.ttf", "NanumGothicLight.ttf", "NanumGothicExtraBold.ttf")
Font = ImageFont.ImageFont | ImageFont.FreeTypeFont


@lru_cache
def korean_faces() -> tuple[str, ...]:
    """The paths of the Korean faces, the plain one first; none where they aren't installed."""
    try:
        files = distribution(BUNDLE).files or []
    except PackageNotFoundError:
        return ()
    paths = {file.name: str(file.locate()) for file in files if file.name in FACES}
    return tuple(paths[name] for name in FACES if name in paths)


@lru_cache(maxsize=64)
def face(path: str, size: int) -> Font:
    """A face by its path in this size; an empty path stands for Pillow's own, which knows no Korean."""
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)
