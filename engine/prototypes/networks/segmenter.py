"""A U-Net that gives every pixel a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from engine.prototypes.blocks import LEAST_CONTRAST, UNet, without_answer


class Segmenter(nn.Module):
    """It sees each picture as it is and set to its own mean and contrast, for what is looked for mostly
    differs from its own surroundings, not from other pictures. It gives logits while it learns, shares
    of 0 … 1 after: logits of sure pixels are so large that no two machines agree on their last digits."""

    def __init__(self, labels: int, widths: Sequence[int], fold: int) -> None:
        super().__init__()
        self.body = UNet(6, labels, widths, fold)

    def translated(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Another segmenter's weights but those of the last layer: its labels mean something else."""
        return without_answer(weights)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, 3, h, w] of 0 … 1 → [n, labels, h, w]."""
        centred = pictures - _mean(pictures)
        contrast = _mean(centred.square()).mean(1, keepdim=True)
        views = torch.cat([pictures * 2 - 1, centred * torch.rsqrt(contrast + LEAST_CONTRAST)], dim=1)
        logits: Tensor = self.body(views)
        return logits if self.training else logits.softmax(1)


def _mean(pictures: Tensor) -> Tensor:
    """Over height and width, row by row: a sum over all pixels at once is less exact, and not alike
    everywhere. [n, c, h, w] → [n, c, 1, 1]."""
    return pictures.mean(3, keepdim=True).mean(2, keepdim=True)
