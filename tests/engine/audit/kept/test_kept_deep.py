"""What the deep pass keeps: a second one looks at nothing anew, a killed one goes on where it was."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.audit import swaps
from engine.audit.deep import child
from engine.audit.guard import Guard
from engine.audit.kept import forget_all, open_kept
from engine.audit.kept.deep import KeptDeep
from engine.audit.kept.shelf import Shelf
from engine.audit.records import Record, Records
from engine.audit.swaps import DeepSaid, look_deep
from engine.dataset import open_dataset
from engine.dataset.unreadable import UnreadableFileError

COUNT = 8


class Quiet:
    """A reporter that ends the process, so to say, after so many pictures."""

    finish_requested = False

    def __init__(self, killed_after: int = 10**9) -> None:
        self._after = killed_after

    def progress(self, done: int, total: int | None, stage: str) -> None:
        if done > self._after:
            raise KeyboardInterrupt

    def emit(self, kind: str, **data: object) -> None:
        pass


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("engine.audit.kept.keys.SETTLED", 0.0)
    return tmp_path / "cache"


def patchwork(seed: int) -> np.ndarray:
    """A picture full of corners."""
    random = np.random.default_rng(seed)
    picture = np.full((200, 220), 128, np.uint8)
    for _ in range(150):
        x, y, wide, high = random.integers((0, 0, 8, 8), (220, 200, 40, 40)).tolist()
        cv2.rectangle(picture, (x, y), (x + wide, y + high), int(random.integers(0, 256)), -1)
    return picture


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    root = tmp_path / "set"
    root.mkdir()
    for seed in range(COUNT - 1):
        cv2.imwrite(str(root / f"{seed}.png"), patchwork(seed))
    cv2.imwrite(str(root / f"{COUNT - 1}.png"), cv2.resize(patchwork(0), (180, 164)))  # of one content
    return root


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many pictures were described, and how many pairs compared, since it was last cleared."""
    count = {"extract": 0, "verify": 0}

    def counted(name: str) -> None:
        before = getattr(child, name)

        def after(*args: object) -> object:
            count[name] += 1
            return before(*args)

        monkeypatch.setattr(child, name, after)

    counted("extract")
    counted("verify")
    return count


def looked(root: Path, done: dict[str, int], reporter: Quiet | None = None) -> DeepSaid:
    done.update(extract=0, verify=0)
    dataset = open_dataset(root)
    inputs = [Record(path.name, None, picture="p", size=(200, 200)) for path in sorted(root.iterdir())]
    records = Records(dataset.recognition, inputs)
    with open_kept(root) as kept:
        return look_deep(dataset.tree, records, range(len(inputs)), reporter or Quiet(), Guard(kept=kept))


def test_a_second_pass_reads_nothing(pictures: Path, done: dict[str, int], own_cache: Path) -> None:
    first = looked(pictures, done)
    assert done["extract"] == COUNT
    assert [(tie.one, tie.other, tie.kind) for tie in first.ties] == [(0, COUNT - 1, "near")]
    assert looked(pictures, done) == first
    assert done == {"extract": 0, "verify": 0}
    kept = own_cache / "Jjak" / "audit" / "deep.sqlite"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert b"set/0.png" not in kept.read_bytes()


def test_one_that_was_killed_goes_on_where_it_was(pictures: Path, done: dict[str, int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.audit.kept.shelf._PAUSE", 0.0)  # seconds
        patch.setattr(Shelf, "close", lambda shelf: None)  # who is killed closes nothing
        with pytest.raises(KeyboardInterrupt):
            looked(pictures, done, Quiet(killed_after=5))
    before = done["extract"]
    assert before == 5
    found = looked(pictures, done)
    assert done["extract"] == COUNT - before
    assert [(tie.one, tie.other) for tie in found.ties] == [(0, COUNT - 1)]


def test_a_file_that_has_changed_is_looked_at_again(pictures: Path, done: dict[str, int]) -> None:
    looked(pictures, done)
    cv2.imwrite(str(pictures / f"{COUNT - 1}.png"), patchwork(99))
    found = looked(pictures, done)
    assert done["extract"] == 1
    assert found.ties == ()
    cv2.imwrite(str(pictures / "1.png"), cv2.resize(patchwork(2), (170, 160)))
    found = looked(pictures, done)
    assert done["extract"] == 1
    assert [(tie.one, tie.other) for tie in found.ties] == [(1, 2)]  # one kept without its picture, one new


def test_a_file_that_vanishes_costs_only_itself(
    pictures: Path, done: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked(pictures, done)
    cv2.imwrite(str(pictures / "1.png"), cv2.resize(patchwork(2), (170, 160)))

    def vanish(where: object) -> bytes:
        raise UnreadableFileError("vanished")

    monkeypatch.setattr(child, "_read", vanish)
    found = looked(pictures, done)
    assert all(1 not in (tie.one, tie.other) for tie in found.ties)


def test_forgotten_is_forgotten(pictures: Path, done: dict[str, int], own_cache: Path) -> None:
    looked(pictures, done)
    forget_all()
    assert not list((own_cache / "Jjak" / "audit").glob("deep.sqlite*"))
    looked(pictures, done)
    assert done["extract"] == COUNT


def test_a_damaged_file_is_no_hindrance(pictures: Path, done: dict[str, int], own_cache: Path) -> None:
    first = looked(pictures, done)
    (own_cache / "Jjak" / "audit" / "deep.sqlite").write_bytes(b"nonsense" * 2000)
    assert looked(pictures, done) == first
    assert done["extract"] == COUNT


def test_what_was_not_written_by_us_is_not_believed(pictures: Path, done: dict[str, int]) -> None:
    first = looked(pictures, done)
    with KeptDeep() as kept:
        kept._shelf.write()
        base = kept._shelf._base
        assert base is not None
        with base:
            base.execute("UPDATE kept SET said = ?", (b"[1, 2",))
    assert looked(pictures, done) == first


def test_the_shelf_has_bounds(tmp_path: Path) -> None:
    file = tmp_path / "shelf.sqlite"
    for lot in range(4):
        shelf = Shelf(file, 1 << 20)
        for number in range(30):
            shelf.put(os.urandom(16), bytes(20_000 + number + lot))
        shelf.put(bytes([lot]), b"last")
        shelf.close()
    assert file.stat().st_size < 1.2 * (1 << 20)
    shelf = Shelf(file, 1 << 20)
    assert shelf.find(bytes([3])) == b"last"
    assert shelf.find(bytes([0])) is None
    shelf.close()


def test_what_was_long_not_asked_for_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, now = tmp_path / "shelf.sqlite", time.time()
    for days, asked in ((0, b""), (60, b"one"), (120, b"one")):
        monkeypatch.setattr("engine.audit.kept.shelf.time.time", lambda days=days: now + days * 86_400)
        shelf = Shelf(file, 1 << 20)
        if not days:
            shelf.put(b"one", b"1")
            shelf.put(b"two", b"2")
        assert not asked or shelf.find(asked) == b"1"
        shelf.close()
    shelf = Shelf(file, 1 << 20)
    assert (shelf.find(b"one"), shelf.find(b"two")) == (b"1", None)
    shelf.close()


def test_pictures_of_an_archive_are_compared_too(
    pictures: Path, done: dict[str, int], tmp_path: Path
) -> None:
    import shutil

    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "gztar", pictures))
    dataset = open_dataset(archive)
    inputs = [Record(entry.path, None, picture="p", size=(200, 200)) for entry in dataset.tree.entries()]
    said = look_deep(dataset.tree, Records(dataset.recognition, inputs), range(len(inputs)), Quiet(), Guard())
    assert len(said.ties) == 1
    assert swaps.SMALLEST > 0
