"""The thresholds that can be moved, by name: ``--set threshold.dark=50``.

What each measures, in which unit and why it stands where it does is said beside its value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.audit.quality import clips, meshes, pictures, sounds, wording
from engine.errors import UserError

if TYPE_CHECKING:
    from engine.audit.records import Records

GAPPY = 0.05
"""Share of a column's cells that are missing, from which on it is told; from half on it is a warning."""
UNEVEN = 3.0
"""From this many times the rarest class on, the shares are worth a note."""
RARE_MASK_VALUE = 0.02
"""Share of the masks that have a value; a rarer one is no class but a slip, in sets of few values."""
FEW_ORIGINS = 30.0
"""Origins; with fewer even a good result may be one of these few alone."""

MOVABLE: Mapping[str, float] = {
    "dark": pictures.DARK,
    "bright": pictures.BRIGHT,
    "blurred": pictures.BLURRED,
    "flat": pictures.FLAT,
    "odd_shape": pictures.ODD_SHAPE,
    "silent": sounds.SILENT,
    "clipped": sounds.CLIPPED,
    "black_clip": clips.BLACK,
    "frozen_clip": clips.FROZEN,
    "garbled": wording.GARBLED,
    "short_text": wording.TOO_SHORT,
    "mesh_flat": meshes.FLAT_FACES,
    "mesh_doubled": meshes.DOUBLED_FACES,
    "mesh_tangled": meshes.TANGLED_EDGES,
    "mesh_open": meshes.OPEN_EDGES,
    "mesh_odd_size": meshes.ODD_SIZE,
    "gappy": GAPPY,
    "uneven": UNEVEN,
    "rare_mask_value": RARE_MASK_VALUE,
    "few_origins": FEW_ORIGINS,
}


def threshold(records: Records, name: str) -> float:
    """The value in force: as the user has moved it, else as it is by itself."""
    return records.thresholds.get(name, MOVABLE[name])


def checked(said: Mapping[str, float]) -> dict[str, float]:
    """The same. Raises ``UserError`` where a name or a value is none."""
    for name, value in said.items():
        if name not in MOVABLE:
            raise UserError("threshold_unknown", name=name[:60], options=", ".join(MOVABLE))
        if not math.isfinite(value) or value < 0:
            raise UserError("threshold_value", name=name, value=str(value))
    return dict(said)
