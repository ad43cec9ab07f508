"""The verdicts of ../shared/data/README.md, set by set."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.audit.task import run
from engine.audit.types import Audit
from tests.engine.audit.conftest import Remembering

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Verdict:
    """What a set truly is. ``findings``: kind → count, all of them."""

    form: str
    layout: str
    modality: tuple[str, str | None]
    counts: tuple[int, int, int, int, int]  # inputs, pairs, unmatched inputs, unmatched targets, classes
    effective: int
    volume: str = "too_few"
    findings: dict[str, int] = field(default_factory=dict)


IMAGE_CLASS = ("image", "category")
TEXT_CLASS = ("text", "category")
VERDICTS = {
    "a_omniglot_greek": Verdict("paired", "class_folders", IMAGE_CLASS, (480, 480, 0, 0, 24), 480),
    "a_daynight_classes": Verdict("paired", "class_folders", IMAGE_CLASS, (70, 70, 0, 0, 2), 70),
    "c_day2night_unpaired": Verdict("unpaired", "two_domains", ("image", "image"), (24, 0, 24, 20, 0), 24),
    "c_unpaired_tiny": Verdict("unpaired", "two_domains", ("image", "image"), (3, 0, 3, 3, 0), 3),
    "c_realsr_inputonly": Verdict("input_only", "flat_folder", ("image", None), (25, 0, 25, 0, 0), 25),
    "d_nsmc_tsv": Verdict(
        "paired", "table", TEXT_CLASS, (2000, 2000, 0, 0, 2), 1996, "few", {"exact_duplicates": 4}
    ),
    "d_nsmc_cp949_csv": Verdict("paired", "table", TEXT_CLASS, (500, 500, 0, 0, 2), 500),
    "d_nsmc_posneg_folders": Verdict("paired", "class_folders", TEXT_CLASS, (120, 120, 0, 0, 2), 120),
    "d_shakespeare": Verdict("input_only", "flat_folder", ("text", None), (1, 0, 1, 0, 0), 1),
    "e_weather_parquet_xlsx": Verdict(
        "paired",
        "table",
        ("table", "category"),
        (1461, 1461, 0, 0, 5),
        1461,
        "few",
        {"imbalance": 2, "same_table_again": 2},
    ),
    "e_movie_ratings": Verdict(
        "paired", "table", ("table", "number"), (5000, 5000, 0, 0, 0), 4999, "few", {"duplicate_rows": 1}
    ),
    "b_membrane_masks": Verdict(
        "paired",
        "paired_folders",
        ("image", "image"),
        (28, 20, 8, 0, 0),
        20,
        findings={"unmatched_inputs": 8},
    ),
    "b_raccoon_voc": Verdict(
        "paired",
        "voc",
        ("image", "boxes"),
        (80, 80, 0, 0, 1),
        78,
        findings={"exact_duplicates": 2, "conflicting_labels": 4},
    ),
    "b_bccd60_voc": Verdict(
        "paired", "voc", ("image", "boxes"), (60, 60, 0, 0, 3), 60, findings={"imbalance": 2}
    ),
    "c_set5_sr": Verdict("paired", "paired_folders", ("image", "image"), (10, 10, 0, 0, 0), 10),
    "h_sroie_receipts_A": Verdict(
        "paired",
        "boxes",
        ("image", "boxes"),
        (14, 14, 0, 0, 0),
        13,
        findings={"exact_duplicates": 1, "conflicting_labels": 2},
    ),
    "b_raccoon_labelme": Verdict("paired", "labelme", ("image", "boxes"), (10, 10, 0, 0, 1), 10),
    "h_ocr_images_A": Verdict("input_only", "flat_folder", ("image", None), (15, 0, 15, 0, 0), 15),
    "j_greek_wronglabels": Verdict("paired", "class_folders", IMAGE_CLASS, (200, 200, 0, 0, 10), 200),
    "j_imagededup_mixed": Verdict(
        "input_only",
        "flat_folder",
        ("image", None),
        (11, 0, 11, 0, 0),
        9,
        findings={"unreadable": 1, "exact_duplicates": 2},
    ),
    "i_dirty_classes_A": Verdict(
        "paired",
        "class_folders",
        IMAGE_CLASS,
        (26, 26, 0, 0, 2),
        22,
        findings={
            "unreadable": 4,
            "wrong_suffix": 1,
            "ignored": 4,
            "exact_duplicates": 4,
            "conflicting_labels": 2,
            "empty_class": 1,
        },
    ),
}


def audit(path: Path) -> Audit:
    return Audit.model_validate(run({"path": str(path), "previews": 4}, Remembering()))


@pytest.mark.parametrize("name", VERDICTS)
def test_verdict(real_data: Path, name: str) -> None:
    said = audit(real_data / name / "data")
    counts = said.counts
    assert VERDICTS[name] == Verdict(
        said.form,
        said.layout,
        (said.modality.input, said.modality.target),
        (counts.inputs, counts.pairs, counts.unmatched_inputs, counts.unmatched_targets, counts.classes),
        said.effective.samples,
        said.volume,
        {finding.kind: finding.count for finding in said.findings},
    )
    assert said.confidence >= 0.6


def test_classes_of_reviews(real_data: Path) -> None:
    assert audit(real_data / "d_nsmc_tsv" / "data").class_sizes == {"1": 1007, "0": 993}
    assert sorted(audit(real_data / "d_nsmc_cp949_csv" / "data").class_sizes.values()) == [226, 274]
    assert audit(real_data / "d_nsmc_posneg_folders" / "data").class_sizes == {"neg": 63, "pos": 57}


def test_exactly_the_broken_pillow_images(real_data: Path) -> None:
    folder = real_data / "i_pillow_images_A"
    bad = json.loads((folder / "KEY_pillow_load_fails.json").read_text(encoding="utf-8"))["bad"]
    said = audit(folder / "data")
    unreadable = next(finding for finding in said.findings if finding.kind == "unreadable")
    assert {sample.id for sample in unreadable.samples} == set(bad)
    assert said.counts.inputs == 70


@pytest.mark.parametrize(
    ("archive", "form", "inputs"),
    [
        ("images_background_small1.zip", "paired", 2720),
        ("korean_cp949.zip", "paired", 2),
        ("evil_slip.zip", "input_only", 1),
        ("table.csv.zip", "input_only", 2),
        ("ascii.stl.zip", "input_only", 1),
    ],
)
def test_archives(real_data: Path, archive: str, form: str, inputs: int) -> None:
    said = audit(real_data / "i_archives_A" / "data" / archive)
    assert (said.form, said.counts.inputs) == (form, inputs)


def test_korean_names_in_an_archive(real_data: Path) -> None:
    said = audit(real_data / "i_archives_A" / "data" / "korean_cp949.zip")
    assert set(said.class_sizes) == {"정상", "불량품목"}
