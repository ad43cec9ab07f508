"""How long a file may be in hand, and how much memory its reader may take."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.jobs.journal import InHand

_LONGEST_NAP = 1.0  # seconds that one look may add: a laptop that slept is not the file's fault


@dataclass(frozen=True)
class FileLimits:
    """``seconds`` without a sign of life, and one more for every ``bytes_a_second`` read of the file;
    ``longest``: seconds for one file in all; ``memory_bytes``: resident, of the process that reads it."""

    seconds: float = 20.0
    bytes_a_second: float = 4e6
    longest: float | None = None
    memory_bytes: int = 2 << 30


class Patience:
    """Looks at one journal again and again; knows when what is in hand has taken too long."""

    def __init__(self, limits: FileLimits) -> None:
        self._limits = limits
        self.forget()

    def forget(self) -> None:
        """Something new begins."""
        self._seen = InHand("", -1, 0)
        self._looked = time.monotonic()
        self._still = self._whole = 0.0

    def overdue(self, in_hand: InHand) -> bool:
        """Whether it has been in hand for too long, by the looks so far."""
        now = time.monotonic()
        passed = min(now - self._looked, _LONGEST_NAP)
        self._looked = now
        same = in_hand.what == self._seen.what and in_hand.bytes >= self._seen.bytes
        self._whole = self._whole + passed if same else 0.0
        self._still = self._still + passed if in_hand.ticks == self._seen.ticks else 0.0
        self._seen = in_hand
        if not in_hand.what:
            return False
        allowed = self._limits.seconds + in_hand.bytes / self._limits.bytes_a_second
        longest = self._limits.longest
        return self._still > allowed or (longest is not None and self._whole > longest)
