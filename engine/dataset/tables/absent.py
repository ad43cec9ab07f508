"""A column that names files which aren't here: then the table is only the list of what is to be had."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.dataset.kinds import MEDIA, kind_of
from engine.dataset.tables.lists_of_files import Names
from engine.dataset.tables.roles import Column

_FILE = re.compile(r"[^\n\t<>|?*\"]{1,240}\.[A-Za-z0-9]{2,5}")
_NEARLY_ALL = 0.9
_LEAST = 5
_HERE = 0.05


def names_absent_files(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], here: Names
) -> tuple[Column, int, int] | None:
    """(column, names, how many of them are here) where next to none is; None without such a column."""
    for column in columns:
        cells = {row[column.index].strip() for row in rows} - {""}
        named = [cell for cell in cells if _FILE.fullmatch(cell) and kind_of(cell) in MEDIA]
        if len(named) < max(_LEAST, _NEARLY_ALL * len(cells)) or any("://" in cell for cell in named):
            continue
        found = sum(here.path(cell) is not None for cell in named)
        if found <= _HERE * len(named):
            return column, len(named), found
    return None
