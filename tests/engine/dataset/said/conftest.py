"""Sets on which each correction has something to change."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.dataset.conftest import Files, draw, encode, outline, write  # noqa: F401

WORDS = ["배송이 빨라요", "정말 좋은 제품", "다시는 안 사요", "색이 예뻐요", "생각보다 작아요", "포장이 엉망"]


def table(rows: int = 40) -> str:
    """id, text, stars (few values), label (two values), note: a table of texts, Korean."""
    lines = ["번호,리뷰,별점,label"]
    for number in range(rows):
        words = f"{WORDS[number % len(WORDS)]} 그리고 {number}번째 {WORDS[(number * 5 + 1) % len(WORDS)]}"
        lines.append(f"{number + 1},{words},{number % 5 + 1},{'긍정' if number % 3 else '부정'}")
    return "\n".join(lines) + "\n"


def voc(name: str) -> str:
    box = "<xmin>4</xmin><ymin>4</ymin><xmax>20</xmax><ymax>20</ymax>"
    return (
        f"<annotation><filename>{name}</filename><size><width>64</width><height>64</height></size>"
        f"<object><name>bolt</name><bndbox>{box}</bndbox></object></annotation>"
    )


def sets() -> dict[str, Files]:
    """A set a kind, small."""
    scenes = [draw(seed) for seed in range(12)]
    pictures = [encode(scene) for scene in scenes]
    chance = random.Random(1)
    files: dict[str, Files] = {
        "classes": {f"{('cat', 'dog')[n % 2]}/{n:02}.png": pictures[n] for n in range(12)},
        "pairs": {f"images/{n:02}.png": pictures[n] for n in range(12)}
        | {f"masks/{n:02}.png": encode(outline(scenes[n])) for n in range(12)},
        "domains": {f"A/{n:02}a.png": pictures[n] for n in range(8)}
        | {f"B/x{n + 100}.png": pictures[11 - n] for n in range(8)},
        "voc": {f"images/{n:02}.png": pictures[n] for n in range(12)}
        | {f"annotations/{n:02}.xml": voc(f"{n:02}.png") for n in range(12)},
        "table": {"reviews.csv": table()},
        "texts": {f"{('pos', 'neg')[n % 2]}/{n}.txt": WORDS[n % 6] * 3 for n in range(12)},
        "heap": {f"{chance.randrange(10**9):x}.png": picture for picture in pictures},
        "names": {f"{('ok', 'ng')[n % 2]}_cam{n % 3}_{n:02}.png": pictures[n] for n in range(12)},
        "mixed": {f"one/images/{n}.png": pictures[n] for n in range(6)}
        | {f"one/masks/{n}.png": encode(outline(scenes[n])) for n in range(6)}
        | {f"two/images/{n}.png": pictures[n + 6] for n in range(6)}
        | {f"two/annotations/{n}.xml": voc(f"{n}.png") for n in range(6)},
    }
    return files


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All sets of :func:`sets`, written once."""
    root = tmp_path_factory.mktemp("said")
    for name, files in sets().items():
        for path, content in files.items():
            file = root / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    return {name: root / name for name in sets()}


Writer = Callable[..., Path]
