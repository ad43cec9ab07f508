"""What the present rule book would say differently about an old case."""

from __future__ import annotations

from engine.advice import assess
from engine.advice.compare import Differences, compare, not_kept
from engine.advice.said import said_of
from engine.advice.types import Assessment
from engine.case.file import CaseFile
from engine.case.types import CaseState
from engine.rulebook.types import RuleBook


def differences_of(case: CaseFile, book: RuleBook) -> Differences | None:
    """What ``book`` says differently from the other book that the case was advised by last.

    Both are asked about the case as it stood when that other book was asked. None: no other
    book has advised the case. Raises UserError where the file can't be read.
    """
    noted = case.said_before(book.digest)
    if noted is not None:
        return compare(noted.said, said_of(_assessed(case.state_at(noted.clock), book), book), noted.at)
    digest = case.digest_before(book.digest)
    if digest is None:
        return None
    return not_kept(digest, said_of(_assessed(case.state, book), book))


def _assessed(state: CaseState, book: RuleBook) -> Assessment:
    return assess(book, state.answers, state.measured, without=state.without)
