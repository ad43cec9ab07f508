# For each of a million files: paths as objects take several times as long.
# ruff: noqa: PTH100, PTH116, PTH117, PTH118
"""Keys under which results are kept: they change with the file, the question and the program."""

from __future__ import annotations

import os
import time
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import xxhash

from engine.dataset.places import Place
from engine.dataset.types import Item

KEPT_MODALITIES = frozenset({"image", "audio", "video", "mesh"})
"""Of these alone results are kept: texts and rows are quick to read, and the client's own words."""
SETTLED = 2.0
"""Seconds since a file was changed last: within the same tick of a clock it may change once more."""
_LIBRARIES = (
    "numpy", "Pillow", "opencv-python-headless", "simplejpeg", "soundfile", "trimesh",
    "pandas", "pyarrow", "scikit-learn", "scipy",
)  # fmt: skip


def key_of(root: str, item: Item, place: Place, exact: bool) -> bytes | None:
    """16 bytes; None where nothing is kept: what lies outside ``root`` was unpacked for a moment."""
    name = os.fspath(place.path)
    if os.path.isabs(name):
        folder, base = os.path.split(name)
        name = os.path.join(_plain(folder), base)
    else:
        name = os.path.abspath(name)
    if item.modality not in KEPT_MODALITIES or not (name == root or name.startswith(root + os.sep)):
        return None
    try:
        found = os.stat(name)
    except OSError:
        return None
    changed = max(found.st_mtime_ns, found.st_ctime_ns)
    if time.time_ns() - changed < SETTLED * 1e9:
        return None
    file = (name, place.start, place.size, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    said = f"{code_version()} {file} {item.modality} {item.path} {item.half} {exact}"
    return xxhash.xxh3_128_digest(said.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1000)
def _plain(folder: str) -> str:
    """Without going up and down again; links are not followed."""
    return os.path.normpath(folder)


@cache
def code_version() -> str:
    """Changes with the program that looks at files: what another one has found is not believed."""
    digest = xxhash.xxh3_64()
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    engine = Path(__file__).resolve().parents[2]
    for room in ("audit", "dataset"):
        for file in sorted((engine / room).rglob("*.py")):
            found = file.stat()
            digest.update(f"{file.name} {found.st_size} {found.st_mtime_ns}".encode())
    return digest.hexdigest()
