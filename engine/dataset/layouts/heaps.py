"""Several kinds of media in one heap, and pictures that move, which are videos: without targets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import MEDIA, Kind, modality_of, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.media.animation import MAY_MOVE, moves
from engine.dataset.study import Study
from engine.dataset.systems import systems_of
from engine.dataset.types import Item, Part, Recognition, Sample, Unreadable

_FIRST = 6  # images looked at before a heap is taken for still ones
_MOST = 400  # images looked at
_LEAST_SHARE = 0.1
Heap = list[tuple[Kind, tuple[Kind, ...]]]  # a kind of sample, and the kinds of file that are such samples


def recognise(study: Study) -> FileDataset | None:
    """Input only: a part for each kind of medium."""
    listing = study.listing
    kinds = [kind for kind in MEDIA if listing.counts[kind]]
    folders = {group.parts for kind in kinds for group in listing.groups(kind) if group.parts}
    if not kinds or len(folders) > 1:
        return None
    moving = "image" in kinds and _move(listing)
    textures = _are_textures(listing) and not moving
    if textures:
        kinds.remove("image")
    heaps = _heaps(listing, kinds, moving)
    if not moving and len(heaps) < 2 and not textures:
        return None
    return _dataset(study, heaps)


def _heaps(listing: Listing, kinds: list[Kind], moving: bool) -> Heap:
    """The kinds that are many enough to be meant, the most first."""
    total = sum(listing.counts[kind] for kind in kinds)
    heaps: Heap = []
    for kind in kinds:
        if moving and kind == "video":
            continue
        sources: tuple[Kind, ...] = ("image", "video") if moving and kind == "image" else (kind,)
        if sum(listing.counts[source] for source in sources) >= _LEAST_SHARE * total:
            heaps.append(("video" if moving and kind == "image" else kind, sources))
    return sorted(heaps, key=lambda heap: -sum(listing.counts[source] for source in heap[1]))


def _are_textures(listing: Listing) -> bool:
    """Whether images only paint the meshes that lie beside them, as a file of materials with each tells."""
    materials = sum(suffix_of(path) == "mtl" for path in listing.files("other"))
    return bool(listing.counts["image"]) and 0 < listing.counts["mesh"] <= 2 * materials


def _move(listing: Listing) -> bool:
    """Whether next to all images hold more than one frame; a few still ones at the top settle it."""
    seen = still = 0
    for path in islice(listing.files("image"), _MOST):
        seen += 1
        still += suffix_of(path) not in MAY_MOVE or not moves(listing.tree, path)
        if still > max(1, 0.1 * max(seen, _FIRST)):
            return False
    return seen > still


def _dataset(study: Study, heaps: Heap) -> FileDataset:
    listing = study.listing
    used = {source for _, sources in heaps for source in sources}

    def samples() -> Iterator[Sample]:
        for place, (kind, sources) in enumerate(heaps):
            for source in sources:
                for path in listing.files(source):
                    yield Sample(path, Item(modality_of(kind), path=path), part=place)

    def ignored() -> Iterator[Unreadable]:
        return listing.side_files(*used)

    counts = [sum(listing.counts[source] for source in sources) for _, sources in heaps]
    others = sum(n for kind, n in listing.counts.items() if kind not in used and kind != "other")
    parts = tuple(_part(kind, count) for (kind, _), count in zip(heaps, counts, strict=True))
    return FileDataset(
        listing.tree,
        Recognition(
            layout="flat_folder",
            form="input_only",
            confidence=round((0.9 if len(heaps) == 1 else 0.8) * sum(counts) / (sum(counts) + others), 2),
            input_modality=modality_of(heaps[0][0]),
            target_modality=None,
            evidence=tuple(_evidence(heaps, counts)),
            expected=sum(counts),
            parts=parts if len(parts) > 1 else (),
        ),
        samples,
        ignored,
    )


def _part(kind: Kind, count: int) -> Part:
    modality = modality_of(kind)
    evidence: tuple[tuple[str, dict[str, int | str]], ...] = (("flat_heap", {"files": count}),)
    said = Recognition("flat_folder", "input_only", 0.85, modality, None, evidence)
    return Part(modality, "input_only", "flat_folder", 0.85, modality, None, systems_of(said), evidence)


def _evidence(heaps: Heap, counts: list[int]) -> Iterator[tuple[str, dict[str, int | str]]]:
    yield "flat_heap", {"files": sum(counts)}
    if any("image" in sources and kind == "video" for kind, sources in heaps):
        yield "pictures_move", {}
    if len(heaps) > 1:
        yield "several_kinds", {"kinds": len(heaps)}
