"""A JSON object read key by key and its lists element by element: 500 MB of COCO never lie in memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO

from engine.dataset.unreadable import UnreadableFileError

_CHUNK = 1 << 18
MAX_ELEMENT = 32 * 1024 * 1024
_BLANK = " \t\r\n"


class _Window:
    """The part of the text that is looked at now."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self.text = ""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        """Read on; False at the end of the file. Raises ``UnreadableFileError``."""
        if self.ended:
            return False
        left = len(self.text) - self.at
        if left > MAX_ELEMENT:
            raise UnreadableFileError("too_large")
        try:
            data = self._stream.read(max(_CHUNK, left))
        except OSError:
            raise UnreadableFileError("read_error") from None
        self.ended = not data
        self.text = self.text[self.at :] + self._decoder.decode(data, final=not data)
        self.at = 0
        return not self.ended

    def next(self) -> str:
        """The next sign that is no blank, not taken; "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _BLANK:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, sign: str) -> None:
        """Take one sign that must come. Raises ``UnreadableFileError``."""
        if self.next() != sign:
            raise UnreadableFileError("damaged_annotation")
        self.at += 1

    def value(self) -> object:
        """Take a whole value. Raises ``UnreadableFileError``."""
        decoder = json.JSONDecoder()
        self.next()
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.at)
            except RecursionError:
                raise UnreadableFileError("damaged_annotation") from None
            except ValueError:
                if not self.more():
                    raise UnreadableFileError("damaged_annotation") from None
                continue
            if end < len(self.text) or not self.more():
                self.at = end
                return value


def top_level(stream: IO[bytes]) -> Iterator[tuple[str, object]]:
    """(key, value) of an object; of a list each element by itself, with its key.

    An empty list gives nothing. Raises ``UnreadableFileError``.
    """
    window = _Window(stream)
    window.take("{")
    while window.next() not in ("}", ""):
        key = window.value()
        if not isinstance(key, str):
            raise UnreadableFileError("damaged_annotation")
        window.take(":")
        if window.next() == "[":
            yield from ((key, element) for element in _elements(window))
        else:
            yield key, window.value()
        if window.next() == ",":
            window.take(",")
    window.take("}")


def _elements(window: _Window) -> Iterator[object]:
    window.take("[")
    while window.next() != "]":
        yield window.value()
        if window.next() == ",":
            window.take(",")
        elif window.next() != "]":
            raise UnreadableFileError("damaged_annotation")
    window.take("]")
