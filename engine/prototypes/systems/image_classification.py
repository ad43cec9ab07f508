"""Image classification: a picture in, one of a few classes out (ResNet in small)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.split import LEAST_GROUPS, Key, Split, group_counts
from engine.prototypes.system import Baseline, Examples, Plan, Shown, System
from engine.prototypes.types import Prediction, SystemCard
from engine.runtime.types import ModelCard, wrong_first
from engine.texts import catalogue

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from engine.dataset.types import Dataset, FileTree
    from engine.prototypes.pictures import Picture
    from engine.runtime.classifier import Classifier

NAME = "image_classification"
SIZES = (64, 48)
BASELINE_SIZE = 32
WIDTHS = (16, 32, 64, 96)
DROPOUT = 0.2
SMOOTHING = 0.05
COLOURFUL = 12  # mean spread between a pixel's channels, of 255, from which pictures count as coloured
TEST_PICTURES, FITTED_PICTURES = 48, 12
TIMED_RUNS = 15


class ImageClassification(System):
    """Class folders of pictures, learnt by a small residual network."""

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("class_folders",),
            metric="accuracy",
            baseline="logistic_regression",
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples:
        """Decode the pictures of every class.

        Raises UserError for fewer than two classes, or a class with too few distinct pictures.
        """
        from engine.prototypes.pictures import Named, choose, read_pictures

        named = [
            Named(sample.id, sample.input.path, str(sample.target.value))
            for sample in dataset.samples()
            if sample.input.path is not None
            and sample.input.modality == "image"
            and sample.target is not None
            and sample.target.modality == "category"
        ]
        chosen = choose(named, seed)
        pictures = read_pictures(dataset.tree, chosen, (*SIZES, BASELINE_SIZE), reporter)
        examples = LabelledPictures(
            dataset.tree, pictures, len(chosen) - len(pictures), len(named) - len(chosen)
        )
        counts = group_counts(examples.keys)
        if len(counts) < 2:
            raise UserError("prototype_one_class", count=len(counts))
        smallest = min(counts, key=lambda label: (counts[label], label))
        if counts[smallest] < LEAST_GROUPS:
            raise UserError(
                "prototype_class_too_small", label=smallest, count=counts[smallest], least=LEAST_GROUPS
            )
        return examples


class LabelledPictures(Examples):
    """Pictures with their class; equal pixels are one group."""

    def __init__(self, tree: FileTree, pictures: tuple[Picture, ...], unreadable: int, unused: int) -> None:
        self.tree, self.pictures, self.unreadable, self.unused = tree, pictures, unreadable, unused
        self.keys = tuple(Key(one.id, f"{one.fingerprint:016x}", one.label) for one in pictures)
        self.classes = tuple(sorted({one.label for one in pictures}))

    def baselines(self, split: Split) -> tuple[Baseline, ...]:
        """The most frequent class, and logistic regression on coarse colours and edges."""
        import numpy as np

        from engine.prototypes.classical import LogisticPictures, Majority

        pixels = np.stack([one.pixels[BASELINE_SIZE] for one in self.pictures])
        return (
            Majority(self.labels(), split.train),
            LogisticPictures(pixels, self.labels(), split.train, split.validation),
        )

    def plans(self, split: Split) -> tuple[Plan, ...]:
        """The input sizes, the larger first; smaller pictures are enlarged, for the network's first
        layer halves them again."""
        bearable = self._bearable(split)
        return tuple(PicturePlan(self, split, size, bearable) for size in SIZES)

    def _bearable(self, split: Split) -> frozenset[str]:
        """Which of ``mirror`` and ``turn`` the training pictures bear."""
        import numpy as np

        from engine.prototypes.classical import bears

        train = list(split.train)
        pixels = np.stack([self.pictures[index].pixels[BASELINE_SIZE] for index in train])
        spread = float(pixels.max(3).astype(np.float32).mean() - pixels.min(3).mean())
        variations = {"mirror": pixels[:, :, ::-1], "turn": pixels[:, ::-1]}
        labels = self.labels()[train]
        return frozenset(
            name
            for name, varied in variations.items()
            if bears(pixels, labels, varied, coloured=spread >= COLOURFUL)
        )

    def labels(self) -> NDArray[np.int64]:
        """The number of each picture's class."""
        import numpy as np

        numbers = {label: number for number, label in enumerate(self.classes)}
        return np.asarray([numbers[one.label] for one in self.pictures], dtype=np.int64)


class PicturePlan(Plan):
    """One input size. What it measures, it measures on the training side alone."""

    def __init__(self, examples: LabelledPictures, split: Split, size: int, bearable: frozenset[str]) -> None:
        import numpy as np

        from engine.prototypes.pictures import channel_statistics

        self.size = size
        self.classes = examples.classes
        self._examples = examples
        self._labels = examples.labels()
        self._pixels = np.stack([one.pixels[size] for one in examples.pictures])
        self._mean, self._std = channel_statistics(self._pixels[list(split.train)])
        self._mirror, self._turn = "mirror" in bearable, "turn" in bearable

    def network(self) -> torch.nn.Module:
        """A residual network of some 220,000 weights: what a minute on two cores can teach."""
        from engine.prototypes.blocks import ResidualClassifier

        return ResidualClassifier(WIDTHS, len(self.classes), DROPOUT)

    def inputs(self, indices: Sequence[int]) -> NDArray[np.float32]:
        """[n, 3, size, size], normalised as the runtime does it."""
        from engine.runtime.preprocess import normalise

        return normalise(self._pixels[list(indices)], self._mean, self._std)

    def augment(self, inputs: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Slightly tilted, shifted, scaled, brighter or darker; mirrored and turned over where the
        pictures bear it."""
        from engine.prototypes.augmentation import turn_over, vary_colours, warp

        varied = vary_colours(warp(inputs, generator, self._mirror), generator)
        return turn_over(varied, generator) if self._turn else varied

    def loss(self, outputs: torch.Tensor, indices: Sequence[int]) -> torch.Tensor:
        """Cross-entropy with smoothed labels: some of a client's labels are wrong."""
        import torch

        labels = torch.from_numpy(self._labels[list(indices)])
        return torch.nn.functional.cross_entropy(outputs, labels, label_smoothing=SMOOTHING)

    def judge(self, outputs: NDArray[np.float32], indices: Sequence[int]) -> list[bool]:
        """Whether the highest logit is the true class's."""
        return [bool(right) for right in outputs.argmax(1) == self._labels[list(indices)]]

    def metadata(self, split: Split) -> dict[str, str]:
        """The model card. Validation pictures count as fitted: they chose the weights."""
        from engine.runtime.model import write_card

        pictures = self._examples.pictures
        return write_card(
            ModelCard(
                system=NAME,
                classes=self.classes,
                image_size=self.size,
                mean=self._mean,
                std=self._std,
                colour="rgb",
                fitted=frozenset(pictures[index].fingerprint for index in split.train + split.validation),
            )
        )

    def show(self, model: Path, split: Split, pictures: Path) -> Shown:
        """Every test picture and a few fitted ones, the wrong ones first."""
        from engine.prototypes.pictures import save_thumbnail
        from engine.runtime.classifier import Classifier

        classifier = Classifier.open(model)
        predictions = self._predictions(classifier, split.test)
        ordered = [
            *wrong_first(predictions)[:TEST_PICTURES],
            *wrong_first(self._predictions(classifier, _evenly(split.train, FITTED_PICTURES))),
        ]
        paths = {one.id: one.path for one in self._examples.pictures}
        drawn: list[Prediction] = []
        for number, prediction in enumerate(ordered, start=1):
            name = f"{number:03d}.png"
            saved = save_thumbnail(self._examples.tree, paths[prediction.id], pictures / name)
            drawn.append(prediction.model_copy(update={"picture": name if saved else None}))
        tests = min(TEST_PICTURES, len(predictions))
        return Shown(
            right=[prediction.right is True for prediction in predictions],
            confusion=self._confusion(predictions),
            predictions=(*drawn[:tests], *wrong_first(predictions)[tests:], *drawn[tests:]),
            milliseconds=self._milliseconds(classifier, split.test[0]),
        )

    def _predictions(self, classifier: Classifier, indices: Sequence[int]) -> list[Prediction]:
        answers = classifier.predict_pixels(self._pixels[list(indices)])
        pictures = [self._examples.pictures[index] for index in indices]
        return [
            Prediction(
                id=picture.id,
                truth=picture.label,
                predicted=answer.predicted,
                score=answer.score,
                scores=answer.scores,
                seen="fitted" if picture.fingerprint in classifier.card.fitted else "new",
            )
            for picture, answer in zip(pictures, answers, strict=True)
        ]

    def _confusion(self, predictions: Sequence[Prediction]) -> tuple[tuple[int, ...], ...]:
        table = [[0] * len(self.classes) for _ in self.classes]
        for prediction in predictions:
            truth = self.classes.index(str(prediction.truth))
            table[truth][self.classes.index(prediction.predicted)] += 1
        return tuple(tuple(row) for row in table)

    def _milliseconds(self, classifier: Classifier, index: int) -> float:
        """The median time of one picture alone, decoded and squared already."""
        one = self._pixels[[index]]
        times = []
        for _ in range(TIMED_RUNS):
            start = time.perf_counter()
            classifier.predict_pixels(one)
            times.append(time.perf_counter() - start)
        return 1000 * sorted(times)[TIMED_RUNS // 2]


def _evenly(indices: Sequence[int], count: int) -> list[int]:
    """``count`` of them at even distances: of every class in a list that is ordered by class."""
    step = max(1, len(indices) / count)
    return [indices[int(place * step)] for place in range(min(count, len(indices)))]
