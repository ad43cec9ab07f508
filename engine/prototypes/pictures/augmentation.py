"""Variations of training pictures that leave their class alone; a whole batch at once."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

TILT = math.radians(10)
SCALE = 0.12
SHIFT = 0.16  # of half the width: 8 % of the picture
CONTRAST = 0.35
TINT_CONTRAST = 0.25  # of each channel by itself
BRIGHTNESS = 0.5  # in standard deviations of the data
TINT = 0.25


def warp(inputs: Tensor, generator: torch.Generator, mirror: bool) -> Tensor:
    """Each picture of [n, channels, h, w] tilted, scaled and shifted a little, its border drawn out;
    every other one mirrored left to right where ``mirror``."""
    count = len(inputs)
    tilt, scale, across, down = (_between(count, generator) for _ in range(4))
    angle = tilt * TILT
    side = torch.ones(count)
    if mirror:
        side = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    zoom = 1 + scale * SCALE
    cosine, sine = zoom * torch.cos(angle), zoom * torch.sin(angle)
    transforms = torch.stack(
        [
            torch.stack([cosine * side, -sine, across * SHIFT], dim=1),
            torch.stack([sine * side, cosine, down * SHIFT], dim=1),
        ],
        dim=1,
    )
    grid = functional.affine_grid(transforms, list(inputs.shape), align_corners=False)
    return functional.grid_sample(inputs, grid, padding_mode="border", align_corners=False)


def turn_over(inputs: Tensor, generator: torch.Generator) -> Tensor:
    """The batch upside down or on its side, each half of the time; height and width are equal."""
    if torch.rand((), generator=generator) < 0.5:
        inputs = inputs.flip(2)
    if torch.rand((), generator=generator) < 0.5:
        inputs = inputs.transpose(2, 3)
    return inputs


def vary_colours(inputs: Tensor, generator: torch.Generator) -> Tensor:
    """Each picture a little brighter or darker, of more or less contrast, and slightly tinted; never
    another hue, for a colour may be what tells the classes apart."""
    count = len(inputs)
    contrast = 1 + CONTRAST * _between(count, generator).view(-1, 1, 1, 1)
    tints = 1 + TINT_CONTRAST * _between(3 * count, generator).view(-1, 3, 1, 1)
    brightness = BRIGHTNESS * _between(count, generator).view(-1, 1, 1, 1)
    shades = TINT * _between(3 * count, generator).view(-1, 3, 1, 1)
    return inputs * contrast * tints + brightness + shades


def _between(count: int, generator: torch.Generator) -> Tensor:
    """``count`` numbers between -1 and 1."""
    return torch.rand(count, generator=generator) * 2 - 1
