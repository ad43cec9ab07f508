"""Korean, Japanese and Chinese in their old encodings, told apart by which signs are everyday ones."""

from __future__ import annotations

import codecs
import re
import unicodedata

_KOREAN = frozenset(
    "이다는에의가을고하지로한기도사리자어나아인일는를은대시수정서부제해전상스주으라들보그와장보구있"
    "였았게여선경원요면만합니습우진성교국공학동문안용중조오명과음없거소비생실유모위회영신계방관물적입내"
    "양김박최강월년분번호금점품절물류날짜온량발차세산단통연간심트드배송개치무등분류용름"
)
_JAPANESE = frozenset(
    "日本人大年一中会国出上生子分東三行同今高金時手見市力米自前円合立内二事社者地京間田体学下目五後新"
    "明方部八心四対主作小名番号店良悪品商当県都府区町村山川木林藤鈴佐評価予送届早遅買売注文気"
)
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "很买卖天快慢差评价质量服务客号名类别编姓性城市北京上海广州省区王李张刘陈杨赵黄周吴产品商店房间电话"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日"
    "很買賣快慢差評價質量服務客號名類別編姓性城市台灣臺北京省區王李張劉陳楊趙黃周吳產品商店房間電話"
)
_COMMON, _USUAL, _RARE, _FOREIGN, _DAMAGE = 1.0, 0.6, 0.1, -0.5, -3.0
_HEAD = 1 << 16
_LEAST = 0.45
_LEAST_APART = 0.8  # where high bytes stand alone, as the apostrophes and accents of the West do
_APART = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_PRIOR = 0.08  # fewer than half of the sets that are met here come from elsewhere


def east_asian_encoding(head: bytes) -> str | None:
    """The encoding in which the head reads as everyday text of these languages, or None.

    Each reading is weighed sign by sign: the commonest ones of the language most, ones beyond the
    first level of its standard hardly, bytes that decode to nothing heavily against it.
    """
    part = head[:_HEAD]
    if part.isascii():
        return None
    best: tuple[float, str] | None = None
    for encoding in ("cp949", "cp932", "euc_jp", "gb18030", "big5"):
        weight = _weight(part, encoding)
        if weight is not None and (best is None or weight > best[0]):
            best = weight, encoding
    least = _LEAST_APART if len(_APART.findall(part)) > 0.5 * sum(byte >= 0x80 for byte in part) else _LEAST
    return best[1] if best is not None and best[0] >= least else None


def _weight(part: bytes, encoding: str) -> float | None:
    """How everyday a reading looks, 1 for the commonest signs throughout; None where nothing is read."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(part, False)
    signs = [sign for sign in text if not sign.isascii() and not _is_punctuation(sign)]
    if not signs:
        return None
    weigh = _WEIGHTS[encoding]
    known: dict[str, float] = {}
    total = 0.0
    for sign in signs:
        if sign not in known:
            known[sign] = _DAMAGE if sign == "\ufffd" else weigh(sign)
        total += known[sign]
    return total / len(signs) + _PRIOR * (encoding == "cp949")


def _is_punctuation(sign: str) -> bool:
    return sign != "\ufffd" and unicodedata.category(sign)[0] in "PZS"


def _korean(sign: str) -> float:
    if sign in _KOREAN:
        return _COMMON
    if "가" <= sign <= "힣":
        return _USUAL if _encodes(sign, "euc-kr") else _RARE
    return _USUAL if "ㄱ" <= sign <= "ㅣ" else _RARE if "\u4e00" <= sign <= "\u9fff" else _FOREIGN


def _japanese(sign: str) -> float:
    if "\u3041" <= sign <= "\u30ff" or sign in _JAPANESE:
        return _COMMON
    if "\u4e00" <= sign <= "\u9fff":
        return _USUAL if _row(sign, "euc_jp") < 0xD0 else _RARE
    return 0.0 if "\uff61" <= sign <= "\uff9f" else _FOREIGN


def _simplified(sign: str) -> float:
    if sign in _SIMPLIFIED:
        return _COMMON
    if "\u4e00" <= sign <= "\u9fff":
        return _USUAL if 0xB0 <= _row(sign, "gb2312") <= 0xD7 else _RARE
    return _FOREIGN


def _traditional(sign: str) -> float:
    if sign in _TRADITIONAL:
        return _COMMON
    if "\u4e00" <= sign <= "\u9fff":
        return _USUAL if 0xA4 <= _row(sign, "big5") <= 0xC6 else _RARE
    return _FOREIGN


_WEIGHTS = {
    "cp949": _korean,
    "cp932": _japanese,
    "euc_jp": _japanese,
    "gb18030": _simplified,
    "big5": _traditional,
}


def _encodes(sign: str, encoding: str) -> bool:
    try:
        return len(sign.encode(encoding)) == 2
    except UnicodeEncodeError:
        return False


def _row(sign: str, encoding: str) -> int:
    """The first byte of a sign in a standard that sorts by how common signs are; 255 where it has none."""
    try:
        code = sign.encode(encoding)
    except UnicodeEncodeError:
        return 255
    return code[0] if len(code) == 2 else 255
