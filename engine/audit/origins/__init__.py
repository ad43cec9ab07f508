"""Samples of one origin: of one patient, speaker, video, burst. So many are independent of one another.

Told by a column, by names and folders that say what they number, or by the moments at which
a camera took pictures. A class folder and a mere counter are no origin.
"""

from __future__ import annotations

from engine.audit.origins.telling import Origins, tell_origins

__all__ = ["Origins", "tell_origins"]
