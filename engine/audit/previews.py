"""A few samples to show, spread over the set: small pictures and cut texts."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeVar

from PIL import Image

from engine.audit.types import Preview
from engine.dataset.pictures import decode, half_of, to_rgb
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Dataset, FileTree, Item, Mark, Sample
from engine.dataset.unreadable import UnreadableFileError

Thing = TypeVar("Thing")

SIDE = 192  # px
TEXT_LENGTH = 400  # signs
_DRAFT = 400_000  # pixels: a larger JPEG is decoded at a smaller scale


def make_previews(dataset: Dataset, wanted: int) -> Iterator[Preview]:
    """Up to ``wanted`` previews; what cannot be read is passed over.

    Of an unpaired set half are of the one side and half of the other.
    """
    if wanted <= 0:
        return
    if dataset.recognition.form == "unpaired":
        targets = _spread(dataset.unmatched_targets(), _length(dataset.unmatched_targets()), wanted // 2)
        wanted -= wanted // 2
    else:
        targets = iter(())
    expected = dataset.recognition.expected or wanted
    for sample in _spread(dataset.samples(), expected, wanted):
        preview = _of_sample(dataset.tree, sample)
        if preview is not None:
            yield preview
    for item in targets:
        preview = _of_target(dataset.tree, item)
        if preview is not None:
            yield preview


def preview_of_picture(tree: FileTree, path: str) -> Preview | None:
    """The preview of one image by itself; None where it cannot be read."""
    try:
        image, _ = _shown(tree, Item("image", path=path))
    except UnreadableFileError:
        return None
    return Preview(id=path, input_image=image)


def _spread(items: Iterator[Thing], count: int, wanted: int) -> Iterator[Thing]:
    """``wanted`` of ``count`` items, evenly spread, the first one among them."""
    if count <= wanted:
        return islice(items, max(wanted, 0))
    return (item for index, item in enumerate(items) if index * wanted % count < wanted)


def _of_sample(tree: FileTree, sample: Sample) -> Preview | None:
    try:
        image, text = _shown(tree, sample.input)
        target_image, target_text = _shown(tree, sample.target) if sample.target else (None, None)
    except UnreadableFileError:
        return None
    return Preview(
        id=sample.id,
        input_image=image,
        input_text=text,
        target_image=target_image,
        target_text=target_text,
    )


def _of_target(tree: FileTree, item: Item) -> Preview | None:
    try:
        image, text = _shown(tree, item)
    except UnreadableFileError:
        return None
    return Preview(id=item.path or "", target_image=image, target_text=text)


def _shown(tree: FileTree, item: Item) -> tuple[str | None, str | None]:
    """(picture, text) of an item; both None for media that cannot be shown so."""
    if item.marks is not None:
        marked = item.marks() if item.quick else None
        return None, None if marked is None else _cut("\n".join(map(_said, marked.marks)))
    if isinstance(item.value, Mapping):
        return None, _cut("\n".join(f"{name}: {cell}" for name, cell in item.value.items()))
    if item.path is None:
        return None, _cut(item.value or "")
    if item.modality == "image":
        return _thumbnail(tree.read(item.path), item.half), None
    if item.modality in ("text", "mixed"):
        return None, _cut(decode_text(tree.read(item.path)[: 4 * TEXT_LENGTH]))
    return None, None


def _said(mark: Mark) -> str:
    """One mark in a line: what, what it reads, where."""
    where = "" if mark.box is None else "({:g}, {:g}, {:g}, {:g})".format(*mark.box)
    return " ".join(part for part in (mark.label, mark.text, where) if part)


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"


def _thumbnail(data: bytes, half: str) -> str:
    """Base64 of a picture of at most ``SIDE`` px: PNG where it is as small already, else JPEG."""
    picture = half_of(to_rgb(decode(data, draft=_DRAFT).image), half)
    small = max(picture.size) <= SIDE
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    if small:
        picture.save(file, "PNG")
    else:
        picture.save(file, "JPEG", quality=85)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _length(items: Iterator[Item]) -> int:
    return sum(1 for _ in items)
