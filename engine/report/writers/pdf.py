"""PDF and page images, set by typst from one template.

The report goes in as a JSON file and picture files in a private folder, so that no text
of a client's is ever read as markup. typst is given the fonts of the system and, where
that has no Korean face, the bundled one.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from engine.jobs.protocol import Json
from engine.report.fonts import FAMILIES, korean_font_files
from engine.report.gate import visible_sections
from engine.report.types import (
    Bars,
    Block,
    ItemList,
    KeyFigures,
    Light,
    Matrix,
    Panels,
    Paragraph,
    Picture,
    PictureGrid,
    Report,
    Subheading,
    Table,
)
from engine.texts import catalogue

if TYPE_CHECKING:
    import typst

A4_WIDTH_INCHES = 210 / 25.4


def pdf(report: Report) -> bytes:
    """The report as a PDF."""
    return compiled(report, "pdf")[0]


def pages(report: Report, width: int) -> list[bytes]:
    """The report's pages as PNG images, ``width`` pixels wide."""
    return compiled(report, "png", ppi=width / A4_WIDTH_INCHES)


def compiled(report: Report, wanted: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    """What typst makes of the report: one PDF, or an image a page."""
    import typst

    with TemporaryDirectory(prefix="jjak-report-") as name:
        folder = Path(name)
        template = (files("assets") / "report" / "report.typ").read_bytes()
        (folder / "report.typ").write_bytes(template)
        pictures = PictureFiles(folder)
        document = data(report, pictures)
        (folder / "data.json").write_text(json.dumps(document), encoding="utf-8")
        compiler = typst.Compiler(folder / "report.typ", root=folder, font_paths=fonts())
        made = compiler.compile(format=wanted, ppi=ppi)
    found = made if isinstance(made, list) else [made]
    return [page for page in found if page is not None]


@lru_cache
def fonts() -> typst.Fonts:
    """The fonts that typst may use; looking through the system's takes a while, so once."""
    import typst

    folders = sorted({str(file.parent) for file in korean_font_files()})
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=folders)


def families() -> list[str]:
    """The Korean families at hand, best first; typst falls back by itself for what they lack."""
    known = set(fonts().families())
    return [family for family in FAMILIES if family in known]


class PictureFiles:
    """Puts pictures into the folder and remembers how many there are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def add(self, picture: Picture) -> str:
        """Writes one picture; its name in the folder."""
        self.count += 1
        kind = "png" if picture.data.startswith(b"\x89PNG") else "jpg"
        name = f"picture-{self.count}.{kind}"
        (self.folder / name).write_bytes(picture.data)
        return name


def data(report: Report, pictures: PictureFiles) -> Json:
    """The report as the template reads it."""
    texts = catalogue("report")
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "language": report.language,
        "internal": report.edition == "internal",
        "edition": texts.say(f"edition_{report.edition}", report.language),
        "footer": report.footer,
        "page_of": texts.say("page_of", report.language),
        "fonts": list(families()),
        "sections": [
            {"title": section.title, "blocks": [block_data(block, pictures) for block in section.blocks]}
            for section in visible_sections(report)
        ],
    }


def block_data(block: Block, pictures: PictureFiles) -> Json:
    """One block as the template reads it."""
    match block:
        case Light():
            verdict = block.verdict or "unknown"
            return {"kind": "light", "verdict": verdict, "word": block.word, "headline": block.headline}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "hint": block.hint}
        case Subheading():
            return {"kind": "subheading", "text": block.text}
        case ItemList():
            items: list[Json] = [{"text": item.text, "note": item.note} for item in block.items]
            return {"kind": "list", "items": items, "numbered": block.numbered, "fine": block.fine}
        case KeyFigures():
            figures: list[Json] = [
                {"label": f.label, "value": f.value, "origin": f.origin} for f in block.figures
            ]
            return {"kind": "figures", "figures": figures}
        case Panels():
            panels: list[Json] = [
                {
                    "tag": panel.tag,
                    "title": panel.title,
                    "text": panel.text,
                    "note": panel.note,
                    "verdict": panel.verdict,
                }
                for panel in block.panels
            ]
            return {"kind": "panels", "panels": panels}
        case PictureGrid():
            shown: list[Json] = [
                {"file": pictures.add(p), "caption": p.caption, "good": p.good} for p in block.pictures
            ]
            return {"kind": "pictures", "pictures": shown}
        case Table() | Matrix() | Bars():
            return grid_data(block)


def grid_data(block: Table | Matrix | Bars) -> Json:
    """A block of rows and columns as the template reads it."""
    match block:
        case Table():
            return {
                "kind": "table",
                "header": list(block.header),
                "rows": [list(row) for row in block.rows],
                "emphasis": list[Json](sorted(block.emphasis)),
                "groups": list[Json](sorted(block.groups)),
                "widths": list(block.widths or (1,) * len(block.header)),
                "fine": block.fine,
            }
        case Matrix():
            rows: list[Json] = [
                {
                    "title": title,
                    "fields": [
                        {"label": field.label, "verdict": field.verdict or "unknown", "lit": field.lit}
                        for field in fields
                    ],
                }
                for title, fields in block.rows
            ]
            return {"kind": "matrix", "header": list(block.header), "rows": rows}
        case Bars():
            bars: list[Json] = [
                {"name": name, "value": value, "low": low, "high": high, "label": label}
                for name, value, low, high, label in block.rows
            ]
            return {"kind": "bars", "rows": bars, "strong": block.strong}
