"""Sets that the tests make: folders of drawn pictures, zips, tables."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

Files = dict[str, bytes | str]


def draw(seed: int, size: tuple[int, int] = (64, 64)) -> Image.Image:
    """A scene of shapes; another seed, another scene."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(60, 200) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        w, h = chance.randrange(6, size[0] // 2), chance.randrange(6, size[1] // 2)
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice([pen.rectangle, pen.ellipse])((x, y, x + w, y + h), fill=colour)
    return image


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def outline(image: Image.Image) -> Image.Image:
    """The same scene as a mask of its edges: another look, the same structure."""
    return image.convert("L").filter(ImageFilter.FIND_EDGES).point(lambda v: 255 if v > 20 else 0)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write files by relative path into a fresh folder; a path ending in / makes an empty folder."""

    def write_files(files: Files, name: str = "set") -> Path:
        root = tmp_path / name
        root.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            if path.endswith("/"):
                (root / path).mkdir(parents=True)
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write_files


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """The bytes of the drawn scene of a seed."""

    def make(seed: int, size: tuple[int, int] = (64, 64), kind: str = "PNG") -> bytes:
        return encode(draw(seed, size), kind)

    return make
