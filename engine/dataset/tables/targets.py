"""Which column of a table is the target, and what goes in: guessed from roles, names and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.dataset.tables.roles import FEW_VALUES, TEXT_NAMES, Column, is_called, is_missing
from engine.dataset.types import Modality
from engine.dataset.vocabulary import is_language, tokens, words

_TARGET_NAMES = (
    words("label labels target targets 라벨 레이블 정답 타깃 타겟 목표값"),
    words("saleprice sale_price 거래금액 매매가 분양가 낙찰가 실거래가"),
    words(
        "class classes category y y1 output ground_truth gt annotation answer sentiment emotion intent"
        " species variety diagnosis outcome survived churn default is_fraud fraud spam"
        " result results status verdict judgement judgment anomaly defect fault failure tag polarity"
        " 클래스 분류 카테고리 감성 감정"
        " 의도 판정 진단 결과 종류 품종 등급 유형 분야 불량 이상"
        " 类别 類別 标签 標籤 ラベル 分類 класс étiquette klasse etiqueta"
    ),
    words(
        "summary abstractive translation translated response reply completion chosen highlights headline"
        " 답변 대답 응답 요약 요약문 번역 번역문 답"
    ),
    words(
        "rating ratings overall score scores stars grade quality price medv 평점 별점 점수 평가 가격"
        " 품질 매출 판매량"
        " sales salary prix preis precio prezzo preço цена 価格 价格 評価 评分"
        " 매출액 판매액 수요량"
    ),
)
_SAID_NAMES = _TARGET_NAMES[3] | {"answer", "output", "target", "정답", "a"}
_ASKED = words("instruction instructions prompt question query q 지시 지시문 질문 질의")
_PRICES = words("price cost sales salary amount 가격 단가 금액 매출 매출액 판매액 판매량 거래금액 수요량")
_ATTRIBUTES = words(
    "region city country state area gender sex age name address phone email department"
    " 지역 도시 국가 주소 성별 나이 연령 이름 성명 부서"
)
_SPEAKERS = words(
    "user speaker author sender name nickname writer operator from who"
    " 작성자 화자 발신자 보낸이 이름 닉네임 사용자 글쓴이 상담원"
)
_ANSWER_KEYS = words("answer answers answer_key answer_idx 정답 답")
_MUCH_LONGER = 20
_LONG_TEXT = 40
_LEAST_SPREAD = 0.01
_MANY = 20  # cells
_LEAST_COLUMNS = 5  # of a table without names, whose last column may be its class


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


def is_missing_target(cell: str) -> bool:
    """The same for a target, where ``none`` may well be a class."""
    return is_missing(cell) and cell.strip().lower() not in ("none", "없음")


def choose_target(columns: Sequence[Column]) -> Target | None:
    """The column to be predicted, or None: one named so, else a last one with few values."""
    usable = [column for column in columns if column.role not in ("empty", "date", "note")]
    if len([column for column in usable if column.role != "id"]) < 2:
        return None
    answer = _answer_to_a_question(usable)
    if answer is not None:
        return answer
    varied = [column for column in usable if not _is_constant(column)]
    named = _named(varied) or _named(usable)
    if named is not None:
        return Target(named, _target_modality(named), named=True)
    for column in reversed(varied):
        if column.name.endswith("여부") and column.distinct <= FEW_VALUES:
            return Target(column, "category", named=True)
    languages = [column for column in usable if column.role == "text" and is_language(_inner(column.name))]
    if len(languages) == 2:
        return Target(languages[1], "text", named=True)
    return _likeliest(columns)


def named_target(columns: Sequence[Column]) -> Target | None:
    """The column whose name alone says that it is the target, be there anything beside it or not."""
    named = _named([column for column in columns if column.role not in ("empty", "date", "note")])
    return None if named is None else Target(named, _target_modality(named), named=True)


def _answer_to_a_question(usable: Sequence[Column]) -> Target | None:
    """What is answered where a column is called a question: in words, or which of the choices it is."""
    texts = [column for column in usable if column.role == "text"]
    asked = [c for c in texts if is_called(c.name, _ASKED) or is_called(c.name.partition(".")[0], _ASKED)]
    keys = [column for column in usable if asked and is_called(column.name, _ANSWER_KEYS)]
    if keys and keys[-1].role != "text":
        return Target(keys[-1], _target_modality(keys[-1]), named=True)
    answers = [column for column in texts if is_called(column.name, _SAID_NAMES)]
    if answers and any(column not in answers for column in asked):
        return Target(answers[-1], "text", named=True)
    return None


def _named(usable: Sequence[Column]) -> Column | None:
    """The column with the plainest name of a target.

    A last column called so goes before one of which only the end of the name says so: ``SalePrice`` at
    the end before ``MSSubClass``.
    """
    for names in _TARGET_NAMES:
        for column in reversed(usable):
            if not _may_be_called(column, names, usable):
                continue
            plain = column.name.lower() in names or not column.name.isascii()
            last = usable[-1]
            if not plain and any(_may_be_called(last, other, usable) for other in _TARGET_NAMES):
                return last
            return column
    return None


def _may_be_called(column: Column, names: frozenset[str], usable: Sequence[Column]) -> bool:
    if not is_called(column.name, names) or (column.role == "id" and column is usable[0]):
        return False
    return names is not _TARGET_NAMES[-1] or not hardly_varies(column)


def _is_constant(column: Column) -> bool:
    """Whether all of many cells are the same: nothing to tell apart."""
    return column.distinct < 2 and column.filled >= _MANY


def _inner(name: str) -> str:
    """``ko`` of ``translation.ko``."""
    return name.rpartition(".")[2]


def rating_column(columns: Sequence[Column]) -> Target | None:
    """The column that says how much somebody liked something, where one is called so."""
    for column in reversed(columns):
        if column.role in ("number", "category") and is_called(column.name, _TARGET_NAMES[-1]):
            target = Target(column, _target_modality(column), named=True)
            if is_graded(target) and not hardly_varies(column):
                return target
    return None


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
        and 2 <= column.distinct <= FEW_VALUES
        and column.filled >= 4 * column.distinct
    ]


def _likeliest(columns: Sequence[Column]) -> Target | None:
    """The one code beside a text, in whichever order; else the last column where it has few values."""
    candidates = may_be_targets(columns)
    texts = [column for column in columns if column.role == "text"]
    codes = [column for column in columns if column.role in ("category", "number")]
    if texts:
        codes = [column for column in codes if not _is_key(column)]
    spoken_by = bool(codes) and bool(set(tokens(codes[0].name)) & _SPEAKERS)
    if texts and len(codes) == 1 and codes == candidates and not spoken_by:
        return Target(codes[0], "category", named=False)
    last = columns[-1]
    sure = last.role == "category" or (last in candidates and len(candidates) == 1 and len(codes) > 2)
    unnamed = len(columns) >= _LEAST_COLUMNS and all(map(is_unnamed, columns))
    if last in candidates and (sure or (unnamed and last.whole)):
        attribute = bool(set(tokens(last.name)) & (_ATTRIBUTES | _SPEAKERS))
        return Target(last, "category", named=False, rivals=len(candidates) - 1 + attribute)
    if len(columns) > 2 and candidates == [columns[0]] and all(map(is_unnamed, columns)):
        return Target(columns[0], "category", named=False)  # as many old sets put the class first
    return _only_word(columns, candidates) if unnamed else None


def _only_word(columns: Sequence[Column], candidates: Sequence[Column]) -> Target | None:
    """The one column of words, first or second, where all others are numbers."""
    worded = [column for column in columns if column.role not in ("number", "id", "empty")]
    if len(worded) == 1 and worded[0] in candidates and worded[0].index < 2:
        return Target(worded[0], "category", named=False, rivals=len(candidates) - 1)
    return None


def _is_key(column: Column) -> bool:
    """Whether nearly every cell is another short code: what the row is called by."""
    return column.distinct > 0.9 * column.filled and column.words <= 1 and column.role == "category"


def is_unnamed(column: Column) -> bool:
    """Whether the file gives the column no name."""
    return column.name == f"column_{column.index + 1}"


def input_columns(columns: Sequence[Column], target: Target | None) -> tuple[Column, ...]:
    """What goes in: all but row numbers, empty columns and the target.

    Beside a single column of values a row number is a key, and stays.
    """
    usable = [c for c in columns if c.role not in ("empty", "note") and not _belongs_to(c, target)]
    taken = [column for column in usable if column.role != "id"]
    if len(taken) == 1 and target is None and taken[0].role in ("number", "category"):
        taken = usable
    return tuple(taken) or tuple(columns[:1])


def text_column(inputs: Sequence[Column]) -> Column | None:
    """The longest text where the inputs are texts, but for dates and one code, or for what it dwarfs.

    One that is called a text is the input beside any codes as well, as long as no more than one column
    measures something.
    """
    texts = [column for column in inputs if column.role == "text"]
    rest = [column for column in inputs if column.role not in ("text", "date")]
    longest = max(texts, key=lambda column: column.length, default=None)
    if longest is None or len(rest) <= 1:
        return longest
    full = 0.9 * max(column.filled for column in inputs)
    called = [
        column for column in texts if is_called(_stem(column.name), TEXT_NAMES) and column.filled >= full
    ]
    measures = [column for column in rest if column.role == "number" and column.distinct > FEW_VALUES]
    if called and len(measures) <= 1 and longest.length <= _MUCH_LONGER * called[0].length:
        return max(called, key=lambda column: column.length)
    others = sum(column.length for column in rest)
    return longest if longest.length >= max(_LONG_TEXT, 2 * others) else None


def _belongs_to(column: Column, target: Target | None) -> bool:
    """Whether a column is the target, or stands in one object with it (``labels.a``, ``labels.b``)."""
    if target is None or column is target.column:
        return target is not None
    above, dot, _ = target.column.name.rpartition(".")
    inner = set(tokens(above)) & set().union(*_TARGET_NAMES[:3:2])
    return bool(dot and inner) and column.name.startswith(above + dot)


def _stem(name: str) -> str:
    """``sentence`` of ``sentence1``."""
    return name.rstrip("0123456789_")


def _target_modality(column: Column) -> Modality:
    if column.role == "number":
        scored = is_called(column.name, _TARGET_NAMES[-1])
        return "number" if scored or column.distinct > FEW_VALUES else "category"
    if column.role == "text":
        return "text"
    few = column.distinct <= FEW_VALUES and column.filled >= 4 * column.distinct
    return "text" if is_called(column.name, _SAID_NAMES) and not few else "category"
