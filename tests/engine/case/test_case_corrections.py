"""Corrections are kept with the audit: undo brings the former audit back, and old files open without them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from engine.case import CaseFile
from engine.dataset.corrections import Corrections
from tests.engine.case.case_samples import AUDIT

SAID = Corrections(columns={"별점": "target"}, folders={"extra": "ignore"}, encoding="cp949", labels="name:0")


def test_undo_takes_a_correction_back_and_redo_brings_it_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jjak"
    with CaseFile.create(path, name="a", language="ko") as case:
        case.record_sample("/data", AUDIT, {"volume": "few"})
        case.record_sample("/data", AUDIT.model_copy(update={"corrections": SAID}), {"volume": "many"})
    with CaseFile.open(path) as case:
        state = case.state
        assert state.sample is not None
        assert state.sample.audit.corrections == SAID
        state = case.undo()
        assert state.sample is not None
        assert (state.sample.audit, state.sample.audit.corrections) == (AUDIT, Corrections())
        assert state.measured["volume"].value == "few"
        state = case.redo()
        assert state.sample is not None
        assert state.sample.audit.corrections == SAID
        assert state.measured["volume"].value == "many"


def test_a_file_from_before_there_were_corrections_opens(tmp_path: Path) -> None:
    path = tmp_path / "old.jjak"
    with CaseFile.create(path, name="a", language="ko") as case:
        case.record_sample("/data", AUDIT, {})
    _rewrite_without(path, "corrections", "choices")
    with CaseFile.open(path) as case:
        sample = case.state.sample
        assert sample is not None
        assert (sample.audit.corrections, sample.audit.choices) == (Corrections(), ())
        assert sample.audit == AUDIT


def _rewrite_without(path: Path, *fields: str) -> None:
    """The sample's change as an earlier version wrote it."""
    connection = sqlite3.connect(path)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    row, text = connection.execute("SELECT id, body FROM change WHERE kind = 'record_sample'").fetchone()
    body = json.loads(text)
    for field in fields:
        del body["audit"][field]
    connection.execute("UPDATE change SET body = ? WHERE id = ?", (json.dumps(body), row))
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
