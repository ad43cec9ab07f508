"""The words of one document: said in one language, and kept for the last gate."""

from __future__ import annotations

from engine.texts import Language, Text


class Words:
    """Says texts in one language and remembers what it said."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self.spoken: list[str] = []

    def say(self, text: Text) -> str:
        """The text in the document's language; the gate will look at it."""
        said = text.say(self._language)
        self.spoken.append(said)
        return said

    def quote(self, text: Text) -> str:
        """The same for what only names a promise in order to forbid it."""
        return text.say(self._language)
