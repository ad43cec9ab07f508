"""Labels that are one class in several spellings: case, spacing, plural, slips of the hand, two languages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from engine.audit.relabel.embellished import embellished
from engine.audit.relabel.names import folded, is_unit, lines_of, meanings, singular, unpadded, unspaced
from engine.audit.relabel.types import Rule
from engine.dataset.corrections import RuleKind

Told = Callable[[str, str], bool | None]
"""Whether contents tell two labels apart; None where that can't be said."""
Key = Callable[[str], str]

MOST_LABELS = 3000  # more different values than these are texts or numbers, not classes
_SLIP_LENGTH = 5  # signs (jamo in Hangul): in shorter words another letter is another word
_UNSEEN_LENGTH = 7  # the same where contents can't say: desert and dessert, angel and angle are words
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
    yield from _merged(standing, sizes, told_apart, _keys)
    for kind, label, base in list(embellished(standing)):
        if not told_apart(label, base):
            standing[base] += standing.pop(label)
            yield Rule(kind, label, base, sizes[label])
    yield from _merged(standing, sizes, told_apart, _loose_keys)
    for label, chief in _slips(standing):
        told = told_apart(label, chief)
        shorter = min(len(_strokes(label)), len(_strokes(chief)))
        if told is False or (told is None and shorter >= _UNSEEN_LENGTH):
            yield Rule("typo", label, chief, sizes[label])


def _merged(
    standing: dict[str, int],
    sizes: Mapping[str, int],
    told_apart: Told,
    keys_of: Callable[[Mapping[str, int]], Iterator[tuple[RuleKind, Key]]],
) -> Iterator[Rule]:
    """Labels of one key are one class, by the commonest of them; the others stand no more."""
    for kind, key in keys_of(standing):
        for spellings in _families(standing, key):
            chief = max(spellings, key=lambda label: (standing[label], _plainness(label)))
            for label in spellings:
                if label != chief and not told_apart(label, chief):
                    standing[chief] += standing.pop(label)
                    yield Rule(kind, label, chief, sizes[label])


def _keys(sizes: Mapping[str, int]) -> Iterator[tuple[RuleKind, Key]]:
    if _cased(sizes):
        yield "spelling", (lambda label: label.strip() if len(label.strip()) == 1 else folded(label))
        return
    yield "spelling", (lambda label: label.strip() if is_unit(label) else folded(label))
    yield "spelling", (lambda label: label if is_unit(label) else unspaced(folded(label)) or label)
    yield "spelling", (lambda label: label if is_unit(label) else unpadded(folded(label)) or label)


def _loose_keys(sizes: Mapping[str, int]) -> Iterator[tuple[RuleKind, Key]]:
    if not _cased(sizes):
        yield "plural", (lambda label: label if is_unit(label) else singular(folded(label)))
        known = meanings(sizes)
        yield "language", (lambda label: known.get(label, label))


def _cased(sizes: Mapping[str, int]) -> bool:
    """Whether small and capital letters are classes of their own."""
    letters = {label for label in sizes if len(label) == 1 and label.isalpha()}
    both = sum(label.lower() in letters and label.upper() in letters for label in letters) // 2
    return both >= _CASED_ALPHABET


def _families(sizes: Mapping[str, int], key: Key) -> list[list[str]]:
    families: dict[str, list[str]] = defaultdict(list)
    for label in sizes:
        families[key(label)].append(label)
    return [sorted(family) for family in families.values() if len(family) > 1]


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
        known = lines_of(label)
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
