"""Pictures of samples by their names, made in a child process and kept while the sample is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge.jobs import JobRunner
from engine.jobs import Event, Json, Task

if TYPE_CHECKING:
    from engine.audit.types import Preview
    from engine.dataset.corrections import Corrections

SHOW = Task("engine.audit.showing", "run")


class Sights(QObject):
    """``came(previews, lost)``: id → Preview of what can be shown, id → reason of what cannot.

    ``failed(exception)``: none of what was asked for can be made. Asking for what has come
    before answers at once.
    """

    came = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._corrections: dict[str, Json] = {}
        self._made: dict[tuple[bool, str], Preview] = {}
        self._lost: dict[tuple[bool, str], str] = {}
        self._asked: list[str] = []
        self._later: list[str] = []
        self._whole = False
        self._jobs = JobRunner(self)
        self._jobs.told.connect(self._take)
        self._jobs.finished.connect(self._go_on)
        self._jobs.failed.connect(self._fail)

    def show_of(self, path: str, corrections: Corrections) -> None:
        """From now on samples of what lies there, read with these corrections, are asked for."""
        said: dict[str, Json] = corrections.model_dump(mode="json")
        if (path, said) == (self._path, self._corrections):
            return
        self.forget()
        self._path, self._corrections = path, said

    def ask(self, ids: Sequence[str], *, whole: bool = False) -> None:
        """Make the pictures of these, after those that were asked for before.

        ``whole``: with their targets, which takes longer.
        """
        if whole != self._whole:
            self.call_off()
        self._whole = whole
        previews = {one: self._made[whole, one] for one in ids if (whole, one) in self._made}
        lost = {one: self._lost[whole, one] for one in ids if (whole, one) in self._lost}
        if previews or lost:
            self.came.emit(previews, lost)
        known = {*previews, *lost, *self._asked, *self._later}
        self._later += [one for one in dict.fromkeys(ids) if one not in known]
        if not self._jobs.running:
            self._go_on()

    def call_off(self) -> None:
        """Nothing of what was asked for is waited for any more."""
        self._jobs.drop()
        self._asked, self._later = [], []

    def forget(self) -> None:
        """The sample has changed: make everything anew; what it would lie at is asked again."""
        self.call_off()
        self._path = ""
        self._made.clear()
        self._lost.clear()

    def stop(self) -> None:
        """End for good."""
        self._jobs.close()

    def _go_on(self, _result: Json = None) -> None:
        self._asked, self._later = self._later, []
        if self._asked and self._path:
            ids: list[Json] = [*self._asked]
            self._jobs.start(
                SHOW,
                {"path": self._path, "ids": ids, "whole": self._whole, "corrections": self._corrections},
            )

    def _take(self, event: Event) -> None:
        if event.kind != "partial" or event.data.get("name") != "shown":
            return
        from engine.audit.types import Preview

        shown, gone = event.data["previews"], event.data["lost"]
        made = [Preview.model_validate(item) for item in shown] if isinstance(shown, list) else []
        lost = {one: str(reason) for one, reason in gone.items()} if isinstance(gone, dict) else {}
        previews: Mapping[str, Preview] = {preview.id: preview for preview in made}
        self._made.update({(self._whole, one): preview for one, preview in previews.items()})
        self._lost.update({(self._whole, one): reason for one, reason in lost.items()})
        self.came.emit(previews, lost)

    def _fail(self, error: Exception) -> None:
        self.call_off()
        self.failed.emit(error)
