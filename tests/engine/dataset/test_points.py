"""Points of annotations: each of the usual ways to write them tells where they are and which are known."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from engine.dataset import open_dataset

TRUTH = (12.0, 8.0, 1.0, 30.0, 20.0, 1.0, 0.0, 0.0, 0.0)


def coco(folder):
    annotation = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [5, 5, 40, 30], "num_keypoints": 2}
    annotation["keypoints"] = [12, 8, 2, 30, 20, 1, 0, 0, 0]
    said = {
        "images": [{"id": 1, "file_name": "one.png", "width": 64, "height": 48}],
        "annotations": [annotation],
        "categories": [{"id": 1, "name": "person"}],
    }
    (folder / "keypoints.json").write_text(json.dumps(said), encoding="utf-8")


def yolo(folder):
    points = f"{12 / 64} {8 / 48} 2 {30 / 64} {20 / 48} 1 0 0 0"
    (folder / "one.txt").write_text(f"0 0.4 0.4 0.5 0.5 {points}\n", encoding="utf-8")


def loose_json(folder):
    said = {"objects": [{"label": "person", "keypoints": [[12, 8, 2], [30, 20, 1], [0, 0, 0]]}]}
    (folder / "one.json").write_text(json.dumps(said), encoding="utf-8")


def table_by_names(folder):
    header = "file,head_x,head_y,hand_x,hand_y,foot_x,foot_y"
    (folder / "points.csv").write_text(f"{header}\none.png,12,8,30,20,,\n", encoding="utf-8")


def table_by_numbers(folder):
    rows = "image;x1;y1;x2;y2;x3;y3\none.png;12;8;30;20;-1;-1\n"
    (folder / "points.csv").write_text(rows, encoding="utf-8-sig")


def json_by_names(folder):
    said = {"image": "one.png", "keypoints": {"head": [12, 8, 2], "hand": [30, 20, 1], "foot": [0, 0, 0]}}
    (folder / "one.json").write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize("write", [coco, yolo, loose_json, json_by_names, table_by_names, table_by_numbers])
def test_points_are_told_with_whether_they_are_known(write, tmp_path):
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "one.png")
    write(tmp_path)
    dataset = open_dataset(tmp_path)
    (sample,) = dataset.samples()
    marked = sample.target.marks()
    (mark,) = marked.marks
    assert mark.shape == "points"
    scale = (64, 48, 1) if marked.relative else (1, 1, 1)
    told = [value * scale[place % 3] for place, value in enumerate(mark.points)]
    assert told == pytest.approx(TRUTH, abs=0.01)


@pytest.mark.parametrize("header", ["image,label,x,y", "파일,부위,X,Y"])
def test_a_row_may_tell_one_point(header, tmp_path):
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "one.png")
    rows = f"{header}\none.png,nose,12,8\none.png,ear,30,20\n"
    (tmp_path / "points.csv").write_text(rows, encoding="utf-8")
    (sample,) = open_dataset(tmp_path).samples()
    marks = sample.target.marks().marks
    assert [(mark.label, mark.points) for mark in marks] == [("nose", (12, 8, 1)), ("ear", (30, 20, 1))]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("a.csv", "one.png,10,5,40,30,3\none.png,12,7,42,32,3\n"),
        ("a.csv", "one.png,10,5,40,30,cup\none.png,12,7,42,32,cup\n"),
        ("a.csv", "one.png,cup,10,5,40,30\none.png,cup,12,7,42,32\n"),
        ("_annotations.txt", "one.png 10,5,40,30,3 12,7,42,32,3\n"),
    ],
)
def test_a_list_without_names_may_hold_boxes(name, rows, tmp_path):
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "one.png")
    (tmp_path / name).write_text(rows)
    (sample,) = open_dataset(tmp_path).samples()
    marks = sample.target.marks().marks
    assert [mark.box for mark in marks] == [(10, 5, 40, 30), (12, 7, 42, 32)]
    assert {mark.label for mark in marks} == {"cup" if "cup" in rows else "3"}


def test_points_of_a_landmark_file_are_all_known(tmp_path):
    Image.new("RGB", (64, 48), (90, 90, 90)).save(tmp_path / "one.png")
    (tmp_path / "one.pts").write_text("version: 1\nn_points: 2\n{\n12 8\n30 20\n}\n", encoding="utf-8")
    (sample,) = open_dataset(tmp_path).samples()
    assert sample.target.marks().marks[0].points == (12, 8, 1, 30, 20, 1)
