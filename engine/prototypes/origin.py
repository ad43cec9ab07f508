"""What a model began from, as a sentence: nothing, weights of ours, or weights of others with their terms."""

from __future__ import annotations

from engine.prototypes.types import PrototypeResult
from engine.texts import Language, catalogue


def began_from(result: PrototypeResult, language: Language) -> str:
    """For the card, the window and the command alike."""
    words, borrowed = catalogue("prototypes"), result.borrowed
    if borrowed is None:
        return words.say(f"started_{result.started_from}", language)
    licence = words.say(borrowed.licence, language)
    return words.say("started_borrowed", language, name=borrowed.name, file=borrowed.file, licence=licence)
