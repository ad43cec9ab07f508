"""By what the origins of a set's samples are told, the surest first; None where nothing tells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from engine.audit.origins.naming import names_day, numbered_origin, says_origin
from engine.dataset.fields import field_of, read_fields
from engine.dataset.kinds import stem_of
from engine.dataset.types import Recognition
from engine.dataset.vocabulary import split_of

How = Literal["column", "name", "folder", "frames", "bursts"]

BURST = 2.0
"""Seconds between two pictures of one burst at most."""
_FEWEST = 8  # samples
_COVERED = 0.9  # share of the samples whose origin has to be told
_MOST_GROUPS = 0.7  # of the samples: with more groups nearly all are independent
_RUN = 5  # frames of a video, as usual
_RUNS = 3  # in one folder
_IN_BURSTS = 0.25  # share of the pictures
_SAME_MOMENT = 0.3  # share of one moment: a camera whose clock was never set
_SIGNS = re.compile(r"[_\-.\s]+")
_FRAME = re.compile(r"(.+?)[_\-. ]*(frame|frm|fr)[_\-. ]?(\d{1,8})", re.IGNORECASE)
_COUNTED = re.compile(r"(.*\d)[_\-](\d{2,8})")
_WHEN = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)[-_T. ]?([0-2]\d)[-_.:]?([0-5]\d)[-_.:]?([0-5]\d)"
)


@dataclass(frozen=True)
class Seen:
    """What origins are told from: of each sample its name, its label and when a camera took it."""

    ids: Sequence[str]
    labels: Sequence[str | None]
    moments: Sequence[str]
    recognition: Recognition


@dataclass(frozen=True)
class Origins:
    """``of``: for each sample its origin, "" where it isn't told. ``where``: the column, or the place."""

    how: How
    of: Sequence[str]
    confidence: float
    where: str = ""

    def sizes(self) -> Counter[str]:
        """Samples an origin."""
        found = Counter(self.of)
        found.pop("", None)
        return found


def tell_origins(seen: Seen, columns: Mapping[str, Sequence[str]]) -> Origins | None:
    """``columns``: cells of the columns that name an origin, row by row; of a set that is no table none."""
    if columns:
        return _first(_by_columns(columns, seen), seen)
    if any("#" in name for name in seen.ids[:1]) or len(seen.ids) < _FEWEST:
        return None
    ways: tuple[Callable[[Seen], Iterator[Origins]], ...] = (_by_folders, _by_names, _by_frames, _by_bursts)
    for way in ways:
        found = _first(way(seen), seen)
        if found is not None:
            return found
    return None


def _first(told: Iterator[Origins], seen: Seen) -> Origins | None:
    return next((origins for origins in told if _holds(origins, seen)), None)


def _holds(origins: Origins, seen: Seen) -> bool:
    """Whether there are some of several samples each, and they aren't the classes by another name."""
    sizes = origins.sizes()
    total = sizes.total()
    if total < _FEWEST or len(sizes) < 2 or len(sizes) > _MOST_GROUPS * total:
        return False
    if total < _COVERED * len(origins.of) and origins.how != "bursts":
        return False
    labels: dict[str, set[str]] = defaultdict(set)
    own: dict[str, set[str]] = defaultdict(set)
    for origin, label in zip(origins.of, seen.labels, strict=False):
        if origin and label is not None:
            labels[label].add(origin)
            own[origin].add(label)
    together = len(labels) > 1 and all(len(one) == 1 for one in (*labels.values(), *own.values()))
    return not together


def _by_columns(columns: Mapping[str, Sequence[str]], seen: Seen) -> Iterator[Origins]:
    if any("recommend" in system for system in seen.recognition.systems[:1]):
        return  # there the same user again and again is what is learnt from
    for name, cells in sorted(columns.items(), key=lambda entry: len(set(entry[1]))):
        yield Origins("column", [cell.strip() for cell in cells], 0.9, name)


def _by_folders(seen: Seen) -> Iterator[Origins]:
    paths = [name.split("/")[:-1] for name in seen.ids]
    for level in range(max(map(len, paths), default=0)):
        told: list[str] = []
        for path, label in zip(paths, seen.labels, strict=True):
            at = path[level] if level < len(path) else ""
            if at == label or not (numbered_origin(at, short=True) or names_day(at)):
                told.append("")
                continue
            above = [part for part in path[:level] if split_of(part) is None and part != label]
            told.append("/".join([*above, at]))
        yield Origins("folder", told, 0.9, str(level + 1))


def _by_names(seen: Seen) -> Iterator[Origins]:
    stems = [stem_of(name.rpartition("/")[2]) for name in seen.ids]
    yield Origins("name", [_numbered_in(stem) for stem in stems], 0.85)
    keys = {key for key, _ in seen.recognition.evidence}
    reading = read_fields(stems) if "names_carry_groups" in keys else None
    if reading is not None and reading.group is not None:
        place = reading.group.place
        told = [field_of(stem, reading.pattern, place) or "" for stem in stems]
        yield Origins("name", told, 0.7, str(place + 1))


def _numbered_in(stem: str) -> str:
    """``patient_012`` of ``patient_012_slice_3``: never the last token, which may only count the files."""
    parts = [part for part in _SIGNS.split(stem) if part]
    for place, part in enumerate(parts[:-1]):
        if numbered_origin(part, short=False):
            return part.lower()
        if says_origin(part) and parts[place + 1].isdigit() and place + 2 < len(parts):
            return f"{part.lower()}_{parts[place + 1]}"
    return ""


def _by_frames(seen: Seen) -> Iterator[Origins]:
    """``clip7_frame0012``; or runs without a gap behind names that have numbers of their own."""
    split = [name.rpartition("/") for name in seen.ids]
    named = [_FRAME.fullmatch(stem_of(name)) for _, _, name in split]
    told = [f"{folder}/{m[1]}" if m else "" for (folder, _, _), m in zip(split, named, strict=True)]
    if len(set(told)) > 2:
        yield Origins("frames", told, 0.85)
    counted = [_COUNTED.fullmatch(stem_of(name)) for _, _, name in split]
    runs: dict[str, list[int]] = defaultdict(list)
    for (folder, _, _), m in zip(split, counted, strict=True):
        if m:
            runs[f"{folder}/{m[1]}"].append(int(m[2]))
    long = {key for key, run in runs.items() if len(run) >= _RUN}
    gapless = [key for key in long if max(runs[key]) - min(runs[key]) + 1 == len(runs[key])]
    beside = Counter(key.rpartition("/")[0] for key in long)
    lone = sum(
        count < _RUNS for count in beside.values()
    )  # a folder with one run of its own is counted through
    if len(long) < _RUNS or len(gapless) < 0.9 * len(runs) or 2 * lone > len(beside):
        return
    keys = [f"{folder}/{m[1]}" if m else "" for (folder, _, _), m in zip(split, counted, strict=True)]
    yield Origins("frames", keys, 0.6)


def _by_bursts(seen: Seen) -> Iterator[Origins]:
    times = [_time_of(name, moment) for name, moment in zip(seen.ids, seen.moments, strict=True)]
    known = sorted((time, place) for place, time in enumerate(times) if time is not None)
    if len(known) < _FEWEST:
        return
    commonest = Counter(time for time, _ in known).most_common(1)[0][1]
    if commonest > max(3, _SAME_MOMENT * len(known)):
        return
    told = [""] * len(times)
    bursts: Counter[str] = Counter()
    before, burst = float("-inf"), ""
    for time, place in known:
        burst = burst if time - before <= BURST else seen.ids[place]
        told[place], before = burst, time
        bursts[burst] += 1
    if sum(count for count in bursts.values() if count > 1) >= _IN_BURSTS * len(known):
        yield Origins("bursts", told, 0.6)


def _time_of(name: str, moment: str) -> float | None:
    """Seconds; by what the camera wrote, else by the name."""
    found = _WHEN.search(moment.replace(":", "-")) or _WHEN.search(stem_of(name.rpartition("/")[2]))
    if found is None:
        return None
    try:
        return datetime(*map(int, found.groups()), tzinfo=UTC).timestamp()  # type: ignore[misc, arg-type]
    except ValueError:
        return None
