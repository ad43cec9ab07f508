"""The simple ways to read: the commonest letter throughout, and signs compared with known ones.

Both are told where the words stand, which a network has to find out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier

from engine.prototypes.metrics import Evidence
from engine.prototypes.pages.layout import Grey, Page, cut_out, edits
from engine.prototypes.system import Baseline

SIDE = 14  # pixels of a sign as it is compared
MOST_SIGNS = 8000
GAP = 0.28  # of a run's height: between words there is more
INK = 0.12  # of a column's height, over all of which a column belongs to a sign


class CommonestLetter(Baseline):
    """The most frequent letter, as often as a run of words has letters on the mean."""

    name = "commonest_letter"

    def __init__(self, pages: Sequence[Page], train: Sequence[int]) -> None:
        self._pages = pages
        texts = [text for index in train for text in pages[index].texts]
        counts = Counter("".join(texts).replace(" ", ""))
        letter = max(sorted(counts), key=lambda each: counts[each])
        self._says = letter * max(1, round(float(np.mean([len(text) for text in texts]))))

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Errors and letters of each run of words."""
        return [
            np.array([[edits(self._says, text), len(text)] for text in self._pages[index].texts], np.float64)
            for index in indices
        ]


class KnownSigns(Baseline):
    """Runs of words cut into signs where no ink is; each sign is what the most similar known one is.

    Signs are known where a run of the training side fell into as many parts as its text has letters.
    """

    name = "known_signs"

    def __init__(self, pages: Sequence[Page], train: Sequence[int], width: int) -> None:
        self._pages, self._width = pages, width
        looks: list[NDArray[np.float32]] = []
        letters: list[str] = []
        for index in train:
            for parts, text in self._runs(pages[index]):
                signs = text.replace(" ", "")
                if len(parts) == len(signs) and len(looks) < MOST_SIGNS:
                    looks += [look for _, _, look in parts]
                    letters += list(signs)
        self._nearest: KNeighborsClassifier | None = None
        if letters:
            self._nearest = KNeighborsClassifier(1).fit(np.stack(looks), np.asarray(letters))

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Errors and letters of each run of words."""
        return [self._judged(self._pages[index]) for index in indices]

    def _judged(self, page: Page) -> Evidence:
        runs = self._runs(page)
        looks = [look for parts, _ in runs for _, _, look in parts]
        letters = iter(() if self._nearest is None or not looks else self._nearest.predict(np.stack(looks)))
        rows = [(edits(_spelt(parts, letters), text), len(text)) for parts, text in runs]
        return np.asarray(rows, np.float64).reshape(-1, 2)

    def _runs(self, page: Page) -> list[tuple[list[Part], str]]:
        boxes = np.zeros((0, 4)) if page.boxes is None else page.boxes
        return [
            (parts_of(cut_out(page.pixels, box, self._width)), text)
            for box, text in zip(boxes, page.texts, strict=True)
        ]


Part = tuple[int, int, NDArray[np.float32]]
"""A sign: its first column, the one after its last, and how it looks, [SIDE * SIDE + 2]."""


def parts_of(line: Grey) -> list[Part]:
    """The signs of a run of words, from left to right: what columns without ink part."""
    _, ink = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    filled = np.asarray(ink, np.float32).mean(0) / 255 > INK / 3
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    return [
        (int(start), int(end), _look(np.asarray(ink[:, start:end], np.uint8)))
        for start, end in edges.reshape(-1, 2)
    ]


def _spelt(parts: Sequence[Part], letters: Iterator[str]) -> str:
    """The text of a run of words, a letter for each of its signs and blanks where the gaps are wide."""
    text, before = "", None
    for (start, end, _), letter in zip(parts, letters, strict=False):
        text += (" " if before is not None and start - before > GAP * SIDE * 1.7 else "") + str(letter)
        before = end
    return text


def _look(sign: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The sign in a square of its own, how wide it is and how high it stands."""
    rows = np.flatnonzero(sign.any(1))
    low, high = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(sign))
    square = cv2.resize(sign[low:high], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    place = np.array([sign.shape[1], low, high], np.float32) / len(sign)
    return np.concatenate([square.astype(np.float32).ravel() / 255, 3 * place])
