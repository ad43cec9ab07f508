"""Networks of torchvision's that others trained, from a file on this machine: they look, our head tells."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.prototypes.local_weights import WeightFile, weight_files
from engine.prototypes.torchvision_models import torchvision_models
from engine.prototypes.types import Borrowed

torchvision_models()  # what is read back from a file of ours consists of its classes

HEADS = ("classifier", "fc")  # what torchvision calls the part that tells ImageNet's classes
PUBLISHED, OTHERS = "licence_torchvision_imagenet", "licence_unknown"
LEAST_SPREAD = 0.03  # of a feature: one that hardly varies is not blown up, nor is its rounding
Ignored = Callable[[str, str], None]


@dataclass(frozen=True)
class Backbone:
    """``network``: pictures [n, 3, h, w] → features [n, width]; frozen, in evaluation mode."""

    network: nn.Module
    width: int
    borrowed: Borrowed


class FrozenClassifier(nn.Module):
    """A backbone that learns nothing, and a linear head on its features, brought to one scale."""

    def __init__(self, backbone: Backbone, classes: int, dropout: float) -> None:
        super().__init__()
        self.backbone = backbone.network
        self.head = nn.Sequential(
            nn.BatchNorm1d(backbone.width, eps=LEAST_SPREAD**2, affine=False),
            nn.Dropout(dropout),
            nn.Linear(backbone.width, classes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits [n, classes]."""
        logits: Tensor = self.head(self.backbone(pictures))
        return logits


def find_backbone(ignored: Ignored) -> Backbone | None:
    """The best that lies on this machine; ``ignored`` is told of files that can't be used, and why (a key of
    prototypes.toml without ``weights_ignored_``). None where there is none."""
    for file in weight_files():
        try:
            changed = file.path.stat()
            found = _load(file, changed.st_mtime_ns, changed.st_size)
        except OSError:
            found = "unreadable"
        if isinstance(found, Backbone):
            return found
        ignored(file.path.name, found)
    return None


def licence_of(network: str, file: str) -> str:
    """What is known of a file's terms, as a key of prototypes.toml: of what torchvision publishes alone."""
    published = torchvision_models().get_model_weights(network)
    return PUBLISHED if any(Path(one.url).name == file for one in published) else OTHERS


@lru_cache(maxsize=4)
def _load(file: WeightFile, _changed: int, _size: int) -> Backbone | str:
    """The backbone, or why there is none; as long as the file stays as it is, it is read once."""
    if not file.whole():
        return "damaged"
    with torch.device("meta"):  # draws nothing: the file brings every number
        network: nn.Module = torchvision_models().get_model(file.network, weights=None)
    try:
        state = torch.load(file.path, map_location="cpu", weights_only=True)
        network.load_state_dict(state, assign=True)
    except (RuntimeError, pickle.UnpicklingError, EOFError, TypeError, AttributeError):
        return "misfit"
    width = _behead(network)
    name = file.path.name
    borrowed = Borrowed(name=file.network, file=name, licence=licence_of(file.network, name))
    return Backbone(network.requires_grad_(False).eval(), width, borrowed)


def _behead(network: nn.Module) -> int:
    """Take the last part off; how many features it was given."""
    name = next(name for name, _ in network.named_children() if name in HEADS)
    layers = [one for one in getattr(network, name).modules() if isinstance(one, nn.Linear)]
    setattr(network, name, nn.Identity())
    return layers[0].in_features
