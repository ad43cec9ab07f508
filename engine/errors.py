"""The one family of errors that a user can cause.

The engine raises a :class:`UserError` by its code; the words live in
``assets/texts/errors.toml``, in both languages, as a message and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.texts import Language

Detail = str | int | float


class UserError(Exception):
    """Something the user can mend: a code, and the details its sentence names."""

    def __init__(self, code: str, **details: Detail) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def sentence(self, language: Language) -> str:
        """What went wrong and what to do about it, as one sentence."""
        # Children import this module and must start light; the catalogues bring pydantic.
        from engine.texts import catalogue

        return catalogue("errors").say(self.code, language, **self.details)

    def __str__(self) -> str:
        return self.sentence("en")


class JobCancelledError(Exception):
    """The user stopped a job; nothing is to be shown but that it stopped."""
