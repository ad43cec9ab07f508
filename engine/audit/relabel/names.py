"""Names of classes brought to one form: without case, spacing, number; by what they mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_ENDS = " '\"()[].,;:!`*“”‘’「」『』<>"
_UNIT = re.compile(r"[mM](g|m|W|Hz|Pa|V|A|l|L|J|Ω)")
_MANY = {
    "knives": "knife", "leaves": "leaf", "wolves": "wolf", "shelves": "shelf", "loaves": "loaf",
    "calves": "calf", "children": "child", "men": "man", "women": "woman", "mice": "mouse",
    "geese": "goose", "feet": "foot", "teeth": "tooth", "people": "person", "oxen": "ox",
    "potatoes": "potato", "tomatoes": "tomato", "buses": "bus", "bacteria": "bacterium", "fungi": "fungus",
}  # fmt: skip
_HANGUL = re.compile(r"[가-힣 ]+")


def folded(label: str) -> str:
    """A label without case, width, spacing, joining signs, signs around it and empty decimals."""
    wide = unicodedata.normalize("NFKC", label)
    # Signs without width, as copied tables have them.
    plain = "".join(sign for sign in wide if unicodedata.category(sign) != "Cf").casefold().strip()
    if re.fullmatch(r"[-+]?\d{1,15}(\.0+)?", plain):
        return str(int(float(plain)))
    # Between numbers a sign says something (2.5, 3-4), and so it does at an end (A-, +B).
    joined = re.sub(r"(?<=[^\W_])[\s_\-./]+(?=[^\W\d_])|(?<=[^\W\d_])[\s_\-./]+(?=[^\W_])", " ", plain)
    return re.sub(r"[\s_]+", " ", joined).strip(_ENDS)


def unspaced(folded_label: str) -> str:
    """Without spaces, but for those between numbers."""
    return re.sub(r"(?<!\d) | (?!\d)", "", folded_label)


def unpadded(folded_label: str) -> str:
    """Without noughts before the number of a class: class01 is class1. J1.01 stays."""
    return re.sub(r"(?<=[^\W\d_])0+(?=[1-9])(?!\d+\.)", "", unspaced(folded_label))


def singular(folded_label: str) -> str:
    """A plural, English or Korean, as its singular; anything else as it is."""
    if _HANGUL.fullmatch(folded_label):
        return folded_label[:-1] if len(folded_label) > 2 and folded_label.endswith("들") else folded_label
    first, _, last = folded_label.rpartition(" ")
    if last in _MANY:
        return f"{first} {_MANY[last]}".strip()
    if not re.fullmatch(r"[a-z ]{4,}", folded_label) or folded_label.endswith(("ss", "us", "is")):
        return folded_label
    if folded_label.endswith("ies"):
        return folded_label[:-3] + "y"
    if folded_label.endswith(("xes", "ches", "shes")):
        return folded_label[:-2]
    if folded_label.endswith("sses"):  # glasses are not glass
        return folded_label
    return folded_label.removesuffix("s")


def is_unit(label: str) -> bool:
    """Whether case tells a thousandth from a million: mg, Mg."""
    return _UNIT.fullmatch(label.strip()) is not None


def meanings(labels: Iterable[str]) -> Mapping[str, str]:
    """Of the labels that mean the same as another one: label → what it means.

    A word that means the same as two others that differ (배: a pear, a ship) is left out.
    """
    forms = {label: lines_of(label) for label in labels}
    holders: dict[int, set[str]] = defaultdict(set)
    for label, lines in forms.items():
        for line in lines:
            holders[line].add(folded(label))
    found: dict[str, str] = {}
    verdicts = _inspected(forms)
    for label, lines in {**forms, **verdicts}.items():
        shared = [line for line in lines if len(holders[line]) > 1 or verdicts]
        if len(shared) == 1:
            found[label] = f"line {shared[0]}"
    return found


def lines_of(label: str) -> tuple[int, ...]:
    """The lines of common words that a label stands in."""
    words, plain = _words(), folded(label)
    return words.get(plain) or words.get(singular(plain)) or words.get(unspaced(plain)) or ()


def _inspected(forms: Mapping[str, tuple[int, ...]]) -> Mapping[str, tuple[int, ...]]:
    """Good and bad as OK and NG, in a set of nothing but such verdicts; beside OK alone they are grades."""
    table = _table()
    by_word = {word: _words()[folded(verdict)] for word, verdict in table.loose.items()}
    loose = {label: by_word[folded(label)] for label in forms if folded(label) in by_word}
    verdicts = {line for lines in by_word.values() for line in lines}
    others = [label for label in forms if label not in loose]
    sure = any(folded(label) in table.sure for label in others)
    return loose if sure and all(verdicts & set(forms[label]) for label in others) else {}


@lru_cache
def _words() -> Mapping[str, tuple[int, ...]]:
    """Each spelling of a common word → the lines that it stands in."""
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_table().words):
        for word in line:
            for form in {folded(word), unspaced(folded(word))}:
                if number not in found.get(form, ()):
                    found[form] = (*found.get(form, ()), number)
    return found


@dataclass(frozen=True)
class _Table:
    """``assets/label_words.toml``, which says what each is."""

    words: list[list[str]]
    loose: dict[str, str]
    sure: list[str]


@lru_cache
def _table() -> _Table:
    return _Table(**tomllib.loads((files("assets") / "label_words.toml").read_text(encoding="utf-8")))
