"""What the facts would be if some answers were others."""

from __future__ import annotations

from collections.abc import Mapping

from engine.interview.plan import Claim, plan_of
from engine.interview.types import Answers, Measured
from engine.rulebook.types import RuleBook


class WhatIf:
    """One state of a case, and the facts that changed answers would lead to.

    A changed answer counts as given last, so it stands against what the sample says; answers
    that were kept off the path come back when a change leads there.
    """

    def __init__(self, book: RuleBook, answers: Answers, measured: Measured) -> None:
        self._plan = plan_of(book)
        self._claims = self._plan.claims(answers, measured)
        self.values = self._plan.values(self._claims)
        self._asked = {stop.name for stop, _ in self._plan.walk(self._claims, {}, {})}

    def changed(self, changes: Mapping[str, str]) -> dict[str, str]:
        """The facts after these answers (question → the value of its fact)."""
        if all(name in self._asked and name not in self._plan.leading for name in changes):
            return {**self.values, **changes}  # nothing else hangs on them
        claims = {**self._claims, **{name: Claim(value, "client") for name, value in changes.items()}}
        return self._plan.values(claims)
