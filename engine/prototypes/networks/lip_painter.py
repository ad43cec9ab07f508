"""Paints a mouth to what is heard, in the manner of Wav2Lip (Prajwal et al. 2020, section 3.1), in small."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import convolution, twice

EARS = (16, 32, 48, 64)


class LipPainter(nn.Module):
    """A U-Net over the covered face and a reference; at its bottom it learns what is heard.

    It paints the change from the reference, at first none, and only the lower half; neighbouring
    pixels are folded into channels. Sides must be multiples of ``2 ** len(widths)``.
    """

    def __init__(self, bands: int, ticks: int, widths: Sequence[int], heard: int = 96) -> None:
        super().__init__()
        self.ear = _ear(bands, ticks, heard)
        self.enter = twice(6 * 4, widths[0])
        self.down = nn.ModuleList(twice(wide, narrow, stride=2) for wide, narrow in pairwise(widths))
        self.middle = nn.Sequential(convolution(widths[-1] + heard, widths[-1], 3), nn.ReLU())
        backwards = list(reversed(widths))
        self.up = nn.ModuleList(
            nn.Sequential(convolution(low + high, high, 3), nn.ReLU()) for low, high in pairwise(backwards)
        )
        self.leave = nn.Conv2d(widths[0], 3 * 4, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        if self.leave.bias is not None:
            nn.init.zeros_(self.leave.bias)

    def forward(self, sound: Tensor, face: Tensor, reference: Tensor) -> Tensor:
        """[n, 1, bands, ticks] and twice [n, 3, h, w] of 0 … 1 → [n, 3, h, w] of 0 … 1."""
        pictures = torch.cat([face, reference], dim=1) * 2 - 1
        seen = [self.enter(functional.pixel_unshuffle(pictures, 2))]
        for block in self.down:
            seen.append(block(seen[-1]))
        answer: Tensor = seen.pop()
        heard = self.ear(sound)[:, :, None, None].expand(-1, -1, answer.shape[2], answer.shape[3])
        answer = self.middle(torch.cat([answer, heard], dim=1))
        for block in self.up:
            enlarged = functional.interpolate(answer, scale_factor=2.0, mode="nearest")
            answer = block(torch.cat([enlarged, seen.pop()], dim=1))
        painted = reference + functional.pixel_shuffle(self.leave(answer), 2)
        half = face.shape[2] // 2
        whole = torch.cat([face[:, :, :half], painted[:, :, half:]], dim=2)
        return whole if self.training else whole.clamp(0, 1)


def _ear(bands: int, ticks: int, heard: int) -> nn.Sequential:
    """[n, 1, bands, ticks] → [n, heard]."""
    layers: list[nn.Module] = [convolution(1, EARS[0], 3), nn.ReLU()]
    for wide, narrow in pairwise(EARS):
        layers += [convolution(wide, narrow, 3, stride=2), nn.ReLU()]
        bands, ticks = -(-bands // 2), -(-ticks // 2)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(EARS[-1] * bands * ticks, heard), nn.ReLU())
