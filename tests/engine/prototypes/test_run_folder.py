from __future__ import annotations

import pytest

from engine.errors import UserError
from engine.prototypes.run_folder import scratch_beside, whole_folder


def test_it_is_there_as_a_whole(tmp_path):
    out = tmp_path / "deep" / "out"
    with whole_folder(out, None) as folder:
        (folder / "model.onnx").write_bytes(b"model")
        assert not out.exists()
    assert (out / "model.onnx").read_bytes() == b"model"
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with whole_folder(out, None) as folder:
        (folder / "a").write_text("a", encoding="utf-8")
    assert [path.name for path in out.iterdir()] == ["a"]


def test_nothing_is_left_of_a_run_that_fails(tmp_path):
    def fail() -> None:
        with whole_folder(tmp_path / "out", None) as folder:
            (folder / "half").write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="already in use"), whole_folder(tmp_path, None):
        pytest.fail("must not get this far")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_filled_meanwhile_is_left_alone(tmp_path):
    out = tmp_path / "out"

    def collide() -> None:
        with whole_folder(out, None) as folder:
            (folder / "ours").write_text("ours", encoding="utf-8")
            out.mkdir()
            (out / "theirs").write_text("theirs", encoding="utf-8")

    with pytest.raises(UserError):
        collide()
    assert [path.name for path in out.iterdir()] == ["theirs"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_parent_that_is_a_file_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError) as caught, whole_folder(tmp_path / "file" / "out", None):
        pytest.fail("must not get this far")
    assert caught.value.code == "out_not_writable"


def test_a_given_scratch_stays_for_who_gave_it(tmp_path):
    out = tmp_path / "out"
    scratch = scratch_beside(out)
    scratch.mkdir()
    with whole_folder(out, scratch) as folder:
        (folder / "a").write_text("a", encoding="utf-8")
    assert (out / "a").exists()
    assert list(scratch.iterdir()) == []
