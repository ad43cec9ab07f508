"""Reads a wish in plain words ("photos of parts, is it faulty?") for the facts that it gives away.

Which words stand for which value is in the book (``rules/framing.toml``); here is only the
grammar that tells what goes in from what comes out: a noun that may be either is placed by
the particle and verb that follow it in Korean, and by the words before it in English. What
stays open, or speaks for two values at once, gives no fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.rulebook.types import Framing, Word

INPUT, OUTPUT = "input_kind", "output_kind"
_LONGEST = 2000  # characters that are read: a wish is a sentence or two
_BEFORE = 60  # characters before a noun in which English places it
_BETWEEN = 4  # words between an English marker and its noun, at most

_Role = Literal["input", "likely_input", "output", "open"]
_SURENESS: tuple[_Role, ...] = ("input", "likely_input", "open")  # of a noun as the input


@dataclass(frozen=True)
class Seen:
    """A word of the book found in the wish; places count in the wish's NFC form."""

    word: str
    fact: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Wish:
    """What a sentence gives away: ``facts`` that are plain, and the words they were ``seen`` by."""

    facts: Mapping[str, str]
    seen: tuple[Seen, ...]


_ARROW = re.compile(r"→|⇒|➔|->|=>|↦")
_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")

# Korean: what follows the noun. A counter and a "just" may stand between noun and particle.
_COUNTED = r"(?:들)?\s?(?:(?:한|두|세|몇|\d+)\s?(?:장|개|편|건|줄|문장|마디))?(?:만|도)?"
_AFTER_INPUT = re.compile(
    _COUNTED + r"(?:(?:을|를|이|가)?\s?(?:넣|올리|올려|입력|업로드|보여\s?(?:주면|드리면)|주면|주시면|드리면"
    r"|들려\s?주면)"
    r"|(?:을|를)?\s?(?:보고|보면|봐서|보며|보아|읽고|읽어|읽으면|듣고|들으면|들어\s?보고|찍으면|찍어|스캔하면|받아서"
    r"|가지고|갖고|바탕으로|토대로|기반으로|분석해|이용해|활용해|살펴)"
    r"|(?:으로|로)부터)"
)
_AFTER_LIKELY_INPUT = re.compile(
    _COUNTED + r"(?:에서|마다|별로|\s?속|\s?안의|\s?안에|의\s|에\s"
    r"|(?:을|를)\s?(?:분류|구분|구별|나누|나눠|가려|가리|판별|판단|인식|요약|번역|보정|복원|개선|변환|바꾸|바꿔|고쳐|점검|검사)"
    r"|(?:이|가)\s(?:어떤|무슨|무엇|누구|진짜|가짜|스팸|불량|긍정|정상)"
    r"|(?:으로|로)\s?(?:[가-힣]+\s){0,3}(?:예측|예상|맞|판단|분류|진단|추정|구별|구분|감지|인식|알아|찾아|추천|판별|판정|선별|검사|측정))"
)
_AFTER_OUTPUT = re.compile(
    _COUNTED + r"(?:(?:으로|로)\s?(?:(?:다시|바로|자동으로|자연스럽게)\s)?"
    r"(?:바꾸|바꿔|바뀌|변환|만들|만드|옮기|옮겨|그려|출력|뽑|정리|적어|써|전환|생성|나(?:오|와|온|올|옵)|합성"
    r"|보여|변하|되|돼|읽어|말해|받아|표현|풀어|설명)"
    r"|(?:을|를|이|가)?\s?(?:새로\s|자동으로\s|대신\s|많이\s|더\s|여러\s장\s)?"
    r"(?:만들|만드|만든|생성|그려|그리|그린|써\s?[주줘내줍]|쓰는|쓰게|쓰고|작성|출력|합성|나(?:오|와|왔|온|올|옵)"
    r"|지어|제작|창작))"
)
_AFTER_TOWARDS = re.compile(_COUNTED + r"(?:으로|로)(?=[\s.,!?~]|$)")

# English: the marker nearest before the noun, and what follows the noun.
_MARKER = re.compile(
    r"\b(?:"
    r"(?P<input>from|given|put(?:s|ting)?(?:\s+in)?|feed(?:s|ing)?|fed|upload(?:s|ing|ed)?|enter(?:s|ing)?"
    r"|insert\w*|listen(?:s|ing)?\s+to"
    r"|based\s+on|turn(?:s|ing)?|convert\w*|transform\w*|translat\w*|transcri\w*|summari[sz]\w*|classif\w*"
    r"|categori[sz]\w*|sort(?:s|ing)?|analy[sz]\w*|inspect\w*|scan(?:s|ning)?|colou?ri[sz]\w*|sharpen\w*"
    r"|restor\w*|segment\w*|takes?|show\s+it|recogni[sz]\w*|whether|changes?|changing)"
    r"|(?P<likely>look(?:s|ing)?\s+at|read(?:s|ing)?|hear(?:s|ing)?|watch(?:es|ing)?|in|inside|on|within|with|using|use|per|if|check\w*|detect\w*|find\w*|label\w*|tag\w*)"
    r"|(?P<output>into|to|generat\w*|creat\w*|makes?|making|draw(?:s|ing)?|produce[sd]?|producing|writ(?:e|es|ing)"
    r"|outputs?|returns?|synthesi[sz]\w*|compos\w*|render\w*|gives?|gets?|paint(?:s|ing)?|imagin\w*)"
    r")\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;:,]")
_FOLLOWED_AS_INPUT = re.compile(
    r"\s+(?:to|into|in(?=\s*(?:[,;.]|$|and\b))|goes\s+in|go\s+in)\b"
    r"|\s+(?:look\s+)?(?:sharper|clearer|brighter|bigger|larger|move|talk|speak|dance)\b",
    re.IGNORECASE,
)
_FOLLOWED_AS_OUTPUT = re.compile(
    r"\s+(?:out|comes?\s+out|is\s+(?:made|drawn|created|generated))\b", re.IGNORECASE
)


def read_wish(text: str, framing: Framing) -> Wish:
    """The facts that ``text`` gives away by the words of ``framing``. Never raises.

    A fact is given only when all that speaks of it agrees; of a long text only the
    beginning is read.
    """
    plain = unicodedata.normalize("NFC", text[:_LONGEST])
    hits = _hits(plain, framing.words)
    if not hits:
        return Wish({}, ())
    going_in, coming_out = _sides(plain, hits, frozenset(framing.inputs.get(INPUT, ())))
    others = [hit for hit in hits if hit.fact not in (INPUT, OUTPUT)]
    facts: dict[str, str] = {}
    seen: list[Seen] = []
    for fact in dict.fromkeys(word.fact for word in framing.words):
        speaking = {INPUT: going_in, OUTPUT: coming_out}.get(fact)
        if speaking is None:
            speaking = [hit for hit in others if hit.fact == fact]
        if len({hit.value for hit in speaking}) == 1:
            facts[fact] = speaking[0].value
            seen += speaking
    return Wish(facts, tuple(sorted(seen, key=lambda hit: (hit.start, hit.end, hit.word))))


def _hits(text: str, words: Iterable[Word]) -> list[Seen]:
    """Every word found; of two that overlap and speak of the same fact, the longer one."""
    languages = [
        name for name, script in (("ko", _HANGUL), ("en", _LATIN)) if script.search(text) is not None
    ]
    found: list[Seen] = []
    for word in words:
        for language in languages:
            pattern = _pattern(word.ko if language == "ko" else word.en)
            if pattern is None:
                continue
            found += [
                Seen(word.id, word.fact, word.value, match.start(), match.end())
                for match in pattern.finditer(text)
                if match.end() > match.start()
            ]
    found.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.word))
    kept: list[Seen] = []
    for hit in found:
        if not any(_overlap(hit, other) for other in kept if other.fact == hit.fact):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.word))


@lru_cache(maxsize=512)
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """One word's patterns as one; None when it has none in this language."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if patterns else None


def _overlap(first: Seen, second: Seen) -> bool:
    return first.start < second.end and second.start < first.end


def _sides(text: str, hits: list[Seen], kinds: frozenset[str]) -> tuple[list[Seen], list[Seen]]:
    """What speaks of the input and what of the output; ``kinds``: the values of an input.

    A noun that the book lists for both (a picture, a text) is placed by its role; what it
    lists for the output alone speaks for itself. What may be an input, but isn't placed, counts as one
    when the output is known and nothing surer is there.
    """
    arrow = _ARROW.search(text)
    nouns = [(hit, _role(text, hit, arrow)) for hit in hits if hit.fact == INPUT]
    coming_out: list[Seen] = []
    phrases: list[Seen] = []
    for hit in hits:
        if hit.fact != OUTPUT or (arrow and hit.end <= arrow.start()):
            continue
        either = hit.value in kinds
        role = next((role for noun, role in nouns if either and _within(hit, noun)), None)
        if role in (None, "output"):
            coming_out.append(hit)
        if role is None:
            phrases.append(hit)
    outside = [(noun, role) for noun, role in nouns if not any(_inside(noun, other) for other in phrases)]
    for wanted in _SURENESS:
        going_in = [noun for noun, role in outside or nouns if role == wanted]
        if going_in and (coming_out or wanted == "input"):
            return going_in, coming_out
    return [], coming_out


def _within(hit: Seen, noun: Seen) -> bool:
    return noun.start <= hit.start and hit.end <= noun.end


def _inside(noun: Seen, phrase: Seen) -> bool:
    """True for a noun within a phrase that tells the output: "글" in "사진 속 글을 읽어"."""
    return phrase.start < noun.start and noun.end <= phrase.end


def _role(text: str, hit: Seen, arrow: re.Match[str] | None) -> _Role:
    if arrow is not None:
        return "input" if hit.end <= arrow.start() else "output"
    if _HANGUL.search(text, hit.start, hit.end):
        return _korean_role(text, hit)
    return _english_role(text, hit)


def _korean_role(text: str, hit: Seen) -> _Role:
    if _AFTER_INPUT.match(text, hit.end):
        return "input"
    if _AFTER_OUTPUT.match(text, hit.end):
        return "output"
    if _AFTER_LIKELY_INPUT.match(text, hit.end):
        return "likely_input"
    if _AFTER_TOWARDS.match(text, hit.end) and re.search(r"[을를]\s", text[: hit.start]):
        return "output"
    return "open"


def _english_role(text: str, hit: Seen) -> _Role:
    if _FOLLOWED_AS_INPUT.match(text, hit.end):
        return "input"
    if _FOLLOWED_AS_OUTPUT.match(text, hit.end):
        return "output"
    before = text[max(0, hit.start - _BEFORE) : hit.start]
    clause = _CLAUSE_END.split(before)[-1]
    markers = list(_MARKER.finditer(clause))
    last = markers[-1] if markers else None
    if last is None or len(clause[last.end() :].split()) > _BETWEEN:
        return "open"
    if last["input"]:
        return "input"
    return "likely_input" if last["likely"] else "output"
