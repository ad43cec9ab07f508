"""A page's way through three networks: find the words, cut them out, read them in order, sort the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import xxhash
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from pydantic import Field

from engine.dataset.types import Dataset, Sample
from engine.jobs.protocol import Json
from engine.prototypes.pages.layout import (
    LINE_HEIGHT,
    MOST_WORDS,
    Grey,
    Page,
    cut_out,
    line_planes,
    natural_width,
    page_planes,
    read_page,
    reading_order,
    roomy,
)
from engine.prototypes.pages.lettering import face, korean_faces
from engine.prototypes.pictures.picture_pairs import PairSettings, beside
from engine.prototypes.places.boxes import outlined
from engine.prototypes.places.marked_pictures import Boxes
from engine.prototypes.system import Answer, Codec, Feeds, Outputs, Port
from engine.runtime.preprocess import Pixels

GROUPS = 1024
"""Kinds of groups of letters that are counted, by their hash."""
GROUP_LENGTHS = (1, 2, 3)
SHRINK = 0.25
"""Of a run's height: so far inside of its box lies what the finding network marks, which keeps rows apart."""
SHRUNK = SHRINK / (1 - 2 * SHRINK)  # of what is left of it
EVEN = 0.5
LEAST_HEIGHT = 2  # pixels of what was marked
SMALL = 16  # pixels of an empty page or run, where only the other is looked at
LOT = 16  # runs of words that are read at once, those of about one length
SHOWN_WIDE, SHOWN_HIGH = 320, 480


class Settings(PairSettings):
    """``height``, ``width``: of the page as words are looked for on it; ``line_width``: of a run of words;
    ``letters``: the alphabet; ``kinds``: of documents, none where they aren't told apart."""

    line_width: int = Field(ge=16, le=2048, multiple_of=4)
    letters: str = Field(min_length=1)
    kinds: tuple[str, ...]


class PageWords(Codec[Page]):
    """A page in; where words stand, what a run of words says, and what kind of page it is out.

    The networks are called one after the other: those that have nothing to do get something empty.
    """

    inputs = (Port("page", {2: "height", 3: "width"}), Port("line", {3: "length"}), Port("counts"))
    outputs = (Port("words", {2: "height", 3: "width"}), Port("letters", {1: "columns"}), Port("kinds"))

    def __init__(self, said: Settings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def names(self) -> tuple[str, ...]:
        """The kinds of documents are told beside the text."""
        return ()

    def read(self, dataset: Dataset, sample: Sample) -> Page | None:
        """The page, and what stands where on it where that is known."""
        return read_page(dataset.tree, sample, self.said.kinds)

    def feeds(self, some: Sequence[Page]) -> Feeds:
        """Of each page: itself, its first run of words, its text's groups of letters. For training and for
        comparing: what is said of a page comes by :meth:`run`."""
        lines = []
        for one in some:
            high, wide = one.pixels.shape
            boxes = (
                np.array([[0.0, 0.0, wide, high]]) if one.boxes is None or not len(one.boxes) else one.boxes
            )
            lines.append(cut_out(one.pixels, boxes[one.fingerprint % len(boxes)], self.said.line_width))
        return {
            "page": self.planes(some),
            "line": line_planes(lines),
            "counts": np.stack([counts_of(one.texts) for one in some]),
        }

    def run(self, some: Sequence[Page], call: Callable[[Feeds], Outputs]) -> Outputs:
        """``found`` [n, MOST_WORDS, 4]: boxes in the page's pixels in reading order, -1 for none; ``said``
        [n, MOST_WORDS, t]: numbers of letters, 0 for none; ``kinds`` [n, kinds]."""
        marks = call({**self._empty(len(some)), "page": self.planes(some)})["words"]
        width = self.said.line_width
        found = np.full((len(some), MOST_WORDS, 4), -1, np.float32)
        said = np.zeros((len(some), MOST_WORDS, width // 4), np.float32)
        runs: list[tuple[int, int, NDArray[np.float64]]] = []
        for which, one in enumerate(some):
            for place, box in enumerate(self.boxes(one, marks[which, 0])):
                found[which, place] = box
                runs.append((which, place, box))
        runs.sort(key=lambda run: natural_width(run[2]))
        for start in range(0, len(runs), LOT):
            lot = runs[start : start + LOT]
            length = roomy(natural_width(lot[-1][2]), width)
            lines = line_planes([cut_out(some[which].pixels, box, length) for which, _, box in lot])
            votes = call({**self._empty(len(lot)), "line": lines})["letters"]
            for (which, place, _), each in zip(lot, votes, strict=True):
                said[which, place, : len(each)] = each.argmax(1)
        texts = [self.texts(numbers, boxes) for numbers, boxes in zip(said, found, strict=True)]
        counts = np.stack([counts_of(each) for each in texts])
        kinds = call({**self._empty(len(some)), "counts": counts})["kinds"]
        return {"found": found, "said": said, "kinds": kinds}

    def answer(self, one: Page, outputs: Outputs) -> Answer:
        """The kind of the page, where kinds are told apart, and its text, a run of words a line."""
        if "found" not in outputs:
            line = spelt(outputs["letters"].argmax(1), self.said.letters)
            known = one.texts[one.fingerprint % len(one.texts)] if one.texts else None
            return Answer(line, known)
        kind = self._kind(outputs["kinds"])
        words = "\n".join(self.texts(outputs["said"], outputs["found"]))
        truth = None if one.boxes is None else "\n".join(one.texts)
        if kind and truth is not None and one.kind:
            truth = f"[{one.kind}]\n{truth}"
        return Answer(f"[{kind}]\n{words}" if kind else words, truth)

    def draw(self, one: Page, outputs: Outputs) -> Pixels:
        """The page with what was found on it; what was read, set where it stood."""
        boxes = self.boxes(one, outputs["words"][0]) if "found" not in outputs else _there(outputs["found"])
        scale = min(1.0, SHOWN_WIDE / one.pixels.shape[1], SHOWN_HIGH / one.pixels.shape[0])
        size = round(one.pixels.shape[1] * scale), round(one.pixels.shape[0] * scale)
        small = np.asarray(cv2.resize(one.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        page = outlined(np.repeat(small[..., None], 3, axis=2), boxes * scale, [1] * len(boxes))
        if "found" not in outputs:
            return page
        times = page.shape[0] / small.shape[0] * scale
        return beside(
            [page, _typeset(page.shape, boxes * times, self.texts(outputs["said"], outputs["found"]))]
        )

    def planes(self, some: Sequence[Page]) -> NDArray[np.float32]:
        """Pages as the finding network takes them, [n, 3, height, width] of 0 … 1."""
        return page_planes(self.small(some))

    def small(self, some: Sequence[Page]) -> Grey:
        """Pages as words are looked for on them, [n, height, width]."""
        size = self.said.width, self.said.height
        resized = [cv2.resize(one.pixels, size, interpolation=cv2.INTER_AREA) for one in some]
        return np.asarray(np.stack(resized), np.uint8)

    def boxes(self, one: Page, marks: NDArray[np.float32]) -> Boxes:
        """Where words stand by how sure that is [height, width], in the page's pixels, in reading order."""
        mask = (marks > EVEN).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        scale = one.pixels.shape[1] / self.said.width, one.pixels.shape[0] / self.said.height
        found = []
        for label, (left, top, wide, high, _) in enumerate(stats[1:], start=1):
            if high >= LEAST_HEIGHT and wide >= LEAST_HEIGHT:
                near = slice(max(0, top - 1), top + high + 1), slice(max(0, left - 1), left + wide + 1)
                sure = np.where((labels[near] == label) | (labels[near] == 0), marks[near], 0)
                rows, columns = _reach(sure.sum(1)), _reach(sure.sum(0))
                room = (rows[1] - rows[0]) * SHRUNK
                end = min(room, (columns[1] - columns[0]) * SHRUNK)
                across, down = near[1].start, near[0].start
                found.append(
                    [
                        across + columns[0] - end, down + rows[0] - room,
                        across + columns[1] + end, down + rows[1] + room,
                    ]
                )  # fmt: skip
        boxes = np.asarray(found, np.float64).reshape(-1, 4) * np.array([*scale, *scale])
        limits = np.array([one.pixels.shape[1], one.pixels.shape[0]] * 2)
        boxes = np.clip(boxes, 0, limits)
        largest = np.argsort(-(boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))[:MOST_WORDS]
        boxes = boxes[np.sort(largest)]
        return np.asarray(boxes[reading_order(boxes)], np.float64)

    def texts(self, said: NDArray[np.float32], found: NDArray[np.float32]) -> list[str]:
        """What each run of words that was found says."""
        there = int((found[:, 0] >= 0).sum())
        return [spelt(numbers.astype(np.int64), self.said.letters) for numbers in said[:there]]

    def _kind(self, votes: NDArray[np.float32]) -> str:
        return self.said.kinds[int(votes.argmax())] if self.said.kinds else ""

    def _empty(self, count: int) -> Feeds:
        return {
            "page": np.ones((count, 3, SMALL, SMALL), np.float32),
            "line": np.zeros((count, 1, LINE_HEIGHT, SMALL), np.float32),
            "counts": np.zeros((count, GROUPS), np.float32),
        }


def spelt(numbers: Sequence[int] | NDArray[np.int64], letters: str) -> str:
    """Letters out of the likeliest number at each place: of equal ones in a row one, and 0 for none."""
    said, before = [], 0
    for number in numbers:
        if number and number != before:
            said.append(letters[int(number) - 1])
        before = number
    return "".join(said).strip()


def counts_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """Groups of one to three letters in a text, by hash: the root of their number, together of length 1."""
    counts = np.zeros(GROUPS, np.float32)
    for text in texts:
        whole = f" {text.lower()} "
        for length in GROUP_LENGTHS:
            for start in range(len(whole) - length + 1):
                counts[xxhash.xxh32_intdigest(whole[start : start + length].encode()) % GROUPS] += 1
    roots = np.sqrt(counts)
    return np.asarray(roots / max(float(np.linalg.norm(roots)), 1e-6), np.float32)


def _reach(sure: NDArray[np.float32]) -> tuple[float, float]:
    """From where to where something lies, to less than a pixel, by how sure that is of each in a row."""
    full = np.minimum(sure / max(float(np.median(sure[1:-1])), 1e-6), 1)
    there = np.flatnonzero(full > EVEN)
    first, last = int(there[0]), int(there[-1])
    before = float(full[first] + (full[first - 1] if first else 0.0))
    behind = float(full[last] + (full[last + 1] if last + 1 < len(full) else 0.0))
    return first + 1 - before, last + behind


def _there(found: NDArray[np.float32]) -> Boxes:
    return found[found[:, 0] >= 0].astype(np.float64)


def _typeset(shape: tuple[int, ...], boxes: Boxes, texts: Sequence[str]) -> Pixels:
    sheet = Image.new("RGB", (shape[1], shape[0]), (255, 255, 255))
    pen = ImageDraw.Draw(sheet)
    path = next(iter(korean_faces()), "")
    for (left, top, _, bottom), text in zip(boxes, texts, strict=True):
        size = int(np.clip((bottom - top) * 0.85, 6, 40))
        pen.text((left, (top + bottom) / 2), text, (20, 20, 20), face(path, size), anchor="lm")
    return np.asarray(sheet, np.uint8)
