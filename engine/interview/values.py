"""What an answer may be, and which value of a fact it stands for."""

from __future__ import annotations

import re

from engine.errors import UserError
from engine.interview.types import UNKNOWN, Value
from engine.rulebook.conditions import SEVERAL
from engine.rulebook.types import Question, RuleBook

NOT_GIVEN = "none"
"""In a question of kind ``choices``: none of the others."""

_LARGEST = 10**15
_LONGEST = 20_000  # characters of a text answer
_KOREAN_NUMBER = re.compile(r"(?:(\d+(?:\.\d+)?)만)?(?:(\d+(?:\.\d+)?)천)?(\d+(?:\.0+)?)?")
_COUNTED = re.compile(r"(개|장|건|쌍|명|행|줄|편|samples?|images?|pictures?|pairs?|rows?)$", re.IGNORECASE)


def parse_value(question: Question, raw: object, book: RuleBook) -> Value:
    """``raw`` (from a file or a field) as an answer to ``question``. Raises UserError.

    "unknown" answers everything. An amount is a whole number, also written "12,000",
    "1만 2천" or "300장", or the name of a range; a count is such a number and nothing else.
    """
    if isinstance(raw, str):
        raw = raw.strip()
        if raw.lower() == UNKNOWN:
            return UNKNOWN
    if question.kind == "text":
        return _text(question, raw)
    if question.kind == "choices":
        return _several(question, raw)
    if isinstance(raw, str) and raw.lower() in _option_values(question):
        return raw.lower()
    if question.kind in ("amount", "count"):
        return _amount(question, raw, book)
    raise _not_an_option(question, raw)


def fact_value(question: Question, value: Value, book: RuleBook) -> str | None:
    """The value that rules see: an amount becomes its range, several values are joined.

    A count stays the number that it is. None for "I don't know", for texts, and for a value
    that is no answer to the question (a case may come from a book with other options).
    """
    if value == UNKNOWN or question.kind == "text" or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return _number_fact(question, value, book)
    options = _option_values(question)
    if isinstance(value, str):
        return value if value in options else None
    chosen = [entry for entry in options if entry in value]
    return SEVERAL.join(chosen) if chosen and len(chosen) == len(set(value)) else None


def _number_fact(question: Question, value: int, book: RuleBook) -> str | None:
    if value < 0:
        return None
    if question.kind == "count":
        return str(value)
    return amount_class(value, book) if question.kind == "amount" else None


def is_answer(question: Question, value: Value, book: RuleBook) -> bool:
    """True when the value is one that the question can have now."""
    if value == UNKNOWN:
        return True
    if question.kind == "text":
        return isinstance(value, str)
    return fact_value(question, value, book) is not None


def amount_class(count: int, book: RuleBook) -> str:
    """The name of the range that ``count`` samples fall into."""
    return next(cut.value for cut in book.cuts if count >= cut.least)


def _text(question: Question, raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)) or not str(raw).strip():
        raise UserError("answer_not_text", question=question.id)
    if len(str(raw)) > _LONGEST:
        raise UserError("answer_too_long", question=question.id, limit=_LONGEST)
    return str(raw).strip()


def _several(question: Question, raw: object) -> tuple[str, ...]:
    given = [part.strip() for part in raw.split(",")] if isinstance(raw, str) else raw
    if not isinstance(given, (list, tuple)) or not given:
        raise _not_an_option(question, raw)
    options = _option_values(question)
    for entry in given:
        if not isinstance(entry, str) or entry not in options:
            raise _not_an_option(question, entry)
    if NOT_GIVEN in given and len(set(given)) > 1:
        raise UserError("answer_none_and_others", question=question.id)
    return tuple(option for option in options if option in given)


def _amount(question: Question, raw: object, book: RuleBook) -> int:
    count: float | None = None
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        count = raw
    elif isinstance(raw, str):
        count = _counted(raw)
    if count is None or not 0 <= count <= _LARGEST or count != int(count):
        raise _not_an_amount(question, raw, book)
    return int(count)


def _not_an_amount(question: Question, raw: object, book: RuleBook) -> UserError:
    value = _shown(raw)
    if question.kind == "count":
        return UserError("answer_not_a_count", question=question.id, value=value)
    options = ", ".join(cut.value for cut in book.cuts)
    return UserError("answer_not_an_amount", question=question.id, value=value, options=options)


def _counted(raw: str) -> float | None:
    """ "12,000", "1만 2천", "300장" → a number; None when it is none."""
    digits = _COUNTED.sub("", re.sub(r"[\s,_']", "", raw))
    match = _KOREAN_NUMBER.fullmatch(digits)
    if match is None or not any(match.groups()) or len(digits) > 20:
        return None
    tens, thousands, ones = match.groups()
    return round(float(tens or 0) * 10_000 + float(thousands or 0) * 1_000, 6) + float(ones or 0)


def _not_an_option(question: Question, raw: object) -> UserError:
    return UserError(
        "answer_not_an_option",
        question=question.id,
        value=_shown(raw),
        options=", ".join([*_option_values(question), UNKNOWN]),
    )


def _shown(raw: object) -> str:
    """The value as it may stand in a one-line message."""
    words = " ".join(str(raw).split())
    return words if len(words) <= 60 else words[:59] + "…"


def _option_values(question: Question) -> list[str]:
    return [option.value for option in question.options]
