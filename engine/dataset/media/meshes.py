"""Meshes and clouds of points: loaded after what their headers promise was checked."""

from __future__ import annotations

import io
import logging
import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy

from engine.dataset.kinds import suffix_of
from engine.dataset.media.inside import Inside
from engine.dataset.media.shapes import Shape, read_dae, read_las, read_pcd, read_three_mf
from engine.dataset.refusing import place_of
from engine.dataset.trees import read_limited
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

if TYPE_CHECKING:
    import trimesh

_LOADED = frozenset({"stl", "obj", "ply", "off", "glb", "gltf", "xyz"})
_OWN = {"pcd": read_pcd, "las": read_las, "laz": read_las, "3mf": read_three_mf, "dae": read_dae}
_LIMIT = 256 << 20  # bytes
_IN_WORDS = frozenset({"obj", "off", "xyz", "dae", "3mf", "gltf"})
_QUICK, _QUICK_WORDS = 48 << 20, 3 << 20  # bytes that are loaded for a glimpse
_GLIMPSE, _MOST_GLIMPSED = 8 << 20, 30_000  # bytes and points of a large OBJ that are looked at
_STL_HEAD, _STL_FACE = 84, 50
_MOST_ELEMENTS = 50_000_000


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """Raises ``UnreadableFileError``. Other formats than are loaded here count as their bytes."""
    shape = shape_of(tree, path)
    return Inside(digest, empty=shape is not None and shape.empty, shape=shape)


def shape_of(tree: FileTree, path: str) -> Shape | None:
    """What a file holds; None: a format that is not loaded here. Raises ``UnreadableFileError``."""
    suffix = suffix_of(path)
    if suffix not in _LOADED and suffix not in _OWN:
        return None
    data = tree.read(path)
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    with numpy.errstate(all="ignore"):  # of wild numbers nothing is said; they are finite or left out later
        return _shape(tree, path, data, suffix)


def _shape(tree: FileTree, path: str, data: bytes, suffix: str) -> Shape:
    if suffix in _OWN:
        return _OWN[suffix](data)
    if suffix == "stl":
        _check_stl(data)
    elif suffix == "ply":
        _check_ply(data)
    elif suffix == "glb":
        _check_glb(data)
    return _loaded(tree, path, data, suffix)


def glimpse_of(tree: FileTree, path: str) -> Shape | None:
    """What is quickly read of a file, enough to draw it; None where that takes too long.

    Raises ``UnreadableFileError``.
    """
    with tree.open(path) as stream:
        data = read_limited(stream)
    words = suffix_of(path) in _IN_WORDS or (suffix_of(path) in ("stl", "ply") and _is_in_words(data))
    if len(data) <= (_QUICK_WORDS if words else _QUICK):
        return shape_of(tree, path)
    return _points_of_obj(data) if suffix_of(path) == "obj" else None


def _is_in_words(data: bytes) -> bool:
    return b"\0" not in data[:2048] and b"binary" not in data[:256]


def _points_of_obj(data: bytes) -> Shape:
    """Some of the points at the top of a large OBJ."""
    lines = [line.split()[1:4] for line in data[:_GLIMPSE].split(b"\n")[:-1] if line.startswith(b"v ")]
    try:
        points = numpy.array(lines[:: max(1, len(lines) // _MOST_GLIMPSED)], dtype=numpy.float64)
    except ValueError:
        raise UnreadableFileError("damaged_mesh") from None
    return Shape(points.reshape(-1, 3), partial=True)


def _loaded(tree: FileTree, path: str, data: bytes, suffix: str) -> Shape:
    import trimesh

    try:
        with _quiet():
            loaded = trimesh.load(
                io.BytesIO(data),
                file_type=suffix,
                resolver=_Beside(tree, path) if suffix == "gltf" else None,
                allow_remote=False,
                process=False,
                skip_materials=True,
            )
            if isinstance(loaded, trimesh.Scene):
                return _of_scene(loaded)
            return _of_geometry(loaded)
    except UnreadableFileError:
        raise
    except Exception:  # noqa: BLE001 - its readers let out whatever hostile bytes make them stumble over
        raise UnreadableFileError("damaged_mesh") from None


def _of_geometry(geometry: trimesh.Geometry) -> Shape:
    vertices = numpy.asarray(getattr(geometry, "vertices", ()), dtype=numpy.float64)
    if vertices.ndim != 2 or vertices.shape[1:] != (3,):
        return Shape(numpy.zeros((len(vertices), 3)))
    faces = numpy.asarray(getattr(geometry, "faces", ()), dtype=numpy.int64)
    whole = faces.ndim == 2 and faces.shape[1:] == (3,) and len(faces)
    return Shape(vertices, faces if whole and faces.min() >= 0 and faces.max() < len(vertices) else None)


def _of_scene(scene: trimesh.Scene) -> Shape:
    """All pieces in one, each where the scene puts it."""
    vertices, faces, start = [], [], 0
    for node in scene.graph.nodes_geometry:
        place, name = scene.graph[node]
        piece = _of_geometry(scene.geometry[name])
        vertices.append(piece.vertices @ place[:3, :3].T + place[:3, 3])
        if piece.faces is not None:
            faces.append(piece.faces + start)
        start += len(piece.vertices)
    if not vertices:
        return Shape(numpy.zeros((0, 3)))
    return Shape(numpy.concatenate(vertices), numpy.concatenate(faces) if faces else None)


class _Beside(Mapping[str, bytes]):
    """Gives a .gltf its .bin: of the same folder and no link, for a name in it may point anywhere."""

    def __init__(self, tree: FileTree, path: str) -> None:
        self._tree = tree
        self._folder = path.rpartition("/")[0]

    def __getitem__(self, name: str) -> bytes:
        name = unquote(name)
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            raise UnreadableFileError("link_outside")
        path = f"{self._folder}/{name}" if self._folder else name
        place = place_of(self._tree, path)
        if place is not None and place.path.is_symlink():
            raise UnreadableFileError("link_outside")
        return self._tree.read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _check_stl(data: bytes) -> None:
    """A binary STL says how many triangles follow; one in words says where it ends."""
    if data[:512].lstrip().lower().startswith(b"solid") and b"\0" not in data[:_STL_HEAD]:
        if re.search(rb"facet|endsolid", data[:4096], re.IGNORECASE) is None and len(data) > 4096:
            raise UnreadableFileError("not_a_mesh")
        if re.search(rb"endsolid", data[-1024:], re.IGNORECASE) is None:
            raise UnreadableFileError("cut_off")
        return
    if len(data) < _STL_HEAD:
        raise UnreadableFileError("not_a_mesh")
    (faces,) = struct.unpack_from("<I", data, 80)
    there = (len(data) - _STL_HEAD) // _STL_FACE
    if faces > there:
        whole = len(data) == _STL_HEAD + there * _STL_FACE
        raise UnreadableFileError("count_lies" if whole and faces > 2 * there + 16 else "cut_off")
    if faces < there and len(data) - _STL_HEAD - faces * _STL_FACE > 4096:
        raise UnreadableFileError("count_lies")


def _check_ply(data: bytes) -> None:
    head = data[:65536].partition(b"end_header")
    if not data.startswith(b"ply") or not head[1]:
        raise UnreadableFileError("not_a_mesh")
    counts = [int(count) for count in re.findall(rb"element\s+\w+\s+(\d{1,18})", head[0])]
    if any(count > min(_MOST_ELEMENTS, len(data)) for count in counts):
        raise UnreadableFileError("count_lies")


def _check_glb(data: bytes) -> None:
    if not data.startswith(b"glTF") or len(data) < 12:
        raise UnreadableFileError("not_a_mesh")
    if struct.unpack_from("<I", data, 8)[0] > len(data):
        raise UnreadableFileError("cut_off")


@contextmanager
def _quiet() -> Iterator[None]:
    """trimesh tells of everything odd in a log that a stranger's file must not fill."""
    log = logging.getLogger("trimesh")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
