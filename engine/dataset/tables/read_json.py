"""JSON in the shapes that tables take in it, and JSON lines."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.dataset.tables.encoding import decode_text, detect_encoding
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_LIMIT = 256 << 20  # bytes of an array, which has to be parsed whole
_FIRST = 4096  # records whose keys make the columns
_ARRAY_KEYS = ("data", "rows", "records", "items", "samples", "examples", "results", "documents", "instances")
_SURELY_RECORDS = 8
"""A list of so many objects is a table under whatever name it stands."""
_NESTED = 2  # levels of objects that become columns of their own (``address.city``)
_HEAD_BYTES = 1 << 16
_DAMAGE = (ValueError, RecursionError, OSError, EOFError, zipfile.BadZipFile, zlib.error)

Record = Mapping[str, object]


def read_json_lines(tree: Tree, path: str) -> Source:
    """A JSON object a line, or an array a line. Raises ``UnreadableFileError``."""
    with tree.open(path) as stream:
        try:
            encoding = detect_encoding(stream.read(_HEAD_BYTES), whole=False)
        except _DAMAGE:
            raise UnreadableFileError("read_error") from None

    def records() -> Iterator[Record]:
        stream = io.TextIOWrapper(tree.open(path), encoding=encoding, errors="replace")
        with stream:
            try:
                for line in stream:
                    if line.strip("\ufeff \t\r\n"):
                        yield _record(json.loads(line.removeprefix("\ufeff")))
            except _DAMAGE:
                raise UnreadableFileError("damaged_table") from None

    return _of_records(path, records, "jsonl", encoding)


def read_json(tree: Tree, path: str) -> Source:
    """A table in any of the shapes that tools write; else JSON lines. Raises ``UnreadableFileError``."""
    data = tree.read(path)
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    if not data.strip():
        raise UnreadableFileError("empty_file")
    try:
        whole = json.loads(decode_text(data))
    except (ValueError, RecursionError):
        return read_json_lines(tree, path)
    records = _records_in(whole)
    if records is None or len(records) < 2:
        raise UnreadableFileError("not_a_table")
    return _of_records(path, lambda: iter(records), "json")


def _records_in(whole: object) -> Sequence[Record] | None:
    if isinstance(whole, list):
        return _of_list(whole)
    if not isinstance(whole, dict):
        return None
    columns = whole.get("columns")
    for key in _ARRAY_KEYS:
        rows = whole.get(key)
        if isinstance(rows, list):
            named = isinstance(columns, list) and all(isinstance(name, str) for name in columns)
            return _of_list(rows, columns if named else None)
        if isinstance(rows, dict):
            return _records_in(rows)
    return _of_features(whole) or _of_columns(whole) or _of_keyed(whole) or _of_one_list(whole)


def _of_list(rows: Sequence[object], names: Sequence[str] | None = None) -> Sequence[Record] | None:
    """Objects; rows of cells, of which the first may be the names; or mere texts."""
    objects = [row for row in rows if isinstance(row, dict)]
    if rows and len(objects) == len(rows):
        return objects
    lists = [row for row in rows if isinstance(row, list)]
    if rows and len(lists) == len(rows):
        if names is None and all(isinstance(cell, str) for cell in lists[0]):
            names, lists = lists[0], lists[1:]
        width = len(names) if names is not None else max(map(len, lists), default=0)
        called = unique_names(names if names is not None else [""] * width)
        return [dict(zip(called, row, strict=False)) for row in lists]
    texts = [row for row in rows if isinstance(row, str)]
    return [{"text": text} for text in texts] if rows and len(texts) == len(rows) else None


def _of_features(whole: Record) -> Sequence[Record] | None:
    """GeoJSON: the properties of its features."""
    features = whole.get("features")
    if whole.get("type") != "FeatureCollection" or not isinstance(features, list):
        return None
    found = [feature.get("properties") for feature in features if isinstance(feature, dict)]
    return [properties for properties in found if isinstance(properties, dict)] or None


def _of_columns(whole: Record) -> Sequence[Record] | None:
    """A list a column, or an object of row number → cell a column, as pandas writes."""
    if len(whole) > MAX_COLUMNS or not whole:
        return None
    if all(isinstance(column, list) for column in whole.values()):
        columns = {name: column for name, column in whole.items() if isinstance(column, list)}
        lengths = {len(column) for column in columns.values()}
        if len(lengths) != 1 or any(
            isinstance(cell, dict) for column in columns.values() for cell in column[:3]
        ):
            return None
        return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    objects = {name: column for name, column in whole.items() if isinstance(column, dict)}
    if len(objects) != len(whole):
        return None
    keys = [tuple(column) for column in objects.values()]
    if len(set(keys)) != 1 or keys[0] != tuple(str(place) for place in range(len(keys[0]))):
        return None
    return [{name: column[key] for name, column in objects.items()} for key in keys[0]]


def _of_keyed(whole: Record) -> Sequence[Record] | None:
    """Objects by their key, alike in what they hold (``{"id7": {…}, "id8": {…}}``)."""
    objects = {key: value for key, value in whole.items() if isinstance(value, dict)}
    if len(objects) != len(whole) or len(objects) < _SURELY_RECORDS:
        return None
    shared = set.intersection(*(set(value) for value in objects.values()))
    most = max(len(value) for value in objects.values())
    if 2 * len(shared) < most or not shared:
        return None
    return [{"key": key, **value} for key, value in objects.items()]


def _of_one_list(whole: Record) -> Sequence[Record] | None:
    """The one long list of objects, whatever it is called."""
    lists = [value for value in whole.values() if isinstance(value, list) and len(value) >= _SURELY_RECORDS]
    lists = [value for value in lists if all(isinstance(row, dict) for row in value)]
    return lists[0] if len(lists) == 1 else None


def _record(value: object) -> Record:
    if isinstance(value, list) and len(value) <= MAX_COLUMNS:
        return {f"column_{place}": cell for place, cell in enumerate(value, start=1)}
    if not isinstance(value, dict):
        raise UnreadableFileError("not_a_table")
    return value


def _of_records(path: str, records: Callable[[], Iterator[Record]], name: str, encoding: str = "") -> Source:
    keys: dict[str, None] = {}
    for number, record in enumerate(records()):
        keys.update(dict.fromkeys(_flat(record)))
        if number >= _FIRST or len(keys) > MAX_COLUMNS:
            break

    def rows() -> Iterator[Row]:
        for record in records():
            flat = _flat(record)
            yield [cell_text(flat.get(key)) for key in keys]

    return Source(path, unique_names(list(keys)), rows, name, encoding)


def _flat(record: Record, levels: int = _NESTED) -> Record:
    """Objects within the record spread into columns of their own."""
    if levels == 0 or not any(isinstance(value, dict) and value for value in record.values()):
        return record
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            flat.update({f"{key}.{inner}": cell for inner, cell in _flat(value, levels - 1).items()})
        else:
            flat[key] = value
    return flat
