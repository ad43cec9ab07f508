"""The image sets of ../shared/data: boxes a class, systems, parts of mixed sets, pairs in one image."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.audit.task import run
from engine.audit.types import Audit, PartSaid
from tests.engine.audit.conftest import Remembering

pytestmark = pytest.mark.real


def audit(path: Path) -> Audit:
    return Audit.model_validate(run({"path": str(path), "previews": 4}, Remembering()))


CLASSES = {
    "b_raccoon_voc": {"raccoon": 87},
    "b_raccoon_coco": {"raccoon": 13},
    "b_raccoon_yolo": {"raccoon": 13},
    "b_raccoon_labelme": {"raccoon": 11},
    "b_bccd60_voc": {"RBC": 947, "Platelets": 81, "WBC": 65},
}


@pytest.mark.parametrize("name", CLASSES)
def test_boxes_of_each_class(real_data: Path, name: str) -> None:
    said = audit(real_data / name / "data")
    assert said.class_sizes == CLASSES[name]
    assert said.form == "paired"
    assert said.modality.target == "boxes"
    assert said.systems == ("object_detection",)
    assert "boxes_inside" in [evidence.key for evidence in said.evidence]


# set: form, layout, inputs, pairs, the first system
PAIRS = {
    "b_raccoon_coco": ("paired", "coco", 12, 12, "object_detection"),
    "b_raccoon_yolo": ("paired", "yolo", 12, 12, "object_detection"),
    "b_membrane_masks": ("paired", "paired_folders", 28, 20, "segmentation"),
    "c_pix2pix_facades_tiny": ("paired", "side_by_side", 4, 4, "pix2pix"),
    "c_sidebyside_membrane": ("paired", "side_by_side", 12, 12, "segmentation"),
    "c_set5_sr": ("paired", "paired_folders", 10, 10, "image_super_resolution"),
    "c_day2night_unpaired": ("unpaired", "two_domains", 24, 0, "cyclegan"),
    "c_unpaired_tiny": ("unpaired", "two_domains", 3, 0, "cyclegan"),
    "c_realsr_inputonly": ("input_only", "flat_folder", 25, 0, "colourisation"),
    "h_sroie_receipts_A": ("paired", "boxes", 14, 14, "document_ocr"),
    "h_ocr_images_A": ("input_only", "flat_folder", 15, 0, "colourisation"),
    "a_omniglot_greek": ("paired", "class_folders", 480, 480, "image_classification"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_form_and_systems(real_data: Path, name: str) -> None:
    said = audit(real_data / name / "data")
    assert PAIRS[name] == (said.form, said.layout, said.counts.inputs, said.counts.pairs, said.systems[0])


def test_every_text_box_of_the_receipts(real_data: Path) -> None:
    said = audit(real_data / "h_sroie_receipts_A" / "data")
    evidence = {item.key: item.values for item in said.evidence}
    assert evidence["boxes_inside"]["boxes"] == 710
    assert evidence["third_file_beside"]["matched"] == 14


def told(parts: tuple[PartSaid, ...]) -> dict[str, tuple[str, int, int]]:
    return {part.name: (part.form, part.counts.inputs, part.counts.pairs) for part in parts}


def test_a_test_folder_without_masks_is_a_part(real_data: Path) -> None:
    said = audit(real_data / "b_membrane_masks" / "data")
    assert told(said.parts) == {"train": ("paired", 20, 20), "test": ("input_only", 8, 0)}


def test_matting_and_resolution_are_told_apart(real_data: Path) -> None:
    parts = told(audit(real_data / "c_matting_sr_tiny" / "data").parts)
    assert parts["matting_dataset"] == ("paired", 1, 1)
    assert parts["sr"] == ("paired", 1, 1)


DATUMARO = {
    "camvid_dataset": "paired", "coco_dataset/coco": "paired", "coco_dataset/coco_instances": "paired",
    "coco_dataset/coco_captions": "paired", "coco_dataset/coco_image_info": "input_only",
    "common_super_resolution_dataset": "paired", "cvat_dataset": "paired", "celeba_dataset": "paired",
    "icdar_dataset/text_localization": "paired", "icdar_dataset/word_recognition": "paired",
    "imagenet_dataset": "paired", "labelme_dataset": "paired", "lfw_dataset": "paired",
    "mot_dataset": "paired",
    "voc_dataset/voc_dataset1": "paired", "voc_dataset/voc_dataset3": "paired",
    "vott_json_dataset/dataset": "paired", "widerface_dataset": "paired",
}  # fmt: skip


def test_many_formats_in_one_folder(real_data: Path) -> None:
    said = audit(real_data / "b_datumaro_formats_A" / "data")
    forms = {part.name: part.form for part in said.parts}
    assert {name: forms.get(name) for name in DATUMARO} == DATUMARO
    assert (said.form, said.layout) == ("paired", "mixed")
