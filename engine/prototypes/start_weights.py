"""Weights that a system begins from where a client's samples are few: trained by us on our own examples.

``assets/weights/<system>.npz`` holds a network's state by name, in half precision; ``make
weights`` makes them. What fits by name and shape is taken, the rest (a head with other
classes) is drawn anew; a network that knows which row of its head is which says so itself
(:class:`Translating`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

FEW = 40
"""With fewer training samples a run begins from the start weights."""
LEAST_SHARE = 0.5  # of the network's weights that must fit: less is no start


@runtime_checkable
class Translating(Protocol):
    """A network whose head says what is the client's own: rows for some things that other networks know too,
    or an answer of another meaning."""

    def translated(self, weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Another such network's state, its rows where this one has them; without what isn't to be taken."""


@dataclass(frozen=True)
class Starter:
    """The weights of one system, by name."""

    weights: dict[str, NDArray[np.generic]]

    def fits(self, network: nn.Module) -> bool:
        """Whether at least half of the network's weights are there in their shape."""
        state = network.state_dict()
        taken = sum(one.numel() for one in self._fitting(network).values())
        return bool(taken >= LEAST_SHARE * sum(one.numel() for one in state.values()))

    @torch.no_grad()
    def warm(self, network: nn.Module) -> None:
        """Put into the network what fits it."""
        state = network.state_dict()
        for name, one in self._fitting(network).items():
            state[name].copy_(one)

    def _fitting(self, network: nn.Module) -> dict[str, torch.Tensor]:
        weights = {name: torch.from_numpy(np.asarray(one)) for name, one in self.weights.items()}
        if isinstance(network, Translating):
            weights = network.translated(weights)
        state = network.state_dict()
        return {
            name: one for name, one in weights.items() if name in state and state[name].shape == one.shape
        }


def load_starter(system: str) -> Starter | None:
    """The start weights of a system; None where there are none."""
    file = files("assets") / "weights" / f"{system}.npz"
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as found:
        return Starter({name: found[name] for name in found.files})


def save_starter(network: nn.Module, path: Path) -> None:
    """Write a network's state for :func:`load_starter`, the same bytes for the same weights."""
    state = {
        name: one.numpy().astype(np.float16 if one.is_floating_point() else one.numpy().dtype)
        for name, one in network.state_dict().items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **state)
