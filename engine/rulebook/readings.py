"""How a text may be read: in one spelling, sentence by sentence, whatever a layout did to it.

Full-width letters, taken-apart Korean syllables, invisible characters, words split over
line ends and s p a c e d letters hide nothing. Every reading knows where each of its
characters stood in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_INVISIBLE = re.compile("[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_UNITS = re.compile(
    # what no spelling changes, unless a mark or a Korean vowel or final follows
    rf"(?P<as_is>[\n\x20-\x7e가-힣]+(?![{_MARKS}]))|.[{_MARKS}]*",
    re.DOTALL,
)
_ODD_SPACE = re.compile(r"[^\S \n]")
_QUOTES = str.maketrans("‘’‛`´“”„‟", "'''''\"\"\"\"")

_STOP = re.compile(
    r"""
    (?:
        # "e.g." and its like don't end a sentence
        (?:(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bca)(?<!approx)(?<!\bno)(?<!\betc)|(?<=\n))
        # "No data? We'll do it": what is asked in a word or two belongs to what follows
        (?!(?:(?<=data)|(?<=yet)|(?<=any)|(?<=anything)|(?<=label)|(?<=labels)|(?<=samples)|(?<=records)|(?<=history)|(?<=없다고요)|(?<=없다구요)|(?<=없으세요)
            |(?<=없으신가요)|(?<=없나요)|(?<=없어요)|(?<=없다고)|(?<=없으시다고요))\?)
        [.!?。…]+(?!\s*(?:[Nn]o\ (?:problem|worr|big)|[Tt]hat's\ (?:ok|fine|no|not)|[Tt]hats\ (?:ok|fine)
            |[Dd]oesn'?t\ matter|[Nn]ever\ mind
            |[Ff]ine\b|문제\s*없|없어도|걱정\s*(?:없|마|하지)|괜찮
            |상관\s*없|그래도|아무\s*문제))
        (?: (?=["')\]»]*(?:\s|$)) | (?<=[다요죠까]\.)(?=[^\W\d_]) | (?<=[a-z]\.)(?=[A-Z][a-z]) | (?<=[!?。]) )
        ["')\]»]*
    )
    | \n[ ]*(?=\n) | \0
    | \n(?=[ ]*(?:[-+*•·▪○●◦※|>\#]|\(?\d{1,3}[.)]\ |[가-하][.)]\ ))
    """,
    re.VERBOSE,
)
"""Where a sentence ends for certain: a stop, an empty line, the next point of a list."""

_ENDS_KOREAN = re.compile(r"(?:[다요죠까함음됨임]|세요|시죠)[\"')\]]*$")
_LONG_LINE = {"ko": 18, "en": 36}  # a line shorter than that was not broken for want of room
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_]\s){2,}[^\W\d_](?=\s|$|[.,!?%])")
_SPLIT_LATIN = re.compile(r"(?<=[A-Za-z])[-\u2010\u2011\u00ac]\n[ ]*(?=[a-z])")
_SPLIT_KOREAN = re.compile(r"(?<=[가-힣])[ ]?\n[ ]*(?=[가-힣])")


@dataclass(frozen=True)
class Reading:
    """One way to read a text; ``places[i]`` is where character ``i`` stood in the original."""

    text: str
    places: Sequence[int]
    joined: bool = False  # lines were put together: only what reaches over their ends is news

    def place(self, start: int, end: int, length: int) -> tuple[int, int]:
        """The part of an original of that length which ``text[start:end]`` was read from."""
        last = self.places[end] if end < len(self.places) else length
        return self.places[start], last


def readings(text: str) -> Iterator[Reading]:
    """The plain reading, and where the layout may have torn words apart those put together."""
    plain = _normalised(text)
    yield plain
    if "\n" in plain.text:
        whole = _cut_out(_cut_out(plain, _SPLIT_LATIN), _SPLIT_KOREAN)
        if whole.text != plain.text:
            yield Reading(whole.text, whole.places, joined=True)
    if _SPACED.search(plain.text):
        yield _closed_up(plain)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a text as :func:`readings` gives it.

    A line end inside a sentence is only recognised where the line was full or the next one
    goes on in small letters; see :func:`loose_sentences`.
    """
    for start, end in loose_sentences(text):
        cut = start
        for match in re.finditer(r"\n", text[start:end]):
            place = start + match.start()
            if not _goes_on(text[cut:place], text[place + 1 : end]):
                yield cut, place
                cut = place + 1
        yield cut, end


def loose_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Like :func:`sentences`, with every single line end taken for one inside a sentence."""
    cuts = [0, *(match.end() for match in _STOP.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        if text[start:end].strip("\n \0"):
            yield start, end


def lowered(text: str) -> str:
    """In small letters, character for character."""
    return text.replace("\u0130", "I").lower()  # the one letter that would become two


def _goes_on(line: str, rest: str) -> bool:
    line, rest = line.rpartition("\n")[2].strip(), rest.lstrip()
    if not line or not rest or line.endswith((":", "|")) or _ENDS_KOREAN.search(line):
        return False
    if rest[0].isascii() and rest[0].islower():
        return True
    korean = "가" <= line[-1] <= "힣" or "가" <= rest[0] <= "힣"
    return len(line) >= _LONG_LINE["ko" if korean else "en"]


def _cut_out(reading: Reading, what: re.Pattern[str]) -> Reading:
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for match in what.finditer(reading.text):
        pieces.append(reading.text[start : match.start()])
        places.extend(reading.places[start : match.start()])
        start = match.end()
    pieces.append(reading.text[start:])
    places.extend(reading.places[start:])
    return Reading("".join(pieces), places)


def _closed_up(reading: Reading) -> Reading:
    """Runs of single letters become words; two spaces or a line end part words there."""
    text, places = list(reading.text), list(reading.places)
    for match in reversed(list(_SPACED.finditer(reading.text))):
        for place in range(match.end() - 1, match.start(), -1):
            if text[place] == " " and text[place - 1] != " ":
                del text[place], places[place]
    return Reading("".join(text), places)


def _normalised(text: str) -> Reading:
    """The text in one spelling: compatible characters, plain spaces and quotes, ``\\n`` line ends."""
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _INVISIBLE.search(text)):
        return Reading(_plain(text), range(len(text)))
    pieces: list[str] = []
    places: list[int] = []
    for match in _UNITS.finditer(text):
        piece, start = match[0], match.start()
        if match.lastgroup == "as_is":
            pieces.append(piece)
            places.extend(range(start, match.end()))
            continue
        if piece not in "‥…":  # would become full stops
            piece = _INVISIBLE.sub("", unicodedata.normalize("NFKC", piece))
        pieces.append(piece)
        places.extend([start] * len(piece))
    return Reading(_plain("".join(pieces)), places)


def _plain(text: str) -> str:
    """Other spaces and quotation marks made plain, sign for sign."""
    if not text.isascii():
        text = text.translate(_QUOTES)
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _ODD_SPACE.sub(" ", text)
