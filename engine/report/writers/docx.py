"""DOCX with real styles, so that the consultant can go on editing it in a word processor."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from engine.report.gate import visible_sections
from engine.report.pictures import picture_size
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
    Picture,
    PictureGrid,
    Report,
    Subheading,
    Table,
)
from engine.report.writers.docx_styles import (
    COLOURS,
    add_page_numbers,
    colour_text,
    repeat_heading,
    set_language,
    set_styles,
    set_widths,
    shade,
    spacer,
    table_borders,
    tint,
)
from engine.texts import catalogue

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as DocxParagraph

SIGNS = {"start": "●", "prepare": "▲", "push_back": "■", None: "○"}
PICTURES_A_ROW = 4
PANELS_A_ROW = 2
PICTURE_MM = 36
BAR_CELLS = 20


def docx(report: Report) -> bytes:
    """The report as a DOCX file."""
    import docx as library

    document = library.Document()
    set_styles(document)
    set_language(document, report.language)
    properties = document.core_properties
    properties.title = f"{report.title} · {report.subtitle}"[:255]
    properties.language = report.language
    properties.author = "Jjak"
    properties.comments = ""
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    edition = catalogue("report").say(f"edition_{report.edition}", report.language)
    document.add_paragraph(edition, style="Hint")
    for section in visible_sections(report):
        document.add_heading(section.title, level=1)
        for block in section.blocks:
            draw(document, block)
    add_page_numbers(document, report.footer)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def draw(document: Document, block: Block) -> None:
    """Adds one block."""
    match block:
        case Light():
            light(document, block)
        case Paragraph():
            document.add_paragraph(block.text, style="Hint" if block.hint else "Normal")
        case Subheading():
            document.add_heading(block.text, level=2)
        case ItemList():
            item_list(document, block)
        case KeyFigures():
            rows = tuple((f.label, f.value, f.origin) for f in block.figures)
            add_table(document, Table((), rows, emphasis=frozenset(range(len(rows))), widths=(4, 5, 6)))
        case Table():
            add_table(document, block)
        case Matrix():
            matrix(document, block)
        case Panels():
            panels(document, block)
        case Bars():
            bars(document, block)
        case PictureGrid():
            pictures(document, block)


def light(document: Document, block: Light) -> None:
    """The traffic light: a tinted field with sign and word in colour, the headline below."""
    colour = COLOURS[block.verdict or "unknown"]
    table = document.add_table(rows=1, cols=1)
    table_borders(table, colour)
    cell = table.rows[0].cells[0]
    shade(cell, tint(colour))
    word = cell.paragraphs[0]
    word.style = document.styles["Verdict"]
    colour_text(word.add_run(f"{SIGNS[block.verdict]}  {block.word}"), colour)
    cell.add_paragraph(block.headline)
    spacer(document)


def item_list(document: Document, block: ItemList) -> None:
    """A list. Numbers are typed, so that every list begins at 1 in every word processor."""
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if block.numbered else "•"
        style = "Item Fine" if block.fine else "Item"
        line = document.add_paragraph(f"{mark}\t{item.text}", style=style)
        if item.note:
            line.paragraph_format.keep_with_next = True
            document.add_paragraph(item.note, style="Item Note")


def add_table(document: Document, block: Table) -> None:
    """A table with a heading row that repeats on every page."""
    columns = len(block.header) or len(block.rows[0])
    widths = block.widths or (1,) * columns
    table = document.add_table(rows=0, cols=columns)
    table.autofit = False
    table_borders(table, COLOURS["line"])
    if block.header:
        cells = table.add_row().cells
        for cell, name in zip(cells, block.header, strict=True):
            shade(cell, COLOURS["sunken"])
            fill(cell, name, "Table Head")
        repeat_heading(table.rows[0])
    for index, row in enumerate(block.rows):
        cells = table.add_row().cells
        if index in block.groups:
            fill(cells[0].merge(cells[-1]), row[0], "Table Group")
            continue
        for column, (cell, value) in enumerate(zip(cells, row, strict=True)):
            fill(
                cell,
                value,
                "Table Fine" if block.fine else "Table Text",
                bold=index in block.emphasis and column == (0 if block.header else 1),
            )
            if index in block.emphasis and block.header:
                shade(cell, tint(COLOURS["prepare"]))
    set_widths(table.rows, widths)
    spacer(document)


def matrix(document: Document, block: Matrix) -> None:
    """Form × volume; the field of this case is filled with its colour."""
    table = document.add_table(rows=0, cols=len(block.header))
    table_borders(table, COLOURS["line"])
    for cell, name in zip(table.add_row().cells, block.header, strict=True):
        fill(cell, name, "Table Head")
    for title, fields in block.rows:
        cells = table.add_row().cells
        fill(cells[0], title, "Table Head")
        for cell, field in zip(cells[1:], fields, strict=True):
            colour = COLOURS[field.verdict or "unknown"]
            paragraph = fill(cell, "", "Table Text")
            run = paragraph.add_run(f"{SIGNS[field.verdict]} {field.label}")
            run.bold = field.lit
            colour_text(run, COLOURS["surface"] if field.lit else colour)
            shade(cell, colour if field.lit else COLOURS["sunken"])
    spacer(document)


def panels(document: Document, block: Panels) -> None:
    """Voices side by side, two in a row, each in a field of its own."""
    columns = min(PANELS_A_ROW, len(block.panels))
    table = document.add_table(rows=-(-len(block.panels) // PANELS_A_ROW), cols=columns)
    table_borders(table, COLOURS["line"])
    for index, voice in enumerate(block.panels):
        add_panel(table.rows[index // PANELS_A_ROW].cells[index % PANELS_A_ROW], voice, leads=index == 0)
    spacer(document)


def add_panel(cell: _Cell, voice: Panel, leads: bool) -> None:
    """One voice: whose it is, its title with the verdict's sign, what it says, a note."""
    if leads:
        shade(cell, COLOURS["sunken"])
    fill(cell, voice.tag, "Table Head")
    colour = COLOURS[voice.verdict or "text"]
    sign = f"{SIGNS[voice.verdict]}  " if voice.verdict else ""
    title = cell.add_paragraph(style="Table Text")
    run = title.add_run(sign + voice.title)
    run.bold = True
    colour_text(run, colour)
    cell.add_paragraph(voice.text, style="Table Text")
    if voice.note:
        cell.add_paragraph(voice.note, style="Hint")


def bars(document: Document, block: Bars) -> None:
    """Bars out of signs, so that they need no picture; the figures stand beside them."""
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    table_borders(table, COLOURS["line"])
    for index, (name, value, _low, _high, label) in enumerate(block.rows):
        cells = table.add_row().cells
        strong = index == block.strong
        fill(cells[0], name, "Table Text", bold=strong)
        full = round(min(max(value, 0.0), 1.0) * BAR_CELLS)
        colour_text(
            fill(cells[1], "", "Table Text").add_run("█" * full), COLOURS["accent" if strong else "unknown"]
        )
        fill(cells[2], label, "Table Text", bold=strong)
    set_widths(table.rows, (5, 6, 4))
    spacer(document)


def pictures(document: Document, block: PictureGrid) -> None:
    """Pictures four in a row, each above its words."""
    rows = -(-len(block.pictures) // PICTURES_A_ROW)
    table = document.add_table(rows=rows, cols=PICTURES_A_ROW)
    for index, picture in enumerate(block.pictures):
        cell = table.rows[index // PICTURES_A_ROW].cells[index % PICTURES_A_ROW]
        add_picture(cell, picture, index + 1)
    spacer(document)


def add_picture(cell: _Cell, picture: Picture, number: int) -> None:
    """One picture with alternative text; right or wrong in words and colour below it."""
    from docx.shared import Mm

    width, height = picture_size(picture.data)
    scale = PICTURE_MM / max(width, height)
    run = cell.paragraphs[0].add_run()
    shape = run.add_picture(BytesIO(picture.data), Mm(width * scale), Mm(height * scale))
    shape._inline.docPr.set("descr", picture.caption.replace("\n", ", "))
    shape._inline.docPr.set("name", f"Picture {number}")
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    head, *rest = picture.caption.split("\n")
    paragraph = cell.add_paragraph(style="Caption")
    run = paragraph.add_run(head)
    run.bold = True
    verdict = {True: "start", False: "push_back", None: "unknown"}[picture.good]
    colour_text(run, COLOURS[verdict])
    for line in rest:
        paragraph.add_run().add_break()
        paragraph.add_run(line)


def fill(cell: _Cell, text: str, style: str, bold: bool = False) -> DocxParagraph:
    """Puts the text into the cell's first paragraph."""
    paragraph: DocxParagraph = cell.paragraphs[0]
    paragraph.style = style
    if text:
        paragraph.add_run(text).bold = bold or None
    return paragraph
