"""Runs an ONNX file: opened, its metadata read and checked, arrays in, arrays out."""

from engine.runtime.types import ModelCard, Prediction, worst_first

__all__ = ["ModelCard", "Prediction", "worst_first"]
