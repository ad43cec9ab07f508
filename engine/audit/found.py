"""What was found in one item, and how it is filled from media and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy

from engine.audit.alike.clips import clip_signature
from engine.audit.alike.shapes import shape_signature
from engine.audit.alike.sounds import sound_signature
from engine.audit.doubt.features import sight_of
from engine.audit.doubt.sounds import sound_features
from engine.audit.near import packed, shape_numbers
from engine.audit.quality.clips import watch
from engine.audit.quality.meshes import inspect
from engine.audit.quality.sounds import listen_to
from engine.dataset.media import Inside

_MOST_LEVELS = 32
"""Grey levels of an image that may be a mask; one with more has none noted."""
_FARTHEST = 1e30  # a point's place; squares of farther ones are no numbers any more
_EXIF = b"Exif\0"
_EXIF_WITHIN, _MOMENT_WITHIN = 64, 16_384  # bytes at the top of a file
_MOMENT = re.compile(rb"(19|20)\d\d:[01]\d:[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d")

Measures = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Content:
    """What was found in one item: the hash of its content, and what is odd about it."""

    digest: int
    format: str = ""
    empty: bool = False
    missing: tuple[str, ...] = ()
    size: tuple[int, int] | None = None  # of an image
    picture: tuple[object, ...] = ()
    sound: tuple[float, ...] = ()
    bits: str = ""
    shape: tuple[float, ...] = ()
    script: str = ""
    sight: str = ""
    measures: Measures = ()
    levels: tuple[int, ...] = ()
    moment: str = ""
    coded: bool = False  # see Record


def of_media(inside: Inside, sight: bool = False) -> Content:
    """The record's part of a sound, a video or a mesh, from what was decoded anyway.

    ``sight``: of a sound with what its label is weighed by.
    """
    sound: tuple[float, ...] = ()
    shape: tuple[float, ...] = ()
    bits, seen, measures = "", "", {}
    if inside.heard is not None:
        heard = inside.heard
        sound = (heard.loudness, listen_to(heard.opening).clipped)
        bits = packed(sound_signature(heard.opening, heard.rate))
        seen = sight_of(sound_features(heard.opening, heard.rate)) if sight else ""
        measures = {"sound_seconds": heard.seconds}
    if inside.moments:
        bits = packed(clip_signature(inside.moments))
        measures = watch(inside.moments)
    if inside.shape is not None and not inside.shape.partial:
        vertices, faces = inside.shape.vertices, inside.shape.faces
        none = numpy.zeros((0, 3), dtype=numpy.int64)
        with numpy.errstate(all="ignore"):
            if len(vertices) and float(numpy.abs(vertices).max()) < _FARTHEST:
                shape = shape_numbers(shape_signature(vertices, none if faces is None else faces))
            measures = inspect(vertices, faces)
    return Content(
        inside.digest,
        empty=inside.empty,
        sound=sound,
        bits=bits,
        shape=shape,
        sight=seen,
        measures=tuple(measures.items()),
    )


def levels_of(grey: numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint8]]) -> tuple[int, ...]:
    """The grey levels of a picture, in order; none where there are more than a mask has."""
    found = numpy.flatnonzero(numpy.bincount(grey.ravel(), minlength=256))
    return tuple(found.tolist()) if len(found) <= _MOST_LEVELS else ()


def moment_of(data: bytes) -> str:
    """When a camera took a JPEG, by its Exif; without decoding anything."""
    if data.find(_EXIF, 0, _EXIF_WITHIN) < 0:
        return ""
    times = [found[0].decode("ascii") for found in _MOMENT.finditer(data, 0, _MOMENT_WITHIN)]
    return min(times, default="")  # the others tell when it was changed
