"""In which script a text is written: another than that of nearly all is a wrong language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SCRIPTS = {
    "hangul": re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]"),
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "kana": re.compile(r"[ぁ-ヿ]"),
    "han": re.compile(r"[一-鿿]"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "greek": re.compile(r"[Ͱ-Ͽ]"),
    "arabic": re.compile(r"[؀-ۿ]"),
    "hebrew": re.compile(r"[֐-׿]"),
    "thai": re.compile(r"[฀-๿]"),
    "devanagari": re.compile(r"[ऀ-ॿ]"),
}
MOSTLY = 0.6
"""Of a text's letters: its script. A Korean sentence with English names in it stays Korean."""
USUAL = 0.8
"""Of all texts: a script that so many have is the expected one."""
_FEWEST_LETTERS = 10
_LOOKED_AT = 2000  # signs


def script_of(text: str) -> str:
    """The script that most of the letters are of, or "" where none is, or there are hardly any."""
    shown = text[:_LOOKED_AT]
    counts = {name: len(letters.findall(shown)) for name, letters in SCRIPTS.items()}
    total = sum(counts.values())
    if total < _FEWEST_LETTERS:
        return ""
    if counts["kana"]:  # Japanese writes with both
        counts["kana"] += counts.pop("han")
    name = max(counts, key=lambda script: counts[script])
    return name if counts[name] >= MOSTLY * total else ""


def usual_script(scripts: Iterable[str]) -> str:
    """The script of nearly all texts, or "" where they are mixed."""
    counts = Counter(script for script in scripts if script)
    if not counts:
        return ""
    name, count = counts.most_common(1)[0]
    return name if count >= USUAL * counts.total() else ""
