"""A file of annotations beside each image: which suffix, which spelling of the name, which format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from engine.dataset.annotations import json_files, text_files, xml_files
from engine.dataset.annotations.class_names import class_names
from engine.dataset.annotations.names import ImageNames, SidecarNames
from engine.dataset.annotations.tied import Evidence, Look, Tied, look_at, spread
from engine.dataset.kinds import stem_of, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.trees import Tree
from engine.dataset.types import Item, Layout, Marked
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import split_of

Read = Callable[[bytes], Marked]

_FEWEST_READ = 0.8
_MOST_READ = 200  # of the files that no image has
_SMALLEST_SHARE = 0.05


def find_sidecars(listing: Listing, names: ImageNames, inputs: list[str]) -> Iterator[Tied]:
    """Every kind of annotation file of which images have one of their own."""
    for suffix in ("xml", "json", "txt", "csv", "pts"):
        for paths in _kinds_apart(files_with(listing, suffix), names):
            found = _of_suffix(listing, names, inputs, paths, suffix)
            if found is not None:
                yield found


def _kinds_apart(paths: list[str], names: ImageNames) -> Iterator[list[str]]:
    """All files together, but those of ``label_2/`` and ``calib/`` apart: two files of one image's name."""
    places: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        parts = tuple(part for part in path.split("/")[:-1] if not split_of(part))
        places.setdefault(parts, []).append(path)
    large = [own for own in places.values() if len(own) >= max(2, 0.1 * len(paths))]
    files = Counter(stem_of(path).lower() for own in large for path in own)
    repeated = {stem: count for stem, count in files.items() if count > 1}
    crowded = sum(count > names.called(stem) > 0 for stem, count in repeated.items())
    if len(large) > 1 and crowded >= 0.25 * len(files):
        by_name: dict[str, list[str]] = {}
        for parts, own in places.items():
            by_name.setdefault(parts[-1] if parts else "", []).extend(own)
        if len(by_name) > 1:
            yield from by_name.values()
            return
    if paths:
        yield paths


def files_with(listing: Listing, *suffixes: str) -> list[str]:
    """All files of these suffixes, whatever kind their names say."""
    return [
        path
        for kind in ("annotation", "table", "text", "other")
        for path in listing.files(kind)
        if suffix_of(path) in suffixes
    ]


def _of_suffix(
    listing: Listing, names: ImageNames, inputs: list[str], paths: list[str], suffix: str
) -> Tied | None:
    sidecars = spelt_alike(names, paths)
    tied = [path for path in inputs if _own(names, sidecars, path) is not None]
    if not tied or len(tied) < _SMALLEST_SHARE * len(inputs):
        return None
    chosen = spread(tied)
    layout, read, look = _choose(listing, suffix, chosen, sidecars)
    if read is None or not look.shapes:
        return None
    coverage = len(tied) / max(min(len(inputs), len(paths)), 1)
    if coverage < 0.5:
        return None
    modality = look.modality
    if modality == "category":
        layout = "image_list"
    tree = listing.tree

    def target_of(image: str) -> Item | None:
        path = _own(names, sidecars, image)
        return None if path is None else Item(modality, path=path, marks=partial(_read, tree, path, read))

    unmatched = _without_image(tree, sidecars, names, read)
    own = {path for path in sidecars.paths() if path not in unmatched or unmatched[path]}
    return Tied(
        layout=layout,
        look=look,
        confidence=round(_confidence(look, coverage, len(tied) / len(inputs)), 2),
        target_of=target_of,
        used=own.__contains__,
        lone=lambda: (Item(modality, path=path) for path, whole in unmatched.items() if whole),
        evidence=_evidence(look, len(tied), len(inputs), suffix),
        matched=len(tied),
        modality=modality,
        systems=look.systems(),
        target_name=suffix,
    )


def _own(names: ImageNames, sidecars: SidecarNames, image: str) -> str | None:
    """The file of an image; none where it lies nearer to another image of that name: it speaks of one."""
    path = sidecars.of(image)
    return path if path is not None and names.nearest(sidecars.stem(path), path) == image else None


def _without_image(tree: Tree, sidecars: SidecarNames, names: ImageNames, read: Read) -> dict[str, bool]:
    """Files that no image has, and whether they are annotations at all: a ``meta.json`` is none."""
    unmatched: dict[str, bool] = {}
    for path in sidecars.paths():
        image = names.nearest(sidecars.stem(path), path)
        if image is not None and sidecars.of(image) == path:
            continue
        unmatched[path] = True
        if len(unmatched) <= _MOST_READ:
            try:
                unmatched[path] = bool(read(tree.read(path)).marks)
            except UnreadableFileError as error:
                unmatched[path] = error.reason not in ("not_an_annotation", "empty_file", "not_text")
    return unmatched


def spelt_alike(names: ImageNames, paths: list[str]) -> SidecarNames:
    """The files by stem, a beginning or an end that the names of images don't have taken off."""
    plain = SidecarNames(paths)
    probes = spread(paths, 12)
    if sum(names.nearest(plain.stem(path), path) is not None for path in probes) * 2 >= len(probes):
        return plain
    for path in probes:
        stem = plain.stem(path)
        for cut in re.finditer(r"[_.\- ]", stem):
            for prefix, rest, suffix in (
                (stem[: cut.end()], stem[cut.end() :], ""),
                ("", stem[: cut.start()], stem[cut.start() :]),
            ):
                if rest and names.nearest(rest, path) is not None:
                    return _trimmed(paths, prefix, suffix)
    return plain


def _trimmed(paths: list[str], prefix: str, suffix: str) -> SidecarNames:
    return SidecarNames(paths, prefix, suffix)


def _choose(
    listing: Listing, suffix: str, images: list[str], sidecars: SidecarNames
) -> tuple[Layout, Read | None, Look]:
    """The first reader that reads nearly all of a few files."""
    tree = listing.tree
    data: list[tuple[str, bytes]] = []
    for image in images:
        path = sidecars.of(image)
        try:
            data.append((image, tree.read(path)) if path is not None else (image, b""))
        except UnreadableFileError:
            continue
    filled = sum(bool(content.strip()) for _, content in data)
    best: tuple[Layout, Read | None, Look] = ("boxes", None, Look())
    for layout, read in _readers(listing, suffix):
        read_well = list(_read_well(data, read))
        if filled and sum(bool(marked.marks) for _, marked in read_well) >= 0.5 * filled:
            if len(read_well) < _FEWEST_READ * len(data):
                continue
            look = look_at(tree, read_well)
            if look.share_inside >= 0.8:
                return _layout_of(layout, data, look), read, look
            if best[1] is None or look.share_inside > best[2].share_inside:
                best = layout, read, look
    return best


def _layout_of(layout: Layout, data: list[tuple[str, bytes]], look: Look) -> Layout:
    if layout == "voc" and look.shapes["polygon"] > look.shapes["box"]:
        return "labelme"
    if layout == "labelme" and not any(b'"shapes"' in content for _, content in data):
        return "boxes"
    return layout


def _read_well(data: list[tuple[str, bytes]], read: Read) -> Iterator[tuple[str, Marked]]:
    for image, content in data:
        try:
            yield image, read(content)
        except UnreadableFileError:
            continue


def _readers(listing: Listing, suffix: str) -> Iterator[tuple[Layout, Read]]:
    if suffix == "xml":
        yield "voc", xml_files.read_voc
    elif suffix == "json":
        yield "labelme", json_files.read_one
        yield "labelme", json_files.read_corners
    elif suffix == "pts":
        yield "boxes", text_files.read_points
    else:
        if suffix == "txt":
            yield "yolo", _by_line(text_files.yolo_line(class_names(listing)), relative=True)
            for reader in (text_files.dota_line, text_files.kitti_line, text_files.named_line):
                yield "boxes", _by_line(reader, relative=False)
        yield "boxes", _by_line(text_files.text_box_line, relative=False)


def _by_line(reader: text_files.LineReader, relative: bool) -> Read:
    return partial(text_files.read_lines, reader=reader, relative=relative)


def _read(tree: Tree, path: str, read: Read) -> Marked:
    return read(tree.read(path))


def _confidence(look: Look, coverage: float, share: float) -> float:
    if look.share_inside < 0.5:
        return 0.5
    shortfall = 0.1 * (coverage < 0.9) + 0.05 * (share < 0.5) + 0.1 * (look.share_inside < 0.9)
    return 0.97 - shortfall


def _evidence(look: Look, matched: int, inputs: int, suffix: str) -> list[Evidence]:
    evidence: list[Evidence] = [
        ("sidecars_meet", {"matched": matched, "inputs": inputs, "suffix": suffix.upper()})
    ]
    if look.boxes:
        key = "boxes_inside" if look.share_inside >= 0.9 else "boxes_not_inside"
        evidence.append((key, {"inside": look.inside, "boxes": look.boxes, "checked": look.checked}))
    return evidence
