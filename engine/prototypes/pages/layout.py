"""Pages of documents: where words stand on them, how those are cut out, put in order and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError, load_picture
from engine.dataset.types import Dataset, FileTree, Sample
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.metrics import Evidence
from engine.prototypes.pictures.picture_pairs import few
from engine.prototypes.places.boxes import overlaps
from engine.prototypes.places.marked_pictures import Boxes, annotated, boxes_of, marks_of, measured, scale_of
from engine.prototypes.split import LEAST_GROUPS
from engine.prototypes.system import Prepared
from engine.runtime.preprocess import fingerprint

Grey = NDArray[np.uint8]
LINE_HEIGHT = 24  # pixels of a run of words as the reading network takes it
PADDING = 0.12  # of its height, around a run of words
WHOLE = 8
"""Pixels: widths of cut-out runs are multiples of it."""
SPARE = 0.1  # of a run's width is left beside it
DARKEST, PAPER = 24, 0.9
"""Pixels of a cut-out run that may be darker than its ink, and the share of those darker than its paper."""
LONGEST_SIDE = 1280  # pixels of a page that is kept
MOST_BYTES = 300_000_000
MOST_WORDS = 120  # runs of words that are read on a page
SAME = 0.2  # overlap from which a run that was found stands for a true one
MOST_KINDS = 30
SPACES = " \t\u00a0\u3000"


@dataclass(frozen=True, kw_only=True)
class Page(Prepared):
    """``pixels`` [h, w], grey; ``boxes`` of its runs of words in pixels of that and what they say, in
    reading order, None where that isn't known; ``kind``: of the document, empty where none is told."""

    pixels: Grey
    boxes: Boxes | None
    texts: tuple[str, ...]
    kind: str


def read_pages(dataset: Dataset, seed: int, reporter: Reporter) -> tuple[list[Page], int, int]:
    """Every page of which it is told what stands where, how many can't be read, and how many there was no
    room for. Raises UserError for too few."""
    samples = annotated(dataset)
    sizes = [size for size, _ in measured(dataset, samples)]
    scale = [min(1.0, LONGEST_SIDE / max(size)) for size in sizes]
    area = float(np.mean([w * h * s**2 for (w, h), s in zip(sizes, scale, strict=True)])) if sizes else 1e6
    chosen = few(samples, seed, max(LEAST_GROUPS, int(MOST_BYTES / area)))
    kinds = kinds_of(chosen)
    pages: list[Page] = []
    unreadable = 0
    for done, sample in enumerate(chosen, start=1):
        try:
            page = read_page(dataset.tree, sample, kinds)
        except UnreadableFileError:
            unreadable += 1
            continue
        finally:
            reporter.progress(done, len(chosen), "reading")
        if page is not None and page.texts:
            pages.append(page)
    if len(pages) < LEAST_GROUPS:
        raise UserError("prototype_few_pages", name=dataset.name, count=len(pages), least=LEAST_GROUPS)
    return pages, unreadable, len(samples) - len(chosen)


def read_page(tree: FileTree, sample: Sample, kinds: Sequence[str]) -> Page | None:
    """One page; None where the sample is no picture. Raises UnreadableFileError."""
    path = sample.input.path
    if sample.input.modality != "image" or path is None:
        return None
    picture = load_picture(tree.read(path))
    mark = fingerprint(picture)
    size = picture.size
    grey = picture.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = np.asarray(grey, np.uint8)
    shape = pixels.shape[0], pixels.shape[1]
    marked = marks_of(sample)
    boxes: Boxes | None = None
    texts: tuple[str, ...] = ()
    if marked is not None:
        said = [one for one in marked.marks if one.text.strip()]
        boxes, places = boxes_of(said, scale_of(marked, size, shape), shape)
        order = reading_order(boxes)
        boxes = boxes[order]
        texts = tuple(one_space(said[places[place]].text) for place in order)
    kind = _folder(path)
    return Page(
        id=sample.id,
        fingerprint=mark,
        pixels=pixels,
        boxes=boxes,
        texts=texts,
        kind=kind if kind in kinds else "",
    )


def kinds_of(samples: Sequence[Sample]) -> tuple[str, ...]:
    """The folders that pages lie in, where those can be kinds of documents: several of several pages each."""
    counts = Counter(_folder(sample.input.path or "") for sample in samples)
    if not 2 <= len(counts) <= MOST_KINDS or min(counts.values()) < LEAST_GROUPS:
        return ()
    return tuple(sorted(counts))


def reading_order(boxes: Boxes) -> list[int]:
    """From the top row to the last, each from left to right: what shares its height is a row."""
    waiting = sorted(range(len(boxes)), key=lambda place: float(boxes[place, 1] + boxes[place, 3]))
    order: list[int] = []
    while waiting:
        first = boxes[waiting[0]]
        middle = (first[1] + first[3]) / 2
        row = [place for place in waiting if boxes[place, 1] <= middle <= boxes[place, 3]]
        row = row or waiting[:1]
        order += sorted(row, key=lambda place: float(boxes[place, 0]))
        waiting = [place for place in waiting if place not in row]
    return order


def one_space(text: str) -> str:
    """The text with every gap a single blank."""
    return " ".join(text.split())


def cut_out(
    pixels: Grey, box: NDArray[np.float64], width: int, wobble: NDArray[np.float64] | None = None
) -> Grey:
    """A run of words as [LINE_HEIGHT, width]: as high as that, from the left, squeezed where it is longer.

    ``wobble``: by how much of its height its four sides are moved, for training.
    """
    left, top, right, bottom = box
    room = PADDING * (bottom - top)
    sides = np.array([left - room, top - room, right + room, bottom + room])
    if wobble is not None:
        sides = sides + wobble * (bottom - top)
    high, wide = max(2.0, sides[3] - sides[1]), max(2.0, sides[2] - sides[0])
    scale = LINE_HEIGHT / high
    across = min(scale, width / wide)
    turn = np.array([[across, 0, -sides[0] * across], [0, scale, -sides[1] * scale]])
    part = pixels[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]
    paper = int(np.quantile(part, 0.8)) if part.size else 255
    low, far = max(0, int(sides[1]) - 2), max(0, int(sides[0]) - 2)  # only what is near is looked at
    near = pixels[low : int(sides[3]) + 4, far : int(sides[2]) + 4]
    if not near.size:
        return np.full((LINE_HEIGHT, width), paper, np.uint8)
    turn[:, 2] += turn[:, :2] @ np.array([far, low])
    flags = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR
    if scale < 0.7:
        grain = max(1, round(0.5 / across)), max(1, round(0.5 / scale))
        near = np.asarray(cv2.blur(near, grain), np.uint8)
    cut = cv2.warpAffine(near, turn, (width, LINE_HEIGHT), flags=flags, borderValue=paper)
    used = min(width, round(wide * across))
    cut[:, used:] = paper
    return np.asarray(cut, np.uint8)


def natural_width(box: NDArray[np.float64]) -> int:
    """Pixels that a run of words takes when it is as high as it is read."""
    left, top, right, bottom = box
    high = max(bottom - top, 1.0)
    return int((right - left + 2 * PADDING * high) / (high * (1 + 2 * PADDING)) * LINE_HEIGHT + 0.5)


def roomy(width: int, most: int) -> int:
    """A cut-out's width for runs of such a natural one: whole, with something to spare."""
    return min(most, int(np.ceil(width * (1 + SPARE) / WHOLE)) * WHOLE + WHOLE)


def line_planes(lines: Sequence[Grey]) -> NDArray[np.float32]:
    """Cut-out runs as [n, 1, LINE_HEIGHT, width], each on the scale of its own paper and ink, however much
    empty paper stands beside it."""
    stacked = np.stack(lines)
    flat = stacked.reshape(len(lines), -1)
    ranked = np.partition(flat, [DARKEST, int(PAPER * flat.shape[1])], axis=1).astype(np.float32)
    ink, paper = ranked[:, DARKEST], ranked[:, int(PAPER * flat.shape[1])]
    scaled = (stacked - paper[:, None, None]) / np.maximum(paper - ink, 16)[:, None, None]
    return np.asarray(scaled[:, None], np.float32)


def page_planes(small: Grey) -> NDArray[np.float32]:
    """Grey pages [n, h, w] as the finding network takes them, [n, 3, h, w] of 0 … 1."""
    scaled = small.astype(np.float32)[:, None] / np.float32(255)
    return np.ascontiguousarray(np.repeat(scaled, 3, axis=1))


def compared(found: Boxes, said: Sequence[str], truth: Boxes, texts: Sequence[str]) -> Evidence:
    """Rows (errors, letters), one a run of words: a run that wasn't found is all wrong, and so is one that
    isn't there."""
    rows: list[tuple[float, float]] = []
    share = overlaps(truth, found)
    taken: set[int] = set()
    for place, text in enumerate(texts):
        best = int(share[place].argmax()) if len(found) else -1
        if best >= 0 and share[place, best] >= SAME:
            rows.append((edits(said[best], text), len(text)))
            share[:, best] = -1
            taken.add(best)
        else:
            rows.append((len(text), len(text)))
    rows += [(len(text), 0) for place, text in enumerate(said) if text and place not in taken]
    return np.asarray(rows, np.float64).reshape(-1, 2)


def edits(said: str, truth: str) -> int:
    """Letters to put in, leave out or change to make one the other (Levenshtein)."""
    before = list(range(len(truth) + 1))
    for row, letter in enumerate(said, start=1):
        now = [row]
        for column, other in enumerate(truth, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return before[-1]


def _folder(path: str) -> str:
    return path.rpartition("/")[0].rpartition("/")[2]
