"""Jobs with real child processes: what they tell, how they fail, and that nothing of them stays."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from engine.errors import JobCancelledError, UserError
from engine.jobs import Event, JobFailedError, JobLimits, Task, run, start
from engine.texts import LANGUAGES

TASKS = Path(__file__).with_name("tasks")
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def task(function):
    return Task("job_samples", function)


def run_here(function, params=None, on_event=None, **options):
    return run(task(function), params or {}, on_event, search_path=[TASKS], **options)


class Heard:
    """Keeps what a job told."""

    def __init__(self):
        self.events = []
        self.ends = []
        self.ready = threading.Event()

    def on_event(self, event):
        self.events.append(event)
        if event.kind == "ready":
            self.ready.set()

    def on_end(self, outcome):
        self.ends.append(outcome)


@contextmanager
def started(function, params=None, **options):
    """A job that has come as far as its ``ready``."""
    heard = Heard()
    with start(
        task(function), params or {}, heard.on_event, heard.on_end, search_path=[TASKS], **options
    ) as job:
        assert heard.ready.wait(60)
        yield job, heard


def gone(pids):
    """Whether these processes have ended; a zombie that nobody reaps here has ended, too."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# ── what a job tells ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "params",
    [{"name": "부품 사진 é 🙂", "none": None, "list": [1, 2.5, True, {"a": []}]}, {"lone": "\udc80.png"}, {}],
)
def test_params_and_result_go_there_and_back(params):
    assert run_here("echo", params) == params


def test_progress_is_throttled_and_the_last_comes_before_what_follows():
    heard = Heard()
    assert run_here("steps", {"count": 20_000}, heard.on_event) == {"counted": 20_000}
    *progress, partial = heard.events
    assert partial == Event("partial", {"name": "recognized", "layout": "flat_folder"})
    assert {event.kind for event in progress} == {"progress"}
    assert progress[0].data == {"done": 1, "total": 20_000, "stage": "counting"}
    assert progress[-1].data["done"] == 20_000
    assert len(progress) < 200


def test_the_last_progress_comes_though_the_task_goes_quiet():
    seen = threading.Event()
    with start(
        task("quiet_after_progress"),
        {},
        lambda event: seen.set() if event.data["done"] == 4 else None,
        search_path=[TASKS],
    ) as job:
        assert seen.wait(60)
        job.finish_now()
        assert job.wait(60) is None


def test_big_events_and_results():
    heard = Heard()
    assert run_here("big", on_event=heard.on_event) == {"blob": "x" * 1_000_000}
    assert [event.data["blob"] for event in heard.events] == ["가" * 1_000_000]


def test_big_params_do_not_block_the_start():
    params = {"blob": "x" * 3_000_000}
    assert run_here("echo", params) == params


def test_stray_prints_do_not_break_the_protocol():
    heard = Heard()
    assert run_here("stray_prints", on_event=heard.on_event) == {"stdin": ""}
    assert heard.events == []


def test_finish_now_keeps_what_there_is():
    with started("until_finish") as (job, heard):
        assert not job.done
        job.finish_now()
        assert job.wait(60)["kept"] >= 0
    assert heard.ends == [job.wait()]


def test_finish_now_said_before_the_child_is_up():
    with start(task("until_finish"), {}, search_path=[TASKS]) as job:
        job.finish_now()
        assert set(job.wait(60)) == {"kept"}


def test_wait_may_time_out_and_the_job_goes_on():
    with started("until_finish") as (job, _):
        with pytest.raises(TimeoutError):
            job.wait(0.01)
        job.finish_now()
        job.wait(60)


# ── how a job fails ─────────────────────────────────────────────────────────────


def failed(function, **options):
    with pytest.raises(JobFailedError) as caught:
        run_here(function, **options)
    for language in LANGUAGES:
        assert "{" not in caught.value.sentence(language)
    return caught.value


def test_a_users_error_comes_back_as_itself():
    with pytest.raises(UserError) as caught:
        run_here("refuse")
    assert (caught.value.code, caught.value.details) == ("job_too_big", {"megabytes": 7})


def test_our_error_brings_its_traceback_and_the_last_words():
    error = failed("fail")
    assert error.code == "job_failed"
    assert "ZeroDivisionError: no samples — 표본 없음" in error.log
    assert "라벨 파일을 읽는 중" in error.log
    assert "job_samples.fail" in error.log


def test_only_the_end_of_much_stderr_is_kept():
    log = failed("chatter").log
    assert "RuntimeError: the very end" in log
    assert 1000 < len(log) < 100_000


@pytest.mark.parametrize(
    ("function", "expected"),
    [("not_json", "not JSON serializable"), ("no_such_task", "AttributeError")],
)
def test_a_task_that_is_wrong_in_itself(function, expected):
    error = failed(function)
    assert error.code == "job_failed"
    assert expected in error.log


def test_a_module_that_is_not_there():
    with pytest.raises(JobFailedError) as caught:
        run(Task("engine.no_such_room", "run"), {})
    assert "ModuleNotFoundError" in caught.value.log


def test_a_crash_is_told_with_its_place():
    error = failed("abort")
    assert error.code == "job_died"
    assert "in abort" in error.log


def test_an_exit_without_a_word():
    error = failed("exit_code")
    assert (error.code, error.details) == ("job_died", {"status": 7})


def test_a_child_that_talks_nonsense_is_ended():
    error = failed("garble")
    assert error.code == "job_failed"
    assert "garbage" in error.log


@posix
def test_killed_by_the_system():
    assert failed("kill_self").code == "job_killed"


def test_out_of_memory_is_the_users_to_mend():
    with pytest.raises(UserError) as caught:
        run_here("out_of_memory")
    assert caught.value.code == "job_out_of_memory"


def test_no_process_can_be_started(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(JobFailedError, match="did not start"):
        start(task("echo"), {}, scratch=tmp_path / "scratch")
    assert not (tmp_path / "scratch").exists()


def test_params_that_are_not_json_start_nothing():
    with pytest.raises(TypeError):
        start(task("echo"), {"path": Path()})


# ── cancel and limits ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("function", ["hang", "hang_with_the_lock", "until_finish", "family"])
def test_cancel_leaves_nothing(function):
    with started(function) as (job, heard):
        pid = job._process.pid
        pids = heard.events[0].data.get("pids", [pid])
        assert all(alive(each) for each in pids)
        job.cancel()
        with pytest.raises(JobCancelledError):
            job.wait(60)
        assert job.done
        assert gone(pids)
    assert [type(outcome) for outcome in heard.ends] == [JobCancelledError]
    assert [event.kind for event in heard.events] == ["ready"]


def test_cancel_before_the_child_is_up():
    heard = Heard()
    with start(task("hang"), {}, heard.on_event, heard.on_end, search_path=[TASKS]) as job:
        job.cancel()
        job.cancel()
        with pytest.raises(JobCancelledError):
            job.wait(60)
    assert len(heard.ends) == 1


def test_cancel_after_the_end_changes_nothing():
    heard = Heard()
    with start(task("echo"), {"a": 1}, on_end=heard.on_end, search_path=[TASKS]) as job:
        assert job.wait(60) == {"a": 1}
        job.cancel()
        job.finish_now()
        assert job.wait() == {"a": 1}
    job.close()
    assert heard.ends == [{"a": 1}]


def test_an_event_may_cancel_its_job():
    jobs = []
    assigned = threading.Event()

    def stop(event):
        assert assigned.wait(60)
        jobs[0].close()

    with start(task("hang"), {}, stop, search_path=[TASKS]) as job:
        jobs.append(job)
        assigned.set()
        with pytest.raises(JobCancelledError):
            job.wait(60)


def test_the_time_limit():
    with pytest.raises(UserError) as caught:
        run_here("hang", limits=JobLimits(seconds=1))
    assert (caught.value.code, caught.value.details) == ("job_too_long", {"seconds": 1})


def test_the_memory_limit():
    with pytest.raises(UserError) as caught:
        run_here("grow", limits=JobLimits(memory_bytes=200 * 2**20))
    assert (caught.value.code, caught.value.details) == ("job_too_big", {"megabytes": 200})


def test_what_a_finished_task_left_running_is_ended():
    with started("leave_a_child") as (job, heard):
        job.wait(60)
        assert gone(heard.events[0].data["pids"])


@posix
def test_what_escaped_the_tree_does_not_hold_the_job():
    threads = threading.active_count()
    pid = run_here("detach")
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while threading.active_count() > threads and time.monotonic() < deadline:
        time.sleep(0.01)  # the thread that reads its stderr ends with it


@pytest.mark.parametrize("end", ["cancel", "finish"])
def test_scratch_is_removed_before_the_end_is_told(tmp_path, end):
    scratch = tmp_path / "half made"
    there = []
    ready = threading.Event()
    with start(
        task("hang" if end == "cancel" else "until_finish"),
        {"scratch": str(scratch)},
        lambda event: ready.set(),
        lambda outcome: there.append(scratch.exists()),
        scratch=scratch,
        search_path=[TASKS],
    ) as job:
        assert ready.wait(60)
        assert scratch.is_dir()
        if end == "cancel":
            job.cancel()
        else:
            job.finish_now()
    assert there == [False]
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_in_use_is_refused(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ValueError, match="empty"):
        start(task("echo"), {}, scratch=tmp_path)
    assert (tmp_path / "mine.txt").exists()


def test_scratch_that_cannot_be_removed_is_logged(tmp_path, monkeypatch, caplog):
    def stuck(folder):
        raise PermissionError("in use")

    monkeypatch.setattr("engine.jobs.scratch.shutil.rmtree", stuck)
    with caplog.at_level(logging.WARNING):
        assert run_here("echo", {"a": 1}, scratch=tmp_path / "s") == {"a": 1}
    assert "in use" in caplog.text


# ── callbacks ───────────────────────────────────────────────────────────────────


def test_errors_of_callbacks_disturb_nothing_and_are_heard(monkeypatch):
    reported = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(str(args.exc_value)))

    def fail_at_event(event):
        raise ValueError("event")

    def fail_at_end(outcome):
        raise ValueError("end")

    with start(task("steps"), {"count": 1}, fail_at_event, fail_at_end, search_path=[TASKS]) as job:
        assert job.wait(60) == {"counted": 1}
    assert reported == ["event", "event", "end"]


def test_callbacks_run_on_one_thread_of_the_job():
    threads = []
    with start(
        task("steps"),
        {"count": 1},
        lambda event: threads.append(threading.current_thread()),
        lambda outcome: threads.append(threading.current_thread()),
        search_path=[TASKS],
    ) as job:
        job.wait(60)
    assert len(threads) == 3
    assert len(set(threads)) == 1
    assert threads[0] is not threading.main_thread()


# ── the child by itself ─────────────────────────────────────────────────────────

PARENT = """
import sys, time
from pathlib import Path
from engine.jobs import Task, start

def tell(event):
    print(*event.data["pids"], flush=True)

start(Task("job_samples", sys.argv[2]), {}, tell, search_path=[Path(sys.argv[1])])
time.sleep(600)
"""


@pytest.mark.parametrize(
    "function",
    [
        "family",
        "pid_then_hang",
        pytest.param(
            "hang_with_the_lock",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel's help: Linux"),
        ),
    ],
)
def test_a_killed_parent_leaves_no_orphan(function):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(TASKS), function],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert all(alive(pid) for pid in pids)
    os.kill(parent.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(pids)


@posix
def test_a_frozen_program_starts_itself_with_its_hidden_command(tmp_path, monkeypatch):
    program = tmp_path / "jjak"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[3])!r})\n"
        "from engine.jobs.worker import main\n"
        "sys.exit(main() if sys.argv[1:] == ['work'] else 3)\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert run_here("echo", {"a": "가"}) == {"a": "가"}


def test_nothing_is_imported_from_the_folder_we_stand_in(tmp_path, monkeypatch):
    """The folder may be the client's."""
    for name in ("json.py", "random.py", "engine.py"):
        (tmp_path / name).write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_here("echo", {"a": 1}) == {"a": 1}


def test_the_child_starts_light():
    loaded = run_here("loaded_modules")
    heavy = {"numpy", "pandas", "PIL", "torch", "onnxruntime", "pydantic", "psutil", "multiprocessing"}
    assert heavy.isdisjoint(loaded)
