"""A judged set as files: JPEG bytes with their truth, in memory or in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from scripts.audit_sets.photos import Photos
from scripts.audit_sets.plan import Maker, Planted, bait, fresh_only, hard, planted, repeated, swaps

SETS: dict[str, Callable[[Maker, int], Iterator[Planted]]] = {
    "planted": planted,
    "hard": lambda maker, size: hard(maker, max(2, size // 20)),
    "bait": bait,
    "swaps": lambda maker, size: swaps(maker, size // 3),
    "fresh": fresh_only,
    "repeated": repeated,
}


@dataclass(frozen=True)
class Truth:
    """What is true of one file."""

    file: str
    content: int
    kind: str
    camera: int


def make_set(
    name: str, seed: int, size: int, photos: Photos | None, photo_share: float = 0.5
) -> Iterator[tuple[Truth, bytes]]:
    """Every file's truth and bytes, in a shuffled order, about ``size`` of them."""
    maker = Maker(seed, photos, photo_share)
    made = [(item.content, item.kind, item.camera, _jpeg(item)) for item in SETS[name](maker, size)]
    for number, place in enumerate(maker.rng.permutation(len(made))):
        content, kind, camera, data = made[place]
        yield Truth(f"{number:06d}.jpg", content, kind, camera), data


def write_set(folder: Path, name: str, seed: int, size: int, photos: Photos | None) -> int:
    """Write the files into ``folder/data`` and the truth beside it; how many they are."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    truths: list[Truth] = []
    for truth, data in make_set(name, seed, size, photos):
        (folder / "data" / truth.file).write_bytes(data)
        truths.append(truth)
    text = json.dumps([asdict(truth) for truth in truths], indent=0)
    (folder / "truth.json").write_text(text, encoding="utf-8")
    return len(truths)


def _jpeg(item: Planted) -> bytes:
    done, data = cv2.imencode(".jpg", item.picture, [cv2.IMWRITE_JPEG_QUALITY, item.quality])
    if not done:
        raise RuntimeError(item.kind)
    return data.tobytes()
