"""Networks that take a picture through a narrow passage and restore it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import convolution
from engine.prototypes.networks.generators import SIDE, PictureMaker

FOLLOWING = 0.05  # how fast the memory of ordinary errors follows
LEAST_ERROR = 1e-6
WIDEST = 6.0  # of a logarithm of variance


class Surprise(nn.Module):
    """How unusual an error of restoring is: the logarithm's distance from its mean over the training
    pictures, in their standard deviations. It learns both while the network learns."""

    def __init__(self) -> None:
        super().__init__()
        self.ordinary = nn.BatchNorm1d(1, momentum=FOLLOWING, affine=False)

    def forward(self, restored: Tensor, pictures: Tensor) -> Tensor:
        """[n, c, h, w] twice → [n]."""
        errors = (restored - pictures).square().mean((1, 2, 3))
        scores: Tensor = self.ordinary(torch.log(errors + LEAST_ERROR)[:, None])
        return scores[:, 0]


class Encoder(nn.Module):
    """Picture → a few numbers."""

    def __init__(self, channels: int, widths: Sequence[int], numbers: int) -> None:
        super().__init__()
        steps: list[nn.Module] = []
        for before, after in pairwise((channels, *widths)):
            steps += [convolution(before, after, 3, stride=2), nn.ReLU()]
        self.steps = nn.Sequential(*steps)
        self.numbers = nn.Linear(widths[-1] * (SIDE >> len(widths)) ** 2, numbers)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, channels, SIDE, SIDE] → [n, numbers]."""
        numbers: Tensor = self.numbers(self.steps(pictures).flatten(1))
        return numbers


class Autoencoder(nn.Module):
    """Picture → itself, through ``passage`` numbers, and how unusual the error is."""

    def __init__(
        self, channels: int, passage: int, encoder_widths: Sequence[int], widths: Sequence[int]
    ) -> None:
        super().__init__()
        self.encoder = Encoder(channels, encoder_widths, passage)
        self.decoder = PictureMaker(passage, channels, widths)
        self.surprise = Surprise()

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """[n, channels, SIDE, SIDE] → the same, and [n]."""
        restored = self.decoder(self.encoder(pictures))
        return restored, self.surprise(restored.detach(), pictures)


class VariationalAutoencoder(nn.Module):
    """Picture → itself, through a normal distribution of ``passage`` numbers; the decoder also makes a new
    picture out of noise (Kingma and Welling 2013)."""

    def __init__(
        self, channels: int, passage: int, encoder_widths: Sequence[int], widths: Sequence[int]
    ) -> None:
        super().__init__()
        self.encoder = Encoder(channels, encoder_widths, 2 * passage)
        self.decoder = PictureMaker(passage, channels, widths)
        self.surprise = Surprise()

    def forward(self, pictures: Tensor, latent: Tensor) -> tuple[Tensor, ...]:
        """[n, channels, SIDE, SIDE], noise [n, passage] → the picture restored, [n], a new picture.

        In training the noise blurs the passage instead, and the third output is how far the passage's
        distribution is from the normal one, [n].
        """
        middle, spread = self.encoder(pictures).chunk(2, dim=1)
        if self.training:
            spread = spread.clamp(-WIDEST, WIDEST)
            restored = self.decoder(middle + latent * torch.exp(spread / 2))
            apart = (middle.square() + spread.exp() - 1 - spread).sum(1) / 2
            return restored, self.surprise(restored.detach(), pictures), apart
        restored = self.decoder(middle)
        return restored, self.surprise(restored, pictures), self.decoder(latent)


def restoring_loss(restored: Tensor, pictures: Tensor) -> Tensor:
    """Cross-entropy of the pixels, summed over each picture: the scalar mean of the batch."""
    return functional.binary_cross_entropy(restored, pictures, reduction="sum") / len(pictures)
