"""The last gate: no text that leaves Jjak as advice proposes what the book forbids."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import UserError
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
    for text in texts:
        hits = find_promises(text, book, mentions=True)
        if hits:
            raise ForbiddenAdviceError(hits[0].match, hits[0].rule.id)
        core = CORE_PROMISE.search(text)
        if core:
            raise ForbiddenAdviceError(core[0], "–")
