"""An ONNX file of ours: opened with onnxruntime, its metadata read and checked."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engine.errors import UserError
from engine.runtime.types import FORMAT_VERSION, ModelCard

Feeds = Mapping[str, NDArray[np.float32] | NDArray[np.int64]]
Outputs = dict[str, NDArray[np.float32]]
"""Tensors by the name that they have in the file."""

LFS_POINTER = b"version https://git-lfs"
THREADS = 2
QUIET = 3  # onnxruntime's severity "error": its warnings on stderr are no words for a user

LOAD_ERRORS: tuple[type[Exception], ...] = (
    ort_state.EPFail,
    ort_state.Fail,
    ort_state.InvalidArgument,
    ort_state.InvalidGraph,
    ort_state.InvalidProtobuf,
    ort_state.NoModel,
    ort_state.NoSuchFile,
    ort_state.NotImplemented,
    ort_state.RuntimeException,
)
RUN_ERRORS: tuple[type[Exception], ...] = (
    ort_state.Fail,
    ort_state.InvalidArgument,
    ort_state.RuntimeException,
)
"""What onnxruntime raises for inputs that don't fit the graph."""
CAUSES = (
    ("External data", "model_external_data"),
    ("is not a registered function", "model_custom_op"),
    ("No opset import for domain", "model_custom_op"),
    ("Could not find an implementation", "model_custom_op"),
    ("Unsupported model IR version", "model_too_new"),
    ("is under development", "model_too_new"),
)


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Load an ONNX file for the CPU. Raises UserError that says what is wrong with the file."""
    if not path.is_file():
        raise UserError("model_not_found", path=str(path))
    with path.open("rb") as file:
        head = file.read(len(LFS_POINTER))
    if not head:
        raise UserError("model_empty", name=path.name)
    if head == LFS_POINTER:
        raise UserError("model_lfs_pointer", name=path.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = QUIET
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except LOAD_ERRORS as error:
        code = next((code for mark, code in CAUSES if mark in str(error)), "model_not_onnx")
        raise UserError(code, name=path.name) from error


def run_session(session: onnxruntime.InferenceSession, feeds: Feeds) -> Outputs:
    """The outputs by name for inputs by name, both with the batch first."""
    names = [node.name for node in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(feeds)), strict=True))


def read_card(session: onnxruntime.InferenceSession, name: str) -> ModelCard:
    """What the file says of itself. Raises UserError for a file that Jjak did not write, or that
    a later Jjak wrote."""
    entries: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
    if "jjak.system" not in entries:
        raise UserError("model_not_ours", name=name)
    try:
        if int(entries["jjak.version"]) > FORMAT_VERSION:
            raise UserError("model_too_new", name=name)
        return ModelCard(
            system=entries["jjak.system"],
            settings=json.loads(entries["jjak.settings"]),
            fitted=_unpack(entries.get("jjak.fitted", "")),
        )
    except (KeyError, ValueError, TypeError) as error:  # binascii's and pydantic's are ValueErrors
        raise UserError("model_metadata_broken", name=name) from error


def write_card(card: ModelCard) -> dict[str, str]:
    """The metadata entries that :func:`read_card` reads back."""
    return {
        "jjak.version": str(FORMAT_VERSION),
        "jjak.system": card.system,
        "jjak.settings": json.dumps(card.settings, ensure_ascii=False),
        "jjak.fitted": _pack(card.fitted),
    }


def _pack(fingerprints: Iterable[int]) -> str:
    return base64.b64encode(np.sort(np.fromiter(fingerprints, "<u8")).tobytes()).decode("ascii")


def _unpack(text: str) -> frozenset[int]:
    return frozenset(np.frombuffer(base64.b64decode(text, validate=True), "<u8").tolist())
