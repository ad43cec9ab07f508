"""Plain XML with an element a row, as public interfaces and old systems give it out."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_JUDGED = 50_000  # elements
_FIRST = 1000  # rows whose fields make the columns
_LEAST_ROWS = 3
_DEEPEST = 64
_DAMAGE = (
    OSError, ValueError, EOFError, ParseError, RuntimeError, LookupError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
Path = tuple[str, ...]


def read_xml(tree: Tree, path: str) -> Source:
    """The rows that an XML file holds. Raises ``UnreadableFileError``."""
    where = _row_path(tree, path)
    names: dict[str, None] = {}
    for fields in islice(_records(tree, path, where), _FIRST):
        names.update(dict.fromkeys(fields))
    if not 2 <= len(names) <= MAX_COLUMNS:
        raise UnreadableFileError("not_a_table")

    def rows() -> Iterator[Row]:
        for fields in _records(tree, path, where):
            yield [fields.get(name, "") for name in names]

    return Source(path, unique_names(list(names)), rows, "xml")


def _row_path(tree: Tree, path: str) -> Path:
    """The tags down to the element that comes again and again and has several fields."""
    rows: Counter[Path] = Counter()
    with closing(_elements(tree, path)) as elements:
        for where, element in islice(elements, _JUDGED):
            rows[where] += len(_fields(element)) >= 2
    found = rows.most_common(1)
    if not found or found[0][1] < _LEAST_ROWS:
        raise UnreadableFileError("not_a_table")
    return found[0][0]


def _records(tree: Tree, path: str, where: Path) -> Iterator[dict[str, str]]:
    with closing(_elements(tree, path)) as elements:
        for place, element in elements:
            if place == where and (fields := _fields(element)):
                yield fields


def _fields(element: Element) -> dict[str, str]:
    """Attributes, and the text of the elements within that hold no others."""
    fields = {_tag(name): value.strip() for name, value in element.attrib.items()}
    for inner in element:
        if len(inner) == 0:
            fields[_tag(inner.tag)] = (inner.text or "").strip()
    return fields


def _elements(tree: Tree, path: str) -> Generator[tuple[Path, Element], None, None]:
    """(tags down to it, element) as each one ends; what was passed is forgotten."""
    from defusedxml.ElementTree import iterparse

    above: list[Element] = []
    try:
        with tree.open(path) as stream:
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    above.append(element)
                    if len(above) > _DEEPEST:
                        raise UnreadableFileError("not_a_table")
                    continue
                yield tuple(_tag(each.tag) for each in above), element
                above.pop()
                if len(element) and above:  # a field stays until its row was seen
                    above[-1].remove(element)
    except _DAMAGE:
        raise UnreadableFileError("damaged_table") from None


def _tag(name: str) -> str:
    return name.rpartition("}")[2]
