"""What ties annotations to the images of a set, whatever format they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from PIL import Image

from engine.dataset.pictures import MAX_PIXELS, quiet_decoding
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Layout, Mark, Marked, Modality, Shape
from engine.dataset.unreadable import UnreadableFileError

MAX_LOOKED_AT = 24
Evidence = tuple[str, dict[str, int | str]]


@dataclass
class Look:
    """What a few annotated images show: kinds of marks, and whether boxes lie inside the images."""

    checked: int = 0
    boxes: int = 0
    inside: int = 0
    texts: int = 0
    shapes: Counter[Shape] = field(default_factory=Counter)

    def take(self, marked: Marked, size: tuple[int, int] | None) -> None:
        """Count the marks of one more image of this size."""
        self.checked += 1
        wide, high = (1, 1) if marked.relative else size or marked.size or (0, 0)
        slack = 0.02 if marked.relative else 2 + 0.02 * max(wide, high)
        for mark in marked.marks:
            self.shapes[mark.shape] += 1
            self.texts += bool(mark.text)
            if mark.box is not None and wide:
                self.boxes += 1
                self.inside += _lies_inside(mark, wide, high, slack)

    @property
    def share_inside(self) -> float:
        """The share of boxes that lie in their image; 1 without boxes."""
        return self.inside / self.boxes if self.boxes else 1.0

    @property
    def modality(self) -> Modality:
        """What the targets are."""
        placed = self.shapes["box"] + self.shapes["polygon"]
        if placed and placed >= self.shapes["points"]:
            return "boxes"
        main = max(self.shapes, key=lambda shape: self.shapes[shape], default="box")
        if main == "label":
            return "category"
        return "text" if main == "text" else "points" if main == "points" else "boxes"

    def systems(self) -> tuple[str, ...]:
        """The systems that such marks fit."""
        total = max(sum(self.shapes.values()), 1)
        found = []
        if self.texts > 0.5 * total:
            found.append("document_ocr")
        if self.shapes["points"] > 0.2 * total:
            found.append("pose_estimation")
        if self.modality == "category":
            found.append("image_classification")
        if self.shapes["box"] + self.shapes["polygon"] + self.shapes["points"] and self.boxes:
            found.append("object_detection")
        if self.shapes["polygon"] > 0.2 * total:
            found.append("segmentation")
        return tuple(found)


@dataclass
class Tied:
    """Annotations of one format and the images that they are about.

    ``target_of``: the target of an image by its path, or None; ``used``: whether a file is one
    of the annotations; ``folders``: images with and without a target a folder, where names tell.
    """

    layout: Layout
    look: Look
    confidence: float
    target_of: Callable[[str], Item | None]
    used: Callable[[str], bool]
    lone: Callable[[], Iterator[Item]]
    evidence: list[Evidence]
    matched: int
    modality: Modality
    systems: tuple[str, ...]
    classes: tuple[str, ...] = ()
    target_name: str = ""


def image_size(tree: Tree, path: str) -> tuple[int, int] | None:
    """Width and height out of the head of an image, as it is stored; None where it is damaged."""
    try:
        with quiet_decoding(), tree.open(path) as stream, Image.open(stream) as image:
            wide, high = image.size
            return (wide, high) if wide * high <= MAX_PIXELS else None
    except (UnreadableFileError, *_HEAD_DAMAGE):
        return None


_HEAD_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
                OverflowError, RuntimeError, Image.DecompressionBombError)  # fmt: skip


def look_at(tree: Tree, found: Iterable[tuple[str, Marked]]) -> Look:
    """Look at a few images with their marks."""
    look = Look()
    for path, marked in found:
        size = image_size(tree, path) if any(mark.box for mark in marked.marks) else None
        look.take(marked, size)
    return look


def spread(things: list[str], wanted: int = MAX_LOOKED_AT) -> list[str]:
    """A few of many, evenly spread."""
    step = max(1, len(things) // wanted)
    return things[::step][:wanted]


def _lies_inside(mark: Mark, wide: int, high: int, slack: float) -> bool:
    if mark.box is None:
        return True
    left, top, right, bottom = mark.box
    return left >= -slack and top >= -slack and right <= wide + slack and bottom <= high + slack
