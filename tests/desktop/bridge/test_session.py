"""The session tells the case what the book says, and tells the window what a newer book says differently."""

from __future__ import annotations

import sqlite3

import pytest

from desktop.bridge import session as bridge
from desktop.bridge.session import Session
from engine.case import CaseFile
from engine.errors import UserError
from engine.rulebook import load_rule_book


@pytest.fixture
def session(qapp):
    session = Session()
    yield session
    session.stop()


@pytest.fixture
def path(tmp_path, session, qtbot):
    """A case with a verdict, made and closed by the session."""
    path = tmp_path / "case.jjak"
    with qtbot.waitSignal(session.case_opened, timeout=20_000):
        session.new_case(path, "Sorting parts", "en")
    with qtbot.waitSignal(session.saved, timeout=20_000):
        session.answer("form", "paired")
        session.answer("volume", 20_000)
        session.answer("labels", "good")
    close(session, qtbot)
    return path


def close(session, qtbot):
    with qtbot.waitSignal(session.case_closed, timeout=20_000):
        session.close_case()


def open_(session, qtbot, path):
    """Open the case; what ``book_changed`` told, or None."""
    told = []
    session.book_changed.connect(told.append)
    with qtbot.waitSignal(session.case_opened, timeout=20_000):
        session.open_case(path)
    qtbot.wait(10)
    session.book_changed.disconnect(told.append)
    return told[0] if told else None


def newer_book(monkeypatch, digest="n" * 64, **changes):
    book = load_rule_book().model_copy(update={"version": "9999.1", "digest": digest, **changes})
    monkeypatch.setattr(bridge, "_load_book", lambda: book)
    return book


def other_headlines(book):
    text = book.verdicts.rows[0].headline.model_copy(update={"en": "Other words", "ko": "다른 말"})
    rows = tuple(row.model_copy(update={"headline": text}) for row in book.verdicts.rows)
    return book.verdicts.model_copy(update={"rows": rows})


def notes(path):
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT digest, clock FROM said ORDER BY turn").fetchall()
    finally:
        connection.close()


def test_the_same_book_tells_nothing(session, qtbot, path):
    assert open_(session, qtbot, path) is None
    assert session.differences is None


def test_a_newer_book_tells_what_it_says_differently_once(session, qtbot, path, monkeypatch):
    newer_book(monkeypatch, verdicts=other_headlines(load_rule_book()))
    differences = open_(session, qtbot, path)
    assert differences.verdict[1].headline.en == "Other words"
    assert session.differences is differences
    close(session, qtbot)
    assert session.differences is None
    assert open_(session, qtbot, path) is None, "the second time it is no news"
    assert session.differences.verdict is not None, "but it can still be read"


def test_a_newer_book_that_says_the_same_tells_that(session, qtbot, path, monkeypatch):
    newer_book(monkeypatch)
    differences = open_(session, qtbot, path)
    assert not differences.differs
    assert len(differences.lines("en")) == 1


def test_the_last_answers_are_what_is_compared(session, qtbot, path, monkeypatch):
    open_(session, qtbot, path)
    session.answer("labels", "none")
    session.answer("labels", "disordered")
    session.undo()
    close(session, qtbot)
    with CaseFile.open(path) as case:
        noted = case.said_before("other")
        assert noted.clock == case.state.revision
        assert noted.said.cells["labels"] == "none"


def test_a_killed_program_had_noted_what_it_showed(session, qtbot, path):
    open_(session, qtbot, path)
    with qtbot.waitSignal(session.saved, timeout=20_000):
        session.answer("labels", "none")

    def noted():
        assert notes(path) == [(load_rule_book().digest, session.state.revision)]

    qtbot.waitUntil(noted, timeout=5_000)


def test_a_note_that_cannot_be_kept_spoils_no_change(session, qtbot, path, monkeypatch):
    def full(*_):
        raise UserError("case_disk_full", name="case.jjak")

    monkeypatch.setattr(CaseFile, "note_said", full)
    failures = []
    session.failed.connect(failures.append)
    open_(session, qtbot, path)
    with qtbot.waitSignal(session.saved, timeout=20_000):
        session.answer("labels", "none")
    close(session, qtbot)
    assert failures == []
    with CaseFile.open(path) as case:
        assert case.state.answers["labels"].value == "none"


def test_a_pack_that_is_switched_off_advises_no_more(session, qtbot, path):
    open_(session, qtbot, path)
    assert session.assessment.advice.today
    with qtbot.waitSignal(session.assessed, timeout=20_000):
        session.switch_pack("today", False)
    assert session.state.without == {"today"}
    assert session.assessment.advice.today == ()
    assert "today" in session.assessment.advice.without
    with qtbot.waitSignal(session.assessed, timeout=20_000):
        session.undo()
    assert session.assessment.advice.today


def test_a_case_of_version_one_is_told_that_nothing_was_kept(session, qtbot, path, monkeypatch):
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE said")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    newer_book(monkeypatch)
    differences = open_(session, qtbot, path)
    assert not differences.kept
    assert "not kept" in differences.lines("en")[0]
    close(session, qtbot)
    assert [digest for digest, _ in notes(path)] == ["n" * 64]
