"""What the other samples say a sample's label should be: two simple learners, held out.

Logistic regression in folds and the nearest neighbours, multiplied: neighbours stand firm
where labels were swapped in one direction, the regression where classes lie close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]

FOLDS = 5
_DIRECTIONS = 100
_NEIGHBOURS = 20
_SHARPNESS = 0.05  # of the neighbours' weights: a close one counts for far more than a distant one
_FLOOR = 1e-4
_SHARES = (0.0, 0.15, 0.3, 0.5, 0.7)
"""Of the neighbours in the product: the one that foretells the given labels best is taken."""


@dataclass(frozen=True)
class HeldOut:
    """``chances``: (samples, classes), each row adding up to 1, told without the sample's own label.

    ``labels``: (samples,) the given classes as numbers; ``names``: what the numbers stand for.
    """

    chances: Floats
    labels: Ints
    names: tuple[str, ...]

    @property
    def looks(self) -> Ints:
        """(samples,) the class that each sample looks like."""
        return numpy.asarray(self.chances.argmax(axis=1), dtype=numpy.int64)

    @property
    def own(self) -> Floats:
        """(samples,) the chance of the given label."""
        return _own(self.chances, self.labels)


def hold_out(features: Floats, labels: list[str], groups: Ints | None = None) -> HeldOut:
    """Foretell each label from the other samples.

    ``features``: (samples, any). ``groups``: (samples,) a number per content; copies of a
    sample say nothing of its label, so they are held out with it. A class of fewer than
    ``FOLDS`` contents teaches nothing: its samples look like one of the others. At least two
    classes must have as many.
    """
    from threadpoolctl import threadpool_limits

    names, coded = numpy.unique(numpy.asarray(labels, dtype=object).astype(str), return_inverse=True)
    coded = coded.astype(numpy.int64)
    place = numpy.arange(len(coded)) if groups is None else groups
    with threadpool_limits(1):  # more threads only get in each other's way on two cores
        small = _reduced(features)
        teaching = _teaching(coded, place, len(names))
        regression = _regression(small, coded, place, teaching, len(names))
        neighbours = _neighbours(small, coded, place, teaching, len(names))
    both = [_blend(regression, neighbours, share) for share in _SHARES]
    best = max(both, key=lambda chances: float(numpy.log(_own(chances, coded))[teaching].mean()))
    return HeldOut(best, coded, tuple(map(str, names)))


def _blend(regression: Floats, neighbours: Floats, share: float) -> Floats:
    """Both learners' chances multiplied, the neighbours to the power of their share."""
    both = regression ** (1 - share) * neighbours**share
    return numpy.asarray(both / both.sum(axis=1, keepdims=True), dtype=numpy.float32)


def _own(chances: Floats, labels: Ints) -> Floats:
    return numpy.asarray(chances[numpy.arange(len(labels)), labels])


def _reduced(features: Floats) -> Floats:
    """The main directions of the features, each of unit spread."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import StandardScaler

    kept = min(_DIRECTIONS, features.shape[1], len(features) - 1)
    found = PCA(kept, random_state=0, svd_solver="randomized").fit_transform(features)
    return numpy.asarray(StandardScaler().fit_transform(found), dtype=numpy.float32)


def _teaching(labels: Ints, groups: Ints, classes: int) -> NDArray[numpy.bool_]:
    """Whether the class of each sample has contents enough to learn from."""
    pairs = numpy.unique(numpy.stack([labels, groups]), axis=1)
    return numpy.asarray(numpy.bincount(pairs[0], minlength=classes)[labels] >= FOLDS)


def _regression(
    small: Floats, labels: Ints, groups: Ints, teaching: NDArray[numpy.bool_], classes: int
) -> Floats:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    alone = len(numpy.unique(groups)) == len(groups)
    kind = StratifiedKFold if alone else StratifiedGroupKFold
    folds = kind(FOLDS, shuffle=True, random_state=0)
    places = numpy.flatnonzero(teaching)
    others = numpy.flatnonzero(~teaching)
    chances = numpy.full((len(labels), classes), _FLOOR, dtype=numpy.float32)
    for known, asked in folds.split(small[places], labels[places], None if alone else groups[places]):
        model = LogisticRegression(C=0.1, max_iter=300).fit(small[places[known]], labels[places[known]])
        chances[numpy.ix_(places[asked], model.classes_)] += model.predict_proba(small[places[asked]])
        if len(others):
            chances[numpy.ix_(others, model.classes_)] += model.predict_proba(small[others])
    return numpy.asarray(chances / chances.sum(axis=1, keepdims=True))


def _neighbours(
    small: Floats, labels: Ints, groups: Ints, teaching: NDArray[numpy.bool_], classes: int
) -> Floats:
    """Votes of the nearest, by cosine; those of the same content have none."""
    from sklearn.neighbors import NearestNeighbors

    unit = small / numpy.maximum(numpy.linalg.norm(small, axis=1, keepdims=True), 1e-9)
    asked = min(
        len(unit), _NEIGHBOURS + 1 + int(numpy.bincount(numpy.unique(groups, return_inverse=True)[1]).max())
    )
    asked = min(asked, 3 * _NEIGHBOURS)
    distances, places = NearestNeighbors(n_neighbors=asked, algorithm="brute").fit(unit).kneighbors(unit)
    closeness = 1 - distances**2 / 2
    weights = numpy.exp((closeness - closeness.max(axis=1, keepdims=True)) / _SHARPNESS)
    weights[(groups[places] == groups[:, None]) | ~teaching[places]] = 0
    votes = numpy.full((len(labels), classes), _FLOOR, dtype=numpy.float32)
    numpy.add.at(votes, (numpy.arange(len(labels))[:, None], labels[places]), weights)
    return numpy.asarray(votes / votes.sum(axis=1, keepdims=True))
