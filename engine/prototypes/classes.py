"""What systems that answer with one of a few classes share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dataset import UnreadableFileError
from engine.dataset.types import Item
from engine.prototypes.metrics import Evidence
from engine.prototypes.system import Answer

SCORES_KEPT = 10


def class_of(target: Item | None) -> str | None:
    """The one class that a folder, a name or a list gives; None where nothing gives one, or several."""
    if target is None or target.modality != "category":
        return None
    if target.marks is None:
        return str(target.value)
    try:
        marked = target.marks()
    except UnreadableFileError:
        return None
    said = {mark.label for mark in marked.marks if mark.label} if marked is not None else set()
    return said.pop() if len(said) == 1 else None


def class_answer(logits: NDArray[np.float32], classes: Sequence[str], truth: str | None) -> Answer:
    """The class of the highest logit [classes], with the ten highest scores. Raises ValueError where there
    are not as many logits as classes."""
    if logits.shape != (len(classes),):
        raise ValueError(f"{logits.shape} logits for {len(classes)} classes")
    scores = softmax(logits[None])[0]
    order = np.argsort(-scores, kind="stable")[:SCORES_KEPT]
    kept = {classes[index]: round(float(scores[index]), 4) for index in order}
    best = classes[order[0]]
    return Answer(best, truth, kept[best], kept)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores of a row that add up to 1, from raw outputs [n, classes]."""
    wide = logits.astype(np.float64)
    powers = np.exp(wide - wide.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def rights(right: NDArray[np.bool_]) -> list[Evidence]:
    """Evidence of an accuracy: 1 where it was right, 0 where not."""
    return list(right.astype(np.float64)[:, None])
