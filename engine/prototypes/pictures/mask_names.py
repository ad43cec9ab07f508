"""What the labels of masks are called, where a file beside them tells: ``class_dict.csv``, ``labelmap.txt``,
``classes.txt``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.dataset import UnreadableFileError
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import FileTree
from engine.dataset.vocabulary import words
from engine.prototypes.pictures.masks import Colour, Legend

_FILE = re.compile(
    r"[^/]*(class|label|colou?r|code|legend|클래스|라벨|범례|색상)[^/]*\.(csv|txt)", re.IGNORECASE
)
_GROUND = words("background bg void unlabeled unlabelled none ignore 배경 없음")
_LARGEST = 1 << 16  # bytes
_THREE = r"(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})"
_NAME = r"([^\W\d][^,;:\t]*?)"
_NAME_COLOUR = re.compile(rf"(?:\d+[\s,;:]+)?\"?{_NAME}\"?[\s,;:]+{_THREE}(?:\D.*)?")
_COLOUR_NAME = re.compile(rf"{_THREE}[\s,;:]+{_NAME}(?:[,;:\t].*)?")
_NAME_NUMBER = re.compile(rf"{_NAME}[\s,;:]+(\d{{1,3}})")
_NUMBER_NAME = re.compile(rf"(\d{{1,3}})[\s,;:]+{_NAME}(?:[,;:\t].*)?")


def with_names(legend: Legend, tree: FileTree) -> Legend:
    """The legend with the name of each label, where one file has them all; the ground may lack its own."""
    if legend.things:
        return legend
    for entry in tree.entries():
        if entry.size > _LARGEST or not _FILE.fullmatch(entry.path.rpartition("/")[2]):
            continue
        try:
            lines = [line.strip() for line in decode_text(tree.read(entry.path)).splitlines()]
        except (UnreadableFileError, ValueError):
            continue
        told = _told([line for line in lines if line and not line.startswith("#")])
        names = tuple(told.get(colour, "") for colour in legend.colours)
        if all(names[label] for label in legend.judged):
            return replace(legend, names=names)
    return legend


def _told(lines: Sequence[str]) -> dict[Colour, str]:
    """Name of each colour; of masks that number their labels, of each number as a grey."""
    told: dict[Colour, str] = {}
    for line in lines:
        if found := _NAME_COLOUR.fullmatch(line):
            told[int(found[2]), int(found[3]), int(found[4])] = found[1].strip()
        elif found := _COLOUR_NAME.fullmatch(line):
            told[int(found[1]), int(found[2]), int(found[3])] = found[4].strip()
    if told:
        return told
    numbered = [_NUMBER_NAME.fullmatch(line) for line in lines]
    if any(numbered):
        return {_grey(int(found[1])): found[2].strip() for found in numbered if found}
    counted = [_NAME_NUMBER.fullmatch(line) for line in lines]
    if any(counted):
        return {_grey(int(found[2])): found[1].strip() for found in counted if found}
    begins_with_ground = bool(lines) and lines[0].strip("_").lower() in _GROUND  # else it may count from 1
    return {_grey(number): line for number, line in enumerate(lines)} if begins_with_ground else {}


def _grey(number: int) -> Colour:
    return number, number, number
