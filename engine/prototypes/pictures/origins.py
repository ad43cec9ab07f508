"""What must stay on one side of the split: samples of one origin (a clip, a person), and equal ones."""

from __future__ import annotations

from collections.abc import Sequence

from engine.audit.origins.telling import Seen, tell_origins
from engine.dataset.types import Recognition
from engine.prototypes.split import LEAST_GROUPS, Key, group_counts
from engine.prototypes.system import Prepared


def grouped_keys(
    prepared: Sequence[Prepared],
    recognition: Recognition,
    strata: Sequence[str] | None = None,
    scenes: Sequence[str] | None = None,
) -> tuple[Key, ...]:
    """A key for each: samples of the same content, or of the same origin as far as their names tell, are
    of one group. Too few origins to put one of each stratum on each side are no reason not to
    learn: then they don't count. ``strata``: of each; None: all are of one. ``scenes``: what each
    shows, where samples that show the same are known; they are of one group, unless that leaves
    too few.
    """
    labels = list(strata) if strata is not None else [""] * len(prepared)
    contents = [f"{one.fingerprint:016x}" for one in prepared]
    seen = Seen(
        ids=[one.id for one in prepared],
        labels=[label or None for label in labels],
        moments=[""] * len(prepared),
        recognition=recognition,
    )
    told = tell_origins(seen, {})
    origins = told.of if told is not None else [""] * len(prepared)
    nothing = [""] * len(prepared)
    for groups in (
        _joined(origins, scenes or nothing, contents),
        _joined(origins, nothing, contents),
        contents,
    ):
        keys = tuple(map(Key, [one.id for one in prepared], groups, labels, contents))
        if min(group_counts(keys).values(), default=0) >= LEAST_GROUPS:
            break
    return keys


def _joined(origins: Sequence[str], scenes: Sequence[str], contents: Sequence[str]) -> list[str]:
    """The group of each sample: of those that share an origin, scene or content, however many steps apart."""
    above: dict[str, str] = {}

    def top(mark: str) -> str:
        while above.setdefault(mark, mark) != mark:
            above[mark] = mark = above[above[mark]]
        return mark

    for origin, scene, content in zip(origins, scenes, contents, strict=True):
        for mark in (f"origin {origin}" if origin else "", f"scene {scene}" if scene else ""):
            if mark:
                one, other = sorted((top(mark), top(content)))
                above[other] = one
    return [top(content) for content in contents]
