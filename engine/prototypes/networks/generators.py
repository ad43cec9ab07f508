"""Networks that make whole pictures out of a few numbers, and their critics.

All pictures are ``SIDE`` square with values 0 … 1. Convolutional ones follow DCGAN (Radford et al.
2016), but enlarge before they convolve, which leaves no checkerboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE = 32
GROUND = 4  # side of the smallest map
SLOPE = 0.2  # of a leaky unit


class PictureMaker(nn.Module):
    """Numbers → picture: a coarse map, doubled in size and refined until it is ``SIDE`` wide.

    ``widths``: channels at 4, 8, 16 and 32 pixels.
    """

    def __init__(self, latent: int, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        self.width = widths[0]
        self.ground = nn.Linear(latent, widths[0] * GROUND**2)
        self.first = nn.BatchNorm2d(widths[0])
        self.refine = nn.ModuleList(
            nn.Sequential(nn.Conv2d(before, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after))
            for before, after in pairwise(widths)
        )
        self.last = nn.Conv2d(widths[-1], channels, 3, 1, 1)

    def forward(self, latent: Tensor) -> Tensor:
        """[n, latent] → [n, channels, SIDE, SIDE]."""
        ground = self.ground(latent).reshape(-1, self.width, GROUND, GROUND)
        maps = functional.leaky_relu(self.first(ground), SLOPE)
        for refine in self.refine:
            larger = functional.interpolate(maps, scale_factor=2.0, mode="nearest")
            maps = functional.leaky_relu(refine(larger), SLOPE)
        return torch.sigmoid(self.last(maps))


class ClassPictureMaker(nn.Module):
    """A class (one of ``classes``, as a row of zeros with a one) and numbers → a picture of that class."""

    def __init__(self, latent: int, classes: int, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        self.maker = PictureMaker(latent + classes, channels, widths)

    def forward(self, latent: Tensor, label: Tensor) -> Tensor:
        """[n, latent], [n, classes] → [n, channels, SIDE, SIDE]."""
        picture: Tensor = self.maker(torch.cat([latent, 2 * label], dim=1))
        return picture


class PictureCritic(nn.Module):
    """Picture → how real it looks; without normalisation, which a gradient penalty can't bear."""

    def __init__(self, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        self.features = critic_features(channels, widths)
        self.head = nn.Linear(widths[-1] * (SIDE >> len(widths)) ** 2, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, channels, SIDE, SIDE] → [n]."""
        scores: Tensor = self.head(self.features(2 * pictures - 1).flatten(1))
        return scores[:, 0]


class ClassPictureCritic(nn.Module):
    """Picture and class → how real a picture of that class it looks: how real any, and how much of the class
    (the projection of Miyato and Koyama 2018)."""

    def __init__(self, channels: int, classes: int, widths: Sequence[int]) -> None:
        super().__init__()
        self.features = critic_features(channels, widths)
        wide = widths[-1] * (SIDE >> len(widths)) ** 2
        self.head = nn.Linear(wide, 1)
        self.of_class = nn.Linear(wide, classes)

    def forward(self, pictures: Tensor, label: Tensor) -> Tensor:
        """[n, channels, SIDE, SIDE], [n, classes] → [n]."""
        features = self.features(2 * pictures - 1).flatten(1)
        scores: Tensor = self.head(features)[:, 0] + (self.of_class(features) * label).sum(1)
        return scores


class DenseMaker(nn.Module):
    """The first GAN's maker: every pixel tied to every number (Goodfellow et al. 2014)."""

    def __init__(self, latent: int, channels: int, widths: Sequence[int]) -> None:
        super().__init__()
        self.channels = channels
        steps: list[nn.Module] = []
        for before, after in pairwise((latent, *widths)):
            steps += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.LeakyReLU(SLOPE)]
        last = nn.Linear(widths[-1], channels * SIDE**2)
        quieten(last)
        self.steps = nn.Sequential(*steps, last)

    def forward(self, latent: Tensor) -> Tensor:
        """[n, latent] → [n, channels, SIDE, SIDE]."""
        return torch.sigmoid(self.steps(latent)).reshape(-1, self.channels, SIDE, SIDE)


class DenseCritic(nn.Module):
    """The first GAN's critic; half of what it sees is dropped, or it would know the pictures by heart."""

    def __init__(self, channels: int, widths: Sequence[int], dropout: float) -> None:
        super().__init__()
        steps: list[nn.Module] = []
        for before, after in pairwise((channels * SIDE**2, *widths)):
            steps += [nn.Linear(before, after), nn.LeakyReLU(SLOPE), nn.Dropout(dropout)]
        self.steps = nn.Sequential(*steps, nn.Linear(widths[-1], 1))

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, channels, SIDE, SIDE] → [n]."""
        scores: Tensor = self.steps(2 * pictures.flatten(1) - 1)
        return scores[:, 0]


def quieten(layer: nn.Module, share: float = 0.05) -> None:
    """Let a layer at the pixels begin with small weights: its random ones would stay in them as noise."""
    with torch.no_grad():
        for weights in layer.parameters():
            weights.mul_(share)


def critic_features(channels: int, widths: Sequence[int]) -> nn.Sequential:
    """A picture halved in size once a width."""
    steps: list[nn.Module] = []
    for before, after in pairwise((channels, *widths)):
        steps += [nn.Conv2d(before, after, 4, 2, 1), nn.LeakyReLU(SLOPE)]
    return nn.Sequential(*steps)
