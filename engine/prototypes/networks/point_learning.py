"""How clouds of points are varied while a network learns from them, and what it is taught by."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

TURN = 0.6  # radians by which a cloud is turned further, at most
SIZE = 0.06  # by which it is enlarged or made smaller
JITTER = 0.012  # of the mean radius
CUT, CUT_SHARE = 0.4, 0.18  # how often, and how much at most, of a cloud is missing


def varied(
    clouds: Tensor, places: Tensor, axes: Tensor | None, count: int, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Clouds [n, p, 6] → ``count`` points of each, some with a part cut off, turned, resized and moved to
    their middle again; places [n, k, 3] and axes [n, k, 2, 3] likewise."""
    chosen = _kept(clouds, count, generator)
    points = clouds.gather(1, chosen[:, :, None].expand(-1, -1, 6))
    turn = _turns(len(clouds), generator)
    size = 1 + SIZE * (2 * torch.rand(len(clouds), 1, 1, generator=generator) - 1)
    where = points[..., :3] @ turn * size
    middle = where.mean(1, keepdim=True)
    noise = JITTER * torch.randn(where.shape, generator=generator)
    made = torch.cat([where - middle + noise, points[..., 3:] @ turn], 2)
    return made, places @ turn * size - middle, None if axes is None else axes @ turn[:, None]


def looks_loss(
    said: tuple[Tensor, ...], places: Tensor, axes: Tensor | None, place_weight: float, turn_weight: float
) -> Tensor:
    """Distances of places, and one minus the cosines of axes, of every look.

    ``said``: places and frames of the first, then of the second look.
    """
    losses = []
    for found, frames in (said[:2], said[2:]):
        losses.append(place_weight * (found - places).square().sum(2).add(1e-6).sqrt().mean())
        if axes is not None:
            cosines = functional.cosine_similarity(frames[:, :, :2], axes, dim=3)
            losses.append(turn_weight * 2 * (1 - cosines).mean())
    return torch.stack(losses).sum()


def _kept(clouds: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """Which points stay: any, but of some clouds none from beyond a plane. [n, count]"""
    number, points = clouds.shape[:2]
    ways = functional.normalize(torch.randn(number, 3, 1, generator=generator), dim=1)
    ranks = (clouds[..., :3] @ ways)[..., 0].argsort(1).argsort(1) / points
    cut = CUT_SHARE * torch.rand(number, 1, generator=generator)
    beyond = (ranks > 1 - cut) & (torch.rand(number, 1, generator=generator) < CUT)
    return (torch.rand(number, points, generator=generator) + 2 * beyond).argsort(1)[:, :count]


def _turns(count: int, generator: torch.Generator) -> Tensor:
    """Rotations about any axis, [n, 3, 3]."""
    axes = functional.normalize(torch.randn(count, 3, generator=generator), dim=1)
    vectors = axes * TURN * torch.rand(count, 1, generator=generator)
    x, y, z = vectors.unbind(1)
    none = torch.zeros_like(x)
    across = torch.stack([none, -z, y, z, none, -x, -y, x, none], 1).reshape(-1, 3, 3)
    turned: Tensor = torch.linalg.matrix_exp(across)
    return turned
