"""Which task a table is: ratings, a series in time, texts in two languages; and which systems fit it."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import replace

from engine.dataset.tables.roles import Column, is_note
from engine.dataset.tables.targets import Target
from engine.dataset.vocabulary import tokens, words

_USERS = words(
    "user users userid uid customer customers customerid member members reader viewer reviewer reviewerid"
    " visitor player student 사용자 이용자 회원 고객 독자 시청자"
)
_ITEMS = words(
    "item items itemid iid movie movies movieid film product products productid asin book books isbn song"
    " songs track artist anime game video article news business restaurant recipe joke hotel course"
    " 상품 제품 영화 책 도서 노래 음악 곡 아이템 품목 게임 식당 강의"
)
_TIMES = words(
    "date time datetime timestamp day month year week quarter 날짜 일시 일자 시간 연도 년도 월 주차 분기"
)
_PARTS = (
    words("year yr yyyy 연도 년도 연 년"),
    words("month mon mm mnth 월"),
    words("day dd dayofmonth day_of_month 일"),
    words("hour hr hh 시 시간 시각"),
)
_CLOCKS = _PARTS[3] | words("time clock 시간대 측정시간")
_LAST_HOUR = 24
_HANGUL, _LATIN, _HAN, _KANA, _CYRILLIC = (
    "가-힣",
    "A-Za-z\u00c0-\u024f",
    "\u4e00-\u9fff",
    "\u3040-\u30ff",
    "\u0400-\u04ff",
)
_SCRIPTS = tuple(map(re.compile, (f"[{signs}]" for signs in (_HANGUL, _KANA, _HAN, _CYRILLIC, _LATIN))))
_LEAST_ROWS = 5
_LEAST_ITEMS, _GRADES, _BEST, _RATED = 5, 11, 10, 0.8
"""Of a table with a column an item: how many at least, different ratings, the highest, cells with one."""
_SAMPLED = 400
Rows = Sequence[Sequence[str]]


def systems_of(columns: Sequence[Column], target: Target | None, text: Column | None) -> tuple[str, ...]:
    """Ids of the systems that fit, the best first."""
    modality = target.modality if target else None
    if text is not None:
        if modality == "number" and are_ratings(columns):
            return ("recommender", "bert")
        if modality == "category":
            return ("text_classification", "bert")
        return {"text": ("gpt",), "number": ("bert",), None: ("gpt", "bert")}.get(modality, ())
    if are_ratings(columns):
        return ("recommender",)
    if time_column(columns) is not None:
        return ("series_forecasting",)
    return ("series_forecasting", "recommender") if modality in ("category", "number") else ()


def are_ratings(columns: Sequence[Column]) -> bool:
    """Whether rows say which user took which item: named so, or numbers as such sets write them."""
    return user_and_item(columns) is not None or bool(items_across(columns))


def items_across(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The items where every row is a user and every other column an item, its cells ratings or empty."""
    if len(columns) <= _LEAST_ITEMS or columns[0].distinct < columns[0].filled:
        return ()
    items = tuple(columns[1:])
    rated = all(1 <= c.largest <= _BEST and c.distinct <= _GRADES for c in items if c.filled)
    shares = sum(column.filled for column in items) / max(columns[0].filled * len(items), 1)
    return items if rated and 0 < shares <= _RATED and _is_called(columns[0], _USERS) else ()


def user_and_item(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """The columns that say who and what, where rows say which user took which item."""
    few = [column for column in columns if column.role not in ("empty", "note")]
    users = [column for column in few if _is_called(column, _USERS)]
    items = [column for column in few if _is_called(column, _ITEMS) and column not in users]
    if users and items:
        often = [column for column in users if column.distinct < column.filled]
        return (often[0], items[0]) if often and len(few) <= 8 else None
    return None if unnamed_rating(columns) is None else (columns[0], columns[1])


def unnamed_rating(columns: Sequence[Column]) -> Column | None:
    """The third of three or four unnamed columns of numbers: user, item, rating, perhaps a moment."""
    if len(columns) not in (3, 4) or any(not column.name.startswith("column_") for column in columns):
        return None
    user, item, rating = columns[:3]
    counts = all(column.counting and column.distinct < column.filled for column in (user, item))
    few = 2 <= rating.distinct <= 11 and rating.role in ("number", "category") and rating.largest <= 100
    moment = len(columns) == 3 or columns[3].role == "date" or columns[3].counting
    many = min(user.distinct, item.distinct) > rating.distinct
    return rating if counts and few and moment and many else None


def time_column(columns: Sequence[Column]) -> Column | None:
    """The column that says when, beside at least one of numbers; the year where that stands apart."""
    numbers = [column for column in columns if column.role == "number"]
    for column in columns:
        named = bool(set(tokens(column.name)) & _TIMES) or column.name in _TIMES
        years = named and column.role == "number" and column.counting and 1000 <= column.largest <= 2200
        dates = column.role == "date" and column.distinct >= min(10, 0.5 * column.filled)
        if (dates or years) and any(number is not column for number in numbers):
            return column
    apart = _parts_of_moments(columns)
    return apart[0] if any(column not in apart for column in numbers) and apart else None


def time_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """All columns that say when: year, month, day and hour apart; a day and a time of day; else one."""
    apart = _parts_of_moments(columns)
    if apart:
        return apart
    clocks = [c for c in columns if c.name.lower() in _CLOCKS and c.distinct > 1]
    hours = [c for c in clocks if c.role == "date" or (c.counting and c.largest <= _LAST_HOUR)]
    days = [c for c in columns if c.role == "date" and c not in clocks and c.distinct < c.filled]
    if days and hours:
        return days[0], hours[0]
    when = time_column(columns)
    return () if when is None else (when,)


def _parts_of_moments(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of numbers called year, month, and maybe day and hour."""
    called = {name: part for part, names in enumerate(_PARTS) for name in names}
    found: dict[int, Column] = {}
    for column in columns:
        part = called.get(column.name.strip().lower())
        if part is not None and column.counting:
            found.setdefault(part, column)
    if 0 not in found or 1 not in found or not 1000 <= found[0].largest <= 2200 or found[1].largest > 12:
        return ()
    return tuple(
        found[part] for part in range(len(_PARTS)) if all(before in found for before in range(part + 1))
    )


def with_notes(columns: Sequence[Column], rows: Rows) -> tuple[Column, ...]:
    """Columns, of which texts beyond the second that every row begins alike are notes: credits, links."""
    texts = [column for column in columns if column.role == "text"]
    if len(texts) < 3 or len(rows) < _LEAST_ROWS:
        return tuple(columns)
    notes = {c.index for c in texts[2:] if is_note([row[c.index] for row in rows if row[c.index]])}
    return tuple(replace(c, role="note") if c.index in notes else c for c in columns)


def parallel_texts(columns: Sequence[Column], rows: Rows) -> Target | None:
    """The second of two columns of texts that say the same: in two scripts, or as long as each other.

    Columns without a name may be so as well; anything else beside them speaks against it.
    """
    if len(rows) < _LEAST_ROWS:
        return None
    texts = [column for column in columns if column.role == "text" or _may_be_text(column)]
    others = [c for c in columns if c not in texts and c.role not in ("id", "empty", "note", "date")]
    if len(texts) != 2 or others or not any(column.role == "text" for column in texts):
        return None
    first, second = ([row[column.index] for row in rows[:_SAMPLED]] for column in texts)
    one, other = (_script(cells) for cells in (first, second))
    if one != other and one is not None and other is not None:
        return Target(texts[1], "text", named=True, why="texts_in_two_scripts")
    if sum(a.strip() == b.strip() for a, b in zip(first, second, strict=True)) > 0.2 * len(first):
        return None
    lengths = _correlation([math.log1p(len(cell)) for cell in first], [math.log1p(len(c)) for c in second])
    return Target(texts[1], "text", named=False, rivals=1) if lengths > 0.6 else None


def _may_be_text(column: Column) -> bool:
    return column.role == "category" and column.distinct > 0.8 * column.filled and column.words >= 2


def _script(cells: Sequence[str]) -> int | None:
    """The script of most cells, by the first one of the list that stands in each."""
    found = [next((n for n, script in enumerate(_SCRIPTS) if script.search(cell)), -1) for cell in cells]
    commonest = statistics.mode(found) if found else -1
    return commonest if commonest >= 0 and found.count(commonest) >= 0.8 * len(found) else None


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    try:
        return statistics.correlation(one, other)
    except statistics.StatisticsError:
        return 0.0


def _is_called(column: Column, names: frozenset[str]) -> bool:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.name)
    called = tokens(name)
    if any(name.startswith(word) for word in names if not word.isascii()):
        return True
    bare = [word for word in called if word not in ("id", "idx", "no", "code", "key", "number")]
    return (len(bare) == 1 and bare[0] in names) or (not bare and len(called) == 1 and called[0] in names)
