"""Moves a face in a photograph as another picture's face moves, in the manner of the first-order motion
model (Siarohin et al. 2019, sections 3.1 and 3.2), in small."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import LEAST_CONTRAST, UNet, convolution, twice

SHARP = 4.0  # of the maps that places are read from
NEAR = 0.02  # of a key point's surroundings: the square of their width, in parts of half the picture
LEAST_SPREAD = 0.2  # of the points: the sum of their squares
EYES = (1, 16, 24, 32, 48)


class FaceMover(nn.Module):
    """Key points, found without being told any; from where they moved, where every pixel comes from and how
    much of it can be seen; what can't is painted.

    Where the original learns a matrix for the surroundings of each point, here all points tell one turn
    together. A few numbers are handed on besides, for how open eyes and mouth are has no place of its
    own: of the grey picture at its own contrast, so that the driving person's colours stay out.
    """

    identity: Tensor

    def __init__(self, side: int, points: int, numbers: int, wide: int) -> None:
        """``side``: of the pictures, a multiple of 32."""
        super().__init__()
        self.small = side // 2
        self.finder = UNet(3, points, (12, 24, 48))
        self.feeling = _feeling(self.small, numbers)
        self.flow = UNet(4 * (points + 1), points + 2, (24, 32, 48))
        self.look = twice(3 * 4, 32)
        self.paint = UNet(32 + 3 * 4 + points + numbers, 4 * 4, (wide, wide + 16))
        steps = (torch.arange(self.small) + 0.5) * 2 / self.small - 1
        down, right = torch.meshgrid(steps, steps, indexing="ij")
        self.register_buffer("identity", torch.stack([right, down], dim=2))

    def forward(self, source: Tensor, driving: Tensor) -> tuple[Tensor, Tensor]:
        """Twice [n, 3, side, side] of 0 … 1 → the source's face moved, likewise, and the driving picture's
        key points [n, points, 2], right and down, -1 … 1."""
        here, there = self.points(source), self.points(driving)
        near = self._near(there)
        origin, seen = self._origin(source, here, there, near)
        found = _taken(self.look(functional.pixel_unshuffle(source, 2)), origin) * seen
        finer = functional.interpolate(
            origin.permute(0, 3, 1, 2), scale_factor=2.0, mode="bilinear", align_corners=False
        )
        moved = _taken(source, finer.permute(0, 2, 3, 1))
        numbers = self.feeling(_grey(driving))[:, :, None, None].expand(-1, -1, self.small, self.small)
        known = torch.cat([found, functional.pixel_unshuffle(moved, 2), near, numbers], dim=1)
        painted = functional.pixel_shuffle(self.paint(known), 2)
        cover = (painted[:, 3:] - 1).sigmoid()
        return cover * painted[:, :3].sigmoid() + (1 - cover) * moved, there

    def points(self, pictures: Tensor) -> Tensor:
        """[n, 3, side, side] → [n, points, 2]."""
        maps = self.finder(functional.avg_pool2d(pictures, 2) * 2 - 1) * SHARP
        places: Tensor = maps.flatten(2).softmax(2) @ self.identity.reshape(-1, 2)
        return places

    def _near(self, points: Tensor) -> Tensor:
        """How near every place is to each point, [n, points, h, h]."""
        away = self.identity[None, None] - points[:, :, None, None]
        return torch.exp(-away.square().sum(4) / NEAR)

    def _origin(self, source: Tensor, here: Tensor, there: Tensor, near: Tensor) -> tuple[Tensor, Tensor]:
        """Where every place comes from, [n, h, h, 2], and how much of it can be seen, [n, 1, h, h]."""
        count, points, half = here.shape[0], here.shape[1], self.small
        still = self.identity[None, None].expand(count, 1, -1, -1, -1)
        away = self.identity[None, None] - there[:, :, None, None]
        turned = _turned(away, _turn(here, there)[:, None, None, None])
        ways = torch.cat([still, here[:, :, None, None] + turned], dim=1)
        low = functional.avg_pool2d(source, 2)
        copies = low[:, None].expand(-1, points + 1, -1, -1, -1).reshape(-1, 3, half, half)
        moved = _taken(copies, ways.reshape(-1, half, half, 2)).reshape(count, points + 1, 3, half, half)
        change = near - self._near(here)
        change = torch.cat([torch.zeros_like(change[:, :1]), change], dim=1)
        said = self.flow(torch.cat([change[:, :, None], moved], dim=2).flatten(1, 2))
        share = said[:, : points + 1].softmax(1)
        return (share[..., None] * ways).sum(1), said[:, points + 1 :].sigmoid()


def _turn(here: Tensor, there: Tensor) -> Tensor:
    """How all points together turned and grew from ``there`` to ``here``, as a complex number [n, 2], by
    least squares; none where they lie so close together that nothing is known."""
    here, there = here - here.mean(1, keepdim=True), there - there.mean(1, keepdim=True)
    real = (here * there).sum((1, 2)) + LEAST_SPREAD
    imaginary = (here[:, :, 1] * there[:, :, 0] - here[:, :, 0] * there[:, :, 1]).sum(1)
    size = there.square().sum((1, 2)) + LEAST_SPREAD
    return torch.stack([real / size, imaginary / size], dim=1)


def _turned(places: Tensor, turn: Tensor) -> Tensor:
    """Places [..., 2] times that number, which is broadcast."""
    right = places[..., 0] * turn[..., 0] - places[..., 1] * turn[..., 1]
    down = places[..., 0] * turn[..., 1] + places[..., 1] * turn[..., 0]
    return torch.stack([right, down], dim=-1)


def _taken(pictures: Tensor, places: Tensor) -> Tensor:
    """What is at these places [n, h, w, 2] of -1 … 1."""
    return functional.grid_sample(pictures, places, padding_mode="border", align_corners=False)


def _grey(pictures: Tensor) -> Tensor:
    """Half as large, without colour, at its own contrast: [n, 1, h / 2, w / 2]."""
    grey = functional.avg_pool2d(pictures, 2).mean(1, keepdim=True)
    grey = grey - grey.mean((2, 3), keepdim=True)
    return grey * torch.rsqrt(grey.square().mean((2, 3), keepdim=True) + LEAST_CONTRAST)


def _feeling(side: int, numbers: int) -> nn.Sequential:
    """[n, 1, side, side] → [n, numbers] of -1 … 1."""
    layers: list[nn.Module] = []
    for wide, narrow in pairwise(EYES):
        layers += [convolution(wide, narrow, 3, stride=2), nn.ReLU()]
    rest = side // 2 ** (len(EYES) - 1)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(EYES[-1] * rest * rest, numbers), nn.Tanh())
