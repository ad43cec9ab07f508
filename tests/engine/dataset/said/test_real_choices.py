"""Which source of labels is followed in the real sets, and which others are offered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.dataset import open_dataset
from engine.dataset.corrections import Choice, Corrections
from engine.dataset.types import Dataset

pytestmark = pytest.mark.real

LABELS = {
    "a_omniglot_greek": ("folder:0", 480, []),
    "a_daynight_classes": ("folder:0", 70, []),
    "b_raccoon_voc": ("sidecar:xml", 80, []),
    "b_raccoon_coco": ("sidecar:coco", 12, []),
    "b_raccoon_yolo": ("sidecar:txt", 12, []),
    "b_raccoon_labelme": ("sidecar:json", 10, []),
    "b_bccd60_voc": ("sidecar:xml", 60, []),
    "b_membrane_masks": ("pairs:paired_folders", 20, []),
    "c_set5_sr": ("pairs:paired_folders", 10, []),
    "d_nsmc_posneg_folders": ("folder:0", 120, []),
    "d_nsmc_tsv": ("column:label", 2000, []),
    "d_nsmc_cp949_csv": ("column:긍정여부", 500, []),
    "e_movie_ratings": ("column:rating", 5000, []),
    "f_fsdd_flat": ("name:0", 240, ["name:1"]),
}
NONE = ("c_realsr_inputonly", "d_shakespeare", "f_speech_three_formats", "g_meshes_A", "h_ocr_images_A")


def the(dataset: Dataset, kind: str) -> Choice | None:
    return next((choice for choice in dataset.recognition.choices if choice.kind == kind), None)


@pytest.mark.parametrize("name", LABELS)
def test_the_source_of_labels(real_data: Path, name: str) -> None:
    source, covers, others = LABELS[name]
    choice = the(open_dataset(real_data / name / "data"), "labels")
    assert choice is not None
    assert (choice.chosen, choice.guessed) == (source, source)
    assert [option.id for option in choice.options if option.id not in (source, "none")] == others
    assert {option.covers for option in choice.options if option.id != "none"} == {covers}
    assert choice.why


@pytest.mark.parametrize("name", NONE)
def test_nothing_to_choose_nothing_asked(real_data: Path, name: str) -> None:
    assert open_dataset(real_data / name / "data").recognition.choices == ()


def test_doubt_comes_first(real_data: Path) -> None:
    lips = open_dataset(real_data / "f_lipvideo_A" / "data").recognition
    assert lips.confidence < 0.8
    assert lips.choices[0].kind == "pairing"


def test_speakers_instead_of_digits(real_data: Path) -> None:
    dataset = open_dataset(real_data / "f_fsdd_flat" / "data", Corrections(labels="name:1"))
    labels = [sample.target.value for sample in dataset.samples() if sample.target]
    assert {str(label): labels.count(label) for label in set(labels)} == dict.fromkeys(
        ("george", "jackson", "lucas", "nicolas", "theo", "yweweler"), 40
    )


def test_encodings_that_fit_a_cp949_table(real_data: Path) -> None:
    choice = the(open_dataset(real_data / "d_nsmc_cp949_csv" / "data"), "encoding")
    assert choice is not None
    ids = [option.id for option in choice.options]
    assert (choice.guessed, ids[0]) == ("cp949", "cp949")
    assert "utf-8" not in ids  # it does not decode
    assert "latin-1" in ids or "cp1252" in ids
    sample = str(choice.options[0].values["sample"])
    assert any("가" <= sign <= "힣" for sign in sample)


def test_masks_that_are_said_to_be_no_pairs(real_data: Path) -> None:
    dataset = open_dataset(real_data / "b_membrane_masks" / "data", Corrections(pairing="none"))
    assert (dataset.recognition.form, len(list(dataset.unmatched_targets()))) == ("unpaired", 20)
    assert len(list(dataset.samples())) == 28


@pytest.mark.parametrize("name", ["a_omniglot_greek", "b_bccd60_voc", "f_fsdd_flat", "h_sroie_receipts_A"])
def test_choices_cost_little(real_data: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.dataset import opening

    took: list[float] = []
    plain = opening.choices_of

    def timed(reached: opening.Reached) -> tuple[Choice, ...]:
        start = time.process_time()
        choices = plain(reached)
        took.append(time.process_time() - start)
        return choices

    monkeypatch.setattr(opening, "choices_of", timed)
    open_dataset(real_data / name / "data")
    assert took[0] < 0.3
