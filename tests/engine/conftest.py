"""The engine's tests run without Qt: with ``JJAK_BLOCK_QT`` set, importing it fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

BLOCKED = ("PySide6", "shiboken6", "qtawesome", "pyqtgraph", "qtpy")


class QtBlocker(MetaPathFinder):
    """Refuses every import of Qt."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.split(".", maxsplit=1)[0] in BLOCKED:
            raise ImportError(f"{fullname} is blocked: the engine must not need Qt")
        return None


if os.environ.get("JJAK_BLOCK_QT"):
    loaded = [name for name in BLOCKED if name in sys.modules]
    if loaded:
        raise RuntimeError(f"Qt was imported before the engine's tests: {loaded}")
    sys.meta_path.insert(0, QtBlocker())
