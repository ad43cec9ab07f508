"""Opens whatever was dropped as one lazy stream of samples, and says which form it has.

Importing the room is light, as its types are wanted by the first window: what reads
pictures and tables is imported at the first call.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.dataset.types import Dataset
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["UnreadableFileError", "load_picture", "open_dataset"]


def open_dataset(path: Path) -> Dataset:
    """Open a folder, a zip or a single file. Raises ``UserError`` where nothing can be used."""
    from engine.dataset import opening

    return opening.open_dataset(path)


def load_picture(data: bytes) -> Image:
    """An image of any kind, upright, in RGB. Raises ``UnreadableFileError``."""
    from engine.dataset import pictures

    return pictures.load_picture(data)
