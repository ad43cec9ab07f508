"""Points and triangles out of the formats that trimesh doesn't read by itself: PCD, LAS, 3MF, COLLADA."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy
from numpy.typing import NDArray

from engine.dataset.unreadable import UnreadableFileError

_XML_LIMIT = 128 << 20  # bytes of a model once it is unpacked
_MOST_POINTS = 20_000_000
_LAS_HEAD = 227  # bytes of the oldest header
ZIP_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""All that a damaged zip makes zipfile let out."""
Floats = NDArray[numpy.float64]


@dataclass(frozen=True)
class Shape:
    """``vertices``: (n, 3); ``faces``: (m, 3) places among them, None of a cloud of points.

    ``hidden``: points that are there but packed in a way that is not unpacked here; ``partial``:
    only some of the points were read.
    """

    vertices: Floats
    faces: NDArray[numpy.int64] | None = None
    hidden: int = 0
    partial: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not len(self.vertices) and not self.hidden


def read_pcd(data: bytes) -> Shape:
    """A cloud of the Point Cloud Library. Raises ``UnreadableFileError``."""
    head: dict[str, list[str]] = {}
    stream = io.BytesIO(data)
    for _ in range(100):
        words = stream.readline(4096).decode("latin-1").split()
        if words and not words[0].startswith("#"):
            head[words[0].upper()] = words[1:]
        if words[:1] in (["DATA"], ["data"]):
            break
    try:
        fields, sizes, kinds = head["FIELDS"], [int(size) for size in head["SIZE"]], head["TYPE"]
        counts = [int(count) for count in head.get("COUNT", ["1"] * len(fields))]
        points, packing = int((head.get("POINTS") or head["WIDTH"])[0]), head["DATA"][0].lower()
        if not 0 <= points <= min(_MOST_POINTS, len(data)) or not len(fields) == len(sizes) == len(kinds):
            raise UnreadableFileError("count_lies")
        if packing == "ascii":
            return Shape(_pcd_in_words(stream, fields, counts, points))
        if packing != "binary":
            return Shape(numpy.zeros((0, 3)), hidden=points)
        row = numpy.dtype(
            [
                (f"{place}_{name}", f"<{kind.lower()}{size}", (count,))
                for place, (name, kind, size, count) in enumerate(
                    zip(fields, kinds, sizes, counts, strict=True)
                )
            ]
        )
        body = stream.read()
        if len(body) < points * row.itemsize:
            raise UnreadableFileError("cut_off")
        rows = numpy.frombuffer(body, dtype=row, count=points)
        columns = [rows[f"{fields.index(axis)}_{axis}"][:, 0] for axis in "xyz"]
        return Shape(numpy.stack(columns, axis=1).astype(numpy.float64))
    except (KeyError, ValueError, IndexError, TypeError, OverflowError):
        raise UnreadableFileError("damaged_mesh") from None


def read_las(data: bytes) -> Shape:
    """A laser scan; of a packed one (LAZ) only how many points it has. Raises ``UnreadableFileError``."""
    if not data.startswith(b"LASF") or len(data) < _LAS_HEAD:
        raise UnreadableFileError("not_a_mesh")
    minor = data[25]
    start, form, length, points = struct.unpack_from("<I4xBHI", data, 96)
    if minor >= 4 and len(data) >= 255:
        points = points or struct.unpack_from("<Q", data, 247)[0]
    if form & 0x80:
        return Shape(numpy.zeros((0, 3)), hidden=points)
    if points > len(data) or length < 12:
        raise UnreadableFileError("count_lies")
    if start + points * length > len(data):
        raise UnreadableFileError("cut_off")
    rows = numpy.frombuffer(data, numpy.uint8, points * length, start).reshape(points, length)
    whole = numpy.ascontiguousarray(rows[:, :12]).view("<i4").astype(numpy.float64)
    scale, offset = struct.unpack_from("<3d", data, 131), struct.unpack_from("<3d", data, 155)
    return Shape(whole * numpy.array(scale) + numpy.array(offset))


def read_three_mf(data: bytes) -> Shape:
    """All objects of a 3MF as they lie in the file. Raises ``UnreadableFileError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            models = [entry for entry in packed.infolist() if entry.filename.lower().endswith(".model")]
            if sum(entry.file_size for entry in models) > _XML_LIMIT:
                raise UnreadableFileError("too_large")
            shapes = []
            for entry in models:
                with packed.open(entry) as model:
                    shapes.append(_three_mf_model(model))
    except ZIP_DAMAGE:
        raise UnreadableFileError("damaged_mesh") from None
    if not shapes:
        raise UnreadableFileError("not_a_mesh")
    return shapes[0] if len(shapes) == 1 else _joined(shapes)


def read_dae(data: bytes) -> Shape:
    """The places of the points of a COLLADA file, without its scene. Raises ``UnreadableFileError``."""
    points: list[Floats] = []
    seen = False
    for name, attributes, text in _elements(io.BytesIO(data)):
        seen = seen or name == "COLLADA"
        if name == "float_array" and "position" in attributes.get("id", "").lower():
            values = _numbers(text)
            points.append(values[: len(values) // 3 * 3].reshape(-1, 3))
    if not seen:
        raise UnreadableFileError("not_a_mesh")
    return Shape(numpy.concatenate(points) if points else numpy.zeros((0, 3)))


def _pcd_in_words(stream: IO[bytes], fields: list[str], counts: list[int], points: int) -> Floats:
    rows = [line.split() for line in stream.read().splitlines() if line.strip()]
    if len(rows) < points:
        raise UnreadableFileError("cut_off")
    places = [sum(counts[: fields.index(axis)]) for axis in "xyz"]
    return numpy.array([[float(row[place]) for place in places] for row in rows[:points]]).reshape(-1, 3)


def _three_mf_model(model: IO[bytes]) -> Shape:
    vertices: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int]] = []
    start = 0
    try:
        for name, attributes, _ in _elements(model):
            if name == "vertex":
                vertices.append((float(attributes["x"]), float(attributes["y"]), float(attributes["z"])))
            elif name == "triangle":
                one, two, three = (int(attributes[key]) + start for key in ("v1", "v2", "v3"))
                faces.append((one, two, three))
            elif name == "mesh":
                start = len(vertices)
            if len(vertices) > _MOST_POINTS or len(faces) > _MOST_POINTS:
                raise UnreadableFileError("too_large")
    except (KeyError, ValueError, OverflowError):
        raise UnreadableFileError("damaged_mesh") from None
    corners = numpy.array(faces, dtype=numpy.int64).reshape(-1, 3)
    inside = ((corners >= 0) & (corners < len(vertices))).all(axis=1)
    return Shape(
        numpy.array(vertices, dtype=numpy.float64).reshape(-1, 3), corners[inside] if len(corners) else None
    )


def _joined(shapes: list[Shape]) -> Shape:
    starts = numpy.cumsum([0, *(len(shape.vertices) for shape in shapes)])
    faces = [s.faces + start for s, start in zip(shapes, starts, strict=False) if s.faces is not None]
    return Shape(
        numpy.concatenate([shape.vertices for shape in shapes]), numpy.concatenate(faces) if faces else None
    )


def _elements(stream: IO[bytes]) -> Iterator[tuple[str, dict[str, str], str]]:
    """(name without name space, attributes, text) of each element, in the order in which they end.

    Raises ``UnreadableFileError``.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _, element in iterparse(stream):
            name = str(element.tag).rpartition("}")[2]
            yield name, dict(element.attrib), element.text or ""
            element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnreadableFileError("damaged_mesh") from None


def _numbers(text: str) -> Floats:
    try:
        return numpy.array(text.split(), dtype=numpy.float64)
    except ValueError:
        raise UnreadableFileError("damaged_mesh") from None
