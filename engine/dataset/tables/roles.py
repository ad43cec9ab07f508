"""What each column of a table is, and which one is the target: guessed from names and cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.dataset.tables.headings import looks_numeric
from engine.dataset.types import Modality
from engine.dataset.vocabulary import is_language, tokens, words

Role = Literal["id", "date", "text", "number", "category", "note", "empty"]

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "?", "없음", "결측"})
_DATE = re.compile(
    r"\d{4}[-/.년]\s?\d{1,2}([-/.월]\s?\d{1,2}일?)?([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( .*)?|[A-Za-z]{3,9} \d{1,2},? \d{4}|(19|20)\d{6}"
    r"|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?|(19|20)\d{2}(년|[-. ]?[Qq][1-4]|년? ?[1-4]분기|[-. ]?[Ww]\d{1,2})"
)
_LOCATION = re.compile(r"https?://\S+|[\w가-힣./\\:()-]*[\w)]\.[A-Za-z][A-Za-z0-9]{1,4}")
_DATE_NAMES = words("date time datetime timestamp day month year 날짜 일시 일자 시간 연도 년도 월")
_ID_NAMES = words("id idx index no num uuid guid key serial rowid 번호 순번 일련번호 식별자 아이디 키")
_TARGET_NAMES = (
    words("label labels target targets 라벨 레이블 정답 타깃 타겟 목표값"),
    words(
        "class classes category y y1 output ground_truth gt annotation answer sentiment emotion intent"
        " species variety diagnosis outcome survived churn default is_fraud fraud spam"
        " result results status verdict judgement judgment anomaly defect fault failure tag polarity"
        " 클래스 분류 카테고리 감성 감정"
        " 의도 판정 진단 결과 종류 품종 등급 유형 분야 불량 이상"
        " 类别 類別 标签 標籤 ラベル 分類 класс étiquette klasse etiqueta"
    ),
    words(
        "summary translation translated response reply completion chosen highlights headline"
        " 답변 대답 응답 요약 요약문 번역 번역문 답"
    ),
    words(
        "rating ratings overall score scores stars grade quality price medv 평점 별점 점수 평가 가격"
        " 품질 매출 판매량"
        " sales salary 評価 评分 거래금액 매매가 분양가 매출액 판매액 수요량"
    ),
)
_SAID_NAMES = _TARGET_NAMES[2] | {"answer", "output", "target", "정답"}
_ASKED = words("instruction instructions prompt question query 지시 지시문 질문 질의")
_PRICES = words("price cost sales salary amount 가격 단가 금액 매출 매출액 판매액 판매량 거래금액 수요량")
_ATTRIBUTES = words(
    "region city country state area gender sex age name address phone email department"
    " 지역 도시 국가 주소 성별 나이 연령 이름 성명 부서"
)
_SPEAKERS = words(
    "user speaker author sender name nickname writer operator from who"
    " 작성자 화자 발신자 보낸이 이름 닉네임 사용자 글쓴이 상담원"
)
_TEXT_NAMES = words(
    "text texts sentence document review reviews comment comments content body utterance tweet message"
    " 글 문장 본문 내용 리뷰 댓글 후기 발화 문의내용 상담내용"
    " レビュー 本文 コメント 评论 評論 内容 內容 отзыв"
)
_DENSE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_TEXT_LENGTH = 12  # signs: shorter cells on average are names and codes
_SENTENCE_LENGTH = 18
_LONG_TEXT = 40
_FEW_VALUES = 30
_LEAST_SPREAD = 0.01
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


@dataclass(frozen=True)
class Target:
    """The chosen target; ``named``: its name says so, else it is the likeliest by position.

    ``rivals``: how many other columns might be it as well; ``why``: a key of findings.toml where
    something else than name and values gives it away.
    """

    column: Column
    modality: Modality
    named: bool
    rivals: int = 0
    why: str = ""


def is_missing(cell: str) -> bool:
    """Whether a cell holds nothing, in one of the usual spellings."""
    return cell.strip().lower() in _MISSING


def is_date(cell: str) -> bool:
    """Whether a cell is a date or a time, in one of the usual spellings."""
    return _DATE.fullmatch(cell.strip()) is not None


def is_missing_target(cell: str) -> bool:
    """The same for a target, where ``none`` may well be a class."""
    return is_missing(cell) and cell.strip().lower() not in ("none", "없음")


def judge_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The role of every column, from its name and the cells of the first rows."""
    return tuple(_judge(index, name, [row[index] for row in rows]) for index, name in enumerate(names))


def choose_target(columns: Sequence[Column]) -> Target | None:
    """The column to be predicted, or None: one named so, else a last one with few values."""
    usable = [column for column in columns if column.role not in ("empty", "date", "note")]
    if len([column for column in usable if column.role != "id"]) < 2:
        return None
    texts = [column for column in usable if column.role == "text"]
    answers = [column for column in texts if _is_called(column.name, _SAID_NAMES)]
    if answers and any(_is_called(column.name, _ASKED) for column in texts if column not in answers):
        return Target(answers[-1], "text", named=True)
    for names in _TARGET_NAMES:
        for column in reversed(usable):
            if _is_called(column.name, names) and (column.role != "id" or column is not usable[0]):
                if names is _TARGET_NAMES[-1] and hardly_varies(column):
                    continue
                return Target(column, _target_modality(column), named=True)
    for column in reversed(usable):
        if column.name.endswith("여부") and column.distinct <= _FEW_VALUES:
            return Target(column, "category", named=True)
    languages = [column for column in usable if column.role == "text" and is_language(column.name)]
    if len(languages) == 2:
        return Target(languages[1], "text", named=True)
    return _likeliest(columns)


def is_graded(target: Target) -> bool:
    """Whether a target says how much somebody liked something, rather than what it costs."""
    words_of = set(tokens(target.column.name))
    return not words_of & _PRICES and not any(
        target.column.name.endswith(w) for w in _PRICES if not w.isascii()
    )


def hardly_varies(column: Column) -> bool:
    """Whether all its numbers are next to the same: nothing can be learnt from them."""
    return column.role == "number" and column.filled >= 20 and column.spread < _LEAST_SPREAD


def target_called(column: Column, why: str) -> Target:
    """A column as the target for a reason of its own."""
    return Target(column, _target_modality(column), named=True, why=why)


def may_be_targets(columns: Sequence[Column]) -> list[Column]:
    """Columns of a few values that come back, by which rows could be told apart."""
    return [
        column
        for column in columns
        if (column.role == "category" or column.whole)
        and 2 <= column.distinct <= _FEW_VALUES
        and column.filled >= 4 * column.distinct
    ]


def _likeliest(columns: Sequence[Column]) -> Target | None:
    """The one code beside a text, in whichever order; else the last column where it has few values."""
    candidates = may_be_targets(columns)
    texts = [column for column in columns if column.role == "text"]
    codes = [column for column in columns if column.role in ("category", "number")]
    spoken_by = bool(codes) and bool(set(tokens(codes[0].name)) & _SPEAKERS)
    if texts and len(codes) == 1 and codes == candidates and not spoken_by:
        return Target(codes[0], "category", named=False)
    last = columns[-1]
    sure = last.role == "category" or (last in candidates and len(candidates) == 1 and len(codes) > 2)
    if last in candidates and sure:
        attribute = bool(set(tokens(last.name)) & (_ATTRIBUTES | _SPEAKERS))
        return Target(last, "category", named=False, rivals=len(candidates) - 1 + attribute)
    if len(columns) > 2 and candidates == [columns[0]] and all(map(is_unnamed, columns)):
        return Target(columns[0], "category", named=False)  # as many old sets put the class first
    return None


def is_unnamed(column: Column) -> bool:
    """Whether the file gives the column no name."""
    return column.name == f"column_{column.index + 1}"


def input_columns(columns: Sequence[Column], target: Target | None) -> tuple[Column, ...]:
    """What goes in: all but row numbers, empty columns and the target.

    Beside a single column of values a row number is a key, and stays.
    """
    usable = [
        c for c in columns if c.role not in ("empty", "note") and (target is None or c is not target.column)
    ]
    taken = [column for column in usable if column.role != "id"]
    if len(taken) == 1 and target is None and taken[0].role in ("number", "category"):
        taken = usable
    return tuple(taken) or tuple(columns[:1])


def text_column(inputs: Sequence[Column]) -> Column | None:
    """The longest text where the inputs are texts, but for dates and one code, or for what it dwarfs."""
    texts = [column for column in inputs if column.role == "text"]
    rest = [column for column in inputs if column.role not in ("text", "date")]
    longest = max(texts, key=lambda column: column.length, default=None)
    if longest is None or len(rest) <= 1:
        return longest
    others = sum(column.length for column in rest)
    return longest if longest.length >= max(_LONG_TEXT, 2 * others) else None


def _judge(index: int, name: str, cells: Sequence[str]) -> Column:
    filled = [cell.strip() for cell in cells if not is_missing(cell)]
    values = set(filled)
    length = sum(map(len, filled)) / max(len(filled), 1)
    whole = bool(values) and all(re.fullmatch(r"-?\d{1,4}(\.0+)?", value) for value in values)
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
    plain = cell.strip().rstrip("% ")
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
    if len(values) > 0.5 * len(filled) and _is_called(name, _TEXT_NAMES):
        return "text"
    if length >= _SENTENCE_LENGTH and sum(map(word_count, filled)) >= 3 * len(filled):
        return "text"
    if len(values) > max(_FEW_VALUES, 0.5 * len(filled)) or (len(values) > 0.8 * len(filled) and length > 20):
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


def _is_called(name: str, names: frozenset[str]) -> bool:
    name = re.sub(r"(?<=\S)\s*[(\[].*[)\]]$", "", name.strip())  # price (USD)
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)  # SalePrice
    lower = name.lower()
    if lower in names or any(lower.endswith(word) for word in names if not word.isascii()):
        return True
    last = tokens(name)[-1:]
    return bool(last) and len(last[0]) > 2 and last[0] in names


def _target_modality(column: Column) -> Modality:
    if column.role == "number":
        scored = _is_called(column.name, _TARGET_NAMES[-1])
        return "number" if scored or column.distinct > _FEW_VALUES else "category"
    if column.role == "text":
        return "text"
    few = column.distinct <= _FEW_VALUES and column.filled >= 4 * column.distinct
    return "text" if _is_called(column.name, _SAID_NAMES) and not few else "category"
