"""Words that number origins: in columns, folders and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.dataset.vocabulary import tokens, words

_PERSONS = words(
    "patient patients subject subjects subj participant person speaker spk spkr actor signer singer rat mouse"
    " animal donor user driver rider worker annotator writer author student customer client member"
    " 환자 피험자 참가자 대상자 화자 발화자 배우 사용자 이용자 고객 회원 작성자 학생 운전자"
)
_TAKES = words(
    "video vid clip movie episode scene session recording rec sequence seq take shot burst trip drive flight"
    " visit study exam case slide tile volume scan series document doc page article book report call"
    " conversation dialog dialogue household family hospital site plant machine device sensor"
    " vehicle 영상 비디오 동영상 장면 세션 촬영 녹음 방문 검사 증례 문서 기사 책 통화 대화"
    " 병원 공장 설비 장비 센서 차량"
)
_SHORT = words("p s sub sbj pt pat spk sp vid")
"""With a number right behind them, in folders and names that all have them."""
_IDS = words("id no num number idx index key code name 번호 아이디 코드 명 이름")
_SAYS = _PERSONS | _TAKES
_DATED = re.compile(r"(19|20)\d\d([01]\d([0-3]\d)?)?")
_DAY = re.compile(r"(day|date|날짜)?[-_ ]?(19|20)\d\d([-_.]?)(0[1-9]|1[0-2])\3([0-2]\d|3[01])", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"(day|일차)[-_ ]?\d{1,3}|\d{1,3} ?일차", re.IGNORECASE)
_NUMBERED = re.compile(r"([^\W\d_]+?)[-_ ]?(\d{1,8})")


def origin_columns(names: Iterable[str]) -> list[str]:
    """Columns that name whom or what a row comes from: ``patient_id``, ``user``, ``환자번호``."""
    return [name for name in names if _names_origin(name)]


def _names_origin(name: str) -> bool:
    parts = tokens(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name))
    said = [part for part in parts if part in _SAYS]
    others = [part for part in parts if part not in _SAYS and part not in _IDS and not part.isdigit()]
    if said and not others and (parts[-1] in _SAYS or parts[-1] in _IDS):
        return bool(set(said) & _PERSONS) or parts[-1] in _IDS
    korean = [word for word in _SAYS if not word.isascii()]
    return any(
        re.fullmatch(rf"{word} ?(번호|아이디|id|코드)?", name.strip(), re.IGNORECASE) for word in korean
    )


def numbered_origin(part: str, short: bool) -> bool:
    """Whether a folder's name or a token numbers an origin: ``patient_012``, ``scene3``, ``환자 7``.

    ``short``: so do ``p12`` and ``s03``.
    """
    found = _NUMBERED.fullmatch(part.strip())
    if found is None:
        return False
    word = found[1].lower()
    dated = _DATED.fullmatch(found[2]) is not None and word not in _PERSONS  # report2023 is a year's
    return (word in _SAYS and not dated) or (short and word in _SHORT)


def names_day(part: str) -> bool:
    """Whether a folder is a day's: ``20230412``, ``2023-04-12``, ``day_20230412``, ``day3``."""
    return _DAY.fullmatch(part.strip()) is not None or _DAY_NUMBER.fullmatch(part.strip()) is not None


def says_origin(token: str) -> bool:
    """Whether a token is the bare word, with its number behind a sign: ``patient`` of ``patient_012``."""
    return token.lower() in _SAYS
