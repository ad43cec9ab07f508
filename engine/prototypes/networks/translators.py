"""From the looks of one heap of pictures to those of another: CycleGAN's network and the way it learns.

After Zhu et al. (2017), made small; what is learnt is a change of the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.adversarial import BETAS, LEAST_SQUARES, frozen
from engine.prototypes.blocks import PatchCritic
from engine.prototypes.learning import Learner, channels_last, descend, optimiser
from engine.prototypes.system import Recipe

FOLD = 2
FINE = 8  # maps at full size
EDGE = 0.02  # pure black and white can't be written as logits
IDENTITY_EVERY = 2


class NormalResidual(nn.Module):
    """Two convolutions beside a shortcut, each map normalised within its picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = normal(width, width), normal(width, width)

    def forward(self, inputs: Tensor) -> Tensor:
        """[n, width, h, w], the same shape out."""
        change: Tensor = self.second(functional.relu(self.first(inputs)))
        return inputs + change


class Trunk(nn.Module):
    """What is seen in a picture, in maps of its full size; most of the work is done at a quarter of that.

    Sizes are doubled smoothly: where each pixel of a fold is made by itself, a chequered pattern shows.
    """

    def __init__(self, wide: int, deep: int, blocks: int, fine: int, beside: int = 0) -> None:
        """``fine``: maps of full size; ``beside``: maps of half of it that come with the picture."""
        super().__init__()
        self.enter = normal(3 * FOLD**2 + beside, wide)
        self.down = normal(wide, deep, stride=2)
        self.body = nn.Sequential(*(NormalResidual(deep) for _ in range(blocks)))
        self.up = normal(wide + deep, wide)
        self.narrow = nn.Conv2d(wide, fine, 1)
        self.fine = normal(fine + 3, fine)

    def forward(self, pictures: Tensor, *beside: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → [n, fine, h, w]; height and width are multiples of 4."""
        centred = pictures * 2 - 1
        folded = functional.pixel_unshuffle(centred, FOLD)
        entered = functional.relu(self.enter(torch.cat([folded, *beside], dim=1)))
        deep = self.body(functional.relu(self.down(entered)))
        middle = functional.relu(self.up(torch.cat([doubled(deep), entered], dim=1)))
        return functional.relu(self.fine(torch.cat([doubled(self.narrow(middle)), centred], dim=1)))


class Translator(nn.Module):
    """Height and width must be multiples of 4; at first it gives the picture as it is, or after ``curves``
    (see :class:`Curves`)."""

    def __init__(self, wide: int, deep: int, blocks: int = 3, curves: Tensor | None = None) -> None:
        super().__init__()
        self.trunk = Trunk(wide, deep, blocks, FINE)
        self.leave = nn.Conv2d(FINE, 3, 3, padding=1, padding_mode="reflect")
        nn.init.zeros_(self.leave.weight)
        if self.leave.bias is not None:
            nn.init.zeros_(self.leave.bias)
        self.begin: nn.Module = nn.Identity() if curves is None else Curves(curves)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1, the same shape out."""
        logits = torch.logit(self.begin(pictures).clamp(EDGE, 1 - EDGE))
        return torch.sigmoid(logits + self.leave(self.trunk(pictures)))


class Curves(nn.Module):
    """Each channel through a curve of its own, straight between ``values`` [3, n] at even distances from 0
    to 1. No part of the weights that are stored: they are measured on the pictures that are learnt from."""

    def __init__(self, values: Tensor) -> None:
        super().__init__()
        steps = values.shape[1] - 1
        slopes = values.diff(dim=1) * steps
        bends = torch.cat([slopes[:, :1], slopes.diff(dim=1)], dim=1)
        self.register_buffer("first", values[:, :1, None].clone(), persistent=False)
        self.register_buffer("bends", bends.reshape(3, steps, 1, 1), persistent=False)
        self.register_buffer("knots", (torch.arange(steps) / steps).reshape(steps, 1, 1), persistent=False)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1, the same shape out."""
        past = functional.relu(pictures[:, :, None] - self.get_buffer("knots"))
        return self.get_buffer("first") + (past * self.get_buffer("bends")).sum(2)


@dataclass(frozen=True)
class Weights:
    """Of a translation's return to its start, and of leaving alone what has the looks already, beside the
    critics' word."""

    cycle: float = 8.0
    identity: float = 3.0


class Cycle(Learner):
    """Two translators, there and back, and a critic of patches for either side."""

    def __init__(
        self,
        network: nn.Module,
        back: nn.Module,
        critics: tuple[int, ...],
        recipe: Recipe,
        weights: Weights,
        draw: Callable[[Sequence[int], torch.Generator], tuple[Tensor, Tensor]],
    ) -> None:
        """``draw``: a batch of training examples → pictures of both heaps."""
        self.network, self._back = channels_last(network).train(), channels_last(back).train()
        self._critics = nn.ModuleList(channels_last(PatchCritic(3, critics)) for _ in range(2))
        self._recipe, self._weights, self._draw = recipe, weights, draw
        self._makers = optimiser(nn.ModuleList([self.network, self._back]), recipe, BETAS)
        self._judges = optimiser(self._critics, recipe, BETAS)
        self._steps = 0

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """Both translators together, then both critics."""
        first, second = self._draw(indices, generator)
        frozen(self._critics, True)
        as_second, as_first = self.network(first), self._back(second)
        cycle = (self._back(as_second) - first).abs().mean() + (self.network(as_first) - second).abs().mean()
        game = LEAST_SQUARES.maker(self._critics[1](as_second)) + LEAST_SQUARES.maker(
            self._critics[0](as_first)
        )
        loss = game + self._weights.cycle * cycle
        if self._steps % IDENTITY_EVERY == 0:
            same = (self.network(second) - second).abs().mean() + (self._back(first) - first).abs().mean()
            loss = loss + self._weights.identity * same
        descend(self._makers, loss, self._recipe, rate)
        frozen(self._critics, False)
        pairs = (first, as_first.detach()), (second, as_second.detach())
        judged = [
            LEAST_SQUARES.critic(critic(real), critic(made))
            for critic, (real, made) in zip(self._critics, pairs, strict=True)
        ]
        descend(self._judges, judged[0] + judged[1], self._recipe, rate)
        self._steps += 1
        return float(cycle.detach())


def normal(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    """A convolution and, within each picture, normalisation; the border is mirrored."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride, 1, padding_mode="reflect", bias=False),
        nn.InstanceNorm2d(channels_out, affine=True),
    )


def doubled(maps: Tensor) -> Tensor:
    """Twice as high and wide, smoothly."""
    return functional.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
