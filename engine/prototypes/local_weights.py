"""Weight files of torchvision's networks that lie on this machine: found by their names, never fetched."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "JJAK_WEIGHTS"
"""Names a folder that is looked into before torch's own."""
STEMS = {
    "mobilenet_v3_large": "mobilenet_v3_large",
    "mobilenet_v3_small": "mobilenet_v3_small",
    "shufflenet_v2_x1_0": "shufflenetv2_x1",
    "efficientnet_b0": "efficientnet_b0_rwightman",
    "resnet18": "resnet18",
    "shufflenet_v2_x0_5": "shufflenetv2_x0.5",
}
"""Network → how its file's name begins. Those that see much in little time come first."""
FILE_NAME = re.compile(r"(?P<stem>.+)-(?P<digest>[0-9a-f]{8,64})\.pth")


@dataclass(frozen=True)
class WeightFile:
    """A file by whose name it holds the weights of ``network``, and begins its SHA-256 with ``digest``."""

    network: str
    path: Path
    digest: str

    def whole(self) -> bool:
        """Whether its content is what its name says. Raises OSError."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest().startswith(self.digest)


def weight_files() -> Iterator[WeightFile]:
    """Those that are there, the best network first; of one network those of the user's folder first."""
    there = [path for folder in _folders() for path in _listed(folder)]
    for network, stem in STEMS.items():
        for path in there:
            named = FILE_NAME.fullmatch(path.name)
            if named is not None and named["stem"] == stem:
                yield WeightFile(network, path, named["digest"])


def _folders() -> Iterator[Path]:
    import torch

    if os.environ.get(VARIABLE):
        yield Path(os.environ[VARIABLE]).expanduser()
    yield Path(torch.hub.get_dir()) / "checkpoints"


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []
