"""Samples as numbers, without any trained weights: enough to notice labels that don't fit.

What comes out is told by the kind of sample; rows of one call belong together, as words and
columns are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy

from engine.audit.doubt.held_out import Floats
from engine.dataset.tables.roles import is_missing, number_of

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 64  # px: pictures are looked at as squares of this size
_THUMBNAIL = 8
_CELL = 8
_BINS = 9
_TOPICS = 150
_WORDS = 50_000
_VALUES = 30  # of a column: more than these are names, not classes


def picture_features(image: Image) -> Floats:
    """Directions of edges in cells, and a thumbnail in colour: (768,).

    After Dalal and Triggs, "Histograms of Oriented Gradients" (2005), each cell weighed
    against its neighbourhood.
    """
    from PIL.Image import Resampling

    small = image.convert("RGB").resize((SIDE, SIDE), Resampling.BOX)
    colours = numpy.asarray(small.resize((_THUMBNAIL, _THUMBNAIL), Resampling.BOX), dtype=numpy.float32)
    edges = _edge_directions(numpy.asarray(small.convert("L"), dtype=numpy.float32))
    return numpy.concatenate([edges, numpy.ravel(colours) / 255]).astype(numpy.float32)


def _edge_directions(grey: Floats) -> Floats:
    down, across = numpy.gradient(grey)
    strength = numpy.hypot(across, down)
    turn = (numpy.arctan2(down, across) % numpy.pi) / numpy.pi * _BINS - 0.5
    lower = numpy.floor(turn)
    upper_share = turn - lower
    cells = SIDE // _CELL
    place = numpy.arange(SIDE) // _CELL
    cell = (place[:, None] * cells + place[None, :]) * _BINS
    histogram = numpy.zeros(cells * cells * _BINS)
    for bins, share in ((lower, 1 - upper_share), (lower + 1, upper_share)):
        spots = cell + (bins % _BINS).astype(numpy.int64)
        histogram += numpy.bincount(spots.ravel(), (strength * share).ravel(), len(histogram))
    table = histogram.reshape(cells, cells, _BINS)
    energy = numpy.pad((table**2).sum(axis=2), 1, mode="edge")
    around = sum(energy[y : y + cells, x : x + cells] for y in range(3) for x in range(3))
    return numpy.asarray((table / numpy.sqrt(around + 1.0)[:, :, None]).ravel(), dtype=numpy.float32)


def text_features(texts: Sequence[str]) -> Floats:
    """Pieces of two to four signs, weighed by how rare they are, in their main directions: (texts, ≤ 150).

    Pieces rather than words, as Korean endings hang on the words.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    pieces = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), min_df=2, max_features=_WORDS, sublinear_tf=True
    )
    try:
        weights = pieces.fit_transform(text[:4000] for text in texts)
    except ValueError:  # no piece comes twice
        return numpy.zeros((len(texts), 1), dtype=numpy.float32)
    topics = min(_TOPICS, weights.shape[1] - 1, len(texts) - 1)
    if topics < 1:
        return numpy.zeros((len(texts), 1), dtype=numpy.float32)
    found = TruncatedSVD(topics, random_state=0).fit_transform(weights)
    return numpy.asarray(found, dtype=numpy.float32)


def row_features(rows: Sequence[Mapping[str, str]]) -> Floats:
    """Numbers by their rank, few values as columns of their own, what is missing as missing: (rows, any)."""
    columns = [_column([row.get(name, "") for row in rows]) for name in rows[0]] if rows else []
    wide = [column for column in columns if column is not None]
    return numpy.concatenate(wide, axis=1) if wide else numpy.zeros((len(rows), 1), dtype=numpy.float32)


def _column(cells: Sequence[str]) -> Floats | None:
    """One column as numbers; None where it only names its rows."""
    numbers = [number_of(cell) for cell in cells]
    told = [number for number in numbers if number is not None]
    missing = numpy.array([is_missing(cell) for cell in cells], dtype=numpy.float32)
    values = sorted({cell.strip() for cell in cells})
    if len(told) >= 0.95 * (len(cells) - missing.sum()) and len(values) > 2:
        middle = float(numpy.median(told)) if told else 0.0
        filled = numpy.array([middle if number is None else number for number in numbers])
        ranks = filled.argsort(kind="stable").argsort(kind="stable") / max(len(cells) - 1, 1)
        scaled = (filled - filled.mean()) / (filled.std() or 1.0)
        return numpy.stack([ranks, numpy.clip(scaled, -5, 5), missing], axis=1).astype(numpy.float32)
    if len(values) > _VALUES:
        return None
    places = {value: place for place, value in enumerate(values)}
    return numpy.eye(len(values), dtype=numpy.float32)[[places[cell.strip()] for cell in cells]]
