"""The one exporter: torch network in, a single checked ONNX file out, and the proof that it is the same."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper
from torch import nn

from engine.errors import UserError
from engine.prototypes.system import Plan
from engine.runtime.model import open_session

INPUT, OUTPUT = "input", "output"
EXAMPLE_BATCH = 2
LEGACY_OPSET = 17
TOLERANCE = 1e-4
PARITY_BATCHES = (1, 3, 8)


def export(network: nn.Module, plan: Plan, metadata: Mapping[str, str], path: Path) -> None:
    """Write the network as ONNX with a dynamic batch axis and its metadata, in one file.

    The current exporter first; where it can't, the older one.
    """
    example = torch.from_numpy(plan.inputs([0] * EXAMPLE_BATCH)).contiguous()
    network.eval()
    with _quiet():
        try:
            _export_current(network, example, path)
        except (ImportError, RuntimeError):  # OnnxExporterError is a RuntimeError
            _export_legacy(network, example, path)
    annotate(path, metadata)


def annotate(path: Path, metadata: Mapping[str, str]) -> None:
    """Add entries to the metadata of an ONNX file and check the file as a whole."""
    model = onnx.load(path)
    entries = {entry.key: entry.value for entry in model.metadata_props}
    helper.set_model_props(model, {**entries, **metadata})
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def parity(network: nn.Module, plan: Plan, path: Path, indices: Sequence[int]) -> float:
    """The largest absolute difference between torch's and ONNX's outputs, in batches of 1, 3 and 8
    of these examples (taken again where there are fewer).

    For a classifier the outputs are logits; scores differ by no more than they do.
    Raises UserError when it is above ``TOLERANCE``.
    """
    session = open_session(path)
    worst = 0.0
    for size in PARITY_BATCHES:
        inputs = plan.inputs([indices[place % len(indices)] for place in range(size)])
        with torch.no_grad():
            ours = network(torch.from_numpy(inputs)).numpy()
        theirs = session.run(None, {INPUT: inputs})[0]
        if ours.shape != theirs.shape or not np.isfinite(theirs).all():
            raise UserError("export_differs", difference="-", tolerance=TOLERANCE)
        worst = max(worst, float(np.abs(ours.astype(np.float64) - theirs).max()))
    if worst > TOLERANCE:
        raise UserError("export_differs", difference=f"{worst:.2g}", tolerance=TOLERANCE)
    return worst


def _export_current(network: nn.Module, example: torch.Tensor, path: Path) -> None:
    torch.onnx.export(
        network,
        (example,),
        path,
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamo=True,
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        external_data=False,
        verbose=False,
    )


def _export_legacy(network: nn.Module, example: torch.Tensor, path: Path) -> None:
    torch.onnx.export(
        network,
        (example,),
        path,
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamo=False,
        dynamic_axes={INPUT: {0: "batch"}, OUTPUT: {0: "batch"}},
        opset_version=LEGACY_OPSET,
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Neither chatter nor warnings: stdout belongs to the job's events."""
    noise = io.StringIO()
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            contextlib.redirect_stdout(noise),
            contextlib.redirect_stderr(noise),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
