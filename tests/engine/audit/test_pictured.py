"""What is drawn of a sample: that it shows what is there, in the size agreed, of every kind."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from PIL import Image

from engine.audit.pictured import drawn_marks, drawn_mask, drawn_mesh, drawn_sound
from engine.audit.previews import make_previews
from engine.audit.types import Preview
from engine.dataset import open_dataset
from engine.dataset.opening import open_tree
from engine.dataset.types import Mark, Marked
from tests.engine.dataset.making import mesh, sound, video


def seen(data: str | None) -> numpy.ndarray:
    assert data is not None
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert max(picture.size) <= 192
    return numpy.asarray(picture.convert("RGB")).astype(int)


def previews(folder: Path, files: dict[str, bytes | str], wanted: int = 4) -> list[Preview]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(make_previews(open_dataset(folder), wanted))


def ink(pixels: numpy.ndarray) -> numpy.ndarray:
    return (pixels.sum(axis=2) < 400).sum(axis=0)


def test_a_wave_is_high_where_the_sound_is_loud(tmp_path: Path) -> None:
    import soundfile

    quiet_then_loud = numpy.concatenate([numpy.full(8000, 0.01), numpy.full(8000, 0.5)])
    quiet_then_loud[1::2] *= -1
    soundfile.write(tmp_path / "a.wav", quiet_then_loud, 8000)
    picture, said = drawn_sound(open_tree(tmp_path), "a.wav")
    columns = ink(seen(picture))
    assert columns[110:].min() > 40
    assert columns[:90].max() < 5
    assert said == "2.00 s · 8 kHz"


def test_two_channels_are_two_rows_and_a_long_sound_is_quick(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(sound(1, count=3_000_000, channels=2))
    tree = open_tree(tmp_path)
    drawn_sound(tree, "a.wav")
    started = time.process_time()
    picture, said = drawn_sound(tree, "a.wav")
    assert time.process_time() - started < 0.3
    assert seen(picture).shape == (128, 192, 3)
    assert said == "3:07 · 16 kHz · 2 ch"


@pytest.mark.parametrize("kind", ["stl", "obj", "ply", "glb"])
def test_a_mesh_fills_its_picture_and_is_shaded(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"a.{kind}").write_bytes(mesh(1, kind))
    tree = open_tree(tmp_path)
    drawn_mesh(tree, f"a.{kind}")
    started = time.process_time()
    picture, said = drawn_mesh(tree, f"a.{kind}")
    assert time.process_time() - started < 0.25
    pixels = seen(picture)
    covered = (pixels.sum(axis=2) < 740).mean()
    assert 0.3 < covered < 0.95
    assert len(numpy.unique(pixels[pixels.sum(axis=2) < 700][:, 0])) > 10, "no shades"
    assert said.endswith("△ 80")


def test_landmarks_are_put_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.stl").write_bytes(mesh(1))
    tree = open_tree(tmp_path)
    plain, marked = (
        seen(drawn_mesh(tree, "a.stl", points)[0]) for points in (None, numpy.array([[0.0, 0.0, 0.0]]))
    )
    rows, columns = numpy.nonzero((plain != marked).any(axis=2))
    assert 16 <= len(rows) <= 25
    assert abs(rows.mean() - 96) < 14
    assert abs(columns.mean() - 96) < 14


def test_boxes_stand_over_the_picture_in_a_colour_a_label() -> None:
    ground = Image.new("RGB", (400, 200), (255, 255, 255))
    marks = Marked((Mark("cat", (40, 40, 120, 160)), Mark("dog", (200, 40, 360, 160))))
    pixels = seen(drawn_marks(ground, (400, 200), marks))
    rows, columns = numpy.nonzero((pixels != 255).any(axis=2))
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == (19, 172, 19, 76)
    assert len(numpy.unique(pixels[(pixels != 255).any(axis=2)], axis=0)) == 2
    shares = Marked((Mark("cat", (0.1, 0.2, 0.3, 0.8)),), relative=True)
    alone = seen(drawn_marks(ground, (400, 200), shares))
    assert (alone[:, :60] == pixels[:, :60]).all()
    assert drawn_marks(ground, (400, 200), Marked((Mark("cat", None, "label"),))) is None
    wild = Marked((Mark("x", (-1e9, -5, 1e12, 9e8)), Mark("y", (500, 500, 600, 600))))
    assert drawn_marks(ground, (400, 200), wild) is not None


def test_numbers_of_classes_are_seen_and_photos_left_alone() -> None:
    classes = numpy.zeros((40, 40), dtype=numpy.uint8)
    classes[:20], classes[:, 30:] = 1, 2
    drawn = drawn_mask(Image.fromarray(classes))
    assert drawn is not None
    assert len({tuple(pixel) for pixel in numpy.asarray(drawn).reshape(-1, 3).tolist()}) == 3
    assert drawn_mask(Image.fromarray(classes // 2 * 255)) is None or classes.max() == 2
    assert drawn_mask(Image.fromarray(numpy.arange(256, dtype=numpy.uint8)[None].repeat(9, 0))) is None


def test_every_kind_of_pair_has_two_faces(tmp_path: Path) -> None:
    points = {"landmarks": [[1.0, 0.5, 0.2], [0.0, 0.0, 1.0]]}
    shown = previews(
        tmp_path / "a",
        {f"{i}.stl": mesh(i) for i in range(3)} | {f"{i}.json": json.dumps(points) for i in range(3)},
    )
    assert all(p.input_image and p.target_image and p.target_text for p in shown)
    shown = previews(
        tmp_path / "b", {f"{i}.mp4": video(i) for i in range(3)} | {f"{i}.wav": sound(i) for i in range(3)}
    )
    assert [(p.input_text, p.target_text) for p in shown] == [
        ("64×48 · 0.5 s · 25 fps", "0.25 s · 16 kHz")
    ] * 3
    assert seen(shown[0].input_image).shape == (100, 64, 3)  # two frames, one under the other
    shown = previews(
        tmp_path / "c",
        {f"{i}.wav": sound(i) for i in range(3)} | {f"{i}.txt": f"hello there {i}" for i in range(3)},
    )
    assert [p.target_text for p in shown] == ["hello there 0", "hello there 1", "hello there 2"]


def test_unreadable_samples_make_room_for_others(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {f"{i:02d}.wav": b"none" if i % 3 == 0 else sound(i) for i in range(12)}
    assert len(previews(tmp_path, files)) == 4


def test_documents_say_their_first_words(tmp_path: Path) -> None:
    def packed(name: str, text: str) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(name, text)
        return file.getvalue()

    said = "".join(f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>" for word in ("안녕", "둘째"))
    word = f"<w:document><w:body>{said}</w:body></w:document>"
    files: dict[str, bytes | str] = {
        "a.docx": packed("word/document.xml", word),
        "b.hwpx": packed("Preview/PrvText.txt", "계약서 \r\n 제1조"),
        "c.docx": b"PK\3\4 broken",
        "d.pdf": b"%PDF-1.4 broken",
    }
    assert {p.id: p.input_text for p in previews(tmp_path, files)} == {
        "a.docx": "안녕 둘째", "b.hwpx": "계약서 제1조", "c.docx": None, "d.pdf": None,
    }  # fmt: skip


def test_an_animation_shows_a_later_frame_too(tmp_path: Path, write_gif: Callable[[], bytes]) -> None:
    shown = previews(tmp_path, {f"{i}.gif": write_gif() for i in range(3)})
    pixels = seen(shown[0].input_image)
    assert pixels.shape == (44, 20, 3)
    assert abs(pixels[:20].mean(axis=(0, 1)) - pixels[24:].mean(axis=(0, 1))).max() > 50


@pytest.fixture
def write_gif() -> Callable[[], bytes]:
    def make() -> bytes:
        frames = [Image.new("RGB", (20, 20), (60 * i, 200 - 40 * i, 30)) for i in range(4)]
        file = io.BytesIO()
        frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
        return file.getvalue()

    return make
