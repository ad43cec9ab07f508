"""Older files are brought up to date, all steps or none."""

from __future__ import annotations

import sqlite3

import pytest

from engine.case.schema import APPLICATION_ID, TABLES, TooNewError, bring_up_to_date


@pytest.fixture
def version_one(tmp_path):
    """A file as version 1 wrote it, in plain SQL."""
    connection = sqlite3.connect(tmp_path / "old.jjak", isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    for table in TABLES:
        connection.execute(table)
    connection.execute("""INSERT INTO change VALUES (1, 't', 'create', '{"name": "a", "language": "ko"}')""")
    yield connection
    connection.close()


def version(connection):
    return connection.execute("PRAGMA user_version").fetchone()[0]


def add_author(connection):
    connection.execute("ALTER TABLE change ADD COLUMN author TEXT NOT NULL DEFAULT ''")


def name_author(connection):
    connection.execute("DROP TRIGGER change_keeps_on_update")
    connection.execute("UPDATE change SET author = 'consultant'")


def fail(connection):
    connection.execute("DELETE FROM blob")
    raise sqlite3.OperationalError("the power went")


def test_all_steps_run_in_order(version_one):
    bring_up_to_date(version_one, [add_author, name_author])
    assert version(version_one) == 3
    assert version_one.execute("SELECT id, author FROM change").fetchall() == [(1, "consultant")]


def test_only_the_missing_steps_run(version_one):
    bring_up_to_date(version_one, [add_author])
    bring_up_to_date(version_one, [add_author, name_author])
    assert version(version_one) == 3


def test_a_failing_step_leaves_the_file_as_it_was(version_one):
    before = list(version_one.iterdump())
    with pytest.raises(sqlite3.OperationalError):
        bring_up_to_date(version_one, [add_author, name_author, fail])
    assert version(version_one) == 1
    assert list(version_one.iterdump()) == before


def test_a_file_up_to_date_is_not_touched(version_one):
    before = version_one.total_changes
    bring_up_to_date(version_one)
    assert version_one.total_changes == before


def test_a_later_version_is_refused(version_one):
    bring_up_to_date(version_one, [add_author])
    with pytest.raises(TooNewError):
        bring_up_to_date(version_one)
