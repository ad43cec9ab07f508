"""The metrics of the bench: what counts of a sample, how a set's figure comes of it, which way is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.prototypes.pictures.appearance import relative_frechet
from engine.prototypes.pictures.energy import relative_energy
from engine.prototypes.types import Unit

Evidence = NDArray[np.float64]
"""What one held-out sample has to say for a metric: one number, a row or a table of them."""

LEAST_SIZE = 1e-12
RECALLS = np.linspace(0, 1, 101)  # of the interpolated precision, as COCO takes them


@dataclass(frozen=True)
class Metric:
    """``combine``: the evidence of a set → its figure. ``higher``: whether more is better.

    ``proportion``: evidence is 1 or 0, and the figure their mean. ``single``: the figure of one
    sample alone means something too, so that samples can be put in order by it. ``crowd``: the figure
    compares crowds, which samples that are drawn twice move apart: of figures drawn so, only the
    scatter says anything.
    """

    name: str  # a key of prototypes.toml
    unit: Unit
    combine: Callable[[Sequence[Evidence]], float]
    higher: bool = True
    proportion: bool = False
    single: bool = True
    crowd: bool = False

    def better(self, ours: float, theirs: float) -> float:
        """By how much ``ours`` is better; negative when it is worse."""
        return ours - theirs if self.higher else theirs - ours


def mean(evidence: Sequence[Evidence]) -> float:
    """The mean over all samples; evidence: one number each."""
    return float(_numbers(evidence).mean())


def root_mean(evidence: Sequence[Evidence]) -> float:
    """The root of the mean of squares; evidence: squared errors."""
    return float(np.sqrt(_numbers(evidence).mean()))


def median(evidence: Sequence[Evidence]) -> float:
    """The median of all numbers of all samples."""
    return float(np.median(_numbers(evidence)))


def share(evidence: Sequence[Evidence]) -> float:
    """Sum of the first column over the sum of the second: errors a character, hits a word …"""
    rows = np.concatenate([one.reshape(-1, 2) for one in evidence])
    whole = rows[:, 1].sum()
    return float(rows[:, 0].sum() / whole) if whole else 0.0


def average_precision(evidence: Sequence[Evidence]) -> float:
    """Mean over the classes of the area under precision over recall (COCO's, at one overlap).

    Evidence of an image: rows of (class, score, hit); a box of the truth is a row with score -1
    and hit 0, so that it is counted.
    """
    rows = np.concatenate([one.reshape(-1, 3) for one in evidence])
    truth, said = rows[rows[:, 1] < 0], rows[rows[:, 1] >= 0]
    areas = []
    for label in np.unique(truth[:, 0]):
        mine = said[said[:, 0] == label]
        hits = mine[np.argsort(-mine[:, 1], kind="stable"), 2]
        found = np.cumsum(hits)
        recall = found / np.count_nonzero(truth[:, 0] == label)
        precision = found / np.arange(1, len(hits) + 1)
        best = np.maximum.accumulate(precision[::-1])[::-1]
        places = np.searchsorted(recall, RECALLS)
        areas.append(np.append(best, 0.0)[places].mean())
    return float(np.mean(areas)) if areas else 0.0


def ranked_above(evidence: Sequence[Evidence]) -> float:
    """Area under the ROC curve; evidence: (score, 1 for what should score high). 0.5 where one kind lacks."""
    from scipy.stats import rankdata

    rows = np.concatenate([one.reshape(-1, 2) for one in evidence])
    positive = rows[:, 1] > 0.5
    many, few = int(positive.sum()), int((~positive).sum())
    if not many or not few:
        return 0.5
    return float((rankdata(rows[:, 0])[positive].sum() - many * (many + 1) / 2) / (many * few))


def correlation(evidence: Sequence[Evidence]) -> float:
    """Pearson's, of rows (said, true); 0 where either is always the same."""
    said, true = np.concatenate([one.reshape(-1, 2) for one in evidence]).T
    said, true = said - said.mean(), true - true.mean()
    size = float(np.linalg.norm(said) * np.linalg.norm(true))
    return float(said @ true) / size if size > LEAST_SIZE else 0.0


def _numbers(evidence: Sequence[Evidence]) -> NDArray[np.float64]:
    return np.concatenate([one.ravel() for one in evidence])


METRICS = {
    metric.name: metric
    for metric in (
        Metric("accuracy", "share", mean, proportion=True),
        Metric("map50", "share", average_precision, single=False),
        Metric("iou", "share", mean),
        Metric("pck", "share", mean),
        Metric("psnr", "decibel", mean),
        Metric("anomaly_auroc", "share", ranked_above, single=False),
        Metric("reconstruction_error", "number", mean, higher=False),
        Metric("frechet_distance", "number", relative_frechet, higher=False, single=False, crowd=True),
        Metric("class_frechet_distance", "number", relative_frechet, higher=False, single=False, crowd=True),
        Metric("energy_distance", "number", relative_energy, higher=False, single=False),
        Metric("style_distance", "number", mean, higher=False),
        Metric("masked_accuracy", "share", share),
        Metric("bits_per_character", "bits", share, higher=False),
        Metric("rating_error", "number", root_mean, higher=False),
        Metric("recall_at_10", "share", mean, proportion=True),
        Metric("forecast_error", "share", mean, higher=False),
        Metric("place_error", "millimetres", median, higher=False),
        Metric("character_errors", "share", share, higher=False),
        Metric("mouth_correlation", "number", correlation, single=False),
    )
}
"""By name; a system that needs another adds a row."""
