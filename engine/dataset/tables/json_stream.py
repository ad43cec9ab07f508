"""The records of a JSON file of any size, one after the other: never more than one is held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import IO

_CHUNK = 1 << 20
_LONGEST = 16 << 20  # signs of one record
_DEEPEST = 5
_SURELY = 8  # a list of so many objects is the table


def stream_records(text: IO[str]) -> Iterator[object]:
    """The elements of the array that a text is, or of the first long array of objects within it.

    Raises ``ValueError`` for what is no JSON, ``RecursionError`` for a record nested too deeply.
    """
    scanner = _Scanner(text)
    if scanner.peek() == "[":
        yield from scanner.elements()
    elif scanner.peek() == "{":
        yield from _within(scanner, _DEEPEST)


def stream_values(text: IO[str]) -> Iterator[object]:
    """Values that stand one after the other, each over as many lines as it likes. Raises ``ValueError``."""
    scanner = _Scanner(text)
    while scanner.peek():
        yield scanner.value()


def _within(scanner: _Scanner, depth: int) -> Iterator[object]:
    for _ in scanner.members():
        sign = scanner.peek()
        if sign == "{" and depth > 1:
            yield from _within(scanner, depth - 1)
        elif sign == "[":
            elements = scanner.elements()
            first = list(islice(elements, _SURELY))
            if len(first) == _SURELY and all(isinstance(element, dict) for element in first):
                yield from first
                yield from elements
                return
            for _ in elements:
                pass
        else:
            scanner.value()
        if scanner.done:
            return


class _Scanner:
    """Reads a text value by value. ``done``: all of it was read."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._buffer = ""
        self._place = 0
        self._decoder = json.JSONDecoder()
        self.done = False

    def peek(self) -> str:
        """The next sign that is no white space; nothing at the end."""
        while True:
            while self._place < len(self._buffer) and self._buffer[self._place] in " \t\r\n\ufeff":
                self._place += 1
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if self.done:
                return ""
            self._fill()

    def value(self) -> object:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
            except ValueError:
                if self.done or len(self._buffer) - self._place > _LONGEST:
                    raise
            else:
                if end < len(self._buffer) or self.done:  # a number may go on behind the buffer
                    self._place = end
                    return value
            self._fill()

    def elements(self) -> Iterator[object]:
        """The values of the array that begins here."""
        self._take("[")
        if self.peek() == "]":
            self._take("]")
            return
        while True:
            yield self.value()
            if self._take(",]") == "]":
                return

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; each one's value is to be read before the next."""
        self._take("{")
        if self.peek() == "}":
            self._take("}")
            return
        while True:
            key = self.value()
            self._take(":")
            yield str(key)
            if self._take(",}") == "}":
                return

    def _take(self, signs: str) -> str:
        sign = self.peek()
        if not sign or sign not in signs:
            raise ValueError(f"one of {signs} expected")
        self._place += 1
        return sign

    def _fill(self) -> None:
        rest = self._buffer[self._place :]
        chunk = self._text.read(max(_CHUNK, len(rest)))
        self.done = not chunk
        self._buffer, self._place = rest + chunk, 0
