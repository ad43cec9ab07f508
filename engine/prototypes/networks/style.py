"""The style of a picture: which features come together in it, whatever place they are in.

Gram matrices, after Gatys et al. (2016), of fixed random filters of three sizes on three scales: such
filters too tell textures apart (Ustyuzhaninov et al. 2017), and none need be fetched.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.networks.translators import FOLD, Trunk
from engine.prototypes.pictures.styling import LIGHT, Palette

FILTERS, SIZES, SCALES = 24, (3, 5, 7), 3
STRONG = 8.0  # filters answer weakly: sums of squares must not vanish
FINE = 16  # maps at full size
NEAR = 10.0  # how strongly a pixel keeps to colours of its own brightness
POOLED = 4  # pixels that are taken together to see where it is light and dark
LEAST_CONTRAST = 0.05
WAVES, WAVE_SEED = 8, 5
LOGISTIC = 1.7  # by which the logistic curve is nearest to the normal distribution's


class Stylist(nn.Module):
    """Paints anew what a picture shows, with the style's colours; after Johnson et al. (2016), made small.

    Each pixel is a mixture of the palette's colours; before anything is learnt, mostly of that one whose
    place in the order of brightness is the pixel's own. Beside the picture the network is given waves of
    several lengths and directions: where a photograph is empty, strokes could begin nowhere else. Height
    and width must be multiples of 4.
    """

    def __init__(self, palette: Palette, wide: int, deep: int, blocks: int = 3) -> None:
        super().__init__()
        random = np.random.default_rng(WAVE_SEED)
        lengths, angles = random.uniform(5, 16, WAVES), random.uniform(0, np.pi, WAVES)
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (2 * np.pi / lengths)[:, None]
        self.register_buffer("ways", torch.from_numpy(ways.astype(np.float32)))
        colours, ranks = torch.from_numpy(palette.colours), torch.from_numpy(palette.ranks)
        self.register_buffer("colours", colours.T[:, :, None, None].contiguous(), persistent=False)
        self.register_buffer("ranks", ranks[:, None, None].contiguous(), persistent=False)
        self.trunk = Trunk(wide, deep, blocks, FINE, beside=WAVES)
        self.leave = nn.Conv2d(FINE, len(ranks), 3, padding=1, padding_mode="reflect")

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1, the same shape out."""
        maps = self.trunk(pictures, self._waves(pictures).expand(pictures.shape[0], -1, -1, -1))
        away = (_rank(pictures) - self.get_buffer("ranks")).square()
        shares = torch.softmax(self.leave(maps) - NEAR * away, dim=1)
        return functional.conv2d(shares, self.get_buffer("colours"))

    def _waves(self, pictures: Tensor) -> Tensor:
        """[1, WAVES, h / 2, w / 2]."""
        high, wide = (length // FOLD for length in pictures.shape[2:])
        down = torch.arange(high, dtype=pictures.dtype).reshape(1, 1, -1, 1)
        right = torch.arange(wide, dtype=pictures.dtype).reshape(1, 1, 1, -1)
        ways = self.get_buffer("ways").reshape(1, WAVES, 2, 1, 1)
        return torch.sin(ways[:, :, 0] * right + ways[:, :, 1] * down)


class StyleFeatures(nn.Module):
    """``seed``: of the filters; others are judged by than are learnt from."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        random = np.random.default_rng(seed)
        for size in SIZES:
            weights = random.normal(0, (3 * size * size) ** -0.5, (FILTERS, 3, size, size))
            weights -= weights.mean((1, 2, 3), keepdims=True)
            self.register_buffer(f"filters_{size}", torch.from_numpy(weights.astype(np.float32)))

    def forward(self, pictures: Tensor) -> list[Tensor]:
        """[n, 3, h, w] of 0 … 1 → matrices and columns [n, a, b]."""
        found: list[Tensor] = []
        for scale in range(SCALES):
            if scale:
                pictures = functional.avg_pool2d(pictures, 2)
            for size in SIZES:
                edge = [size // 2] * 4
                seen = functional.conv2d(
                    functional.pad(pictures, edge, mode="reflect"), self.get_buffer(f"filters_{size}")
                )
                flat = functional.relu(seen).flatten(2) * STRONG
                found.append(flat @ flat.transpose(1, 2) / flat.shape[2])
            found.append(torch.cat([pictures.mean((2, 3)), pictures.std((2, 3))], dim=1)[:, :, None])
        return found


class Style:
    """The style that some pictures share."""

    def __init__(self, pictures: Tensor, seed: int) -> None:
        """``pictures``: [n, 3, h, w] of 0 … 1."""
        self._features = StyleFeatures(seed)
        with torch.no_grad():
            self._wanted = [one.mean(0, keepdim=True) for one in self._features(pictures)]

    def distance(self, pictures: Tensor) -> Tensor:
        """How far each picture is from the style, [n]: the mean, over all matrices, of the squared difference
        in units of the style's own square. 0: the same style."""
        parts = [
            (own - wanted).square().sum((1, 2)) / wanted.square().sum((1, 2))
            for own, wanted in zip(self._features(pictures), self._wanted, strict=True)
        ]
        return torch.stack(parts).mean(0)


def layout(pictures: Tensor) -> Tensor:
    """Where it is light and where dark, without how light or how strongly: [n, 1, h / 4, w / 4]."""
    return _contrasts(functional.avg_pool2d(_light(pictures), POOLED))


def _rank(pictures: Tensor) -> Tensor:
    """About which share of its picture is darker than each pixel, [n, 1, h, w]."""
    return torch.sigmoid(LOGISTIC * _contrasts(_light(pictures)))


def _light(pictures: Tensor) -> Tensor:
    return (pictures * torch.tensor(LIGHT).view(1, 3, 1, 1)).sum(1, keepdim=True)


def _contrasts(light: Tensor) -> Tensor:
    """Above the mean of its picture, in units of how much it varies."""
    centred = light - light.mean((2, 3), keepdim=True)
    return centred / (light.std((2, 3), keepdim=True) + LEAST_CONTRAST)
