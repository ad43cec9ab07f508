"""Recordings and videos with a file each that says what is spoken: .srt, .vtt, .align, .txt, .lab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind, modality_of, stem_of, suffix_of
from engine.dataset.layouts.bare_parts import with_bare_part
from engine.dataset.listing import Listing
from engine.dataset.media.inside import READ_DAMAGE
from engine.dataset.stems import tie_by_stem
from engine.dataset.study import Study
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError

_SUFFIXES = frozenset(
    {"srt", "vtt", "align", "txt", "lab", "trn", "textgrid", "ass", "lrc", "wrd", "phn", "eaf"}
)
_KINDS: tuple[Kind, ...] = ("video", "audio")
_SPOKEN = re.compile(
    r"(orgn?l?_?|original_?)?(text|transcript|transcription|transcribed_?text|sentence|utterance|stt|script|"
    r"caption|label_?text|form|dialect_form|standard_form|전사|전사문|발화|발화문|발화내용|대본|대사|자막|문장)",
    re.IGNORECASE,
)
_JSON_LIMIT = 1 << 20
_DEPTH = 6
_LOOKED_AT = 20
_HEAD = 4096
_LEAST_SHARE = 0.05


def recognise(study: Study) -> FileDataset | None:
    """Paired: the input is the recording, the target its transcript. Frames of a video lie beside it."""
    listing = study.listing
    kind = next((kind for kind in _KINDS if listing.counts[kind]), None)
    if kind is None or any(listing.counts[other] > listing.counts[kind] for other in ("mesh", "document")):
        return None
    frames = _frames(listing, kind)
    if listing.counts["image"] > sum(frames.values()):
        return None
    inputs = list(listing.files(kind))
    tied, loosely = tie_by_stem(inputs, _transcripts(listing))
    if frames and not tied:
        return _dataset(listing, kind, {}, 0, frames)
    if len(tied) < max(1, _LEAST_SHARE * len(inputs)) or not _are_words(listing, list(tied.values())):
        return None
    return _dataset(listing, kind, tied, loosely, frames)


def _dataset(
    listing: Listing, kind: Kind, tied: dict[str, str], loosely: int, frames: dict[str, int]
) -> FileDataset:
    modality = modality_of(kind)
    bare = listing.counts[kind] - len(tied) if tied else 0

    def samples() -> Iterator[Sample]:
        for path in listing.files(kind):
            target = Item("text", path=tied[path]) if path in tied else None
            part = 1 if bare and target is None else 0
            yield Sample(path, Item(modality, path=path), target, part)

    def unmatched_targets() -> Iterator[Item]:
        used = set(tied.values())
        yield from (Item("text", path=path) for path in _transcripts(listing) if tied and path not in used)

    def ignored() -> Iterator[Unreadable]:
        transcripts = set(_transcripts(listing)) if tied else set()
        yield from (side for side in listing.side_files(kind) if side.path not in transcripts)

    count = listing.counts[kind]
    evidence: list[tuple[str, dict[str, int | str]]] = []
    if tied:
        evidence.append(("transcripts_found", {"matched": len(tied), "inputs": count}))
    if loosely:
        evidence.append(("stems_contained", {"matched": loosely}))
    evidence += [("frames_of_video", {"folder": folder, "frames": n}) for folder, n in frames.items()]
    sure = 0.95 if len(tied) > max(2, loosely) else 0.9
    if not tied:  # every image is a frame of a video that lies beside it: no class, and no input of its own
        sure = 0.96
    recognition = Recognition(
        layout="transcripts" if tied else "flat_folder",
        form="paired" if tied else "input_only",
        confidence=sure if len(tied) >= 3 or not tied else 0.75,
        input_modality=modality,
        target_modality="text" if tied else None,
        evidence=tuple(evidence),
        expected=count,
        systems=("lip_sync",) if kind == "video" else (),
    )
    if bare:
        recognition = with_bare_part(recognition, _named(tied), _named(_without(listing, kind, tied)), bare)
    return FileDataset(listing.tree, recognition, samples, ignored, unmatched_targets)


def _without(listing: Listing, kind: Kind, tied: dict[str, str]) -> Iterator[str]:
    return (path for path in listing.files(kind) if path not in tied)


def _named(paths: Iterable[str]) -> str:
    """The first few paths, as a part is called."""
    first = list(islice(paths, 4))
    return ", ".join(first[:3]) + (" …" if len(first) > 3 else "")


def _transcripts(listing: Listing) -> Iterator[str]:
    for kind in ("text", "annotation", "other"):
        yield from (path for path in listing.files(kind) if suffix_of(path) in _SUFFIXES)
    jsons = [path for path in listing.files("table") if suffix_of(path) == "json"]
    if jsons and all(_is_spoken(listing, path) for path in jsons[:: max(1, len(jsons) // 5)][:5]):
        yield from jsons


def _is_spoken(listing: Listing, path: str) -> bool:
    """Whether a JSON file says in a field of its own what is spoken."""
    try:
        with listing.tree.open(path) as stream:
            said = json.loads(decode_text(stream.read(_JSON_LIMIT)))
    except (UnreadableFileError, RecursionError, *READ_DAMAGE):
        return False
    return _says(said, _DEPTH)


def _says(value: object, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(value, dict):
        return any(
            (isinstance(inner, str) and len(inner) > 1 and _SPOKEN.fullmatch(str(key)) is not None)
            or _says(inner, depth - 1)
            for key, inner in value.items()
        )
    return isinstance(value, list) and any(_says(inner, depth - 1) for inner in value[:50])


def _are_words(listing: Listing, paths: list[str]) -> bool:
    """Whether most of the first files say something in words, rather than numbers or a single class."""
    spoken = looked_at = 0
    for path in islice(paths, _LOOKED_AT):
        try:
            with listing.tree.open(path) as stream:
                head = stream.read(_HEAD)
        except (UnreadableFileError, *READ_DAMAGE):
            continue
        looked_at += 1
        spoken += len(re.findall(r"[^\W\d_]{2,}", decode_text(head))) >= 1
    return spoken > 0.5 * looked_at


def _frames(listing: Listing, kind: Kind) -> dict[str, int]:
    """Folders of images that are called as one of the recordings: its frames."""
    stems = {stem_of(path).lower() for path in listing.files(kind)} if listing.counts["image"] else set()
    frames: dict[str, int] = {}
    for group in listing.groups("image"):
        for _, folder in group.folders:
            name = folder.path.rpartition("/")[2].lower()
            bare = re.sub(r"[_\- ](frames?|lips?|mouths?|crops?|images?|png|jpg)$", "", name)
            if name in stems or bare in stems:
                frames[folder.path] = len(folder.names.get("image", ()))
    return frames
