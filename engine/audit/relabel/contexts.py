"""What else is known of each sample, as rules may be tied to it or take a better label from it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy

from engine.audit.records import Record
from engine.dataset.said.contexts import CAMERA, MONTH, contexts_of
from engine.dataset.tables.roles import number_of

_MOST_VALUES = 200
_FEWEST_EACH = 4  # samples a value, on average
_TIED = 0.35  # how far a column of a table may go with the label and yet be no part of what it says
_VERSION = re.compile(
    r"label|class|categor|target|truth|gold|annot|review|correct|verif|checked|final|expert|second|"
    r"라벨|레이블|정답|분류|검수|수정|확정|최종|재검|전문가",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"annotat|label+er|labeled_by|worker|operator|inspect|review|rater|coder|grader|user|person|staff|team|"
    r"crew|site|place|location|hospital|clinic|center|centre|factory|plant|line|branch|store|shop|city|"
    r"device|camera|machine|scanner|sensor|source|origin|vendor|batch|lot|month|date|week|shift|session|"
    r"round|file|folder|_by$|작업자|라벨러|라벨링|검수자|담당|기관|병원|공장|지점|지역|장소|현장|라인|장비|"
    r"카메라|기기|출처|업체|날짜|일자|월$|주차|차수|배치|팀|조$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(folder|name) -?\d+")

Context = Mapping[str, Sequence[str]]


def context_of(shown: Sequence[Record]) -> dict[str, list[str]]:
    """Folders that the samples lie in, parts of their names, columns beside them: what takes a few values."""
    told = [{**contexts_of(record.id, _cells(record)), **_taken(record)} for record in shown]
    names = Counter(name for one in told for name in one)
    labels = [record.label for record in shown]
    most = min(_MOST_VALUES, len(shown) // _FEWEST_EACH)
    found: dict[str, list[str]] = {}
    for name, count in names.items():
        if count < (0.9 * len(shown) if name.endswith(MONTH) else len(shown)):
            continue
        values = [one.get(name, "") for one in told]
        if 2 <= len(set(values)) <= most and values != labels and values not in found.values():
            found[name] = values
    return found


def places_of_rows(context: Context, labels: Sequence[str]) -> dict[str, Sequence[str]]:
    """Of the columns of a table those that say where a row comes from: by name, and not tied to the label.

    Any other may be what the label is told by, and where it is, some labels are rare there by nature.
    """
    return {
        name: values
        for name, values in context.items()
        if (_PLACE.search(name) or name.endswith(MONTH) or _NAMED.fullmatch(name))
        and not _are_numbers(values)
        and _association(values, labels) <= _TIED
    }


def versions_of_rows(context: Context, labels: Sequence[str]) -> dict[str, Sequence[str]]:
    """Of the columns of a table those that may hold the label in another version: by name and by values."""
    return {
        name: values
        for name, values in context.items()
        if _VERSION.search(name) and _association(values, labels) > _TIED
    }


def _taken(record: Record) -> dict[str, str]:
    """The month in which a camera took it."""
    return {CAMERA: record.moment[:7].replace(":", "-")} if record.moment else {}


def _cells(record: Record) -> dict[str, str]:
    beside = dict(record.cells)
    return json.loads(record.sight) | beside if record.sight.startswith("{") else beside


def _are_numbers(values: Sequence[str]) -> bool:
    kinds = set(values)
    return len(kinds) > 2 and sum(number_of(value) is not None for value in kinds) > 0.8 * len(kinds)


def _association(values: Sequence[str], labels: Sequence[str]) -> float:
    """Cramér's V, freed of what chance gives (Bergsma 2013); 0: nothing to do with each other."""
    rows, row = numpy.unique(numpy.asarray(values, dtype=object).astype(str), return_inverse=True)
    columns, column = numpy.unique(numpy.asarray(labels, dtype=object).astype(str), return_inverse=True)
    table = numpy.zeros((len(rows), len(columns)))
    numpy.add.at(table, (row, column), 1)
    total = table.sum()
    expected = numpy.outer(table.sum(axis=1), table.sum(axis=0)) / total
    squared = float(((table - expected) ** 2 / expected).sum() / total)
    high, wide = len(rows), len(columns)
    freed = max(0.0, squared - (high - 1) * (wide - 1) / (total - 1))
    least = min(high - (high - 1) ** 2 / (total - 1), wide - (wide - 1) ** 2 / (total - 1)) - 1
    return float((freed / least) ** 0.5) if least > 0 else 0.0
