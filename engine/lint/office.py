"""The text of DOCX and PPTX files, out of their XML parts.

The parts are read directly: the usual libraries leave out footnotes, text boxes, grouped
shapes, charts and SmartArt, and a promise may stand in any of them. defusedxml refuses
entities; sizes are checked while unpacking, since a zip can lie about them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.jobs.protocol import Json

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_MEMBERS = 20_000
LARGEST_PART = 48 * 1024 * 1024
LARGEST_ALL = 160 * 1024 * 1024
MOST_GROWTH = 400  # a part that grows more than this is a bomb, once it is larger than ...
GROWTH_FROM = 4 * 1024 * 1024

_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
_SKIP = {"Fallback", "delText", "instrText", "del", "moveFrom", "binData"}
_BREAKS = {"br", "cr"}
_STORIES = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}

Pieces = list[dict[str, Json]]


class Package:
    """The parts of an Office file, parsed on demand within limits."""

    def __init__(self, path: str, name: str) -> None:
        """Raises UserError for what is no sound zip."""
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(path)
            self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise UserError("lint_damaged", name=name) from problem
        if len(self._infos) > MOST_MEMBERS:
            raise UserError("lint_too_much", name=name)

    def names(self, pattern: str) -> list[str]:
        """The parts whose whole name matches, numbered ones in the order of their numbers."""
        found = [name for name in self._infos if re.fullmatch(pattern, name)]
        return sorted(
            found, key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r"(\d+)", name)]
        )

    def parse(self, part: str) -> Element | None:
        """The root of a part; None if there is none. Raises UserError for a broken or hostile one."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        info = self._infos.get(part)
        if info is None:
            return None
        try:
            root: Element = fromstring(self._bytes(info))
        except (ParseError, DefusedXmlException, *_BROKEN) as problem:
            raise UserError("lint_damaged", name=self.name) from problem
        return root

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that ``part`` refers to in a relationship of that kind, in the file's order."""
        return [target for target, type_, _ in self._relationships(part) if type_ == kind]

    def related_by_id(self, part: str) -> dict[str, str]:
        """Relationship id → part."""
        return {identifier: target for target, _, identifier in self._relationships(part)}

    def _relationships(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, file = posixpath.split(part)
        root = self.parse(f"{folder}/_rels/{file}.rels")
        for entry in root if root is not None else ():
            if entry.get("TargetMode") != "External":
                target = entry.get("Target", "")
                where = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                )
                yield where, entry.get("Type", "").rpartition("/")[2], entry.get("Id", "")

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & _ENCRYPTED:
            raise UserError("lint_encrypted", name=self.name)
        grown = info.file_size > MOST_GROWTH * max(info.compress_size, 1)
        if info.file_size > LARGEST_PART or (grown and info.file_size > GROWTH_FROM):
            raise UserError("lint_too_much", name=self.name)
        with self._zip.open(info) as stream:
            data = stream.read(LARGEST_PART + 1)
        self._read += len(data)
        if len(data) > LARGEST_PART or self._read > LARGEST_ALL:
            raise UserError("lint_too_much", name=self.name)
        return data


def read_docx(path: str, name: str) -> Pieces:
    """Paragraphs, cells, text boxes, headers, footers, notes and comments. Raises UserError."""
    package = Package(path, name)
    main = next(iter(package.names(r"word/document\d*\.xml")), None)
    body = package.parse(main) if main else None
    if body is None:
        raise UserError("lint_damaged", name=name)
    pieces: Pieces = []
    counter = _Counter()
    _story(body, counter, pieces, "paragraph")
    for part in package.names(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml"):
        stem = re.sub(r"\d*\.xml$", "", posixpath.basename(part))
        root = package.parse(part)
        if root is not None:
            _story(root, counter, pieces, _STORIES[stem])
    for part in package.names(r"word/(?:charts/chart|diagrams/data)\d*\.xml"):
        root = package.parse(part)
        if root is not None:
            pieces += [_entry(text, "textbox", counter.next("textbox")) for text in _paragraphs(root)]
    return pieces


def read_pptx(path: str, name: str) -> Pieces:
    """The slides in their order, each with its notes, comments, tables, charts and SmartArt."""
    package = Package(path, name)
    show = package.parse("ppt/presentation.xml")
    if show is None:
        raise UserError("lint_damaged", name=name)
    by_id = package.related_by_id("ppt/presentation.xml")
    order = [
        by_id.get(next((value for key, value in entry.attrib.items() if key.endswith("}id")), ""), "")
        for entry in show.iter()
        if _tag(entry) == "sldId"
    ]
    slides = [part for part in order if part] or package.names(r"ppt/slides/slide\d+\.xml")
    pieces: Pieces = []
    for number, part in enumerate(slides, 1):
        for where, kind in [
            (part, "slide"),
            *(
                (other, "slide")
                for wanted in ("chart", "diagramData")
                for other in package.related(part, wanted)
            ),
            *((other, "notes") for other in package.related(part, "notesSlide")),
        ]:
            root = package.parse(where)
            if root is not None:
                pieces += [_entry(text, kind, number) for text in _paragraphs(root)]
    return pieces


class _Counter:
    """Counts the paragraphs, tables and so on of a document, each from 1."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def next(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]


def _story(element: Element, counter: _Counter, pieces: Pieces, kind: str) -> None:
    """Every paragraph below ``element``: cells and text boxes by their own names."""
    for child in element:
        tag = _tag(child)
        if tag in _SKIP:
            continue
        if tag == "p":
            number = counter.next(kind)
            text = _text(child)
            if text.strip():
                pieces.append(_entry(text, kind, number))
            for box in _boxes(child):
                _story(box, counter, pieces, "textbox")
        elif tag == "tbl" and kind == "paragraph":
            _table(child, counter, pieces)
        else:
            _story(child, counter, pieces, kind)


def _table(table: Element, counter: _Counter, pieces: Pieces) -> None:
    number = counter.next("table")
    for row_number, row in enumerate(_inside(table, "tr"), 1):
        for column, cell in enumerate(_inside(row, "tc"), 1):
            for text in _paragraphs(cell):
                pieces.append({**_entry(text, "cell", number), "row": row_number, "column": column})


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """The nearest elements of that name, through content controls but not into inner ones."""
    for child in element:
        if _tag(child) == wanted:
            yield child
        elif _tag(child) not in _SKIP and _tag(child) != "tbl":
            yield from _inside(child, wanted)


def _boxes(paragraph: Element) -> Iterator[Element]:
    for child in paragraph:
        if _tag(child) == "txbxContent":
            yield child
        elif _tag(child) not in _SKIP:
            yield from _boxes(child)


def _paragraphs(element: Element) -> Iterator[str]:
    """The texts of all paragraphs below ``element``, inner tables and boxes included."""
    for child in element:
        if _tag(child) in _SKIP:
            continue
        if _tag(child) == "p":
            text = _text(child)
            if text.strip():
                yield text
            for box in _boxes(child):
                yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _text(paragraph: Element) -> str:
    pieces: list[str] = []

    def collect(element: Element) -> None:
        for child in element:
            tag = _tag(child)
            if tag == "t":
                pieces.append(child.text or "")
            elif tag == "tab":
                pieces.append(" ")
            elif tag in _BREAKS:
                pieces.append("\n")
            elif tag in {"noBreakHyphen", "softHyphen"}:
                pieces.append("-" if tag == "noBreakHyphen" else "")
            elif tag not in _SKIP and tag != "txbxContent":
                collect(child)

    collect(paragraph)
    return "".join(pieces)


def _tag(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _entry(text: str, kind: str, number: int) -> dict[str, Json]:
    return {"text": text, "kind": kind, "number": number}
