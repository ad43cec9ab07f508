"""Network blocks that systems share."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

LEAST_CONTRAST = 1e-2  # an empty picture must not become noise


class ResidualBlock(nn.Module):
    """Two convolutions beside a shortcut; ``stride`` 2 halves height and width."""

    def __init__(self, channels_in: int, channels_out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = convolution(channels_in, channels_out, 3, stride)
        self.second = convolution(channels_out, channels_out, 3)
        same = channels_in == channels_out and stride == 1
        self.shortcut: nn.Module = (
            nn.Identity() if same else convolution(channels_in, channels_out, 1, stride)
        )

    def forward(self, inputs: Tensor) -> Tensor:
        """[n, channels_in, h, w] → [n, channels_out, h / stride, w / stride]."""
        inner = self.second(functional.relu(self.first(inputs)))
        return functional.relu(inner + self.shortcut(inputs))


class ResidualClassifier(nn.Module):
    """A small residual encoder and a linear head over its highest and its mean responses.

    The encoder sees each picture twice: as it is, and set to its own mean and contrast.
    From a few hundred pictures with ever other colours and light it would else learn little but
    those; the first view stays because a colour may be the class. Its first convolution halves
    height and width, which makes 64 pixels cheap; the last block keeps them, for outlines are lost
    when few places are left.
    """

    def __init__(self, widths: Sequence[int], classes: int, dropout: float) -> None:
        super().__init__()
        blocks: list[nn.Module] = [convolution(6, widths[0], 5, stride=2), nn.ReLU()]
        strides = [2] * (len(widths) - 1) + [1]
        for channels_in, channels_out, stride in zip([widths[0], *widths], widths, strides, strict=False):
            blocks.append(ResidualBlock(channels_in, channels_out, stride))
        self.encoder = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(2 * widths[-1], classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] → logits [n, classes]."""
        centred = pictures - pictures.mean((2, 3), keepdim=True)
        contrast = centred.square().mean((1, 2, 3), keepdim=True)
        views = torch.cat([pictures, centred * torch.rsqrt(contrast + LEAST_CONTRAST)], dim=1)
        features = self.encoder(views)
        pooled = torch.cat([features.amax((2, 3)), features.mean((2, 3))], dim=1)
        logits: Tensor = self.head(self.dropout(pooled))
        return logits


def convolution(channels_in: int, channels_out: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """A convolution that keeps the size (but for its stride), and batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out),
    )
