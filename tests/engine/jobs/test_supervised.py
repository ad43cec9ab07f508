"""A task that files break: each is left out the next time, with what it did."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from engine.errors import JobCancelledError, UserError
from engine.jobs import JobFailedError, Task, start
from engine.jobs.patience import FileLimits
from engine.jobs.supervised import MOST, TooManyBrokenError, run_supervised

TASKS = Path(__file__).with_name("tasks")
LIMITS = FileLimits(seconds=0.8, memory_bytes=150 << 20)
READ = Task("supervised_samples", "read_all")


class Remembering:
    finish_requested = False

    def __init__(self):
        self.told = []

    def progress(self, done, total, stage):
        self.told.append(("progress", stage))

    def emit(self, kind, **data):
        self.told.append((kind, data))


def read(files, limits=LIMITS, reporter=None, **params):
    return run_supervised(READ, {"files": files, **params}, reporter or Remembering(), limits, [TASKS])


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("사진/abort.png", "crashed"),
        ("null.png", "crashed"),
        ("fail.xml", "crashed"),
        ("hang.csv", "slow"),
        ("spin.\udc80", "slow"),
        ("eat.xlsx", "big"),
        ("memory.json", "big"),
    ],
)
def test_a_file_that_breaks_the_task_is_left_out(file, reason):
    reporter = Remembering()
    limits = LIMITS if reason == "slow" else FileLimits(memory_bytes=LIMITS.memory_bytes)
    assert read(["a.png", file, "b.png"], limits, reporter) == ["a.png", "b.png"]
    assert [data for kind, data in reporter.told if kind == "left_out"] == [{"file": file, "reason": reason}]
    assert reporter.told[0] == ("progress", "a.png")


def test_reading_on_is_not_hanging():
    assert read(["slowly.csv"]) == ["slowly.csv"]


def test_too_many_such_files_are_given_up():
    files = [f"{number}/abort.png" for number in range(MOST + 1)]
    with pytest.raises(TooManyBrokenError) as caught:
        read(files)
    assert caught.value.broken == dict.fromkeys(files, "crashed")


def test_a_crash_with_nothing_in_hand_is_no_files_fault():
    with pytest.raises(JobFailedError) as caught:
        read(["a.png"], then="abort")
    assert caught.value.code == "job_died"


def test_a_bug_with_nothing_in_hand_is_told_as_it_is():
    with pytest.raises(JobFailedError, match="no pixel"):
        read(["a.png"], then="fail")


def test_memory_with_nothing_in_hand_is_the_users_to_mend():
    with pytest.raises(UserError) as caught:
        read(["a.png"], FileLimits(memory_bytes=LIMITS.memory_bytes), then="eat")
    assert caught.value.code == "job_too_big"


def test_finish_reaches_the_task():
    reporter = Remembering()
    reporter.finish_requested = True
    assert len(read([f"{number}/slowly.csv" for number in range(6)], reporter=reporter)) < 6


def test_cancel_ends_three_generations_within_a_second():
    """The job, the child that it watches, and that child's crew, of which one holds its interpreter."""
    child_in_child = Task("cancel_samples", "watch")
    with start(child_in_child, {"files": ["children"]}, search_path=[TASKS]) as job:
        family = []
        until = time.monotonic() + 30
        while len(family) < 4 and time.monotonic() < until:
            family = [psutil.Process(job.pid), *psutil.Process(job.pid).children(recursive=True)]
            time.sleep(0.05)
        assert len(family) == 4
        time.sleep(0.5)
        began = time.monotonic()
        job.cancel()
        with pytest.raises(JobCancelledError):
            job.wait(30)
        assert time.monotonic() - began < 1
    until = time.monotonic() + 1
    while any(alive(process) for process in family) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(process) for process in family)


def alive(process):
    """A zombie that nobody reaps here has ended, too."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
