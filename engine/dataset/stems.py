"""Which file belongs to which by its stem: the same one, or one that contains the other as a whole word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from engine.dataset.kinds import stem_of

_SEPARATOR = re.compile(r"[^\w]+|_+")
_LEAST_CONTAINED = 3  # signs


def tie_by_stem(inputs: Iterable[str], targets: Iterable[str]) -> tuple[dict[str, str], int]:
    """Target path of each input path, and how many of the ties are not of equal stems.

    Equal stems come first, in the same folder if there are several; then a stem that begins or
    ends with all the words of the other, where only one does.
    """
    by_stem: dict[str, list[str]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in targets:
        stem = bare_stem(path)
        by_stem[stem].append(path)
        if len(stem) >= _LEAST_CONTAINED:
            for piece in _ends(_words(stem)):
                by_words[piece].append(path)
    if not by_stem:
        return {}, 0
    tied: dict[str, str] = {}
    left: list[str] = []
    inputs = list(inputs)
    beside = {(_folder(path), bare_stem(path)) for path in inputs}
    for path in inputs:
        same = by_stem.get(bare_stem(path), [])
        near = [other for other in same if _folder(other) == _folder(path)]
        # p1/mesh.json belongs to p1/mesh.stl, and not to a p2/mesh.stl that has none
        near = near or [other for other in same if (_folder(other), bare_stem(other)) not in beside]
        if near:
            tied[path] = near[0]
        else:
            left.append(path)
    taken = set(tied.values())
    loosely = 0
    for path, target in _contained(left, by_words, taken):
        tied[path] = target
        loosely += 1
    return tied, loosely


def bare_stem(path: str) -> str:
    """The stem without a suffix of a suffix (``a.mrk.json``, ``a.trans.txt``), in lower case."""
    stem = stem_of(path).lower()
    return re.sub(
        r"\.(mrk|trans|transcript|landmarks?|lmk?|points|pp|ko|kr|en|align|orig|original)$", "", stem
    )


def _contained(
    left: list[str], by_words: dict[tuple[str, ...], list[str]], taken: set[str]
) -> Iterable[tuple[str, str]]:
    """Inputs whose words begin or end with a target's, or the other way round; each target once."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for path in left:
        words = _words(bare_stem(path))
        whole = [t for t in by_words.get(words, []) if t not in taken]
        ends = [
            target
            for piece in _ends(words)
            if len("".join(piece)) >= _LEAST_CONTAINED
            for target in by_words.get(piece, [])
            if target not in taken and _words(bare_stem(target)) == piece
        ]
        found = list(dict.fromkeys([*ends, *whole]))
        if len(found) == 1:
            wanted[found[0]].append(path)
    return [(paths[0], target) for target, paths in wanted.items() if len(paths) == 1]


def _words(stem: str) -> tuple[str, ...]:
    return tuple(word for word in _SEPARATOR.split(stem) if word)


def _ends(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The words themselves, and what they begin and end with; numbers alone don't count."""
    pieces = {words[:count] for count in range(1, len(words) + 1)}
    pieces |= {words[count:] for count in range(len(words))}
    return {piece for piece in pieces if any(sign.isalpha() for word in piece for sign in word)}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
