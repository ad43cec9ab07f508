"""Each image holds a pair: input left, target right, as pix2pix wants its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.dataset.alignment import Fit, fit
from engine.dataset.file_dataset import FileDataset
from engine.dataset.pictures import decode, half_of, quiet_decoding, to_rgb
from engine.dataset.structure import looks_like_mask
from engine.dataset.study import Study
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Recognition, Sample
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import split_of

_CHECKED = 12
_DRAFT = 500_000
_SMALLEST = 32  # px of a half: less shows no scene


@dataclass
class _Seen:
    """Of the images looked at: how many are made of two fitting halves, and masks on the right."""

    checked: int = 0
    fitting: int = 0
    masks: int = 0


def recognise(study: Study) -> FileDataset | None:
    """Paired, where in most of a few images the halves show one scene; a wide shape alone says nothing."""
    listing = study.listing
    if study.kind != "image" or any(group.parts and not _is_split(group.parts) for group in study.groups):
        return None
    paths = [path for group in study.groups for _, path in group.files("image")]
    step = max(1, len(paths) // _CHECKED)
    seen = _look(listing.tree, paths[::step][:_CHECKED])
    if seen.fitting < max(1, 0.6 * seen.checked) or (seen.checked == 1 and len(paths) > 1):
        return None
    masks = seen.masks >= 0.8 * seen.checked
    evidence: list[tuple[str, dict[str, int | str]]] = [("halves_correspond", {"checked": seen.checked})]
    if masks:
        evidence.append(("targets_are_masks", {"checked": seen.checked}))

    def samples() -> Iterator[Sample]:
        for path in paths:
            yield Sample(path, Item("image", path=path, half="left"), Item("image", path=path, half="right"))

    return FileDataset(
        listing.tree,
        Recognition(
            layout="side_by_side",
            form="paired",
            confidence=0.97 if seen.fitting >= 0.8 * seen.checked and seen.checked > 2 else 0.93,
            input_modality="image",
            target_modality="image",
            evidence=tuple(evidence),
            input_name="left",
            target_name="right",
            expected=len(paths),
            systems=("segmentation", "pix2pix") if masks else ("pix2pix",),
        ),
        samples,
        lambda: listing.side_files("image"),
    )


def _is_split(parts: tuple[str, ...]) -> bool:
    return all(split_of(part) for part in parts)


def _look(tree: Tree, paths: list[str]) -> _Seen:
    seen = _Seen()
    for path in paths:
        try:
            with quiet_decoding():
                image = to_rgb(decode(tree.read(path), draft=_DRAFT).image)
        except UnreadableFileError:
            continue
        seen.checked += 1
        if image.width < 2 * _SMALLEST or image.height < _SMALLEST:
            continue
        left, right = half_of(image, "left"), half_of(image, "right")
        found: Fit = fit(left, right)
        seen.fitting += found.sure
        seen.masks += looks_like_mask(right) and not looks_like_mask(left)
        if seen.checked >= 6 and not seen.fitting:
            break
    return seen
