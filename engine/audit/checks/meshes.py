"""Meshes that are no whole surface, or are of another size than all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Record, Records
from engine.audit.thresholds import threshold
from engine.audit.types import Finding

ABOUT = About(
    order=56,
    reads=frozenset({"mesh"}),
    costs="decode",
    reports=(
        "mesh_without_numbers", "mesh_flat_faces", "mesh_doubled_faces", "mesh_tangled", "mesh_open",
        "mesh_without_faces", "mesh_odd_size",
    ),
)  # fmt: skip

_MOST: Mapping[str, str] = {
    "mesh_flat_faces": "mesh_flat",
    "mesh_doubled_faces": "mesh_doubled",
    "mesh_tangled": "mesh_tangled",
}
_FEWEST = 8  # meshes, of which most are about as large as one another


def check(records: Records) -> Iterator[Finding]:
    """Each mesh with the share, or the size, that speaks against it.

    ``mesh_open`` is a note, and none where half of the meshes are open: those are scans.
    """
    usable = [record for _, record in records.measured() if record.usable and record.measures]
    meshes = [record for record in usable if records.said_of(record).input_modality == "mesh"]
    wild = [(r.id, f"{r.measure('mesh_wild'):.2%}") for r in meshes if r.measure("mesh_wild")]
    yield from finding("mesh_without_numbers", "warning", wild)
    for kind, measure in _MOST.items():
        most = threshold(records, measure)
        told = [(r.id, f"{r.measure(measure):.2%}") for r in meshes if r.measure(measure) > most]
        yield from finding(kind, "warning", told)
    surfaces = [record for record in meshes if record.measure("mesh_faces")]
    gaping = [record for record in surfaces if record.measure("mesh_open") > threshold(records, "mesh_open")]
    if 2 * len(gaping) < len(surfaces):
        yield from finding("mesh_open", "note", ((r.id, f"{r.measure('mesh_open'):.2%}") for r in gaping))
    if len(surfaces) > len(meshes) / 2:
        clouds = [(record.id, "") for record in meshes if not record.measure("mesh_faces")]
        yield from finding("mesh_without_faces", "note", clouds)
    yield from finding("mesh_odd_size", "warning", _odd_sizes(meshes, threshold(records, "mesh_odd_size")))


def _odd_sizes(meshes: list[Record], most: float) -> list[tuple[str, str]]:
    sizes = numpy.array([record.measure("mesh_size") for record in meshes])
    if (sizes > 0).sum() < _FEWEST:
        return []
    usual = float(numpy.median(sizes[sizes > 0]))
    odd = (sizes > 0) & ((sizes > usual * most) | (sizes < usual / most))
    alike = (sizes > usual / 3) & (sizes < usual * 3)
    if alike.sum() < 0.7 * len(sizes):  # sizes are all over the place: nothing is odd
        return []
    return [(meshes[place].id, f"× {sizes[place] / usual:.3g}") for place in numpy.flatnonzero(odd)]
