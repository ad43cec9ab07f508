"""What rule books said: kept beside the changes, for the day when another book is used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from engine.advice.said import Said, SaidLine
from engine.case import CaseFile
from engine.case.changes import DamagedLogError
from engine.case.notes import KEPT
from engine.texts import Text


def said(digest="a", rule="V-01", count=1):
    lines = tuple(
        SaidLine(rule=f"S-{number}", kind="step", pack="deck2020", text=Text(ko="찾습니다", en="Look"))
        for number in range(count)
    )
    return Said(digest=digest * 64, version="1", rule=rule, lines=lines, cells={"form": "paired"})


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "case.jjak", "부품 검사", "ko") as case:
        yield case


def rows(case):
    connection = sqlite3.connect(case.path)
    try:
        return connection.execute("SELECT digest, clock FROM said ORDER BY turn").fetchall()
    finally:
        connection.close()


def test_it_is_there_again_after_reopening_and_is_no_change(case):
    before = case.answer("form", "paired")
    case.note_said(said("a"), before.revision)
    assert case.state == before
    case.close()
    with CaseFile.open(case.path) as again:
        assert again.state == before
        noted = again.said_before("b" * 64)
        assert (noted.said, noted.clock) == (said("a"), before.revision)
        assert noted.at.endswith("+00:00")
        assert again.said_before("a" * 64) is None, "that is the book itself"


def test_a_book_has_one_row_and_the_same_words_are_not_written_twice(case):
    case.note_said(said("a"), 1)
    before = case.path.read_bytes()
    state = case.answer("form", "paired")
    assert case.path.read_bytes() != before
    before = case.path.read_bytes()
    case.note_said(said("a"), state.revision)
    assert case.path.read_bytes() == before
    case.note_said(said("a", rule="V-02"), state.revision)
    assert rows(case) == [("a" * 64, state.revision)]
    assert case.said_before("z" * 64).said.rule == "V-02"


def test_the_newest_of_the_other_books_is_told(case):
    case.note_said(said("a"), 1)
    case.note_said(said("b"), 1)
    assert case.said_before("c" * 64).said.digest == "b" * 64
    case.note_said(said("a"), 1)  # the same words again, but now they are the newest
    assert case.said_before("c" * 64).said.digest == "a" * 64
    assert case.said_before("a" * 64).said.digest == "b" * 64


def test_only_the_last_few_books_are_kept(case):
    for number in range(KEPT + 5):
        case.note_said(said(f"{number:x}"), 1)
        case.note_said(said(f"{number:x}", rule="V-02"), 1)
    assert [digest[0] for digest, _ in rows(case)] == [f"{n:x}" for n in range(5, KEPT + 5)]


def test_undo_passes_over_it(case):
    state = case.answer("form", "paired")
    case.note_said(said("a"), state.revision)
    assert case.undo().answers == {}
    assert case.said_before("b" * 64).clock == state.revision
    assert case.redo().answers["form"].value == "paired"


def test_a_case_that_is_only_read_keeps_nothing(case):
    case.note_said(said("a"), 1)
    case.close()
    before = case.path.read_bytes()
    with CaseFile.open(case.path, writable=False) as reading:
        reading.note_said(said("b"), 1)
        assert reading.said_before("b" * 64).said.digest == "a" * 64
    assert case.path.read_bytes() == before


def test_the_state_at_an_earlier_clock(case):
    states = [case.state, case.answer("form", "paired"), case.switch_pack("today", on=False)]
    states += [case.undo(), case.answer("form", "unpaired"), case.undo(), case.redo()]
    assert [case.state_at(clock) for clock in range(1, len(states) + 1)] == states
    with pytest.raises(DamagedLogError):
        case.state_at(0)


def test_the_last_other_rule_book(case):
    assert case.digest_before("b") is None
    for digest in ("a", "b", "c", "b"):
        case.use_rulebook(digest)
    assert (case.digest_before("b"), case.digest_before("x")) == ("c", "b")


UNREADABLE = {
    "no json": "UPDATE said SET body = '{' WHERE turn = 2",
    "not what it says": """UPDATE said SET body = '{"lines": 3}' WHERE turn = 2""",
    "bytes": "UPDATE said SET body = x'ff00' WHERE turn = 2",
    "not utf-8": "UPDATE said SET body = CAST(x'ff' AS TEXT) WHERE turn = 2",
    "nothing": "UPDATE said SET body = '' WHERE turn = 2",
    "deeply nested": "UPDATE said SET body = printf('%.*c', 200000, '[') WHERE turn = 2",
    "a state that never was": "UPDATE said SET clock = 999 WHERE turn = 2",
    "before the beginning": "UPDATE said SET clock = 0 WHERE turn = 2",
    "the clock a word": "UPDATE said SET clock = 'soon' WHERE turn = 2",
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_note_that_cannot_be_read_counts_as_none(case, fault):
    case.note_said(said("a"), 1)
    case.note_said(said("b"), 1)
    case.close()
    connection = sqlite3.connect(case.path)
    assert connection.execute(UNREADABLE[fault]).rowcount == 1
    connection.commit()
    connection.close()
    with CaseFile.open(case.path) as again:
        assert again.state.name == "부품 검사"
        assert again.said_before("c" * 64).said == said("a")


def test_another_program_may_note_as_well(case):
    with CaseFile.open(case.path) as other:
        case.note_said(said("a"), 1)
        other.note_said(said("b"), 1)
        state = other.answer("form", "paired")
        other.note_said(said("b", rule="V-02"), state.revision)
        # This one has not read that answer yet: a note on a state it doesn't know is none to it.
        assert case.said_before("c" * 64).said == said("a")
        case.rename("다른 이름")
        assert case.said_before("c" * 64).said.rule == "V-02"


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
KILLED = """
import os, sys
from pathlib import Path
from engine.advice.said import Said
from engine.case import CaseFile

case = CaseFile.open(Path(sys.argv[1]))
state = case.answer("form", "paired")
case.note_said(Said(digest="k", version="1", rule="V-07"), state.revision)
os.write(1, b"noted\\n")
while True:
    state = case.answer("volume", state.revision)
    case.note_said(Said(digest="k", version="1", rule=f"V-{state.revision}"), state.revision)
"""


def test_a_killed_program_leaves_its_last_note(case):
    case.close()
    for _ in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(case.path)], stdout=subprocess.PIPE, env=ENVIRONMENT
        )
        assert child.stdout.readline() == b"noted\n"
        child.kill()
        child.wait()
        child.stdout.close()
        with CaseFile.open(case.path) as again:
            noted = again.said_before("other")
            assert noted.clock <= again.state.revision
            assert noted.said.rule in ("V-07", f"V-{noted.clock}")
            assert again.state_at(noted.clock).answers["form"].value == "paired"


def test_a_snapshot_is_small(case):
    size = case.path.stat().st_size
    for _ in range(20):
        case.note_said(said("a", count=40), 1)
        case.note_said(said("a", count=41), 1)
    assert case.path.stat().st_size - size < 64_000
