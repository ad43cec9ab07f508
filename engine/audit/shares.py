"""How the inputs are shared out: over train, val and test, and over classes; in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.audit.origins.telling import How
from engine.audit.records import Records
from engine.audit.types import Evidence

_ORIGINS: Mapping[How, str] = {
    "column": "origins_by_column",
    "name": "origins_by_name",
    "folder": "origins_by_folder",
    "frames": "origins_by_frames",
    "bursts": "origins_by_bursts",
}
_NAMED = 6  # classes that are named; the rest is summed up
_SHOWN = 40  # signs of a name


def count_splits(records: Records) -> dict[str, int]:
    """Readable inputs of each split, the largest first; by the folders that they lie in."""
    folders = records.recognition.splits
    if not folders or records.recognition.layout == "table":
        return {}
    known: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for record in records.readable:
        folder = record.id.rpartition("/")[0]
        if folder not in known:
            known[folder] = _split_of(folder, folders)
        counts[known[folder]] += 1
    del counts[""]
    return dict(counts.most_common())


def shares(records: Records, splits: Mapping[str, int]) -> Iterator[Evidence]:
    """What the splits and the classes come to, as evidence."""
    if len(splits) > 1:
        shown = " / ".join(f"{name} {count:,}" for name, count in splits.items())
        yield Evidence(key="splits_counted", values={"splits": shown})
    if records.origins is not None:
        origins = records.origins.sizes()
        counted: dict[str, int | str] = {"samples": origins.total(), "origins": len(origins)}
        yield Evidence(key=_ORIGINS[records.origins.how], values=counted | {"where": records.origins.where})
    sizes = records.labels
    if len(sizes) < 2:
        return
    total = sum(sizes.values())
    largest = list(sizes.items())[:_NAMED]
    shown = ", ".join(f"{name[:_SHOWN]} {count:,} ({count / total:.0%})" for name, count in largest)
    rest = total - sum(count for _, count in largest)
    shown += f", … {rest:,} ({rest / total:.0%})" if rest else ""
    marked = records.recognition.target_modality in ("boxes", "points")
    if marked:
        yield Evidence(key="things_shared", values={"things": total, "shares": shown})
    else:
        yield Evidence(key="classes_shared", values={"classes": len(sizes), "shares": shown})


def _split_of(folder: str, folders: Mapping[str, str]) -> str:
    """The split of a folder or of one above it, or ""."""
    walked = ""
    for part in folder.split("/"):
        walked = f"{walked}/{part}" if walked else part
        if walked in folders:
            return folders[walked]
    return ""
