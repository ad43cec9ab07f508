"""How a check writes its finding: the first samples only, and no finding for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.audit.types import Finding, FindingSample, Severity

MAX_SAMPLES = 200
"""As many samples are named in a finding; ``count`` tells how many there are."""


def finding(kind: str, severity: Severity, concerned: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """The finding about these (sample id, detail), or nothing where there are none."""
    samples: list[FindingSample] = []
    count = 0
    for identifier, detail in concerned:
        count += 1
        if count <= MAX_SAMPLES:
            samples.append(FindingSample(id=identifier, detail=detail))
    if count:
        yield Finding(kind=kind, severity=severity, count=count, samples=tuple(samples))
