"""Keeps the progress of practising in one small JSON file of the user's data folder."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbits

from pydantic import ValidationError

from engine.errors import UserError
from engine.practice.types import Progress

FILE = "practice.json"


@dataclass(frozen=True)
class Kept:
    """What was read. ``moved``: where the file was put that could not be understood, if so."""

    progress: Progress
    moved: Path | None = None


class PracticeStore:
    """``practice.json`` of ``folder``; None: Jjak's folder among the user's data."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from platformdirs import user_data_path

            folder = user_data_path("Jjak", appauthor=False)
        self.path = folder / FILE

    def load(self) -> Kept:
        """The progress; a fresh one, with a seed of its own, where there is none.

        A file that can't be understood is moved aside and named in the answer, never
        overwritten. Raises UserError when the file can't be read or moved.
        """
        try:
            return Kept(Progress.model_validate_json(self.path.read_bytes()))
        except FileNotFoundError:
            return Kept(self.fresh())
        except ValidationError:
            return Kept(self.fresh(), self._move_aside())
        except OSError as error:
            raise UserError("practice_unreadable", path=str(self.path)) from error

    def save(self, progress: Progress) -> None:
        """Write the progress: whole or not at all. Raises UserError where that fails."""
        temporary: Path | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{FILE}.")
            temporary = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(progress.model_dump_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError as error:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
            raise UserError("practice_unwritable", path=str(self.path)) from error

    @staticmethod
    def fresh() -> Progress:
        """No progress yet; each begins with an order of its own."""
        return Progress(seed=randbits(31))

    def _move_aside(self) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{self.path.stem}-damaged-{stamp}{self.path.suffix}")
        try:
            self.path.replace(aside)
        except OSError as error:
            raise UserError("practice_unreadable", path=str(self.path)) from error
        return aside
