"""Doubtful labels: known noise on handwritten digits and on classes that overlap."""

from __future__ import annotations

import numpy
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from engine.audit.doubt.features import picture_features, row_features, text_features
from engine.audit.doubt.held_out import Floats, HeldOut, hold_out
from engine.audit.doubt.sounds import LENGTH, sound_features
from engine.audit.doubt.wrong_share import doubtful, wrong_share

Ints = NDArray[numpy.int64]


def digits() -> tuple[Floats, Ints]:
    features, labels = load_digits(return_X_y=True)
    return features.astype(numpy.float32), labels.astype(numpy.int64)


def clouds(apart: float, seed: int = 0, count: int = 3000) -> tuple[Floats, Ints]:
    """Ten round clouds in 30 dimensions; ``apart``: how far their middles lie from each other."""
    rng = numpy.random.default_rng(seed)
    middles = rng.normal(size=(10, 30)) * apart / 30**0.5 * 2
    labels = rng.integers(0, 10, count)
    return (middles[labels] + rng.normal(size=(count, 30))).astype(numpy.float32), labels


def with_noise(labels: Ints, share: float, seed: int, to_next: bool = False) -> Ints:
    rng = numpy.random.default_rng(seed)
    noisy = labels.copy()
    hit = rng.random(len(labels)) < share
    steps = 1 if to_next else rng.integers(1, 10, hit.sum())
    noisy[hit] = (labels[hit] + steps) % 10
    return noisy


def told(features: Floats, labels: Ints) -> HeldOut:
    return hold_out(features, [str(label) for label in labels])


NOISE = [(0.0, False), (0.05, False), (0.1, False), (0.2, False), (0.1, True)]


@pytest.mark.parametrize(("share", "to_next"), NOISE)
@pytest.mark.parametrize("source", [digits, lambda: clouds(2.2)], ids=["digits", "clouds"])
def test_the_share_is_met_where_the_classes_can_be_told(source, share, to_next) -> None:  # type: ignore[no-untyped-def]
    features, labels = source()
    noisy = with_noise(labels, share, 11, to_next)
    truth = float((noisy != labels).mean())
    found = wrong_share(told(features, noisy))
    assert found.known or share == 0.2  # so many wrong ones of 1,800 are a matter of chance
    assert abs(found.share - truth) <= 0.02 or not found.known
    assert found.low <= truth <= found.high


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_no_share_is_claimed_where_the_classes_overlap(share: float) -> None:
    features, labels = clouds(1.2)
    found = wrong_share(told(features, with_noise(labels, share, 5)))
    assert not found.known
    assert found.high >= share


def test_no_share_is_claimed_of_a_handful() -> None:
    features, labels = clouds(4, count=120)
    assert not wrong_share(told(features, with_noise(labels, 0.15, 4))).known


@pytest.mark.parametrize(("share", "to_next"), [NOISE[2], NOISE[4]])
@pytest.mark.parametrize("source", [digits, lambda: clouds(1.2, count=1500)], ids=["digits", "overlapping"])
def test_ranks_wrong_labels_no_worse_than_the_self_confidence_of_one_learner(  # type: ignore[no-untyped-def]
    source, share, to_next
) -> None:
    """As cleanlab ranks: by the held-out chance of the given label (Northcutt 2021); same features."""
    features, labels = source()
    noisy = with_noise(labels, share, 23, to_next)
    wrong = noisy != labels
    small = StandardScaler().fit_transform(PCA(min(100, features.shape[1])).fit_transform(features))
    with threadpool_limits(1):
        alone = cross_val_predict(
            LogisticRegression(C=0.1, max_iter=300),
            small,
            noisy,
            cv=StratifiedKFold(5, shuffle=True, random_state=0),
            method="predict_proba",
        )
    theirs = roc_auc_score(wrong, -alone[numpy.arange(len(noisy)), noisy])
    assert roc_auc_score(wrong, -told(features, noisy).fit) >= theirs - 0.002


def test_doubtful_ones_are_mostly_the_wrong_ones() -> None:
    features, labels = digits()
    noisy = with_noise(labels, 0.1, 3)
    held_out = told(features, noisy)
    named = doubtful(held_out, wrong_share(held_out).share)
    wrong = noisy != labels
    assert wrong[named].mean() >= 0.85
    assert wrong[named].sum() >= 0.85 * wrong.sum()


def test_copies_of_a_sample_do_not_vouch_for_its_label() -> None:
    features, labels = clouds(4, count=600)
    noisy = with_noise(labels, 0.1, 9)
    twice = numpy.concatenate([features, features])
    groups = numpy.tile(numpy.arange(600), 2)
    wrong = numpy.tile(noisy != labels, 2)
    own = hold_out(twice, [str(label) for label in numpy.tile(noisy, 2)], groups).own
    assert roc_auc_score(wrong, -own) >= 0.99


def test_features_tell_pictures_texts_and_rows_apart() -> None:
    stripes = numpy.zeros((64, 64), numpy.uint8)
    stripes[::8] = 255
    upright, lying = (picture_features(a) for a in (stripes, stripes.T.copy()))
    assert upright.shape == lying.shape == (768,)
    assert numpy.abs(upright - lying).sum() > 10
    texts = text_features(["배송이 느려요", "배송이 아주 느려요", "맛있어요", "정말 맛있어요"])
    alike = texts @ texts.T
    assert alike[0, 1] > alike[0, 2]
    assert alike[2, 3] > alike[1, 2]
    rows = row_features([{"a": str(n), "b": "x" if n % 2 else "y", "name": f"row{n}"} for n in range(40)])
    assert rows.shape == (40, 5)  # three of the number, two of the class, none of the name
    assert text_features(["가", "나"]).shape[0] == 2
    assert row_features([]).shape == (0, 1)


@pytest.mark.parametrize("load", [load_wine, load_breast_cancer])
def test_small_sets_of_measures_are_ranked_no_worse_than_by_one_learner(load) -> None:  # type: ignore[no-untyped-def]
    """A few hundred rows: there, directions of unit spread were mere noise."""
    features, labels = load(return_X_y=True)
    features = StandardScaler().fit_transform(features).astype(numpy.float32)
    rng = numpy.random.default_rng(2)
    hit = rng.random(len(labels)) < 0.15
    noisy = numpy.where(hit, (labels + 1) % (labels.max() + 1), labels)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    alone = cross_val_predict(
        LogisticRegression(max_iter=400), features, noisy, cv=folds, method="predict_proba"
    )
    theirs = roc_auc_score(hit, -alone[numpy.arange(len(noisy)), noisy])
    assert roc_auc_score(hit, -told(features, noisy).fit) >= theirs


def test_a_label_has_no_say_in_what_is_foretold_of_its_own_sample() -> None:
    """Two names for one class at random: nothing tells them apart, so nothing may be foretold."""
    features, labels = clouds(3, count=900)
    for seed in range(3):
        named = labels + 10 * (numpy.random.default_rng(seed).random(len(labels)) < 0.4)
        held_out = told(features, named)
        both = numpy.isin(labels, (3,))
        one, other = held_out.names.index("3"), held_out.names.index("13")
        lean = held_out.chances[both, other] / (held_out.chances[both, one] + 1e-9)
        # Without its own label a name has one sample less to speak for it, so rather below a half.
        assert roc_auc_score(named[both] == 13, lean) < 0.67  # three standard errors above


def test_where_nothing_is_trusted_the_interval_begins_at_nought() -> None:
    features, labels = clouds(1.2)
    found = wrong_share(told(features, with_noise(labels, 0.05, 5)))
    assert (found.trusted, found.low) == (False, 0.0)


def tone(pitch: float, rate: int, seconds: float, loud: float = 0.3, seed: int = 0) -> Floats:
    at = numpy.arange(int(rate * seconds)) / rate
    noise = numpy.random.default_rng(seed).normal(size=len(at)) * 0.01
    return (loud * numpy.sin(2 * numpy.pi * pitch * at) + noise).astype(numpy.float32)


def test_sounds_are_known_by_pitch_and_course_not_by_loudness_or_rate() -> None:
    low = sound_features(tone(300, 16_000, 1.0), 16_000)
    again = sound_features(tone(300, 22_050, 1.3, loud=0.05, seed=1), 22_050)
    high = sound_features(tone(1500, 16_000, 1.0), 16_000)
    assert low.shape == (LENGTH,)
    middle = (low + again + high) / 3
    near, far = ((low - middle) @ (other - middle) for other in (again, high))
    assert near > far
    rising = numpy.concatenate([tone(300, 16_000, 0.5), tone(1500, 16_000, 0.5)])
    falling = numpy.concatenate([tone(1500, 16_000, 0.5), tone(300, 16_000, 0.5)])
    assert numpy.abs(sound_features(rising, 16_000) - sound_features(falling, 16_000)).max() > 1


@pytest.mark.parametrize("samples", [numpy.zeros(0), numpy.zeros(9000), numpy.full(9000, numpy.nan)])
def test_nothing_to_be_heard_is_nought(samples) -> None:  # type: ignore[no-untyped-def]
    assert not sound_features(samples.astype(numpy.float32), 8000).any()
