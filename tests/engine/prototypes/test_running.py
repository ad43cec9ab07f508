from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from hand_made_models import plain, save_tint_model
from PIL import Image

from engine.dataset import load_picture
from engine.errors import UserError
from engine.jobs.protocol import Json
from engine.prototypes.running import run
from engine.runtime import Prediction
from engine.runtime.preprocess import fingerprint


class Silent:
    finish_requested = False

    def progress(self, done: int, total: int | None, stage: str) -> None: ...

    def emit(self, kind: str, **data: Json) -> None: ...


def run_on(model: Path, path: Path, out: Path | None = None) -> tuple[list[Prediction], list[dict[str, str]]]:
    result = run({"model": str(model), "path": str(path), "out": None if out is None else str(out)}, Silent())
    json.dumps(result)
    assert isinstance(result, dict)
    return [Prediction.model_validate(one) for one in result["predictions"]], result["unreadable"]


@pytest.fixture
def heap(tmp_path) -> Path:
    """Pictures, and files that are none."""
    heap = tmp_path / "heap"
    heap.mkdir()
    for number in range(40):
        plain((0, 0, 100 + number)).save(heap / f"{number}.png")
    (heap / "cut.png").write_bytes((heap / "0.png").read_bytes()[:60])
    (heap / "empty.jpg").write_bytes(b"")
    (heap / "words.jpg").write_text("not a picture", encoding="utf-8")
    return heap


def test_broken_files_are_listed_and_stop_nothing(tint_model, heap):
    predictions, unreadable = run_on(tint_model, heap)
    assert {one.predicted for one in predictions} == {"blue"}
    assert len(predictions) == 40
    assert {Path(one["path"]).name for one in unreadable} == {"cut.png", "empty.jpg", "words.jpg"}
    assert all(one["reason"] for one in unreadable)
    assert {one.truth for one in predictions} == {None}


def test_the_sample_itself_is_run_as_it_was_corrected(tint_model, tmp_path):
    for name, tint in {"green": (0, 200, 0), "blue": (0, 0, 200), "extra": (200, 0, 0)}.items():
        (tmp_path / "set" / name).mkdir(parents=True)
        for number in range(6):
            plain(tint).save(tmp_path / "set" / name / f"{number}.png")
    params: dict[str, Json] = {"model": str(tint_model), "path": str(tmp_path / "set"), "out": None}
    result = run({**params, "corrections": {"folders": {"extra": "ignore"}}}, Silent())
    assert isinstance(result, dict)
    assert {one["truth"] for one in result["predictions"]} == {"green", "blue"}
    result = run({**params, "corrections": {"labels": "none"}}, Silent())
    assert isinstance(result, dict)
    assert [one["truth"] for one in result["predictions"]] == [None] * 18


def test_a_single_picture(tint_model, tmp_path):
    plain((0, 250, 0)).save(tmp_path / "=one.png")
    (prediction,), unreadable = run_on(tint_model, tmp_path / "=one.png", tmp_path / "out")
    assert prediction.predicted == "green"
    assert prediction.seen == "new"
    assert unreadable == []
    table = (tmp_path / "out" / "predictions.csv").read_text(encoding="utf-8-sig")
    assert "'=one.png" in table, "a spreadsheet would run it as a formula"


def test_class_folders_in_a_zip_know_the_truth(tint_model, tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, colour in (("빨강", (200, 0, 0)), ("green", (200, 0, 0)), ("blue", (0, 0, 200))):
            for number in range(4):
                plain((colour[0] and colour[0] + number, 0, colour[2] and colour[2] + number)).save(
                    tmp_path / "one.png"
                )
                archive.write(tmp_path / "one.png", f"{name}/{number}.png")
    predictions, _ = run_on(tint_model, tmp_path / "set.zip", tmp_path / "out")
    assert [one.truth for one in predictions[:4]] == ["green"] * 4, "wrong ones first"
    assert [one.right for one in predictions] == [False] * 4 + [True] * 8
    raw = (tmp_path / "out" / "predictions.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Korean"
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [one.id for one in predictions]
    assert [row["right"] for row in rows] == ["false"] * 4 + ["true"] * 8
    written = json.loads((tmp_path / "out" / "predictions.json").read_text(encoding="utf-8"))
    assert [Prediction.model_validate(one) for one in written["predictions"]] == predictions
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "pictures",
        "predictions.csv",
        "predictions.json",
    ]
    for one in predictions:
        with Image.open(tmp_path / "out" / "pictures" / str(one.picture)) as picture:
            assert max(picture.size) <= 192


def test_a_picture_that_shaped_the_model_is_fitted_wherever_it_lies(tmp_path):
    known, other = plain((0, 0, 120)), plain((0, 0, 121))
    known.save(tmp_path / "a.bmp")
    other.save(tmp_path / "b.bmp")
    mark = fingerprint(load_picture((tmp_path / "a.bmp").read_bytes()))
    from hand_made_models import CARD

    from engine.runtime.model import write_card

    entries = write_card(CARD.model_copy(update={"fitted": frozenset({mark})}))
    model = save_tint_model(tmp_path / "model.onnx", metadata=entries)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    known.save(folder / "renamed.png")
    other.save(folder / "new.png")
    seen = {one.id: one.seen for one in run_on(model, folder)[0]}
    assert seen == {"renamed.png": "fitted", "new.png": "new"}


def test_folders_that_are_no_classes_of_the_model_tell_no_truth(tint_model, tmp_path):
    for month, blue in (("january", 100), ("february", 150), ("march", 200)):
        (tmp_path / "set" / month).mkdir(parents=True)
        for number in range(3):
            plain((0, 0, blue + number)).save(tmp_path / "set" / month / f"{month}{number}.png")
    predictions, _ = run_on(tint_model, tmp_path / "set")
    assert len(predictions) == 9
    assert {one.truth for one in predictions} == {None}


def test_an_out_that_is_a_file_gets_a_sentence(tint_model, heap, tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run_on(tint_model, heap, tmp_path / "out")
    assert caught.value.code == "out_not_folder"


def test_a_table_has_no_pictures(tint_model, tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run_on(tint_model, tmp_path / "t.csv")
    assert caught.value.code == "nothing_to_run_on"


def test_results_that_are_there_are_not_overwritten(tint_model, heap, tmp_path):
    run_on(tint_model, heap, tmp_path / "out")
    kept = (tmp_path / "out" / "predictions.csv").read_bytes()
    with pytest.raises(UserError) as refused:
        run_on(tint_model, heap / "0.png", tmp_path / "out")
    assert refused.value.code == "out_not_empty"
    assert (tmp_path / "out" / "predictions.csv").read_bytes() == kept


def test_an_out_that_cannot_be_made_gets_a_sentence(tint_model, heap, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError) as refused:
        run_on(tint_model, heap, tmp_path / "file" / "out")
    assert refused.value.code == "out_not_writable"
