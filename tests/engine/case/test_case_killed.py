"""Killing the program at any moment loses nothing that was shown as answered."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from answering import act

from engine.case import CaseFile

KILLS = 200
ROUNDS_PER_FILE = 25


class Program:
    """The child that answers; see ``answering.py``."""

    def __init__(self, run):
        self.run = run
        self.process = self.spawn()

    def spawn(self):
        script = Path(__file__).with_name("answering.py")
        root = str(Path(__file__).parents[3])
        command = [sys.executable, "-X", "utf8", str(script), str(self.run)]
        environment = {**os.environ, "PYTHONPATH": root}
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def answer_and_be_killed(self, path, lines, delay):
        """Let it work; after so many lines and so many seconds kill it. The revisions that it told."""
        if self.process.poll() is not None:
            self.close()
            self.process = self.spawn()
        self.process.stdin.write(f"{path}\n".encode())
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline().removeprefix(b"pid "))
        told = [int(self.process.stdout.readline()) for _ in range(lines)]
        time.sleep(delay)
        os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        while (line := self.process.stdout.readline()) not in (b"ended\n", b""):
            assert line.endswith(b"\n")
            told.append(int(line))
        return told

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_two_hundred_kills_lose_nothing(tmp_path):
    chance = random.Random(20)
    program = Program(tmp_path / "run")
    expected = Expected(tmp_path)
    left_behind = 0
    try:
        for kill in range(KILLS):
            path = tmp_path / f"{kill // ROUNDS_PER_FILE}.jjak"
            if kill % ROUNDS_PER_FILE == 0:
                CaseFile.create(path, "a", "ko").close()
                told = [1]
            told += program.answer_and_be_killed(path, chance.randrange(4), chance.random() * 0.02)
            left_behind += path.with_name(path.name + "-journal").exists()
            with CaseFile.open(path) as case:
                state = case.state
                # The one more may have been committed, but not been told yet.
                assert told[-1] <= state.revision <= told[-1] + 1
                told.append(state.revision)
                assert said(state) == expected.after(state.revision, program.run)
                for record in state.prototypes[-1:]:
                    assert all(case.blob(key) for key in (record.model, *record.pictures.values()))
    finally:
        program.close()
        expected.close()
    assert left_behind > 0, "no kill fell into the middle of a write: the test would prove little"


class Expected:
    """What the same changes come to when nobody is killed."""

    def __init__(self, folder):
        self.case = CaseFile.create(folder / "expected.jjak", "a", "ko")
        self.states = {1: said(self.case.state)}

    def after(self, revision, run):
        while self.case.state.revision < revision:
            state = act(self.case, self.case.state.revision, run)
            self.states[state.revision] = said(state)
        return self.states[revision]

    def close(self):
        self.case.close()


def said(state):
    """Two cases are never created at the same moment."""
    return replace(state, created="")
