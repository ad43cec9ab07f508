"""Large sets show a few pictures before they are recognised."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from engine.audit import early


def test_only_large_sets_show_pictures_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(file, "PNG")
    for number in range(30):
        (tmp_path / f"{number:02d}.png").write_bytes(file.getvalue() if number else b"broken")
        (tmp_path / f"{number:02d}.txt").write_bytes(b"x")
    assert early.early_previews(tmp_path, 6) == []
    monkeypatch.setattr(early, "LARGE", 40)
    shown = early.early_previews(tmp_path, 6)
    assert [preview.id for preview in shown] == [f"{number:02d}.png" for number in range(1, 7)]
    assert all(preview.input_image for preview in shown)
    assert early.early_previews(tmp_path, 0) == []
