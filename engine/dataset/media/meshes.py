"""Meshes and clouds of points: loaded by trimesh, after what their headers promise was checked."""

from __future__ import annotations

import io
import logging
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from engine.dataset.kinds import suffix_of
from engine.dataset.media.inside import Inside
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

_LOADED = frozenset({"stl", "obj", "ply", "off", "glb", "gltf", "xyz"})
_LIMIT = 256 << 20  # bytes
_STL_HEAD, _STL_FACE = 84, 50
_MOST_ELEMENTS = 50_000_000


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """Raises ``UnreadableFileError``. Other formats than trimesh reads by itself count as their bytes."""
    suffix = suffix_of(path)
    if suffix not in _LOADED:
        return Inside(digest)
    data = tree.read(path)
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    if suffix == "stl":
        _check_stl(data)
    elif suffix == "ply":
        _check_ply(data)
    elif suffix == "glb":
        _check_glb(data)
    return Inside(digest, empty=not _holds_something(data, suffix))


def _holds_something(data: bytes, suffix: str) -> bool:
    import trimesh

    try:
        with _quiet():
            loaded = trimesh.load(io.BytesIO(data), file_type=suffix, process=False, allow_remote=False)
            geometries = list(loaded.geometry.values()) if isinstance(loaded, trimesh.Scene) else [loaded]
            return any(len(getattr(geometry, "vertices", ())) for geometry in geometries)
    except Exception:  # noqa: BLE001 - its readers let out whatever hostile bytes make them stumble over
        raise UnreadableFileError("damaged_mesh") from None


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
