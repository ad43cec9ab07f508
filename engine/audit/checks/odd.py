"""A picture of another kind that got in among the others: a drawing among photos, say."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import numpy

from engine.audit.checks.about import About
from engine.audit.checks.building import finding
from engine.audit.records import Records
from engine.audit.types import Finding

ABOUT = About(order=55, reads=frozenset({"image"}), costs="join", reports=("odd_pictures",))

ALONE = 1.5
"""How far its shares of brightness lie from the nearest other picture's, summed: 2 is nothing in common."""
TIMES = 3.0
"""As far as any other picture lies from its own nearest: where many lie alone, none is odd."""
_FEWEST, _MOST = 4, 2000
_STEPS = 8  # of brightness


def check(records: Records) -> Iterator[Finding]:
    """``odd_pictures``: the one that has next to nothing in common with all others, if there is one."""
    seen = [(record.id, look) for _, record in records.measured() if record.usable and (look := record.look)]
    if not _FEWEST <= len(seen) <= _MOST:
        return
    shares = numpy.stack([_shares(look.thumbnail) for _, look in seen])
    nearest = numpy.array([numpy.partition(numpy.abs(shares - one).sum(axis=1), 1)[1] for one in shares])
    odd, second = numpy.argsort(-nearest)[:2].tolist()
    if nearest[odd] >= ALONE and nearest[odd] >= TIMES * nearest[second]:
        yield from finding("odd_pictures", "warning", [(seen[odd][0], "")])


def _shares(thumbnail: str) -> numpy.typing.NDArray[numpy.float64]:
    pixels = numpy.frombuffer(base64.b64decode(thumbnail), dtype=numpy.uint8)
    counts, _ = numpy.histogram(pixels, bins=_STEPS, range=(0, 256))
    return numpy.asarray(counts / len(pixels))
