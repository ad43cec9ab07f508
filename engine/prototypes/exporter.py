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
from numpy.typing import ArrayLike
from onnx import helper
from torch import nn

from engine.errors import UserError
from engine.jobs import Task, run
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.learning import as_tuple, tensors
from engine.prototypes.system import Codec, Feeds, P, Port
from engine.runtime.model import open_session, run_session

EXAMPLE_BATCH = 2
LEGACY_OPSET = 17
TOLERANCE = 1e-4
PARITY_BATCHES = (1, 3, 8)
CHILD = Task("engine.prototypes.exporter", "export_in_child")
DRAFT, FEEDS = "network.pt", "feeds.npz"


def export(
    network: nn.Module, codec: Codec[P], some: Sequence[P], metadata: Mapping[str, str], path: Path
) -> None:
    """Write the network as ONNX with its free axes and its metadata, in one file.

    Done in a process of its own, for the current exporter fails at a second recurrent
    network in one. ``some``: samples to trace with, taken again where there are too few.
    """
    feeds = codec.feeds([some[place % len(some)] for place in range(EXAMPLE_BATCH)])
    draft, example = path.with_name(DRAFT), path.with_name(FEEDS)
    torch.save(network.eval(), draft)
    save_arrays(example, feeds)
    try:
        params: dict[str, Json] = {
            "network": str(draft),
            "feeds": str(example),
            "path": str(path),
            "inputs": _said(codec.inputs),
            "outputs": _said(codec.outputs),
        }
        run(CHILD, params)
    finally:
        draft.unlink(missing_ok=True)
        example.unlink(missing_ok=True)
    annotate(path, metadata)


def export_in_child(params: dict[str, Json], _reporter: Reporter) -> Json:
    """The job: the network in a file of torch's → the ONNX file at ``path``. Ours alone are read."""
    network = torch.load(str(params["network"]), weights_only=False)
    with np.load(str(params["feeds"])) as stored:
        feeds = {name: stored[name] for name in stored.files}
    write_onnx(network, feeds, _heard(params["inputs"]), _heard(params["outputs"]), Path(str(params["path"])))
    return None


def write_onnx(
    network: nn.Module, feeds: Feeds, inputs: Sequence[Port], outputs: Sequence[Port], path: Path
) -> None:
    """The current exporter first; where it can't, the older one."""
    examples = tuple(torch.from_numpy(feeds[port.name]).contiguous() for port in inputs)
    network.eval()
    with _quiet():
        try:
            _export_current(network, examples, inputs, outputs, path)
        except Exception:  # noqa: BLE001  it raises whatever its many parts raise
            _export_legacy(network, examples, inputs, outputs, path)


def save_arrays(path: Path, feeds: Feeds) -> None:
    """Write inputs by name as an npz file."""
    stored: dict[str, ArrayLike] = dict(feeds.items())
    np.savez(path, allow_pickle=False, **stored)


def annotate(path: Path, metadata: Mapping[str, str]) -> None:
    """Add entries to the metadata of an ONNX file and check the file as a whole."""
    model = onnx.load(path)
    entries = {entry.key: entry.value for entry in model.metadata_props}
    helper.set_model_props(model, {**entries, **metadata})
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def parity(network: nn.Module, codec: Codec[P], path: Path, some: Sequence[P]) -> float:
    """The largest absolute difference between torch's and ONNX's outputs, in batches of 1, 3 and 8
    of these samples (taken again where there are fewer).

    Raises UserError when it is above ``TOLERANCE``.
    """
    session = open_session(path)
    worst = 0.0
    for size in PARITY_BATCHES:
        feeds = codec.feeds([some[place % len(some)] for place in range(size)])
        with torch.no_grad():
            ours = [one.numpy() for one in as_tuple(network(*tensors(feeds)))]
        theirs = run_session(session, feeds).values()
        for mine, other in zip(ours, theirs, strict=True):
            if mine.shape != other.shape or not np.isfinite(other).all():
                raise UserError("export_differs", difference="-", tolerance=TOLERANCE)
            if mine.size:
                worst = max(worst, float(np.abs(mine.astype(np.float64) - other).max()))
    if worst > TOLERANCE:
        raise UserError("export_differs", difference=f"{worst:.2g}", tolerance=TOLERANCE)
    return worst


def _export_current(
    network: nn.Module,
    examples: tuple[torch.Tensor, ...],
    inputs: Sequence[Port],
    outputs: Sequence[Port],
    path: Path,
) -> None:
    batch = torch.export.Dim("batch")
    shapes = tuple({0: batch, **dict.fromkeys(port.free, torch.export.Dim.DYNAMIC)} for port in inputs)
    torch.onnx.export(
        network,
        examples,
        path,
        input_names=[port.name for port in inputs],
        output_names=[port.name for port in outputs],
        dynamo=True,
        dynamic_shapes=shapes,
        external_data=False,
        verbose=False,
    )


def _export_legacy(
    network: nn.Module,
    examples: tuple[torch.Tensor, ...],
    inputs: Sequence[Port],
    outputs: Sequence[Port],
    path: Path,
) -> None:
    torch.onnx.export(
        network,
        examples,
        path,
        input_names=[port.name for port in inputs],
        output_names=[port.name for port in outputs],
        dynamo=False,
        dynamic_axes={port.name: {0: "batch", **port.free} for port in (*inputs, *outputs)},
        opset_version=LEGACY_OPSET,
    )


def _said(ports: Sequence[Port]) -> Json:
    return [[port.name, [[axis, name] for axis, name in port.free.items()]] for port in ports]


def _heard(said: Json) -> tuple[Port, ...]:
    if not isinstance(said, list):
        raise TypeError("ports are a list")
    ports = []
    for one in said:
        if not isinstance(one, list) or not isinstance(one[1], list):
            raise TypeError("a port is a name and its free axes")
        free = {int(str(pair[0])): str(pair[1]) for pair in one[1] if isinstance(pair, list)}
        ports.append(Port(str(one[0]), free))
    return tuple(ports)


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
