"""In which script and language a text is written: another than that of nearly all is a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

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
FUNCTION_WORDS = 0.15
"""Of a text's words: those such as "the" and "of" of its language; and so many times more than another's."""
_TIMES_MORE = 1.4
_FEWEST_LETTERS = 10
_FEWEST_WORDS = 6
_FEWEST_KNOWN = 10  # texts of the usual language, before another one is strange
_LOOKED_AT = 2000  # signs
_READ = 600  # signs of which the words are looked at
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES = {
    "en": "the of and to in is that it was for with as his her on be at by this had not are but from have"
    " they which you were their been has will would there we who so if what my your me he she our an",
    "fr": "le la les des et est une du que qui dans pour pas sur ce il elle au avec plus je sont par ne nous"
    " vous ont cette mais ou un de en à se son sa ses été aux",
    "de": "der die und das ist nicht ein eine den mit von zu auf für sich dem es im auch als wie ich sie wir"
    " war hat nach bei aus er einen einem einer aber oder wird noch nur",
    "es": "el la los las de que y en un una es por con para se no del lo más como su al pero está fue le"
    " muy ha sus me mi todo esta este son",
    "it": "il la di che e è un una per non con del della i le si sono ma più come gli nel alla anche lo da"
    " al ho mi questo questa molto ha era",
    "pt": "o a os as de que e um uma é para não com do da em se na no por mais como foi dos ao muito eu"
    " isso este esta são mas",
    "nl": "de het een en van is dat niet op te zijn met voor die aan er ook maar als bij ik je was wat heb"
    " nog naar heeft hij ze",
    "id": "yang dan di ini itu dengan untuk tidak dari ada saya pada akan juga ke oleh sudah dalam bisa",
    "tr": "ve bir bu için de da ile çok ne var ama gibi daha olarak olan o en kadar ben değil",
    "pl": "i w na z się nie to jest do że jak ale o po co ten tak za od są dla przez jego",
    "sv": "och att det i en som är på för av med den till inte har om ett men jag var de så vi",
}
_COMMON = {language: frozenset(listed.split()) for language, listed in _LANGUAGES.items()}


def script_of(text: str) -> str:
    """The script that most of the letters are of, or "" where none is, or there are hardly any.

    Of Latin letters with the language where its function words tell it: ``latin_fr``.
    """
    shown = text[:_LOOKED_AT]
    counts = {name: len(letters.findall(shown)) for name, letters in SCRIPTS.items()}
    total = sum(counts.values())
    if total < _FEWEST_LETTERS:
        return ""
    if counts["kana"]:  # Japanese writes with both
        counts["kana"] += counts.pop("han")
    name = max(counts, key=lambda script: counts[script])
    if counts[name] < MOSTLY * total:
        return ""
    language = _language_of(shown) if name == "latin" else ""
    return f"{name}_{language}" if language else name


def _language_of(text: str) -> str:
    said = _WORD.findall(text[:_READ].lower())
    if len(said) < _FEWEST_WORDS:
        return ""
    shares = sorted((sum(word in own for word in said) / len(said), name) for name, own in _COMMON.items())
    (second, _), (best, name) = shares[-2:]
    return name if best >= max(FUNCTION_WORDS, _TIMES_MORE * second) else ""


def other_scripts(scripts: Sequence[str]) -> list[int]:
    """The places of the texts in another script, or in another language, than nearly all."""
    usual = usual_script(map(_plain, scripts))
    language = usual_script(script for script in scripts if "_" in script and _plain(script) == usual)
    allowed = {"", usual, language}
    if not usual:
        return []
    strange = bool(language) and scripts.count(language) >= _FEWEST_KNOWN
    return [
        place
        for place, script in enumerate(scripts)
        if script not in allowed and (strange or _plain(script) != usual)
    ]


def _plain(script: str) -> str:
    return script.partition("_")[0]


def usual_script(scripts: Iterable[str]) -> str:
    """What nearly all texts are in, or "" where they are mixed."""
    counts = Counter(script for script in scripts if script)
    if not counts:
        return ""
    name, count = counts.most_common(1)[0]
    return name if count >= USUAL * counts.total() else ""
