"""Folders and zips as trees: hostile entries cost themselves, never the set, never the disk."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import UnreadableFileError, open_dataset
from engine.dataset.archives import ZipTree
from engine.dataset.archives.damage import ArchiveError
from engine.dataset.archives.members import Members
from engine.dataset.listing import Listing
from engine.dataset.trees import FolderEntry, FolderTree
from engine.dataset.types import FileEntry, Unreadable
from engine.errors import UserError

Write = Callable[..., Path]


def refused(tree: FolderTree | ZipTree) -> dict[str, str]:
    return {found.path: found.reason for found in tree.walk() if isinstance(found, Unreadable)}


def read_or_reason(tree: ZipTree, path: str) -> str:
    try:
        tree.read(path)
    except UnreadableFileError as error:
        return error.reason
    return "read"


def make_zip(path: Path, members: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_walk_is_in_a_stable_order_with_empty_folders(write: Write) -> None:
    tree = FolderTree(write({"b/2.txt": "x", "b/1.txt": "x", "a/z.txt": "x", "c/": "", "top.txt": "x"}))
    assert [entry.path for entry in tree.entries()] == ["top.txt", "a/z.txt", "b/1.txt", "b/2.txt"]
    assert [found.path for found in tree.walk() if isinstance(found, FolderEntry)] == ["a", "b", "c"]


def test_one_name_in_two_spellings_is_told_and_never_mixed_up(write: Write) -> None:
    composed, decomposed = "각.txt", unicodedata.normalize("NFD", "각.txt")
    root = write({composed: "composed", decomposed: "decomposed"})
    if len(list(root.iterdir())) < 2:
        pytest.skip("this disk takes the two spellings for one name")
    tree = FolderTree(root)
    for _ in range(2):
        assert [entry.path for entry in tree.entries()] == [composed]
        assert refused(tree) == {composed: "same_name"}
    assert tree.read(composed) == b"decomposed"


def test_names_that_are_no_text_stay_different(tmp_path: Path) -> None:
    try:
        for name in (b"\xff\xfe.txt", b"\xff\xfd.txt"):
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    except OSError:
        pytest.skip("this disk refuses names that are no text")
    tree = FolderTree(tmp_path)
    assert {tree.read(entry.path) for entry in tree.entries()} == {b"\xff\xfe.txt", b"\xff\xfd.txt"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_locked_folder_is_told_and_is_no_empty_class(write: Write) -> None:
    root = write({"a/1.txt": "x", "locked/1.txt": "x"})
    (root / "locked").chmod(0)
    tree = FolderTree(root)
    assert refused(tree) == {"locked": "no_permission"}
    assert [found.path for found in tree.walk() if isinstance(found, FolderEntry)] == ["a"]
    (root / "locked").chmod(0o700)


def test_junk_is_told_and_left_out(write: Write) -> None:
    junk = [
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "__MACOSX/a/._x.png",
        "~$plan.xlsx",
        ".git/config",
        "@eaDir/x",
    ]
    tree = FolderTree(write(dict.fromkeys([*junk, "a.txt"], "x")))
    assert [entry.path for entry in tree.entries()] == ["a.txt"]
    assert set(refused(tree).values()) == {"junk_file"}
    assert len(refused(tree)) == len(junk)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_links_and_pipes(write: Write, tmp_path: Path) -> None:
    root = write({"in/real.txt": "real"})
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "up").symlink_to(tmp_path)
    (root / "loop").symlink_to(root)
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    (root / "inner.txt").symlink_to(root / "in" / "real.txt")
    os.mkfifo(root / "pipe.txt")
    tree = FolderTree(root)
    assert [entry.path for entry in tree.entries()] == ["inner.txt", "in/real.txt"]
    assert refused(tree) == {
        "out.txt": "link_outside",
        "up": "link_outside",
        "loop": "link_outside",
        "gone.txt": "broken_link",
        "pipe.txt": "special_file",
    }


def test_decomposed_names_come_out_composed_and_can_be_read(write: Write) -> None:
    root = write({unicodedata.normalize("NFD", "사진") + "/한글.txt": "안녕"})
    tree = FolderTree(root)
    (entry,) = tree.entries()
    assert entry.path == "사진/한글.txt"
    assert tree.read(entry.path).decode() == "안녕"


def test_a_file_that_vanishes_has_a_reason(write: Write) -> None:
    root = write({"a.txt": "x"})
    tree = FolderTree(root)
    (entry,) = tree.entries()
    (root / "a.txt").unlink()
    with pytest.raises(UnreadableFileError) as caught:
        tree.read(entry.path)
    assert caught.value.reason == "vanished"


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_the_flag(tmp_path: Path, encoding: str) -> None:
    """Windows tools wrote cp949, some macOS ones UTF-8, neither saying which."""
    names = ["정상/사진 하나.txt", "불량/둘.txt"]
    plain = make_zip(
        tmp_path / "plain.zip", {f"{i:0{len(n.encode(encoding))}d}": b"x" for i, n in enumerate(names)}
    )
    data = plain.read_bytes()
    for i, name in enumerate(names):
        raw = name.encode(encoding)
        data = data.replace(f"{i:0{len(raw)}d}".encode(), raw)
    (tmp_path / "korean.zip").write_bytes(data)
    tree = ZipTree(tmp_path / "korean.zip")
    assert {entry.path for entry in tree.entries()} == set(names)
    assert tree.read(names[0]) == b"x"


def test_hostile_members_are_listed(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "evil.zip",
        {
            "good/a.txt": b"good",
            "../../evil.txt": b"evil",
            "..\\win.txt": b"evil",
            "C:/windows.txt": b"evil",
            "__MACOSX/._a.txt": b"junk",
            "bomb.csv": b"0" * 30_000_000,
        },
    )
    before = set(tmp_path.rglob("*"))
    tree = ZipTree(path)
    assert [entry.path for entry in tree.entries()] == ["good/a.txt"]
    reasons = refused(tree)
    assert sorted(reasons.values()) == ["compression_bomb", "junk_file"] + ["path_escape"] * 3
    assert len(list(open_dataset(path).samples())) == 1
    assert set(tmp_path.rglob("*")) == before, "something was unpacked"


def test_encrypted_members_are_listed(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "locked.zip", {"a.txt": b"hello", "b.txt": b"hello"})
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1
    path.write_bytes(bytes(data))
    tree = ZipTree(path)
    assert refused(tree) == {"a.txt": "encrypted"}
    data[data.index(b"PK\x01\x02", first + 4) + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UserError, match="password"):
        open_dataset(path)


def test_a_cut_zip_is_one_sentence(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "cut.zip", {f"{i}.txt": os.urandom(500) for i in range(20)})
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UserError) as caught:
        open_dataset(path)
    assert caught.value.code == "zip_broken"


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "hurt.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"a" * 100)
        archive.writestr("b.txt", b"b" * 100)
    path.write_bytes(path.read_bytes().replace(b"a" * 50, b"X" * 50, 1))
    tree = ZipTree(path)
    with pytest.raises(UnreadableFileError) as caught:
        tree.read("a.txt")
    assert caught.value.reason == "damaged_member"
    assert tree.read("b.txt") == b"b" * 100


def test_the_same_name_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"second")
    assert refused(ZipTree(path)) == {"a.txt": "same_name"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_zip_whatever_its_bytes_raises_anything_else(data: st.DataObject, tmp_path: Path) -> None:
    """A real zip with some bytes overwritten, and plain noise."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("사진/a.txt", b"hello hello hello hello")
        archive.writestr("b.csv", b"x,y\n1,2\n3,4\n")
    raw = bytearray(file.getvalue())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=12)
    ):
        raw[place] = byte
    path = tmp_path / "fuzz.zip"
    path.write_bytes(data.draw(st.sampled_from([bytes(raw), bytes(raw[:-30]), bytes(raw[40:])])))
    try:
        tree = ZipTree(path)
    except ArchiveError:
        return
    for entry in tree.entries():
        assert isinstance(entry, FileEntry)
        assert read_or_reason(tree, entry.path) in {"read", "damaged_member", "unknown_compression"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_file_that_became_a_pipe_is_not_waited_for(write: Write) -> None:
    root = write({"a.txt": "x"})
    tree = FolderTree(root)
    (entry,) = tree.entries()
    (root / "a.txt").unlink()
    os.mkfifo(root / "a.txt")
    with pytest.raises(UnreadableFileError) as caught:
        tree.read(entry.path)
    assert caught.value.reason == "special_file"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets on this system")
def test_a_socket_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write({"a.txt": "x"})
    monkeypatch.chdir(root)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.txt")
        assert refused(FolderTree(root)) == {"s.txt": "special_file"}


def test_a_folder_that_vanishes_midway_costs_itself(write: Write) -> None:
    root = write({"a/1.txt": "x", "b/2.txt": "x", "c/3.txt": "x"})
    walk = FolderTree(root).walk()
    first = next(walk)
    shutil.rmtree(root / "b")
    found = [first, *walk]
    assert Unreadable("b", "vanished") in found
    assert [entry.path for entry in found if isinstance(entry, FileEntry)] == ["a/1.txt", "c/3.txt"]


def test_odd_names_and_a_very_deep_folder(tmp_path: Path) -> None:
    try:
        (tmp_path / "two\nlines.txt").write_bytes(b"x")
    except OSError:
        pytest.skip("this disk refuses such names")
    deep, here = tmp_path, Path.cwd()
    try:
        for _ in range(30):  # beyond the longest path that the system takes in one piece
            os.chdir(deep)
            Path("d" * 200).mkdir()
            deep = Path("d" * 200)
    finally:
        os.chdir(here)
    tree = FolderTree(tmp_path)
    assert [entry.path for entry in tree.entries()] == ["two\nlines.txt"]
    assert list(refused(tree).values()) == ["read_error"]
    assert tree.read("two\nlines.txt") == b"x"
    subprocess.run(["rm", "-rf", str(tmp_path / ("d" * 200))], check=False)


class MadeUpTree:
    """So many names that are nowhere on disk."""

    name = "made up"

    def __init__(self, count: int) -> None:
        self.count = count

    def walk(self) -> Iterator[FileEntry]:
        return (FileEntry(f"class_{n % 1000:04}/img_{n:07}.jpg", 1000) for n in range(self.count))

    entries = walk

    def read(self, path: str) -> bytes:
        raise UnreadableFileError("vanished")

    def open(self, path: str) -> io.BytesIO:
        raise UnreadableFileError("vanished")


def test_a_name_takes_few_bytes(tmp_path: Path) -> None:
    """A million names must stay under 1.5 GB, whatever is made of them: the list is the least of it."""
    count = 100_000
    before = psutil.Process().memory_info().rss
    listing = Listing(MadeUpTree(count))
    grown = psutil.Process().memory_info().rss - before
    assert listing.counts["image"] == count
    assert grown < 200 * count
    members = Members()
    for entry in MadeUpTree(count).walk():
        members.add(entry.path, 0, entry.size)
    members.close()
    assert psutil.Process().memory_info().rss - before < 550 * count
    assert sum(isinstance(found, FileEntry) for found in members.walk()) == count
