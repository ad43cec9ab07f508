"""What the other samples say a sample's label should be: simple learners of different kinds, held out.

Two logistic regressions, a linear discriminant and the nearest neighbours, multiplied: neighbours stand
firm where labels were swapped in one direction, the others where classes lie close. Twice: the second
time labels that the first time spoke against teach less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.base import ClassifierMixin

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]
Fold = tuple[Ints, Ints]
"""Places of samples: those that are taught, those that are asked."""

FOLDS = 5
_DIRECTIONS = 100  # of more features than twice as many
_MANY = 3000  # samples, enough to tell the directions by
_NEIGHBOURS = 20
_SHARPNESS = 0.05  # of the neighbours' weights: a close one counts for far more than a distant one
_FLOOR = 1e-4
_DOUBT = 0.02  # what a label that all speak against teaches; and below this chance all labels are as bad
_SHARES = tuple(
    shares for shares in product((0.0, 0.25, 0.5), repeat=4) if sum(shares) == 1 and shares[0] > 0
)
"""Of the learners in the product: those that foretell the given labels best are taken. No learner has
more than half, as the best one by labels that are partly wrong is not the best one."""
_ASKED = 2000  # samples by which the shares are chosen


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

    @property
    def fit(self) -> Floats:
        """(samples,) the chance of the given label against that of the likeliest other one; low: doubtful."""
        others = self.chances.copy()
        others[numpy.arange(len(self.labels)), self.labels] = 0
        return numpy.asarray(self.own / numpy.maximum(others.max(axis=1), 1e-30))


@dataclass(frozen=True)
class _Task:
    """``plain``, ``scaled``: (samples, directions) of the features as they are, or each of unit spread.

    ``teaching``: whether the class of each sample has contents enough to learn from.
    """

    plain: Floats
    scaled: Floats
    labels: Ints
    groups: Ints
    teaching: NDArray[numpy.bool_]
    classes: int


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
        chances = _foretold(features, coded, place, len(names))
    return HeldOut(chances, coded, tuple(map(str, names)))


def _foretold(features: Floats, labels: Ints, groups: Ints, classes: int) -> Floats:
    plain, scaled = _directions(features, scaled=False), _directions(features, scaled=True)
    task = _Task(plain, scaled, labels, groups, _teaching(labels, groups, classes), classes)
    folds, closest = _folds(task), _closest(task)
    everyone = numpy.ones((FOLDS, len(labels)), dtype=numpy.float32)
    discriminant = _discriminant(task, folds)
    first = [*_regressions(task, folds, everyone), discriminant, _votes(task, *closest, numpy.float32(1))]
    shares = _best_shares(task, first)
    worth = _worth(task, folds, closest)
    own_fold = numpy.zeros(len(labels), dtype=numpy.int64)
    for number, (_, asked) in enumerate(folds):
        own_fold[asked] = number
    weighed = _votes(task, *closest, worth[own_fold[:, None], closest[0]])
    return _blend([*_regressions(task, folds, worth), discriminant, weighed], shares)


def _worth(task: _Task, folds: Sequence[Fold], closest: tuple[Ints, Floats]) -> Floats:
    """(folds, samples) how much each label teaches those asked in a fold; little, where others disagree.

    What is held out in the fold has no say in it, or its labels would choose their own teachers.
    """
    chances = numpy.full((FOLDS, len(task.labels), task.classes), _FLOOR, dtype=numpy.float32)
    held = [numpy.isin(numpy.arange(len(task.labels)), asked) & task.teaching for _, asked in folds]
    for one, other in combinations(range(FOLDS), 2):
        taught = numpy.flatnonzero(task.teaching & ~held[one] & ~held[other])
        told = _discriminant(task, [(taught, numpy.flatnonzero(held[one] | held[other]))])
        chances[one, held[other]] = told[held[other]]
        chances[other, held[one]] = told[held[one]]
    places, weights = closest
    found = numpy.empty(chances.shape[:2], dtype=numpy.float32)
    for number in range(FOLDS):
        votes = _votes(task, places, weights, (~held[number][places]).astype(numpy.float32))
        both = _blend([chances[number], votes], (0.5, 0.5))
        found[number] = _own(both, task.labels) / both.max(axis=1)
    return numpy.asarray(numpy.clip(found, _DOUBT, 1) ** 0.5)


def _best_shares(task: _Task, learners: Sequence[Floats]) -> tuple[float, ...]:
    places = numpy.flatnonzero(task.teaching)
    if len(places) > _ASKED:
        places = numpy.random.default_rng(0).choice(places, _ASKED, replace=False)
    asked, labels = [chances[places] for chances in learners], task.labels[places]

    def goodness(shares: tuple[float, ...]) -> float:
        return float(numpy.log(numpy.maximum(_own(_blend(asked, shares), labels), _DOUBT)).mean())

    return max(_SHARES, key=goodness)


def _blend(learners: Sequence[Floats], shares: Sequence[float]) -> Floats:
    """The learners' chances multiplied, each to the power of its share."""
    pairs = [(chances, share) for chances, share in zip(learners, shares, strict=True) if share]
    summed = sum((share * numpy.log(chances) for chances, share in pairs), start=numpy.float32(0))
    both = numpy.exp(summed)
    return numpy.asarray(both / both.sum(axis=1, keepdims=True), dtype=numpy.float32)


def _own(chances: Floats, labels: Ints) -> Floats:
    return numpy.asarray(chances[numpy.arange(len(labels)), labels])


def _directions(features: Floats, scaled: bool) -> Floats:
    """The main directions of the features, in proportion; ``scaled``: of features of unit spread."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import StandardScaler

    found = StandardScaler().fit_transform(features) if scaled else features - features.mean(axis=0)
    if found.shape[1] > 2 * _DIRECTIONS:
        some = numpy.random.default_rng(0).permutation(len(found))[:_MANY]
        kept = min(_DIRECTIONS, len(some) - 1)
        found = PCA(kept, random_state=0, svd_solver="randomized").fit(found[some]).transform(found)
    elif found.shape[1] > 1:
        found = PCA(min(found.shape), random_state=0).fit_transform(found)
    return numpy.asarray(found / (found.std() or 1), dtype=numpy.float32)


def _teaching(labels: Ints, groups: Ints, classes: int) -> NDArray[numpy.bool_]:
    pairs = numpy.unique(numpy.stack([labels, groups]), axis=1)
    return numpy.asarray(numpy.bincount(pairs[0], minlength=classes)[labels] >= FOLDS)


def _folds(task: _Task) -> list[Fold]:
    """Those that teach nothing are asked every time."""
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    alone = len(numpy.unique(task.groups)) == len(task.groups)
    kind = StratifiedKFold if alone else StratifiedGroupKFold
    places, others = numpy.flatnonzero(task.teaching), numpy.flatnonzero(~task.teaching)
    parted = kind(FOLDS, shuffle=True, random_state=0).split(
        places, task.labels[places], None if alone else task.groups[places]
    )
    return [(places[taught], numpy.concatenate([places[asked], others])) for taught, asked in parted]


def _regressions(task: _Task, folds: Sequence[Fold], worth: Floats) -> Iterator[Floats]:
    """``worth``: (folds, samples) how much each label teaches."""
    from sklearn.linear_model import LogisticRegression

    for view, looseness in ((task.scaled, 0.1), (task.plain, 1.0)):

        def learner(looseness: float = looseness) -> ClassifierMixin:
            # Stopped early: what more steps would learn are the wrong labels.
            return LogisticRegression(C=looseness, tol=1e-2, max_iter=200)

        yield _asked(task, view, folds, learner, worth)


def _discriminant(task: _Task, folds: Sequence[Fold]) -> Floats:
    """Linear discriminant; with few samples of their few main directions only."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    kept = max(2, min(_DIRECTIONS, len(task.labels) // FOLDS))

    shrinkage: str | float = "auto" if len(task.labels) <= _MANY else 0.1  # to find the best takes long

    def learner() -> ClassifierMixin:
        return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)

    return _asked(task, task.scaled[:, :kept], folds, learner, None)


def _asked(
    task: _Task,
    view: Floats,
    folds: Sequence[Fold],
    learner: Callable[[], ClassifierMixin],
    worth: Floats | None,
) -> Floats:
    chances = numpy.full((len(view), task.classes), _FLOOR, dtype=numpy.float32)
    for number, (taught, asked) in enumerate(folds):
        weights = {} if worth is None else {"sample_weight": worth[number, taught]}
        model = learner().fit(view[taught], task.labels[taught], **weights)
        told = numpy.nan_to_num(model.predict_proba(view[asked]))
        chances[numpy.ix_(asked, model.classes_)] += told
    return numpy.asarray(chances / chances.sum(axis=1, keepdims=True))


def _closest(task: _Task) -> tuple[Ints, Floats]:
    """(samples, any) places of the nearest by cosine, and their weights; the same content has none."""
    from sklearn.neighbors import NearestNeighbors

    view = task.plain
    unit = view / numpy.maximum(numpy.linalg.norm(view, axis=1, keepdims=True), 1e-9)
    copies = int(numpy.bincount(numpy.unique(task.groups, return_inverse=True)[1]).max())
    asked = min(len(unit), _NEIGHBOURS + 1 + copies, 3 * _NEIGHBOURS)
    distances, places = NearestNeighbors(n_neighbors=asked, algorithm="brute").fit(unit).kneighbors(unit)
    closeness = numpy.asarray(1 - distances**2 / 2)
    closeness[task.groups[places] == task.groups[:, None]] = -numpy.inf
    nearest = numpy.maximum(closeness.max(axis=1, keepdims=True), -1)
    weights = numpy.exp((closeness - nearest) / _SHARPNESS) * task.teaching[places]
    return places, weights.astype(numpy.float32)


def _votes(task: _Task, places: Ints, weights: Floats, worth: Floats | numpy.float32) -> Floats:
    """``places``, ``weights``: of the nearest to each; ``worth``: how much their labels count."""
    votes = numpy.full((len(places), task.classes), _FLOOR, dtype=numpy.float32)
    numpy.add.at(votes, (numpy.arange(len(places))[:, None], task.labels[places]), weights * worth)
    return numpy.asarray(votes / votes.sum(axis=1, keepdims=True))
