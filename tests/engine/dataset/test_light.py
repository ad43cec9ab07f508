"""The first window imports the rooms' types: that must not bring the heavy packages along."""

from __future__ import annotations

import subprocess
import sys


def test_rooms_import_nothing_heavy() -> None:
    code = (
        "import sys, engine.audit, engine.audit.types, engine.dataset.types\n"
        "print([m for m in ('numpy', 'pandas', 'PIL', 'pyarrow', 'openpyxl', 'xxhash') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
