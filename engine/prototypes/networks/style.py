"""The style of a picture: which features come together in it, whatever place they are in.

Gram matrices, after Gatys et al. (2016), of fixed random filters of three sizes on three scales: such
filters too tell textures apart (Ustyuzhaninov et al. 2017), and none need be fetched.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.networks.translators import FOLD, NormalResidual, normal

FILTERS, SIZES, SCALES = 24, (3, 5, 7), 3
STRONG = 8.0  # filters answer weakly: sums of squares must not vanish
POOLED = 4  # pixels that are taken together to see where it is light and dark
LEAST_CONTRAST = 0.05
WAVES, WAVE_SEED = 8, 5
LIGHT = (0.299, 0.587, 0.114)


class Stylist(nn.Module):
    """Paints anew what a picture shows, after Johnson et al. (2016), folded and made small.

    Beside the picture it is given waves of several lengths and directions: where a photograph is empty,
    strokes could begin nowhere else. Height and width must be multiples of 4.
    """

    def __init__(self, wide: int, deep: int, blocks: int = 3) -> None:
        super().__init__()
        random = np.random.default_rng(WAVE_SEED)
        lengths, angles = random.uniform(5, 16, WAVES), random.uniform(0, np.pi, WAVES)
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (2 * np.pi / lengths)[:, None]
        self.register_buffer("ways", torch.from_numpy(ways.astype(np.float32)))
        self.enter = normal(3 * FOLD**2 + WAVES, wide)
        self.down = normal(wide, deep, stride=2)
        self.body = nn.Sequential(*(NormalResidual(deep) for _ in range(blocks)))
        self.up = normal(wide + deep, wide)
        self.leave = nn.Conv2d(wide, 3 * FOLD**2, 3, padding=1, padding_mode="reflect")
        with torch.no_grad():  # pixels of one fold begin alike, or their pattern would stay to be seen
            weight = self.leave.weight
            weight.copy_(weight[:: FOLD**2].repeat_interleave(FOLD**2, dim=0))

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1, the same shape out."""
        folded = functional.pixel_unshuffle(pictures * 2 - 1, FOLD)
        down = torch.arange(folded.shape[2], dtype=folded.dtype).reshape(1, 1, -1, 1)
        right = torch.arange(folded.shape[3], dtype=folded.dtype).reshape(1, 1, 1, -1)
        ways = self.get_buffer("ways").reshape(1, WAVES, 2, 1, 1)
        waves = torch.sin(ways[:, :, 0] * right + ways[:, :, 1] * down)
        both = torch.cat([folded, waves.expand(folded.shape[0], -1, -1, -1)], dim=1)
        entered = functional.relu(self.enter(both))
        deep = self.body(functional.relu(self.down(entered)))
        enlarged = functional.interpolate(deep, scale_factor=2.0, mode="nearest")
        painted = self.leave(functional.relu(self.up(torch.cat([enlarged, entered], dim=1))))
        return torch.sigmoid(functional.pixel_shuffle(painted, FOLD))


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
    weights = torch.tensor(LIGHT).view(1, 3, 1, 1)
    light = functional.avg_pool2d((pictures * weights).sum(1, keepdim=True), POOLED)
    centred = light - light.mean((2, 3), keepdim=True)
    return centred / (light.std((2, 3), keepdim=True) + LEAST_CONTRAST)
