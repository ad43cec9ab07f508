"""What is wrong with the words of a single text: garbled, hardly any, or a stock phrase alone."""

from __future__ import annotations

import re

GARBLED = 0.03
"""Share of the signs that come of reading bytes in a wrong encoding; above, the text is garbled."""
TOO_SHORT = 2
"""Letters and digits; with fewer a text says nothing."""
SHORT_AMONG = 10
"""Usual number of letters of a set's texts; of sets of shorter ones (words, codes) none is too short."""
_LOOKED_AT = 4000  # signs
_STOCK_LENGTH = 160  # signs; a longer text has something besides the phrase
_FEWEST_BYTES = 4
_REST = 12  # letters beside the phrase

# Bytes that are not ASCII, as Windows-1252 or Latin-1 shows them.
_WESTERN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
_EASTERN = re.compile("[^\x00-\x7f]{3,}")
_LOST = re.compile("\ufffd|占쏙옙|쏙옙|ï¿½|\\?{4,}(?=\\S*\\s+\\?{2,})")
_DENSE = re.compile("[가-힣ぁ-ヿ一-鿿]")
_STOCK = re.compile(
    r"삭제된 (댓글|글|게시물|메시지)(입니다)?|블라인드 처리된 \S+"
    r"|(작성자|관리자|운영자)에 의해 (삭제|블라인드|숨김)\S*"
    r"|비공개 (댓글|글)(입니다)?|내용 ?(이 )?없음|내용을 입력\S*|비밀 ?글(입니다)?"
    r"|신고(로|에 의해) \S+ (댓글|글)(입니다)?"
    r"|\[?(deleted|removed)\]?"
    r"|this (comment|post|message|tweet) (has been|was|is) (deleted|removed|unavailable)\S*"
    r"|(access denied|403 forbidden|404 not found|page not found|502 bad gateway|internal server error)"
    r"|lorem ipsum[\w\s,.]*|(please )?enable (javascript|cookies)[\w\s]*"
    r"|no (comment|content|text|description)s?|image removed|media omitted"
    r"|(test|테스트)(입니다)?( ?\d*)|사진을 보냈습니다|이모티콘을? 보냈습니다|샵검색[:\w\s]*",
    re.IGNORECASE,
)


def wording(text: str) -> dict[str, float]:
    """``text_letters``: how many of the first signs; ``text_garbled``: their share; ``text_stock``: 1."""
    shown = text[:_LOOKED_AT]
    found = {"text_letters": float(sum(map(str.isalnum, shown)))}
    share = 0.0 if shown.isascii() else garbled_share(shown)
    if share or "????" in shown:
        found["text_garbled"] = share or garbled_share(shown)
    if len(text) <= _STOCK_LENGTH and _is_stock(text):
        found["text_stock"] = 1.0
    return {name: value for name, value in found.items() if value or name == "text_letters"}


def garbled_share(text: str) -> float:
    """Share of the signs that turn into sense when their bytes are read as UTF-8, or that are lost."""
    signs = len(text) - text.count(" ")
    if not signs:
        return 0.0
    wrong = sum(len(run) for run in _LOST.findall(text))
    wrong += sum(
        len(run)
        for run in _WESTERN.findall(text)
        if _was_utf8(_western(run), 1) or _was_eastern(_western(run))
    )
    wrong += sum(len(run) for run in _EASTERN.findall(text) if _was_korean(run))
    return min(1.0, wrong / signs)


def _western(run: str) -> bytes:
    """Its bytes, where the five that Windows-1252 leaves out stand as Latin-1 has them."""
    return b"".join(_western_byte(sign) for sign in run)


def _western_byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1", "replace")


def _was_utf8(data: bytes, least: int) -> bool:
    """A run may begin and end within a sign."""
    for start in range(min(3, len(data))):
        for end in range(len(data), max(start, len(data) - 3), -1):
            try:
                decoded = data[start:end].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(decoded) >= least and not decoded.isascii():
                return True
    return False


def _was_eastern(data: bytes) -> bool:
    """Korean, or Chinese as Korea encodes it, in two bytes a sign; no Western word has four such in a row."""
    if len(data) < _FEWEST_BYTES:
        return False
    decoded = data[: len(data) - len(data) % 2].decode("cp949", "replace")
    return len(_DENSE.findall(decoded)) >= 0.9 * len(decoded)


def _was_korean(run: str) -> bool:
    """Korean in UTF-8 that was read as EUC-KR: what its bytes say is dense script throughout."""
    try:
        data = run.encode("cp949")
    except UnicodeEncodeError:
        return False
    for start in range(3):
        decoded = data[start : len(data) - (len(data) - start) % 3].decode("utf-8", "replace")
        if len(decoded) >= 2 and len(_DENSE.findall(decoded)) >= 0.9 * len(decoded):
            return True
    return False


def _is_stock(text: str) -> bool:
    found = _STOCK.search(text)
    if found is None:
        return False
    rest = text[: found.start()] + text[found.end() :]
    return sum(map(str.isalnum, rest)) < min(_REST, len(found[0]) // 2)
