"""Opens whatever was dropped as one lazy stream of samples, and says which form it has.

Importing the room is light, as its types are wanted by the first window: what reads
pictures and tables is imported at the first call.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    from PIL.Image import Image

    from engine.dataset.corrections import Corrections
    from engine.dataset.trees import Tree
    from engine.dataset.types import Dataset

__all__ = ["UnreadableFileError", "load_picture", "open_dataset"]


def open_dataset(
    path: Path,
    corrections: Corrections | None = None,
    wrap: Callable[[Tree], Tree] | None = None,
) -> Dataset:
    """Open a folder, a zip or a single file. Raises ``UserError`` where nothing can be used.

    ``corrections``: what the user says in place of a guess; raises ``UserError`` for what the set
    hasn't got. ``wrap``: what stands between the files and all who read them, such as one that
    refuses some.
    """
    from engine.dataset import opening
    from engine.dataset.corrections import Corrections  # pydantic: not for those who only decode

    return opening.open_dataset(path, corrections or Corrections(), wrap)


def load_picture(data: bytes) -> Image:
    """An image of any kind, upright, in RGB. Raises ``UnreadableFileError``."""
    from engine.dataset import pictures

    return pictures.load_picture(data)
