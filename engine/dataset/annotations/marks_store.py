"""Marks of many images, packed: about 30 bytes a box, so that a million boxes fit in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.dataset.annotations.geometry import Box
from engine.dataset.types import Mark, Marked, Shape

MOST_OUTLINE_NUMBERS = 20_000_000
"""Of outlines kept in memory; beyond, polygons have their box alone."""
_SHAPES: tuple[Shape, ...] = ("box", "polygon", "points", "label", "text")


@dataclass
class MarkStore:
    """What index files say of images.

    ``lone``: images that are named but aren't there; ``problems``: files that broke off;
    ``relative``: boxes are shares of the image's size.
    """

    images: dict[str, int] = field(default_factory=dict)  # path → place
    lone: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    relative: bool = False
    placed: int = 0  # marks with a box
    repeated: set[Shape] = field(default_factory=set)  # shapes that other files gave to known boxes
    _owner: array[int] = field(default_factory=lambda: array("l"))
    _label: array[int] = field(default_factory=lambda: array("l"))
    _shape: array[int] = field(default_factory=lambda: array("b"))
    _box: array[float] = field(default_factory=lambda: array("f"))
    _texts: dict[int, str] = field(default_factory=dict)  # place of a mark → its text
    _points: dict[int, array[float]] = field(default_factory=dict)  # likewise → its points
    _outlined: int = 0
    _first: list[list[int]] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)

    def marked(self, path: str) -> Marked:
        """The marks of one image."""
        place = self.images[path]
        marks = [self._mark(row) for row in self._first[place]]
        if self.has_places:  # labels and captions of the same images repeat what boxes say better
            marks = [found for found in marks if found.box is not None]
        return Marked(tuple(marks), self.sizes.get(place), self.relative)

    def filled(self) -> Iterator[str]:
        """Images of which something is said."""
        return (path for path, place in self.images.items() if self._first[place])

    def put(self, path: str, marks: Iterable[Mark], size: tuple[int, int] | None = None) -> None:
        """More marks of an image, labels by name."""
        place = self.place_of(path)
        if size is not None:
            self.sizes[place] = size
        for found in marks:
            self.add(place, found, self._named(found.label))

    def _named(self, label: str) -> int:
        if not label:
            return -1
        if label not in self._places:
            self._places[label] = len(self.labels)
            self.labels.append(label)
        return self._places[label]

    def add(self, place: int, found: Mark, label: int) -> None:
        """One more mark of an image."""
        row = len(self._owner)
        self._owner.append(place)
        self._label.append(label)
        self._shape.append(_SHAPES.index(found.shape))
        self.placed += found.box is not None
        self._box.extend(found.box or (float("nan"),) * 4)
        if found.text:
            self._texts[row] = found.text
        if found.points and (found.shape == "points" or self._outlined < MOST_OUTLINE_NUMBERS):
            self._outlined += len(found.points)
            self._points[row] = array("f", found.points)
        self._first[place].append(row)

    @property
    def has_places(self) -> bool:
        """Whether any mark has a place in its image."""
        return self.placed > 0

    @property
    def rows(self) -> int:
        """How many marks there are."""
        return len(self._owner)

    def says(self, place: int, found: Mark, before: int) -> bool:
        """Whether an earlier file (its marks end at ``before``) said the same of an image."""
        code, box = _SHAPES.index(found.shape), array("f", found.box or ())
        for row in self._first[place]:
            if row >= before:
                return False
            if found.box and self._box[4 * row : 4 * row + 4] == box:
                return True
            if not found.box and self._shape[row] == code and self._texts.get(row, "") == found.text:
                return found.shape == "text"
        return False

    def place_of(self, path: str) -> int:
        """The place of an image, made where it is new."""
        place = self.images.setdefault(path, len(self.images))
        if place == len(self._first):
            self._first.append([])
        return place

    def _mark(self, row: int) -> Mark:
        box = self._box[4 * row : 4 * row + 4]
        label = self._label[row]
        there: Box | None = None if box[0] != box[0] else (box[0], box[1], box[2], box[3])
        name = self.labels[label] if label >= 0 else ""
        points = tuple(self._points.get(row, ()))
        return Mark(name, there, _SHAPES[self._shape[row]], self._texts.get(row, ""), points)
