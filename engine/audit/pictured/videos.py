"""A video as its first frame and the one in its middle."""

from __future__ import annotations

from PIL import Image

from engine.audit.pictured.canvas import encoded, strip
from engine.dataset.media.moving import frames_at
from engine.dataset.types import FileTree


def drawn_video(tree: FileTree, path: str) -> tuple[str, str]:
    """(picture, size, length and rate). Raises ``UnreadableFileError``."""
    frames, count, rate = frames_at(tree, path, (0.0, 0.5))
    pictures = [Image.fromarray(frame[:, :, ::-1].copy()) for frame in frames]
    wide, high = pictures[0].size
    said = [f"{wide}×{high}"]
    if count and rate:
        said.append(f"{count / rate:.1f} s")
    if rate:
        said.append(f"{rate:.4g} fps")
    return encoded(strip(pictures)), " · ".join(said)
