"""Which images share key points under one move: no pair of images that shares no bucket is looked at.

A map over parts, then a merge: signatures, one step a table, one step a span of matches. The steps
leave only files in the store's folder, so they may run in any process that sees it.
"""

from __future__ import annotations

from engine.audit.deep.buckets import JoinSettings, allot_signatures, spans, write_matches, write_signatures
from engine.audit.deep.store import StoredFeatures
from engine.audit.deep.types import Candidate
from engine.audit.deep.votes import read_votes, strongest, write_votes


def join(stored: StoredFeatures, settings: JoinSettings | None = None) -> list[Candidate]:
    """Pairs of images that share enough key points under one move, the surest first; all steps here."""
    settings = settings or JoinSettings()
    if len(stored) < 2 or not stored.starts[-1]:
        return []
    allot_signatures(stored)
    write_signatures(stored, 0, 1)
    for table in range(settings.tables):
        write_matches(stored, table, settings)
    for span in range(spans(stored)):
        write_votes(stored, span, settings)
    ballots = [read_votes(stored.folder, span) for span in range(spans(stored))]
    chosen = strongest(ballots, len(stored), settings.most)
    return [ballots[span].candidate(place) for span, place in chosen]
