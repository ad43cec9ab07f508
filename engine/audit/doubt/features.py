"""Samples as numbers, without any trained weights: enough to notice labels that don't fit.

What comes out is told by the kind of sample; rows of one call belong together, as words and
columns are weighed against each other.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import numpy
from numpy.typing import NDArray

from engine.audit.doubt.held_out import Floats
from engine.dataset.tables.roles import is_missing, number_of

SIDE = 64  # px: pictures are looked at as squares of this size
_THUMBNAIL = 8
_CELL = 8
_BINS = 9
_PLACE = numpy.arange(SIDE) // _CELL
_CELLS = (_PLACE[:, None] * (SIDE // _CELL) + _PLACE[None, :]) * _BINS  # where each pixel's bins begin
_TURNS = numpy.arange(-1, 2 * _BINS + 1) % _BINS  # the bin of a turn and one, told twice round
_TOPICS = 150
_WORDS = 50_000
_VALUES = 30  # of a column: more than these are names, not classes


def picture_features(pixels: NDArray[numpy.uint8]) -> Floats:
    """Directions of edges in cells, and a thumbnail in colour: (768,).

    ``pixels``: (height, width, 3) RGB or (height, width) grey. After Dalal and Triggs, "Histograms
    of Oriented Gradients" (2005), each cell weighed against its neighbourhood.
    """
    import cv2

    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    colours = cv2.resize(small, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA).astype(numpy.float32)
    if pixels.ndim == 2:
        edges, colours = _edge_directions(small.astype(numpy.float32)), colours[:, :, None].repeat(3, axis=2)
    else:
        edges = _edge_directions(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(numpy.float32))
    return numpy.concatenate([edges, numpy.ravel(colours) / 255]).astype(numpy.float32)


def sight_of(features: Floats) -> str:
    """Numbers as a record keeps them."""
    return base64.b64encode(features.astype(numpy.float16).tobytes()).decode("ascii")


def _edge_directions(grey: Floats) -> Floats:
    import cv2

    strength, angle = cv2.cartToPolar(_slope(grey.T).T, _slope(grey))
    turn = angle * numpy.float32(_BINS / numpy.pi) - numpy.float32(0.5)  # twice round
    lower = numpy.floor(turn)
    upper = strength * (turn - lower)
    bins = lower.astype(numpy.int32)
    spots = numpy.concatenate([_CELLS + _TURNS[bins + 1], _CELLS + _TURNS[bins + 2]])
    cells = SIDE // _CELL
    shares = numpy.concatenate([strength - upper, upper])
    table = numpy.bincount(spots.ravel(), shares.ravel(), cells * cells * _BINS).reshape(cells, cells, _BINS)
    energy = cv2.boxFilter(
        (table**2).sum(axis=2), -1, (3, 3), normalize=False, borderType=cv2.BORDER_REPLICATE
    )
    return numpy.asarray((table / numpy.sqrt(energy + 1.0)[:, :, None]).ravel(), dtype=numpy.float32)


def _slope(grey: Floats) -> Floats:
    """Down the columns: half of the difference of the neighbours; at the edges that to the only one."""
    slope = numpy.empty((SIDE, SIDE), dtype=numpy.float32)
    numpy.subtract(grey[2:], grey[:-2], out=slope[1:-1])
    slope[1:-1] *= 0.5
    slope[0], slope[-1] = grey[1] - grey[0], grey[-1] - grey[-2]
    return slope


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
