"""Network blocks that systems share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

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


class UNet(nn.Module):
    """Down and up again with a shortcut at every size: what is seen in the whole meets its exact place.

    ``fold``: neighbouring pixels are first folded into channels (``fold`` by ``fold``) and the answer
    unfolded, so that a picture costs as little as one of that fraction of its side, and loses nothing.
    Height and width must be multiples of ``fold * 2 ** (len(widths) - 1)``.
    """

    def __init__(self, channels_in: int, channels_out: int, widths: Sequence[int], fold: int = 1) -> None:
        super().__init__()
        self.fold = fold
        self.enter = twice(channels_in * fold**2, widths[0])
        self.down = nn.ModuleList(twice(wide, narrow, stride=2) for wide, narrow in pairwise(widths))
        backwards = list(reversed(widths))
        self.up = nn.ModuleList(
            nn.Sequential(convolution(low + high, high, 3), nn.ReLU()) for low, high in pairwise(backwards)
        )
        self.leave = nn.Conv2d(widths[0], channels_out * fold**2, 3, padding=1)
        with torch.no_grad():  # pixels of one fold begin alike, or their pattern would stay to be seen
            weight = self.leave.weight
            weight.copy_(weight[:: fold**2].repeat_interleave(fold**2, dim=0))

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, channels_in, h, w] → raw [n, channels_out, h, w]."""
        if self.fold > 1:
            pictures = functional.pixel_unshuffle(pictures, self.fold)
        seen = [self.enter(pictures)]
        for block in self.down:
            seen.append(block(seen[-1]))
        answer: Tensor = seen.pop()
        for block in self.up:
            enlarged = functional.interpolate(answer, scale_factor=2.0, mode="nearest")
            answer = block(torch.cat([enlarged, seen.pop()], dim=1))
        answer = self.leave(answer)
        return functional.pixel_shuffle(answer, self.fold) if self.fold > 1 else answer


def without_answer(weights: Mapping[str, Tensor], body: str = "body") -> dict[str, Tensor]:
    """The state of a network round a :class:`UNet` of that name, but for the layer that says its answer."""
    return {name: one for name, one in weights.items() if not name.startswith(f"{body}.leave.")}


class PatchCritic(nn.Module):
    """Judges every patch of a picture by itself, as pix2pix does; each width halves height and width.

    What a picture is to be judged together with (the input it was made of) is handed over beside it.
    """

    def __init__(self, channels_in: int, widths: Sequence[int] = (24, 48)) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for wide, narrow in zip([channels_in, *widths], widths, strict=False):
            layers += [nn.Conv2d(wide, narrow, 4, 2, 1), nn.LeakyReLU(0.2)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, pictures: Tensor, *beside: Tensor) -> Tensor:
        """[n, c, h, w] each, together ``channels_in`` → scores [n, 1, h / 2**k, w / 2**k], high for real."""
        scores: Tensor = self.layers(torch.cat([pictures, *beside], dim=1) if beside else pictures)
        return scores


def twice(channels_in: int, channels_out: int, stride: int = 1) -> nn.Sequential:
    """Two convolutions, each with its rectifier."""
    return nn.Sequential(
        convolution(channels_in, channels_out, 3, stride),
        nn.ReLU(),
        convolution(channels_out, channels_out, 3),
        nn.ReLU(),
    )


def convolution(channels_in: int, channels_out: int, kernel: int, stride: int = 1) -> nn.Sequential:
    """A convolution that keeps the size (but for its stride), and batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out),
    )
