"""How a sample of each kind is drawn small: its sound as a wave, its video as frames, its mesh shaded."""

from __future__ import annotations

from engine.audit.pictured.animations import drawn_animation
from engine.audit.pictured.canvas import SIDE, encoded, fitted
from engine.audit.pictured.marks import drawn_marks
from engine.audit.pictured.masks import drawn_mask
from engine.audit.pictured.meshes import drawn_mesh
from engine.audit.pictured.sounds import drawn_sound
from engine.audit.pictured.videos import drawn_video

__all__ = [
    "SIDE",
    "drawn_animation",
    "drawn_marks",
    "drawn_mask",
    "drawn_mesh",
    "drawn_sound",
    "drawn_video",
    "encoded",
    "fitted",
]
