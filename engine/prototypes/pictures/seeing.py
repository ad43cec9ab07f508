"""What a sample looks like: a picture as it is, a recording as the picture of its spectra."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engine.dataset import load_picture
from engine.dataset.media.soundtrack import heard
from engine.dataset.types import FileTree, Item
from engine.prototypes.moving.voice import VoiceSettings, spectra

SEEN = ("image", "audio")
"""Modalities that can be looked at."""
VOICE = VoiceSettings(bands=64)
MOST_SECONDS = 10
LOUDEST = 1.5  # of the spectra's scale, shown white; as much below 0 is black


def see(tree: FileTree, item: Item) -> Image.Image:
    """An item as an RGB picture; time runs to the right, pitch upwards. Raises ``UnreadableFileError``."""
    path = str(item.path)
    if item.modality != "audio":
        return load_picture(tree.read(path))
    sound, rate = heard(tree, path)
    loud = spectra(sound[: MOST_SECONDS * rate], rate, VOICE)[::-1]
    grey = np.clip((loud / LOUDEST + 1) * 127.5, 0, 255).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")
