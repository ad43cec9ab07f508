"""An ONNX file of ours: opened with onnxruntime, its metadata read and checked."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state
from pydantic import ValidationError

from engine.errors import UserError
from engine.runtime.types import FORMAT_VERSION, ModelCard

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


def read_card(session: onnxruntime.InferenceSession, name: str) -> ModelCard:
    """What the file says of itself. Raises UserError for a file that Jjak did not write, that a
    later Jjak wrote, or whose shapes don't fit what it says."""
    entries: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
    if "jjak.system" not in entries:
        raise UserError("model_not_ours", name=name)
    try:
        version = int(entries["jjak.version"])
        card = _parse(entries) if version <= FORMAT_VERSION else None
    except (KeyError, ValueError) as error:
        raise UserError("model_metadata_broken", name=name) from error
    if card is None:
        raise UserError("model_too_new", name=name)
    _check_shapes(session, card, name)
    return card


def write_card(card: ModelCard) -> dict[str, str]:
    """The metadata entries that :func:`read_card` reads back."""
    return {
        "jjak.version": str(FORMAT_VERSION),
        "jjak.system": card.system,
        "jjak.classes": json.dumps(card.classes, ensure_ascii=False),
        "jjak.image_size": str(card.image_size),
        "jjak.mean": json.dumps(card.mean),
        "jjak.std": json.dumps(card.std),
        "jjak.colour": card.colour,
        "jjak.fitted": _pack(card.fitted),
    }


def _parse(entries: Mapping[str, str]) -> ModelCard:
    try:
        return ModelCard.model_validate(
            {
                "system": entries["jjak.system"],
                "classes": tuple(json.loads(entries["jjak.classes"])),
                "image_size": int(entries["jjak.image_size"]),
                "mean": tuple(json.loads(entries["jjak.mean"])),
                "std": tuple(json.loads(entries["jjak.std"])),
                "colour": entries["jjak.colour"],
                "fitted": _unpack(entries.get("jjak.fitted", "")),
            }
        )
    except (TypeError, ValidationError, binascii.Error) as error:
        raise ValueError("the metadata don't hold") from error


def _check_shapes(session: onnxruntime.InferenceSession, card: ModelCard, name: str) -> None:
    """One float input [batch, 3, size, size], one output [batch, classes]."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    if len(inputs) == len(outputs) == 1:
        takes, gives = list(inputs[0].shape), list(outputs[0].shape)
        sizes = [3, card.image_size, card.image_size]
        if inputs[0].type == "tensor(float)" and takes[1:] == sizes and gives[1:] == [len(card.classes)]:
            return
    raise UserError(
        "model_wrong_shape",
        name=name,
        found=", ".join(str(list(node.shape)) for node in [*inputs, *outputs]),
        wanted=f"[batch, 3, {card.image_size}, {card.image_size}], [batch, {len(card.classes)}]",
    )


def _pack(fingerprints: Iterable[int]) -> str:
    return base64.b64encode(np.sort(np.fromiter(fingerprints, "<u8")).tobytes()).decode("ascii")


def _unpack(text: str) -> frozenset[int]:
    return frozenset(np.frombuffer(base64.b64decode(text, validate=True), "<u8").tolist())
