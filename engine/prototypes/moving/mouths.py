"""What the sound does to a mouth, as one number; and the simple ways to tell it from the sound.

Which movement that is differs from set to set (a drawn mouth, a lit one, one seen from the side), so it
is measured: of all that a linear regression on the sound foretells of the mouth's pixels, the main direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from engine.prototypes.metrics import Evidence
from engine.prototypes.moving.talking import AWAY, FaceAndVoice, Moment, Speech
from engine.prototypes.moving.voice import Floats
from engine.prototypes.pictures.picture_pairs import planes
from engine.prototypes.system import Baseline, Examples

Wide = NDArray[np.float64]
COARSE = 2  # pixels that are taken together
STIFFNESS = 300.0
COMPONENTS, NEIGHBOURS = 24, 8
AT_ONCE = 256


class MouthScale:
    """How far open a mouth is, beside the mean of its clip; learnt on the training side."""

    def __init__(self, codec: FaceAndVoice, examples: Examples[Moment], train: Sequence[int]) -> None:
        self._codec, self._examples = codec, examples
        self._means: dict[int, Wide] = {}
        sounds = self.sounds(train)
        mouths = np.concatenate(
            [self._moved(self._truth(train[at : at + AT_ONCE]), train[at : at + AT_ONCE])
             for at in range(0, len(train), AT_ONCE)]
        )  # fmt: skip
        self._ridge = make_pipeline(StandardScaler(), Ridge(STIFFNESS)).fit(sounds, mouths)
        foretold = PCA(1, svd_solver="randomized", random_state=0).fit(self._ridge.predict(sounds))
        self._way = foretold.components_[0]

    def of(self, faces: Floats, indices: Sequence[int]) -> Wide:
        """Of these faces [n, 3, side, side], [n]; ``indices``: of the examples that they are meant to be."""
        return np.asarray(self._moved(faces, indices) @ self._way)

    def true(self, indices: Sequence[int]) -> Wide:
        """Of the true faces."""
        parts = [indices[at : at + AT_ONCE] for at in range(0, len(indices), AT_ONCE)]
        return np.concatenate([self.of(self._truth(part), part) for part in parts])

    def foretold(self, indices: Sequence[int]) -> Wide:
        """As the regression on the sound has it."""
        return np.asarray(self._ridge.predict(self.sounds(indices)) @ self._way)

    def evidence(self, faces: Floats, indices: Sequence[int]) -> list[Evidence]:
        """A row (as painted, as it was) each."""
        return rows(self.of(faces, indices), self.true(indices))

    def sounds(self, indices: Sequence[int]) -> Wide:
        """What is heard, flat, [n, bands * ticks]."""
        some = [self._examples.prepared[index] for index in indices]
        return np.stack([self._codec.sound(one).ravel() for one in some]).astype(np.float64)

    def references(self, indices: Sequence[int]) -> Floats:
        """The faces of the other moments."""
        some = [self._examples.prepared[index] for index in indices]
        return planes(np.stack([one.clip.faces[one.other(AWAY)] for one in some]))

    def _truth(self, indices: Sequence[int]) -> Floats:
        some = [self._examples.prepared[index] for index in indices]
        return planes(np.stack([one.clip.faces[one.place] for one in some]))

    def _moved(self, faces: Floats, indices: Sequence[int]) -> Wide:
        means = [self._mean(self._examples.prepared[index].clip) for index in indices]
        return mouth(faces) - np.stack(means)

    def _mean(self, clip: Speech) -> Wide:
        if clip.fingerprint not in self._means:
            self._means[clip.fingerprint] = mouth(planes(clip.faces)).mean(axis=0)
        return self._means[clip.fingerprint]


class SimpleMouth(Baseline):
    """``told``: indices → how far open each mouth is."""

    def __init__(self, name: str, scale: MouthScale, told: Callable[[Sequence[int]], Wide]) -> None:
        self.name, self._scale, self._told = name, scale, told

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """A row (as told, as it was) each."""
        return rows(self._told(indices), self._scale.true(indices))


def simple_mouths(scale: MouthScale, train: Sequence[int]) -> tuple[Baseline, ...]:
    """The mouth of the other moment left as it is; a linear regression on the sound; the mouths at the most
    similar sounds."""
    nearest = make_pipeline(
        StandardScaler(),
        PCA(min(COMPONENTS, len(train)), random_state=0),
        KNeighborsRegressor(min(NEIGHBOURS, len(train)), weights="distance"),
    ).fit(scale.sounds(train), scale.true(train))
    return (
        SimpleMouth("copied_mouth", scale, lambda indices: scale.of(scale.references(indices), indices)),
        SimpleMouth("sound_regression", scale, scale.foretold),
        SimpleMouth(
            "nearest_sound", scale, lambda indices: np.asarray(nearest.predict(scale.sounds(indices)))
        ),
    )


def mouth(faces: Floats) -> Wide:
    """The lower half [n, 3, side, side] in coarse grey, [n, pixels]."""
    count, _, high, wide = faces.shape
    grey = faces[:, :, high // 2 :].mean(axis=1, dtype=np.float64)
    blocks = grey.reshape(count, high // 2 // COARSE, COARSE, wide // COARSE, COARSE)
    return np.asarray(blocks.mean(axis=(2, 4)).reshape(count, -1))


def rows(told: Wide, true: Wide) -> list[Evidence]:
    """[2] each."""
    return list(np.stack([told, true], axis=1))
