"""Results that are kept: used while nothing has changed, never wrong, never in the way."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from engine.audit.examine import Looked, look
from engine.audit.guard import Guard
from engine.audit.kept import forget_all, open_kept, shelf, store
from engine.audit.kept.store import Kept
from engine.audit.readers import Readers
from engine.audit.records import Record
from engine.dataset import open_dataset
from engine.dataset.places import Place
from engine.dataset.types import Item
from tests.engine.audit.test_broken_pictures import file

AGO = time.time() - 500


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("engine.audit.kept.keys.SETTLED", 0.0)
    return tmp_path / "cache"


@pytest.fixture
def pictures(tmp_path) -> Path:
    root = tmp_path / "set"
    root.mkdir()
    for seed in range(6):
        (root / f"{seed}.jpg").write_bytes(file("jpg", seed))
    return root


def records(root: Path, monkeypatch) -> tuple[list[Record], list[str]]:
    """What is known of each sample, and of which the files were read."""
    read: list[str] = []

    def noted(tree, item, *args, **kwargs) -> Looked:
        read.append(item.path)
        return look(tree, item, *args, **kwargs)

    monkeypatch.setattr("engine.audit.readers.look", noted)
    with open_kept(root) as kept:
        guard = Guard(children=True, kept=kept)
        with Readers(open_dataset(root), guard) as readers:
            return list(readers.samples()), read


def test_only_what_has_changed_is_read_again(pictures, monkeypatch) -> None:
    first, read = records(pictures, monkeypatch)
    assert sorted(read) == [f"{n}.jpg" for n in range(6)]
    again, read = records(pictures, monkeypatch)
    assert (again, read) == (first, [])
    (pictures / "2.jpg").write_bytes(file("jpg", 77))
    (pictures / "new.jpg").write_bytes(file("jpg", 78))
    changed, read = records(pictures, monkeypatch)
    assert sorted(read) == ["2.jpg", "new.jpg"]
    assert changed[2].content != first[2].content
    assert [changed[n] for n in (0, 1, 3, 4, 5)] == [first[n] for n in (0, 1, 3, 4, 5)]


def test_another_file_of_the_same_size_and_time_is_noticed(pictures, monkeypatch) -> None:
    path = pictures / "3.jpg"
    data = file("png", 3)
    path.write_bytes(data)
    os.utime(path, (AGO, AGO))
    before, _ = records(pictures, monkeypatch)
    path.unlink()
    path.write_bytes(file("png", 4)[: len(data)].ljust(len(data), b"\0"))
    os.utime(path, (AGO, AGO))
    after, read = records(pictures, monkeypatch)
    assert read == ["3.jpg"]
    assert after[3] != before[3]


def test_what_another_program_found_is_not_believed(pictures, monkeypatch) -> None:
    records(pictures, monkeypatch)
    monkeypatch.setattr("engine.audit.kept.keys.code_version", lambda: "another")
    _, read = records(pictures, monkeypatch)
    assert len(read) == 6


def test_what_could_not_be_read_is_tried_again_and_what_just_changed_is_not_kept(
    pictures, monkeypatch
) -> None:
    (pictures / "1.jpg").write_bytes(b"")
    records(pictures, monkeypatch)
    _, read = records(pictures, monkeypatch)
    assert read == ["1.jpg"]
    monkeypatch.setattr("engine.audit.kept.keys.SETTLED", 60.0)
    (pictures / "0.jpg").write_bytes(file("jpg", 50))
    records(pictures, monkeypatch)
    _, read = records(pictures, monkeypatch)
    assert "0.jpg" in read


@pytest.mark.parametrize("harm", ["damaged", "locked", "no folder", "nonsense inside"])
def test_whatever_befalls_the_file_the_audit_goes_on(pictures, monkeypatch, own_cache, harm) -> None:
    first, _ = records(pictures, monkeypatch)
    path = own_cache / "Jjak" / "audit" / "found.sqlite"
    other = sqlite3.connect(path)
    if harm == "damaged":
        other.close()
        path.write_bytes(b"SQLite format 3\0" + os.urandom(20_000))
    elif harm == "locked":
        other.execute("BEGIN EXCLUSIVE")
    elif harm == "nonsense inside":
        with other:
            other.execute("UPDATE kept SET said = '[1]'")
    else:
        other.close()
        monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no such place")
    again, _ = records(pictures, monkeypatch)
    assert again == first
    other.close()
    if harm == "damaged":
        assert records(pictures, monkeypatch)[1] == [], "a damaged file is replaced by a new one"


def test_lots_are_written_before_the_end(pictures, monkeypatch, own_cache) -> None:
    monkeypatch.setattr(shelf, "_LOT", 2)
    kept = open_kept(pictures)
    for name in ("0.jpg", "1.jpg"):
        item = Item("image", path=name)
        kept.keep(kept.key(item, Place(pictures / name), False), Looked(Record(name, 5)))
    other = open_kept(pictures)  # as after a crash: nobody has closed the first
    item = Item("image", path="1.jpg")
    found = other.find(other.key(item, Place(pictures / "1.jpg"), False), item, sight=False)
    assert found is not None
    assert found.record.content == 5
    other.close()
    kept.close()


def test_nothing_of_texts_nor_of_what_lies_elsewhere(pictures, tmp_path) -> None:
    (pictures / "a.txt").write_text("글")
    (tmp_path / "elsewhere.jpg").write_bytes(file("jpg", 1))
    with open_kept(pictures) as kept:
        assert kept.key(Item("text", path="a.txt"), Place(pictures / "a.txt"), False) is None
        assert kept.key(Item("image", path="x"), Place(tmp_path / "elsewhere.jpg"), False) is None
        assert kept.key(Item("image", path="x"), None, False) is None
        plain, part = (
            kept.key(Item("image", path="x"), Place(pictures / "0.jpg", start), False) for start in (0, 9)
        )
        assert plain != part


def test_it_is_bounded_and_can_be_erased(tmp_path, monkeypatch, own_cache) -> None:
    file = tmp_path / "found.sqlite"
    kept = Kept(file, tmp_path)
    for number in range(3000):
        kept.keep(number.to_bytes(16, "big"), Looked(Record("a", number, bits="x" * 500)))
    kept.close()
    with sqlite3.connect(file) as base:
        base.execute("UPDATE kept SET day = day - 1000 WHERE key < ?", ((1000).to_bytes(16, "big"),))
    base.close()
    monkeypatch.setattr(store, "MOST_BYTES", 500_000)
    Kept(file, tmp_path).close()
    base = sqlite3.connect(file)
    (rows, first) = base.execute("SELECT count(*), min(key) FROM kept").fetchone()
    base.close()
    assert 200 < rows < 1500
    assert first >= (1000).to_bytes(16, "big"), "what is old goes first"
    assert file.stat().st_size < 1_000_000
    open_kept(tmp_path).close()
    assert any(own_cache.rglob("*.sqlite"))
    forget_all()
    assert not any(own_cache.rglob("found*"))
