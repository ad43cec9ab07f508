"""Text that repeats the client's words, and what of it is ours.

The gate judges what Jjak says. A client may well have asked for the very thing that
Jjak never proposes; quoting that wish is no proposal, so the quoted part is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from engine.report.types import Report, ReportSection

CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    r"\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

T = TypeVar("T")


class Quoting(str):
    """A text with words of the client's in it; ``own`` is the same without them."""

    __slots__ = ("own",)
    own: str

    def __new__(cls, text: str, own: str = "") -> Quoting:
        """``text`` as shown, ``own`` our part of it."""
        quoting = super().__new__(cls, text)
        quoting.own = own
        return quoting


def own_part(text: str) -> str:
    """What of the text Jjak says itself."""
    return text.own if isinstance(text, Quoting) else text


def joined(separator: str, parts: Iterable[str]) -> str:
    """``separator.join(parts)`` that keeps quoted parts apart."""
    kept = list(parts)
    text = separator.join(kept)
    if any(isinstance(part, Quoting) for part in kept):
        return Quoting(text, separator.join(own_part(part) for part in kept))
    return text


def printable(report: Report) -> Report:
    """The same report with every text fit for any format.

    Control characters, lone surrogates, noncharacters and marks that turn the reading
    direction around are dropped; every kind of line end becomes ``\\n``.
    """
    return cleaned(report)


def texts_of(sections: Iterable[ReportSection]) -> list[str]:
    """Every text of the sections, in order."""
    found: list[str] = []
    for section in sections:
        collect(section, found)
    return found


def collect(thing: object, into: list[str]) -> None:
    """Appends the texts inside a tuple or dataclass."""
    if isinstance(thing, str):
        into.append(thing)
    elif isinstance(thing, tuple):
        for part in thing:
            collect(part, into)
    elif is_dataclass(thing):
        for field in fields(thing):
            collect(getattr(thing, field.name), into)


def cleaned(thing: T) -> T:
    """A copy of a tuple, dataclass or text with its texts made printable."""
    if isinstance(thing, Quoting):
        return Quoting(clean(str(thing)), clean(thing.own))  # type: ignore[return-value]
    if isinstance(thing, str):
        return clean(thing)  # type: ignore[return-value]
    if isinstance(thing, tuple):
        return tuple(cleaned(part) for part in thing)  # type: ignore[return-value]
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{field.name: cleaned(getattr(thing, field.name)) for field in fields(thing)})
    return thing


def clean(text: str) -> str:
    """One text, made printable."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))
