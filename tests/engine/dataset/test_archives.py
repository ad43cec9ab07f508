"""Archives of every kind: seen through as folders, hostile members refused, nothing left behind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.dataset.archives import unpacking, workroom
from engine.dataset.archives.names import encoding_of
from engine.dataset.roots import open_tree
from engine.dataset.trees import Tree
from engine.dataset.types import FileEntry, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import JobCancelledError, UserError
from engine.jobs import Task, start

Files = dict[str, bytes]
LOCK = {"password": "x"}
FILES = {
    "정상/하나.txt": b"one " * 50,
    "정상/둘.txt": b"two " * 50,
    "불량/셋.txt": b"three " * 50,
    "빈.csv": b"",
}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(files: Files, **options: object) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", **options) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def sevened(files: Files, **options: object) -> bytes:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return file.getvalue()


KINDS: dict[str, Callable[[Files], bytes]] = {
    "zip": zipped,
    "stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "lzma.zip": lambda files: zipped(files, zipfile.ZIP_LZMA),
    "tar": tarred,
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tgz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "txz": lambda files: lzma.compress(tarred(files)),
    "7z": sevened,
}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, for this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def contents(tree: Tree) -> Files:
    return {entry.path: tree.read(entry.path) for entry in tree.entries()}


def refused(tree: Tree) -> dict[str, str]:
    return {found.path: found.reason for found in tree.walk() if isinstance(found, Unreadable)}


def saved(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_read_whatever_it_is_called(tmp_path: Path, temporary: Path, kind: str) -> None:
    for name in (f"set.{kind}", "set.dat", "set", "set.zip", "set.tar"):
        path = saved(tmp_path / "in" / name, KINDS[kind](FILES))
        tree = open_tree(path)
        assert contents(tree) == FILES
        assert tree.name == "set" or kind in ("stored.zip", "lzma.zip")
        assert [path.name for path in path.parent.iterdir()] == [name], "something beside the client's file"
        tree.close()
        assert not list(temporary.iterdir())
        path.unlink()


@pytest.mark.parametrize("inner", KINDS)
@pytest.mark.parametrize("outer", ["folder", "zip", "stored.zip", "tar", "tgz", "7z"])
def test_archives_in_a_folder_or_archive_are_folders(
    tmp_path: Path, temporary: Path, outer: str, inner: str
) -> None:
    files = {f"train.{inner}": KINDS[inner](FILES), "labels.csv": b"a,b\n", "x/test.zip": zipped(FILES)}
    if outer == "folder":
        for name, data in files.items():
            saved(tmp_path / "set" / name, data)
        tree = open_tree(tmp_path / "set")
    else:
        tree = open_tree(saved(tmp_path / f"set.{outer}", KINDS[outer](files)))
    train = "train.stored" if inner == "stored.zip" else "train.lzma" if inner == "lzma.zip" else "train"
    wanted = {f"{folder}/{name}": data for folder in (train, "x/test") for name, data in FILES.items()}
    assert contents(tree) == wanted | {"labels.csv": b"a,b\n"}
    assert contents(tree) == wanted | {"labels.csv": b"a,b\n"}, "a second walk"
    tree.close()
    assert not list(temporary.iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are not told here")
def test_hundreds_of_archives_are_not_all_kept_open(tmp_path: Path) -> None:
    for number in range(100):
        saved(tmp_path / f"set/{number:03}.zip", zipped({"a.txt": b"%d" % number}))
    before = len(list(Path("/proc/self/fd").iterdir()))
    tree = open_tree(tmp_path / "set")
    assert contents(tree) == {f"{number:03}/a.txt": b"%d" % number for number in range(100)}
    assert len(list(Path("/proc/self/fd").iterdir())) < before + 10


def test_a_wrapping_folder_is_dropped_and_deeper_archives_are_told(tmp_path: Path) -> None:
    deep = zipped({"deep.zip": zipped({"lost.txt": b"x"}), "a.txt": b"a"})
    data = zipped({"train.zip": zipped({"train/deeper.zip": deep, "train/b.txt": b"b"})})
    tree = open_tree(saved(tmp_path / "all.zip", data))
    assert contents(tree) == {"train/b.txt": b"b"}
    assert refused(tree) == {"train/train/deeper.zip": "nested_too_deep"}


def test_what_lies_unpacked_beside_its_archive_is_not_read_twice(tmp_path: Path) -> None:
    saved(tmp_path / "set/train/a.txt", b"a")
    saved(tmp_path / "set/train.zip", zipped({"a.txt": b"a"}))
    saved(tmp_path / "set/t.csv", b"a,b\n1,2\n")
    saved(tmp_path / "set/t.csv.bz2", bz2.compress(b"a,b\n1,2\n"))
    tree = open_tree(tmp_path / "set")
    assert sorted(contents(tree)) == ["t.csv", "train/a.txt"]
    assert refused(tree) == {"train.zip": "folder_beside_archive", "t.csv.bz2": "folder_beside_archive"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_table(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    table = b"name,label\n" + b"".join(b"n%d,%d\n" % (n, n % 2) for n in range(40))
    suffix = {"gzip": "gz", "bz2": "bz2", "lzma": "xz"}[pack.__module__.rpartition(".")[2]]
    path = saved(tmp_path / f"table.csv.{suffix}", pack(table))
    assert len(list(open_dataset(path).samples())) == 40
    saved(tmp_path / f"set/deep/table.csv.{suffix}", pack(table))
    assert len(list(open_dataset(tmp_path / "set").samples())) == 40


def test_an_unknown_packed_file_stays_what_it_is(tmp_path: Path) -> None:
    saved(tmp_path / "set/scan.nii.gz", gzip.compress(b"n" * 1000))
    saved(tmp_path / "set/a.txt", b"a")
    tree = open_tree(tmp_path / "set")
    assert [entry.path for entry in tree.entries()] == ["a.txt", "scan.nii.gz"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "archive_unsupported"),
        ("a.7z.001", sevened(FILES)[:200], "archive_volume"),
        ("a.part1.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "archive_volume"),
        ("a.zip", zipped(FILES)[:150], "zip_broken"),
        ("a.zip", b"no zip at all", "zip_broken"),
        ("a.7z", sevened(FILES)[:-20], "archive_broken"),
        ("a.7z", sevened(FILES, **LOCK, header_encryption=True), "set_encrypted"),
        ("a.tar", tarred(FILES)[:100], "archive_broken"),
        ("scan.nii.gz", gzip.compress(b"n" * 1000, mtime=0), "archive_unsupported"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(
    tmp_path: Path, temporary: Path, name: str, data: bytes, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        open_dataset(saved(tmp_path / name, data))
    assert caught.value.code == code
    assert caught.value.sentence("ko") != caught.value.sentence("en")
    assert not list(temporary.iterdir())


def test_locked_members_of_a_7z_are_told(tmp_path: Path) -> None:
    tree = open_tree(saved(tmp_path / "a.7z", sevened({"a.txt": b"a", "b.txt": b"b"}, **LOCK)))
    assert refused(tree) == {"a.txt": "encrypted", "b.txt": "encrypted"}


@pytest.mark.parametrize("packed", [False, True])
def test_hostile_members_of_a_tar(tmp_path: Path, packed: bool) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:

        def add(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> None:
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(data), kind, link
            archive.addfile(member, io.BytesIO(data))

        add(".", kind=tarfile.DIRTYPE)
        add("./good/a.txt", b"good")
        add("/etc/evil.txt", b"evil")
        add("../evil.txt", b"evil")
        add("C:\\evil.txt", b"evil")
        add("soft.txt", kind=tarfile.SYMTYPE, link="/etc/passwd")
        add("hard.txt", kind=tarfile.LNKTYPE, link="/etc/passwd")
        add("again.txt", kind=tarfile.LNKTYPE, link="./good/a.txt")
        add("pipe.txt", kind=tarfile.FIFOTYPE)
        add("device.txt", kind=tarfile.BLKTYPE)
        add("good/a.txt", b"twice")
        add("x" * 2000 + ".txt", b"long")
        add("__MACOSX/._a.txt", b"junk")
        add("good", b"a file called as a folder")
    data = file.getvalue()
    before = set(tmp_path.rglob("*"))
    tree = open_tree(saved(tmp_path / "in/evil.tar", gzip.compress(data) if packed else data))
    assert contents(tree) == {"again.txt": b"good", "good/a.txt": b"good"}
    assert sorted(refused(tree).values()) == sorted(
        ["path_escape"] * 3 + ["link_in_archive"] * 2 + ["special_file"] * 2 + ["same_name"] * 2
        + ["bad_name", "junk_file"]
    )  # fmt: skip
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "in", tmp_path / "in/evil.tar"}


def test_names_with_nul_and_links_in_zips(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.pngX.txt", b"x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr, link.create_system = 0o120777 << 16, 3
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", b"good")
    tree = open_tree(saved(tmp_path / "a.zip", file.getvalue().replace(b"a.pngX.txt", b"a.png\0.txt")))
    assert contents(tree) == {"good.txt": b"good"}
    assert sorted(refused(tree).values()) == ["bad_name", "link_in_archive"]


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    """As David Fifield's bomb does it: each directory entry points at the same packed bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a0.txt", b"0" * 100_000)
        first = archive.filelist[0]
        for number in range(1, 50):
            copy = zipfile.ZipInfo(f"a{number}.txt")
            copy.compress_type = first.compress_type
            copy.CRC, copy.file_size, copy.compress_size = first.CRC, first.file_size, first.compress_size
            copy.header_offset = first.header_offset
            archive.filelist.append(copy)
    tree = open_tree(saved(tmp_path / "bomb.zip", file.getvalue()))
    assert list(tree.entries()) == []
    assert set(refused(tree).values()) == {"overlapping_member"}


def test_a_size_that_lies_is_never_exceeded(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": bytes(3_000_000)}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    tree = open_tree(saved(tmp_path / "lie.zip", bytes(data)))
    with pytest.raises(UnreadableFileError):
        tree.read("a.txt")


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_a_bomb_ends_the_unpacking(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(unpacking, "FREE_GROWTH", 1 << 20)
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[kind]
    data = tarred({"first.txt": b"first", "zeros.bin": bytes(30 << 20), "last.txt": b"last"})
    tree = open_tree(saved(tmp_path / f"bomb.tar.{kind}", pack(data)))
    assert contents(tree) == {"first.txt": b"first"}
    assert refused(tree)["bomb"] == "compression_bomb"
    assert sum(path.stat().st_size for path in temporary.rglob("data")) < 20 << 20


def test_limits_of_bytes_and_entries(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path / "a.tar.gz", gzip.compress(tarred({"a.txt": os.urandom(3 << 20)})))
    monkeypatch.setattr(workroom.Workroom.__init__, "__defaults__", (1 << 20, 100))
    with pytest.raises(UserError) as caught:
        open_tree(path)
    assert caught.value.code == "archive_too_big"
    assert not [file for file in temporary.rglob("*") if file.is_file()]
    saved(tmp_path / "set/many.zip", zipped({f"{n}.txt": b"" for n in range(101)}))
    assert refused(open_tree(tmp_path / "set")) == {"many.zip": "too_many_entries"}


def test_a_cut_tar_gives_what_comes_before(tmp_path: Path) -> None:
    files = {f"{n}.txt": os.urandom(2000) for n in range(20)}
    whole = tarred(files)
    for name, data in (("a.tar", whole[:30_000]), ("b.tar.gz", gzip.compress(whole)[:30_000])):
        tree = open_tree(saved(tmp_path / name, data))
        read = contents(tree)
        assert 8 <= len(read) <= 15
        assert read == {name: files[name] for name in read}
        assert "cut_archive" in refused(tree).values()


def test_garbage_amid_a_tar_is_told(tmp_path: Path) -> None:
    whole = bytearray(tarred({f"{n}.txt": b"x" * 1000 for n in range(5)}))
    whole[1536 * 2 : 1536 * 2 + 512] = b"\xaa" * 512
    tree = open_tree(saved(tmp_path / "a.tar", bytes(whole)))
    assert len(contents(tree)) == 2
    assert refused(tree) == {"a": "cut_archive"}


def test_a_damaged_7z_costs_its_block_alone(tmp_path: Path) -> None:
    path, copy = tmp_path / "whole.7z", [{"id": py7zr.FILTER_COPY}]
    for mode, letter in (("w", "a"), ("a", "b")):
        with py7zr.SevenZipFile(path, mode, filters=copy) as archive:
            archive.writestr(letter.encode() * 1000, f"{letter}.txt")
    data = path.read_bytes().replace(b"a" * 1000, b"a" * 500 + b"X" + b"a" * 499)
    tree = open_tree(saved(tmp_path / "a.7z", data))
    assert contents(tree) == {"b.txt": b"b" * 1000}
    assert refused(tree) == {"a.txt": "damaged_member"}


def test_data_before_and_after_a_zip(tmp_path: Path) -> None:
    data = b"#!/bin/sh\n" + bytes(5000) + zipped({"a.txt": b"a"}) + b"\0" * 100
    assert contents(open_tree(saved(tmp_path / "a.zip", data))) == {"a.txt": b"a"}


@pytest.mark.parametrize("encoding", ["cp949", "euc_kr", "utf-8"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_korean_names_in_tars(tmp_path: Path, encoding: str, form: str) -> None:
    if form == "NFD" and encoding != "utf-8":
        pytest.skip("no decomposed Korean in this encoding")
    files = {unicodedata.normalize(form, name): data for name, data in FILES.items()}
    data = tarred(files, format=tarfile.GNU_FORMAT, encoding=encoding)
    assert contents(open_tree(saved(tmp_path / "a.tar", data))) == FILES


def test_the_encoding_of_names() -> None:
    assert encoding_of([name.encode("cp949") for name in ("불량/똠방각하.jpg", "정상.jpg")], "x") == "cp949"
    assert encoding_of([name.encode("cp932") for name in ("テスト/さくら.jpg", "データ.csv")], "x") == "cp932"
    assert encoding_of(["café".encode("cp437")], "cp437") == "cp437"
    assert encoding_of([b"plain"], "cp437") == "utf-8"
    assert encoding_of(["Müller.txt".encode("cp437"), "Über.txt".encode("cp437")], "cp437") == "cp437"
    broken = [f"불량{n}.jpg".encode("cp949") for n in range(20)] + [b"\xff\xff.jpg"]
    assert encoding_of(broken, "cp437") == "cp949", "one broken name is no reason to garble all"


def test_a_private_folder_is_private_and_goes_with_its_tree(tmp_path: Path, temporary: Path) -> None:
    tree = open_tree(saved(tmp_path / "a.tgz", gzip.compress(tarred(FILES))))
    (folder,) = temporary.iterdir()
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700
    del tree
    assert not list(temporary.iterdir())


def test_what_a_crash_left_is_removed_by_the_next(tmp_path: Path, temporary: Path) -> None:
    path = saved(tmp_path / "a.tgz", gzip.compress(tarred(FILES)))
    code = (
        "import os, sys, tempfile; from pathlib import Path; tempfile.tempdir = sys.argv[1]\n"
        "from engine.dataset.roots import open_tree; tree = open_tree(Path(sys.argv[2])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(temporary), str(path)], check=False)
    (left,) = temporary.iterdir()
    tree = open_tree(path)
    assert not left.exists()
    tree.close()


@pytest.mark.parametrize("end", ["done", "killed"])
def test_a_jobs_unpacked_files_go_with_it_and_are_shared(tmp_path: Path, temporary: Path, end: str) -> None:
    path = saved(tmp_path / "a.tgz", gzip.compress(tarred(FILES)))
    (tmp_path / "unpacking_task.py").write_text(TASK, encoding="utf-8")
    told: list[object] = []
    task = Task("unpacking_task", "run")
    with start(task, {"path": str(path)}, told.append, search_path=[tmp_path]) as job:
        if end == "done":
            assert job.wait() == {"files": len(FILES), "unpacked": 1, "again": 1}
        else:
            for _ in iter(lambda: bool(told), True):
                job._done.wait(0.05)
            job.cancel()
            with pytest.raises(JobCancelledError):
                job.wait()
    assert not list(temporary.iterdir())


TASK = """
import os, time
from pathlib import Path
from engine.dataset.roots import open_tree
from engine.jobs.scratch import job_folder

def unpacked():
    return len(list((job_folder() / "unpacked").iterdir()))

def run(params, reporter):
    files = len(list(open_tree(Path(params["path"])).entries()))
    first = unpacked()
    open_tree(Path(params["path"]))
    reporter.emit("unpacked")
    time.sleep(0.5)
    return {"files": files, "unpacked": first, "again": unpacked()}
"""


@cache
def sample(kind: str) -> bytes:
    inner = zipped({"b.txt": b"b"})
    return KINDS[kind]({"사진/a.txt": b"hello hello hello", "b.csv": b"x,y\n1,2\n", "c.zip": inner})


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
def test_no_archive_whatever_its_bytes_raises_anything_else(
    tmp_path: Path, temporary: Path, kind: str, data: st.DataObject
) -> None:
    """A real archive cut, with bytes overwritten, or spliced into itself."""
    raw = bytearray(sample(kind))
    spots = st.integers(0, len(raw) - 1)
    for place, byte in data.draw(st.lists(st.tuples(spots, st.integers(0, 255)), max_size=8)):
        raw[place] = byte
    start_, end = sorted((data.draw(spots), data.draw(spots)))
    shape = data.draw(st.sampled_from(["whole", "cut", "hole", "twice"]))
    shaped = {
        "whole": raw,
        "cut": raw[:end],
        "hole": raw[:start_] + raw[end:],
        "twice": raw[:end] + raw[start_:],
    }
    path = saved(tmp_path / "in" / f"fuzz.{kind}", bytes(shaped[shape]))
    try:
        tree = open_tree(path)
    except UserError:
        assert not list(temporary.iterdir())
        return
    for entry in tree.entries():
        assert isinstance(entry, FileEntry)
        try:
            tree.read(entry.path)
        except UnreadableFileError:
            continue
    if hasattr(tree, "close"):
        tree.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert not list(temporary.iterdir())
