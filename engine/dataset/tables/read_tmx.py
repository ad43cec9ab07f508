"""Translation memories (TMX): a row a unit, a column a language."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from engine.dataset.tables.sources import Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FIRST = 200  # units whose languages make the columns
_DAMAGE = (ParseError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error)


def read_tmx(tree: Tree, path: str) -> Source:
    """The units of a translation memory. Raises ``UnreadableFileError``."""
    languages = dict.fromkeys(name for unit in islice(_units(tree, path), _FIRST) for name in unit)
    if not languages:
        raise UnreadableFileError("not_a_table")

    def rows() -> Iterator[Row]:
        return ([unit.get(language, "") for language in languages] for unit in _units(tree, path))

    return Source(path, tuple(languages), rows, "tmx")


def _units(tree: Tree, path: str) -> Iterator[dict[str, str]]:
    """Language → text, of each unit."""
    from defusedxml.ElementTree import iterparse

    with tree.open(path) as stream:
        try:
            above: list[Element] = []
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                if element.tag == "tu":
                    yield dict(_texts(element))
                    element.clear()
                    if above:
                        above[-1].remove(element)
        except _DAMAGE:
            raise UnreadableFileError("damaged_table") from None


def _texts(unit: Element) -> Iterator[tuple[str, str]]:
    for variant in unit.iter("tuv"):
        language = variant.get(_LANGUAGE) or variant.get("lang") or ""
        segment = variant.find("seg")
        if language and segment is not None:
            yield language.lower(), "".join(segment.itertext()).strip()
