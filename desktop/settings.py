"""What the window remembers between runs: recent cases, language, theme, its size."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import cast

from desktop.theme.keeper import Choice
from engine.texts import LANGUAGES, Language

RECENT = 8
CHOICES = ("system", "light", "dark")


@dataclass(frozen=True)
class RecentCase:
    """A case that was open: its file and the name it had."""

    path: str
    name: str

    @property
    def is_there(self) -> bool:
        """Whether the file still lies where it lay."""
        return Path(self.path).is_file()


@dataclass
class Remembered:
    """The values; a missing or damaged file gives these defaults."""

    language: Language | None = None  # None: as the system
    theme: Choice = "system"
    recent: list[RecentCase] = field(default_factory=list)
    window: tuple[int, int] | None = None


class Settings:
    """Reads ``settings.json`` of ``folder`` once and writes it after each change."""

    def __init__(self, folder: Path | None = None) -> None:
        self.data_folder = folder  # of what the user makes besides cases; None: the system's place for it
        if folder is None:
            from platformdirs import user_config_path

            folder = user_config_path("Jjak", appauthor=False)
        self._file = folder / "settings.json"
        self._now = _read(self._file)

    @property
    def language(self) -> Language | None:
        """The language that was chosen; None: none was."""
        return self._now.language

    @property
    def theme(self) -> Choice:
        """The theme that was chosen."""
        return self._now.theme

    @property
    def window(self) -> tuple[int, int] | None:
        """Width and height of the window when it was closed last."""
        return self._now.window

    @property
    def recent(self) -> tuple[RecentCase, ...]:
        """The cases that were open, the last one first."""
        return tuple(self._now.recent)

    def set_language(self, language: Language) -> None:
        """Remember the language."""
        self._now.language = language
        self._write()

    def set_theme(self, theme: Choice) -> None:
        """Remember the theme."""
        self._now.theme = theme
        self._write()

    def set_window(self, width: int, height: int) -> None:
        """Remember the size of the window."""
        self._now.window = (width, height)
        self._write()

    def remember_case(self, path: Path, name: str) -> None:
        """Put a case at the top of the recent ones."""
        others = [case for case in self._now.recent if Path(case.path) != path]
        now = [RecentCase(str(path), name), *others][:RECENT]
        if now != self._now.recent:
            self._now.recent = now
            self._write()

    def forget_case(self, path: Path) -> None:
        """Take a case off the recent ones; its file stays."""
        self._now.recent = [case for case in self._now.recent if Path(case.path) != path]
        self._write()

    def _write(self) -> None:
        """Written beside and renamed, so that a crash leaves the old or the new whole."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._file.parent, suffix=".json", delete=False
        ) as file:
            json.dump(asdict(self._now), file, ensure_ascii=False, indent=1)
        Path(file.name).replace(self._file)


def _read(file: Path) -> Remembered:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    if not isinstance(content, dict):
        return Remembered()
    kept = Remembered()
    if content.get("language") in LANGUAGES:
        kept.language = cast(Language, content["language"])
    if content.get("theme") in CHOICES:
        kept.theme = cast(Choice, content["theme"])
    size = content.get("window")
    if isinstance(size, list) and len(size) == 2 and all(isinstance(side, int) for side in size):
        kept.window = (size[0], size[1])
    recent = content.get("recent")
    names = {each.name for each in fields(RecentCase)}
    for case in recent if isinstance(recent, list) else []:
        if isinstance(case, dict) and set(case) == names and all(isinstance(v, str) for v in case.values()):
            kept.recent.append(RecentCase(**case))
    return kept
