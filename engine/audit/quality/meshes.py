"""One look at a mesh: what keeps it from being a whole surface."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

FLAT_FACES = 0.01
"""Share of the faces without area (a corner twice, or all three in a line); above, it is degenerate."""
DOUBLED_FACES = 0.005
"""Share of the faces that are there more than once."""
TANGLED_EDGES = 0.001
"""Share of the edges at which three faces and more meet: no surface of a body does that."""
OPEN_EDGES = 0.0
"""Share of the edges with one face only: a hole, or the rim of a scan. Any is worth a note."""
ODD_SIZE = 20.0
"""Times larger or smaller than the usual mesh of the set: another unit (mm, cm, m), or a splinter."""
MOST_FACES = 2_000_000
"""Of larger meshes the edges are not looked at."""
_SAME_PLACE = 1e-7  # of the farthest point's place: as exactly as files of single precision say it
_NO_AREA = 1e-10  # of the square of its longest side

Floats = NDArray[numpy.float64]
Ints = NDArray[numpy.int64]


def inspect(vertices: Floats, faces: Ints | None) -> dict[str, float]:
    """``vertices``: (v, 3), ``faces``: (f, 3) or None of a cloud of points.

    ``mesh_faces``: how many; ``mesh_wild``: share of points that are no numbers; ``mesh_size``:
    the longest way across; and the shares above as ``mesh_flat``, ``mesh_doubled``,
    ``mesh_tangled``, ``mesh_open``, where they are not nought.
    """
    if not len(vertices):
        return {}
    sane = numpy.isfinite(vertices).all(axis=1)
    found = {"mesh_faces": 0.0 if faces is None else float(len(faces))}
    if not sane.all():
        found["mesh_wild"] = 1 - float(sane.mean())
    if sane.any():
        with numpy.errstate(over="ignore"):
            across = float(numpy.linalg.norm(numpy.ptp(vertices[sane], axis=0)))
        found["mesh_size"] = min(across, 1e300)
    if faces is None or not len(faces) or len(faces) > MOST_FACES or not sane.all():
        return found
    return found | {name: share for name, share in _surface(vertices, faces).items() if share}


def _surface(vertices: Floats, faces: Ints) -> dict[str, float]:
    corners = vertices[faces]
    sides = numpy.diff(corners, axis=1, append=corners[:, :1])
    longest = numpy.square(sides).sum(axis=2).max(axis=1)
    with numpy.errstate(all="ignore"):
        double = numpy.linalg.norm(numpy.cross(sides[:, 0], sides[:, 1]), axis=1)
    flat = double <= _NO_AREA * longest
    welded = numpy.sort(_welded(vertices)[faces], axis=1)  # STL gives each face corners of its own
    whole = welded[(numpy.diff(welded, axis=1) > 0).all(axis=1)]  # slivers stay: without them there are holes
    if not len(whole):
        return {"mesh_flat": 1.0}
    count = len(vertices)
    _, times = numpy.unique((whole[:, 0] * count + whole[:, 1]) * count + whole[:, 2], return_counts=True)
    edges = whole[:, [0, 1, 0, 2, 1, 2]].reshape(-1, 2)
    _, met = numpy.unique(edges[:, 0] * count + edges[:, 1], return_counts=True)
    return {
        "mesh_flat": float(flat.mean()),
        "mesh_doubled": 1 - len(times) / len(whole),
        "mesh_tangled": float((met > 2).mean()),
        "mesh_open": float((met == 1).mean()),
    }


def _welded(vertices: Floats) -> Ints:
    """(v,) for each point the number of its place: points at the same place have the same."""
    step = max(float(numpy.abs(vertices).max()) * _SAME_PLACE, 1e-300)
    places = numpy.round(vertices / step)
    order = numpy.lexsort(places.T)
    changes = (numpy.diff(places[order], axis=0) != 0).any(axis=1)
    numbers = numpy.empty(len(vertices), dtype=numpy.int64)
    numbers[order] = numpy.concatenate([[0], changes.cumsum()])
    return numbers
