"""The audit with a decoder that some files bring down wherever they are read, the recognition included."""

from __future__ import annotations

import ctypes
import io
import time
from pathlib import Path

from PIL import Image

from engine.audit.inside import run as run_inside
from engine.jobs.patience import FileLimits
from engine.jobs.protocol import Task
from engine.jobs.supervised import run_supervised


def run(params, reporter):
    """As ``engine.audit.task.run``, in impatience and around the audit below."""
    inside = Task("breaking_inside", "inside")
    return run_supervised(inside, params, reporter, FileLimits(seconds=3.0), [Path(__file__).parent])


def inside(params, reporter):
    plain = Image.open

    def breaking(file, *rest, **named):
        seen = file.getvalue() if isinstance(file, io.BytesIO) else b""
        if seen.endswith(b"break:null"):
            ctypes.string_at(0)
        if seen.endswith(b"break:hang"):
            time.sleep(600)
        return plain(file, *rest, **named)

    Image.open = breaking
    return run_inside(params, reporter)
