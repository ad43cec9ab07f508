"""Samples of a finding by their names: files at once, rows through the set, what is gone by a reason."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from engine.audit import sights
from engine.audit.showing import run as run_watched
from engine.errors import UserError
from engine.jobs.protocol import Json


class Heard:
    """A reporter that keeps what it is told."""

    finish_requested = False

    def __init__(self) -> None:
        self.previews: dict[str, dict[str, Json]] = {}
        self.lost: dict[str, Json] = {}

    def progress(self, done: int, total: int | None, stage: str) -> None:
        """Nobody asks."""

    def emit(self, kind: str, **data: Json) -> None:
        """Keep the pictures and what is lost."""
        assert (kind, data["name"]) == ("partial", "shown")
        previews, lost = data["previews"], data["lost"]
        assert isinstance(previews, list)
        assert isinstance(lost, dict)
        self.previews |= {str(one["id"]): one for one in previews if isinstance(one, dict)}
        self.lost |= lost


def shown(path: Path, *ids: str, **params: Json) -> Heard:
    heard = Heard()
    lost = sights.run({"path": str(path), "ids": [*ids], **params}, heard)
    assert lost == heard.lost
    return heard


def picture(heard: Heard, name: str) -> Image.Image:
    data = heard.previews[name]["input_image"]
    assert isinstance(data, str)
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two colours in class folders, a broken picture, and a secret beside the set."""
    for name, colour in (("red", (200, 10, 10)), ("blue", (10, 10, 200))):
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(4):
            Image.new("RGB", (40, 30), colour).save(tmp_path / "set" / name / f"{number}.png")
    (tmp_path / "set" / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n only the beginning")
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    return tmp_path / "set"


def test_pictures_by_their_names_without_opening_the_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dataset.open_dataset", None)
    heard = shown(folder, "red/1.png", "blue/2.png", "red/1.png")
    assert list(heard.previews) == ["red/1.png", "blue/2.png"]
    assert picture(heard, "red/1.png").getpixel((5, 5)) == pytest.approx((200, 10, 10), abs=4)


def test_what_cannot_be_shown_is_told_with_a_reason(folder: Path) -> None:
    heard = shown(folder, "red/broken.png", "red/gone.png", "red/0.png")
    assert heard.lost["red/gone.png"] == sights.GONE
    assert heard.lost["red/broken.png"] not in ("", sights.GONE)
    assert list(heard.previews) == ["red/0.png"]


@pytest.mark.parametrize("name", ["../secret.png", "red/../../secret.png", "{outside}"])
def test_a_name_never_leads_out_of_the_set(folder: Path, name: str) -> None:
    asked = name.format(outside=folder.parent / "secret.png")
    assert shown(folder, asked).lost == {asked: sights.GONE}


def test_a_link_never_leads_out_of_the_set(folder: Path) -> None:
    (folder / "red" / "link.png").symlink_to(folder.parent / "secret.png")
    assert shown(folder, "red/link.png").previews == {}


def test_members_of_an_archive(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for file in sorted(folder.rglob("*.png")):
            archive.write(file, file.relative_to(folder).as_posix())
    heard = shown(tmp_path / "set.zip", "blue/3.png", "blue/9.png")
    assert picture(heard, "blue/3.png").size == (40, 30)
    assert heard.lost == {"blue/9.png": sights.GONE}


def test_rows_of_a_table_with_their_target(tmp_path: Path) -> None:
    rows = [f"{number},{20 + number % 9},{'yes' if number % 3 else 'no'}" for number in range(60)]
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join(["age,visits,label", *rows]), encoding="utf-8")
    everything = shown(path, *(f"ratings.csv#{number}" for number in range(80)))
    first = everything.previews["ratings.csv#1"]
    assert "visits: 20" in str(first["input_text"])
    assert first["target_text"] == "no"
    assert len(everything.previews) == 60
    assert set(everything.lost.values()) == {sights.GONE}


def test_targets_are_shown_where_they_are_asked_for(folder: Path) -> None:
    assert shown(folder, "red/1.png").previews["red/1.png"]["target_text"] is None
    assert shown(folder, "red/1.png", whole=True).previews["red/1.png"]["target_text"] == "red"


def test_a_set_that_is_gone_raises_and_one_that_is_emptied_does_not(folder: Path) -> None:
    with pytest.raises(UserError, match="There is nothing at"):
        shown(folder / "nowhere", "a.png")
    (folder.parent / "empty").mkdir()
    assert shown(folder.parent / "empty", "a.png").lost == {"a.png": sights.GONE}


def test_watched_in_a_child_the_same_comes_out(folder: Path) -> None:
    heard = Heard()
    assert run_watched({"path": str(folder), "ids": ["blue/0.png", "no.png"]}, heard) == {
        "no.png": sights.GONE
    }
    assert list(heard.previews) == ["blue/0.png"]
