"""A picture enlarged: cubic interpolation, and what a residual network adds to it.

After EDSR (Lim et al. 2017): no normalisation, all work at the small size, pixels unfolded at the end.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

LEAST_DIFFERENCE = 1e-3  # below which the loss is smooth


class PlainResidual(nn.Module):
    """Two convolutions beside a shortcut, not normalised: brightness is to stay as it is."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, inputs: Tensor) -> Tensor:
        """[n, width, h, w], the same shape out."""
        change: Tensor = self.second(functional.relu(self.first(inputs)))
        return inputs + change


class Unfold(nn.Module):
    """Features to what is to be added to an enlarged picture: at first nothing."""

    def __init__(self, width: int, scale: int) -> None:
        super().__init__()
        self.scale = scale
        self.leave = nn.Conv2d(width, 3 * scale**2, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        if self.leave.bias is not None:
            nn.init.zeros_(self.leave.bias)

    def forward(self, features: Tensor, picture: Tensor) -> Tensor:
        """[n, width, h, w] and the small picture [n, 3, h, w] → [n, 3, scale · h, scale · w]."""
        enlarged = functional.interpolate(
            picture, scale_factor=float(self.scale), mode="bicubic", align_corners=False
        )
        answer = enlarged + functional.pixel_shuffle(self.leave(features), self.scale)
        return answer if self.training else answer.clamp(0, 1)


class Enlarger(nn.Module):
    """One picture at a time; of any height and width."""

    def __init__(self, scale: int, width: int, blocks: int) -> None:
        super().__init__()
        self.enter = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*(PlainResidual(width) for _ in range(blocks)))
        self.unfold = Unfold(width, scale)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → [n, 3, scale · h, scale · w]."""
        entered = functional.relu(self.enter(pictures - 0.5))
        enlarged: Tensor = self.unfold(self.body(entered), pictures)
        return enlarged


def charbonnier(made: Tensor, truth: Tensor) -> Tensor:
    """The mean absolute difference, smooth at zero."""
    return torch.sqrt((made - truth).square() + LEAST_DIFFERENCE**2).mean()


def cropped_alike(
    small: Tensor, large: Tensor, side: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """The same random part of small pictures [..., h, w] and of their large ones; all where they are smaller
    than ``side``."""
    scale = large.shape[-1] // small.shape[-1]
    high, wide = (min(side, length) for length in small.shape[-2:])
    down, across = (
        int(torch.randint(whole - part + 1, (), generator=generator))
        for whole, part in zip(small.shape[-2:], (high, wide), strict=True)
    )
    return (
        small[..., down : down + high, across : across + wide],
        large[..., down * scale : (down + high) * scale, across * scale : (across + wide) * scale],
    )


def turned_alike(small: Tensor, large: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Both mirrored and laid on their side alike, as chance has it; memory laid out anew."""
    chances = torch.rand(3, generator=generator) < 0.5
    for axis in (-1, -2):
        if chances[axis]:
            small, large = small.flip(axis), large.flip(axis)
    if chances[0]:
        small, large = small.transpose(-1, -2), large.transpose(-1, -2)
    return small.contiguous(), large.contiguous()
