"""The progress on disk: whole or not at all, and never lost in silence."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.practice import PracticeStore, Progress


def test_what_was_saved_is_read_again(tmp_path):
    store = PracticeStore(tmp_path / "deep" / "folder")
    progress = store.load().progress.graded("P-1", "missed").graded("P-1", "knew")
    store.save(progress)
    kept = PracticeStore(tmp_path / "deep" / "folder").load()
    assert kept.progress == progress
    assert kept.moved is None
    assert [file.name for file in store.path.parent.iterdir()] == ["practice.json"]


def test_each_beginning_has_a_seed_of_its_own(tmp_path):
    assert len({PracticeStore(tmp_path).load().progress.seed for _ in range(8)}) > 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b'{"version": 2, "seed": 0, "turn": 0, "records": {}}',
        b'{"version": 1, "seed": 0, "turn": 1, "records": {"P-1": {"grade": "best", "turn": 1, "seen": 1}}}',
        b'{"version": 1, "turn": "1"}',
    ],
)
def test_a_damaged_file_is_moved_aside_with_its_content(tmp_path, content):
    store = PracticeStore(tmp_path)
    store.path.write_bytes(content)
    kept = store.load()
    assert kept.progress.records == {}
    assert kept.moved.read_bytes() == content
    assert not store.path.exists()
    store.save(kept.progress.graded("P-1", "knew"))
    assert kept.moved.read_bytes() == content


def test_two_damaged_files_are_both_kept(tmp_path):
    store = PracticeStore(tmp_path)
    moved = []
    for content in (b"one", b"two"):
        store.path.write_bytes(content)
        moved.append(store.load().moved)
    assert [file.read_bytes() for file in moved] == [b"one", b"two"]


def test_a_save_that_fails_keeps_the_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    store = PracticeStore(tmp_path)
    store.save(Progress(seed=1))
    before = store.path.read_bytes()

    def no_room(self: Path, target: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(UserError) as caught:
        store.save(Progress(seed=2))
    assert caught.value.code == "practice_unwritable"
    assert str(store.path) in caught.value.sentence("en")
    assert caught.value.sentence("ko") != caught.value.sentence("en")
    monkeypatch.undo()
    assert store.path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["practice.json"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_left_where_it_is(tmp_path):
    store = PracticeStore(tmp_path)
    store.save(Progress(seed=1))
    store.path.chmod(0)
    with pytest.raises(UserError, match="can't be read"):
        store.load()
    assert store.path.exists()


def test_a_folder_in_the_place_of_the_file_is_an_error_that_says_so(tmp_path):
    store = PracticeStore(tmp_path)
    store.path.mkdir()
    with pytest.raises(UserError) as caught:
        store.load()
    assert caught.value.code == "practice_unreadable"


def test_the_users_data_folder_is_the_usual_place(monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, appauthor: tmp_path / name)
    assert PracticeStore().path == tmp_path / "Jjak" / "practice.json"


def test_the_file_can_be_read_by_people(tmp_path):
    store = PracticeStore(tmp_path)
    store.save(Progress(seed=3).graded("P-1", "partly"))
    content = json.loads(store.path.read_text(encoding="utf-8"))
    assert content["records"] == {"P-1": {"grade": "partly", "turn": 1, "seen": 1}}
