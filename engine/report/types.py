"""A report without a format: sections of blocks that every writer can draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.rulebook.types import Verdict
from engine.texts import Language

Edition = Literal["client", "internal"]


@dataclass(frozen=True)
class Light:
    """The traffic light: a colour and always the word beside it."""

    verdict: Verdict | None
    word: str
    headline: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``hint`` is set smaller and paler."""

    text: str
    hint: bool = False


@dataclass(frozen=True)
class ListItem:
    """One item: the text, and a smaller line below it (reason, rule and source)."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class ItemList:
    """A list; ``numbered`` where the order matters."""

    items: tuple[ListItem, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``emphasis`` numbers the rows that stand out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    emphasis: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A picture (PNG or JPEG bytes) with its caption; ``good`` marks it right or wrong."""

    data: bytes
    caption: str
    good: bool | None = None


@dataclass(frozen=True)
class PictureGrid:
    """Pictures side by side."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Bars:
    """Named values between 0 and 1 with intervals, drawn as bars; ``strong`` is ours."""

    rows: tuple[tuple[str, float, float, float], ...]  # name, value, low, high
    strong: int = 0


Block = Light | Paragraph | ItemList | Table | PictureGrid | Bars


@dataclass(frozen=True)
class ReportSection:
    """A heading and what stands under it. ``internal``: never in the client's edition."""

    title: str
    blocks: tuple[Block, ...]
    internal: bool = False


@dataclass(frozen=True)
class Report:
    """The whole report, in one language and one edition."""

    title: str
    subtitle: str
    language: Language
    edition: Edition
    sections: tuple[ReportSection, ...]
    footer: str
    sources: tuple[str, ...] = field(default_factory=tuple)
