"""Reads answers from a TOML file: one ``question = answer`` a line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from engine.errors import UserError
from engine.interview.types import Answer
from engine.interview.values import parse_value
from engine.rulebook.types import RuleBook

ALIASES = {"count": "volume"}
ABOUT = frozenset({"name", "client", "lang"})
"""Keys that say whose answers these are; they answer nothing."""

_TABLE = "answers"
_PACKS = "packs"
_LARGEST_FILE = 2_000_000  # bytes; far more than anybody writes


def read_answers(path: Path, book: RuleBook) -> dict[str, Answer]:
    """The answers in the file, in the book's order. Raises UserError with what to mend.

    They stand at the top level or below ``[answers]``. Their ``order`` follows the book,
    so that none of them looks newer than what it depends on.
    """
    given: dict[str, object] = {}
    for key, raw in _entries(_document(path), path):
        question = ALIASES.get(key, key)
        if question in given:
            raise UserError("answers_key_twice", path=str(path), entry=question)
        given[question] = raw
    known = [question.id for question in book.questions]
    for key in given:
        if key not in known:
            raise _unknown_key(path, key, known)
    return {
        question.id: Answer(parse_value(question, given[question.id], book), order)
        for order, question in enumerate(book.questions, start=1)
        if question.id in given
    }


def read_without(path: Path, book: RuleBook) -> frozenset[str]:
    """The packs that the file switches off (``[packs] without = [...]``). Raises UserError."""
    packs = _document(path).get(_PACKS, {})
    if not isinstance(packs, dict) or not set(packs) <= {"without"}:
        raise UserError("answers_packs_wrong", path=str(path))
    named = packs.get("without", [])
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise UserError("answers_packs_wrong", path=str(path))
    return packs_without(named, book)


def packs_without(named: Iterable[str], book: RuleBook) -> frozenset[str]:
    """These packs, if a case can do without each of them. Raises UserError for the first it can't."""
    switchable = [pack.id for pack in book.packs.values() if pack.switchable]
    chosen = tuple(named)
    for name in chosen:
        if name not in switchable:
            shown = " ".join(name.split())[:60]
            raise UserError("pack_not_switchable", pack=shown, options=", ".join(switchable) or "–")
    return frozenset(chosen)


def _document(path: Path) -> Mapping[str, object]:
    if not path.exists():
        raise UserError("answers_missing", path=str(path))
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError("answers_too_large", path=str(path))
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("answers_not_readable", path=str(path)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UserError("answers_not_toml", path=str(path), reason=reason) from error


def _entries(document: Mapping[str, object], path: Path) -> list[tuple[str, object]]:
    nested = document.get(_TABLE, {})
    if not isinstance(nested, dict):
        raise UserError("answers_table_wrong", path=str(path))
    everything = [(key, raw) for key, raw in document.items() if key not in (_TABLE, _PACKS)]
    return [(key, raw) for key, raw in [*everything, *nested.items()] if key not in ABOUT]


def _unknown_key(path: Path, key: str, known: list[str]) -> UserError:
    shown = " ".join(key.split())[:60]
    near = get_close_matches(key.lower(), [*known, *ALIASES], n=1, cutoff=0.5)
    if near:
        return UserError("answers_unknown_key_near", path=str(path), entry=shown, near=near[0])
    return UserError("answers_unknown_key", path=str(path), entry=shown, known=", ".join(known))
