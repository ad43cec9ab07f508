"""What the codecs of texts share: the tokenizer in the file, and texts as rows of pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray
from pydantic import Field

from engine.prototypes.texts.pieces import PAD, Pieces, PiecesSettings
from engine.runtime.types import Model

LONGEST, SHORTEST, STEP = 128, 16, 8
ROOMY = 98  # per cent of the texts that fit as a whole


class TextSettings(Model):
    """What the file says: ``length``: pieces of the longest text that fits."""

    length: int = Field(ge=SHORTEST, le=1024)
    pieces: PiecesSettings


def rows_of(pieces: Sequence[Sequence[int]], length: int) -> NDArray[np.int64]:
    """One row a text, [n, length]: cut at the end, filled up with PAD."""
    rows = np.full((len(pieces), length), PAD, np.int64)
    for row, one in zip(rows, pieces, strict=True):
        row[: min(len(one), length)] = one[:length]
    return rows


def fitting_length(counts: Sequence[int]) -> int:
    """A length that nearly all texts of so many pieces fit in, in whole steps."""
    wanted = float(np.percentile(counts, ROOMY))
    return int(min(LONGEST, max(SHORTEST, -(-wanted // STEP) * STEP)))


def vocabulary_mark(pieces: Pieces) -> str:
    """A name that only equal vocabularies share."""
    return f"v{xxhash.xxh3_64_hexdigest(pieces.said.model_dump_json().encode())}"


def trimmed(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows without the columns at the end that hold nothing but PAD."""
    used = np.flatnonzero((rows != PAD).any(0))
    return rows[:, : int(used[-1]) + 1 if len(used) else 1]
