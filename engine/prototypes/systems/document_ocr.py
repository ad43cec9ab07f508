"""Document OCR: the picture of a page in; where words stand, what they say, what kind of page it is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pages.layout import Page, compared, edits, natural_width, read_pages, roomy
from engine.prototypes.pages.page_codec import GROUPS, SHRINK, PageWords, Settings, counts_of, spelt
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.places.marked_pictures import LAYOUTS, fitting_shape
from engine.prototypes.split import LEAST_GROUPS, Split, group_counts
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "document_ocr"
MULTIPLE = 16  # folded once, halved three times
SIDES = (160, 192, 256, 320, 384)
"""Of which the smallest that keeps rows apart is searched for words."""
LEAST_ROW = 8.0  # pixels of a run's height on the page as it is searched
LEAST_WIDTH, MOST_WIDTH = 64, 480  # of a run of words
LONG = 0.99  # share of the runs that aren't squeezed
RECIPE = Recipe(rate=5e-3, batch=8, averaging=0.98, clip=5.0, steps_wanted=600, steps_enough=400)

GENTLE = 2e-3
"""The rate where few pages begin from the start weights, which a high one would destroy."""


class DocumentOcr(System[Page]):
    """Pages with their words in boxes, learnt by three small networks in one file."""

    example_count = 420

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="character_errors",
            baseline="known_signs",
            targets=("boxes",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Page]:
        """Every page of which an annotation says what stands where; folders are kinds of documents where
        there are several. Raises UserError for too few."""
        pages, unreadable, unused = read_pages(dataset, seed, reporter)
        kinds = [page.kind for page in pages]
        keys = grouped_keys(pages, dataset.recognition, kinds)
        if min(group_counts(keys).values()) < LEAST_GROUPS:
            keys = grouped_keys(pages, dataset.recognition)
        return Examples(tuple(pages), keys, unreadable, unused)

    def baselines(self, examples: Examples[Page], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The commonest letter, and signs compared with known ones."""
        from engine.prototypes.pages.page_baselines import CommonestLetter, KnownSigns

        width = line_width(examples, sides)
        return (
            CommonestLetter(examples.prepared, sides.train),
            KnownSigns(examples.prepared, sides.train, width),
        )

    def plans(self, examples: Examples[Page], sides: Split) -> tuple[Plan[Page], ...]:
        """One way."""
        return (PagePlan(examples, sides),)

    def codec(self, settings: dict[str, Json]) -> PageWords:
        """As the file says."""
        return PageWords(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Receipts, letters and notices, a folder each, with what stands where beside each page."""
        from engine.prototypes.drawings.papers import write_papers

        write_papers(folder, seed, count)


class PagePlan(Plan[Page]):
    """Finding, reading and sorting, learnt side by side."""

    recipe = RECIPE

    def __init__(self, examples: Examples[Page], sides: Split) -> None:
        from engine.prototypes.start_weights import FEW

        if len(sides.train) < FEW:
            self.recipe = replace(RECIPE, rate=GENTLE)
        pages = examples.prepared
        train = [pages[index] for index in sides.train]
        letters = "".join(sorted({letter for page in train for text in page.texts for letter in text}))
        kinds = tuple(sorted({page.kind for page in pages}))
        height, width = _searched(pages)
        self.said = Settings(
            height=height, width=width, line_width=line_width(examples, sides), letters=letters,
            kinds=kinds if len(kinds) > 1 and "" not in kinds else (),
        )  # fmt: skip
        self.codec = self._codec = PageWords(self.said)
        self.size = max(height, width)
        self._pages = pages

    def learner(self) -> Learner:
        """A U-Net that finds, a convolutional network that reads, a linear one that sorts."""
        from engine.prototypes.networks.page_reader import PageLearner, PageReader, word_mask

        said, pages = self.said, self._pages
        numbers = {letter: place for place, letter in enumerate(said.letters, start=1)}
        masks = []
        for page in pages:
            scale = said.width / page.pixels.shape[1], said.height / page.pixels.shape[0]
            boxes = np.zeros((0, 4)) if page.boxes is None else page.boxes
            masks.append(word_mask(boxes, scale, said.shape, SHRINK))
        return PageLearner(
            PageReader(said.letters, GROUPS, max(1, len(said.kinds))),
            self.recipe,
            pages,
            self._codec.small(pages),
            np.stack(masks),
            [[_spelling(text, numbers) for text in page.texts] for page in pages],
            np.stack([counts_of(page.texts) for page in pages]),
            np.asarray([said.kinds.index(page.kind) for page in pages] if said.kinds else [], np.int64),
            said.line_width,
            guesses=self.recipe.rate > GENTLE,
        )

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Errors and letters of each run of words: on the whole way from the page where that was gone, else
        of one run a page, which was cut out as it is marked."""
        pages = [self._pages[index] for index in indices]
        if "found" in outputs:
            return [self._whole(page, outputs, place) for place, page in enumerate(pages)]
        rows = []
        for place, page in enumerate(pages):
            text = page.texts[page.fingerprint % len(page.texts)]
            said = spelt(outputs["letters"][place].argmax(1), self.said.letters)
            rows.append(np.array([[edits(said, text), len(text)]], np.float64))
        return rows

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """How many pages of which kind were told right, and how many runs of words read without a fault."""
        if "found" not in outputs or not len(indices):
            return {}
        evidence = np.concatenate(self.evidence(outputs, indices))
        real = evidence[evidence[:, 1] > 0]
        figures = {"words_right": float((real[:, 0] == 0).mean())}
        if self.said.kinds:
            votes = outputs["kinds"].argmax(1)
            right = [
                self.said.kinds[vote] == self._pages[index].kind
                for vote, index in zip(votes, indices, strict=True)
            ]
            figures["page_kinds_right"] = float(np.mean(right))
        return figures

    def _whole(self, page: Page, outputs: Outputs, place: int) -> Evidence:
        found = outputs["found"][place]
        texts = self._codec.texts(outputs["said"][place], found)
        truth = np.zeros((0, 4)) if page.boxes is None else page.boxes
        return compared(found[: len(texts)].astype(np.float64), texts, truth, page.texts)


def line_width(examples: Examples[Page], sides: Split) -> int:
    """As wide as nearly all runs of words are, at their height."""
    boxes = [examples.prepared[index].boxes for index in sides.train]
    wide = [natural_width(box) for each in boxes if each is not None for box in each]
    longest = int(np.quantile(wide, LONG)) if wide else LEAST_WIDTH
    return max(LEAST_WIDTH, roomy(longest, MOST_WIDTH))


def _spelling(text: str, numbers: Mapping[str, int]) -> list[int]:
    """The numbers of the letters; those that the training side doesn't have are left out."""
    return [numbers[letter] for letter in text if letter in numbers]


def _searched(pages: Sequence[Page]) -> tuple[int, int]:
    """The smallest shape in which rows stay apart."""
    rows = [
        float(np.median(page.boxes[:, 3] - page.boxes[:, 1])) / float(np.sqrt(page.pixels.size))
        for page in pages
        if page.boxes is not None and len(page.boxes)
    ]
    small = float(np.quantile(rows, 0.25))
    side = next((side for side in SIDES if small * side >= LEAST_ROW), SIDES[-1])
    return fitting_shape([(page.pixels.shape[1], page.pixels.shape[0]) for page in pages], side, MULTIPLE)
