"""Checks of the words: both languages, the same placeholders, and no forbidden promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from engine.rulebook.files import RuleFile
from engine.rulebook.places import Places
from engine.rulebook.problems import Problem
from engine.rulebook.promises import (
    CORE_PROMISE,
    denial_patterns,
    find_in,
    rule_patterns,
)
from engine.rulebook.types import NeverSay, RuleBook

_HANGUL = re.compile(r"[가-힣]")
_BETWEEN = "\n\0\n"  # no pattern reaches over it: it is neither space nor letter

# Ways to say it that the book's own patterns must know, or the linter has a hole.
_MUST_BE_FOUND = (
    "강화학습",
    "강화 학습",
    "reinforcement learning",
    "Reinforcement-Learning",
    "RLHF",
    "RL로",
)


def check_texts(files: Mapping[str, RuleFile], places: Places) -> Iterator[Problem]:
    """Every text is there in both languages, in the right one, with the same placeholders."""
    for file in files.values():
        for rule, text in _texts(file.content, ""):
            where, line = places.of(rule)
            if where != file.name:
                where, line = file.name, 0
            korean, english = text
            for language, words in (("ko", korean), ("en", english)):
                if not words.strip():
                    yield Problem("missing_language", where, line, rule, {"entry": "", "lang": language})
            if not _HANGUL.search(korean) or _HANGUL.search(english):
                yield Problem("wrong_language", where, line, rule, {"text": korean})
            if _placeholders(korean) != _placeholders(english):
                yield Problem("placeholders_differ", where, line, rule, {"text": korean})


def check_promises(book: RuleBook, files: Mapping[str, RuleFile], places: Places) -> Iterator[Problem]:
    """Nothing outside never_say proposes a forbidden promise, and never_say knows its own."""
    faulty = False
    for never in book.never_say:
        for problem in _check_patterns(never, places):
            faulty = True
            yield problem
    if faulty:
        return
    for phrase in _MUST_BE_FOUND:
        if not find_in(phrase, tuple(rule for rule in book.never_say if rule.mention), mentions=True):
            yield Problem("promise_unknown", "never_say.toml", 0, "", {"text": phrase})
    strings = [(file.name, rule, text) for file in files.values() for rule, text in _strings(file)]
    joined = _BETWEEN.join(text for _, _, text in strings)
    if not CORE_PROMISE.search(joined) and not find_in(joined, book.never_say, mentions=True):
        return
    for name, rule, text in strings:
        core = CORE_PROMISE.search(text)
        hits = find_in(text, book.never_say, mentions=True)
        match = hits[0].match if hits else core[0] if core else None
        if match is not None:
            where, line = places.of(rule)
            yield Problem("forbidden", name, line if where == name else 0, rule, {"match": match})


def _check_patterns(never: NeverSay, places: Places) -> Iterator[Problem]:
    file, line = places.of(never.id)
    try:
        rule_patterns(never)
        denial_patterns(never)
    except re.error as error:
        yield Problem("bad_pattern", file, line, never.id, {"reason": str(error)})
        return
    for language in ("ko", "en"):
        if not never.patterns.get(language):
            yield Problem("missing_language", file, line, never.id, {"entry": "patterns", "lang": language})
        elif not find_in(never.promise.say(language), (never,)):
            yield Problem("promise_missed", file, line, never.id, {"text": never.promise.say(language)})


def _texts(value: object, rule: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every text of both languages below ``value``, with the id of the entry it stands in."""
    if isinstance(value, dict):
        rule = str(value.get("id", rule))
        korean, english = value.get("ko"), value.get("en")
        if isinstance(korean, str) and isinstance(english, str):
            yield rule, (korean, english)
        for entry in value.values():
            yield from _texts(entry, rule)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry, rule)


def _strings(file: RuleFile) -> Iterator[tuple[str, str]]:
    """Every string that somebody may get to read as advice, with the id it belongs to."""
    if file.name == "never_say.toml":
        for never in file.tables("never"):
            yield from _strings_in(never.get("instead"), str(never.get("id", "")))
    else:
        yield from _strings_in(file.content, "")


def _strings_in(value: object, rule: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield rule, value
    elif isinstance(value, dict):
        rule = str(value.get("id", rule))
        for entry in value.values():
            yield from _strings_in(entry, rule)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings_in(entry, rule)


def _placeholders(text: str) -> set[str] | None:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a lone brace: never the same as in a sound text
        return None
