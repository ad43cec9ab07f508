"""A reporter that keeps what it is told, and may ask to finish early."""

from __future__ import annotations

from engine.jobs.protocol import Json


class RecordingReporter:
    def __init__(self, finish_after_points: int | None = None) -> None:
        self.events: list[tuple[str, dict[str, Json]]] = []
        self.finish_after_points = finish_after_points

    def progress(self, done: int, total: int | None, stage: str) -> None:
        self.events.append(("progress", {"done": done, "total": total, "stage": stage}))

    def emit(self, kind: str, **data: Json) -> None:
        self.events.append((kind, data))

    @property
    def finish_requested(self) -> bool:
        return self.finish_after_points is not None and len(self.of("point")) >= self.finish_after_points

    def of(self, kind: str) -> list[dict[str, Json]]:
        return [data for name, data in self.events if name == kind]
