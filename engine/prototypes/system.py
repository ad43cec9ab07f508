"""What a system must say of itself so that the one trainer, exporter and evaluator serve it.

A system reads a data set into :class:`Examples`, known by index from then on; those offer
:class:`Plan`: ways to learn them, the best first, of which the calibration picks one that
this machine can do in the time. Only ``network``, ``augment`` and ``loss`` touch torch, so a
system is listed without importing it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.jobs.protocol import Reporter
from engine.prototypes.split import Key, Split
from engine.prototypes.types import Prediction, SystemCard

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from engine.dataset.types import Dataset


class System(ABC):
    """One kind of prototype: a file of ``engine/prototypes/systems``."""

    @property
    @abstractmethod
    def card(self) -> SystemCard:
        """How the system is listed."""

    @abstractmethod
    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples:
        """Read every usable sample once. Raises UserError when they can't be learnt from."""


class Examples(ABC):
    """The usable samples of one data set. ``unused``: samples beyond what a prototype reads."""

    keys: tuple[Key, ...]
    unreadable: int
    unused: int

    @abstractmethod
    def baselines(self, split: Split) -> tuple[Baseline, ...]:
        """The simple ways, trained on the split's training side; the naive one first."""

    @abstractmethod
    def plans(self, split: Split) -> tuple[Plan, ...]:
        """Ways to learn, the most accurate and costly first; at least one."""


class Baseline(ABC):
    """A trained simple way; ``name`` is a key of ``prototypes.toml``."""

    name: str

    @abstractmethod
    def judge(self, indices: Sequence[int]) -> list[bool]:
        """Whether it is right on each of these examples."""


@dataclass(frozen=True)
class Shown:
    """What the exported model did: right or wrong for each test example, in the split's order,
    and what there is to look at."""

    right: list[bool]
    confusion: tuple[tuple[int, ...], ...]
    predictions: tuple[Prediction, ...]
    milliseconds: float


class Plan(ABC):
    """One way to learn: an input size, a network, a loss."""

    size: int
    classes: tuple[str, ...]

    @abstractmethod
    def network(self) -> torch.nn.Module:
        """A fresh network, its weights drawn from torch's generator."""

    @abstractmethod
    def inputs(self, indices: Sequence[int]) -> NDArray[np.float32]:
        """The network's input for these examples, the batch first: just as it is run later."""

    @abstractmethod
    def augment(self, inputs: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Inputs varied in ways that don't change the target."""

    @abstractmethod
    def loss(self, outputs: torch.Tensor, indices: Sequence[int]) -> torch.Tensor:
        """The loss of the network's outputs for these examples, a scalar."""

    @abstractmethod
    def judge(self, outputs: NDArray[np.float32], indices: Sequence[int]) -> list[bool]:
        """Whether the network's outputs are right on each of these examples."""

    @abstractmethod
    def metadata(self, split: Split) -> dict[str, str]:
        """What is written into the ONNX file so that it runs without this program's help."""

    @abstractmethod
    def show(self, model: Path, split: Split, pictures: Path) -> Shown:
        """Run the exported file on the test examples and on some fitted ones; draw the results
        as PNG files into the folder ``pictures``."""
