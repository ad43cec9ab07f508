"""A Korean face is always found: the machine's or ours."""

from __future__ import annotations

import os
import subprocess
import sys

from PIL import ImageFont

from engine.report import fonts


def test_the_face_draws_hangul() -> None:
    files = fonts.korean_font_files()
    assert files
    for file in files:
        face = ImageFont.truetype(str(file), 20)
        assert bytes(face.getmask("짝")) != bytes(face.getmask("\uffff"))
        assert bytes(face.getmask("짝")) != bytes(face.getmask("뷁"))


def test_the_bundled_face_is_found_without_importing_its_package(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "system_folders", lambda: (tmp_path,))
    fonts.korean_font_files.cache_clear()
    found = fonts.korean_font_files()
    fonts.korean_font_files.cache_clear()
    assert [file.name for file in found] == ["NanumGothic.ttf", "NanumGothicBold.ttf"]
    assert "koreanize_matplotlib" not in sys.modules


def test_the_systems_face_comes_first_and_a_lone_regular_will_do(tmp_path, monkeypatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "malgun.ttf").write_bytes(b"")
    monkeypatch.setattr(fonts, "system_folders", lambda: (tmp_path / "none", tmp_path))
    fonts.korean_font_files.cache_clear()
    found = fonts.korean_font_files()
    fonts.korean_font_files.cache_clear()
    assert found == (tmp_path / "deep" / "malgun.ttf",)


def test_a_folder_we_may_not_look_at_is_passed_over(tmp_path, monkeypatch) -> None:
    stat = os.stat

    def denying(path, **options):
        if "closed" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", denying)
    monkeypatch.setattr(fonts, "system_folders", lambda: (tmp_path / "closed" / "fonts",))
    fonts.korean_font_files.cache_clear()
    assert [file.name for file in fonts.korean_font_files()] == list(fonts.BUNDLED)
    fonts.korean_font_files.cache_clear()


def test_looking_for_a_face_loads_nothing_heavy() -> None:
    ask = (
        "import sys; from engine.report.fonts import korean_font_files; assert korean_font_files();"
        "print([m for m in ('numpy', 'pandas', 'PIL', 'typst', 'docx', 'jinja2') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
