"""JSON in the shapes that tables take in it, and JSON lines."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice

from engine.dataset.tables.dialect import bounded_lines
from engine.dataset.tables.encoding import PATCHED, decode_text, detect_encoding
from engine.dataset.tables.json_nested import steps_of, unfolded
from engine.dataset.tables.json_shapes import Record, Table, tables_in
from engine.dataset.tables.json_stream import stream_records, stream_values
from engine.dataset.tables.sources import MAX_COLUMNS, Row, Source, cell_text, unique_names
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_WHOLE = 24 << 20  # bytes: a larger file is read record by record, whatever its shape
_HELD = 1 << 20  # bytes: what a smaller file holds is kept
_FIRST = 4096  # records whose keys make the columns
_MOST_CELLS = 500_000  # of these first records
_NESTED = 2  # levels of objects that become columns of their own (``address.city``)
_HEAD_BYTES = 1 << 16
_DAMAGE = (ValueError, RecursionError, OSError, EOFError, zipfile.BadZipFile, zlib.error)


def read_json_lines(tree: Tree, path: str) -> Source:
    """A JSON object a line, or an array a line; lines that are none are left out.

    Raises ``UnreadableFileError``; its rows do so at the end where lines were left out.
    """
    encoding = _encoding(tree, path)

    def records() -> Iterator[Record]:
        read = lost = 0
        with io.TextIOWrapper(tree.open(path), encoding=encoding, errors=PATCHED) as stream:
            try:
                for line in bounded_lines(stream):
                    if not line.strip("\ufeff \t\r\n"):
                        continue
                    try:
                        value = json.loads(line.strip("\ufeff \t\r\n"))
                    except (ValueError, RecursionError):
                        lost += 1
                        if lost > read + 1:
                            raise UnreadableFileError("damaged_table") from None
                        continue
                    read += 1
                    yield _record(value)
            except _DAMAGE:
                raise UnreadableFileError("damaged_table") from None
        if lost:
            raise UnreadableFileError("damaged_lines" if read else "damaged_table")

    return _of_records(path, records, "jsonl", encoding)


def read_json(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in any of the shapes that tools write; else JSON lines. Raises ``UnreadableFileError``."""
    data = _head(tree, path)
    if len(data) > _WHOLE:
        return (_read_large(tree, path),)
    if not data.strip():
        raise UnreadableFileError("empty_file")
    try:
        tables = tables_in(json.loads(decode_text(data)))
    except (ValueError, RecursionError):
        return (_read_values(tree, path) if _is_spread(data) else read_json_lines(tree, path),)
    if not any(map(_is_table, tables)):
        raise UnreadableFileError("not_a_table")
    encoding = detect_encoding(data[:_HEAD_BYTES], len(data) <= _HEAD_BYTES)
    found = []
    for place, (name, records) in enumerate(tables):
        again = partial(iter, records) if len(data) <= _HELD else partial(_read_again, tree, path, place)
        found.append(_of_records(path, again, "json", encoding, name))
    return tuple(found)


def read_records(tree: Tree, paths: Sequence[str], name: str) -> Source | None:
    """Many files of one object each as one table; None where they hold something else."""

    def records() -> Iterator[Record]:
        for path in paths:
            with suppress(*_DAMAGE, UnreadableFileError):
                value = json.loads(decode_text(_head(tree, path)))
                if isinstance(value, dict):
                    yield value

    first = [frozenset(record) for record in islice(records(), 20)]
    shared = frozenset.intersection(*first) if first else frozenset[str]()
    if len(first) < min(20, len(paths)) or 2 * len(shared) < max(map(len, first)):
        return None
    return _of_records(name, records, "json")


def _read_again(tree: Tree, path: str, place: int) -> Iterator[Record]:
    try:
        tables = tables_in(json.loads(decode_text(_head(tree, path))))
    except (ValueError, RecursionError):
        raise UnreadableFileError("damaged_table") from None
    return iter(tables[place][1])


def _read_large(tree: Tree, path: str) -> Source:
    encoding = _encoding(tree, path)

    def records() -> Iterator[Record]:
        with io.TextIOWrapper(tree.open(path), encoding=encoding, errors=PATCHED) as stream:
            try:
                yield from map(_record, stream_records(stream))
            except _DAMAGE:
                raise UnreadableFileError("damaged_table") from None

    try:
        return _of_records(path, records, "json", encoding)
    except UnreadableFileError:
        return _read_values(tree, path) if _is_spread(_head(tree, path)) else read_json_lines(tree, path)


def _is_spread(data: bytes) -> bool:
    """Whether the first value goes over several lines, so that no line is one by itself."""
    lines = decode_text(data[:_HEAD_BYTES]).lstrip("\ufeff \t\r\n").splitlines()
    try:
        json.loads(lines[0] if lines else "")
    except (ValueError, RecursionError):
        return bool(lines) and lines[0].strip() in ("{", "[")
    return False


def _read_values(tree: Tree, path: str) -> Source:
    """Objects one after the other, each over several lines. Raises ``UnreadableFileError``."""
    encoding = _encoding(tree, path)

    def records() -> Iterator[Record]:
        with io.TextIOWrapper(tree.open(path), encoding=encoding, errors=PATCHED) as stream:
            try:
                yield from map(_record, stream_values(stream))
            except _DAMAGE:
                raise UnreadableFileError("damaged_table") from None

    return _of_records(path, records, "json", encoding)


def _is_table(table: Table) -> bool:
    """Several records, or one that holds a list of them."""
    _, records = table
    return len(records) > 1 or any(
        isinstance(cell, list) and len(cell) > 1 and isinstance(cell[0], dict) for cell in records[0].values()
    )


def _head(tree: Tree, path: str) -> bytes:
    with tree.open(path) as stream:
        try:
            return stream.read(_WHOLE + 1)
        except _DAMAGE:
            raise UnreadableFileError("read_error") from None


def _encoding(tree: Tree, path: str) -> str:
    with tree.open(path) as stream:
        try:
            return detect_encoding(stream.read(_HEAD_BYTES), whole=False)
        except _DAMAGE:
            raise UnreadableFileError("read_error") from None


def _record(value: object) -> Record:
    if isinstance(value, list) and len(value) <= MAX_COLUMNS:
        return {f"column_{place}": cell for place, cell in enumerate(value, start=1)}
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise UnreadableFileError("not_a_table")
    return value


def _of_records(
    path: str, records: Callable[[], Iterator[Record]], name: str, encoding: str = "", sheet: str = ""
) -> Source:
    head = _first_of(records())
    if not head:
        raise UnreadableFileError("not_a_table")
    steps = steps_of(head)
    keys: dict[str, None] = {}
    for record in unfolded(head, steps):
        keys.update(dict.fromkeys(_flat(record)))
        if len(keys) > MAX_COLUMNS:
            break

    def rows() -> Iterator[Row]:
        for record in unfolded(records(), steps):
            flat = _flat(record)
            yield [cell_text(flat.get(key)) for key in keys]

    odd = ("table_unfolded",) if steps else ()
    return Source(path, unique_names(list(keys)), rows, name, encoding, sheet, odd)


def _first_of(records: Iterable[Record]) -> list[Record]:
    """The first records, up to where the file is damaged; not even one of them: that is raised."""
    head: list[Record] = []
    try:
        cells = 0
        for record in islice(records, _FIRST):
            head.append(record)
            cells += len(record)
            if cells > _MOST_CELLS:
                break
    except UnreadableFileError:
        if not head:
            raise
    return head


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
