"""The one door to torchvision: a wheel that was built for another torch than ours can't be imported as it is.

Its own operators are then missing. None of the networks that we take uses them: to declare them is enough.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from functools import lru_cache
from types import ModuleType

import torch

NAME = "torchvision"
DECLARED = ("nms", "qnms")
SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


@lru_cache
def torchvision_models() -> ModuleType:
    """``torchvision.models``. Raises ImportError where torchvision is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of decoders of its own that don't load; we have others
        try:
            return importlib.import_module(f"{NAME}.models")
        except RuntimeError:
            _declare_operators()
            return importlib.import_module(f"{NAME}.models")


@lru_cache
def _declare_operators() -> torch.library.Library:
    """Declare what torchvision's library should have brought, and forget the half-done import. The result is
    kept by the cache: the operators go with it."""
    for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[name]
    library = torch.library.Library(NAME, "FRAGMENT")  # type: ignore[no-untyped-call]
    for operator in DECLARED:
        library.define(operator + SIGNATURE)  # type: ignore[no-untyped-call]
    return library
