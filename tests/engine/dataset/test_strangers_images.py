"""Sets of pictures, sounds and clips as strangers hand them over, of which a first reading once was wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from engine.dataset import open_dataset
from engine.dataset.types import Recognition, Sample
from tests.engine.dataset.conftest import draw, encode
from tests.engine.dataset.making import sound

Write = Callable[..., Path]
Files = dict[str, bytes | str]
SIZE = (96, 72)
BOX = (20, 30, 50, 60)


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    noise = Image.effect_noise(size, 20).convert("RGB")
    return Image.blend(draw(seed, size).filter(ImageFilter.GaussianBlur(0.6)), noise, 0.15)


def png(seed: int) -> bytes:
    return encode(scene(seed))


def mask(seed: int, grey: int = 255) -> bytes:
    return encode(scene(seed).convert("L").point(lambda v: grey if v > 120 else 0))


def read(root: Path) -> tuple[Recognition, list[Sample]]:
    dataset = open_dataset(root)
    return dataset.recognition, list(dataset.samples())


def pairs(samples: list[Sample]) -> int:
    return sum(sample.target is not None for sample in samples)


def test_an_input_heap_beside_splits_that_share_a_word(write: Write) -> None:
    files: Files = {
        f"seg_train/seg_train/{c}/{c}{i}.png": png(10 * c + i) for c in range(3) for i in range(3)
    }
    files |= {f"seg_pred/seg_pred/{i}.png": png(90 + i) for i in range(4)}
    said, samples = read(write(files))
    assert (said.layout, len(samples), pairs(samples)) == ("class_folders", 13, 9)
    assert set(said.classes) == {"0", "1", "2"}


def test_masks_beside_splits_leave_them_splits(write: Write) -> None:
    files: Files = {f"train/good/{i}.png": png(i) for i in range(4)}
    files |= {f"test/{c}/{i}.png": png(20 + i + len(c)) for c in ("good", "crack") for i in range(3)}
    files |= {f"test/hole/{i}.png": png(40 + i) for i in range(3)}
    files |= {f"ground_truth/{c}/{i}_mask.png": mask(25 + i) for c in ("crack", "hole") for i in range(3)}
    said, samples = read(write(files))
    assert (said.layout, len(samples), set(said.classes)) == ("class_folders", 13, {"good", "crack", "hole"})
    assert said.confidence > 0.9  # good beside anything else is a class
    assert said.systems[0] == "autoencoder"  # there is nothing faulty to learn from


def test_pictures_may_be_named_by_the_number_of_their_row(write: Write) -> None:
    rows = "".join(f"{i + 1},{('apple', 'pear')[i % 2]},Kim\n" for i in range(12))
    files: Files = {f"photos/{i + 1}.png": png(i) for i in range(12)}
    said, samples = read(write({**files, "list.csv": "번호,종류,검사자\n" + rows}))
    assert (said.layout, said.target_name, pairs(samples)) == ("image_list", "종류", 12)


def test_boxes_may_be_a_class_of_things(write: Write) -> None:
    files: Files = {
        f"{name}/line {line}/{i}.png": png(9 * k + 3 * line + i)
        for k, name in enumerate(("box", "can", "cup"))
        for line in (1, 2)
        for i in range(3)
    }
    said, samples = read(write(files))
    assert (said.layout, len(samples), set(said.classes)) == ("class_folders", 18, {"box", "can", "cup"})


def test_classes_of_several_words_in_names(write: Write) -> None:
    names = ("pug", "beagle", "great_pyrenees", "keeshond")
    said, samples = read(
        write({f"{n}_{i * 13 + 1}.png": png(10 * k + i) for k, n in enumerate(names) for i in range(4)})
    )
    assert (said.layout, pairs(samples), set(said.classes)) == ("named_files", 16, set(names))
    assert said.confidence < 0.9


def voc(label: str, name: str) -> str:
    left, top, right, bottom = BOX
    return (
        f"<annotation><filename>{name}</filename><size><width>96</width><height>72</height></size><object>"
        f"<name>{label}</name><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax>"
        f"<ymax>{bottom}</ymax></bndbox></object></annotation>"
    )


def line(number: int) -> str:
    return f"{number} 0.4 0.5 0.2 0.3\n"


@pytest.mark.parametrize(
    ("folder", "suffix", "text", "layout"),
    [("라벨", "xml", voc("안전모", "other.jpg"), "voc"), ("YOLO_labels", "txt", line(1), "yolo")],
)
def test_half_of_the_annotations_are_still_boxes(
    write: Write, folder: str, suffix: str, text: str, layout: str
) -> None:
    files: Files = {f"이미지/현장 {i}.png": png(i) for i in range(10)}
    files |= {f"{folder}/현장 {i}.{suffix}": text for i in [*range(6), 40, 41]}
    dataset = open_dataset(write(files))
    said = dataset.recognition
    assert (said.layout, said.target_modality, said.systems[0]) == (layout, "boxes", "object_detection")
    assert pairs(list(dataset.samples())) == 6
    assert len(list(dataset.unmatched_targets())) == 2


FORM = {"form": [{"box": list(BOX), "text": "Date:", "label": "question"}] * 2}
AI_HUB = {"Source": {"id": 1}, "Learning": {"annotation": [{"class_id": "a", "coord": {
    "x": 20, "y": 30, "width": 30, "height": 30}}]}}  # fmt: skip


@pytest.mark.parametrize("document", [FORM, AI_HUB])
def test_json_of_any_make_beside_images(write: Write, document: dict[str, object]) -> None:
    files: Files = {f"images/{i}.png": png(i) for i in range(5)}
    files |= {f"annotations/{i}.json": json.dumps(document) for i in range(5)}
    said, samples = read(write(files))
    target = samples[0].target
    assert said.target_modality == "boxes"
    assert target is not None
    assert target.marks is not None
    marked = target.marks()
    assert marked is not None
    assert marked.marks[0].box == BOX


def test_label_studio_keeps_percents(write: Write) -> None:
    value = {"x": 50.0, "y": 50.0, "width": 25.0, "height": 50.0, "rectanglelabels": ["A"]}
    result = {"original_width": 96, "original_height": 72, "value": value}
    tasks = [
        {"data": {"image": f"/upload/1-{i}.png"}, "annotations": [{"result": [result]}]} for i in range(5)
    ]
    said, samples = read(write({"out.json": json.dumps(tasks), **{f"i/1-{i}.png": png(i) for i in range(5)}}))
    target = samples[0].target
    assert said.target_modality == "boxes"
    assert target is not None
    assert target.marks is not None
    marked = target.marks()
    assert marked is not None
    assert marked.marks[0].box == (48, 36, 72, 72)


def test_columns_of_points_and_of_measures(write: Write) -> None:
    rows = "".join(f"f{i}.png,{20 + i},20,{60 - i},21\n" for i in range(12))
    files: Files = {f"faces/f{i}.png": png(0) for i in range(12)}
    header = "image,left_eye_x,left_eye_y,right_eye_x,right_eye_y\n"
    said, _ = read(write({**files, "points.csv": header + rows}))
    assert (said.target_modality, said.systems[0]) == ("points", "pose_estimation")
    ages = "".join(f"f{i}.png,{i * 37 % 70 + 5}\n" for i in range(12))
    said, _ = read(write({**files, "나이.csv": "image,나이\n" + ages}, name="ages"))
    assert said.target_modality == "number"


def test_a_class_in_json_beside_each_image(write: Write) -> None:
    names = ("healthy", "rust")
    files: Files = {f"image/L{i}.png": png(i) for i in range(6)}
    files |= {f"label/L{i}.json": json.dumps({"id": f"L{i}", "label": names[i % 2]}) for i in range(6)}
    said, samples = read(write(files))
    target = samples[0].target
    assert (said.layout, said.target_modality) == ("image_list", "category")
    assert target is not None
    assert target.marks is not None
    marked = target.marks()
    assert marked is not None
    assert marked.marks[0].label == "healthy"


@pytest.mark.parametrize(("name", "sure"), [("Zustand", False), ("Klasse", True)])
def test_the_only_column_of_few_words_is_the_class(write: Write, name: str, sure: bool) -> None:
    rows = "".join(f"b{i}.png;{('gut', 'schlecht')[i % 2]};2023-01-{i + 1:02d}\n" for i in range(12))
    files: Files = {f"bilder/b{i}.png": png(0) for i in range(12)}
    said, samples = read(write({**files, "liste.csv": f"Datei;{name};Datum\n" + rows}))
    assert (said.target_modality, said.target_name, pairs(samples)) == ("category", name, 12)
    assert (said.confidence > 0.75) is sure


def test_cityscapes_takes_the_labels_of_its_three_views(write: Write) -> None:
    files: Files = {}
    for place, city in enumerate(("aachen", "bochum")):
        for i in range(4):
            stem, seed = f"{city}_00000{i}_000019", 10 * place + i
            files[f"leftImg8bit/train/{city}/{stem}_leftImg8bit.png"] = png(seed)
            for view, grey in (("labelIds", 7), ("instanceIds", 26), ("color", 200)):
                files[f"gtFine/train/{city}/{stem}_gtFine_{view}.png"] = mask(seed, grey)
            files[f"gtFine/train/{city}/{stem}_gtFine_polygons.json"] = "{}"
    said, samples = read(write(files))
    assert (said.form, len(samples), pairs(samples), said.systems[0]) == ("paired", 8, 8, "segmentation")
    target = samples[0].target
    assert target is not None
    assert target.path is not None
    assert "labelIds" in target.path


def smaller(image: Image.Image, times: int) -> bytes:
    return encode(image.resize((image.width // times, image.height // times), Image.Resampling.BICUBIC))


def test_the_larger_one_comes_out_whatever_folders_are_called(write: Write) -> None:
    files: Files = {}
    for i in range(6):
        image = scene(i, (96, 96))
        files |= {f"GTmod12/s{i}.png": encode(image), f"LRbicx2/s{i}.png": smaller(image, 2)}
        files[f"LRbicx4/s{i}.png"] = smaller(image, 4)
    said, samples = read(write(files))
    assert (pairs(samples), said.systems[0], said.target_name) == (12, "image_super_resolution", "GTmod12")


def test_low_and_high_resolution_brought_to_one_size(write: Write) -> None:
    files: Files = {}
    for i in range(6):
        image = scene(i, (96, 96))
        blurred = encode(image.filter(ImageFilter.GaussianBlur(1.5)))
        files |= {f"Canon_{i:03d}_HR.png": encode(image), f"Canon_{i:03d}_LR3.png": blurred}
    said, samples = read(write(files))
    assert (pairs(samples), said.systems[0]) == (6, "image_super_resolution")


def test_a_whole_picture_is_what_holes_are_filled_with(write: Write) -> None:
    files: Files = {}
    for i in range(6):
        image, hole = scene(i), Image.new("L", SIZE, 0)
        hole.paste(255, (20 + i, 20, 50, 50 - i))
        broken = image.copy()
        broken.paste((255, 255, 255), mask=hole)
        files |= {
            f"gt/{i}.png": encode(image),
            f"mask/{i}.png": encode(hole),
            f"input/{i}.png": encode(broken),
        }
    said, samples = read(write(files))
    assert (said.input_name, said.target_name, pairs(samples)) == ("input", "gt", 6)


@pytest.mark.parametrize(("first", "second"), [("도메인A", "도메인B"), ("source_speaker", "target_speaker")])
def test_two_domains(write: Write, first: str, second: str) -> None:
    speech = "speaker" in first
    make, suffix = (sound, "wav") if speech else (png, "png")
    files: Files = {f"{first}/{i}.{suffix}": make(i) for i in range(5)}
    files |= {f"{second}/q{i * 7}.{suffix}": make(50 + i) for i in range(4)}
    said, samples = read(write(files))
    assert (said.form, said.layout) == ("unpaired", "two_domains")
    assert len(samples) in (4, 5)


def test_channels_of_recorders_are_no_classes(write: Write) -> None:
    said, _ = read(write({f"CH0{1 + i % 3}/2023060{i}_120000.png": png(i) for i in range(6)}))
    assert said.form == "input_only"


def test_clips_of_one_length_are_no_views_of_one_thing(write: Write) -> None:
    files: Files = {}
    for clip in (3, 8, 21):
        for frame in range(6):
            image = draw(clip, SIZE)
            image.paste((255, 255, 255), (frame * 8, 20, frame * 8 + 10, 34))
            files[f"clip_{clip}/{frame:05d}.png"] = encode(image)
    said, _ = read(write(files))
    assert said.form == "input_only"


def boxed(place: str) -> Files:
    files: Files = {f"{place}/images/{i}.png": png(i) for i in range(5)}
    return files | {f"{place}/labels/{i}.txt": line(0) for i in range(5)}


def test_sets_of_their_own_are_each_told(write: Write) -> None:
    masks: Files = {f"seg/images/{i}.png": png(i) for i in range(5)}
    masks |= {f"seg/masks/{i}.png": mask(i) for i in range(5)}
    fruit: Files = {f"과일/{c}/{i}.png": png(60 + i + len(c)) for c in ("apple", "pear") for i in range(4)}
    sounds: Files = {
        f"음성/{c}/{i}.wav": sound(i + 20 * (c == "정상음")) for c in ("정상음", "이상음") for i in range(4)
    }
    for name, files, layouts in (
        ("two", {**masks, **fruit}, {"paired_folders", "class_folders"}),
        ("media", {**boxed("영상"), **sounds}, {"yolo", "class_folders"}),
        ("three", {**boxed("1_detection"), **fruit, **sounds}, {"yolo", "class_folders"}),
    ):
        said, samples = read(write(files, name=name))
        assert (said.layout, {part.layout for part in said.parts}) == ("mixed", layouts), name
        assert pairs(samples) == len(samples), name


def test_a_folder_without_targets_beside_pairs_is_a_part(write: Write) -> None:
    files: Files = {f"images/{i}.png": png(i) for i in range(6)} | {
        f"masks/{i}.png": mask(i) for i in range(6)
    }
    files |= {f"미라벨 사진/DSC{i:05d}.png": png(70 + i) for i in range(4)}
    said, samples = read(write(files))
    assert [part.form for part in said.parts] == ["paired", "input_only"]
    assert [sum(sample.part == part for sample in samples) for part in (0, 1)] == [6, 4]


def test_many_places_are_named_by_the_first_few(write: Write) -> None:
    files: Files = {}
    for i in range(8):
        files |= {f"{i:032x}/images/{i:032x}.png": png(i), f"{i:032x}/masks/m{i}.png": mask(i)}
    said, samples = read(write(files))
    assert pairs(samples) == 8
    assert said.input_name.count(",") == 3
    assert said.input_name.endswith("…")
