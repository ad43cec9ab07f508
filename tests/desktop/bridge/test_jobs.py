"""Jobs as Qt signals: every end is told once, on the GUI thread, and old jobs fall silent."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from desktop.bridge import jobs as bridge
from desktop.bridge.jobs import JobRunner
from engine.errors import UserError
from engine.jobs import JobFailedError, Task, start

TASKS = """
import time
from engine.errors import UserError

def count(params, reporter):
    for number in range(params["to"]):
        reporter.emit("number", value=number)
    return params["to"]

def wait(params, reporter):
    reporter.emit("waiting")
    while not reporter.finish_requested:
        time.sleep(0.01)
    return "early"

def refuse(params, reporter):
    raise UserError("path_missing", path="there")

def break_down(params, reporter):
    raise RuntimeError("broken")
"""


class Heard:
    """Everything that a runner has said."""

    def __init__(self, runner: JobRunner) -> None:
        self.events, self.ends, self.threads = [], [], set()
        runner.told.connect(self.take_event)
        runner.finished.connect(self.take_end)
        runner.failed.connect(self.take_end)
        runner.cancelled.connect(self.take_cancel)

    def take_event(self, event) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread())

    def take_end(self, outcome) -> None:
        self.ends.append(outcome)
        self.threads.add(threading.current_thread())

    def take_cancel(self) -> None:
        self.ends.append("cancelled")


@pytest.fixture
def runner(qapp, tmp_path: Path, monkeypatch):
    (tmp_path / "window_tasks.py").write_text(TASKS, encoding="utf-8")
    monkeypatch.setattr(bridge, "start", partial(start, search_path=[tmp_path]))
    runner = JobRunner()
    yield runner
    runner.close()


def task(name: str) -> Task:
    return Task("window_tasks", name)


def test_events_then_the_result_on_the_gui_thread(runner, qtbot):
    heard = Heard(runner)
    with qtbot.waitSignal(runner.finished, timeout=20_000):
        runner.start(task("count"), {"to": 5})
        assert runner.running
    assert [event.data["value"] for event in heard.events] == [0, 1, 2, 3, 4]
    assert heard.ends == [5]
    assert heard.threads == {threading.main_thread()}
    assert not runner.running


def test_cancel_is_told_as_such(runner, qtbot):
    heard = Heard(runner)
    with qtbot.waitSignal(runner.told, timeout=20_000):
        runner.start(task("wait"), {})
    with qtbot.waitSignal(runner.cancelled, timeout=20_000):
        runner.cancel()
    assert heard.ends == ["cancelled"]


def test_finish_now_gives_the_result(runner, qtbot):
    with qtbot.waitSignal(runner.told, timeout=20_000):
        runner.start(task("wait"), {})
    with qtbot.waitSignal(runner.finished, timeout=20_000) as finished:
        runner.finish_now()
    assert finished.args == ["early"]


@pytest.mark.parametrize(("name", "kind"), [("refuse", UserError), ("break_down", JobFailedError)])
def test_failures_are_told(runner, qtbot, name, kind):
    with qtbot.waitSignal(runner.failed, timeout=20_000) as failed:
        runner.start(task(name), {})
    assert isinstance(failed.args[0], kind)


def test_an_older_job_is_never_heard_again(runner, qtbot):
    heard = Heard(runner)
    with qtbot.waitSignal(runner.told, timeout=20_000):
        runner.start(task("wait"), {})
    heard.events.clear()
    with qtbot.waitSignal(runner.finished, timeout=20_000):
        runner.start(task("count"), {"to": 3})
    qtbot.wait(200)
    assert [event.data.get("value") for event in heard.events] == [0, 1, 2]
    assert heard.ends == [3]


def test_close_reaps_the_child_and_nothing_starts_afterwards(runner, qtbot):
    heard = Heard(runner)
    with qtbot.waitSignal(runner.told, timeout=20_000):
        runner.start(task("wait"), {})
    runner.close()  # the fixture no_leaks finds a child that is left
    runner.start(task("count"), {"to": 1})
    assert not runner.running
    qtbot.wait(50)
    assert heard.ends == []
