"""A detector that needs neither anchors nor suppression: a heat map of middles, and a box at each peak.

After CenterNet (Zhou, Wang and Krähenbühl 2019, "Objects as Points"), in small.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import LEAST_CONTRAST, ResidualBlock, convolution

STRIDE = 4
"""Pixels of a cell of the heat map."""
SILENT = -4.0  # logit of the heat map where it begins: there is nothing nearly everywhere
MOST_LOG = 6.0  # of a box's side in cells: an untaught network must not reach infinity


class Detector(nn.Module):
    """``most``: boxes it may tell of a picture; ``floor``: score below which all of a box is 0."""

    def __init__(self, classes: int, widths: Sequence[int], most: int, floor: float) -> None:
        super().__init__()
        first, second, third, fourth = widths
        self.classes, self.most, self.floor = classes, most, floor
        self.quarter = nn.Sequential(
            convolution(6, first, 3, 2),
            nn.ReLU(),
            convolution(first, first, 3),
            nn.ReLU(),
            ResidualBlock(first, second, 2),
        )
        self.eighth = nn.Sequential(ResidualBlock(second, third, 2), ResidualBlock(third, third))
        self.sixteenth = nn.Sequential(ResidualBlock(third, fourth, 2), ResidualBlock(fourth, fourth))
        self.up = nn.Sequential(convolution(fourth + third, third, 3), nn.ReLU())
        self.top = nn.Sequential(convolution(third + second, second, 3), nn.ReLU())
        self.head = nn.Sequential(
            convolution(second, second, 3), nn.ReLU(), nn.Conv2d(second, classes + 4, 1)
        )
        bias = self.head[-1].bias
        if isinstance(bias, Tensor):
            nn.init.zeros_(bias)
            nn.init.constant_(bias[:classes], SILENT)

    def raw(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → [n, classes + 4, h / 4, w / 4]: logits of middles; where from its cell
        the middle lies, and the logarithm of width and height, all in cells."""
        centred = pictures - pictures.mean((2, 3), keepdim=True)
        contrast = centred.square().mean((1, 2, 3), keepdim=True)
        views = torch.cat([pictures * 2 - 1, centred * torch.rsqrt(contrast + LEAST_CONTRAST)], dim=1)
        fine = self.quarter(views)
        middle = self.eighth(fine)
        coarse = functional.interpolate(self.sixteenth(middle), scale_factor=2.0, mode="nearest")
        middle = functional.interpolate(
            self.up(torch.cat([coarse, middle], 1)), scale_factor=2.0, mode="nearest"
        )
        told: Tensor = self.head(self.top(torch.cat([middle, fine], 1)))
        return told

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[n, 3, h, w] → boxes [n, most, 4] in parts of width and height, scores [n, most] falling, classes
        [n, most]."""
        told = self.raw(pictures)
        heat = told[:, : self.classes].sigmoid()
        peak = (functional.max_pool2d(heat, 3, 1, 1) == heat) & (heat >= self.floor)
        scores, places = (heat * peak).flatten(1).topk(self.most, dim=1)
        high, wide = told.shape[2], told.shape[3]
        cells = places % (high * wide)
        labels = torch.div(places, high * wide, rounding_mode="floor")
        index = cells[:, None].expand(-1, 4, -1)
        shift = told[:, self.classes :].flatten(2).gather(2, index)
        across = (cells % wide + shift[:, 0]) / wide
        down = (torch.div(cells, wide, rounding_mode="floor") + shift[:, 1]) / high
        sides = shift[:, 2:].clamp(max=MOST_LOG).exp() / 2
        boxes = torch.stack(
            [
                across - sides[:, 0] / wide,
                down - sides[:, 1] / high,
                across + sides[:, 0] / wide,
                down + sides[:, 1] / high,
            ],
            dim=2,
        )
        there = (scores > 0).to(scores.dtype)
        return boxes * there[:, :, None], scores, labels.to(scores.dtype) * there
