"""Labels that are another one with something added: its number, the other language, "copy"."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from engine.audit.relabel.names import folded
from engine.dataset.corrections import RuleKind

_NUMBER = re.compile(r"\(?(\d{1,3})\)?\s*[_.\-):]\s*(\D.*)|(0\d{1,2})\s+(\D.*)")
_COPY = re.compile(
    r"(.+?)\s*[-_]\s*(?:copy|복사본|사본)(?:\s*\(?\d+\)?)?|(?:copy of|사본 -)\s+(.+)", re.IGNORECASE
)
_BOTH = re.compile(r"(.+?)\s*\(\s*(.+?)\s*\)|(.+?)\s*\[\s*(.+?)\s*\]|([^/|_]+?)\s*[/|_]\s*([^/|_]+)")
_FEWEST_NUMBERED = 2


def embellished(labels: Iterable[str]) -> Iterator[tuple[RuleKind, str, str]]:
    """(kind, label, the label that it is): among ``labels``, each once."""
    known = {folded(label): label for label in sorted(labels)}
    told: set[str] = set()
    for kind, label, base in [*_numbered(known), *_copies(known), *_in_both(known)]:
        if label not in told and base not in told and label != base:
            told.add(label)
            yield kind, label, base


def _numbered(known: dict[str, str]) -> Iterator[tuple[RuleKind, str, str]]:
    """01_cat beside cat: one number a class, of two classes or more. 1 cm and 2 cm are no such thing."""
    found: list[tuple[str, str, str]] = []
    for label in known.values():
        match = _NUMBER.fullmatch(_plain(label))
        if match:
            number, rest = match[1] or match[3], folded(match[2] or match[4])
            found.append((str(int(number)), rest, label))
    by_number = Counter(number for number, _, _ in found)
    by_rest = Counter(rest for _, rest, _ in found)
    based = [(label, known[rest]) for _, rest, label in found if rest in known]
    single = max([*by_number.values(), *by_rest.values()], default=0) == 1
    if single and len(based) >= _FEWEST_NUMBERED:
        yield from (("spelling", label, base) for label, base in based)


def _copies(known: dict[str, str]) -> Iterator[tuple[RuleKind, str, str]]:
    """What a file manager calls the copy of a folder."""
    for label in known.values():
        match = _COPY.fullmatch(_plain(label))
        base = known.get(folded(match[1] or match[2])) if match else None
        if base is not None:
            yield "spelling", label, base


def _in_both(known: dict[str, str]) -> Iterator[tuple[RuleKind, str, str]]:
    """cat(고양이) beside cat or 고양이. One in brackets a class; apple (Fuji) is a kind of apple."""
    found: list[tuple[str, str, str]] = []
    for label in known.values():
        match = _BOTH.fullmatch(_plain(label))
        parts = [folded(part) for part in match.groups() if part] if match else []
        if len(parts) == 2 and {_script(part) for part in parts} == {"hangul", "latin"}:
            found.append((label, parts[0], parts[1]))
    ways = Counter(part for _, *parts in found for part in parts)
    for label, first, second in found:
        bases = [known[part] for part in (first, second) if part in known and ways[part] == 1]
        if len(bases) == 2 and bases[1] not in (label, bases[0]):
            yield "language", bases[1], bases[0]
        if bases:
            yield "language", label, bases[0]


def _plain(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip()


def _script(text: str) -> str:
    letters = re.sub(r"[\s\-]", "", text)
    if re.fullmatch(r"[가-힣]+", letters):
        return "hangul"
    return "latin" if re.fullmatch(r"[a-z]+", letters) else ""
