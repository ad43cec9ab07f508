"""The look of the DOCX: styles, colours, and what python-docx leaves to the XML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.texts import Language

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.run import Run

COLOURS = {
    "text": "1B1F24",
    "muted": "5B6470",
    "line": "DFE3E8",
    "sunken": "EEF0F4",
    "surface": "FFFFFF",
    "accent": "3B5BDB",
    "start": "2B8A3E",
    "prepare": "B35C00",
    "push_back": "C92A2A",
    "unknown": "5B6470",
}
FACE = "Malgun Gothic"  # the Korean face of Word itself; other word processors substitute theirs
TEXT_WIDTH_MM = 170
TABLE_STYLES_KEPT = ("Normal Table", "Table Grid")
AFTER_BORDERS = ("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")

# name: base, points, bold, colour, space before and after in points
STYLES = {
    "Normal": (None, 10, False, "text", 0, 6),
    "Title": (None, 22, True, "text", 0, 2),
    "Subtitle": (None, 12, False, "muted", 0, 2),
    "Heading 1": (None, 15, True, "text", 20, 8),
    "Heading 2": (None, 11.5, True, "text", 12, 4),
    "Caption": (None, 8, False, "muted", 0, 4),
    "Hint": ("Normal", 8.5, False, "muted", 0, 6),
    "Verdict": ("Normal", 15, True, "text", 4, 4),
    "Item": ("Normal", 10, False, "text", 4, 0),
    "Item Note": ("Normal", 8.5, False, "muted", 0, 4),
    "Item Fine": ("Normal", 8, False, "muted", 1, 0),
    "Table Fine": ("Normal", 8, False, "text", 0, 0),
    "Table Text": ("Normal", 9, False, "text", 1, 1),
    "Table Head": ("Normal", 8.5, True, "muted", 1, 1),
    "Table Group": ("Normal", 9, True, "accent", 6, 1),
}


def set_styles(document: Document) -> None:
    """Gives the document its page and its paragraph styles, new ones among them."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(20)
    # The library's template brings a hundred table styles; without them it writes twice as fast.
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in TABLE_STYLES_KEPT:
            style.delete()
    for name, (base, *_) in STYLES.items():
        if base is None:
            style = document.styles[name]
        else:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles[base]
        set_style(style)
    for name, before in (("Item", 0), ("Item Note", 1), ("Item Fine", 0)):
        form = document.styles[name].paragraph_format
        form.left_indent = Mm(6)
        form.first_line_indent = Mm(-6) if before == 0 else Mm(0)
        form.tab_stops.add_tab_stop(Mm(6))


def set_style(style: ParagraphStyle) -> None:
    """Face, size, colour and spacing of one style; the Korean face is set apart."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    _, points, bold, colour, before, after = STYLES[style.name]
    style.font.name = FACE
    style.font.size = Pt(points)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(COLOURS[colour])
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.3
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def set_language(document: Document, language: Language) -> None:
    """Tells the word processor which language to check and where lines break."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    marks = [] if defaults is None else list(defaults.iter(qn("w:lang")))
    for mark in marks:
        mark.set(qn("w:val"), "ko-KR" if language == "ko" else "en-US")
        mark.set(qn("w:eastAsia"), "ko-KR")


def add_page_numbers(document: Document, footer: str) -> None:
    """The footer: its text, then the page and the number of pages as fields."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Hint"]
    paragraph.add_run(f"{footer}  ·  ")
    add_field(paragraph.add_run(), "PAGE")
    paragraph.add_run(" / ")
    add_field(paragraph.add_run(), "NUMPAGES")


def add_field(run: Run, instruction: str) -> None:
    """A field that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instruction", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.text = instruction
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def colour_text(run: Run, colour: str) -> None:
    """Colours a run; ``colour`` is RRGGBB."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(colour)


def tint(colour: str) -> str:
    """The colour at 8 % on white."""
    parts = (int(colour[index : index + 2], 16) for index in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * 0.08):02X}" for part in parts)


def shade(cell: _Cell, colour: str) -> None:
    """Fills a cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def table_borders(table: Table, colour: str) -> None:
    """Hairlines between and around the rows."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    later = [child for child in properties if child.tag in {qn(f"w:{name}") for name in AFTER_BORDERS}]
    if later:
        later[0].addprevious(borders)  # Word wants the properties in the order of its schema
    else:
        properties.append(borders)


def repeat_heading(row: _Row) -> None:
    """Has the row repeated at the top of every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def set_widths(rows: Iterable[_Row], widths: tuple[int, ...]) -> None:
    """Sets the columns to their shares of the text's width."""
    from docx.shared import Mm

    whole = sum(widths)
    for row in rows:
        if len(row._tr.tc_lst) == len(widths):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(TEXT_WIDTH_MM * width / whole)


def spacer(document: Document) -> None:
    """A little room below a table; without it Word joins two tables."""
    document.add_paragraph(style="Table Text")
