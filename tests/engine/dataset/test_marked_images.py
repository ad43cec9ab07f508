"""Images with annotations: each format by sets that the tests write, in layouts as people leave them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dataset import UnreadableFileError, open_dataset
from engine.dataset.annotations import json_files, text_files, xml_files
from engine.dataset.annotations.names import ImageNames
from engine.dataset.types import Dataset

Write = Callable[..., Path]
Picture = Callable[..., bytes]
Files = dict[str, bytes | str]

COUNT = 8
NAMES = [f"shot_{i:03d}" for i in range(COUNT)]
RING = [[5, 6], [25, 6], [25, 36], [5, 36]]


def voc(boxes: list[tuple[str, int, int, int, int]]) -> str:
    things = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{a}</xmin><ymin>{b}</ymin><xmax>{c}</xmax><ymax>{d}</ymax>"
        "</bndbox></object>"
        for name, a, b, c, d in boxes
    )
    return f"<annotation><size><width>64</width><height>64</height></size>{things}</annotation>"


def coco(names: list[str], start: int = 0, **extra: object) -> str:
    annotation = {"category_id": 1, "bbox": [5, 6, 20, 30], **extra}
    return json.dumps(
        {
            "images": [
                {"id": start + i, "file_name": f"{n}.png", "width": 64, "height": 64}
                for i, n in enumerate(names)
            ],
            "categories": [{"id": 1, "name": "bolt"}],
            "annotations": [{"id": i, "image_id": start + i, **annotation} for i in range(len(names))],
        }
    )


def images(picture: Picture, folder: str, names: list[str] = NAMES) -> Files:
    place = f"{folder}/" if folder else ""
    return {f"{place}{name}.png": picture(seed) for seed, name in enumerate(names)}


def sidecars(folder: str, suffix: str, content: str, names: list[str] = NAMES) -> Files:
    place = f"{folder}/" if folder else ""
    return {f"{place}{name}{suffix}": content for name in names}


def sets(picture: Picture) -> dict[str, tuple[Files, str, str, set[str]]]:
    """Name → files, layout, target modality, classes."""
    here, apart = images(picture, ""), images(picture, "images")
    box = voc([("bolt", 5, 6, 25, 36), ("nut", 1, 2, 9, 9)])
    labelme = json.dumps(
        {
            "shapes": [{"label": "bolt", "points": [[5, 6], [25, 36]], "shape_type": "rectangle"}],
            "imagePath": "a",
        }
    )
    hub = json.dumps(
        {"image": {"file_name": "x.png", "width": 64, "height": 64},
         "annotations": [{"id": 1, "class": "볼트", "bbox": [5, 6, 20, 30]}]}
    )  # fmt: skip
    via = json.dumps(
        {f"{n}.png999": {"filename": f"{n}.png", "regions": [
            {"shape_attributes": {"name": "rect", "x": 5, "y": 6, "width": 20, "height": 30},
             "region_attributes": {"kind": "bolt"}}]} for n in NAMES}
    )  # fmt: skip
    bdd = json.dumps(
        [{"name": f"{n}.png",
          "labels": [{"category": "bolt", "box2d": {"x1": 5, "y1": 6, "x2": 25, "y2": 36}}]}
         for n in NAMES]
    )  # fmt: skip
    table = "filename,width,height,class,xmin,ymin,xmax,ymax\n" + "".join(
        f"{n}.png,64,64,bolt,5,6,25,36\n{n}.png,64,64,nut,1,2,9,9\n" for n in NAMES
    )
    labels = "image,label\n" + "".join(f"{n}.png,{'ok' if i % 2 else 'ng'}\n" for i, n in enumerate(NAMES))
    captions = "image,caption\n" + "".join(
        f"{n}.png,a bolt lies on table number {i}\n" for i, n in enumerate(NAMES)
    )
    studio = json.dumps(
        [{"data": {"image": f"/data/upload/ab12-{n}.png"}, "annotations": [{"result": [
            {"type": "rectanglelabels",
             "value": {"x": 5.0, "y": 6.0, "width": 20, "height": 30, "rectanglelabels": ["bolt"]}}]}]}
         for n in NAMES]
    )  # fmt: skip
    visely = json.dumps(
        {"size": {"height": 64, "width": 64},
         "objects": [{"classTitle": "bolt", "points": {"exterior": [[5, 6], [25, 36]], "interior": []}}]}
    )  # fmt: skip
    bracketed = "image_id,width,height,bbox,source\n" + "".join(
        f'{n},64,64,"[5.0, 6.0, 20.0, 30.0]",field_1\n{n},64,64,"[1.0, 2.0, 8.0, 7.0]",field_1\n'
        for n in NAMES
    )
    cvat = "<annotations><version>1.1</version>" + "".join(
        f'<image id="{i}" name="{n}.png" width="64" height="64">'
        '<box label="bolt" xtl="5" ytl="6" xbr="25" ybr="36"/></image>' for i, n in enumerate(NAMES)
    ) + "</annotations>"  # fmt: skip
    half = COUNT // 2
    roboflow = images(picture, "train", NAMES[:half]) | images(picture, "valid", NAMES[half:])
    yolo_splits = images(picture, "train/images", NAMES[:half]) | images(
        picture, "valid/images", NAMES[half:]
    )
    line = "0 0.5 0.5 0.2 0.3\n"
    return {
        "voc beside": (here | sidecars("", ".xml", box), "voc", "boxes", {"bolt", "nut"}),
        "voc apart": (
            images(picture, "JPEGImages") | sidecars("Annotations", ".xml", box)
            | {"ImageSets/Main/train.txt": "\n".join(NAMES)},
            "voc", "boxes", {"bolt", "nut"},
        ),
        "yolo beside": (
            here | sidecars("", ".txt", line) | {"classes.txt": "bolt\nnut\n"}, "yolo", "boxes", {"bolt"},
        ),
        "yolo apart": (
            apart | sidecars("labels", ".txt", line) | {"data.yaml": "nc: 2\nnames: ['bolt', 'nut']\n"},
            "yolo", "boxes", {"bolt"},
        ),
        "yolo splits": (
            yolo_splits | sidecars("train/labels", ".txt", line, NAMES[:half])
            | sidecars("valid/labels", ".txt", line, NAMES[half:]),
            "yolo", "boxes", {"0"},
        ),
        "yolo polygons": (
            apart | sidecars("labels", ".txt", "0 0.1 0.1 0.5 0.1 0.5 0.6 0.2 0.7\n"), "yolo", "boxes", {"0"},
        ),
        "labelme": (here | sidecars("", ".json", labelme), "labelme", "boxes", {"bolt"}),
        "a json an image": (apart | sidecars("라벨", ".json", hub), "boxes", "boxes", {"볼트"}),
        "coco": (apart | {"annotations.json": coco(NAMES)}, "coco", "boxes", {"bolt"}),
        "coco splits": (
            roboflow | {"train/_annotations.coco.json": coco(NAMES[:half]),
                        "valid/_annotations.coco.json": coco(NAMES[half:])},
            "coco", "boxes", {"bolt"},
        ),
        "coco key points": (
            apart | {"annotations/people.json": coco(NAMES, keypoints=[5, 6, 2, 9, 9, 2, 12, 30, 1])},
            "coco", "points", {"bolt"},
        ),
        "via": (apart | {"via_region_data.json": via}, "boxes", "boxes", {"bolt"}),
        "bdd": (apart | {"det_train.json": bdd}, "boxes", "boxes", {"bolt"}),
        "table of boxes": (apart | {"train.csv": table}, "boxes", "boxes", {"bolt", "nut"}),
        "bracketed boxes": (apart | {"train.csv": bracketed}, "boxes", "boxes", set()),
        "captions with commas": (
            apart | {"captions.txt": "image,caption\n" + "".join(
                f"{n}.png,A bolt , number {i} , lies on a table .\n" for i, n in enumerate(NAMES))},
            "image_list", "text", set(),
        ),
        "numbered captions": (
            apart | {"tokens.txt": "".join(
                f"{n}.png#{k}\tA bolt , number {i} , lies .\n" for i, n in enumerate(NAMES) for k in (0, 1))},
            "image_list", "text", set(),
        ),
        "label studio": (apart | {"export.json": studio}, "boxes", "boxes", {"bolt"}),
        "supervisely": (
            images(picture, "ds/img") | sidecars("ds/ann", ".png.json", visely)
            | {"meta.json": json.dumps({"classes": [{"title": "bolt", "color": "#f00"}], "tags": []})},
            "boxes", "boxes", {"bolt"},
        ),
        "json of labels": (
            apart | {"answers.json": json.dumps(
                {f"{n}.png": "ng" if i % 2 else "ok" for i, n in enumerate(NAMES)})},
            "image_list", "category", {"ok", "ng"},
        ),
        "a column a class": (
            apart | {"_classes.csv": "filename, ok, ng\n" + "".join(
                f"{n}.png, {i % 2}, {1 - i % 2}\n" for i, n in enumerate(NAMES))},
            "image_list", "category", {"ok", "ng"},
        ),
        "jsonl of texts": (
            apart | {"metadata.jsonl": "".join(
                json.dumps({"file_name": f"{n}.png", "text": f"a bolt that lies on table {i}"}) + "\n"
                for i, n in enumerate(NAMES))},
            "image_list", "text", set(),
        ),
        "table of labels": (apart | {"train.csv": labels}, "image_list", "category", {"ok", "ng"}),
        "table of captions": (apart | {"captions.csv": captions}, "image_list", "text", set()),
        "cvat": (apart | {"annotations.xml": cvat}, "cvat", "boxes", {"bolt"}),
        "icdar": (
            apart | {f"gt/gt_{n}.txt": "5,6,25,6,25,36,5,36,출구\n" for n in NAMES}, "boxes", "boxes", set(),
        ),
        "paddle ocr": (
            apart | {"Label.txt": "".join(
                f"images/{n}.png\t" + json.dumps([{"transcription": "출구", "points": RING}]) + "\n"
                for n in NAMES)},
            "boxes", "boxes", set(),
        ),
        "ai-hub ocr": (
            apart | sidecars("라벨링데이터", ".json", json.dumps(
                {"bbox": [{"data": "출구", "id": 1, "x": [5, 5, 25, 25], "y": [6, 36, 6, 36]}]})),
            "boxes", "boxes", set(),
        ),
        "labelme of words": (
            apart | sidecars("json", ".json", json.dumps({"shapes": [
                {"label": "text", "description": "출구", "points": RING, "shape_type": "polygon"}]})),
            "labelme", "boxes", {"text"},
        ),
        "dota": (
            apart | sidecars("labelTxt", ".txt", "imagesource:x\ngsd:1\n5 6 25 6 25 36 5 36 ship 0\n"),
            "boxes", "boxes", {"ship"},
        ),
        "kitti": (
            apart | sidecars("label_2", ".txt", "Car 0.0 0 -1.5 5.0 6.0 25.0 36.0 1 1 1 1 1 1 0.1\n"),
            "boxes", "boxes", {"Car"},
        ),
    }  # fmt: skip


SETS = (
    "voc beside", "voc apart", "yolo beside", "yolo apart", "yolo splits", "yolo polygons", "labelme",
    "a json an image", "coco", "coco splits", "coco key points", "via", "bdd", "table of boxes",
    "bracketed boxes", "captions with commas", "numbered captions", "label studio", "supervisely",
    "json of labels", "a column a class", "jsonl of texts", "table of labels", "table of captions", "cvat",
    "icdar", *(WRITTEN := ("paddle ocr", "ai-hub ocr", "labelme of words")), "dota", "kitti",
)  # fmt: skip


def tags(dataset: Dataset) -> set[str]:
    found: set[str] = set()
    for sample in dataset.samples():
        marked = sample.target.marks() if sample.target and sample.target.marks else None
        found |= {mark.label for mark in marked.marks if mark.label} if marked else set()
    return found


@pytest.mark.parametrize("name", SETS)
def test_format(write: Write, picture: Picture, name: str) -> None:
    files, layout, modality, classes = sets(picture)[name]
    dataset = open_dataset(write(files))
    said = dataset.recognition
    samples = list(dataset.samples())
    assert (said.form, said.layout, said.target_modality) == ("paired", layout, modality)
    assert said.confidence >= 0.8
    assert (len(samples), sum(sample.target is not None for sample in samples)) == (COUNT, COUNT)
    assert tags(dataset) == classes
    assert said.systems
    assert not list(dataset.unmatched_targets())
    if name in WRITTEN:
        assert said.systems[0] == "document_ocr"
        target = samples[0].target
        marked = target.marks() if target and target.marks else None
        assert marked
        assert [(mark.text, mark.box) for mark in marked.marks] == [("출구", (5, 6, 25, 36))]


def test_what_is_unmatched_on_either_side(write: Write, picture: Picture) -> None:
    files = images(picture, "images") | sidecars("labels", ".xml", voc([("bolt", 1, 1, 9, 9)]), NAMES[1:])
    files["labels/gone.xml"] = voc([("bolt", 1, 1, 9, 9)])
    dataset = open_dataset(write(files))
    assert [sample.id for sample in dataset.samples() if sample.target is None] == ["images/shot_000.png"]
    assert [item.path for item in dataset.unmatched_targets()] == ["labels/gone.xml"]


def test_annotations_of_other_images_are_doubted(write: Write, picture: Picture) -> None:
    files = images(picture, "images") | sidecars("labels", ".xml", voc([("bolt", 500, 600, 900, 900)]))
    said = open_dataset(write(files)).recognition
    assert said.confidence <= 0.6
    assert "boxes_not_inside" in [key for key, _ in said.evidence]


def test_a_split_without_annotations_is_a_part_of_its_own(write: Write, picture: Picture) -> None:
    files = images(picture, "train") | {f"test/t{i}.png": picture(50 + i) for i in range(4)}
    dataset = open_dataset(write(files | {"annotations.json": coco(NAMES)}))
    assert [(part.name, part.form) for part in dataset.recognition.parts] == [
        ("train", "paired"), ("test", "input_only"),
    ]  # fmt: skip
    assert [sample.part for sample in dataset.samples()] == [0] * COUNT + [1] * 4


def test_an_empty_yolo_file_says_that_nothing_is_there(write: Write, picture: Picture) -> None:
    files = images(picture, "images") | sidecars("labels", ".txt", "0 0.5 0.5 0.2 0.2\n")
    files["labels/shot_000.txt"] = ""
    dataset = open_dataset(write(files))
    first = next(iter(dataset.samples()))
    assert first.target is not None
    assert first.target.marks is not None
    assert first.target.marks() is not None


@pytest.mark.parametrize("harm", ["cut", "entity", "nested", "other"])
def test_a_bad_annotation_costs_that_file(write: Write, picture: Picture, harm: str) -> None:
    bad = {
        "cut": "<annotation><object><name>bo",
        "entity": '<!DOCTYPE a [<!ENTITY x "y">]><annotation><object><name>&x;</name></object></annotation>',
        "nested": "<annotation>" + "<object>" * 50_000,
        "other": "<html></html>",
    }[harm]
    files = images(picture, "") | sidecars("", ".xml", voc([("bolt", 1, 1, 9, 9)])) | {"shot_003.xml": bad}
    dataset = open_dataset(write(files))
    assert dataset.recognition.layout == "voc"
    target = next(s.target for s in dataset.samples() if s.id == "shot_003.png")
    assert target is not None
    assert target.marks is not None
    with pytest.raises(UnreadableFileError):
        target.marks()


def test_coco_is_read_element_by_element(write: Write, picture: Picture) -> None:
    content = coco(NAMES)
    cut = content[: content.index('"annotations"') + 90]
    dataset = open_dataset(write(images(picture, "") | {"a.json": content, "b.json": cut}))
    assert dataset.recognition.layout == "coco"
    assert tags(dataset) == {"bolt"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["bbox", "points", "label", "shapes", "images", "file_name", "segmentation", "x", "name"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read_or_refused(value: object) -> None:
    names = ImageNames(["a.png", "b.png"])
    with contextlib.suppress(UnreadableFileError):
        json_files.read_one(json.dumps(value).encode())
    list(json_files.read_many(value, names.find))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for reader in (
        text_files.yolo_line(()),
        text_files.dota_line,
        text_files.kitti_line,
        text_files.text_box_line,
    ):
        with contextlib.suppress(UnreadableFileError):
            text_files.read_lines(data, reader, relative=False)
    for prefix in (b"", b"<annotation>"):
        with contextlib.suppress(UnreadableFileError):
            xml_files.read_voc(prefix + data)
