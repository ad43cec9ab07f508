"""Finds the image that an annotation names, however it spells the path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.dataset.kinds import kind_of, stem_of
from engine.dataset.vocabulary import tokens

_LONGEST = 500


class ImageNames:
    """Images by stem. A hundred thousand of them take some twenty megabytes."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_stem: dict[str, str | list[str]] = {}
        self.count = 0
        for path in paths:
            self.count += 1
            stem = stem_of(path).lower()
            there = self._by_stem.get(stem)
            if there is None:
                self._by_stem[stem] = path
            elif isinstance(there, list):
                there.append(path)
            else:
                self._by_stem[stem] = [there, path]

    def find(self, name: str) -> str | None:
        """The image of a name with the suffix of an image, with or without folders before it."""
        if len(name) > _LONGEST or kind_of(name.strip()) != "image":
            return None
        return self.find_loosely(name)

    def find_loosely(self, name: str) -> str | None:
        """The image of a name, be it with or without a suffix."""
        name = name.strip().strip('"').replace("\\", "/")
        if not name or len(name) > _LONGEST:
            return None
        has_suffix = kind_of(name) == "image"
        stem = (stem_of(name) if has_suffix else name.rpartition("/")[2]).lower()
        there = self._by_stem.get(stem)
        if there is None and has_suffix and "-" in stem:  # Label Studio puts a hash before the name
            there = self._by_stem.get(stem.partition("-")[2])
        if there is None or isinstance(there, str):
            return there
        return max(there, key=lambda path: _alike(path, name))

    def called(self, stem: str) -> int:
        """How many images have a stem."""
        there = self._by_stem.get(stem.lower())
        return len(there) if isinstance(there, list) else int(there is not None)

    def nearest(self, stem: str, path: str) -> str | None:
        """Of the images with a stem, the one that lies nearest to a path."""
        there = self._by_stem.get(stem.lower())
        if there is None or isinstance(there, str):
            return there
        return max(there, key=lambda image: _near(image, path))


class SidecarNames:
    """Annotation files by the stem of the image that they lie beside."""

    def __init__(self, paths: Iterable[str], prefix: str = "", suffix: str = "") -> None:
        self._by_stem: dict[str, str | list[str]] = {}
        self.prefix, self.suffix = prefix, suffix
        for path in paths:
            stem = self.stem(path)
            there = self._by_stem.get(stem)
            if there is None:
                self._by_stem[stem] = path
            elif isinstance(there, list):
                there.append(path)
            else:
                self._by_stem[stem] = [there, path]

    def stem(self, path: str) -> str:
        """The stem that the image should have."""
        stem = stem_of(path)
        if kind_of(stem) == "image":  # a.jpg.json
            stem = stem_of(stem)
        return stem.lower().removeprefix(self.prefix).removesuffix(self.suffix)

    def of(self, image: str) -> str | None:
        """The annotation of an image, the nearest one where several have its stem."""
        there = self._by_stem.get(stem_of(image).lower())
        if there is None or isinstance(there, str):
            return there
        return max(there, key=lambda path: _near(path, image))

    def paths(self) -> Iterator[str]:
        """All annotation files."""
        for there in self._by_stem.values():
            if isinstance(there, str):
                yield there
            else:
                yield from there


def _alike(path: str, name: str) -> int:
    """How many of the last parts two paths share."""
    same = 0
    for one, other in zip(reversed(path.split("/")), reversed(name.split("/")), strict=False):
        if one.lower() != other.lower():
            break
        same += 1
    return same


def _near(path: str, other: str) -> tuple[int, int]:
    """How many folders two paths have in common, wherever they stand (``labels/train``, ``images/train``),
    and how many words of their folders (``ch4_test_images``, ``Task1_Test_GT``)."""
    one, two = path.split("/")[:-1], other.split("/")[:-1]
    words = {word for part in one for word in tokens(part)} & {word for part in two for word in tokens(part)}
    return len(set(one) & set(two)), len(words)
