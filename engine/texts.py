"""Text in both languages, and the catalogues that hold the engine's own words.

Rule-book content carries its :class:`Text` itself. What the engine says outside
the rule book (errors, findings, report headings) is looked up by key in a
catalogue: a TOML file of ``assets/texts`` with one ``key = { ko = …, en = … }`` a line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")


class Text(BaseModel):
    """The same sentence in Korean and in English; ``{name}`` marks a value to fill in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def say(self, language: Language, **values: object) -> str:
        """The sentence in one language, its placeholders filled from ``values``."""
        sentence = self.ko if language == "ko" else self.en
        return sentence.format(**values) if values else sentence


class Catalogue:
    """Texts by key, out of one file."""

    def __init__(self, name: str, texts: Mapping[str, Text]) -> None:
        self.name = name
        self.texts = texts

    def say(self, key: str, language: Language, **values: object) -> str:
        """The text of ``key`` in one language. Raises KeyError for an unknown key."""
        return self.texts[key].say(language, **values)


@lru_cache
def catalogue(name: str) -> Catalogue:
    """The catalogue ``name``, read once: the union of ``assets/texts/<name>.toml`` and
    ``<name>_<room>.toml``, so that each room keeps its own words. A key stands in one file only.
    """
    texts: dict[str, Text] = {}
    for file in sorted((files("assets") / "texts").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml") or file.name[:-5].split("_")[0] != name:
            continue
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in texts:
                raise ValueError(f"{file.name}: the key {key} stands in another file already")
            texts[key] = Text.model_validate(entry)
    return Catalogue(name, texts)
