"""What a model says of itself in its file, and what it said of a sample."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT_VERSION = 1
"""Version of the metadata that Jjak writes into an ONNX file; a reader refuses a later one."""

Channels = tuple[float, float, float]
Seen = Literal["fitted", "new"]
Spread = Annotated[float, Field(gt=0)]


class Model(BaseModel):
    """Base: frozen and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Prediction(Model):
    """What the exported model said of one sample.

    ``seen``: ``fitted`` (the model was trained on it) or ``new`` (it was held out, or
    never part of the sample). ``scores``: the ten highest, by class. ``picture``: file
    name in the run's ``pictures`` folder.
    """

    id: str
    truth: str | None
    predicted: str
    score: float
    scores: dict[str, float]
    seen: Seen
    picture: str | None = None

    @property
    def right(self) -> bool | None:
        """Whether it was right; None where the truth is not known."""
        return None if self.truth is None else self.truth == self.predicted


class ClassScores(Model):
    """The answer of a classifier: the class, its score, and the ten highest scores."""

    predicted: str
    score: float
    scores: dict[str, float]


class ModelCard(Model):
    """What is needed to run a classifier, as it stands in the file's metadata.

    A picture is made ``image_size`` square, scaled to 0 … 1, then ``(x - mean) / std`` a
    channel. ``fitted``: fingerprints of the pictures that shaped the model.
    """

    system: str
    classes: tuple[str, ...] = Field(min_length=2)
    image_size: int = Field(ge=8, le=1024)
    mean: Channels
    std: tuple[Spread, Spread, Spread]
    colour: Literal["rgb"]
    fitted: frozenset[int] = frozenset()


def wrong_first(predictions: Iterable[Prediction]) -> tuple[Prediction, ...]:
    """Wrong ones first, the most certain of them at the top; then the least certain right
    ones, then those of unknown truth, least certain first."""

    def key(prediction: Prediction) -> tuple[int, float, str]:
        if prediction.right is False:
            return (0, -prediction.score, prediction.id)
        return (1 if prediction.right else 2, prediction.score, prediction.id)

    return tuple(sorted(predictions, key=key))
