"""Pictures one by one, also where the data set counts in clips: a folder of numbered frames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.dataset.kinds import kind_of, stem_of
from engine.dataset.types import Dataset, Item, Sample

_NUMBER = re.compile(r"\d+")


def each_picture(dataset: Dataset) -> Iterator[Sample]:
    """The samples; a clip that is a folder of frames becomes a sample a frame, tied to the frame of the
    same place where its target is such a clip too."""
    if dataset.recognition.layout != "frame_folders":
        yield from dataset.samples()
        return
    clips = _clips(dataset)
    for sample in dataset.samples():
        sources = clips.get(_folder(sample.input), [])
        target = sample.target
        ties: Sequence[Item | None] = [target] * len(sources)
        if target is not None and target.path is not None:
            ties = [Item("image", path=path) for path in clips.get(_folder(target), [])]
        if len(ties) != len(sources):
            ties = [None] * len(sources)
        for path, tied in zip(sources, ties, strict=True):
            yield replace(sample, id=path, input=Item("image", path=path), target=tied)


def _clips(dataset: Dataset) -> dict[str, list[str]]:
    """The frames of each folder in the order of their numbers."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in dataset.tree.entries():
        if kind_of(entry.path) == "image":
            found[entry.path.rpartition("/")[0]].append(entry.path)
    for paths in found.values():
        paths.sort(key=_place)
    return found


def _folder(item: Item) -> str:
    return (item.path or "").rpartition("/")[0]


def _place(path: str) -> tuple[list[int], str]:
    return [int(number[:12]) for number in _NUMBER.findall(stem_of(path))], path
