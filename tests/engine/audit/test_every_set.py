"""Every set of ../shared/data gets the verdict of its README; ``scripts/verdicts.py`` prints the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.audit.types import Audit, PartSaid
from tests.engine.audit.every_set import EVERY_SET, audited, differences, said_of

pytestmark = pytest.mark.real


def audit(path: Path) -> Audit:
    said = audited(path)
    assert isinstance(said, Audit), said
    return said


@pytest.mark.parametrize("name", EVERY_SET)
def test_verdict(real_data: Path, name: str) -> None:
    expected = EVERY_SET[name]
    assert differences(expected, said_of(real_data / name / "data", expected)) == ""
    assert audit(real_data / name / "data").confidence >= 0.5


def test_no_set_is_left_out(real_data: Path) -> None:
    models = ("k_", "i_onnx_bad_A")
    sets = {folder.name for folder in real_data.iterdir() if folder.is_dir()}
    told = {*EVERY_SET, *(folder.partition("/")[0] for folder in ELSEWHERE)}
    assert {name for name in sets if not name.startswith(models)} == told


ELSEWHERE = ("e_vega_tables_A", "e_workbooks_A", "i_broken_tables_A", "i_archives_A")  # in tests of their own

CLASSES = {
    "a_daynight_classes": {"day": 35, "night": 35},
    "b_raccoon_voc": {"raccoon": 87},
    "b_raccoon_coco": {"raccoon": 13},
    "b_raccoon_yolo": {"raccoon": 13},
    "b_raccoon_labelme": {"raccoon": 11},
    "b_bccd60_voc": {"RBC": 947, "Platelets": 81, "WBC": 65},
    "d_nsmc_tsv": {"1": 1007, "0": 993},
    "d_nsmc_posneg_folders": {"neg": 63, "pos": 57},
}


@pytest.mark.parametrize("name", CLASSES)
def test_how_many_of_each_class(real_data: Path, name: str) -> None:
    said = audit(real_data / name / "data")
    assert said.class_sizes == CLASSES[name]
    assert ("boxes_inside" in evidence(said)) == (said.modality.target == "boxes")


def evidence(said: Audit) -> dict[str, dict[str, int | str]]:
    return {item.key: item.values for item in said.evidence}


def test_every_text_box_of_the_receipts(real_data: Path) -> None:
    told = evidence(audit(real_data / "h_sroie_receipts_A" / "data"))
    assert told["boxes_inside"]["boxes"] == 710
    assert told["third_file_beside"]["matched"] == 14


def forms(parts: tuple[PartSaid, ...]) -> dict[str, tuple[str, int, int]]:
    return {part.name: (part.form, part.counts.inputs, part.counts.pairs) for part in parts}


def test_a_test_folder_without_masks_is_a_part(real_data: Path) -> None:
    said = audit(real_data / "b_membrane_masks" / "data")
    assert forms(said.parts) == {"train": ("paired", 20, 20), "test": ("input_only", 8, 0)}
    assert said.splits == {"train": 20, "test": 8}
    assert evidence(said)["splits_counted"]["splits"] == "train 20 / test 8"


def test_matting_resolution_and_inpainting_are_told_apart(real_data: Path) -> None:
    assert forms(audit(real_data / "c_matting_sr_tiny" / "data").parts) == {
        "matting_dataset": ("paired", 1, 1),
        "sr": ("paired", 1, 1),
        "inpainting": ("input_only", 1, 0),
    }


DATUMARO = {
    "camvid_dataset": "paired", "coco_dataset/coco": "paired", "coco_dataset/coco_instances": "paired",
    "coco_dataset/coco_captions": "paired", "coco_dataset/coco_image_info": "input_only",
    "common_super_resolution_dataset": "paired", "cvat_dataset": "paired", "celeba_dataset/dataset": "paired",
    "icdar_dataset/text_localization": "paired", "icdar_dataset/word_recognition": "paired",
    "imagenet_dataset": "paired", "labelme_dataset": "paired", "lfw_dataset": "paired",
    "mot_dataset": "paired", "mpii_dataset": "input_only",  # its poses are in a .mat, which is not opened
    "open_images_dataset/v5": "input_only",  # only names and licences are kept of it
    "open_images_dataset/v6/test, train": "paired",
    "voc_dataset/voc_dataset1": "paired", "voc_dataset/voc_dataset3": "paired",
    "vott_json_dataset/dataset": "paired", "widerface_dataset": "paired",
}  # fmt: skip


def test_many_formats_in_one_folder(real_data: Path) -> None:
    said = audit(real_data / "b_datumaro_formats_A" / "data")
    told = {part.name: part.form for part in said.parts}
    assert {name: told.get(name) for name in DATUMARO} == DATUMARO


def test_exactly_the_broken_pillow_images(real_data: Path) -> None:
    folder = real_data / "i_pillow_images_A"
    bad = json.loads((folder / "KEY_pillow_load_fails.json").read_text(encoding="utf-8"))["bad"]
    assert set(reasons(audit(folder / "data"))) == set(bad)


ARCHIVES = {
    "images_background_small1.zip": ("paired", 2720),
    "korean_cp949.zip": ("paired", 2),
    "evil_slip.zip": ("input_only", 1),
    "table.csv.zip": ("input_only", 2),
    "ascii.stl.zip": ("input_only", 1),
}


@pytest.mark.parametrize("archive", ARCHIVES)
def test_archives(real_data: Path, archive: str) -> None:
    said = audit(real_data / "i_archives_A" / "data" / archive)
    assert (said.form, said.counts.inputs) == ARCHIVES[archive]


def test_korean_names_in_an_archive(real_data: Path) -> None:
    said = audit(real_data / "i_archives_A" / "data" / "korean_cp949.zip")
    assert set(said.class_sizes) == {"정상", "불량품목"}


def rows(said: Audit) -> dict[str, int]:
    return {part.name: part.counts.inputs for part in said.parts}


def reasons(said: Audit) -> dict[str, str]:
    found = [finding for finding in said.findings if finding.kind == "unreadable"]
    return {sample.id: sample.detail for finding in found for sample in finding.samples}


def test_ten_tables_are_ten_parts(real_data: Path) -> None:
    said = audit(real_data / "e_vega_tables_A" / "data")
    told = rows(said)
    assert len(told) == 10
    assert (told["seattle-weather.csv"], told["unemployment.tsv"], told["penguins.json"]) == (1461, 3218, 344)
    series = {part.name for part in said.parts if part.systems[:1] == ("series_forecasting",)}
    assert {"co2-concentration.csv", "global-temp.csv", "us-employment.csv"} <= series


def test_workbooks(real_data: Path) -> None:
    said = audit(real_data / "e_workbooks_A" / "data")
    again = next(finding for finding in said.findings if finding.kind == "same_table_again")
    assert {"table.parquet", "table.ods", "table.xls", "table.xlsx"} <= {s.id for s in again.samples}
    assert any("sheets.xlsx#Sheet2" in name for name in rows(said))
    assert reasons(said) == {"merged-cells.xlsx": "no_rows"}


def test_broken_tables(real_data: Path) -> None:
    said = audit(real_data / "i_broken_tables_A" / "data")
    assert reasons(said) == {"without-rows.csv": "no_rows"}
    told = {item.key for part in said.parts for item in part.evidence}
    assert {"table_ragged", "table_encoding", "table_without_header"} <= told
    assert rows(said)["wide.csv"] == 3
    assert "compression__implicit-zip.csv" in str(rows(said))  # a zip called .csv is read


def test_every_lying_file_is_told(real_data: Path) -> None:
    said = audit(real_data / "i_media_broken_A" / "data")
    assert rows(said) == {"audio": 1, "mesh": 1}
    assert reasons(said) == {
        "count_lies.stl": "count_lies",
        "cut.stl": "cut_off",
        "cut_in_data.wav": "cut_off",
        "header_only.wav": "cut_off",
        "text.wav": "not_a_sound",
        "zero.wav": "empty_file",
    }


def test_speakers_are_told_as_groups_and_frames_as_of_their_video(real_data: Path) -> None:
    assert evidence(audit(real_data / "f_fsdd_flat" / "data"))["names_carry_groups"]["groups"] == 6
    assert evidence(audit(real_data / "f_lipvideo_A" / "data"))["frames_of_video"]["frames"] == 75
