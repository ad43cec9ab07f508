"""Pose estimation: a picture of someone in, the place of each joint out (heat maps and their middles)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.dataset import UnreadableFileError
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.pictures.picture_pairs import PairSettings, beside, few, planes, room_for
from engine.prototypes.places.marked_pictures import LAYOUTS, annotated, fitting_shape, measured
from engine.prototypes.places.poses import (
    SURE,
    Joints,
    Naming,
    Posed,
    bones_of,
    found_share,
    naming,
    read_posed,
    with_joints,
)
from engine.prototypes.split import LEAST_GROUPS, Split
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Recipe,
    System,
)
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "pose_estimation"
MULTIPLE = 16  # folded once, halved three times
SIDE = 96  # larger pictures are brought to about that
WIDTHS = ((24, 48, 64, 64), (16, 32, 48, 48))
RECIPE = Recipe(rate=4e-3, batch=24, averaging=0.98, clip=10.0, steps_wanted=350, steps_enough=150)


class Settings(PairSettings):
    """The joints by name in their order, the bones between them by number, and how annotations name them."""

    joints: tuple[str, ...] = Field(min_length=2)
    bones: tuple[tuple[int, int], ...]
    by_label: bool

    @property
    def naming(self) -> Naming:
        """How joints are found in annotations."""
        return Naming(self.joints, self.by_label)


class PictureJoints(Codec[Posed]):
    """A picture of 0 … 1 in, x and y of each joint in parts of its width and height, and how sure they
    are, out."""

    inputs = (Port("input"),)
    outputs = (Port("places"), Port("sure"))

    def __init__(self, said: Settings) -> None:
        self.said = said

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Posed | None:
        """The picture, and the joints of the largest one in it where they are known."""
        return read_posed(dataset.tree, sample, self.said.shape, self.said.naming)

    def feeds(self, some: Sequence[Posed]) -> Feeds:
        """[n, 3, height, width], 0 … 1."""
        return {"input": planes(np.stack([one.pixels for one in some]))}

    def answer(self, one: Posed, outputs: Outputs) -> Answer:
        """Each joint's place in the picture, in per cent of its width and height."""
        told = _in_words(self.said.joints, outputs["places"])
        return Answer(told, score=float(np.clip(outputs["sure"].mean(), 0, 1)))

    def draw(self, one: Posed, outputs: Outputs) -> NDArray[np.uint8]:
        """With the joints that were found; with the true ones."""
        bones = self.said.bones
        places = outputs["places"] * np.array([self.said.width, self.said.height], np.float32)
        shown = [with_joints(one.pixels, places, outputs["sure"] >= SURE, bones)]
        if one.joints is not None:
            shown.append(with_joints(one.pixels, one.joints[:, :2], one.joints[:, 2] > 0, bones))
        return beside(shown)


class PoseEstimation(System[Posed]):
    """Pictures of people and where their joints are, learnt by a U-Net of heat maps."""

    example_count = 1500

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=LAYOUTS,
            metric="pck",
            baseline="nearest_pose",
            targets=("points",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Posed]:
        """Every picture in which someone's joints are known: the largest one's.

        Raises UserError for too few.
        """
        samples = annotated(dataset)
        looked_at = list(measured(dataset, samples))
        names = naming([marked for _, marked in looked_at])
        if names is None:
            raise UserError("prototype_few_joints", name=dataset.name, count=0, least=LEAST_GROUPS)
        shape = fitting_shape([size for size, _ in looked_at], SIDE, MULTIPLE)
        chosen = few(samples, seed, room_for(shape, 4))
        found: list[Posed] = []
        unreadable = 0
        for done, sample in enumerate(chosen, start=1):
            try:
                one = read_posed(dataset.tree, sample, shape, names)
            except UnreadableFileError:
                unreadable += 1
                continue
            finally:
                reporter.progress(done, len(chosen), "reading")
            if one is not None and one.joints is not None:
                found.append(one)
        keys = grouped_keys(found, dataset.recognition)
        groups = len({key.group for key in keys})
        if groups < LEAST_GROUPS:
            raise UserError("prototype_few_joints", name=dataset.name, count=groups, least=LEAST_GROUPS)
        return Examples(tuple(found), keys, unreadable, len(samples) - len(chosen))

    def baselines(self, examples: Examples[Posed], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The mean pose, and that of the most similar picture."""
        from engine.prototypes.places.pose_baselines import MeanPose, NearestPose

        joints = _truth(examples)
        pixels = [one.pixels for one in examples.prepared]
        return MeanPose(joints, sides.train), NearestPose(pixels, joints, sides.train)

    def plans(self, examples: Examples[Posed], sides: Split) -> tuple[Plan[Posed], ...]:
        """A U-Net of heat maps, and a narrower one for slow machines."""
        return tuple(
            PosePlan(examples, sides, widths, cost) for widths, cost in zip(WIDTHS, (1.0, 0.6), strict=True)
        )

    def codec(self, settings: dict[str, Json]) -> PictureJoints:
        """As the file says."""
        return PictureJoints(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Puppets in all poses, several of each, in COCO's way."""
        from engine.prototypes.drawings.puppets import write_puppets

        write_puppets(folder, seed, count)


class PosePlan(Plan[Posed]):
    """One U-Net."""

    recipe = RECIPE

    def __init__(self, examples: Examples[Posed], sides: Split, widths: tuple[int, ...], cost: float) -> None:
        one = examples.prepared[0]
        high, wide = one.pixels.shape[:2]
        self._examples, self._joints, self._widths = examples, _truth(examples), widths
        bones = bones_of([self._joints[index] for index in sides.train])
        self.codec = PictureJoints(
            Settings(
                height=high, width=wide, joints=one.names.names, bones=bones, by_label=one.names.by_label
            )
        )
        self.cost, self.size = cost, max(high, wide)
        self._stretch = np.array([wide, high], np.float32) / self.size
        self._count = len(one.names.names)

    def learner(self) -> Learner:
        """A U-Net of heat maps; cross-entropy to bumps, and distance."""
        from engine.prototypes.networks.poser import PoseLearner, Poser

        high, wide = self._examples.prepared[0].pixels.shape[:2]
        network = Poser(self._count, self._widths, (high, wide))
        return PoseLearner(network, self.recipe, self._examples.prepared)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Which joints lie near enough to where they are."""
        return [
            found_share(places * self._stretch, self._joints[index])
            for places, index in zip(outputs["places"], indices, strict=True)
        ]


def _truth(examples: Examples[Posed]) -> list[Joints]:
    """On the scale where the longer side is 1."""
    found: list[Joints] = []
    for one in examples.prepared:
        if one.joints is None:
            raise ValueError("an example has no joints")
        longer = float(max(one.pixels.shape[:2]))
        found.append(np.asarray(one.joints / np.array([longer, longer, 1], np.float32), np.float32))
    return found


def _in_words(names: Sequence[str], shares: NDArray[np.float32]) -> str:
    """``head 52/18``: per cent from the left and from the top."""
    return ", ".join(
        f"{name} {100 * float(across):.0f}/{100 * float(down):.0f}"
        for name, (across, down) in zip(names, shares, strict=True)
    )
