"""Bracket positioning: where on a tooth, and how turned, a bracket goes; or any places on meshes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.dataset import UnreadableFileError
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.meshes.crown_codec import CrownCodec, CrownSettings
from engine.prototypes.meshes.crowns import MOST_PLACES, Crown, read_crown
from engine.prototypes.pictures.origins import grouped_keys
from engine.prototypes.split import LEAST_GROUPS, Split
from engine.prototypes.system import Baseline, Examples, Outputs, Plan, Recipe, System
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "bracket_positioning"
MOST = 3000
POINTS = 256
PLACE_WEIGHT, TURN_WEIGHT = 4.0, 2.0


class BracketPositioning(System[Crown]):
    """Meshes with a file of places each, alone or followed by the way out and along."""

    example_count = 1500

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("landmarks",),
            metric="place_error",
            baseline="pca_axes",
            modalities=("mesh",),
            targets=("points",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Crown]:
        """Points of every mesh that has the usual number of places; a patient's are one group.

        Raises UserError where there are too few.
        """
        found: list[Crown] = []
        unreadable = unused = 0
        for done, sample in enumerate(dataset.samples(), start=1):
            if len(found) == MOST:
                unused += 1
                continue
            try:
                one = read_crown(dataset, sample)
            except UnreadableFileError:
                unreadable += 1
                continue
            finally:
                reporter.progress(done, dataset.recognition.expected, "reading")
            if one is not None and one.places is not None:
                found.append(one)
        kinds = Counter(map(_kind, found))
        usual = kinds.most_common(1)[0][0] if kinds else (0, False)
        kept = tuple(one for one in found if _kind(one) == usual)
        if len(kept) < LEAST_GROUPS or usual[0] > MOST_PLACES:
            raise UserError(
                "prototype_few_places",
                name=dataset.name,
                count=len(kept),
                least=LEAST_GROUPS,
                most=MOST_PLACES,
            )
        keys = grouped_keys(kept, dataset.recognition)
        return Examples(kept, keys, unreadable, unused + len(found) - len(kept))

    def baselines(self, examples: Examples[Crown], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """Where places usually are, and where a mesh's main axes put them."""
        from engine.prototypes.meshes.crown_baselines import MeanOffset, PrincipalAxes

        return MeanOffset(examples.prepared, sides.train), PrincipalAxes(examples.prepared, sides.train)

    def plans(self, examples: Examples[Crown], sides: Split) -> tuple[Plan[Crown], ...]:
        """One."""
        return (PlacePlan(examples, sides),)

    def codec(self, settings: dict[str, Json]) -> CrownCodec:
        """As the file says."""
        return CrownCodec(CrownSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Crowns of four kinds of teeth, a folder a patient."""
        from engine.prototypes.drawings.crowns import write_crowns

        write_crowns(folder, seed, count)


class PlacePlan(Plan[Crown]):
    """Votes of points, looked at twice; see :class:`PlaceFinder`."""

    recipe = Recipe(rate=3e-3, batch=32, weight_decay=1e-3, averaging=0.98, clip=1.0, steps_wanted=500)

    def __init__(self, examples: Examples[Crown], sides: Split) -> None:
        self.size = POINTS
        self._crowns = examples.prepared
        clouds = [examples.prepared[index].cloud[:, :3] for index in sides.train]
        radius = float(np.mean([np.linalg.norm(cloud, axis=1).mean() for cloud in clouds]))
        places, turns = _kind(examples.prepared[sides.train[0]])
        said = CrownSettings(places=places, points=POINTS, radius=max(radius, 1e-6), turns=turns)
        self.codec = self._codec = CrownCodec(said)

    def learner(self) -> Learner:
        """A fresh network."""
        import torch

        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.point_learning import looks_loss, varied
        from engine.prototypes.networks.pointnet import PlaceFinder

        said = self._codec.said
        network = PlaceFinder(said.places, said.turns)
        clouds = torch.from_numpy(np.stack([self._codec.scaled(one.cloud) for one in self._crowns]))
        places = torch.from_numpy(np.stack([one.places for one in self._crowns if one.places is not None]))
        whole = [one.axes for one in self._crowns if one.axes is not None]
        axes = torch.from_numpy(np.stack(whole)) if said.turns else None

        def paired(
            indices: Sequence[int], generator: torch.Generator
        ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
            rows = torch.as_tensor(list(indices))
            points, where, ways = varied(
                clouds[rows],
                places[rows] / said.radius,
                None if axes is None else axes[rows],
                said.points,
                generator,
            )

            def loss(outputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
                return looks_loss(outputs, where, ways, PLACE_WEIGHT, TURN_WEIGHT)

            return (points,), loss

        return Supervised(network, self.recipe, paired=paired)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """How far off each place is."""
        from engine.prototypes.meshes.crown_baselines import apart

        said = self._codec.found(outputs)
        return [apart(each, self._crowns[index]) for each, index in zip(said, indices, strict=True)]

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """The distance that nine of ten places keep, and by how many degrees the axes are off."""
        if not indices:
            return {}
        distances = np.concatenate(self.evidence(outputs, indices))
        figures = {"place_error_p90": float(np.quantile(distances, 0.9))}
        if self._codec.said.turns:
            truth = np.stack([axes for index in indices if (axes := self._crowns[index].axes) is not None])
            cosines = (outputs["axes"] * truth).sum(3).clip(-1, 1)
            normal, along = np.degrees(np.median(np.arccos(cosines), axis=(0, 1)))
            figures |= {"normal_angle": float(normal), "axis_angle": float(along)}
        return figures


def _kind(one: Crown) -> tuple[int, bool]:
    """How many places a mesh has, and whether their axes are known."""
    return (0 if one.places is None else len(one.places)), one.axes is not None
