"""Frames of a clip, brought to cover each other and weighed, make one large frame.

After EDVR (Wang et al. 2019), made small: neighbours are aligned to the middle frame by modulated
deformable sampling on two levels, the coarse one guiding the fine one; then each place of each
frame counts as much as it is like the middle one's.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.networks.enlargers import PlainResidual, Unfold


class DeformableSampling(nn.Module):
    """Looks up features where the guide says: ``taps`` places a pixel in each group of channels, each
    with its own offset and weight, after Dai et al. (2017) and Zhu et al. (2019)."""

    def __init__(self, width: int, groups: int, taps: int) -> None:
        """``taps``: 9, around the pixel, or 1, at it."""
        super().__init__()
        self.groups, self.taps = groups, taps
        self.offsets = nn.Conv2d(width, groups * taps * 3, 3, padding=1)
        nn.init.zeros_(self.offsets.weight)
        if self.offsets.bias is not None:
            nn.init.zeros_(self.offsets.bias)
        self.mix = nn.Conv2d(width * taps, width, 1)
        steps = torch.arange(3.0) - 1 if taps == 9 else torch.zeros(1)
        down, right = torch.meshgrid(steps, steps, indexing="ij")
        self.register_buffer("around", torch.stack([right.flatten(), down.flatten()], dim=1))

    def forward(self, features: Tensor, guide: Tensor, flow: Tensor) -> Tensor:
        """Features, guide [n, width, h, w], flow [n, 2, h, w] in pixels (across, down) → as features."""
        count, width, high, wide = features.shape
        groups, taps = self.groups, self.taps
        said = self.offsets(guide).reshape(count, groups, taps, 3, high, wide)
        right = torch.arange(wide, dtype=features.dtype).reshape(1, 1, 1, 1, wide)
        down = torch.arange(high, dtype=features.dtype).reshape(1, 1, 1, high, 1)
        around = self.get_buffer("around")
        across = said[:, :, :, 0] + flow[:, None, None, 0] + right + around[:, 0].reshape(1, 1, taps, 1, 1)
        along = said[:, :, :, 1] + flow[:, None, None, 1] + down + around[:, 1].reshape(1, 1, taps, 1, 1)
        grid = torch.stack([(across + 0.5) * 2 / wide - 1, (along + 0.5) * 2 / high - 1], dim=-1)
        seen = functional.grid_sample(
            features.reshape(count * groups, width // groups, high, wide),
            grid.reshape(count * groups, taps * high, wide, 2),
            padding_mode="border",
            align_corners=False,
        ).reshape(count, groups, width // groups, taps, high, wide)
        weighed = seen * (2 * said[:, :, :, 2].sigmoid()).unsqueeze(2)
        mixed: Tensor = self.mix(weighed.reshape(count, width * taps, high, wide))
        return mixed


class Alignment(nn.Module):
    """Neighbours' features to where the middle frame has them: coarse first, at half the size."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.shrink = nn.Conv2d(width, width, 3, stride=2, padding=1)
        self.compare_coarse = nn.Conv2d(2 * width, width, 3, padding=1)
        self.flow = nn.Conv2d(width, 2, 3, padding=1)
        nn.init.zeros_(self.flow.weight)
        if self.flow.bias is not None:
            nn.init.zeros_(self.flow.bias)
        self.coarse = DeformableSampling(width, 2, 9)
        self.compare_fine = nn.Conv2d(3 * width, width, 3, padding=1)
        self.fine = DeformableSampling(width, 4, 1)
        self.merge = nn.Conv2d(2 * width, width, 3, padding=1)

    def forward(self, features: Tensor, middle: Tensor) -> Tensor:
        """[n, width, h, w] both, h and w even → as features."""
        small, small_middle = (functional.relu(self.shrink(one)) for one in (features, middle))
        guide = functional.relu(self.compare_coarse(torch.cat([small, small_middle], dim=1)))
        flow = self.flow(guide)
        coarse = functional.relu(self.coarse(small, guide, flow))
        guide = functional.relu(self.compare_fine(torch.cat([features, middle, _doubled(guide)], dim=1)))
        fine = self.fine(features, guide, 2 * _doubled(flow))
        merged: Tensor = self.merge(torch.cat([fine, _doubled(coarse)], dim=1))
        return merged


class VideoEnlarger(nn.Module):
    """The middle one of ``frames`` frames, large."""

    def __init__(self, scale: int, width: int, blocks: int, frames: int) -> None:
        super().__init__()
        self.frames, self.width = frames, width
        self.enter = nn.Sequential(nn.Conv2d(3, width, 3, padding=1), nn.ReLU(), PlainResidual(width))
        self.align = Alignment(width)
        self.ask = nn.Conv2d(width, width, 3, padding=1)
        self.offer = nn.Conv2d(width, width, 3, padding=1)
        self.fuse = nn.Conv2d(frames * width, width, 1)
        self.place = nn.Conv2d(width, width, 3, padding=1)
        self.body = nn.Sequential(*(PlainResidual(width) for _ in range(blocks)))
        self.unfold = Unfold(width, scale)

    def forward(self, pictures: Tensor) -> Tensor:
        """[n, frames, 3, h, w] of 0 … 1, h and w even → [n, 3, scale · h, scale · w]."""
        count, frames, _, high, wide = pictures.shape
        shape = count, self.frames, self.width, high, wide
        features = self.enter(pictures.reshape(count * frames, 3, high, wide) - 0.5)
        middle = features.reshape(shape)[:, self.frames // 2]
        again = middle.unsqueeze(1).expand(shape).reshape(count * self.frames, self.width, high, wide)
        aligned = self.align(features, again)
        like = self.ask(aligned.reshape(shape)[:, self.frames // 2]).unsqueeze(1)
        alike = (like * self.offer(aligned).reshape(shape)).sum(2, keepdim=True) / self.width**0.5
        weighed = aligned.reshape(shape) * alike.sigmoid()
        fused = functional.relu(self.fuse(weighed.reshape(count, self.frames * self.width, high, wide)))
        fused = fused * (2 * self.place(fused).sigmoid())
        large: Tensor = self.unfold(self.body(fused), pictures[:, self.frames // 2])
        return large


def _doubled(maps: Tensor) -> Tensor:
    return functional.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
