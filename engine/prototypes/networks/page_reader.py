"""Three networks in one: where words stand on a page, what a run of them says, what kind of page it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.blocks import convolution
from engine.prototypes.learning import Learner, channels_last, descend, optimiser
from engine.prototypes.networks.segmenter import Segmenter
from engine.prototypes.pages.layout import (
    LINE_HEIGHT,
    PADDING,
    Page,
    cut_out,
    line_planes,
    natural_width,
    page_planes,
    roomy,
)
from engine.prototypes.places.marked_pictures import Boxes
from engine.prototypes.system import Recipe

FIND_WIDTHS = (12, 24, 32, 48)
READ_WIDTHS = (16, 48, 64)
MERGED = 96
COLUMN = 4  # pixels of a line of which one letter or none is said
FIRST_HANGUL = 0x1100
REACHES = (1, 2, 4)  # columns between those that a layer along a line looks at
KINDS_SCALE = 16.0  # of the counts of letters, which are of length 1
LINES_A_STEP = 32
LINES_TOGETHER = 8  # runs of about one length, so that the short ones aren't filled up to the longest
SHORT_FIRST = 0.25  # of the run
GUESSED = 0.25  # of the run: so long it helps to be told about where letters stand
NARROW, BROAD = " .,:;'`!|()[]{}ijlIft", "mwMW@%"
FIND_EVERY = 2  # steps: finding is learnt sooner than reading
FIND_PAGES, FIND_STRIP = 4, 0.5  # of a batch, of which a strip of that share is looked at
STRIP_WHOLE = 16  # rows: what the finding network takes
WOBBLE = 0.12  # of a run's height: how far its cut-out is moved
SMOOTH = 1.0


class LineReader(nn.Module):
    """Convolutions over a run of words, then along it, and a letter or none every four pixels, learnt without
    being told where each letter stands (connectionist temporal classification). Convolutions instead of the
    usual recurrent layers: on a CPU those take much of a step's time."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        first, second, third = READ_WIDTHS
        self.sees = nn.Sequential(
            *_layer(1, first, 5, 2), *_layer(first, second), nn.MaxPool2d(2),
            *_layer(second, third), nn.MaxPool2d((2, 1)), *_layer(third, third),
        )  # fmt: skip
        self.merges = nn.Sequential(
            nn.Conv1d(3 * third, MERGED, 1, bias=False), nn.BatchNorm1d(MERGED), nn.ReLU()
        )
        self.along = nn.ModuleList(_Along(MERGED, reach) for reach in REACHES)
        self.says = nn.Linear(MERGED, letters + 1)
        nn.init.zeros_(self.says.bias)

    def forward(self, lines: Tensor) -> Tensor:
        """[n, 1, 24, w] → logits [n, w / 4, letters + 1], 0 for none."""
        seen = self.merges(self.sees(lines).flatten(1, 2))
        for layer in self.along:
            seen = layer(seen)
        said: Tensor = self.says(seen.transpose(1, 2))
        return said


class _Along(nn.Module):
    """Two convolutions along a line beside a shortcut."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv1d(channels, channels, 3, padding=reach, dilation=reach, bias=False),
            nn.BatchNorm1d(channels),
            nn.ReLU(),
            nn.Conv1d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm1d(channels),
        )

    def forward(self, seen: Tensor) -> Tensor:
        """[n, channels, t] both."""
        return functional.relu(seen + self.layers(seen))


class PageReader(nn.Module):
    """``letters``: the alphabet; ``groups``: of letters that are counted; ``kinds``: of documents."""

    alphabet: Tensor

    def __init__(self, letters: str, groups: int, kinds: int) -> None:
        super().__init__()
        self.register_buffer("alphabet", torch.tensor([ord(letter) for letter in letters]))
        self.finds = Segmenter(2, FIND_WIDTHS, 2)
        self.reads = LineReader(len(letters))
        self.sorts = nn.Linear(groups, kinds)
        nn.init.zeros_(self.sorts.weight)

    def translated(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Another reader's weights for this alphabet: letters that both know keep what was learnt of them,
        the others stay as they are drawn. Kinds of documents aren't the same elsewhere."""
        theirs = {int(code): place for place, code in enumerate(weights["alphabet"].tolist(), start=1)}
        mine = [0, *(theirs.get(int(code), -1) for code in self.alphabet.tolist())]
        known = torch.tensor([place >= 0 for place in mine])
        places = torch.tensor([place for place in mine if place >= 0])
        found = {name: one for name, one in weights.items() if name.startswith(("finds.", "reads."))}
        for name, one in self.reads.says.state_dict(prefix="reads.says.").items():
            rows = one.clone()
            rows[known] = weights[name].to(rows.dtype)[places]
            found[name] = rows
        return found

    def forward(self, page: Tensor, line: Tensor, counts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pages [n, 3, h, w] of 0 … 1, runs of words [n, 1, 24, w], counts of letter groups [n, groups] → how
        surely words stand there [n, 1, h, w] of 0 … 1, logits of letters [n, t, letters + 1] and of kinds
        [n, kinds]."""
        kinds: Tensor = self.sorts(counts * KINDS_SCALE)
        return self.finds(page)[:, 1:], self.reads(line), kinds


class PageLearner(Learner):
    """Teaches the three side by side. ``small`` and ``inner``: each page as words are looked for on it, grey,
    and where they stand (``word_mask``), [n, h, w] both; ``letters``: the numbers of each run's letters;
    ``counts``, ``kinds``: of each page; ``guesses``: whether it is told at first about where letters stand,
    as a fresh network should be."""

    def __init__(
        self, network: PageReader, recipe: Recipe, pages: Sequence[Page], small: NDArray[np.uint8],
        inner: NDArray[np.float16], letters: Sequence[Sequence[Sequence[int]]], counts: NDArray[np.float32],
        kinds: NDArray[np.int64], width: int, guesses: bool,
    ) -> None:  # fmt: skip
        self.network = channels_last(network).train()
        self._reader, self._recipe, self._pages = network, recipe, pages
        self._small, self._inner, self._letters = small, inner, letters
        self._counts, self._kinds, self._width, self._guesses = counts, kinds, width, guesses
        self._optimisers = [optimiser(part, recipe) for part in (network.finds, network.reads, network.sorts)]
        self._breadths = np.array([1.0, *(breadth(chr(code)) for code in network.alphabet.tolist())])
        self._steps = 0

    def step(self, indices: Sequence[int], rate: float, fraction: float, generator: torch.Generator) -> float:
        """One step of reading and of sorting; every other one of finding too."""
        finds, reads, sorts = self._optimisers
        chosen = list(indices)
        if self._steps % FIND_EVERY == 0:
            descend(finds, self._finding_loss(chosen[:FIND_PAGES], generator), self._recipe, rate)
        if len(self._kinds):
            votes = self._reader.sorts(torch.from_numpy(self._counts[chosen]) * KINDS_SCALE)
            descend(
                sorts,
                functional.cross_entropy(votes, torch.from_numpy(self._kinds[chosen])),
                self._recipe,
                rate,
            )
        self._steps += 1
        loss = self._reading_loss(chosen, fraction, generator)
        descend(reads, loss, self._recipe, rate)
        return loss.item()

    def _finding_loss(self, indices: Sequence[int], generator: torch.Generator) -> Tensor:
        """Of a strip of these pages, as wide as they are."""
        rows = self._small.shape[1]
        high = min(rows, max(1, round(FIND_STRIP * rows / STRIP_WHOLE)) * STRIP_WHOLE)
        top = int(torch.randint(rows - high + 1, (), generator=generator))
        planes = torch.from_numpy(page_planes(self._small[indices, top : top + high]))
        said = self._reader.finds(planes.contiguous(memory_format=torch.channels_last))
        wanted = self._inner[indices, top : top + high].astype(np.float32)
        return _mask_loss(said, torch.from_numpy(wanted))

    def _reading_loss(self, indices: Sequence[int], fraction: float, generator: torch.Generator) -> Tensor:
        """Connectionist temporal classification of some runs of words of these pages, those of about one
        length together; at first of the shorter ones, in which it is sooner found what stands where."""
        runs = [(index, place) for index in indices for place in range(len(self._letters[index]))]
        order = torch.randperm(len(runs), generator=generator)
        some = [runs[which] for which in order[: LINES_A_STEP * (2 if fraction < SHORT_FIRST else 1)]]
        some = sorted(some, key=lambda run: natural_width(self._box(run)))[:LINES_A_STEP]
        losses = [
            self._loss_together(some[start : start + LINES_TOGETHER], fraction, generator)
            for start in range(0, len(some), LINES_TOGETHER)
        ]
        return torch.cat(losses).mean()

    def _loss_together(
        self, runs: Sequence[tuple[int, int]], fraction: float, generator: torch.Generator
    ) -> Tensor:
        """The loss of each of these runs a letter, [n]."""
        wobbles = (2 * torch.rand(len(runs), 4, generator=generator).numpy() - 1) * WOBBLE
        width = roomy(max(natural_width(self._box(run)) for run in runs), self._width)
        lines = [
            cut_out(self._pages[run[0]].pixels, self._box(run), width, wobble)
            for run, wobble in zip(runs, wobbles, strict=True)
        ]
        wanted = [torch.tensor(self._letters[index][place], dtype=torch.int64) for index, place in runs]
        inputs = torch.from_numpy(line_planes(lines)).contiguous(memory_format=torch.channels_last)
        shares = self._reader.reads(inputs).log_softmax(2)
        said = shares.transpose(0, 1)
        lengths = torch.full((len(lines),), said.shape[0])
        counts = torch.tensor([len(one) for one in wanted])
        losses = functional.ctc_loss(
            said, torch.cat(wanted), lengths, counts, reduction="none", zero_infinity=True
        )
        losses = losses / counts.clamp(min=1)
        if not self._guesses or fraction >= GUESSED:
            return losses
        guessed = [self._guessed(run, each) for run, each in zip(runs, shares, strict=True)]
        return losses + (1 - fraction / GUESSED) * torch.stack(guessed)

    def _guessed(self, run: tuple[int, int], shares: Tensor) -> Tensor:
        """How unlike a run's letters is what is said [t, letters + 1] where they should about stand. Without
        it a fresh network says nothing anywhere for the first hundreds of steps."""
        letters = np.asarray(self._letters[run[0]][run[1]], np.int64)
        ends = np.cumsum(self._breadths[letters])
        if not len(ends):
            return shares.sum() * 0
        edge = PADDING / (1 + 2 * PADDING) * LINE_HEIGHT
        wide = min(natural_width(self._box(run)), COLUMN * len(shares)) - 2 * edge
        middles = edge + (ends - self._breadths[letters] / 2) / ends[-1] * wide
        columns = np.clip(middles / COLUMN, 0, len(shares) - 1).astype(np.int64)
        return functional.nll_loss(shares[torch.from_numpy(columns)], torch.from_numpy(letters))

    def _box(self, run: tuple[int, int]) -> NDArray[np.float64]:
        boxes = self._pages[run[0]].boxes
        if boxes is None:
            raise ValueError("an example has no boxes")
        return np.asarray(boxes[run[1]], np.float64)


def word_mask(
    boxes: Boxes, scale: tuple[float, float], shape: tuple[int, int], shrink: float
) -> NDArray[np.float16]:
    """How much of each pixel belongs to a run of words, [h, w] of 0 … 1: their boxes less ``shrink`` of their
    height on each side; of a run narrower than high, of its width at the ends. Shares at the edges tell
    places to less than a pixel."""
    mask = np.zeros(shape, np.float16)
    for left, top, right, bottom in boxes * np.array([*scale, *scale]):
        room = shrink * (bottom - top)
        rows = _covered(top + room, max(bottom - room, top + room + 1), shape[0])
        end = min(room, shrink * (right - left))
        columns = _covered(left + end, max(right - end, left + end + 1), shape[1])
        low, start = np.flatnonzero(rows), np.flatnonzero(columns)
        if len(low) and len(start):
            part = mask[low[0] : low[-1] + 1, start[0] : start[-1] + 1]
            np.maximum(part, np.outer(rows[low], columns[start]), out=part, casting="same_kind")
    return mask


def _covered(start: float, end: float, count: int) -> NDArray[np.float32]:
    """The share of each of so many pixels in a row that lies between these."""
    edges = np.arange(count, dtype=np.float32)
    return np.asarray(np.clip(np.minimum(edges + 1, end) - np.maximum(edges, start), 0, 1), np.float32)


def breadth(letter: str) -> float:
    """About how wide a letter is set, beside the usual one."""
    if letter in NARROW:
        return 0.55
    if letter in BROAD:
        return 1.45
    if ord(letter) >= FIRST_HANGUL:
        return 1.6
    return 1.15 if letter.isupper() else 1.0


def _mask_loss(said: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy and dice of a mask."""
    logits = said[:, 1] - said[:, 0]
    share = logits.sigmoid()
    dice = (2 * (share * wanted).sum() + SMOOTH) / (share.sum() + wanted.sum() + SMOOTH)
    return functional.binary_cross_entropy_with_logits(logits, wanted) + 1 - dice


def _layer(
    channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1
) -> tuple[nn.Module, nn.Module]:
    return convolution(channels_in, channels_out, kernel, stride), nn.ReLU()
