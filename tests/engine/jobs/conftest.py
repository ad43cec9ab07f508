"""What holds for every test of jobs, crews and supervised runs."""

from __future__ import annotations

import sys
import threading

import psutil
import pytest


@pytest.fixture(autouse=True)
def nothing_stays():
    """No child, thread or open file may be left."""
    me = psutil.Process()
    files = me.num_handles if sys.platform == "win32" else me.num_fds
    children, threads, open_files = set(me.children(recursive=True)), threading.active_count(), files()
    yield
    assert set(me.children(recursive=True)) <= children
    assert threading.active_count() == threads
    assert sys.platform == "win32" or files() == open_files
