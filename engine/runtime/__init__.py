"""Runs an ONNX file on samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime.types import ClassScores, ModelCard, Prediction, wrong_first

if TYPE_CHECKING:
    from engine.runtime.classifier import Classifier

__all__ = ["ClassScores", "Classifier", "ModelCard", "Prediction", "wrong_first"]


def __getattr__(name: str) -> object:
    """``Classifier`` is fetched when it is asked for: it needs numpy and onnxruntime."""
    if name == "Classifier":
        from engine.runtime.classifier import Classifier

        return Classifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
