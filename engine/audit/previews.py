"""A few samples to show, spread over the set: small pictures and cut texts.

What has no face is given one: the wave of a sound, frames of a video, a mesh shaded, boxes over their image.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeVar

from engine.audit.pictured import (
    drawn_animation,
    drawn_marks,
    drawn_mask,
    drawn_mesh,
    drawn_sound,
    drawn_video,
    encoded,
)
from engine.audit.types import Preview
from engine.dataset.kinds import kind_of, suffix_of
from engine.dataset.media.documents import first_words
from engine.dataset.media.landmarks import points_in
from engine.dataset.pictures import decode, half_of, to_rgb
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Dataset, FileTree, Item, Mark, Modality, Sample
from engine.dataset.unreadable import UnreadableFileError

Thing = TypeVar("Thing")

TEXT_LENGTH = 400  # signs
_DRAFT = 400_000  # pixels: a larger JPEG is decoded at a smaller scale
_LANDMARKS = 4 << 20  # bytes of a file of landmarks


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
    yield from _of_samples(dataset, wanted)
    for item in targets:
        preview = _of_target(dataset.tree, item)
        if preview is not None:
            yield preview


def _of_samples(dataset: Dataset, wanted: int) -> Iterator[Preview]:
    """Spread over the set; for those that cannot be read others from its beginning are shown."""
    expected = dataset.recognition.expected or wanted
    tried: set[str] = set()
    shown = 0
    for sample in _spread(dataset.samples(), expected, wanted):
        tried.add(sample.id)
        preview = _of_sample(dataset.tree, sample)
        if preview is not None:
            shown += 1
            yield preview
    others = (sample for sample in dataset.samples() if sample.id not in tried)
    for sample in islice(others, 0 if shown >= wanted else 2 * wanted):
        preview = _of_sample(dataset.tree, sample)
        if preview is not None:
            shown += 1
            yield preview
        if shown >= wanted:
            return


def preview_of_picture(tree: FileTree, path: str) -> Preview | None:
    """The preview of one image by itself; None where it cannot be read."""
    try:
        return preview_of(tree, Sample(path, Item("image", path=path)))
    except UnreadableFileError:
        return None


def preview_of(tree: FileTree, sample: Sample) -> Preview:
    """The preview of one sample. Raises ``UnreadableFileError``."""
    image, text = _shown(tree, sample.input)
    target_image, target_text = _shown_target(tree, sample)
    return Preview(
        id=sample.id,
        input_image=image,
        input_text=text,
        target_image=target_image,
        target_text=target_text,
    )


def _spread(items: Iterator[Thing], count: int, wanted: int) -> Iterator[Thing]:
    """``wanted`` of ``count`` items, evenly spread, the first one among them."""
    if count <= wanted:
        return islice(items, max(wanted, 0))
    return (item for index, item in enumerate(items) if index * wanted % count < wanted)


def _of_sample(tree: FileTree, sample: Sample) -> Preview | None:
    try:
        return preview_of(tree, sample)
    except UnreadableFileError:
        return None


def _of_target(tree: FileTree, item: Item) -> Preview | None:
    try:
        return preview_of_target(tree, item)
    except UnreadableFileError:
        return None


def preview_of_target(tree: FileTree, item: Item) -> Preview:
    """The preview of an item that no input is tied to. Raises ``UnreadableFileError``."""
    image, text = _shown(tree, item)
    return Preview(id=item.path or "", target_image=image, target_text=text)


def _shown_target(tree: FileTree, sample: Sample) -> tuple[str | None, str | None]:
    """(picture, text) of a target; what tells of places is drawn over the input."""
    target = sample.target
    if target is None:
        return None, None
    if target.marks is not None:
        return _marked(tree, sample.input, target)
    if target.modality == "points" and sample.input.modality == "mesh":
        return _with_landmarks(tree, sample.input, target)
    if target.modality == "image" and target.path is not None:
        image = half_of(decode(tree.read(target.path), draft=_DRAFT).image, target.half)
        return encoded(drawn_mask(image) or to_rgb(image)), None
    return _shown(tree, target)


def _marked(tree: FileTree, item: Item, target: Item) -> tuple[str | None, str | None]:
    marked = target.marks() if target.quick and target.marks is not None else None
    if marked is None:
        return None, None
    drawn = None
    if item.modality == "image" and item.path is not None and not item.half:
        decoded = decode(tree.read(item.path), draft=_DRAFT)
        drawn = drawn_marks(to_rgb(decoded.image), decoded.size, marked)
    return drawn, _cut("\n".join(map(_said, marked.marks)))


def _with_landmarks(tree: FileTree, item: Item, target: Item) -> tuple[str | None, str | None]:
    told = target.value if isinstance(target.value, str) else ""
    data = told.encode() if target.path is None else tree.read(target.path)
    points = points_in(data[:_LANDMARKS], "json" if target.path is None else suffix_of(target.path))
    picture = drawn_mesh(tree, item.path, points)[0] if item.path is not None and len(points) else None
    return picture, _cut(decode_text(data[: 4 * TEXT_LENGTH]))


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
    if item.modality in ("text", "mixed", "points"):
        return None, _cut(decode_text(tree.read(item.path)[: 4 * TEXT_LENGTH]))
    if item.modality == "document":
        return None, _cut(first_words(tree, item.path, TEXT_LENGTH)) or None
    return _drawn(tree, item.path, item.modality)


def _drawn(tree: FileTree, path: str, modality: Modality) -> tuple[str | None, str | None]:
    if modality == "audio":
        return drawn_sound(tree, path)
    if modality == "video":
        return drawn_animation(tree, path) if kind_of(path) == "image" else drawn_video(tree, path)
    if modality == "mesh":
        picture, said = drawn_mesh(tree, path)
        return picture, said or None
    return None, None


def _said(mark: Mark) -> str:
    """One mark in a line: what, what it reads, where."""
    where = "" if mark.box is None else "({:g}, {:g}, {:g}, {:g})".format(*mark.box)
    return " ".join(part for part in (mark.label, mark.text, where) if part)


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"


def _thumbnail(data: bytes, half: str) -> str:
    return encoded(half_of(to_rgb(decode(data, draft=_DRAFT).image), half))


def _length(items: Iterator[Item]) -> int:
    return sum(1 for _ in items)
