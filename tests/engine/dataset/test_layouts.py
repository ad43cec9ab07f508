"""Which form a set is said to have: the judgement that everything else rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from tests.engine.dataset.conftest import draw, encode, outline

Write = Callable[..., Path]
Picture = Callable[..., bytes]


def folders(
    picture: Picture, *names: str, count: int = 6, stem: str = "{folder}_{i}"
) -> dict[str, bytes | str]:
    return {
        f"{name}/{stem.format(folder=j, i=i)}.png": picture(100 * j + i)
        for j, name in enumerate(names)
        for i in range(count)
    }


def form_of(root: Path) -> tuple[str, str]:
    recognition = open_dataset(root).recognition
    return recognition.form, recognition.layout


CLASSES = ("paired", "class_folders")
UNPAIRED = ("unpaired", "two_domains")
PAIRS = ("paired", "paired_folders")
HEAP = ("input_only", "flat_folder")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("cats", "dogs"), CLASSES),
        (("ok", "defect"), CLASSES),
        (("day", "night"), CLASSES),
        (("양품", "불량"), CLASSES),
        (("scratch", "dent", "clean"), CLASSES),
        (("0", "1", "2"), CLASSES),
        (("cat_photos", "dog_photos"), CLASSES),
        (("type_a", "type_b"), CLASSES),
        (("monet", "vangogh"), CLASSES),
        (("real", "fake"), CLASSES),
        (("low", "high"), CLASSES),
        (("train/cats", "train/dogs", "test/cats", "test/dogs"), CLASSES),
        (("cats/train", "cats/val", "dogs/train", "dogs/val"), CLASSES),
        (("학습/정상", "학습/불량", "검증/정상", "검증/불량"), CLASSES),
        (("A", "B"), UNPAIRED),
        (("X", "Y"), UNPAIRED),
        (("trainA", "trainB", "testA", "testB"), UNPAIRED),
        (("train_A", "train_B"), UNPAIRED),
        (("A/train", "B/train"), UNPAIRED),
        (("source", "target"), UNPAIRED),
        (("domain_a", "domain_b"), UNPAIRED),
        (("photos", "paintings"), UNPAIRED),
        (("human_faces", "anime_faces"), UNPAIRED),
        (("faces", "anime"), UNPAIRED),
        (("사람", "애니메이션"), UNPAIRED),
        (("before", "after"), UNPAIRED),
        (("images", "labels"), UNPAIRED),
        (("base_images", "mixed_images"), HEAP),
        (("2023-05", "2023-06", "2023-07"), HEAP),
        (("batch_1", "batch_2"), HEAP),
        (("train", "test"), HEAP),
        (("with_mask", "without_mask"), CLASSES),
        (("hot_dog", "not_hot_dog"), CLASSES),
        (("합격", "불합격"), CLASSES),
        (("Jane", "Mark", "Juno"), CLASSES),
        (("10000001", "10000002", "10000003"), CLASSES),
        (("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"), CLASSES),
        (("source/cat", "source/dog"), CLASSES),
        (("2024/01/01", "2024/01/02", "2024/02/01"), HEAP),
        (("1월", "2월", "3월"), HEAP),
        (("2024년 3월", "2024년 4월"), HEAP),
        (("January", "February"), HEAP),
        (("240311", "240312"), HEAP),
        (("DCIM/100CANON", "DCIM/101CANON"), HEAP),
        (("Camera", "Screenshots"), HEAP),
        (("cam1", "cam2", "cam3"), HEAP),
        (("1차 촬영", "2차 촬영"), HEAP),
        (("CT", "MRI"), UNPAIRED),
        (("원본", "목표"), UNPAIRED),
        (("변환전", "변환후"), UNPAIRED),
    ],
)
def test_folders_whose_names_do_not_meet(
    write: Write, picture: Picture, names: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert form_of(write(folders(picture, *names))) == expected


def test_the_name_of_the_set_tells_domains(write: Write, picture: Picture) -> None:
    files = folders(picture, "horse", "zebra")
    assert form_of(write(files, "animals")) == CLASSES
    assert form_of(write(files, "horse2zebra")) == UNPAIRED
    assert form_of(write(files, "my_cyclegan_set")) == UNPAIRED


def test_the_name_of_the_set_outweighs_a_known_pair_of_classes(write: Write, picture: Picture) -> None:
    files = folders(picture, "day", "night")
    assert form_of(write(files, "webcams")) == CLASSES
    assert form_of(write(files, "night2day")) == UNPAIRED
    wrapped = {f"night2day/{path}": data for path, data in files.items()}
    assert form_of(write(wrapped, "download")) == UNPAIRED


@pytest.mark.parametrize(
    ("names", "goes_in"),
    [
        (("monet", "photo"), "photo"),
        (("anime", "selfie"), "selfie"),
        (("목표", "원본"), "원본"),
        (("변환전", "변환후"), "변환전"),
        (("A", "B"), "A"),
        (("after", "before"), "before"),
    ],
)
def test_which_of_two_domains_goes_in(
    write: Write, picture: Picture, names: tuple[str, str], goes_in: str
) -> None:
    assert open_dataset(write(folders(picture, *names))).recognition.input_name == goes_in


def test_the_name_of_the_set_tells_which_domain_goes_in(write: Write, picture: Picture) -> None:
    root = write(folders(picture, "horse", "zebra"), "zebra2horse")
    assert open_dataset(root).recognition.input_name == "zebra"


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("apple", "orange"), "could_be_domains"),
        (("cam1", "cam2"), "folders_unclear"),
    ],
)
def test_what_nobody_knows_is_said(write: Write, picture: Picture, names: tuple[str, ...], key: str) -> None:
    recognition = open_dataset(write(folders(picture, *names))).recognition
    assert recognition.confidence < 0.6
    assert key in [found for found, _ in recognition.evidence]


def test_a_few_sorted_files_make_no_classes_of_a_heap(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"{i}.png": picture(i) for i in range(12)}
    root = write(files | {"extra/a.png": picture(20), "other/b.png": picture(21)})
    assert form_of(root) == HEAP
    assert len(list(open_dataset(root).samples())) == 14


def test_pairs_mixed_in_one_folder_make_the_heap_unsure(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(6):
        files[f"part{i}.png"] = picture(i)
        files[f"part{i}_mask.png"] = picture(50 + i)
    recognition = open_dataset(write(files)).recognition
    assert recognition.confidence <= 0.5
    assert "names_in_twos" in [key for key, _ in recognition.evidence]


@pytest.mark.parametrize("names", [("en", "ko"), ("articles", "summaries")])
def test_texts_of_two_languages_are_pairs(write: Write, names: tuple[str, str]) -> None:
    files: dict[str, bytes | str] = {
        f"{name}/{i:03d}.txt": f"{name} number {i}" for name in names for i in range(8)
    }
    assert form_of(write(files)) == PAIRS


def test_pictures_and_unrelated_texts_are_two_heaps(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"photos/p{7 * i}.png": picture(i) for i in range(9)}
    files |= {f"texts/doc_{i}x.txt": f"a sentence, number {i}" for i in range(8)}
    assert form_of(write(files)) == UNPAIRED


@pytest.mark.parametrize("names", [("A", "B"), ("trainA", "trainB"), ("photos", "sketches")])
def test_numbers_that_meet_are_not_pairs(write: Write, picture: Picture, names: tuple[str, str]) -> None:
    """1.png … 12.png on both sides, each side with scenes of its own."""
    root = write(folders(picture, *names, count=12, stem="{i}"))
    assert form_of(root) == UNPAIRED
    assert open_dataset(root).recognition.confidence >= 0.8


@pytest.mark.parametrize("names", [("cats", "dogs"), ("ok", "ng"), ("summer", "winter")])
def test_classes_numbered_alike_stay_classes(write: Write, picture: Picture, names: tuple[str, str]) -> None:
    assert form_of(write(folders(picture, *names, count=12, stem="IMG_{i:03d}"))) == CLASSES


@pytest.mark.parametrize("names", [("A", "B"), ("images", "masks"), ("input", "output"), ("photo", "edges")])
def test_numbers_that_meet_are_pairs_when_the_insides_agree(write: Write, names: tuple[str, str]) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(12):
        scene = draw(i)
        files[f"{names[0]}/{i}.png"] = encode(scene)
        files[f"{names[1]}/{i}.png"] = encode(outline(scene))
    root = write(files)
    assert form_of(root) == PAIRS
    samples = list(open_dataset(root).samples())
    assert [Path(s.input.path or "").name for s in samples] == [
        Path((s.target and s.target.path) or "").name for s in samples
    ]
    assert (samples[0].input.path or "").startswith(names[0] + "/")


def test_masks_are_told(write: Write) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(8):
        files[f"images/{i}.jpg"] = encode(draw(i), "JPEG")
        files[f"masks/{i}.png"] = encode(outline(draw(i)))
    assert "targets_are_masks" in dict(open_dataset(write(files)).recognition.evidence)


def test_low_and_high_resolution_with_a_suffix(write: Write) -> None:
    files: dict[str, bytes | str] = {}
    for name in ("baby", "bird", "head", "woman", "lena"):
        scene = draw(len(files), (96, 96))
        files[f"HR/{name}.png"] = encode(scene)
        files[f"LR/{name}x2.png"] = encode(scene.resize((48, 48), Image.Resampling.BICUBIC))
    recognition = open_dataset(write(files)).recognition
    assert (recognition.form, recognition.input_name, recognition.target_name) == ("paired", "LR", "HR")
    assert dict(recognition.evidence)["targets_scaled"] == {"times": "2"}


def test_bare_test_folder_beside_pairs_has_no_targets(write: Write) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(6):
        files[f"train/image/{i}.png"] = encode(draw(i))
        files[f"train/label/{i}.png"] = encode(outline(draw(i)))
        files[f"test/{i}.png"] = encode(draw(50 + i))
    samples = list(open_dataset(write(files)).samples())
    assert sum(sample.target is not None for sample in samples) == 6
    assert all(s.target is None for s in samples if s.id.startswith("test/"))


def test_pairs_with_some_left_alone(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"images/part_{c}.png": picture(ord(c)) for c in "abcdefghij"}
    files |= {f"captions/part_{c}.txt": f"a drawing of {c}" for c in "abcdefghxy"}
    dataset = open_dataset(write(files))
    recognition = dataset.recognition
    assert (recognition.form, recognition.target_modality) == ("paired", "text")
    assert [s.id for s in dataset.samples() if s.target is None] == ["images/part_i.png", "images/part_j.png"]
    assert [item.path for item in dataset.unmatched_targets()] == [
        "captions/part_x.txt",
        "captions/part_y.txt",
    ]


def test_annotations_are_not_captions(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"images/{i}.png": picture(i) for i in range(5)}
    files |= {f"labels/{i}.txt": "0 0.5 0.5 0.2 0.2\n" for i in range(5)}
    recognition = open_dataset(write(files)).recognition
    assert (recognition.form, recognition.target_modality) == ("paired", "boxes")


@pytest.mark.parametrize("suffix", ["wav", "mp4", "stl", "pdf"])
def test_class_folders_of_other_kinds(write: Write, suffix: str) -> None:
    files: dict[str, bytes | str] = {
        f"{c}/{c}{i}.{suffix}": f"{c}{i}" for c in ("up", "down", "left") for i in range(3)
    }
    dataset = open_dataset(write(files))
    assert (dataset.recognition.form, dataset.recognition.layout) == CLASSES
    assert dataset.recognition.classes == {"down": 3, "left": 3, "up": 3}


def test_two_kinds_without_ties_are_unpaired(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"voices/take{c}.wav": "RIFF" + c for c in "abcd"}
    files |= {f"people/person{c}.png": picture(ord(c)) for c in "wxyz"}
    assert form_of(write(files)) == UNPAIRED


def test_nested_classes(write: Write, picture: Picture) -> None:
    alphabets = folders(picture, "Greek/character01", "Greek/character02", "Latin/character01", count=2)
    assert set(open_dataset(write(alphabets, "one")).recognition.classes) == {
        "Greek/character01",
        "Greek/character02",
        "Latin/character01",
    }
    cameras = folders(picture, "camera1/ok", "camera1/ng", "camera2/ok", "camera2/ng", count=2)
    assert set(open_dataset(write(cameras, "two")).recognition.classes) == {"ok", "ng"}


def test_wrapping_folders_and_side_files_change_nothing(write: Write, picture: Picture) -> None:
    files = {f"data/set_v2/{path}": data for path, data in folders(picture, "cats", "dogs", "cows").items()}
    files |= {"README.md": "# hi", "LICENSE.txt": "free", "data/set_v2/labels.txt": "cats\ndogs"}
    dataset = open_dataset(write(files))
    assert set(dataset.recognition.classes) == {"cats", "cows", "dogs"}
    assert len(list(dataset.samples())) == 18
    assert {file.reason for file in dataset.ignored()} == {"side_file"}


def test_an_empty_class_is_a_class(write: Write, picture: Picture) -> None:
    files = folders(picture, "cats", "dogs") | {"birds/": ""}
    assert open_dataset(write(files)).recognition.classes == {"birds": 0, "cats": 6, "dogs": 6}


def test_a_useless_folder_beside_changes_nothing(write: Write, picture: Picture) -> None:
    files = folders(picture, "train/cats", "train/dogs", "test/cats", "test/dogs") | {"docs/paper.md": "x"}
    assert set(open_dataset(write(files, "one")).recognition.classes) == {"cats", "dogs"}
    files = folders(picture, "photos/cats", "photos/dogs") | {"docs/weights.bin": "x", "empty/": ""}
    assert set(open_dataset(write(files, "two")).recognition.classes) == {"cats", "dogs"}


def test_a_stray_text_beside_photos_makes_no_pairs(write: Write, picture: Picture) -> None:
    files: dict[str, bytes | str] = {f"holiday{i}.png": picture(i) for i in range(12)}
    assert form_of(write(files | {"holiday3.txt": "my notes"})) == HEAP


def test_streams_can_be_walked_again(write: Write, picture: Picture) -> None:
    dataset = open_dataset(write(folders(picture, "A", "B")))
    assert list(dataset.samples()) == list(dataset.samples())
    assert list(dataset.unmatched_targets()) == list(dataset.unmatched_targets())


def test_nothing_to_open(write: Write, tmp_path: Path) -> None:
    cases = {
        "set_empty": write({}, "empty"),
        "set_nothing_usable": write({"weights.bin": b"\0\1"}, "other"),
        "set_only_archives": write({"a.zip": b"PK", "b.7z": b"7z"}, "archives"),
        "path_missing": tmp_path / "nowhere",
    }
    for code, path in cases.items():
        with pytest.raises(UserError) as caught:
            open_dataset(path)
        assert caught.value.code == code
        assert str(path.name) in caught.value.sentence("ko")
