"""Three networks in one: where words stand on a page, what a run of them says, what kind of page it is."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import convolution
from engine.prototypes.learning import Learner, channels_last, descend, optimiser
from engine.prototypes.networks.segmenter import Segmenter
from engine.prototypes.pages.layout import Page, cut_out, line_planes, page_planes
from engine.prototypes.places.marked_pictures import Boxes
from engine.prototypes.system import Recipe

FIND_WIDTHS = (12, 24, 32, 48)
READ_WIDTHS = (24, 48, 64)
MERGED, HIDDEN = 96, 64
KINDS_SCALE = 16.0  # of the counts of letters, which are of length 1
LINES_A_STEP = 32
FIND_EVERY = 4  # steps: finding is learnt sooner than reading
WOBBLE = 0.08  # of a run's height: how far its cut-out is moved
SMOOTH = 1.0


class LineReader(nn.Module):
    """A convolutional network over a run of words, and a recurrent one along it (after CRNN: Shi, Bai and Yao
    2017), a letter or none every four pixels."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        first, second, third = READ_WIDTHS
        self.sees = nn.Sequential(
            *_layer(1, first), nn.MaxPool2d(2), *_layer(first, second), nn.MaxPool2d(2),
            *_layer(second, third), nn.MaxPool2d((2, 1)), *_layer(third, third),
        )  # fmt: skip
        self.merges = nn.Sequential(
            nn.Conv1d(3 * third, MERGED, 1, bias=False), nn.BatchNorm1d(MERGED), nn.ReLU()
        )
        self.runs = nn.GRU(MERGED, HIDDEN, batch_first=True, bidirectional=True)
        self.says = nn.Linear(2 * HIDDEN, letters + 1)
        nn.init.zeros_(self.says.bias)

    def forward(self, lines: Tensor) -> Tensor:
        """[n, 1, 24, w] → logits [n, w / 4, letters + 1], 0 for none."""
        seen = self.sees(lines).flatten(1, 2)
        along, _ = self.runs(self.merges(seen).transpose(1, 2))
        said: Tensor = self.says(along)
        return said


class PageReader(nn.Module):
    """``letters``: of the alphabet; ``groups``: of letters that are counted; ``kinds``: of documents."""

    def __init__(self, letters: int, groups: int, kinds: int) -> None:
        super().__init__()
        self.finds = Segmenter(2, FIND_WIDTHS, 2)
        self.reads = LineReader(letters)
        self.sorts = nn.Linear(groups, kinds)
        nn.init.zeros_(self.sorts.weight)

    def forward(self, page: Tensor, line: Tensor, counts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pages [n, 3, h, w] of 0 … 1, runs of words [n, 1, 24, w], counts of letter groups [n, groups] → how
        surely words stand there [n, 1, h, w] of 0 … 1, logits of letters [n, t, letters + 1] and of kinds
        [n, kinds]."""
        kinds: Tensor = self.sorts(counts * KINDS_SCALE)
        return self.finds(page)[:, 1:], self.reads(line), kinds


class PageLearner(Learner):
    """Teaches the three side by side. ``small`` and ``inner``: each page as words are looked for on it, grey,
    and 1 where they stand, [n, h, w] both; ``letters``: the numbers of each run's letters;
    ``counts``, ``kinds``: of each page."""

    def __init__(
        self, network: PageReader, recipe: Recipe, pages: Sequence[Page], small: NDArray[np.uint8],
        inner: NDArray[np.uint8], letters: Sequence[Sequence[Sequence[int]]], counts: NDArray[np.float32],
        kinds: NDArray[np.int64], width: int,
    ) -> None:  # fmt: skip
        self.network = channels_last(network).train()
        self._reader, self._recipe, self._pages = network, recipe, pages
        self._small, self._inner, self._letters = small, inner, letters
        self._counts, self._kinds, self._width = counts, kinds, width
        self._optimisers = [optimiser(part, recipe) for part in (network.finds, network.reads, network.sorts)]
        self._steps = 0

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step of reading and of sorting; every other one of finding too."""
        finds, reads, sorts = self._optimisers
        chosen = list(indices)
        if self._steps % FIND_EVERY == 0:
            planes = torch.from_numpy(page_planes(self._small[chosen]))
            said = self._reader.finds(planes.contiguous(memory_format=torch.channels_last))
            wanted = torch.from_numpy(self._inner[chosen].astype(np.float32))
            descend(finds, _mask_loss(said, wanted), self._recipe, rate)
        if len(self._kinds):
            votes = self._reader.sorts(torch.from_numpy(self._counts[chosen]) * KINDS_SCALE)
            descend(
                sorts,
                functional.cross_entropy(votes, torch.from_numpy(self._kinds[chosen])),
                self._recipe,
                rate,
            )
        self._steps += 1
        loss = self._reading_loss(chosen, generator)
        descend(reads, loss, self._recipe, rate)
        return loss.item()

    def _reading_loss(self, indices: Sequence[int], generator: torch.Generator) -> Tensor:
        """Connectionist temporal classification of some runs of words of these pages."""
        runs = [(index, place) for index in indices for place in range(len(self._letters[index]))]
        some = torch.randperm(len(runs), generator=generator)[:LINES_A_STEP].tolist()
        wobbles = (2 * torch.rand(len(some), 4, generator=generator).numpy() - 1) * WOBBLE
        lines, wanted = [], []
        for which, wobble in zip(some, wobbles, strict=True):
            index, place = runs[which]
            boxes = self._pages[index].boxes
            if boxes is None:
                raise ValueError("an example has no boxes")
            lines.append(cut_out(self._pages[index].pixels, boxes[place], self._width, wobble))
            wanted.append(torch.tensor(self._letters[index][place], dtype=torch.int64))
        inputs = torch.from_numpy(line_planes(lines)).contiguous(memory_format=torch.channels_last)
        said = self._reader.reads(inputs).log_softmax(2).transpose(0, 1)
        lengths = torch.full((len(lines),), said.shape[0])
        return functional.ctc_loss(
            said, torch.cat(wanted), lengths, torch.tensor([len(one) for one in wanted]), zero_infinity=True
        )


def word_mask(
    boxes: Boxes, scale: tuple[float, float], shape: tuple[int, int], shrink: float
) -> NDArray[np.uint8]:
    """1 where runs of words stand, [h, w]: their boxes less ``shrink`` of their height on each side."""
    mask = np.zeros(shape, np.uint8)
    for left, top, right, bottom in boxes * np.array([*scale, *scale]):
        room = shrink * (bottom - top)
        low, high = round(top + room), max(round(bottom - room), round(top + room) + 1)
        start, end = round(left + room), max(round(right - room), round(left + room) + 1)
        cv2.rectangle(mask, (start, low), (end - 1, high - 1), 1, -1)
    return mask


def _mask_loss(said: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy and dice of a mask."""
    logits = said[:, 1] - said[:, 0]
    share = logits.sigmoid()
    dice = (2 * (share * wanted).sum() + SMOOTH) / (share.sum() + wanted.sum() + SMOOTH)
    return functional.binary_cross_entropy_with_logits(logits, wanted) + 1 - dice


def _layer(channels_in: int, channels_out: int) -> tuple[nn.Module, nn.Module]:
    return convolution(channels_in, channels_out, 3), nn.ReLU()
