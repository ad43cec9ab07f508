"""Inputs in one folder, targets in another, tied by name and, for images, by what is inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import modality_of
from engine.dataset.layouts.bare_parts import with_bare_part
from engine.dataset.listing import Group
from engine.dataset.study import Key, Meeting, Study
from engine.dataset.systems import image_to_image
from engine.dataset.types import Item, Modality, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import POSES, tokens, words

_LOW = words("lr lq lowres low_resolution 저해상도 저화질")
_LOOKED_AT = 4096  # bytes of a side file that tell a caption from a list of boxes
_SMALLEST_PART = 0.3
_DOUBTED = 0.84
_FEWEST_ALONE = 3  # files of a folder that is told as a part of its own
Evidence = list[tuple[str, dict[str, int | str]]]


def recognise(study: Study) -> FileDataset | None:
    """Paired: each input tied to the target of the same name."""
    meeting = study.meeting
    if meeting is None or meeting.confidence == 0 or _is_doubted(study, meeting):
        return None
    listing = study.listing
    leftover = _leftover(study, meeting)
    alone = _folders_alone(meeting)
    modality = modality_of(meeting.inputs.kind)
    target_modality = _target_modality(study, meeting)

    def samples() -> Iterator[Sample]:
        tied: dict[Key, str] = dict(meeting.targets.files(meeting.keys))
        for key, path in meeting.inputs.files(meeting.keys):
            target = Item(target_modality, path=tied[key]) if key in tied else None
            part = int(bool(leftover or alone) and path.rpartition("/")[0] in alone)
            yield Sample(path, Item(modality, path=path), target, part)
        for group in leftover:
            for _, path in group.files(meeting.inputs.kind):
                yield Sample(path, Item(modality, path=path), part=1)

    def unmatched_targets() -> Iterator[Item]:
        known = {key for key, _ in meeting.inputs.files(meeting.keys)}
        for key, path in meeting.targets.files(meeting.keys):
            if key not in known:
                yield Item(target_modality, path=path)

    def ignored() -> Iterator[Unreadable]:
        yield from listing.side_files(meeting.inputs.kind, meeting.targets.kind)

    left = sum(group.count(meeting.inputs.kind) for group in leftover)
    bare = left + sum(alone.values())
    recognition = Recognition(
        layout="paired_folders",
        form="paired",
        confidence=_confidence(meeting, left),
        input_modality=modality,
        target_modality=target_modality,
        evidence=tuple(_evidence(meeting)),
        input_name=meeting.inputs.name,
        target_name=meeting.targets.name,
        systems=_systems(meeting, target_modality),
        expected=meeting.inputs.count + left,
    )
    if bare:
        names = _paired_name(meeting, alone), _bare_name(meeting, leftover, alone)
        recognition = with_bare_part(recognition, *names, bare)
    return FileDataset(listing.tree, recognition, samples, ignored, unmatched_targets)


def _confidence(meeting: Meeting, bare: int) -> float:
    """Less where next to all else lies about without a partner: then other sets may lie beside this one."""
    if meeting.matched < _SMALLEST_PART * (meeting.matched + bare + meeting.lone):
        return min(meeting.confidence, _DOUBTED)
    return meeting.confidence


def _is_doubted(study: Study, meeting: Meeting) -> bool:
    """Whether annotations meet images: ``marked_images``, which looks inside, says how sure that is."""
    if not meeting.inputs.kind == "image" != meeting.targets.kind:
        return False
    return study.annotations_doubted or any(tied.matched >= 0.9 * meeting.matched for tied in study.sidecars)


def _paired_name(meeting: Meeting, alone: Mapping[str, int]) -> str:
    folders = [entry for group in meeting.inputs.groups for entry in group.folders]
    splits = {split for split, folder in folders if split and folder.path not in alone}
    return ", ".join(sorted(splits)) or f"{meeting.inputs.name} → {meeting.targets.name}"


def _folders_alone(meeting: Meeting) -> dict[str, int]:
    """Folders of inputs of which none has a target, while others have them, and how many files each holds."""
    there = {key for key, _ in meeting.targets.files(meeting.keys)}
    files: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for key, path in meeting.inputs.files(meeting.keys):
        folder = path.rpartition("/")[0]
        files[folder] += 1
        met[folder] += key in there
    return {folder: count for folder, count in files.items() if not met[folder] and count >= _FEWEST_ALONE}


def _bare_name(meeting: Meeting, leftover: list[Group], alone: Mapping[str, int]) -> str:
    names = {split or group.name for group in leftover for split, _ in group.folders}
    for group in meeting.inputs.groups:
        names |= {split or group.name for split, folder in group.folders if folder.path in alone}
    return ", ".join(sorted(names - {""})) or "."


def _systems(meeting: Meeting, target: Modality) -> tuple[str, ...]:
    if meeting.inputs.kind == target == "image":
        found = image_to_image(meeting.ties)
        named = set(tokens(meeting.inputs.name))
        if POSES & (named | set(tokens(meeting.targets.name))):
            return ("everybody_dance_now", *found)
        return tuple(dict.fromkeys(("image_super_resolution", *found))) if named & _LOW else found
    return ()


def _leftover(study: Study, meeting: Meeting) -> list[Group]:
    """Groups of the input's kind on neither side: inputs without a target (a bare test/)."""
    used = {group.parts for group in meeting.inputs.groups}
    if meeting.targets.kind == meeting.inputs.kind:
        used |= {group.parts for group in meeting.targets.groups}
    return [group for group in study.groups if group.parts not in used]


def _target_modality(study: Study, meeting: Meeting) -> Modality:
    """Text beside media is a caption only if it reads like one; lists of numbers are not."""
    kind = meeting.targets.kind
    if kind in ("table", "annotation"):
        return "mixed"
    if kind != "text":
        return modality_of(kind)
    _, path = next(iter(meeting.targets.files(meeting.keys)))
    try:
        head = study.listing.tree.read(path)[:_LOOKED_AT]
    except UnreadableFileError:
        return "text"
    return "mixed" if re.fullmatch(rb"[\d\s.,;eE+-]*", head) else "text"


def _evidence(meeting: Meeting) -> Evidence:
    evidence: Evidence = [
        (
            "names_meet",
            {
                "matched": meeting.matched,
                "inputs": meeting.inputs.count,
                "first": meeting.inputs.name,
                "second": meeting.targets.name,
            },
        )
    ]
    if meeting.ties is None:
        return evidence
    if meeting.ties.strong:
        evidence.append(("contents_agree", {"checked": meeting.ties.checked}))
    else:
        evidence.append(("contents_undecided", {"checked": meeting.ties.checked}))
    if meeting.ties.masks:
        evidence.append(("targets_are_masks", {"checked": meeting.ties.checked}))
    if meeting.ties.scale and meeting.ties.scale != 1:
        evidence.append(("targets_scaled", {"times": f"{meeting.ties.scale:g}"}))
    return evidence
