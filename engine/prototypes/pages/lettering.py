"""Faces to write text in pictures with: Korean and further Latin ones where they are installed, and Pillow's
own."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution

from PIL import ImageFont

BUNDLE = "koreanize-matplotlib"
FACES = ("NanumGothic.ttf", "NanumGothicBold.ttf", "NanumGothicLight.ttf", "NanumGothicExtraBold.ttf")
LATIN_BUNDLE = "matplotlib"
LATIN_FACES = ("DejaVuSans.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "DejaVuSerif.ttf")
Font = ImageFont.ImageFont | ImageFont.FreeTypeFont


@lru_cache
def korean_faces() -> tuple[str, ...]:
    """The paths of the Korean faces, the plain one first; none where they aren't installed."""
    return _installed(BUNDLE, FACES)


@lru_cache
def latin_faces() -> tuple[str, ...]:
    """The paths of the faces that know Latin letters alone; Pillow's own, which is always there, is first."""
    return ("", *_installed(LATIN_BUNDLE, LATIN_FACES))


@lru_cache(maxsize=64)
def face(path: str, size: int) -> Font:
    """A face by its path in this size; an empty path stands for Pillow's own, which knows no Korean."""
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


def _installed(bundle: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Where a package keeps these files, in their order."""
    try:
        files = distribution(bundle).files or []
    except PackageNotFoundError:
        return ()
    paths = {file.name: str(file.locate()) for file in files if file.name in names}
    return tuple(paths[name] for name in names if name in paths)
