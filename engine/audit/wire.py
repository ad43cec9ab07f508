"""Items and records in compact JSON, as they go between the audit and the children that decode.

A field that :class:`Record` gains travels with the others as long as it is JSON, or tuples of it.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import cast

from engine.audit.examine import Looked
from engine.audit.records import Record
from engine.dataset.places import Place
from engine.dataset.types import Item, Modality
from engine.jobs.protocol import Json

_DEFAULTS = {
    field.name: field.default for field in fields(Record) if field.name not in ("id", "part")
}  # these two the asker knows


def item_said(item: Item, place: Place | None, sight: bool = False, exact: bool = True) -> Json:
    """A file to be looked at; without a place its bytes go along. The rest: see ``look``."""
    where: Json = None if place is None else [str(place.path), place.start, place.size]
    return [item.modality, item.path, item.half, where, sight, exact]


def item_of(said: Json) -> tuple[Item, Place | None, bool, bool]:
    """What :func:`item_said` has told."""
    told = cast("tuple[Modality, str, str, list[str | int | None] | None, bool, bool]", said)
    modality, path, half, where, sight, exact = told
    item = Item(modality, path=path, half=half)  # type: ignore[arg-type]
    if where is None:
        return item, None, sight, exact
    file, start, size = cast("tuple[str, int, int | None]", where)
    return item, Place(Path(file), start, size), sight, exact


def looked_said(looked: Looked) -> Json:
    """What was found, without what is as it mostly is."""
    record = looked.record
    said: dict[str, Json] = {
        name: value
        for name, default in _DEFAULTS.items()
        if (value := getattr(record, name)) != default or default is MISSING
    }
    return [said, looked.size] if looked.size else [said]  # type: ignore[list-item]


def looked_of(item: Item, said: Json) -> Looked:
    """What :func:`looked_said` has told of this item."""
    told = cast("list[dict[str, Json]]", said)
    values = {
        name: _as_tuples(value) if isinstance(value, list) else value for name, value in told[0].items()
    }
    record = Record(item.path or "", part=item.part, **values)  # type: ignore[arg-type]
    size = cast("tuple[int, int]", tuple(told[1])) if len(told) > 1 else None
    return Looked(record, size)


def _as_tuples(value: list[Json]) -> tuple[object, ...]:
    return tuple([_as_tuples(each) if isinstance(each, list) else each for each in value])
