"""Markdown (GitHub's): text that reads well raw, pictures in a folder beside it."""

from __future__ import annotations

import re

from engine.report.gate import visible_sections
from engine.report.types import (
    Bars,
    Block,
    ItemList,
    KeyFigures,
    Light,
    Matrix,
    Panel,
    Panels,
    Paragraph,
    PictureGrid,
    Report,
    Subheading,
    Table,
)
from engine.texts import catalogue

SIGNS = {"start": "●", "prepare": "▲", "push_back": "■", None: "○"}
SPECIAL = re.compile(r"([\\`*_\[\]<>|~#$&!])")
LEADING = re.compile(r"^(?=[-+=]|\d{1,9}[.)](?:\s|$))(\d*)(.)")
BAR_CELLS = 20


class PictureFolder:
    """The pictures that the text points to: file name → bytes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: dict[str, bytes] = {}

    def add(self, data: bytes) -> str:
        """Keeps a picture; its address relative to the text, safe inside ``<…>``."""
        kind = "png" if data.startswith(b"\x89PNG") else "jpg"
        name = f"{len(self.files) + 1:02}.{kind}"
        self.files[name] = data
        return f"{self.name}/{name}".replace("\\", "\\\\").replace("<", "\\<").replace(">", "\\>")


def markdown(report: Report, folder_name: str) -> tuple[bytes, dict[str, bytes]]:
    """The text, and the pictures that belong into the folder of that name beside it."""
    pictures = PictureFolder(folder_name)
    edition = catalogue("report").say(f"edition_{report.edition}", report.language)
    parts = [f"# {flat(report.title)}", f"**{flat(report.subtitle)}** · {flat(edition)}"]
    for section in visible_sections(report):
        parts.append(f"## {flat(section.title)}")
        parts += [drawn(block, pictures) for block in section.blocks]
    parts += ["---", flat(report.footer)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8"), pictures.files


def drawn(block: Block, pictures: PictureFolder) -> str:
    """One block."""
    match block:
        case Light():
            return f"> **{SIGNS[block.verdict]} {flat(block.word)}**\n>\n> {flat(block.headline)}"
        case Paragraph():
            return flat(block.text)
        case Subheading():
            return f"### {flat(block.text)}"
        case ItemList():
            return item_list(block)
        case KeyFigures():
            figures = block.figures
            rows = [[figure.value for figure in figures], [figure.origin for figure in figures]]
            return table([figure.label for figure in figures], rows)
        case Table():
            return text_table(block)
        case Matrix():
            fields = [
                [title, *(f"{SIGNS[field.verdict]} {field.label}" for field in row)]
                for title, row in block.rows
            ]
            lit = {(y, x + 1) for y, (_, row) in enumerate(block.rows) for x, f in enumerate(row) if f.lit}
            return table(list(block.header), fields, lit)
        case Panels():
            return "\n\n".join(map(panel, block.panels))
        case Bars():
            return "\n".join(bar(name, value, label) for name, value, _low, _high, label in block.rows)
        case PictureGrid():
            shown = (
                f"![{flat(p.caption, ', ')}](<{pictures.add(p.data)}>)\\\n{flat(p.caption)}"
                for p in block.pictures
            )
            return "\n\n".join(shown)


def panel(block: Panel) -> str:
    """One voice as a quotation, whose it is on its first line."""
    sign = f"{SIGNS[block.verdict]} " if block.verdict else ""
    parts = [f"*{flat(block.tag)}*", f"**{sign}{flat(block.title)}**", flat(block.text), flat(block.note)]
    return "\n>\n".join(f"> {part}" for part in parts if part)


def item_list(block: ItemList) -> str:
    """A list; the note stands on its own lines below the text."""
    items = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if block.numbered else "-"
        indent = " " * (len(mark) + 1)
        items.append(f"{mark} {flat(item.text)}" + (f"\\\n{indent}{flat(item.note)}" if item.note else ""))
    return "\n".join(items)


def text_table(block: Table) -> str:
    """A table; a group's heading is a row with its first cell bold."""
    bold = {(index, 0) for index in block.groups | block.emphasis}
    return table(list(block.header), [list(row) for row in block.rows], bold)


def table(header: list[str], rows: list[list[str]], bold: set[tuple[int, int]] | None = None) -> str:
    """A pipe table; every cell on one line."""
    lines = [header_line(header), "|" + " --- |" * len(header)]
    for y, row in enumerate(rows):
        cells = (
            f"**{flat(cell)}**" if bold and (y, x) in bold and cell.strip() else flat(cell)
            for x, cell in enumerate(row)
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def header_line(header: list[str]) -> str:
    """The first line of a table."""
    return f"| {' | '.join(flat(name) for name in header)} |"


def bar(name: str, value: float, label: str) -> str:
    """One bar out of signs, with its figures."""
    full = round(min(max(value, 0.0), 1.0) * BAR_CELLS)
    return f"- {flat(name)}: `{'█' * full}{'░' * (BAR_CELLS - full)}` {label}"


def flat(text: str, line_end: str = "<br>") -> str:
    """One line of plain text: nothing in it is read as markup."""
    lines = (SPECIAL.sub(r"\\\1", line.strip()) for line in text.split("\n"))
    return line_end.join(LEADING.sub(r"\1\\\2", line) for line in lines)
