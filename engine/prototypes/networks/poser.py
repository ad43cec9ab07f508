"""A heat map a joint, and its middle of mass: where each joint is, and how learning goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import LEAST_CONTRAST, UNet, without_answer
from engine.prototypes.learning import Learner, channels_last, descend, optimiser
from engine.prototypes.pictures.augmentation import vary_colours
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.places.poses import Posed
from engine.prototypes.system import Recipe

FOLD = 2
"""Pixels of a cell of the heat map."""
LEVELS = 0.2  # of brightness that stand for one standard deviation
SPREAD = 0.03  # of the longer side: standard deviation of the heat around a joint
DISTANCE_WEIGHT = 0.02  # a pixel
TURN, SCALE, SHIFT = 0.2, 0.15, 0.06  # radians; logarithm; of the side


class Poser(nn.Module):
    """A U-Net on the folded picture."""

    def __init__(self, joints: int, widths: Sequence[int], shape: tuple[int, int]) -> None:
        """``shape``: height and width of the pictures."""
        super().__init__()
        self.body = UNet(6 * FOLD**2, joints, widths)
        rows, columns = (torch.arange(length // FOLD) * float(FOLD) + FOLD / 2 for length in shape)
        self.register_buffer("rows", rows)
        self.register_buffer("columns", columns)

    def translated(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Another one's weights but those of the last layer: its joints are other ones."""
        return without_answer(weights)

    def raw(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → heat before the softmax [n, joints, h / 2, w / 2]."""
        centred = pictures - pictures.mean((2, 3), keepdim=True)
        contrast = centred.square().mean((1, 2, 3), keepdim=True)
        views = torch.cat([pictures * 2 - 1, centred * torch.rsqrt(contrast + LEAST_CONTRAST)], dim=1)
        heat: Tensor = self.body(functional.pixel_unshuffle(views, FOLD))
        return heat

    def places(self, heat: Tensor) -> Tensor:
        """The middle of mass of each heat map, [n, joints, 2] in pixels."""
        share = heat.flatten(2).softmax(2).reshape(heat.shape)
        rows, columns = self.get_buffer("rows"), self.get_buffer("columns")
        return torch.stack([(share.sum(2) * columns).sum(2), (share.sum(3) * rows).sum(2)], dim=2)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """[n, 3, h, w] → places [n, joints, 2] in parts of width and height; how sure, [n, joints]."""
        heat = self.raw(pictures)
        rows, columns = heat.shape[2] * FOLD, heat.shape[3] * FOLD
        places = self.places(heat)
        shares = torch.stack([places[..., 0] / columns, places[..., 1] / rows], dim=2)
        return shares, heat.flatten(2).softmax(2).amax(2)


class PoseLearner(Learner):
    """A poser, its pictures and joints."""

    def __init__(self, network: Poser, recipe: Recipe, examples: Sequence[Posed]) -> None:
        self.network = channels_last(network).train()
        self._poser, self._recipe, self._examples = network, recipe, examples
        self._optimiser = optimiser(self.network, recipe)

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step on these pictures, each turned, scaled, shifted and tinted by chance."""
        both = [varied(self._examples[index], generator) for index in indices]
        inputs = torch.from_numpy(planes(np.stack([pixels for pixels, _ in both])))
        inputs = 0.5 + LEVELS * vary_colours((inputs - 0.5) / LEVELS, generator)
        joints = torch.from_numpy(np.stack([joints for _, joints in both]))
        heat = self._poser.raw(inputs.contiguous(memory_format=torch.channels_last))
        loss = self._loss(heat, joints)
        descend(self._optimiser, loss, self._recipe, rate)
        return loss.item()

    def _loss(self, heat: Tensor, joints: Tensor) -> Tensor:
        """Cross-entropy to a bump around each joint, and how far the middle of mass lies from it."""
        rows, columns = self._poser.get_buffer("rows"), self._poser.get_buffer("columns")
        spread = SPREAD * FOLD * max(len(rows), len(columns))
        aside = ((columns - joints[..., :1]) / spread).square()
        below = ((rows - joints[..., 1:2]) / spread).square()
        wanted = (-(below / 2).unsqueeze(3) - (aside / 2).unsqueeze(2)).flatten(2).softmax(2)
        apart = -(wanted * heat.flatten(2).log_softmax(2)).sum(2)
        off = torch.linalg.vector_norm(self._poser.places(heat) - joints[..., :2], dim=2)
        known = joints[..., 2]
        loss: Tensor = ((apart + DISTANCE_WEIGHT * off) * known).sum() / known.sum().clamp(min=1)
        return loss


def varied(one: Posed, generator: torch.Generator) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The picture turned, scaled and shifted, and its joints likewise; those that left it aren't known."""
    if one.joints is None:
        raise ValueError("an example has no joints")
    high, wide = one.pixels.shape[:2]
    drawn = 2 * torch.rand(4, generator=generator).numpy() - 1
    angle, zoom = drawn[0] * TURN, np.exp(drawn[1] * SCALE)
    cosine, sine = zoom * np.cos(angle), zoom * np.sin(angle)
    turn = np.array([[cosine, -sine], [sine, cosine]])
    middle = np.array([wide / 2, high / 2])
    shift = middle - turn @ middle + drawn[2:] * SHIFT * np.array([wide, high])
    whole = shift - 0.5 + turn @ np.array([0.5, 0.5])  # whole pixels count from their middles
    transform = np.column_stack([turn, whole])
    pixels = cv2.warpAffine(
        one.pixels, transform, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    joints = one.joints.copy()
    joints[:, :2] = one.joints[:, :2] @ turn.T + shift
    inside = (joints[:, :2] > 0).all(1) & (joints[:, 0] < wide) & (joints[:, 1] < high)
    joints[:, 2] *= inside
    return np.asarray(pixels, np.uint8), joints.astype(np.float32)
