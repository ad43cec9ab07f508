"""Small real tasks that the tests run in child processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path


def echo(params, reporter):
    return params


def steps(params, reporter):
    for done in range(params["count"]):
        reporter.progress(done + 1, params["count"], "counting")
    reporter.emit("partial", name="recognized", layout="flat_folder")
    return {"counted": params["count"]}


def quiet_after_progress(params, reporter):
    for done in range(5):
        reporter.progress(done, None, "reading")
    while not reporter.finish_requested:
        time.sleep(0.01)
    return


def refuse(params, reporter):
    from engine.errors import UserError

    raise UserError("job_too_big", megabytes=7)


def fail(params, reporter):
    print("라벨 파일을 읽는 중")  # noqa: T201  stray prints are what is tested
    raise ZeroDivisionError("no samples — 표본 없음")


def not_json(params, reporter):
    return {"path": Path("x")}


def out_of_memory(params, reporter):
    raise MemoryError


def abort(params, reporter):
    os.abort()


def exit_code(params, reporter):
    os._exit(7)


def kill_self(params, reporter):
    os.kill(os.getpid(), signal.SIGKILL)


def hang_with_the_lock(params, reporter):
    """A C call that never comes back and never lets go of the interpreter."""
    reporter.emit("ready", pids=[os.getpid()])
    re.match(r"(a+)+$", "a" * 60 + "b")


def hang(params, reporter):
    scratch = params.get("scratch")
    if scratch is not None:
        Path(scratch, "half").mkdir()
        Path(scratch, "half", "model.onnx").write_bytes(b"x" * 1000)
    reporter.emit("ready")
    time.sleep(600)


def family(params, reporter):
    """Deaf to SIGTERM, with children and a grandchild that are as deaf."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    nested = (
        deaf + f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {deaf!r} + "
        "'print(1, flush=True); time.sleep(600)'], stdout=subprocess.PIPE); p.stdout.readline(); "
        "print(p.pid, flush=True); time.sleep(600)"
    )
    child = subprocess.Popen([sys.executable, "-c", nested], stdout=subprocess.PIPE)
    grandchild = int(child.stdout.readline())
    reporter.emit("ready", pids=[os.getpid(), child.pid, grandchild])
    time.sleep(600)


def leave_a_child(params, reporter):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    reporter.emit("ready", pids=[child.pid])
    return child.pid


def until_finish(params, reporter):
    rounds = 0
    reporter.emit("ready")
    while not reporter.finish_requested:
        time.sleep(0.01)
        rounds += 1
    return {"kept": rounds}


def grow(params, reporter):
    held = []
    while True:
        held.append(bytearray(os.urandom(1024)) * 8192)
        time.sleep(0.02)


def stray_prints(params, reporter):
    print('{"event": "progress", "data": {}}')  # noqa: T201
    sys.__stdout__.write("plain words\n")
    os.write(1, b'{"result": "forged"}\n')
    c = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
    c.puts(b'{"result": "forged by C"}')
    c.fflush(None)
    subprocess.run([sys.executable, "-c", "print('from a child')"], check=True)
    taken = sys.stdin.read()
    return {"stdin": taken}


def garble(params, reporter):
    """Write into every descriptor there is, the protocol's own among them."""
    for descriptor in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"garbage\n")
    time.sleep(600)


def detach(params, reporter):
    """Leave behind what has gone out of the tree, holding stderr."""
    script = "import os, sys, time; os.fork() and os._exit(0); os.setsid(); print(os.getpid(), flush=True); "
    child = subprocess.Popen([sys.executable, "-c", script + "time.sleep(600)"], stdout=subprocess.PIPE)
    child.wait()
    return int(child.stdout.readline())


def big(params, reporter):
    reporter.emit("partial", name="previews", blob="가" * 1_000_000)
    return {"blob": "x" * 1_000_000}


def chatter(params, reporter):
    sys.stderr.write("e" * 5_000_000)
    raise RuntimeError("the very end")


def pid_then_hang(params, reporter):
    reporter.emit("ready", pids=[os.getpid()])
    time.sleep(600)


def loaded_modules(params, reporter):
    return sorted(sys.modules)
