"""Files that break their reader: each costs itself, never the audit; and all else is as without a crew."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from engine.audit import audit_dataset
from engine.audit.examine import Looked, look
from engine.audit.guard import Guard, Reader
from engine.audit.records import Record
from engine.audit.task import run
from engine.audit.types import Audit
from engine.audit.wire import item_of, item_said, looked_of, looked_said
from engine.dataset import open_dataset
from engine.dataset.places import Place
from engine.dataset.refusing import RefusingTree
from engine.dataset.trees import FolderTree
from engine.dataset.types import Item
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError
from engine.jobs import Task
from engine.jobs import run as run_job
from engine.jobs.patience import FileLimits

TASKS = Path(__file__).with_name("tasks")
BREAKING = Reader(Task("breaking_reader", "prepare"), FileLimits(seconds=2.0), (TASKS,))
REASONS = {
    "abort": "reader_crashed",
    "null": "reader_crashed",
    "exit": "reader_crashed",
    "hang": "reader_too_slow",
    "greedy": "reader_too_big",
}


def picture(seed: int, tail: bytes = b"") -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (24, 24, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue() + tail


def blob(seed: int, mode: str) -> bytes:
    """A disc on noise, or its mask."""
    random = np.random.default_rng(seed)
    away = np.hypot(*(np.mgrid[:64, :64] - random.integers(16, 48, (2, 1, 1))))
    pixels = np.where(away < 12, 220, 40) + random.integers(0, 30, (64, 64)) * (mode != "1")
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).convert(mode).save(file, "PNG")
    return file.getvalue()


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def mixed_bag() -> dict[str, bytes]:
    """Two classes of 20 pictures with a copy, a torn one and a text called png."""
    files = {f"{'개' if seed % 2 else '고양이'}/{seed:02d}.png": picture(seed) for seed in range(40)}
    return files | {
        "개/copy.png": picture(1),
        "개/torn.png": picture(90)[:400],
        "고양이/text.png": b"no picture",
    }


def audited(path: Path, reporter, guard: Guard):
    return audit_dataset(open_dataset(path, wrap=guard.wrap), path, reporter, 4, guard)


def crew_from_the_first() -> Guard:
    return Guard(children=True, refused={"nothing": "reader_crashed"}, reader=BREAKING)


def unreadable(audit) -> dict[str, str]:
    return {s.id: s.detail for f in audit.findings if f.kind == "unreadable" for s in f.samples}


@pytest.fixture(autouse=True)
def no_child_stays():
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


def test_files_that_break_their_reader_cost_themselves_alone(tmp_path, reporter):
    files = mixed_bag()
    breakers = {f"개/{word}.png": picture(50, b"break:" + word.encode()) for word in REASONS}
    audit = audited(write(tmp_path / "set", files | breakers), reporter, crew_from_the_first())
    lost = {f"개/{word}.png": reason for word, reason in REASONS.items()}
    assert unreadable(audit) == lost | {"개/torn.png": "damaged_image", "고양이/text.png": "not_an_image"}
    assert audit.counts.inputs == 41
    assert audit.class_sizes == {"개": 21, "고양이": 20}
    assert not {preview.id for preview in audit.previews} & set(lost)


@pytest.mark.parametrize("packed", [False, True])
def test_a_crew_says_what_one_process_says(tmp_path, reporter, packed):
    path = write(tmp_path / "set", mixed_bag())
    if packed:
        path = tmp_path / "set.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in mixed_bag().items():
                archive.writestr(name, content)
    assert audited(path, reporter, crew_from_the_first()) == audited(path, reporter, Guard())


def test_pairs_and_lone_targets_by_a_crew(tmp_path, reporter):
    files = {f"images/{n:02d}.png": blob(n, "RGB") for n in range(12)}
    files |= {f"masks/{n:02d}.png": blob(n, "1") for n in range(2, 14)}
    files["masks/05.png"] += b"break:abort"
    path = write(tmp_path / "set", files)
    alone = audited(path, reporter, Guard())
    audit = audited(path, reporter, crew_from_the_first())
    assert (alone.counts.pairs, alone.counts.unmatched_targets) == (10, 2)
    assert (audit.counts.pairs, audit.counts.unmatched_targets) == (9, 2)


def test_a_small_set_starts_no_child(tmp_path, reporter, monkeypatch):
    started = []
    monkeypatch.setattr("engine.audit.readers.Crew", lambda *arguments: started.append(arguments))
    path = write(tmp_path / "set", {f"{n}.png": picture(n) for n in range(9)})
    assert audited(path, reporter, Guard(children=True)).counts.inputs == 9
    assert started == []


def test_the_job_as_it_is_run(tmp_path, reporter):
    path = write(tmp_path / "set", mixed_bag())
    said = run({"path": str(path), "previews": 2}, reporter)
    assert said["counts"]["inputs"] == 41
    told = [data.get("stage", data.get("name")) for _, data in reporter.told]
    assert [told.index(word) for word in ("listing", "recognized", "previews", "examining")] == sorted(
        told.index(word) for word in ("listing", "recognized", "previews", "examining")
    )


def test_what_breaks_the_recognition_is_left_out_and_told(tmp_path, reporter):
    files = {f"images/{n:02d}.png": blob(n, "RGB") for n in range(6)}
    files |= {f"masks/{n:02d}.png": blob(n, "1") for n in range(6)}
    files["images/02.png"] += b"break:null"
    files["masks/04.png"] += b"break:hang"
    path = write(tmp_path / "set", files)
    said = run_job(Task("breaking_inside", "run"), {"path": str(path), "previews": 4}, search_path=[TASKS])
    audit = Audit.model_validate(said)
    assert unreadable(audit) == {"images/02.png": "reader_crashed", "masks/04.png": "reader_too_slow"}
    assert audit.form == "paired"
    assert audit.counts.model_dump() == {
        "inputs": 5, "pairs": 4, "unmatched_inputs": 1, "unmatched_targets": 1, "classes": 0,
    }  # fmt: skip


def test_one_file_that_breaks_its_reader_is_the_users_to_mend(tmp_path):
    path = write(tmp_path, {"only.png": picture(1, b"break:null")}) / "only.png"
    with pytest.raises(UserError) as caught:
        run_job(Task("breaking_inside", "run"), {"path": str(path), "previews": 4}, search_path=[TASKS])
    assert caught.value.code == "set_all_refused"


def test_what_there_is_when_the_user_has_seen_enough(tmp_path, reporter):
    path = write(tmp_path / "set", mixed_bag())
    reporter.finish_requested = True
    audit = audited(path, reporter, crew_from_the_first())
    assert audit.counts.inputs == 1
    assert (audit.evidence[0].key, audit.evidence[0].values) == ("stopped_early", {"looked": 1})


def test_a_record_travels_whole():
    record = Record("a", 2**64 - 1, "7", None, "t", None, "PNG", True, ("x", "y"), ("tag",), 2, 3, 0)
    item = Item("image", path="a")
    assert looked_of(item, looked_said(Looked(record, (3, 4)))) == Looked(record, (3, 4))
    assert looked_of(item, looked_said(Looked(Record("a", None, problem="x")))).record.problem == "x"
    for place in (None, Place(Path("/set/가.tar"), 512, 77), Place(Path("/set/가.png"))):
        for sight, exact in ((False, True), (True, False)):
            half = Item("image", path="가", half="left")
            assert item_of(item_said(half, place, sight, exact)) == (half, place, sight, exact)


class Noting:
    def __init__(self):
        self.said = []

    def note(self, what):
        self.said.append(what)

    def tick(self, read=0):
        self.said.append(read)


def test_the_tree_tells_what_is_in_hand_and_refuses(tmp_path):
    write(tmp_path, {"a.bin": b"aaa", "b.bin": b"bb", "c.bin": b"c"})
    log = Noting()
    refused = {"b.bin": "reader_crashed"}
    tree = RefusingTree(FolderTree(tmp_path), refused, log)
    assert [(type(found).__name__, found.path) for found in tree.walk()] == [
        ("FileEntry", "a.bin"),
        ("Unreadable", "b.bin"),
        ("FileEntry", "c.bin"),
    ]
    assert [entry.path for entry in tree.entries()] == ["a.bin", "c.bin"]
    assert tree.read("a.bin") == b"aaa"
    with tree.open("a.bin") as first, tree.open("c.bin") as second:
        assert (second.read(), first.read(2), first.seek(0), first.read()) == (b"c", b"aa", 0, b"aaa")
    assert [word for word in log.said if isinstance(word, str)][:2] == ["a.bin", "a.bin"]
    assert sum(word for word in log.said if isinstance(word, int)) >= 7
    for opening in (tree.read, tree.open, tree.place):
        with pytest.raises(UnreadableFileError, match="reader_crashed"):
            opening("b.bin")


def test_what_is_lost_later_is_refused_from_then_on(tmp_path):
    write(tmp_path, {"a.bin": b"aaa"})
    guard = Guard()
    tree = guard.wrap(FolderTree(tmp_path))
    assert tree.read("a.bin")
    guard.refused["a.bin"] = "reader_too_big"
    assert [found.reason for found in tree.walk()] == ["reader_too_big"]


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders there")
def test_a_pipe_put_in_place_of_a_file_is_not_waited_for(tmp_path):
    write(tmp_path, {"a.png": picture(1)})
    tree = FolderTree(tmp_path)
    list(tree.walk())
    (tmp_path / "a.png").unlink()
    os.mkfifo(tmp_path / "a.png")
    assert look(tree, Item("image", path="a.png")).record.problem == "special_file"


def test_files_that_vanish_or_change_while_the_set_is_read(tmp_path, reporter):
    path = write(tmp_path / "set", {f"{n}.png": picture(n) for n in range(9)})
    guard = crew_from_the_first()
    dataset = open_dataset(path, wrap=guard.wrap)
    (path / "3.png").unlink()
    (path / "4.png").write_bytes(b"something else")
    audit = audit_dataset(dataset, path, reporter, 4, guard)
    assert unreadable(audit) == {"3.png": "vanished", "4.png": "not_an_image"}
    assert audit.counts.inputs == 7
