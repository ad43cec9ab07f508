"""Networks on clouds of points: places found by votes of the points, then once more from nearby."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (32, 64, 128)
GATHERED = 96
NEAR = 0.5  # of the mean radius: the second look's
LEAST = 1e-6


class PointVotes(nn.Module):
    """Features of every point that know the whole cloud (PointNet: shared layers, the largest over all
    points), from which each point votes where the places are, and how much its vote counts."""

    def __init__(self, features: int, places: int, turns: bool) -> None:
        super().__init__()
        first, second, third = WIDTHS
        self.local = nn.Sequential(_layer(features, first), _layer(first, second))
        self.wide = _layer(second, third)
        self.mixed = _layer(second + third, GATHERED)
        self.votes = nn.Linear(GATHERED, 4 * places)
        self.turns = nn.Linear(third + 2 * GATHERED, 6) if turns else None
        nn.init.normal_(self.votes.weight, std=0.01)

    def forward(self, points: Tensor, near: Tensor) -> tuple[Tensor, Tensor]:
        """[n, p, features], places first, and how little each point counts from the outset [n, p] → places
        [n, k, 3] and six numbers for the axes at each [n, k, 6]."""
        local = self.local(points)
        whole = (self.wide(local) + near[:, :, None]).amax(1, keepdim=True)
        mixed = self.mixed(torch.cat([local, whole.expand(-1, points.shape[1], -1)], 2))
        votes = self.votes(mixed).unflatten(2, (-1, 4))
        weights = (votes[..., 0] + near[:, :, None]).softmax(1)
        where = points[:, :, None, :3] + votes[..., 1:]
        places = (weights[..., None] * where).sum(1)
        if self.turns is None:
            return places, torch.zeros_like(torch.cat([places, places], 2))
        gathered = (weights.transpose(1, 2)[..., None] * mixed[:, None]).sum(2)
        largest = (mixed + near[:, :, None]).amax(1, keepdim=True).expand(-1, gathered.shape[1], -1)
        known = torch.cat([gathered, largest, whole.expand(-1, gathered.shape[1], -1)], 2)
        return places, self.turns(known)


class PlaceFinder(nn.Module):
    """Where the places are and, with ``turns``, which way is out and along at each; the second look is
    taken from each place found, turned as it is, so that all crowns lie alike before it."""

    def __init__(self, places: int, turns: bool) -> None:
        super().__init__()
        self.finds = turns
        self.first = PointVotes(6, places, turns)
        self.second = PointVotes(7, 1, turns)

    def forward(self, points: Tensor) -> tuple[Tensor, ...]:
        """[n, p, 6] → places [n, k, 3] and axes [n, k, 2, 3]; while it learns all that both looks say."""
        first, second = self.looks(points)
        if self.training:
            return (*first, *second)
        places, frames = second
        return (places, frames[:, :, :2]) if self.finds else (places,)

    def looks(self, points: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
        """Points, places first, and normals [n, p, 6] → what the first and the second look say: places
        [n, k, 3] and frames [n, k, 3, 3], whose rows are the way out, along and across."""
        places, turned = self.first(points, torch.zeros_like(points[:, :, 0]))
        ahead = torch.zeros_like(turned) + turned.new_tensor([0.0, -1.0, 0.0, 0.0, 0.0, 1.0])
        frames = _frames(turned + ahead)
        seen = (points[:, None, :, :3] - places[:, :, None]).detach() @ frames.transpose(2, 3).detach()
        faced = points[:, None, :, 3:] @ frames.transpose(2, 3).detach()
        far = seen.square().sum(3, keepdim=True) / (2 * NEAR**2)
        close = torch.cat([seen, faced, torch.exp(-far)], 3).flatten(0, 1)
        moved, turned = self.second(close, -far.flatten(0, 1)[:, :, 0].clamp(max=8.0))
        moved = moved[:, 0].unflatten(0, places.shape[:2])
        turned = turned[:, 0].unflatten(0, places.shape[:2])
        ahead = torch.zeros_like(turned) + turned.new_tensor([1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        again = _frames(turned + ahead) @ frames.detach()
        nearer = places.detach() + (moved[:, :, None] @ frames.detach())[:, :, 0]
        return (places, frames), (nearer, again)


def _layer(given: int, made: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(given, made), nn.LayerNorm(made), nn.ReLU())


def _frames(numbers: Tensor) -> Tensor:
    """Six numbers → two directions at a right angle and the one across both, [n, k, 3, 3]."""
    out = functional.normalize(numbers[..., :3], dim=-1, eps=LEAST)
    along = numbers[..., 3:] - (numbers[..., 3:] * out).sum(-1, keepdim=True) * out
    along = functional.normalize(along, dim=-1, eps=LEAST)
    return torch.stack([out, along, torch.linalg.cross(out, along)], dim=-2)
