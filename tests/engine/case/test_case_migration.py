"""Older files are brought up to date, all steps or none."""

from __future__ import annotations

import sqlite3

import pytest

from engine.advice.said import Said
from engine.case import CaseFile
from engine.case.schema import APPLICATION_ID, MIGRATIONS, TABLES, TooNewError, bring_up_to_date
from engine.errors import UserError

TABLES_OF_ONE = [
    "CREATE TABLE change (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE blob (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL)",
    *(
        f"CREATE TRIGGER {table}_keeps_on_{act.lower()} BEFORE {act} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a case is only ever added to'); END"
        for table in ("change", "blob")
        for act in ("UPDATE", "DELETE")
    ),
]


@pytest.fixture
def version_one(tmp_path):
    """A file as version 1 wrote it, in plain SQL."""
    connection = sqlite3.connect(tmp_path / "old.jjak", isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    for table in TABLES_OF_ONE:
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
    bring_up_to_date(version_one)
    before = version_one.total_changes
    bring_up_to_date(version_one)
    assert version_one.total_changes == before


def test_an_old_case_opens_and_is_as_one_made_today(version_one, tmp_path):
    version_one.execute("INSERT INTO change VALUES (2, 't', 'use_rulebook', '{\"digest\": \"old\"}')")
    version_one.close()
    with CaseFile.open(tmp_path / "old.jjak") as case:
        assert (case.state.name, case.state.without) == ("a", frozenset())
        assert case.said_before("new") is None
        assert case.digest_before("new") == "old"
        case.note_said(Said(digest="new", version="1"), 2)
        case.switch_pack("today", on=False)
    connection = sqlite3.connect(tmp_path / "old.jjak")
    assert version(connection) == len(MIGRATIONS) + 1
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")}
    connection.close()
    assert found == set(TABLES)
    with CaseFile.open(tmp_path / "old.jjak") as again:
        assert again.said_before("newer").said.digest == "new"
        assert again.state.without == {"today"}


def test_an_old_case_that_is_only_read_stays_old(version_one, tmp_path):
    version_one.close()
    path = tmp_path / "old.jjak"
    path.chmod(0o400)
    before = path.read_bytes()
    with CaseFile.open(path, writable=False) as case:
        assert case.state.name == "a"
        assert case.said_before("new") is None
        case.note_said(Said(digest="new", version="1"), 1)
        assert case.said_before("newer") is None
        with pytest.raises(UserError) as refused:
            case.rename("b")
        assert refused.value.code == "case_read_only"
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["old.jjak"]


def test_a_later_version_is_refused(version_one):
    bring_up_to_date(version_one, [add_author, name_author])
    with pytest.raises(TooNewError):
        bring_up_to_date(version_one, [add_author])
