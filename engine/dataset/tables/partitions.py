"""Columns that stand in folder names: ``sales/year=2020/month=3/part-0.parquet``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from engine.dataset.tables.sources import Row, Source

_PARTITION = re.compile(r"([^=/]+)=([^/]*)")
_NOTHING = "__HIVE_DEFAULT_PARTITION__"


def with_partitions(source: Source) -> Source:
    """The table with a column for each folder of its path that says ``name=value``."""
    folders = (_PARTITION.fullmatch(folder) for folder in source.path.split("/")[:-1])
    found = {unquote(folder[1]): unquote(folder[2]) for folder in folders if folder}
    added = {name: "" if value == _NOTHING else value for name, value in found.items()}
    values = [value for name, value in added.items() if name not in source.columns]
    if not values:
        return source

    def rows() -> Iterator[Row]:
        return ([*row, *values] for row in source.rows())

    names = [name for name in added if name not in source.columns]
    return replace(source, columns=(*source.columns, *names), rows=rows)
