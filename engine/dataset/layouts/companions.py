"""Tails of file names: what tells ``a_mask.png`` from ``a.png``, and which images belong to others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.dataset.vocabulary import Role, role_of, words

_SEPARATOR = re.compile(r"([_\-. ()]+)")
_SIZE = re.compile(r"(.*[^\W_])[_\-]?x([2-9]|16)", re.IGNORECASE)
SIZE_TAIL = "x#"
_TARGETS = words(
    "mask masks seg segm segmentation gt label labels labelids groundtruth trimap alpha matte hr"
    " annotation anno target output depth disp disparity normal normals flow matting"
)
_FURTHER = words("parts part scribble scribbles instanceids color colour instances edges box boxes")
_INPUTS = words("lr lq input bicubic lowres noisy blur blurred rainy hazy low leftimg8bit rgb image img")
_DEGRADED = words("lr lq bicubic lowres noisy blur blurred rainy hazy leftimg8bit")
_SAME_AGAIN = words("copy thumb thumbnail preview small final edited new old 사본 복사본")


def cuts(stem: str) -> Iterator[tuple[str, str]]:
    """(base, tail) at each of the last few words of a stem; a tail begins with a word, numbers dropped."""
    sized = _SIZE.fullmatch(stem)
    if sized:
        yield sized[1], SIZE_TAIL
    pieces = _SEPARATOR.split(stem)
    for place in range(len(pieces) - 1, max(1, len(pieces) - 8), -2):
        said = [piece for piece in pieces[place::2] if piece]
        bracket = ")" if pieces[place - 1].startswith(")") else ""  # benign (1)_mask
        base = "".join(pieces[: place - 1]) + bracket
        worded = bool(said) and any(sign.isalpha() for sign in said[0])
        if base and worded and not _SIZE.fullmatch(f"a{said[0]}"):
            yield base, "_".join(word.lower() for word in said if not word.isdecimal())


def heads(stem: str) -> Iterator[tuple[str, str]]:
    """(base, head) where a stem begins with a word and a sign after it."""
    pieces = _SEPARATOR.split(stem)
    if len(pieces) >= 3 and pieces[0].isalpha():
        yield "".join(pieces[2:]), pieces[0].lower()


def base_of(stem: str, tail: str, at_front: bool) -> str | None:
    """What is left of a stem without its tail (or head), or None where it has another."""
    for base, found in heads(stem) if at_front else cuts(stem):
        if found == tail:
            return base.lower()
    return None


def frequent_tails(stems: list[str], at_front: bool) -> list[str]:
    """Tails that come often, the commonest first."""
    counts: Counter[str] = Counter()
    for stem in stems:
        counts.update({tail for _, tail in (heads(stem) if at_front else cuts(stem))})
    return [tail for tail, count in counts.most_common(8) if count >= max(1, 0.1 * len(stems))]


def role_of_tail(tail: str) -> Role | None:
    """The side that a tail names."""
    if tail == SIZE_TAIL:
        return "input"
    named = set(tail.split("_"))
    if named & _TARGETS:
        return "target"
    if named & _INPUTS:
        return "input"
    role = role_of((tail,))
    return role[0] if role and role[1] else None


def is_degraded(tail: str) -> bool:
    """Whether a tail names a worse version of another image, which it goes in for."""
    return tail == SIZE_TAIL or bool(set(tail.split("_")) & _DEGRADED)


def is_further(tail: str) -> bool:
    """Whether a tail names one more view of a target, such as its colours."""
    return bool(set(tail.split("_")) & _FURTHER)


def says_copy(tail: str) -> bool:
    """Whether a tail only tells one more version of the same file."""
    return bool(set(tail.split("_")) & _SAME_AGAIN)


def is_companion(stem: str, bases: set[str]) -> bool:
    """Whether a stem is that of another image with a tail that names a target."""
    return any(
        base.lower() in bases and (role_of_tail(tail) == "target" or set(tail.split("_")) & _FURTHER)
        for base, tail in cuts(stem)
    )
