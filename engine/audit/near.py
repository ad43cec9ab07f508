"""Which samples of a set are near copies of one another, by whatever its kind of sample has for it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar

import numpy
from numpy.typing import NDArray

from engine.audit.alike.clips import near_clips
from engine.audit.alike.pictures import near_pictures
from engine.audit.alike.shapes import ShapeSignature, near_shapes
from engine.audit.alike.sounds import near_sounds
from engine.audit.alike.texts import HASHES, TextSignature, near_texts
from engine.audit.records import Record, Records, Tie
from engine.dataset.types import Modality

Pairs = NDArray[numpy.int64]
_AS_LONG = 0.7  # a recording's length as a share of its copy's


def near_ties(records: Records) -> list[Tie]:
    """The near copies among the inputs of a set. Unusable samples are nobody's copy."""
    together: dict[Modality, list[tuple[int, Record]]] = {}
    for place, record in records.measured():
        together.setdefault(records.said_of(record).input_modality, []).append((place, record))
    return [tie for modality, measured in together.items() for tie in _ties_among(measured, modality)]


def _ties_among(measured: Sequence[tuple[int, Record]], modality: Modality) -> list[Tie]:
    pairs = _near_pairs([record for _, record in measured], modality)
    return [Tie(measured[one][0], measured[other][0], "near") for one, other in pairs.tolist()]


def _near_pairs(records: Sequence[Record], modality: Modality) -> Pairs:
    if modality == "image":
        return near_pictures([record.look if record.usable else None for record in records])
    if modality == "audio":
        found = near_sounds([unpacked(record, numpy.uint32) for record in records])
        return found[_as_long(records, found)]
    if modality == "video":
        return near_clips([unpacked(record, numpy.uint64) for record in records])
    if modality == "text":
        return near_texts([_text(record) for record in records])
    if modality == "mesh":
        return near_shapes([_shape(record) for record in records])
    return numpy.zeros((0, 2), dtype=numpy.int64)


def _as_long(records: Sequence[Record], pairs: Pairs) -> NDArray[numpy.bool_]:
    """(pairs,) whether both recordings are about as long: signatures end with the opening."""
    seconds = numpy.array([record.measure("sound_seconds") for record in records])
    both = seconds[pairs].reshape(-1, 2)
    return numpy.asarray(both.min(axis=1) >= _AS_LONG * both.max(axis=1))


def packed(numbers: NDArray[numpy.uint32] | NDArray[numpy.uint64]) -> str:
    """Numbers as a record keeps them."""
    return base64.b64encode(numbers.tobytes()).decode("ascii")


def text_bits(signature: TextSignature) -> str:
    """A text's signature as a record keeps it."""
    whole = numpy.array([signature.numbers, signature.plain], dtype=numpy.uint64).view(numpy.uint32)
    return packed(whole if signature.hashes is None else numpy.concatenate([whole, signature.hashes]))


def shape_numbers(signature: ShapeSignature | None) -> tuple[float, ...]:
    """A mesh's signature as a record keeps it."""
    if signature is None:
        return ()
    return (signature.area, *signature.stretch.tolist(), *signature.distances.tolist())


Number = TypeVar("Number", numpy.uint32, numpy.uint64)


def unpacked(record: Record, kind: type[Number]) -> NDArray[Number]:
    """The numbers of a record's ``bits``; none of an unusable one."""
    return numpy.frombuffer(base64.b64decode(record.bits) if record.usable else b"", dtype=kind)


def _text(record: Record) -> TextSignature:
    bits = unpacked(record, numpy.uint32)
    if len(bits) < 4:
        return TextSignature(None, 0, 0)
    numbers, plain = bits[:4].view(numpy.uint64).tolist()
    return TextSignature(bits[4:] if len(bits) == HASHES + 4 else None, numbers, plain)


def _shape(record: Record) -> ShapeSignature | None:
    numbers = record.shape
    if not numbers or not record.usable:
        return None
    return ShapeSignature(numbers[0], numpy.array(numbers[1:4]), numpy.array(numbers[4:]))
