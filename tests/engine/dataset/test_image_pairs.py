"""Pairs of images: by tail, side by side, over several folders, by accident; and sets that hold several."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from engine.dataset import UnreadableFileError, open_dataset
from engine.dataset.layouts.companions import base_of, cuts
from engine.dataset.systems import systems_of
from engine.errors import UserError
from tests.engine.dataset.conftest import draw, encode, outline

Write = Callable[..., Path]
Picture = Callable[..., bytes]
Files = dict[str, bytes | str]
SIZE = (96, 96)
PIXEL = encode(Image.new("L", (3, 2)))


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A scene with fine structure, as photos have it."""
    image = draw(seed, size).filter(ImageFilter.GaussianBlur(0.6))
    noise = Image.effect_noise(size, 20).convert("RGB")
    return Image.blend(image, noise, 0.15)


def mask(seed: int, size: tuple[int, int] = SIZE) -> bytes:
    return encode(draw(seed, size).convert("L").point(lambda v: 255 if v > 120 else 0))


def small(seed: int, times: int) -> bytes:
    image = scene(seed)
    return encode(image.resize((SIZE[0] // times, SIZE[1] // times), Image.Resampling.BICUBIC))


def beside(left: Image.Image, right: Image.Image) -> bytes:
    image = Image.new("RGB", (left.width + right.width, left.height))
    image.paste(left, (0, 0))
    image.paste(right.convert("RGB"), (left.width, 0))
    return encode(image)


def counts(root: Path) -> tuple[str, str, int, int]:
    dataset = open_dataset(root)
    samples = list(dataset.samples())
    paired = sum(sample.target is not None for sample in samples)
    return dataset.recognition.form, dataset.recognition.layout, len(samples), paired


def tailed(first: str, second: str, make: Callable[[int], bytes], count: int = 6) -> Files:
    names = random.Random(1).sample(range(1000, 9000), count)
    files: Files = {}
    for seed, name in enumerate(names):
        files[first.format(name)] = encode(scene(seed))
        files[second.format(name)] = make(seed)
    return files


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{}.png", "{}_mask.png"),
        ("{}.jpg.png", "{}_seg.png"),
        ("case {}.png", "case {}_mask_1.png"),
        ("{}.png", "mask_{}.png"),
        ("images/{}.png", "masks/{}_mask.png"),
        ("street_{}_leftImg8bit.png", "street_{}_gtFine_labelIds.png"),
        ("benign/{}.png", "benign/{}_mask.png"),
        ("input_{}.png", "label_{}.png"),
    ],
)
def test_masks_by_name(write: Write, first: str, second: str) -> None:
    root = write(tailed(first, second, mask))
    assert counts(root)[0::2] == ("paired", 6)
    assert counts(root)[3] == 6
    said = open_dataset(root).recognition
    assert said.confidence >= 0.85
    assert said.systems[0] == "segmentation"


@pytest.mark.parametrize(
    ("low", "high", "times"),
    [
        ("{}_LR.png", "{}_HR.png", 2),
        ("{}x4.png", "{}.png", 4),
        ("lq/{}_x2.png", "gt/{}.png", 2),
        ("SET_train_LR_bicubic/X2/{}x2.png", "SET_train_HR/{}.png", 2),
        ("저해상도/{}.png", "고해상도/{}.png", 2),
    ],
)
def test_low_and_high_resolution(write: Write, low: str, high: str, times: int) -> None:
    files: Files = {}
    for seed in range(5):
        files[low.format(f"{seed:04d}")] = small(seed, times)
        files[high.format(f"{seed:04d}")] = encode(scene(seed))
    root = write(files)
    assert counts(root)[::2] == ("paired", 5)
    assert "image_super_resolution" in open_dataset(root).recognition.systems


@pytest.mark.parametrize(
    ("first", "second"), [("{}_A", "{}_B"), ("흑백/{}", "컬러/{}"), ("선화/{}", "채색/{}")]
)
def test_names_tell_what_goes_in(write: Write, first: str, second: str) -> None:
    coloured = {second.format(f"{i:03}") + ".png": encode(scene(i)) for i in range(12)}
    grey = {first.format(f"{i:03}") + ".png": encode(scene(i).convert("L")) for i in range(12)}
    dataset = open_dataset(write({**grey, **coloured}))
    assert {sample.input.path for sample in dataset.samples()} == set(grey)


def test_a_photo_and_its_mask_told_by_the_suffix(write: Write) -> None:
    names = ["lake", "hill", "road", "tree", "barn"]
    files: Files = {f"{n}.jpg": encode(scene(i), "JPEG") for i, n in enumerate(names)}
    masks: Files = {f"{n}.png": mask(i) for i, n in enumerate(names)}
    assert counts(write(files | masks))[0::2] == ("paired", 5)
    again: Files = {f"{n}.png": encode(scene(i)) for i, n in enumerate(names)}
    assert counts(write(files | again, "again"))[0] == "input_only"


def test_pairs_by_tail_must_agree_inside(write: Write) -> None:
    files = tailed("{}_north.png", "{}_south.png", lambda seed: encode(scene(seed + 500)), 10)
    assert counts(write(files))[0] != "paired"


def test_side_by_side(write: Write) -> None:
    files: Files = {f"train/{i}.png": beside(scene(i), outline(draw(i, SIZE))) for i in range(5)}
    files["val/9.png"] = beside(scene(9), outline(draw(9, SIZE)))
    root = write(files)
    assert counts(root) == ("paired", "side_by_side", 6, 6)
    sample = next(iter(open_dataset(root).samples()))
    assert sample.target is not None
    assert (sample.input.half, sample.target.half) == ("left", "right")


def test_wide_pictures_are_no_pairs(write: Write) -> None:
    assert counts(write({f"{i}.png": encode(scene(i, (256, 128))) for i in range(8)}))[0] == "input_only"
    strangers: Files = {f"{i}.png": beside(scene(i), scene(i + 100)) for i in range(8)}
    assert counts(write(strangers, "strangers"))[0] == "input_only"


def test_panoramas_with_one_horizon_are_no_pairs(write: Write) -> None:
    sky = Image.linear_gradient("L").resize((256, 128)).convert("RGB")
    files: Files = {f"{i}.png": encode(Image.blend(sky, scene(i, (256, 128)), 0.4)) for i in range(6)}
    assert counts(write(files))[0] == "input_only"


def test_one_sample_over_several_folders(write: Write) -> None:
    files: Files = {}
    for i in range(5):
        for folder in ("fg", "bg", "merged", "trimap"):
            files[f"{folder}/{i}.png"] = encode(scene(i))
        files[f"alpha/{i}.png"] = mask(i)
    root = write(files)
    assert counts(root) == ("paired", "image_groups", 5, 5)
    said = open_dataset(root).recognition
    assert (said.input_name, said.target_name) == ("merged", "alpha")


def test_folders_whose_names_agree_by_accident_are_unpaired(write: Write) -> None:
    for first, second in (("A", "B"), ("input", "target"), ("images", "labels"), ("photos", "paintings")):
        files: Files = {f"{first}/{i:04d}.png": encode(scene(i)) for i in range(14)}
        files |= {f"{second}/{i:04d}.png": encode(scene(i + 300)) for i in range(14)}
        assert counts(write(files, first))[0] == "unpaired"


@pytest.mark.parametrize(
    ("names", "count", "system"),
    [
        (("content", "style"), 8, "style_transfer"),
        (("A", "B"), 1, "style_transfer"),
        (("A", "B"), 8, "cyclegan"),
    ],
)
def test_a_few_pictures_beside_many_set_a_style(
    write: Write, names: tuple[str, str], count: int, system: str
) -> None:
    files: Files = {f"{names[0]}/p{i * 7}.png": encode(scene(i)) for i in range(9)}
    files |= {f"{names[1]}/q{i * 11}.png": encode(scene(40 + i)) for i in range(count)}
    assert systems_of(open_dataset(write(files)).recognition)[0] == system


def test_sites_with_the_same_names_keep_to_themselves(write: Write) -> None:
    files: Files = {}
    for site, start in (("north", 0), ("south", 40)):
        for i in range(6):
            files[f"{site}/images/{i}.png"] = encode(scene(start + i))
            files[f"{site}/masks/{i}.png"] = mask(start + i)
    dataset = open_dataset(write(files))
    pairs = [(s.id, s.target.path) for s in dataset.samples() if s.target and s.target.path]
    assert len(pairs) == 12
    assert all(path == id_.replace("images", "masks") for id_, path in pairs)


def test_two_cameras_that_count_alike_make_no_pairs(write: Write) -> None:
    files: Files = {f"IMG_{i:04d}.png": encode(scene(i)) for i in range(3)}
    files |= {f"DSC_{i:04d}.png": encode(scene(i + 60)) for i in range(3)}
    assert counts(write(files))[0] == "input_only"


def test_one_camera_that_never_moves_still_makes_pairs(write: Write) -> None:
    place = scene(3)
    files: Files = {}
    for i in range(12):
        box = draw(i, (24, 24))
        now = place.copy()
        now.paste(box, (5 * i % 80, 7 * i % 80))
        files[f"input/{i:03d}.png"] = encode(now.point(lambda value: value // 4))
        files[f"target/{i:03d}.png"] = encode(now)
    assert counts(write(files))[0] == "paired"


def test_train_beside_trainannot(write: Write) -> None:
    files: Files = {}
    for split, start in (("train", 0), ("val", 20)):
        for i in range(start, start + 5):
            files[f"{split}/frame_{i}.png"] = encode(scene(i))
            files[f"{split}annot/frame_{i}.png"] = mask(i)
    assert counts(write(files))[::2] == ("paired", 10)


def test_several_sets_in_one_folder(write: Write) -> None:
    files: Files = tailed("masks/{}.png", "masks/{}_mask.png", mask)
    for i in range(5):
        files[f"sr/lq/{i:02d}x2.png"] = small(i, 2)
        files[f"sr/gt/{i:02d}.png"] = encode(scene(i))
        files[f"photos/p{i}.png"] = encode(scene(i + 70))
    dataset = open_dataset(write(files))
    said = dataset.recognition
    assert (said.layout, said.form) == ("mixed", "paired")
    assert {part.name: part.form for part in said.parts} == {
        "masks": "paired", "sr": "paired", "photos": "input_only",
    }  # fmt: skip
    assert sorted(sample.part for sample in dataset.samples()) == [0] * 6 + [1] * 5 + [2] * 5


def test_classes_with_folders_named_alike_stay_one_set(write: Write, picture: Picture) -> None:
    files: Files = {
        f"{name}/{i:03d}.png": picture(100 * j + i) for j, name in enumerate("abc") for i in range(6)
    }
    assert counts(write(files | {"labels.csv": "a,b\n1,2\n"}))[1] == "class_folders"


pieces = st.sampled_from(
    ["a", "b_mask", "images", "labels", "train", "01", "x2", "마스크", "gt", "A", "frame 3"]
)
files_of_any_kind = st.dictionaries(
    st.builds(lambda parts, suffix: "/".join(parts) + suffix, st.lists(pieces, min_size=1, max_size=3),
              st.sampled_from([".png", ".jpg", ".xml", ".json", ".txt", ".csv", ".yaml"])),
    st.sampled_from([
        b"", PIXEL, b"\xff\xd8\xff", b"0 0.5 0.5 0.1 0.1", b"image,label\n01.png,a\n", b"{",
        b'{"images": [3]}',
        b'{"images": [{"id": 1, "file_name": "a.png"}], "annotations": [{"image_id": 1, "bbox": "x"}]}',
        b"<annotation><size/><object><bndbox/></object></annotation>", b"<annotations><image/></annotations>",
        b"a.png\n1\n2 2 2 2\n", b"names: [", b"1,2,3,4,5,6\n",
    ]),
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(files_of_any_kind)
def test_any_heap_of_files_is_opened_or_refused(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path, content in files.items():
            place = Path(folder) / path
            with contextlib.suppress(OSError):  # a name is a file and a folder
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        try:
            dataset = open_dataset(Path(folder))
        except UserError:
            return
        for sample in dataset.samples():
            if sample.target is not None and sample.target.marks is not None:
                with contextlib.suppress(UnreadableFileError):
                    sample.target.marks()
        list(dataset.unmatched_targets())
        list(dataset.ignored())


@given(st.text(max_size=20))
def test_any_name_is_cut(stem: str) -> None:
    for base, tail in cuts(stem):
        assert base
        assert base_of(stem, tail, at_front=False) is not None
