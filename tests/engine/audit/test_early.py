"""Large sets show a few pictures before they are recognised."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from engine.audit import early
from engine.audit.guard import Guard
from engine.audit.previews import TEXT_LENGTH
from engine.dataset import glimpses


def test_only_large_sets_show_pictures_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(file, "PNG")
    for number in range(30):
        (tmp_path / f"{number:02d}.png").write_bytes(file.getvalue() if number else b"broken")
        (tmp_path / f"{number:02d}.txt").write_bytes(b"x")
    assert early.early_previews(tmp_path, 6) == []
    monkeypatch.setattr(glimpses, "LARGE", 60)
    shown = early.early_previews(tmp_path, 6)
    assert [preview.id for preview in shown] == [f"{number:02d}.png" for number in range(1, 7)]
    assert all(preview.input_image for preview in shown)
    assert early.early_previews(tmp_path, 0) == []


def test_rows_of_a_large_table_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "표.csv"
    table.write_bytes("이름,값\n하나,1\n둘,2\n".encode("cp949"))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("긴 글 " * 500, encoding="utf-8")
    assert early.early_previews(table, 6) == []
    monkeypatch.setattr(glimpses, "LARGE_FILE", 1)
    shown = early.early_previews(table, 1)
    assert [(preview.id, preview.input_text) for preview in shown] == [("표.csv#1", "이름: 하나\n값: 1")]
    (text,) = early.early_previews(tmp_path / "texts", 6)
    assert text.input_text is not None
    assert len(text.input_text) == TEXT_LENGTH


def test_pictures_of_a_large_archive_through_a_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(file, "PNG")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("bad.png", "good.png"):
            archive.writestr(name, file.getvalue())
    monkeypatch.setattr(glimpses, "LARGE_FILE", 1)
    guard = Guard(refused={"bad.png": "reader_crashed"})
    assert [preview.id for preview in early.early_previews(tmp_path / "a.zip", 6, guard.wrap)] == ["good.png"]
