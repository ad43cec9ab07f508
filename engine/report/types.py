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
    """A list; ``numbered`` where the order matters, ``fine`` for small print."""

    items: tuple[ListItem, ...]
    numbered: bool = False
    fine: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``emphasis`` numbers the rows that stand out, ``groups`` those whose first
    cell spans the table as the heading of the rows below it. ``widths``: relative widths of
    the columns; empty: all the same. ``fine``: small print.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    emphasis: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    fine: bool = False


@dataclass(frozen=True)
class Subheading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class KeyFigure:
    """One value that matters: what it is, the value, and where it comes from."""

    label: str
    value: str
    origin: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The few values that matter, side by side as cards."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class MatrixField:
    """One field of the matrix: its label, the verdict that colours it, and whether it is this case's."""

    label: str
    verdict: Verdict | None
    lit: bool


@dataclass(frozen=True)
class Matrix:
    """Form (columns) × volume (rows); a row is its title and its fields."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixField, ...]], ...]


@dataclass(frozen=True)
class Panel:
    """One voice among several: whose it is (``tag``), what it says, and a smaller line below.

    ``verdict`` gives its title the sign and colour of a verdict.
    """

    tag: str
    title: str
    text: str
    note: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Panels:
    """Voices side by side, so that the reader sees which is which; the first one leads."""

    panels: tuple[Panel, ...]


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
    """Named values with intervals, drawn as bars; ``strong`` is ours."""

    rows: tuple[tuple[str, float, float, float, str], ...]
    """Name; value, low and high as shares of the whole length; the figures in words."""
    strong: int = 0


Block = Light | Paragraph | Subheading | ItemList | KeyFigures | Matrix | Panels | Table | PictureGrid | Bars


@dataclass(frozen=True)
class ReportSection:
    """A heading and what stands under it. ``internal``: never in the client's edition.
    ``warns``: it names forbidden promises so as to warn of them, and the gate lets it.

    ``id`` names the section whatever the language (``summary``, ``answers`` …).
    """

    title: str
    blocks: tuple[Block, ...]
    internal: bool = False
    id: str = ""
    warns: bool = False


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
