"""A task that watches over another one, as the audit does."""

from __future__ import annotations

from pathlib import Path

from engine.jobs import Task
from engine.jobs.patience import FileLimits
from engine.jobs.supervised import run_supervised


def watch(params, reporter):
    task = Task("supervised_samples", "read_all")
    return run_supervised(task, params, reporter, FileLimits(), [Path(__file__).parent])
