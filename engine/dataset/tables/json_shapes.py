"""The shapes that tables take in JSON: records, columns, rows, and all of them under some key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.dataset.tables.header import has_header
from engine.dataset.tables.sources import MAX_COLUMNS, cell_text, unique_names
from engine.dataset.vocabulary import split_of

_ARRAY_KEYS = ("data", "rows", "records", "items", "samples", "examples", "results", "documents", "instances")
_SURELY_RECORDS = 8
"""A list of so many objects is a table under whatever name it stands."""
_DEEPEST = 5
_JUDGED = 200  # rows

Record = Mapping[str, object]
Table = tuple[str, Sequence[Record]]


def tables_in(whole: object) -> list[Table]:
    """(name, records) of each table; the name is empty where there is but one."""
    if isinstance(whole, list):
        return _named("", _of_list(whole))
    if not isinstance(whole, dict):
        return []
    splits = _of_splits(whole)
    if splits:
        return splits
    columns = whole.get("columns")
    for key in _ARRAY_KEYS:
        rows = whole.get(key)
        if isinstance(rows, list):
            named = isinstance(columns, list) and all(isinstance(name, str) for name in columns)
            return _named("", _of_list(rows, columns if named else None))
        if isinstance(rows, dict):
            return tables_in(rows)
    one = _of_features(whole) or _of_columns(whole) or _of_keyed(whole) or _of_texts(whole)
    return _named("", one) or _of_lists(whole)


def _named(name: str, records: Sequence[Record] | None) -> list[Table]:
    return [(name, records)] if records else []


def _of_splits(whole: Record) -> list[Table]:
    """Lists under the names of splits, and nothing else of that size."""
    lists = {key: value for key, value in whole.items() if isinstance(value, list) and value}
    if not lists or not all(split_of(key) for key in lists):
        return []
    return [table for key, value in lists.items() for table in _named(key, _of_list(value))]


def _of_list(rows: Sequence[object], names: Sequence[str] | None = None) -> Sequence[Record] | None:
    """Objects; rows of cells, of which the first may be the names; or mere texts."""
    objects = [row for row in rows if isinstance(row, dict)]
    if rows and len(objects) == len(rows):
        return objects
    lists = [row for row in rows if isinstance(row, list)]
    if rows and len(lists) == len(rows):
        if names is None and _are_names(lists[0], lists[1:]):
            names, lists = lists[0], lists[1:]
        width = len(names) if names is not None else max(map(len, lists), default=0)
        called = unique_names(names if names is not None else [""] * width)
        return [dict(zip(called, row, strict=False)) for row in lists]
    texts = [row for row in rows if isinstance(row, str)]
    return [{"text": text} for text in texts] if rows and len(texts) == len(rows) else None


def _are_names(first: Sequence[object], rest: Sequence[Sequence[object]]) -> bool:
    below = [[cell_text(cell) for cell in row] for row in rest[:_JUDGED]]
    return all(isinstance(cell, str) for cell in first) and has_header(
        [str(cell) for cell in first], below, len(first)
    )


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


def _of_texts(whole: Record) -> Sequence[Record] | None:
    """Texts by their class: ``{"greeting": ["hello", "hi there"], "farewell": ["bye"]}``."""
    lists = {key: value for key, value in whole.items() if isinstance(value, list)}
    texts = [text for value in lists.values() for text in value]
    if len(lists) != len(whole) or len(lists) < 2 or len(texts) < max(_SURELY_RECORDS, 2 * len(lists)):
        return None
    if not all(isinstance(text, str) for text in texts):
        return None
    return [{"text": text, "label": key} for key, value in lists.items() for text in value]


def _of_lists(whole: Record) -> list[Table]:
    """The long lists of objects, whatever they are called and however deep they lie."""
    found = list(_lists_within(whole, "", _DEEPEST))
    return [("", found[0][1])] if len(found) == 1 else found


def _lists_within(value: Record, above: str, depth: int) -> Iterator[Table]:
    for key, inner in value.items():
        name = f"{above}.{key}" if above else key
        if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner):
            if len(inner) >= _SURELY_RECORDS or any(
                isinstance(cell, list) and len(cell) >= 2 for row in inner for cell in row.values()
            ):
                yield name, inner
        elif isinstance(inner, dict) and depth > 1:
            yield from _lists_within(inner, name, depth - 1)
