"""JSON arrays of records and JSON lines."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from engine.dataset.tables.encoding import decode_text
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_LIMIT = 256 << 20  # bytes of an array, which has to be parsed whole
_FIRST = 4096  # records whose keys make the columns
_ARRAY_KEYS = ("data", "rows", "records", "items", "samples", "examples")


def read_json_lines(tree: Tree, path: str) -> Source:
    """A JSON object a line. Raises ``UnreadableFileError``."""

    def records() -> Iterator[Mapping[str, object]]:
        stream = io.TextIOWrapper(tree.open(path), encoding="utf-8-sig", errors="replace")
        with stream:
            try:
                for line in stream:
                    if line.strip():
                        yield _record(json.loads(line))
            except (ValueError, RecursionError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
                raise UnreadableFileError("damaged_table") from None

    return _of_records(path, records, "jsonl")


def read_json(tree: Tree, path: str) -> Source:
    """A JSON array of objects, or an object that holds one under a usual name; else JSON lines."""
    data = tree.read(path)
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    if not data.strip():
        raise UnreadableFileError("empty_file")
    try:
        whole = json.loads(decode_text(data))
    except (ValueError, RecursionError):
        return read_json_lines(tree, path)
    if isinstance(whole, dict):
        whole = next((whole[key] for key in _ARRAY_KEYS if key in whole), None)
    if not isinstance(whole, list) or len(whole) < 2 or not all(isinstance(record, dict) for record in whole):
        raise UnreadableFileError("not_a_table")
    return _of_records(path, lambda: iter(whole), "json")


def _record(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnreadableFileError("not_a_table")
    return value


def _of_records(path: str, records: Callable[[], Iterator[Mapping[str, object]]], name: str) -> Source:
    keys: dict[str, None] = {}
    for number, record in enumerate(records()):
        keys.update(dict.fromkeys(record))
        if number >= _FIRST or len(keys) > MAX_COLUMNS:
            break

    def rows() -> Iterator[Row]:
        return ([cell_text(record.get(key)) for key in keys] for record in records())

    return Source(path, unique_names(list(keys)), rows, name)
