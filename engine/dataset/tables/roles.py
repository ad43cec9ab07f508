"""What each column of a table is: guessed from its name and its cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.dataset.tables.headings import looks_numeric, without_unit
from engine.dataset.vocabulary import tokens, words

Role = Literal["id", "date", "text", "number", "category", "note", "empty"]
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "없음", "결측"})
_WORDED_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    r"\d{4}[-/.년]\s?\d{1,2}([-/.월]\s?(\d{1,2}[일.]?)?)?(\s?\([월화수목금토일]\))?"
    r"([T ]\s?((오전|오후)\s?)?\d{1,2}(:\d{2}|시).*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\.?( .*)?|[A-Za-z]{3,9} \d{1,2},? \d{4}|(19|20)\d{6}"
    rf"|(?i:(\d{{1,2}}[- ])?{_WORDED_MONTH}[- ]\d{{2,4}})"
    r"|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?|(19|20)\d{2}(년|[-. ]?[Qq][1-4]|년? ?[1-4]분기|[-. ]?[Ww]\d{1,2})"
)
_LOCATION = re.compile(r"https?://\S+|[\w가-힣./\\:()-]*[\w)]\.[A-Za-z][A-Za-z0-9]{1,4}")
_DATE_NAMES = words("date time datetime timestamp day month year 날짜 일시 일자 시간 연도 년도 월")
_ID_NAMES = words("id idx index no num uuid guid key serial rowid 번호 순번 일련번호 식별자 아이디 키")
TEXT_NAMES = words(
    "text texts sentence document review reviews comment comments content body utterance tweet message"
    " premise hypothesis question passage context title headline"
    " 글 문장 본문 내용 리뷰 댓글 후기 발화 문의 민원 의견 소감 제목 질문 지문"
    " レビュー 本文 コメント 评论 評論 内容 內容 отзыв"
)
_CODE = re.compile(r"-?\d{1,4}(\.0+)?|\d{1,2}(,\d{1,2})+")  # a code of few digits, or several of them
_DENSE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_TEXT_LENGTH = 12  # signs: shorter cells on average are names and codes
_SENTENCE_LENGTH = 18
FEW_VALUES = 30
_LEAST_NOTE = 10  # signs that every row of a note begins with


@dataclass(frozen=True)
class Column:
    """A column: its role, and how many different and how many filled cells the first rows have.

    A ``note`` is what every row repeats with small changes: a credit, a link.
    """

    index: int
    name: str
    role: Role
    distinct: int
    filled: int
    length: float = 0.0  # signs a cell, on average
    whole: bool = False  # whole numbers of few digits only
    counting: bool = False  # whole numbers only, none of them negative
    largest: float = 0.0  # of its numbers
    spread: float = 1.0  # of its numbers: how far they differ, as a share of the largest
    words: float = 0.0  # a cell, on average


def is_missing(cell: str) -> bool:
    """Whether a cell holds nothing, in one of the usual spellings."""
    return cell.strip().lower() in _MISSING


def is_date(cell: str) -> bool:
    """Whether a cell is a date or a time, in one of the usual spellings."""
    return _DATE.fullmatch(cell.strip()) is not None


def judge_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The role of every column, from its name and the cells of the first rows."""
    return tuple(_judge(index, name, [row[index] for row in rows]) for index, name in enumerate(names))


def _judge(index: int, name: str, cells: Sequence[str]) -> Column:
    filled = [cell.strip() for cell in cells if not is_missing(cell)]
    values = set(filled)
    length = sum(map(len, filled)) / max(len(filled), 1)
    whole = bool(values) and all(_CODE.fullmatch(value) for value in values)
    numbers = [number for cell in values if (number := number_of(cell)) is not None]
    largest = max(map(abs, numbers), default=0.0)
    return Column(
        index,
        name,
        _role(name, filled, values),
        len(values),
        len(filled),
        length,
        whole,
        counting=bool(values) and all(map(str.isdecimal, values)),
        largest=largest,
        spread=(max(numbers) - min(numbers)) / largest if largest else 0.0,
        words=sum(map(word_count, filled)) / max(len(filled), 1),
    )


def number_of(cell: str) -> float | None:
    """A cell as a number, a decimal comma understood; None where it is none."""
    if not looks_numeric(cell):
        return None
    plain = without_unit(cell)
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})*,\d+", plain) and not re.fullmatch(
        r"[-+]?\d{1,3}(,\d{3})+", plain
    ):
        plain = plain.replace(".", "").replace(",", ".")
    number = float(plain.replace(",", ""))
    return number if math.isfinite(number) else None


def word_count(cell: str) -> float:
    """How many words a cell has; where they are written without blanks, two signs are about one."""
    return len(cell.split()) + len(_DENSE.findall(cell)) / 2


def _extent(cell: str) -> int:
    """How long a cell is in signs, where one of Chinese or Japanese says as much as two letters."""
    return len(cell) + len(_DENSE.findall(cell))


def is_note(filled: Sequence[str]) -> bool:
    """Whether texts begin alike for a good part of them: a credit, a link."""
    if not filled:
        return False
    first, last = min(filled), max(filled)
    shared = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    usual = sum(map(len, filled)) / len(filled)
    return shared >= _LEAST_NOTE and shared >= 0.4 * usual and len(set(filled)) > 2


def _role(name: str, filled: Sequence[str], values: set[str]) -> Role:
    if not filled:
        return "empty"
    called = set(tokens(name))
    unique = len(values) == len(filled) and len(filled) > 2
    if unique and (called & _ID_NAMES or name.endswith(("번호", "ID", "Id")) or _counts_up(name, filled)):
        return "id"
    dated = sum(_DATE.fullmatch(cell) is not None for cell in filled)
    if dated >= 0.95 * len(filled) and (not looks_numeric(filled[0]) or called & _DATE_NAMES):
        return "date"
    if called & _DATE_NAMES and _are_moments(filled):
        return "date"
    if sum(map(looks_numeric, filled)) >= 0.95 * len(filled):
        return "category" if len(values) <= 2 and len(filled) > 8 else "number"
    length = sum(map(_extent, filled)) / len(filled)
    if sum(_LOCATION.fullmatch(cell) is not None for cell in filled) >= 0.95 * len(filled):
        return "category"
    if len(values) > 0.5 * len(filled) and is_called(name, TEXT_NAMES):
        return "text"
    if length >= _SENTENCE_LENGTH and sum(map(word_count, filled)) >= 3 * len(filled):
        return "text"
    if len(values) > max(FEW_VALUES, 0.5 * len(filled)) or (len(values) > 0.8 * len(filled) and length > 20):
        return "text" if length >= _TEXT_LENGTH else "category"
    return "category"


def _are_moments(filled: Sequence[str]) -> bool:
    """Seconds or milliseconds since 1970."""
    return all(re.fullmatch(r"\d{9,10}(\.\d+)?|\d{12,13}", cell) for cell in filled)


def _counts_up(name: str, filled: Sequence[str]) -> bool:
    """An unnamed first column 0, 1, 2 … that a tool wrote along."""
    if not (name.startswith("column_") or name.lower().startswith("unnamed")):
        return False
    numbers = [int(cell) for cell in filled if cell.isdecimal()]
    return len(numbers) == len(filled) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_called(name: str, names: frozenset[str]) -> bool:
    """Whether a column is called by one of the words, or by several of which the last is one."""
    name = re.sub(r"(?<=\S)\s*[(\[].*[)\]]$", "", name.strip())  # price (USD)
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)  # SalePrice
    lower = name.lower()
    if lower in names or any(lower.endswith(word) for word in names if not word.isascii()):
        return True
    last = tokens(name)[-1:]
    return bool(last) and len(last[0]) > 2 and last[0] in names
