"""Opening a case must not wait for the libraries that only data and models need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_case_room_imports_nothing_heavy():
    script = "import sys, engine.case; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = {
        "numpy",
        "pandas",
        "pyarrow",
        "openpyxl",
        "PIL",
        "onnxruntime",
        "onnx",
        "torch",
        "sklearn",
        "psutil",
    }
    assert heavy.isdisjoint(loaded)
