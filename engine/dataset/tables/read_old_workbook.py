"""XLS and XLSB workbooks, through calamine. It is imported when the first one is met."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from engine.dataset.tables.read_workbook import filled_rows, refuse_bomb, tables_of_sheets
from engine.dataset.tables.sources import Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

Result = TypeVar("Result")

_LIMIT = 64 << 20  # bytes: these are read whole
_CELLS = 20_000_000  # of one sheet


def read_old_workbook(tree: Tree, path: str) -> tuple[Source, ...]:
    """The tables in a workbook, a sheet each. Raises ``UnreadableFileError``."""
    data = tree.read(path)
    if not data:
        raise UnreadableFileError("empty_file")
    if len(data) > _LIMIT:
        raise UnreadableFileError("too_large")
    names = _guarded(lambda: _sheet_names(data))
    return tables_of_sheets(path, names, lambda name: _guarded(partial(_sheet_rows, tree, path, name)))


def _sheet_names(data: bytes) -> list[str]:
    import python_calamine

    if zipfile.is_zipfile(io.BytesIO(data)):
        refuse_bomb(data)
    return list(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names)


def _sheet_rows(tree: Tree, path: str, name: str) -> Iterator[Row]:
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(tree.read(path))).get_sheet_by_name(
        name
    )
    if sheet.height * sheet.width > _CELLS:
        raise UnreadableFileError("too_large")
    rows = sheet.to_python(skip_empty_area=False)
    return filled_rows([_plain(value) for value in row] for row in rows)


def _plain(value: object) -> object:
    """Whole numbers without a point: these formats know no others than fractions."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _guarded(read: Callable[[], Result]) -> Result:
    """Whatever calamine makes of a stranger's file, a panic of its own among it, costs that file."""
    try:
        return read()
    except UnreadableFileError:
        raise
    except Exception:  # noqa: BLE001 - its errors have no base of their own
        raise UnreadableFileError("damaged_table") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise UnreadableFileError("damaged_table") from None
        raise
