"""The error that is ours: a job that broke, as opposed to one that the user can mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.errors import Detail
    from engine.texts import Language


class JobFailedError(Exception):
    """A child process broke: its task raised something unforeseen, or it died.

    ``code`` is a key of the ``errors`` catalogue, ``log`` what there is to read about
    it (exit status, traceback, the last lines of its stderr): for the error dialog,
    never for a log file that leaves the machine.
    """

    def __init__(self, code: str, log: str, **details: Detail) -> None:
        super().__init__(code)
        self.code = code
        self.log = log
        self.details = details

    def sentence(self, language: Language) -> str:
        """What happened, as one sentence for the user."""
        # The child imports this module and must start light; the catalogues bring pydantic.
        from engine.texts import catalogue

        return catalogue("errors").say(self.code, language, **self.details)

    def __str__(self) -> str:
        return f"{self.sentence('en')}\n{self.log}"
