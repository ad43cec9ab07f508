"""Samples that can be read and show next to nothing: dark, washed out, blurred, flat, silent, cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.quality.pictures import BLURRED, BRIGHT, DARK, FLAT, ODD_SHAPE, PictureLook
from engine.audit.quality.sounds import CLIPPED, SILENT
from engine.audit.quality.texts import usual_script
from engine.audit.records import Record, Records
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

_PICTURES: Mapping[str, Callable[[PictureLook], str]] = {
    "dark_images": lambda look: str(look.bright) if look.bright < DARK and look.spread >= FLAT else "",
    "bright_images": lambda look: str(look.dark) if look.dark > BRIGHT and look.spread >= FLAT else "",
    "flat_images": lambda look: f"{look.spread:.1f}" if look.spread < FLAT else "",
    "blurred_images": lambda look: (
        f"{look.sharp:.2f}" if look.sharp < BLURRED and look.bright >= DARK else ""
    ),
    "odd_shapes": lambda look: f"{look.shape:.1f}" if look.shape >= ODD_SHAPE else "",
}
_SOUNDS: Mapping[str, Callable[[float, float], str]] = {
    "silent_sounds": lambda loudness, _: f"{loudness:.4f}" if loudness < SILENT else "",
    "clipped_sounds": lambda _, clipped: f"{clipped:.2%}" if clipped > CLIPPED else "",
}
_ORDINARY = 0.5
"""Where half of the pictures are so, it is what the client photographs and no fault of single ones."""


def check(records: Records) -> Iterator[Finding]:
    """Each sample with the measure that speaks against it; thresholds stand beside the measures."""
    usable = [record for _, record in records.measured() if record.usable]
    for kind, told in _PICTURES.items():
        seen = ((record.id, told(record.look)) for record in usable if record.look is not None)
        yield from _unless_ordinary(kind, [entry for entry in seen if entry[1]], len(usable))
    for kind, heard in _SOUNDS.items():
        found = ((record.id, heard(*record.sound)) for record in usable if len(record.sound) == 2)
        yield from _unless_ordinary(kind, [entry for entry in found if entry[1]], len(usable))
    yield from finding("other_script", "note", _other_scripts(usable))


def _unless_ordinary(kind: str, found: list[tuple[str, str]], count: int) -> Iterator[Finding]:
    if len(found) < _ORDINARY * count or count < 4:
        yield from finding(kind, "warning" if len(found) * 20 >= count else "note", found)


def _other_scripts(usable: list[Record]) -> list[tuple[str, str]]:
    usual = usual_script(record.script for record in usable)
    if not usual:
        return []
    return [(record.id, record.script) for record in usable if record.script not in ("", usual)]
