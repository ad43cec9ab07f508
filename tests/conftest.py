"""Fixtures that every test may use."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

_own_folders = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """No test, nor a child of one, sees or touches the user's own packs, progress, weights or caches."""
    folder = config.stash[_own_folders] = tempfile.TemporaryDirectory(prefix="jjak-tests-")
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "TORCH_HOME", "JJAK_WEIGHTS"):
        os.environ[name] = str(Path(folder.name) / name.lower())


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folders go with the run."""
    config.stash[_own_folders].cleanup()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real sample sets; skips where it doesn't lie beside the checkout."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside this checkout")
    return SHARED_DATA
