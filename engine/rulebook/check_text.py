"""Checks of the words: both languages, the same placeholders, and no forbidden promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from string import Formatter

from pydantic import TypeAdapter

from engine.rulebook.check_patterns import FAULTY, is_slow
from engine.rulebook.files import Raw
from engine.rulebook.layers import Placed
from engine.rulebook.problems import Problem
from engine.rulebook.promises import (
    CORE_PROMISE,
    denial_patterns,
    find_in,
    rule_patterns,
)
from engine.rulebook.types import NeverSay, RuleBook

_RULES = TypeAdapter(tuple[NeverSay, ...])
_HANGUL = re.compile(r"[가-힣]")
_NOT_SPOKEN = ("golden", "word")  # read by the checker and the wish reader, by nobody else

# Ways to say it that the book's own patterns must know, or the linter has a hole.
_MUST_BE_FOUND = (
    "강화학습",
    "강화 학습",
    "reinforcement learning",
    "Reinforcement-Learning",
    "RLHF",
    "RL로",
)


def check_texts(placed: Sequence[Placed]) -> Iterator[Problem]:
    """Every text is there in both languages, in the right one, with the same placeholders."""
    for entry in placed:
        for key, korean, english in _keyed(entry.raw):
            yield from _check_text(entry, key, korean, english)


def _check_text(entry: Placed, key: str, korean: str, english: str) -> Iterator[Problem]:
    def problem(code: str, **details: str) -> Problem:
        return Problem(code, entry.file.name, entry.line_of(key), entry.rule, details)

    for language, words in (("ko", korean), ("en", english)):
        if not words.strip():
            yield problem("missing_language", entry=key, lang=language)
    if not _HANGUL.search(korean) or _HANGUL.search(english):
        yield problem("wrong_language", text=korean)
    if _placeholders(korean) != _placeholders(english):
        yield problem("placeholders_differ", text=korean)
    if "\n" in korean + english:
        yield problem("line_break", entry=key)


def check_promises(book: RuleBook, placed: Sequence[Placed]) -> Iterator[Problem]:
    """Nothing outside never_say proposes a forbidden promise, and never_say knows its own."""
    nevers = {entry.rule: entry for entry in placed if entry.table == "never"}
    faulty = False
    for never in book.never_say:
        for problem in _check_patterns(never, nevers[never.id]):
            faulty = True
            yield problem
    if faulty:
        return
    for phrase in _MUST_BE_FOUND:
        if not find_in(phrase, tuple(rule for rule in book.never_say if rule.mention), mentions=True):
            yield Problem("promise_unknown", "never_say.toml", 0, "", {"text": phrase})
    rules = _RULES.dump_json(book.never_say)
    for entry, text in ((each, words) for each in placed for words in _spoken(each)):
        match = _forbidden(text, rules)
        if match is not None:
            key = next((key for key, value in entry.raw.items() if text in _strings_in(value)), "")
            yield Problem("forbidden", entry.file.name, entry.line_of(key), entry.rule, {"match": match})


@lru_cache(maxsize=20_000)
def _forbidden(text: str, rules: bytes) -> str | None:
    """What of ``text`` may not be said by these rules; remembered, since a book is checked
    again for each pack laid over it."""
    core = CORE_PROMISE.search(text)
    hits = find_in(text, _parsed(rules), mentions=True)
    return hits[0].match if hits else core[0] if core else None


@lru_cache(maxsize=8)
def _parsed(rules: bytes) -> tuple[NeverSay, ...]:
    return _RULES.validate_json(rules)


def _check_patterns(never: NeverSay, entry: Placed) -> Iterator[Problem]:
    file, line = entry.file.name, entry.line_of()
    try:
        phrases = rule_patterns(never)
        denial_patterns(never)
    except FAULTY as error:
        yield Problem("bad_pattern", file, line, never.id, {"reason": str(error)})
        return
    if entry.pack is not None:
        sought = [part.pattern for each in phrases for part in (each.key, *each.others, *each.without)]
        sought += [pattern for patterns in never.denied.values() for pattern in patterns]
        if slow := [pattern for pattern in sought if is_slow(pattern)]:
            yield Problem("slow_pattern", file, line, never.id, {"pattern": slow[0]})
            return
    for language in ("ko", "en"):
        if not never.patterns.get(language):
            yield Problem("missing_language", file, line, never.id, {"entry": "patterns", "lang": language})
        elif not find_in(never.promise.say(language), (never,)):
            yield Problem("promise_missed", file, line, never.id, {"text": never.promise.say(language)})


def _keyed(raw: Raw) -> Iterator[tuple[str, str, str]]:
    """Every text of an entry with the key that it stands under."""
    for key, value in raw.items():
        for korean, english in _texts(value):
            yield key, korean, english


def _texts(value: object) -> Iterator[tuple[str, str]]:
    """Every text of both languages below ``value``."""
    if isinstance(value, dict):
        korean, english = value.get("ko"), value.get("en")
        if isinstance(korean, str) and isinstance(english, str):
            yield korean, english
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def _spoken(entry: Placed) -> Iterator[str]:
    """Every string of the entry that somebody may get to read as advice."""
    if entry.table in _NOT_SPOKEN:
        return
    yield from _strings_in(entry.raw.get("instead") if entry.table == "never" else entry.raw)


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _strings_in(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings_in(entry)


def _placeholders(text: str) -> set[str] | None:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a lone brace: never the same as in a sound text
        return None
