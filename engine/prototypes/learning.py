"""How a network learns: a step of a learner. Most systems need no more than :class:`Supervised`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.utils import convert_conv2d_weight_memory_format

from engine.prototypes.system import Recipe

if TYPE_CHECKING:
    from engine.prototypes.system import Feeds

Augment = Callable[[tuple[Tensor, ...], Sequence[int], torch.Generator], tuple[Tensor, ...]]
Loss = Callable[[tuple[Tensor, ...], Sequence[int]], Tensor]


class Learner(ABC):
    """A network with whatever teaches it. ``network`` is what is averaged, judged and exported:
    ``forward`` takes the codec's inputs in their order, without defaults, and gives its outputs."""

    network: nn.Module

    @abstractmethod
    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """Learn one batch of training examples; its loss.

        ``rate``: 0 … 1, by which each learning rate is to be multiplied now; ``fraction``: of the run
        that is over; ``generator``: for all that is random.
        """


class Supervised(Learner):
    """One network, one loss, AdamW.

    ``feeds``: indices → the network's inputs. ``loss``: the network's outputs for these
    examples → a scalar. ``augment``: varies the inputs in ways that the loss bears; what must be
    varied together with its target is varied in ``paired``, which stands in for feeds and loss:
    indices, generator → inputs and the loss of their outputs.
    """

    def __init__(
        self,
        network: nn.Module,
        recipe: Recipe,
        feeds: Callable[[Sequence[int]], Feeds] | None = None,
        loss: Loss | None = None,
        augment: Augment | None = None,
        paired: Callable[
            [Sequence[int], torch.Generator],
            tuple[tuple[Tensor, ...], Callable[[tuple[Tensor, ...]], Tensor]],
        ]
        | None = None,
    ) -> None:
        if paired is None and (feeds is None or loss is None):
            raise TypeError("either feeds and loss, or both in one")
        self.network = channels_last(network).train()
        self._recipe, self._feeds, self._loss, self._augment = recipe, feeds, loss, augment
        self._paired = paired
        self._optimiser = optimiser(self.network, recipe)

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step of AdamW on the loss of this batch."""
        inputs, loss_of = self._batch(indices, generator)
        loss = loss_of(as_tuple(self.network(*inputs)))
        descend(self._optimiser, loss, self._recipe, rate)
        return loss.item()

    def _batch(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[Tensor, ...], Callable[[tuple[Tensor, ...]], Tensor]]:
        if self._paired is not None:
            return self._paired(indices, generator)
        feeds, loss = self._feeds, self._loss
        if feeds is None or loss is None:
            raise TypeError("either feeds and loss, or both in one")
        inputs = tensors(feeds(indices))
        if self._augment is not None:
            inputs = self._augment(inputs, indices, generator)
        return inputs, lambda outputs: loss(outputs, indices)


def optimiser(
    network: nn.Module, recipe: Recipe, betas: tuple[float, float] = (0.9, 0.999)
) -> torch.optim.AdamW:
    """AdamW with the recipe's rate and decay."""
    return torch.optim.AdamW(
        network.parameters(), recipe.rate, betas=betas, weight_decay=recipe.weight_decay, fused=True
    )


def descend(optimiser: torch.optim.Optimizer, loss: Tensor, recipe: Recipe, rate: float) -> None:
    """One step down the loss at ``rate`` times the recipe's learning rate."""
    for group in optimiser.param_groups:
        group["lr"] = recipe.rate * rate
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    if recipe.clip is not None:
        for group in optimiser.param_groups:
            nn.utils.clip_grad_norm_(group["params"], recipe.clip)
    optimiser.step()


def tensors(arrays: Feeds) -> tuple[Tensor, ...]:
    """Arrays as tensors in their order; pictures with the channels last in memory, which is faster."""
    found = (torch.from_numpy(array) for array in arrays.values())
    return tuple(
        one.contiguous(memory_format=torch.channels_last) if one.dim() == 4 else one.contiguous()
        for one in found
    )


def as_tuple(outputs: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """What a network gave, as a tuple."""
    return outputs if isinstance(outputs, tuple) else (outputs,)


def channels_last(network: nn.Module) -> nn.Module:
    """The network with its convolutions laid out for :func:`tensors`."""
    return convert_conv2d_weight_memory_format(network, torch.channels_last)
