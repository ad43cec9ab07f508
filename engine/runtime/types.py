"""What a model says of itself in its file, and what it said of a sample."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

FORMAT_VERSION = 2
"""Version of the metadata that Jjak writes into an ONNX file; a reader refuses a later one."""

Channels = tuple[float, float, float]
Seen = Literal["fitted", "new"]


class Model(BaseModel):
    """Base: frozen and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Prediction(Model):
    """What the exported model said of one sample.

    ``seen``: ``fitted`` (the model was trained on it) or ``new`` (it was held out, or
    never part of the sample). ``predicted``: a class or a text; empty where a picture says it.
    ``score``: how sure the model is, where it knows; ``scores``: the ten highest, by class.
    ``given``: the input, where it is words. ``figure``: the metric of this sample alone.
    ``picture``: file name in the run's ``pictures`` folder.
    """

    id: str
    truth: str | None
    predicted: str
    score: float | None = None
    scores: dict[str, float] = Field(default_factory=dict)
    seen: Seen
    given: str = ""
    figure: float | None = None
    picture: str | None = None

    @property
    def right(self) -> bool | None:
        """Whether it was right; None where there is no right and wrong, or the truth is not known."""
        return None if self.truth is None or self.score is None else self.truth == self.predicted


class ModelCard(Model):
    """What is needed to run a model, as it stands in the file's metadata.

    ``settings``: what the system's codec is made of (names, sizes, normalisation, classes,
    tokenizer, thresholds). ``fitted``: fingerprints of the samples that shaped the model.
    """

    system: str
    settings: dict[str, JsonValue]
    fitted: frozenset[int] = frozenset()


def worst_first(predictions: Iterable[Prediction], higher_is_better: bool = True) -> tuple[Prediction, ...]:
    """Wrong ones first, the surest of them at the top, then those by figure, the worst first; then the
    least sure right ones, then those of which nothing is known, least sure first."""

    def key(prediction: Prediction) -> tuple[int, float, str]:
        sure = prediction.score or 0.0
        if prediction.right is False:
            return (0, -sure, prediction.id)
        if prediction.right is None and prediction.figure is not None:
            return (1, prediction.figure if higher_is_better else -prediction.figure, prediction.id)
        return (2 if prediction.right else 3, sure, prediction.id)

    return tuple(sorted(predictions, key=key))
