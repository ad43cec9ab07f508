"""Trees of images as benchmarks and clients really have them: each a family of its own, drawn small.

What a row tells: form, layout, inputs, pairs, kind of target. Sets of the same kinds decide how
good the recognising is; these few stand for some 170 that it was measured on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter, ImageOps

from engine.dataset import open_dataset
from engine.dataset.vocabulary import splits_among
from tests.engine.dataset.conftest import Files, encode, outline
from tests.engine.dataset.conftest import draw as draw_flat

Write = Callable[..., Path]
Row = tuple[Files, str, str, int, int, str | None]
BOX = (5, 6, 20, 30)


def draw(seed: int) -> Image.Image:
    """A drawn scene with shades, as photos have them."""
    shade = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    return Image.blend(draw_flat(seed), shade, 0.2)


def shot(seed: int) -> bytes:
    return encode(draw(seed))


def mask(seed: int) -> bytes:
    return encode(draw(seed).convert("L").point(lambda v: 255 if v > 120 else 0))


def blurred(seed: int) -> bytes:
    return encode(draw(seed).filter(ImageFilter.GaussianBlur(2)))


def half_size(seed: int) -> bytes:
    return encode(draw(seed).resize((32, 32)))


def turned(seed: int) -> bytes:
    return encode(ImageOps.mirror(draw(seed)))


def classes() -> dict[str, Row]:
    kaggle: Files = {
        f"seg_{split}/seg_{split}/{name}/{k * 9 + i}.png": shot(k * 9 + i)
        for k, name in enumerate(("sea", "forest", "street"))
        for i, split in enumerate(("train",) * 4 + ("test",) * 2)
    }
    kaggle |= {f"seg_pred/seg_pred/{i}.png": shot(60 + i) for i in range(4)}
    mvtec: Files = {f"part/{split}/good/{i:03}.png": shot(i) for i in range(9) for split in _nth(i, 6)}
    mvtec |= {f"part/test/scratch/{i:03}.png": shot(20 + i) for i in range(5)}
    mvtec |= {f"part/ground_truth/scratch/{i:03}_mask.png": mask(20 + i) for i in range(5)}
    market: Files = {
        f"bounding_box_{split}/{person:04}_c{cam}s1_{person * 90 + cam:06}_01.png": shot(person * 7 + cam)
        for split, persons in (("train", (2, 7, 11)), ("test", (3, 9)))
        for person in persons
        for cam in range(1, 5)
    }
    named = {f"{i:07}": ("Boeing 707", "A320", "DC 3")[i % 3] for i in range(1025, 1043)}
    fgvc: Files = {f"data/images/{name}.png": shot(int(name)) for name in named}
    fgvc["data/images_variant_train.txt"] = "".join(f"{n} {c}\n" for n, c in list(named.items())[:12])
    fgvc["data/images_variant_test.txt"] = "".join(f"{n} {c}\n" for n, c in list(named.items())[12:])
    form: Files = {f"train/{i:03}.png": shot(i) for i in range(12)}
    form |= {f"test/{i:03}.png": shot(30 + i) for i in range(30, 36)}
    form["train.csv"] = "id,label\n" + "".join(f"{i:03}.png,{'ab'[i % 2]}\n" for i in range(12))
    form["sample_submission.csv"] = "id,label\n" + "".join(f"{i:03}.png,a\n" for i in range(30, 36))
    return {
        "nested splits, one without answers": (kaggle, "paired", "class_folders", 22, 18, "category"),
        "masks of defects beside classes": (mvtec, "paired", "class_folders", 14, 14, "category"),
        "persons seen by cameras": (market, "paired", "named_files", 20, 20, "category"),
        "lists with names of several words": (fgvc, "paired", "image_list", 18, 18, "category"),
        "a form to be filled in": (form, "paired", "image_list", 18, 12, "category"),
    }


def annotated() -> dict[str, Row]:
    left, top, wide, high = BOX
    kitti_line = f"Car 0.00 0 -1.57 {left} {top} {left + wide} {top + high} 1.5 1.6 3.9 1.0 1.5 20.0 -1.5\n"
    kitti: Files = {f"training/image_2/{i:06}.png": shot(i) for i in range(8)}
    kitti |= {f"training/label_2/{i:06}.txt": kitti_line for i in range(8)}
    kitti |= {f"training/calib/{i:06}.txt": "P0: 7.0e+02 0 6.0e+02 0\n" for i in range(8)}
    kitti |= {f"testing/image_2/{i:06}.png": shot(40 + i) for i in range(4)}
    icdar: Files = {f"ch4_{s}_images/img_{i}.png": shot(i + 50 * k) for k, s in _SPLITS for i in range(6)}
    corners = f"{left},{top},{left + wide},{top},{left + wide},{top + high},{left},{top + high}"
    icdar |= {f"ch4_{s}_gt/gt_img_{i}.txt": f"{corners},EXIT{s}\n" for _, s in _SPLITS for i in range(6)}
    voc: Files = {f"JPEGImages/{i:06}.png": shot(i) for i in range(8)}
    corner = f"<xmin>{left}</xmin><ymin>{top}</ymin><xmax>{left + wide}</xmax><ymax>{top + high}</ymax>"
    xml = f"<annotation><object><name>dog</name><bndbox>{corner}</bndbox></object></annotation>"
    voc |= {f"Annotations/{i:06}.xml": xml for i in range(8)}
    voc |= {f"{f}/{i:06}.png": mask(i) for f in ("SegmentationClass", "SegmentationObject") for i in (1, 2)}
    outline_of = {"name": "polygon", "all_points_x": [5, 25, 25], "all_points_y": [6, 6, 36]}
    via: Files = {f"{i}.png": shot(i) for i in range(6)}
    regions = [{"shape_attributes": outline_of, "region_attributes": {}}]
    via["via.json"] = json.dumps(
        {f"{i}.png77": {"filename": f"{i}.png", "regions": regions} for i in range(6)}
    )
    head = "filename,file_size,region_count,region_shape_attributes,region_attributes\n"
    rect = json.dumps({"name": "rect", "x": left, "y": top, "width": wide, "height": high}).replace('"', '""')
    table: Files = {f"{i}.png": shot(i) for i in range(6)}
    table["via.csv"] = head + "".join(f'{i}.png,77,1,"{rect}","{{""type"":""dent""}}"\n' for i in range(6))
    points = "version: 1\nn_points: 3\n{\n5.5 6.5\n20 30\n40 50\n}\n"
    faces: Files = {
        f"face_{i}.{end}": said for i in range(6) for end, said in (("png", shot(i)), ("pts", points))
    }
    return {
        "two text files an image, a test part with none": (kitti, "paired", "boxes", 12, 8, "boxes"),
        "the same numbers in two splits": (icdar, "paired", "boxes", 12, 12, "boxes"),
        "masks of the same name beside boxes": (voc, "paired", "voc", 8, 8, "boxes"),
        "outlines by VIA": (via, "paired", "boxes", 6, 6, "boxes"),
        "a table by VIA": (table, "paired", "boxes", 6, 6, "boxes"),
        "landmarks of faces": (faces, "paired", "boxes", 6, 6, "points"),
    }


def pairs() -> dict[str, Row]:
    many: Files = {
        f"hazy/{i:04}_{depth}_0.1.png": encode(
            Image.blend(draw(i), Image.new("RGB", (64, 64), "white"), depth)
        )
        for i in range(6)
        for depth in (0.3, 0.5)
    }
    many |= {f"gt/{i:04}.png": shot(i) for i in range(6)}
    cells: Files = {f"{i:09}a/images/{i:09}a.png": shot(i) for i in range(6)}
    cells |= {f"{i:09}a/masks/{i * 9 + n:012}.png": mask(i + n) for i in range(6) for n in range(3)}
    drive: Files = {}
    for i in range(21, 29):
        drive |= {f"images/{i}_training.png": shot(i), f"1st_manual/{i}_manual1.png": mask(i)}
        drive[f"mask/{i}_training_mask.png"] = encode(Image.new("L", (64, 64), 255))
    views: Files = {}
    for i in range(10):
        views |= {f"photo/{i:03}.png": shot(i), f"parsed/{i:03}.png": encode(outline(draw(i)))}
        views[f"other/{i:03}.png"] = shot(70 + i)
    busi: Files = {
        f"{name}/{name} ({i}){tail}.png": (mask if tail else shot)(k * 20 + i)
        for k, name in enumerate(("benign", "malignant"))
        for i in range(8)
        for tail in ("", "_mask")
    }
    rain: Files = {f"rainy/rain-{i:03}.png": blurred(i) for i in range(12)}
    rain |= {f"norain-{i:03}.png": shot(i) for i in range(12)}
    div2k: Files = {f"DIV2K_{split}_HR/{i:04}.png": shot(i) for i in range(8) for split in _nth(i, 5)}
    div2k |= {
        f"DIV2K_{split}_LR_bicubic/X2/{i:04}x2.png": half_size(i) for i in range(8) for split in _nth(i, 5)
    }
    return {
        "several inputs of one target": (many, "paired", "paired_folders", 12, 12, "image"),
        "a folder a sample, with several masks": (cells, "paired", "paired_folders", 6, 6, "image"),
        "three sides, each with words of its own": (drive, "paired", "image_groups", 8, 8, "image"),
        "views that no word tells": (views, "paired", "image_groups", 10, 10, "image"),
        "masks inside folders of classes": (busi, "paired", "paired_folders", 16, 16, "image"),
        "targets one folder above": (rain, "paired", "paired_folders", 12, 12, "image"),
        "two scales in folders of splits": (div2k, "paired", "paired_folders", 8, 8, "image"),
        "camera names and what came out": (
            _tails("IMG_{}", "out_{}"),
            "paired",
            "paired_folders",
            12,
            12,
            "image",
        ),
    }


_SPLITS = tuple(enumerate(("training", "test")))


def _nth(place: int, first: int) -> tuple[str, ...]:
    return ("train",) if place < first else ("test",)


def _tails(one: str, other: str) -> Files:
    names = [(one.format(1200 + i), other.format(1200 + i), i) for i in range(12)]
    return {f"{name}.png": content for a, b, i in names for name, content in ((a, shot(i)), (b, blurred(i)))}


ROWS = {**classes(), **annotated(), **pairs()}


@pytest.mark.parametrize("name", ROWS)
def test_unseen_tree(write: Write, name: str) -> None:
    files, *expected = ROWS[name]
    dataset = open_dataset(write(files))
    said = dataset.recognition
    samples = list(dataset.samples())
    tied = [sample for sample in samples if sample.target is not None]
    assert [said.form, said.layout, len(samples), len(tied), said.target_modality] == expected


TRUE = {
    "blur": blurred,
    "mask": mask,
    "half": half_size,
    "mirror": turned,
    "outline": lambda i: encode(outline(draw(i))),
}
FOLDERS = {"A": "B", "one": "two", "before": "after", "input": "target"}


@pytest.mark.parametrize("change", TRUE)
@pytest.mark.parametrize("first", FOLDERS)
def test_pairs_are_found_by_what_is_inside(write: Write, first: str, change: str) -> None:
    files = {f"{first}/{i:03}.png": shot(i) for i in range(12)}
    files |= {f"{FOLDERS[first]}/{i:03}.png": TRUE[change](i) for i in range(12)}
    said = open_dataset(write(files)).recognition
    assert (said.form, said.target_modality) == ("paired", "image")


@pytest.mark.parametrize("change", [shot, blurred, half_size, turned])
@pytest.mark.parametrize("first", FOLDERS)
def test_names_that_meet_by_accident_make_no_pairs(
    write: Write, first: str, change: Callable[[int], bytes]
) -> None:
    files = {f"{first}/{i:03}.png": shot(i) for i in range(12)}
    files |= {f"{FOLDERS[first]}/{i:03}.png": change(100 + i) for i in range(12)}
    dataset = open_dataset(write(files))
    assert (dataset.recognition.form, dataset.recognition.target_modality) != ("paired", "image")


@pytest.mark.parametrize(
    ("names", "splits"),
    [
        (["train", "val"], ["train", "val"]),
        (["seg_train", "seg_test", "seg_pred"], ["train", "test", "pred"]),
        (["1.Training", "2.Validation"], ["training", "validation"]),
        (["1. 학습용", "2. 검증용"], ["학습용", "검증용"]),
        (["bounding_box_train", "bounding_box_test", "query"], ["train", "test", "query"]),
        (["train", "bus", "car"], []),
        (["labeled", "unlabeled"], []),
        (["test_cat", "train_dog"], []),
    ],
)
def test_splits_by_their_siblings(names: list[str], splits: list[str]) -> None:
    assert list(splits_among(names).values()) == splits
