"""The first pictures of a large set, shown before its names are read and its form is known."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

from engine.audit.previews import preview_of_picture
from engine.audit.types import Preview
from engine.dataset.kinds import kind_of
from engine.dataset.opening import open_tree
from engine.dataset.pictures import quiet_decoding

LARGE = 5000
"""Files; a smaller set is recognised before anyone misses its pictures."""
_PATIENCE = 0.6  # seconds: after these the wait for the verdict is not much longer
_TRIED = 20


def early_previews(path: Path, wanted: int) -> list[Preview]:
    """A few pictures of a set with many files, and none of a small one. Raises ``UserError``."""
    tree = open_tree(path)
    until = time.monotonic() + _PATIENCE
    pictures: list[str] = []
    seen = 0
    for seen, entry in enumerate(tree.entries(), start=1):
        if len(pictures) < _TRIED and kind_of(entry.path) == "image":
            pictures.append(entry.path)
        if seen >= LARGE and (len(pictures) == _TRIED or time.monotonic() > until):
            break
    if seen < LARGE:
        return []
    with quiet_decoding():
        shown = (preview_of_picture(tree, picture) for picture in pictures)
        return list(islice((preview for preview in shown if preview is not None), wanted))
