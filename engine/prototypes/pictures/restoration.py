"""What the systems share that restore a picture from a few numbers: codec, simple ways, anomalies.

A set that marks anomalies (a class named so, or one named normal beside others) teaches the normal alone;
the others are held out whole, and what counts is how well the error of restoring tells them.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.appearance import Pictures
from engine.prototypes.pictures.picture_pairs import beside, pixels_of
from engine.prototypes.pictures.single_pictures import OnePicture, as_planes, read_one, read_singles
from engine.prototypes.split import LEAST_GROUPS, Split, split
from engine.prototypes.system import Answer, Baseline, Codec, Examples, Feeds, Outputs, Port
from engine.runtime.preprocess import Pixels
from engine.runtime.types import Model

if TYPE_CHECKING:
    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.metrics import Evidence

NORMAL = frozenset(
    ("ok", "good", "normal", "pass", "passed", "regular", "fine", "정상", "양품", "합격", "양호", "이상없음")
)
ANOMALOUS = frozenset(
    (
        *("ng", "bad", "defect", "defects", "defective", "anomaly", "anomalies", "anomalous", "abnormal"),
        *("fail", "failed", "fault", "faulty", "reject", "rejected", "outlier", "outliers"),
        *("불량", "불량품", "이상", "비정상", "결함", "불합격"),
    )
)
PASSAGE = 16
UNUSUAL = 2.3  # standard deviations of the training pictures' errors, from which a picture is anomalous
STEEPNESS = 1.5
ANOMALIES_TO_CHOOSE_BY = 1 / 3  # of their groups; the rest judges
ERROR_SHOWN = 4.0  # differences are drawn so much stronger

Restore = Callable[[Pictures], Pictures]


class RestoringSettings(Model):
    """What the file says. ``names``: what normal and anomalous pictures are called where the set marks
    them; empty otherwise. ``normal``: the classes that are."""

    passage: int = Field(ge=1, le=1024)
    channels: Literal[1, 3]
    names: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()


class PictureToItself(Codec[OnePicture]):
    """A picture in, the picture restored and how unusual the error is out."""

    inputs: tuple[Port, ...] = (Port("input"),)
    outputs: tuple[Port, ...] = (Port("output"), Port("unusual"))

    def __init__(self, said: RestoringSettings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> OnePicture | None:
        """Any picture."""
        return read_one(dataset.tree, sample)

    def feeds(self, some: Sequence[OnePicture]) -> Feeds:
        """[n, channels, side, side], 0 … 1."""
        return {"input": as_planes(some, self.said.channels)}

    def answer(self, one: OnePicture, outputs: Outputs) -> Answer:
        """Normal or anomalous, where the set marks that; else how much at home the picture is, 0 … 1."""
        beyond = STEEPNESS * (float(outputs["unusual"]) - UNUSUAL)
        strange = 1 / (1 + math.exp(-max(-30.0, min(30.0, beyond))))
        if not self.said.names:
            return Answer(score=round(1 - strange, 4))
        normal, anomalous = self.said.names
        truth = None
        if one.label:
            truth = normal if one.label in self.said.normal else anomalous
        scores = {normal: round(1 - strange, 4), anomalous: round(strange, 4)}
        predicted = anomalous if strange > 0.5 else normal
        return Answer(predicted, truth, scores[predicted], scores)

    def draw(self, one: OnePicture, outputs: Outputs) -> NDArray[np.uint8]:
        """The picture, what was restored, and where the two differ."""
        given = as_planes([one], self.said.channels)[0]
        restored = outputs["output"]
        return beside([pixels_of(given), pixels_of(restored), heat(np.abs(restored - given).mean(0))])

    def names(self) -> tuple[str, ...]:
        """Normal and anomalous, where the set marks that."""
        return self.said.names


class Restorer(Baseline):
    """A simple way to restore pictures, judged as the network is."""

    def __init__(
        self,
        name: str,
        restore: Restore,
        examples: Examples[OnePicture],
        channels: int,
        normal: frozenset[str],
    ) -> None:
        self.name = name
        self._restore, self._examples, self._channels, self._normal = restore, examples, channels, normal

    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """Of its error, as :func:`restoring_evidence` has it."""
        given = as_planes([self._examples.prepared[index] for index in indices], self._channels)
        errors = errors_of(self._restore(given), given)
        return restoring_evidence(errors, self._examples, indices, self._normal)


def simple_restorers(
    examples: Examples[OnePicture], sides: Split, channels: int, passage: int, normal: frozenset[str]
) -> tuple[Baseline, ...]:
    """Always the mean picture; and as many main components as the passage is wide. ``normal``: the
    classes that anomalies are to be told from; none: the error itself is what counts."""
    from sklearn.decomposition import PCA

    train = as_planes([examples.prepared[index] for index in sides.train], channels)
    flat = train.reshape(len(train), -1)
    mean = flat.mean(0)
    count = min(passage, len(flat))
    pca = PCA(count, svd_solver="randomized", random_state=0).fit(flat)

    def mean_picture(given: Pictures) -> Pictures:
        return np.broadcast_to(mean.reshape(1, *given.shape[1:]), given.shape)

    def projected(given: Pictures) -> Pictures:
        back = pca.inverse_transform(pca.transform(given.reshape(len(given), -1)))
        return np.asarray(np.clip(back, 0, 1).reshape(given.shape), dtype=np.float32)

    return (
        Restorer("mean_picture", mean_picture, examples, channels, normal),
        Restorer("pca_reconstruction", projected, examples, channels, normal),
    )


def errors_of(restored: Pictures, given: Pictures) -> NDArray[np.float64]:
    """The mean square error of each picture, [n]."""
    return np.asarray(np.square(restored.astype(np.float64) - given).mean((1, 2, 3)))


def restoring_evidence(
    errors: NDArray[np.float64],
    examples: Examples[OnePicture],
    indices: Sequence[int],
    normal: frozenset[str],
) -> list[Evidence]:
    """A row (error, 1 for an anomaly) each; the error where no classes are said to be normal."""
    if not normal:
        return list(errors[:, None])
    marks = [float(examples.prepared[index].label not in normal) for index in indices]
    return list(np.stack([errors, marks], axis=1))


def normal_classes(examples: Examples[OnePicture]) -> frozenset[str]:
    """The classes that are normal; none where the set does not say what is an anomaly."""
    labels = {one.label for one in examples.prepared if one.label}
    normal = frozenset(label for label in labels if label.casefold() in NORMAL)
    if not normal and any(label.casefold() in ANOMALOUS for label in labels):
        normal = frozenset(label for label in labels if label.casefold() not in ANOMALOUS)
    return normal if normal and normal < labels else frozenset()


def spoken_names(examples: Examples[OnePicture]) -> tuple[str, ...]:
    """What normal and anomalous pictures are called, in the set's own words; none where it has none."""
    normal = normal_classes(examples)
    if not normal:
        return ()
    others = {one.label for one in examples.prepared if one.label} - normal
    return " / ".join(sorted(normal)), " / ".join(sorted(others))


def read_for_restoring(dataset: Dataset, seed: int, reporter: Reporter) -> Examples[OnePicture]:
    """Every picture. Raises UserError where too few are normal to learn from."""
    examples = read_singles(dataset, seed, reporter)
    normal = normal_classes(examples)
    if not normal:
        return examples
    if _normal_groups(examples, normal) < LEAST_GROUPS:  # of too few origins: then those don't count
        examples = replace(examples, keys=tuple(replace(key, group=key.content) for key in examples.keys))
    count = _normal_groups(examples, normal)
    if count < LEAST_GROUPS:
        raise UserError("prototype_too_few", name=dataset.name, count=count, least=LEAST_GROUPS)
    return examples


def split_for_restoring(examples: Examples[OnePicture], seed: int) -> Split:
    """As ever where nothing marks anomalies; else no anomaly is learnt from: a third of them helps to
    choose, the rest judges, whole groups together."""
    normal = normal_classes(examples)
    places = [index for index, one in enumerate(examples.prepared) if not normal or one.label in normal]
    sides = split([examples.keys[index] for index in places], seed)
    validation = [places[index] for index in sides.validation]
    test = [places[index] for index in sides.test]
    members: dict[str, list[int]] = defaultdict(list)
    for index in sorted(set(range(len(examples.prepared))) - set(places)):
        members[examples.keys[index].group].append(index)
    groups = sorted(members)
    random.Random(seed).shuffle(groups)  # noqa: S311 - repeatable, not secret
    for place, group in enumerate(groups):
        choosing = place < ANOMALIES_TO_CHOOSE_BY * len(groups) and len(groups) > 1
        (validation if choosing else test).extend(members[group])
    return Split(
        train=tuple(places[index] for index in sides.train),
        validation=tuple(sorted(validation)),
        test=tuple(sorted(test)),
        copies=tuple(places[index] for index in sides.copies),
    )


def _normal_groups(examples: Examples[OnePicture], normal: frozenset[str]) -> int:
    pairs = zip(examples.prepared, examples.keys, strict=True)
    return len({key.group for one, key in pairs if one.label in normal})


def normal_error(
    errors: NDArray[np.float64],
    examples: Examples[OnePicture],
    indices: Sequence[int],
    normal: frozenset[str],
) -> dict[str, float]:
    """The mean error of the normal pictures among these, as a further figure."""
    own = [e for e, index in zip(errors, indices, strict=True) if examples.prepared[index].label in normal]
    return {"reconstruction_mse": float(np.mean(own))} if own else {}


def heat(difference: NDArray[np.float32]) -> Pixels:
    """Differences [h, w] of 0 … 1 as colours, [h, w, 3]."""
    strong = np.clip(difference * ERROR_SHOWN * 255, 0, 255).astype(np.uint8)
    coloured = cv2.applyColorMap(strong, cv2.COLORMAP_INFERNO)
    return np.ascontiguousarray(coloured[..., ::-1])


def write_signs(folder: Path, seed: int, count: int) -> None:
    """Stamped digits, and a third as many signs that don't belong there, by other hands."""
    from engine.prototypes.drawings.glyphs import DIGITS, STRANGE, write_glyphs

    odd, each = count // 4, min(20, max(1, count // 20))
    write_glyphs(folder, seed, count - odd, DIGITS, ["normal"] * len(DIGITS), each)
    write_glyphs(folder, seed + 1, odd, STRANGE, ["anomaly"] * len(STRANGE), each, first_hand=1000)
