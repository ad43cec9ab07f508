"""How a check writes its finding: the first samples only, and no finding for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.audit.records import Concerned
from engine.audit.types import Finding, FindingSample, Severity


def finding(kind: str, severity: Severity, concerned: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """The finding about these (sample id, detail), or nothing where there are none."""
    yield from finding_of(kind, severity, Concerned.of(concerned))


def finding_of(kind: str, severity: Severity, concerned: Concerned) -> Iterator[Finding]:
    """The finding about so many samples, the first of them named, or nothing where there are none."""
    if concerned.count:
        samples = tuple(FindingSample(id=identifier, detail=detail) for identifier, detail in concerned.first)
        yield Finding(kind=kind, severity=severity, count=concerned.count, samples=samples)
