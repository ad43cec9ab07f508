"""A reporter that remembers, and an audit of files that a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.audit.inside import run
from engine.audit.types import Audit
from engine.jobs.protocol import Json


class Remembering:
    """A reporter that keeps what it was told, in order."""

    finish_requested = False

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Json]]] = []

    def progress(self, done: int, total: int | None, stage: str) -> None:
        self.told.append(("progress", {"done": done, "total": total, "stage": stage}))

    def emit(self, kind: str, **data: Json) -> None:
        self.told.append((kind, data))


@pytest.fixture
def reporter() -> Remembering:
    return Remembering()


@pytest.fixture
def audited(tmp_path: Path, reporter: Remembering) -> Callable[..., Audit]:
    """Write files by relative path, audit the folder, give the result."""

    def audit(files: dict[str, bytes | str], previews: int = 24, name: str = "set") -> Audit:
        root = tmp_path / name
        root.mkdir()
        for path, content in files.items():
            if path.endswith("/"):
                (root / path).mkdir(parents=True)
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return Audit.model_validate(run({"path": str(root), "previews": previews}, reporter))

    return audit
