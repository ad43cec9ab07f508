"""The first files of anything, at once: never by its whole list, never by unpacking it."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import glimpses
from engine.dataset.glimpses import glimpse
from engine.dataset.tables.workbook_head import workbook_head
from engine.dataset.trees import FolderTree, SingleFileTree

FILES = {"정상/하나.txt": b"one", "../evil.txt": b"evil", "b/table.csv": b"x,y\n1,2\n", "b/x.bin": b"x" * 99}


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def sevened(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w") as archive:
        for name, data in files.items():
            if not name.startswith(".."):
                archive.writestr(data, name)
    return file.getvalue()


KINDS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tgz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "7z": sevened,
}


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpses, "LARGE_FILE", 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", [False, True])
def test_the_first_files_of_an_archive(tmp_path: Path, kind: str, inside: bool) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(KINDS[kind](FILES))
    seen = glimpse(tmp_path if inside else path)
    assert seen is not None
    assert seen.large
    assert {file.path: seen.tree.read(file.path) for file in seen.files} == {
        "정상/하나.txt": b"one",
        "b/table.csv": b"x,y\n1,2\n",
    }


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
def test_whatever_its_bytes_nothing_is_raised(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    raw = bytearray(WHOLE[kind])
    spots = st.integers(0, len(raw) - 1)
    for place, byte in data.draw(st.lists(st.tuples(spots, st.integers(0, 255)), max_size=6)):
        raw[place] = byte
    path = tmp_path / f"a.{kind}"
    path.write_bytes(bytes(raw[: data.draw(spots)]) if data.draw(st.booleans()) else bytes(raw))
    seen = glimpse(path)
    for file in seen.files if seen else ():
        assert not file.path.startswith("..")


WHOLE = {kind: make(FILES) for kind, make in KINDS.items()}


def test_a_large_folder_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    given_out = 0

    class Entry:
        def __init__(self, number: int) -> None:
            self.name = f"{number:07}.jpg"

        def is_dir(self, *, follow_symlinks: bool = True) -> bool:
            return False

        is_symlink = is_dir

        def is_file(self, *, follow_symlinks: bool = True) -> bool:
            return True

        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            return (tmp_path / "a.jpg").stat()

    class Scan:
        def __enter__(self) -> Iterator[Entry]:
            def entries() -> Iterator[Entry]:
                nonlocal given_out
                for given_out in itertools.count():
                    yield Entry(given_out)

            return entries()

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", lambda _: Scan())
    seen = glimpse(tmp_path)
    assert seen is not None
    assert seen.large
    assert given_out <= glimpses.LARGE


def test_links_and_pipes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "l.txt").symlink_to(tmp_path / "a.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "p.txt")
        assert glimpse(tmp_path / "p.txt") is None
    assert [entry.path for entry in FolderTree(tmp_path).glimpse()] == ["a.txt"]


@pytest.mark.parametrize("write_only", [False, True])
def test_the_head_of_a_workbook(tmp_path: Path, write_only: bool) -> None:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet() if write_only else book.active
    sheet.append(["이름", "수", "빈칸"])
    for number in range(3000):
        sheet.append([f"글 {number}", number, None])
    book.save(tmp_path / "a.xlsx")
    columns, rows = workbook_head(SingleFileTree(tmp_path / "a.xlsx"), "a.xlsx")
    assert columns[:2] == ("이름", "수")
    assert [row[:2] for row in rows][:2] == [["글 0", "0"], ["글 1", "1"]]
