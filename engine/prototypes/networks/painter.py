"""A U-Net that paints: a picture in, a picture of 0 … 1 out."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.prototypes.blocks import UNet


class Painter(nn.Module):
    """``change``: it paints what is to be added to the input, at first nothing, which is the better
    start where input and answer are nearly the same picture; channels in and out are then equal."""

    def __init__(
        self, channels_in: int, channels_out: int, widths: Sequence[int], fold: int, change: bool = False
    ) -> None:
        super().__init__()
        self.change = change
        self.body = UNet(channels_in, channels_out, widths, fold)
        if change:
            nn.init.zeros_(self.body.leave.weight)
            if self.body.leave.bias is not None:
                nn.init.zeros_(self.body.leave.bias)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, channels_in, h, w] of 0 … 1 → [n, channels_out, h, w] of 0 … 1."""
        painted: Tensor = self.body(pictures * 2 - 1)
        if not self.change:
            return painted.sigmoid()
        changed = pictures + painted
        return changed if self.training else changed.clamp(0, 1)


class ActorPainter(nn.Module):
    """Paints what moves, and how much of it covers what stands still: a backdrop, learnt as one picture."""

    def __init__(self, backdrop: Tensor, widths: Sequence[int], fold: int) -> None:
        """``backdrop``: a first guess at what stands still, [3, h, w] of 0 … 1."""
        super().__init__()
        self.backdrop = nn.Parameter(torch.logit(backdrop.clamp(0.02, 0.98)))
        self.body = UNet(3, 4, widths, fold)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → [n, 3, h, w] of 0 … 1."""
        painted: Tensor = self.body(pictures * 2 - 1)
        cover = painted[:, 3:].sigmoid()
        return cover * painted[:, :3].sigmoid() + (1 - cover) * self.backdrop.sigmoid()
