"""Between meshes and a network on points: moved to their middle, scaled by the usual radius."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.dataset.types import Dataset, Sample
from engine.jobs.protocol import Json
from engine.prototypes.meshes.crown_view import view
from engine.prototypes.meshes.crowns import CLOUD, MOST_PLACES, Crown, Floats, read_crown
from engine.prototypes.system import Answer, Codec, Feeds, Outputs, Port
from engine.runtime.types import Model

TOLD = 4  # places whose coordinates are told in words


class CrownSettings(Model):
    """``radius``: by which points are divided; ``points``: taken of each mesh; ``turns``: whether axes are
    found besides places."""

    places: int = Field(ge=1, le=MOST_PLACES)
    points: int = Field(ge=16, le=CLOUD)
    radius: float = Field(gt=0)
    turns: bool


class CrownCodec(Codec[Crown]):
    """Points on the surface with its normals in; places, and the axes at each, out."""

    inputs = (Port("points"),)

    def __init__(self, said: CrownSettings) -> None:
        self.said = said
        self.outputs = (Port("places"), Port("axes")) if said.turns else (Port("places"),)

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Crown | None:
        """A mesh, with its places where as many are marked as are looked for."""
        return read_crown(dataset, sample)

    def feeds(self, some: Sequence[Crown]) -> Feeds:
        """[n, points, 6]."""
        return {"points": np.stack([self.scaled(one.cloud[: self.said.points]) for one in some])}

    def scaled(self, cloud: Floats) -> Floats:
        """Places by the usual radius, normals as they are."""
        return np.concatenate([cloud[:, :3] / np.float32(self.said.radius), cloud[:, 3:]], 1)

    def found(self, outputs: Outputs) -> Floats:
        """Places in the mesh's unit, from its middle."""
        return outputs["places"] * np.float32(self.said.radius)

    def answer(self, one: Crown, outputs: Outputs) -> Answer:
        """The places' coordinates as the mesh has them."""
        truth = one.places if self.knows(one) else None
        said = self.found(outputs)
        return Answer(_in_words(said + one.centre), None if truth is None else _in_words(truth + one.centre))

    def draw(self, one: Crown, outputs: Outputs) -> NDArray[np.uint8]:
        """From two sides, with what was found and what is true."""
        axes = outputs["axes"] if self.said.turns else None
        return view(one, self.said.radius, self.found(outputs), axes)

    def knows(self, one: Crown) -> bool:
        """Whether a mesh has the places that are looked for."""
        return one.places is not None and len(one.places) == self.said.places


def _in_words(places: Floats) -> str:
    said = [", ".join(f"{value:.2f}" for value in place) for place in places[:TOLD]]
    return "; ".join(f"({each})" for each in said) + (" …" if len(places) > TOLD else "")
