"""Labels that are one class in several spellings: case, spacing, plural, slips of the hand, two languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from engine.audit.relabel.types import Rule
from engine.dataset.corrections import RuleKind

Told = Callable[[str, str], bool | None]
"""Whether contents tell two labels apart; None where that can't be said."""

MOST_LABELS = 3000  # more different values than these are texts or numbers, not classes
_SLIP_LENGTH = 5  # signs (jamo in Hangul): in shorter words another letter is another word
_SLIP_RARITY = 20  # times as common as its slip
_SLIPS = 5  # of one kind at most, in any set
_RARE_CLASSES = 0.1  # of the labels may be as rare as slips; where more are, rare classes are ordinary
_CASED_ALPHABET = 3  # letters in both cases: then a and A are two classes
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_JAMO = dict(zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "".join(_KEYS), strict=True))


def spelling_rules(sizes: Mapping[str, int], told_apart: Told) -> Iterator[Rule]:
    """Which label is a spelling of which; the commonest spelling of a class stays.

    ``sizes``: samples a label. Labels that contents tell apart are two classes, however alike
    they are written.
    """
    if len(sizes) > MOST_LABELS:
        return
    standing = dict(sizes)
    for kind, key in _keys(standing):
        for spellings in _families(standing, key):
            chief = max(spellings, key=lambda label: (standing[label], _plainness(label)))
            for label in spellings:
                if label != chief and not told_apart(label, chief):
                    standing[chief] += standing.pop(label)
                    yield Rule(kind, label, chief, sizes[label])
    for label, chief in _slips(standing):
        if not told_apart(label, chief):
            yield Rule("typo", label, chief, sizes[label])


def folded(label: str) -> str:
    """A label without case, width, spacing, joining signs and empty decimals."""
    plain = unicodedata.normalize("NFKC", label).casefold().strip()
    if re.fullmatch(r"[-+]?\d{1,15}(\.0+)?", plain):
        return str(int(float(plain)))
    # Between numbers a sign says something (2.5, 3-4), and so it does at an end (A-, +B).
    joined = re.sub(r"(?<=[^\W_])[\s_\-./]+(?=[^\W\d_])|(?<=[^\W\d_])[\s_\-./]+(?=[^\W_])", " ", plain)
    return re.sub(r"[\s_]+", " ", joined).strip(" '\"()[].")


def _keys(sizes: Mapping[str, int]) -> Iterator[tuple[RuleKind, Callable[[str], str]]]:
    letters = {label for label in sizes if len(label) == 1 and label.isalpha()}
    both = sum(label.lower() in letters and label.upper() in letters for label in letters) // 2
    cased = both >= _CASED_ALPHABET
    yield "spelling", (lambda label: label.strip() if cased and len(label.strip()) == 1 else folded(label))
    yield "spelling", (lambda label: label if cased else _unspaced(folded(label)) or label)
    yield "plural", (lambda label: label if cased else _singular(folded(label)))
    yield "language", (lambda label: label if cased else _meaning(folded(label)))


def _families(sizes: Mapping[str, int], key: Callable[[str], str]) -> list[list[str]]:
    families: dict[str, list[str]] = defaultdict(list)
    for label in sizes:
        families[key(label)].append(label)
    return [sorted(family) for family in families.values() if len(family) > 1]


def _unspaced(folded_label: str) -> str:
    """Without spaces, but for those between numbers."""
    return re.sub(r"(?<!\d) | (?!\d)", "", folded_label)


def _singular(folded_label: str) -> str:
    """An English plural as its singular; anything else as it is."""
    if not re.fullmatch(r"[a-z ]{4,}", folded_label) or folded_label.endswith(("ss", "us", "is")):
        return folded_label
    if folded_label.endswith("ies"):
        return folded_label[:-3] + "y"
    if folded_label.endswith(("xes", "ches", "shes")):
        return folded_label[:-2]
    if folded_label.endswith("sses"):  # glasses are not glass
        return folded_label
    return folded_label.removesuffix("s")


def _meaning(folded_label: str) -> str:
    return _words().get(folded_label) or _words().get(_singular(folded_label), folded_label)


@lru_cache
def _words() -> Mapping[str, str]:
    """Each spelling of a common word → the first spelling of its line."""
    lines = tomllib.loads((files("assets") / "label_words.toml").read_text(encoding="utf-8"))["words"]
    return {folded(word): line[0] for line in lines for word in line}


def _plainness(label: str) -> tuple[bool, bool, int]:
    return label == label.strip(), label == label.lower(), -len(label)


def _slips(sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """(slip, word): a rare label one stroke away from a common one, letters only."""
    most = max(_SLIPS, 0.002 * sum(sizes.values()))
    if sum(count <= most for count in sizes.values()) > max(3, _RARE_CLASSES * len(sizes)):
        return
    words = {label: _strokes(label) for label in sizes}
    by_length: dict[int, list[str]] = defaultdict(list)
    for label, strokes in words.items():
        by_length[len(strokes)].append(label)
    for label, strokes in words.items():
        known = _words().get(folded(label))
        if sizes[label] > most or not re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", folded(label)) or known:
            continue
        near = [
            other
            for length in (len(strokes) - 1, len(strokes), len(strokes) + 1)
            for other in by_length[length]
            if sizes[other] >= _SLIP_RARITY * sizes[label] and _one_stroke(strokes, words[other])
        ]
        if len(near) == 1 and _in_a_long_word(strokes, words[near[0]]):
            yield label, near[0]


def _in_a_long_word(strokes: str, other: str) -> bool:
    """Whether just one word differs, and that is long enough for a slip."""
    ours, theirs = strokes.split(), other.split()
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) and len(differing) == 1 and len(differing[0][0]) >= _SLIP_LENGTH


def _strokes(label: str) -> str:
    """A label by what the hand types: Hangul syllables taken apart into their letters."""
    return unicodedata.normalize("NFD", folded(label))


def _one_stroke(one: str, other: str) -> bool:
    """Whether a hand that wants one word may write the other: a letter doubled, left out or hit beside.

    The first letter is hardly ever missed, and with another last one it is mostly another word.
    """
    if abs(len(one) - len(other)) > 1 or one == other or one[:1] != other[:1]:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
        return swapped or (rest[1:] == others[1:] and _side_by_side(rest[0], others[0]))
    longer, shorter = (rest, others) if len(rest) > len(others) else (others, rest)
    return longer[1:] == shorter and (bool(shorter.strip()) or longer[0] == one[start - 1])


def _side_by_side(one: str, other: str) -> bool:
    """Whether two letters are neighbours on the keyboard."""
    first, second = _key(one), _key(other)
    if first is None or second is None:
        return False
    return abs(first[0] - second[0]) <= 1 and abs(first[1] - second[1]) <= 1


def _key(letter: str) -> tuple[int, int] | None:
    jamo = unicodedata.normalize("NFKC", letter)
    named = unicodedata.name(jamo, "").rpartition(" ")[2]
    letter = _JAMO.get(_compatible(named), letter)
    return next(((row, keys.index(letter)) for row, keys in enumerate(_KEYS) if letter in keys), None)


def _compatible(name: str) -> str:
    """The letter of the keyboard for a Hangul letter's name; at either end of a syllable it is the same."""
    try:
        return unicodedata.lookup(f"HANGUL LETTER {name}")
    except KeyError:
        return ""
