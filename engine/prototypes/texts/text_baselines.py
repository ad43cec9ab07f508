"""The simple ways with texts: counts of neighbouring letters and words, and words weighed by rarity."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.prototypes.classes import rights
from engine.prototypes.metrics import Evidence
from engine.prototypes.system import Baseline
from engine.prototypes.texts.pieces import END, MASK, START, Pieces
from engine.prototypes.texts.written import Stretch

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SIGN_BITS = 12  # of a key that holds five letters in 64 bits
LEAST_DISCOUNT = 0.05
STRENGTHS = (2.0, 30.0)
MOST_GROUPS = 20_000
MOST_ITERATIONS, NEARLY = 100, 1e-3


class Letters(Baseline):
    """The next letter by the ``order`` - 1 before it: interpolated Kneser-Ney, which weighs what followed
    longer beginnings with what follows shorter ones (Kneser and Ney 1995; Chen and Goodman 1999)."""

    def __init__(
        self, name: str, order: int, samples: Sequence[Stretch], pieces: Pieces, train: Sequence[int]
    ) -> None:
        """``order``: five at most. Only texts of the training side are counted."""
        self.name = name
        self._order, self._samples, self._pieces = order, samples, pieces
        seen = np.concatenate([self._grams(samples[index]) for index in train])
        self._counts = _count(seen, order)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """A row each: the bits that the text takes, and its signs."""
        said: list[Evidence] = []
        for index in indices:
            one = self._samples[index]
            bits = -np.log2(self.chances(self._grams(one))).sum()
            said.append(np.asarray([[bits, len(one.text) + one.ends]], np.float64))
        return said

    def chances(self, grams: Ints) -> Floats:
        """How likely the last letter of each gram is after the others; they add up to 1 over all letters."""
        chances = np.full(len(grams), 1.0 / self._pieces.letter_count)
        for order, counts in enumerate(self._counts, start=1):
            chances = counts.mix(grams & _last(order), chances)
        return chances

    def _grams(self, one: Stretch) -> Ints:
        """Each letter of the text with those before it, and perhaps the text's end, as one number."""
        signs = [START] * (self._order - 1) + self._pieces.letters(one.lead)
        first = len(signs) - self._order + 1
        signs += self._pieces.letters(one.text) + [END] * one.ends
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(signs, np.int64), self._order)
        return gram_keys(windows[first:])


@dataclass(frozen=True)
class _Counts:
    """Counts of one order: sorted grams and their beginnings."""

    grams: Ints
    times: Floats
    beginnings: Ints
    totals: Floats
    followers: Floats
    discount: float

    def mix(self, grams: Ints, lower: Floats) -> Floats:
        """Chances at this order, given those of the order below."""
        times = _look_up(self.grams, self.times, grams)
        begun = grams >> SIGN_BITS
        totals = _look_up(self.beginnings, self.totals, begun)
        followers = _look_up(self.beginnings, self.followers, begun)
        known = totals > 0
        whole = np.where(known, totals, 1.0)
        own = np.maximum(times - self.discount, 0.0) / whole
        return np.where(known, own + self.discount * followers / whole * lower, lower)


def gram_keys(rows: Ints) -> Ints:
    """Rows of at most five letters as one number each."""
    keys = np.zeros(len(rows), np.int64)
    for column in range(rows.shape[1]):
        keys = (keys << SIGN_BITS) | rows[:, column]
    return keys


def _count(seen: Ints, order: int) -> list[_Counts]:
    """Of the longest grams how often they stand there, of shorter ones after how many different letters."""
    found, times = np.unique(seen, return_counts=True)
    counts = [_counts_of(found, times.astype(np.float64))]
    for shorter in range(order - 1, 0, -1):
        found, times = np.unique(found & _last(shorter), return_counts=True)
        counts.append(_counts_of(found, times.astype(np.float64)))
    return counts[::-1]


def _counts_of(grams: Ints, times: Floats) -> _Counts:
    beginnings, place = np.unique(grams >> SIGN_BITS, return_inverse=True)
    once, twice = float((times == 1).sum()), float((times == 2).sum())
    discount = once / (once + 2 * twice) if once else 0.0
    return _Counts(
        grams=grams,
        times=times,
        beginnings=beginnings,
        totals=np.bincount(place, times).astype(np.float64),
        followers=np.bincount(place).astype(np.float64),
        discount=min(max(discount, LEAST_DISCOUNT), 1 - LEAST_DISCOUNT),
    )


def _last(letters: int) -> int:
    return (1 << SIGN_BITS * letters) - 1


def _look_up(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], 0.0)


@dataclass(frozen=True)
class Gaps:
    """Masked texts: the pieces that stand there [n, t] with MASK in the gaps, their places [n, m] (0 for
    none), and what was there [n, m]."""

    shown: Ints
    places: Ints
    truth: Ints


class MostFrequent(Baseline):
    """Fills every gap with the piece that stands there most often."""

    name = "most_frequent_piece"

    def __init__(self, gaps: Gaps, whole: Ints, train: Sequence[int]) -> None:
        """``whole``: the pieces of all examples without gaps, [n, t]."""
        counts = np.bincount(whole[list(train)].ravel())
        counts[: MASK + 1] = 0
        self._answer, self._gaps = int(counts.argmax()), gaps

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """A row each: gaps filled rightly, gaps."""
        chosen = list(indices)
        return hits(np.full_like(self._gaps.truth[chosen], self._answer), self._gaps, chosen)


class NeighbourTrigram(Baseline):
    """Fills a gap with what stood most often between the same two neighbours, else behind the left one, else
    before the right one."""

    name = "neighbour_trigram"

    def __init__(self, gaps: Gaps, whole: Ints, train: Sequence[int]) -> None:
        self._gaps = gaps
        seen: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for row in whole[list(train)].tolist():
            for left, middle, right in zip(row, row[1:], row[2:], strict=False):
                for neighbours in ((left, right), (left, -1), (-1, right), (-1, -1)):
                    seen[neighbours][middle] += middle > MASK
        self._best = {pair: max(sorted(many), key=many.__getitem__) for pair, many in seen.items()}

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """A row each: gaps filled rightly, gaps."""
        chosen = list(indices)
        said = np.zeros_like(self._gaps.truth[chosen])
        for place, index in enumerate(chosen):
            shown = [*self._gaps.shown[index].tolist(), 0]
            for gap, where in enumerate(self._gaps.places[index].tolist()):
                if where:
                    said[place, gap] = self._between(shown[where - 1], shown[where + 1])
        return hits(said, self._gaps, chosen)

    def _between(self, left: int, right: int) -> int:
        for pair in ((left, right), (left, -1), (-1, right)):
            if MASK not in pair and pair in self._best:
                return self._best[pair]
        return self._best.get((-1, -1), 0)


def hits(said: Ints, gaps: Gaps, indices: Sequence[int]) -> list[Evidence]:
    """A row each: how many gaps were filled rightly, how many there are; ``said``: [n, m]."""
    chosen = list(indices)
    there = gaps.places[chosen] > 0
    right = (said == gaps.truth[chosen]) & there
    return list(np.stack([right.sum(1), there.sum(1)], axis=1).astype(np.float64)[:, None])


class WeighedWords(Baseline):
    """Logistic regression on groups of two to four letters within words, weighed by rarity (TF-IDF): in
    Korean they stand for stems and endings alike. Its strength is chosen on the validation side."""

    name = "tfidf_logistic"

    def __init__(
        self, texts: Sequence[str], labels: Ints, train: Sequence[int], validation: Sequence[int]
    ) -> None:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        words = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, max_features=MOST_GROUPS
        )
        words.fit([texts[index] for index in train])
        features = words.transform(texts)
        learnt = list(train)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # nearly there is good enough
            fitted = [
                LogisticRegression(C=strength, max_iter=MOST_ITERATIONS, tol=NEARLY).fit(
                    features[learnt], labels[learnt]
                )
                for strength in STRENGTHS
            ]
        chosen = list(validation)
        scores = [float(np.mean(one.predict(features[chosen]) == labels[chosen])) for one in fitted]
        self._right = np.asarray(fitted[int(np.argmax(scores))].predict(features) == labels)

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Right where its most probable class is the truth."""
        return rights(self._right[list(indices)])
