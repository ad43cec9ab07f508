"""Samples that can be read and show next to nothing: dark, washed out, blurred, flat, silent, cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.quality.pictures import PictureLook
from engine.audit.quality.texts import other_scripts
from engine.audit.records import Record, Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=50,
    reads=frozenset({"image", "text", "audio"}),
    costs="decode",
    reports=(
        "dark_images", "bright_images", "flat_images", "blurred_images", "odd_shapes",
        "silent_sounds", "clipped_sounds", "other_script",
    ),
)  # fmt: skip

Limit = Callable[[str], float]
_PICTURES: Mapping[str, Callable[[PictureLook, Limit], str]] = {
    "dark_images": lambda look, at: str(look.bright) if max(look.bright, look.mark) < at("dark") else "",
    "bright_images": lambda look, at: (
        str(look.dark) if look.dark > at("bright") and look.spread >= _BLANK else ""
    ),
    "flat_images": lambda look, at: (
        f"{look.spread:.1f}" if look.spread < at("flat") and not look.mark else ""
    ),
    "blurred_images": lambda look, at: (
        f"{look.sharp:.2f}" if look.sharp < at("blurred") and look.bright >= at("dark") else ""
    ),
    "odd_shapes": lambda look, at: f"{look.shape:.1f}" if look.shape >= at("odd_shape") else "",
}
_SOUNDS: Mapping[str, Callable[[float, float, Limit], str]] = {
    "silent_sounds": lambda loudness, _, at: f"{loudness:.4f}" if loudness < at("silent") else "",
    "clipped_sounds": lambda _, clipped, at: f"{clipped:.2%}" if clipped > at("clipped") else "",
}
_BLANK = 0.5  # spread of the brightness; nothing washed out is left in a picture as even
_ORDINARY = 0.5
"""Where half of the pictures are so, it is what the client photographs and no fault of single ones."""


def check(records: Records) -> Iterator[Finding]:
    """Each sample with the measure that speaks against it; thresholds stand beside the measures."""
    usable = [record for _, record in records.measured() if record.usable]
    at = partial(threshold, records)
    for kind, told in _PICTURES.items():
        seen = ((record.id, told(record.look, at)) for record in usable if record.look is not None)
        yield from _unless_ordinary(kind, [entry for entry in seen if entry[1]], len(usable))
    for kind, heard in _SOUNDS.items():
        found = (
            (record.id, heard(record.sound[0], record.sound[1], at))
            for record in usable
            if len(record.sound) == 2
        )
        yield from _unless_ordinary(kind, [entry for entry in found if entry[1]], len(usable))
    yield from finding("other_script", "note", _other_scripts(usable))


def _unless_ordinary(kind: str, found: list[tuple[str, str]], count: int) -> Iterator[Finding]:
    if len(found) < _ORDINARY * count or count < 4:
        yield from finding(kind, "warning" if len(found) * 20 >= count else "note", found)


def _other_scripts(usable: list[Record]) -> list[tuple[str, str]]:
    scripts = [record.script for record in usable]
    return [(usable[place].id, scripts[place]) for place in other_scripts(scripts)]
