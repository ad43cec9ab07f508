"""Sound, video and meshes of strangers: read within limits, or refused with the reason.

Importing the room is light; the libraries are imported when the first file of their kind is met.
"""

from __future__ import annotations

from engine.dataset.media.inside import Inside, look_inside_media

__all__ = ["Inside", "look_inside_media"]
