"""Files that are not a case, or not any more: one UserError each, never anything else."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from case_samples import AUDIT, prototype, run_folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.case import CaseFile
from engine.case.schema import APPLICATION_ID, MIGRATIONS, TABLES
from engine.errors import UserError
from engine.texts import LANGUAGES


@pytest.fixture(scope="module")
def good_case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    with CaseFile.create(folder / "good.jjak", "부품 검사", "ko") as case:
        for number in range(30):
            case.answer(f"q{number % 7}", f"v{number}")
        case.record_sample("/data", AUDIT, {"form": "paired"})
        case.record_prototype(prototype(), run_folder(folder / "run", os.urandom(50_000)))
    return case.path


def code_of(act, *arguments):
    with pytest.raises(UserError) as caught:
        act(*arguments)
    for language in LANGUAGES:
        assert "{" not in caught.value.sentence(language)
    return caught.value.code


def test_create_refuses_what_is_there_and_leaves_it(tmp_path, good_case):
    path = tmp_path / "a.jjak"
    path.write_bytes(b"mine")
    assert code_of(CaseFile.create, path, "n", "ko") == "case_exists"
    assert path.read_bytes() == b"mine"
    assert code_of(CaseFile.create, tmp_path, "n", "ko") == "case_exists"
    assert code_of(CaseFile.create, tmp_path / "no" / "a.jjak", "n", "ko") == "case_no_folder"
    assert code_of(CaseFile.create, path / "a.jjak", "n", "ko") == "case_no_folder"
    assert code_of(CaseFile.create, tmp_path / ("x" * 300), "n", "ko") == "case_not_created"


def test_a_case_that_cannot_be_made_leaves_no_file(tmp_path, monkeypatch):
    def full(connection):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("engine.case.file.lay_tables", full)
    assert code_of(CaseFile.create, tmp_path / "a.jjak", "n", "ko") == "case_damaged"
    assert list(tmp_path.iterdir()) == []


def test_what_needs_no_database_to_be_seen(tmp_path):
    assert code_of(CaseFile.open, tmp_path / "no.jjak") == "case_missing"
    assert code_of(CaseFile.open, tmp_path) == "case_is_folder"
    (tmp_path / "empty.jjak").touch()
    assert code_of(CaseFile.open, tmp_path / "empty.jjak") == "case_empty"
    (tmp_path / "text.jjak").write_text("한글", encoding="utf-8")
    assert code_of(CaseFile.open, tmp_path / "text.jjak") == "case_not_a_case"
    assert list(tmp_path.glob("no*")) == [], "looking makes no file"


def test_a_database_of_another_program(tmp_path):
    path = tmp_path / "places.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE change (id INTEGER PRIMARY KEY)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert code_of(CaseFile.open, path) == "case_not_a_case"
    assert path.read_bytes() == before


def test_a_newer_version_is_left_alone(tmp_path, good_case):
    path = shutil.copy(good_case, tmp_path / "new.jjak")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    assert code_of(CaseFile.open, path) == "case_too_new"
    assert path.read_bytes() == before


def test_another_program_that_is_writing(good_case, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.case.disk.LOCK_WAIT", 0.05)
    path = shutil.copy(good_case, tmp_path / "busy.jjak")
    with CaseFile.open(path) as case:
        before = case.state
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert code_of(case.answer, "form", "paired") == "case_locked"
        assert case.state == before
        assert code_of(CaseFile.open, path) == "case_locked"
        other.execute("ROLLBACK")
        other.close()
        assert case.answer("form", "paired").answers["form"].value == "paired"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="who is root, or on Windows, may write anyway"
)
def test_a_folder_that_cannot_be_written_to(good_case, tmp_path):
    path = shutil.copy(good_case, tmp_path / "fixed.jjak")
    tmp_path.chmod(0o500)
    try:
        assert code_of(CaseFile.open, path) == "case_read_only"
        with CaseFile.open(path, writable=False) as case:
            assert case.state.answers
        assert code_of(CaseFile.create, tmp_path / "b.jjak", "n", "ko") == "case_not_created"
    finally:
        tmp_path.chmod(0o700)


def test_read_only_is_told_as_such(good_case, tmp_path, monkeypatch):
    """Also for root, to whom the file system denies nothing: SQLite itself is told to deny."""
    path = shutil.copy(good_case, tmp_path / "fixed.jjak")
    connect = sqlite3.connect

    def denying(file, **options):
        connection = connect(file, **options)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr("engine.case.disk.sqlite3.connect", denying)
    assert code_of(CaseFile.open, path) == "case_read_only"


def test_a_case_opened_for_reading_is_read_and_not_changed(good_case, tmp_path):
    path = Path(shutil.copy(good_case, tmp_path / "fixed.jjak"))
    path.chmod(0o400)
    with CaseFile.open(good_case) as case:
        told = case.state
    with CaseFile.open(path, writable=False) as case:
        assert case.state == told
        assert code_of(case.rename, "another name") == "case_read_only"
        assert case.state == told
    path.chmod(0o600)
    assert path.read_bytes() == Path(good_case).read_bytes()


def test_no_room_left_keeps_what_was_there(good_case, tmp_path):
    path = shutil.copy(good_case, tmp_path / "full.jjak")
    with CaseFile.open(path) as case:
        before = case.state
        pages = case._connection.execute("PRAGMA page_count").fetchone()[0]
        case._connection.execute(f"PRAGMA max_page_count = {pages}")
        folder = run_folder(tmp_path / "run", os.urandom(100_000))
        assert code_of(case.record_prototype, prototype(), folder) == "case_disk_full"
        assert case.state == before
        case._connection.execute("PRAGMA max_page_count = 1000000")
        after = case.record_prototype(prototype(), folder)
    with CaseFile.open(path) as again:
        assert again.state == after


HOSTILE = {
    "unknown kind": "INSERT INTO change VALUES (34, '', 'learn_by_reward', '{}')",
    "not json": "INSERT INTO change VALUES (34, '', 'rename', '{')",
    "not an object": "INSERT INTO change VALUES (34, '', 'rename', '[]')",
    "a key too many": """INSERT INTO change VALUES (34, '', 'rename', '{"name": "a", "x": 1}')""",
    "bytes": "INSERT INTO change VALUES (34, '', 'rename', x'ff')",
    "not utf-8": "INSERT INTO change VALUES (34, '', 'rename', CAST(x'ff' AS TEXT))",
    "deeply nested": "INSERT INTO change VALUES (34, '', 'rename', printf('%.*c', 200000, '['))",
    "a gap": """INSERT INTO change VALUES (35, '', 'rename', '{"name": "a"}')""",
    "the last number": """INSERT INTO change VALUES (9223372036854775807, '', 'rename', '{"name": "a"}')""",
    "undo of nothing": """INSERT INTO change VALUES (34, '', 'undo', '{"change": 4}')""",
    "redo of nothing": """INSERT INTO change VALUES (34, '', 'redo', '{"change": 4}')""",
    "confirmed without answer": """INSERT INTO change VALUES(34,'','confirm_answer', '{"question": "-"}')""",
    "created twice": """INSERT INTO change VALUES (34, '', 'create', '{"name": "a", "language": "ko"}')""",
    "a table more": "CREATE TABLE more (a)",
    "a trigger more": "CREATE TRIGGER t AFTER INSERT ON change BEGIN INSERT INTO blob VALUES ('x', 'y'); END",
    "a trigger on what was said": "CREATE TRIGGER t AFTER INSERT ON said BEGIN DELETE FROM said; END",
    "nothing of what was said": "DROP TABLE said",
    "of version 1, yet with a table of version 2": "PRAGMA user_version = 1",
    "a pack switched to neither": """INSERT INTO change VALUES(34,'','switch_pack','{"pack": "a"}')""",
    "a table less": "DROP TABLE blob",
    "a view for a table": "DROP TABLE change; CREATE VIEW change AS SELECT 1 AS id",
    "version 0": "PRAGMA user_version = 0",
    "version -1": "PRAGMA user_version = -1",
}


def tampered(good_case, path, script):
    shutil.copy(good_case, path)
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.commit()
    connection.close()
    return path


def test_the_tampering_below_would_be_harmless_if_it_were_right(good_case, tmp_path):
    script = """INSERT INTO change VALUES (34, '', 'rename', '{"name": "a"}')"""
    with CaseFile.open(tampered(good_case, tmp_path / "h.jjak", script)) as case:
        assert case.state.name == "a"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_case_that_someone_tampered_with(good_case, tmp_path, hostile):
    path = tampered(good_case, tmp_path / "h.jjak", HOSTILE[hostile])
    assert code_of(CaseFile.open, path) == "case_damaged"


def test_a_case_without_its_creation(tmp_path):
    path = tmp_path / "h.jjak"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    for table in TABLES:
        connection.execute(table)
    connection.commit()
    connection.close()
    assert code_of(CaseFile.open, path) == "case_damaged"


def test_a_blob_that_is_not_what_it_was(good_case, tmp_path):
    path = shutil.copy(good_case, tmp_path / "h.jjak")
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER blob_keeps_on_update")
    connection.execute("UPDATE blob SET body = x'00'")
    connection.execute(next(sql for sql in TABLES if "blob_keeps_on_update" in sql))
    connection.commit()
    connection.close()
    with CaseFile.open(path) as case:
        assert code_of(case.blob, case.state.prototypes[0].model) == "case_damaged"


def opens_or_says_why(path):
    try:
        with CaseFile.open(path) as case:
            for prototype_record in case.state.prototypes:
                case.blob(prototype_record.model)
    except UserError as error:
        return error.code
    return "opened"


@given(data=st.binary(max_size=5000), head=st.booleans())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_bytes(tmp_path, data, head):
    path = tmp_path / "random.jjak"
    path.write_bytes((b"SQLite format 3\x00" if head else b"") + data)
    assert opens_or_says_why(path) in {"case_empty", "case_not_a_case", "case_damaged"}


def test_cut_short_anywhere(good_case, tmp_path):
    whole = good_case.read_bytes()
    path = tmp_path / "cut.jjak"
    chance = random.Random(3)
    for size in [1, 15, 16, 99, 100, 4095, 4096, *(chance.randrange(len(whole)) for _ in range(40))]:
        path.write_bytes(whole[:size])
        assert opens_or_says_why(path) in {"case_not_a_case", "case_damaged"}, size


def test_bytes_changed_anywhere(good_case, tmp_path):
    """Some changes do no harm; none may bring anything but a UserError."""
    whole = good_case.read_bytes()
    path = tmp_path / "changed.jjak"
    chance = random.Random(4)
    seen = set()
    for _ in range(150):
        changed = bytearray(whole)
        for _ in range(chance.choice((1, 20))):
            # The first pages hold the tables' frame, where a changed byte does most.
            changed[chance.randrange(chance.choice((100, 12_000, len(whole))))] = chance.randrange(256)
        path.write_bytes(changed)
        seen.add(opens_or_says_why(path))
    assert "case_damaged" in seen
