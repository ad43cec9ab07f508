"""The simple ways to tell pictures apart: no network, a second of work."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from engine.prototypes.classes import rights
from engine.prototypes.evaluator import compare, score
from engine.prototypes.metrics import METRICS, Evidence
from engine.prototypes.system import Baseline
from engine.runtime.preprocess import Pixels

CELLS = 4  # gradient histograms over 4 × 4 cells
DIRECTIONS = 8
THUMB = 8  # colours on an 8 × 8 grid
STRENGTHS = (0.001, 0.01, 0.1)  # of C: many weights, few samples
MOST_ITERATIONS = 150
MOST_TRIED = 1000
FOLDS = 3


class Majority(Baseline):
    """Always says the most frequent class of the training side."""

    name = "majority"

    def __init__(self, labels: NDArray[np.int64], train: Sequence[int]) -> None:
        self._labels = labels
        counts = Counter(labels[list(train)].tolist())
        self._answer = min(label for label, count in counts.items() if count == max(counts.values()))

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Right where the truth is the most frequent class."""
        return rights(self._labels[list(indices)] == self._answer)


class LogisticPictures(Baseline):
    """Logistic regression on coarse colours and on the directions of edges."""

    name = "logistic_regression"

    def __init__(
        self, pixels: Pixels, labels: NDArray[np.int64], train: Sequence[int], validation: Sequence[int]
    ) -> None:
        """``pixels``: all examples [n, size, size, 3], ``size`` a multiple of 8. Its strength is
        chosen on the validation side, as the network's weights are."""
        self._features = features(pixels)
        self._labels = labels
        self._model, _ = best_logistic(self._features, labels, train, validation)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Right where its most probable class is the truth."""
        chosen = list(indices)
        return rights(self._model.predict(self._features[chosen]) == self._labels[chosen])


def best_logistic(
    inputs: NDArray[np.float32],
    labels: NDArray[np.int64],
    train: Sequence[int],
    validation: Sequence[int],
) -> tuple[Pipeline, float]:
    """Logistic regression on these features of all examples, of the strength that is right the most often on
    the validation side; and how often that is."""
    learnt, chosen = list(train), list(validation)
    fitted = [_logistic(one, inputs[learnt], labels[learnt]) for one in STRENGTHS]
    shares = [float(np.mean(model.predict(inputs[chosen]) == labels[chosen])) for model in fitted]
    best = int(np.argmax(shares))
    return fitted[best], shares[best]


def bears(pixels: Pixels, labels: NDArray[np.int64], varied: Pixels, coloured: bool) -> bool:
    """Whether pictures keep their class when varied so (mirrored, turned), as far as can be told.

    A simple classifier learns the pictures as they are and judges others as they are and
    varied: where it does worse on those, the variation changes what a picture says, as with
    letters or left and right. A classifier that knows nothing can't tell; then coloured
    pictures are taken to be photographs, which bear it, and others to be signs, which don't.
    """
    chosen = np.random.default_rng(0).permutation(len(pixels))[:MOST_TRIED]
    upright, turned, truth = features(pixels[chosen]), features(varied[chosen]), labels[chosen]
    right: dict[str, list[Evidence]] = {"upright": [], "varied": []}
    for fold in range(FOLDS):
        held = np.arange(len(chosen)) % FOLDS == fold
        if len(np.unique(truth[~held])) < 2:
            return coloured
        model = _logistic(STRENGTHS[1], upright[~held], truth[~held])
        right["upright"] += rights(model.predict(upright[held]) == truth[held])
        right["varied"] += rights(model.predict(turned[held]) == truth[held])
    accuracy, apart = METRICS["accuracy"], [str(place) for place in range(len(chosen))]
    if compare(right["varied"], right["upright"], accuracy, apart)[0] == "worse":
        return False
    return coloured or score("upright", right["upright"], accuracy, apart).low > np.bincount(
        truth
    ).max() / len(truth)


def features(pixels: Pixels) -> NDArray[np.float32]:
    """Coarse colours and, a cell of the grid, how strong the edges of each direction are.

    [n, size, size, 3] → [n, 8 · 8 · 3 + 4 · 4 · 8].
    """
    count, size = pixels.shape[:2]
    colour = pixels.astype(np.float32) / 255
    coarse = colour.reshape(count, THUMB, size // THUMB, THUMB, size // THUMB, 3).mean((2, 4))
    grey = colour.mean(3)
    down, right = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, right)
    direction = ((np.arctan2(down, right) % np.pi) / np.pi * DIRECTIONS).astype(np.int64) % DIRECTIONS
    side = size // CELLS
    edges = np.empty((count, CELLS, CELLS, DIRECTIONS), np.float32)
    for one in range(DIRECTIONS):
        of_direction = np.where(direction == one, strength, 0)
        edges[..., one] = of_direction.reshape(count, CELLS, side, CELLS, side).mean((2, 4))
    edges /= np.linalg.norm(edges, axis=3, keepdims=True) + 0.02
    return np.concatenate([coarse.reshape(count, -1), edges.reshape(count, -1)], axis=1)


def _logistic(strength: float, inputs: NDArray[np.float32], labels: NDArray[np.int64]) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=MOST_ITERATIONS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # nearly there is good enough for a baseline
        model.fit(inputs, labels)
    return model
