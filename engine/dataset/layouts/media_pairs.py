"""Recordings, videos and meshes in twos: noisy and clean, before and after, a video and its sound."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, modality_of, stem_of
from engine.dataset.listing import Listing
from engine.dataset.media.likeness import likeness_of
from engine.dataset.study import Study
from engine.dataset.types import Item, Modality, Recognition, Sample, Unreadable
from engine.dataset.vocabulary import split_of, tokens

Thing = TypeVar("Thing")
_KINDS: tuple[Kind, ...] = ("audio", "video", "mesh")
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("noisy noise", ("clean", "denoised", "target")),
    ("mixture mix mixed", ("vocals", "vocal", "speech", "clean", "target", "s1")),
    ("reverb reverberant far", ("dry", "anechoic", "clean", "near", "close")),
    ("before pre preop", ("after", "post", "postop")),
    ("lq lr low lowres degraded", ("hq", "hr", "gt", "high", "highres", "clean")),
    ("blur blurry shaky rainy hazy", ("sharp", "stable", "clean", "clear", "gt")),
    ("input source partial", ("target", "output", "gt", "complete")),
    ("전 치료전 시술전 교정전", ("후", "치료후", "시술후", "교정후")),
    ("잡음 노이즈 원본", ("깨끗한", "클린", "정제", "보정")),
)
_LEAST_MET = 0.8
_LOOKED_AT = 12
_NAMES_READ = 3000  # of a large set, to see which words are in use
_FEWEST_FOLDERS = 3
_MOST_NAMES = 12


@dataclass(frozen=True)
class _Found:
    """Input paths with their targets, the words by which they were told, and what takes no part."""

    tied: dict[str, str]
    bare: tuple[str, ...]
    words: tuple[str, str]
    left: tuple[str, ...]


def recognise(study: Study) -> FileDataset | None:
    """Paired by a word of the path or by stem across kinds; or a folder a sample, input only."""
    listing = study.listing
    kinds = [kind for kind in _KINDS if listing.counts[kind]]
    if not kinds or study.kind not in (*_KINDS, "text"):
        return None
    if set(kinds) == {"audio", "video"}:
        return _of_kinds(listing)
    if len(kinds) > 1:
        return None
    return _by_words(listing, kinds[0]) or _folders_as_samples(listing, kinds[0])


def _by_words(listing: Listing, kind: Kind) -> FileDataset | None:
    paths = list(listing.files(kind))
    said = {word for path in _few(paths, _NAMES_READ) for word in tokens(path.replace("/", " "))}
    likely = [
        (frozenset(first.split()), then)
        for first, then in _WORDS
        if said & {*first.split()} and said & {*then}
    ]
    found = max(
        (_sorted_by(paths, *words) for words in likely), key=lambda found: len(found.tied), default=None
    )
    if found is None:
        return None
    sides = len(found.tied) + len(found.bare) + len(set(found.tied.values()))
    if len(found.tied) < max(2, _LEAST_MET * (len(found.tied) + len(found.bare))):
        return None
    if sides < _LEAST_MET * len(paths) and len(found.left) % len(found.tied):
        return None
    modality = modality_of(kind)
    alike = likeness_of(listing.tree, _few(list(found.tied.items()), _LOOKED_AT), modality)
    if alike == "strangers" and not found.left:
        return None
    evidence: list[tuple[str, dict[str, int | str]]] = [
        ("words_tell_sides", {"first": found.words[0], "second": found.words[1], "pairs": len(found.tied)})
    ]
    if alike == "tied":
        evidence.append(("contents_agree", {"checked": min(_LOOKED_AT, len(found.tied))}))
    if found.left:
        evidence.append(("other_sides_left", {"files": len(found.left)}))
    return _dataset(listing, found, (modality, modality), 0.97 if alike == "tied" else 0.955, evidence)


def _few(things: list[Thing], most: int) -> list[Thing]:
    """At most so many, evenly spread."""
    return things[:: max(1, -(-len(things) // most))]


def _sorted_by(paths: list[str], first: frozenset[str], then: tuple[str, ...]) -> _Found:
    """Files parted by words of their path, tied where nothing but that word differs."""
    inputs: dict[str, str] = {}
    targets: dict[str, dict[str, str]] = defaultdict(dict)
    left: list[str] = []
    said: dict[str, str] = {}
    for path in paths:
        word, key = _without(path, first | set(then))
        if word in first:
            inputs[key] = path
            said.setdefault("input", word)
        elif word:
            targets[key][word] = path
        else:
            left.append(path)
    tied: dict[str, str] = {}
    for key, path in inputs.items():
        word = next((word for word in then if word in targets[key]), "")
        if word:
            tied[path] = targets[key][word]
            said.setdefault("target", word)
    used = set(tied.values())
    left += [path for others in targets.values() for path in others.values() if path not in used]
    bare = tuple(path for path in inputs.values() if path not in tied)
    return _Found(tied, bare, (said.get("input", ""), said.get("target", "")), tuple(left))


def _without(path: str, wanted: frozenset[str] | set[str]) -> tuple[str, str]:
    """The last of the wanted words in a path, and the path without it and without its suffix."""
    bare = path[: len(path) - len(path.rpartition("/")[2]) + len(stem_of(path))].lower()
    for word in reversed(tokens(bare.replace("/", " "))):
        if word in wanted:
            start = max(
                found.start() for found in re.finditer(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", bare)
            )
            return word, bare[:start] + bare[start + len(word) :]
    return "", bare


def _of_kinds(listing: Listing) -> FileDataset | None:
    """A video and a recording of one name."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for path in listing.files("audio"):
        by_stem[stem_of(path).lower()].append(path)
    tied: dict[str, str] = {}
    bare: list[str] = []
    used: set[str] = set()
    for path in listing.files("video"):
        same = by_stem.get(stem_of(path).lower(), [])
        if len(same) == 1 and same[0] not in used:
            tied[path] = same[0]
            used.add(same[0])
        else:
            bare.append(path)
    if len(tied) < max(2, _LEAST_MET * max(listing.counts["audio"], listing.counts["video"])):
        return None
    left = tuple(path for path in listing.files("audio") if path not in used)
    found = _Found(tied, tuple(bare), ("", ""), left)
    evidence: list[tuple[str, dict[str, int | str]]] = [("video_with_its_sound", {"pairs": len(tied)})]
    return _dataset(listing, found, ("video", "audio"), 0.93, evidence)


def _folders_as_samples(listing: Listing, kind: Kind) -> FileDataset | None:
    """The same names in each of several folders: each folder is a case or a scan, and no class."""
    names: dict[str, int] = defaultdict(int)
    folders: set[str] = set()
    for path in listing.files(kind):
        folder = path.rpartition("/")[0]
        if not folder or split_of(folder.rpartition("/")[2]):
            return None
        folders.add(folder)
        names[stem_of(path).lower()] += 1
        if len(names) > _MOST_NAMES:
            return None
    if len(folders) < _FEWEST_FOLDERS:
        return None
    if any(
        re.search(r"\d{2}|^\W*\d+\W*$", name) or count < _LEAST_MET * len(folders)
        for name, count in names.items()
    ):
        return None
    modality = modality_of(kind)
    count = listing.counts[kind]

    def samples() -> Iterator[Sample]:
        return (Sample(path, Item(modality, path=path)) for path in listing.files(kind))

    shown = ", ".join(list(names)[:4]) + (" …" if len(names) > 4 else "")
    recognition = Recognition(
        layout="flat_folder",
        form="input_only",
        confidence=0.96,
        input_modality=modality,
        target_modality=None,
        evidence=(("folders_are_samples", {"folders": len(folders), "names": shown}),),
        expected=count,
    )
    return FileDataset(listing.tree, recognition, samples, lambda: listing.side_files(kind))


def _dataset(
    listing: Listing,
    found: _Found,
    modalities: tuple[Modality, Modality],
    confidence: float,
    evidence: list[tuple[str, dict[str, int | str]]],
) -> FileDataset:
    source, target = modalities

    def samples() -> Iterator[Sample]:
        for path in sorted((*found.tied, *found.bare)):
            other = Item(target, path=found.tied[path]) if path in found.tied else None
            yield Sample(path, Item(source, path=path), other)

    def ignored() -> Iterator[Unreadable]:
        yield from (Unreadable(path, "side_file") for path in found.left)
        yield from listing.side_files(*_KINDS)

    recognition = Recognition(
        layout="media_pairs",
        form="paired",
        confidence=confidence,
        input_modality=source,
        target_modality=target,
        evidence=tuple(evidence),
        expected=len(found.tied) + len(found.bare),
    )
    return FileDataset(listing.tree, recognition, samples, ignored)
