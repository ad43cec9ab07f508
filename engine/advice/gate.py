"""The last gate: no text that leaves Jjak as advice proposes what the book forbids."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from engine.errors import UserError
from engine.interview.plan import SameBook
from engine.rulebook import find_promises
from engine.rulebook.promises import CORE_PROMISE
from engine.rulebook.types import RuleBook


class ForbiddenAdviceError(UserError):
    """A text holds a promise that nobody may make; nothing may be written with it."""

    def __init__(self, match: str, rule: str) -> None:
        super().__init__("forbidden_advice", match=match, rule=rule)


def refuse_forbidden(texts: Iterable[str], book: RuleBook) -> None:
    """Raise ForbiddenAdviceError if a text makes a promise of ``book.never_say``.

    Of reinforcement learning even a mention is refused. What is meant to name the
    promises (the never-say section of the internal edition) and what only quotes the
    client isn't advice: the caller leaves it out.
    """
    key = SameBook(book)
    for text in texts:
        forbidden = _forbidden(text, key)
        if forbidden is not None:
            raise ForbiddenAdviceError(*forbidden)


@lru_cache(maxsize=4096)  # the book's own texts come again with every document
def _forbidden(text: str, key: SameBook) -> tuple[str, str] | None:
    """What is forbidden in the text, and by which rule."""
    hits = find_promises(text, key.book, mentions=True)
    if hits:
        return hits[0].match, hits[0].rule.id
    core = CORE_PROMISE.search(text)
    return (core[0], "–") if core else None
