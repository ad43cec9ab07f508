"""A classifier out of an ONNX file of ours, on pictures; onnxruntime only, never torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from engine.runtime.model import open_session, read_card
from engine.runtime.preprocess import Pixels, normalise, prepare
from engine.runtime.types import ClassScores, ModelCard

BATCH = 32
SCORES_KEPT = 10


class Classifier:
    """An opened model; ``card`` is what its file says of it."""

    def __init__(self, session: onnxruntime.InferenceSession, card: ModelCard) -> None:
        self.card = card
        self._session = session
        self._input: str = session.get_inputs()[0].name

    @classmethod
    def open(cls, path: Path) -> Classifier:
        """Open a model that Jjak exported. Raises UserError for any other file."""
        session = open_session(path)
        return cls(session, read_card(session, path.name))

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, in the order of the outputs."""
        return self.card.classes

    def predict(self, pictures: Sequence[Image.Image]) -> list[ClassScores]:
        """What the model says of upright RGB pictures of any size."""
        if not pictures:
            return []
        pixels = np.stack([prepare(picture, self.card.image_size) for picture in pictures])
        return self.predict_pixels(pixels)

    def predict_pixels(self, pixels: Pixels) -> list[ClassScores]:
        """The same for pictures that :func:`prepare` has made, [n, size, size, 3]."""
        return [self._answer(scores) for scores in softmax(self.logits(pixels))]

    def logits(self, pixels: Pixels) -> NDArray[np.float32]:
        """The network's raw outputs [n, classes] for prepared pictures [n, size, size, 3]."""
        batches = [
            self._session.run(
                None, {self._input: normalise(pixels[start : start + BATCH], self.card.mean, self.card.std)}
            )[0]
            for start in range(0, len(pixels), BATCH)
        ]
        return np.concatenate(batches) if batches else np.empty((0, len(self.classes)), np.float32)

    def _answer(self, scores: NDArray[np.float64]) -> ClassScores:
        order = np.argsort(-scores, kind="stable")[:SCORES_KEPT]
        kept = {self.classes[index]: round(float(scores[index]), 4) for index in order}
        best = self.classes[order[0]]
        return ClassScores(predicted=best, score=kept[best], scores=kept)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores of a row that add up to 1, from raw outputs [n, classes]."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True, initial=-np.inf)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)
