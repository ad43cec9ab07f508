"""Whether a regular expression can take long: a pack's patterns are refused where they might.

Python's ``re`` tries every way in which a pattern can match and can't be stopped. What is
counted is an upper bound of those ways at one place of a text. The shipped book's own
patterns are timed by tests instead.
"""

from __future__ import annotations

import re

FAULTY = (re.error, OverflowError, RecursionError)
"""What :func:`re.compile` raises for a faulty pattern."""

_MOST = 10_000  # ways at one place: milliseconds in the longest sentence
_ENDLESS = 2_000  # what * and + count as: the characters of the longest sentence that is read
_TOO_MANY = 10**9
_OPENS = re.compile(r"\((?:\?(?::|=|!|<=|<!|P<\w+>|[a-z]+:))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_TIMES = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")


def is_slow(pattern: str) -> bool:
    """True when the (valid) pattern has more ways to match than can be tried in no time."""
    try:
        return _Ways(pattern).count() > _MOST
    except RecursionError:
        return True


class _Ways:
    """Counts, reading the pattern once from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def count(self) -> int:
        """The ways of everything up to the end of the pattern or of the group that is open."""
        ways, texts = [1], [""]  # of each alternative
        while self._place < len(self._pattern) and self._pattern[self._place] != ")":
            start = self._place
            if self._pattern[start] == "|":
                self._place += 1
                ways.append(1)
                texts.append("")
            else:
                ways[-1] = min(ways[-1] * self._repeated(), _TOO_MANY)
                texts[-1] += self._pattern[start : self._place]
        return ways[0] if len(ways) == 1 else _together(ways, texts)

    def _repeated(self) -> int:
        """The ways of one character, class or group, as often as it may be repeated."""
        single, inner = self._unit()
        times = _TIMES.match(self._pattern, self._place)
        if times is None:
            return inner
        self._place = times.end()
        least, most = _bounds(times)
        if single or inner == 1:
            return most - least + 1
        return int(min(1 + inner ** min(most, 30), _TOO_MANY))

    def _unit(self) -> tuple[bool, int]:
        """Whether the next unit is a single character, and in how many ways it matches."""
        sign = self._pattern[self._place]
        if sign == "(":
            opens = _OPENS.match(self._pattern, self._place)
            self._place = opens.end() if opens else self._place + 1
            if opens and self._pattern.startswith("?", self._place):
                return False, _TOO_MANY  # a group of a kind that nobody needs here
            inner = self.count()
            self._place += 1
            return False, inner
        if sign == "[" and (group := _CLASS.match(self._pattern, self._place)):
            self._place = group.end()
            return True, 1
        reference = sign == "\\" and self._pattern[self._place + 1 : self._place + 2].isdigit()
        self._place += 2 if sign == "\\" else 1
        return True, _TOO_MANY if reference else 1


def _together(ways: list[int], texts: list[str]) -> int:
    """The ways of alternatives: of plain words only those that begin alike can match at one place."""
    plain = [text for text in texts if re.fullmatch(r"[\w \-]*", text)]
    if len(plain) < len(ways):
        return min(sum(ways), _TOO_MANY)
    return max(sum(text.startswith(other) for other in plain) for text in plain)


def _bounds(times: re.Match[str]) -> tuple[int, int]:
    """How often at least and at most."""
    if times[1]:
        return {"*": (0, _ENDLESS), "+": (1, _ENDLESS), "?": (0, 1)}[times[1]]
    least = int(times[2] or 0)
    if not times[3]:
        return least, least
    return least, min(int(times[4]), _ENDLESS) if times[4] else max(_ENDLESS, least)
