"""What every set of ../shared/data truly is, by its README, and what Jjak says of it, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path

from engine.audit.inside import run
from engine.audit.types import Audit
from engine.errors import UserError
from tests.engine.audit.conftest import Remembering


@dataclass(frozen=True)
class Verdict:
    """``counts``: inputs, pairs, inputs and targets without a partner, classes.

    ``defects``: findings that the README names, by kind; others may be found besides.
    ``form``: of what is no data set, the code of the error.
    """

    form: str
    layout: str = ""
    input: str = ""
    target: str | None = None
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    volume: str = "too_few"
    system: str = ""
    defects: Mapping[str, int] = field(default_factory=dict)


def paired(layout: str, modality: str, target: str, inputs: int, classes: int = 0, **said: object) -> Verdict:
    """A set of which every input has a target, unless ``counts`` says otherwise."""
    told = Verdict("paired", layout, modality, target, (inputs, inputs, 0, 0, classes))
    return replace(told, **said)  # type: ignore[arg-type]


def inputs_only(layout: str, modality: str, inputs: int, **said: object) -> Verdict:
    """A set without targets."""
    told = Verdict("input_only", layout, modality, None, (inputs, 0, inputs, 0, 0))
    return replace(told, **said)  # type: ignore[arg-type]


def unpaired(first: int, second: int) -> Verdict:
    """Two heaps of images."""
    return Verdict(
        "unpaired", "two_domains", "image", "image", (first, 0, first, second, 0), system="cyclegan"
    )


CLASSES, DETECTION, PIX = "image_classification", "object_detection", "pix2pix"
SUPER, MASKS, COLOURS = "image_super_resolution", "segmentation", "colourisation"
TEXTS = "text_classification"

EVERY_SET: dict[str, Verdict] = {
    "a_omniglot_greek": paired("class_folders", "image", "category", 480, 24, system=CLASSES),
    "a_daynight_classes": paired("class_folders", "image", "category", 70, 2, system=CLASSES),
    "b_raccoon_voc": paired(
        "voc", "image", "boxes", 80, 1, system=DETECTION,
        defects={"exact_duplicates": 2, "conflicting_labels": 4},
    ),
    "b_raccoon_coco": paired("coco", "image", "boxes", 12, 1, system=DETECTION),
    "b_raccoon_yolo": paired("yolo", "image", "boxes", 12, 1, system=DETECTION),
    "b_raccoon_labelme": paired("labelme", "image", "boxes", 10, 1, system=DETECTION),
    "b_bccd60_voc": paired(
        "voc", "image", "boxes", 60, 3, system=DETECTION, defects={"imbalance": 2}
    ),
    "b_membrane_masks": paired(
        "paired_folders", "image", "image", 28, counts=(28, 20, 8, 0, 0), system=MASKS,
        defects={"unmatched_inputs": 8},
    ),
    "b_datumaro_formats_A": paired(
        "mixed", "image", "mixed", 71, counts=(81, 69, 12, 2, 27), system="",
        defects={"wrong_suffix": 7},
    ),
    "c_day2night_unpaired": unpaired(24, 20),
    "c_unpaired_tiny": unpaired(3, 3),
    "c_pix2pix_facades_tiny": paired("side_by_side", "image", "image", 4, system=PIX),
    "c_sidebyside_membrane": paired("side_by_side", "image", "image", 12, system=MASKS),
    "c_set5_sr": paired("paired_folders", "image", "image", 10, system=SUPER),
    "c_realsr_inputonly": inputs_only("flat_folder", "image", 25, system=COLOURS),
    "c_matting_sr_tiny": paired(
        "mixed", "image", "image", 6, counts=(3, 2, 1, 0, 0), system=MASKS
    ),
    "d_nsmc_tsv": paired(
        "table", "text", "category", 2000, 2, volume="few", system=TEXTS,
        defects={"exact_duplicates": 4},
    ),
    "d_nsmc_cp949_csv": paired("table", "text", "category", 500, 2, system=TEXTS),
    "d_nsmc_posneg_folders": paired("class_folders", "text", "category", 120, 2, system=TEXTS),
    "d_nsmc_synopses": inputs_only("table", "text", 50),
    "d_shakespeare": inputs_only("flat_folder", "text", 1, system="gpt"),
    "e_weather_parquet_xlsx": paired(
        "table", "table", "category", 1461, 5, volume="few", defects={"imbalance": 2, "same_table_again": 2}
    ),
    "e_movie_ratings": paired(
        "table", "table", "number", 5000, volume="few", defects={"duplicate_rows": 1}
    ),
    "f_fsdd_flat": paired("named_files", "audio", "category", 240, 10),
    "f_speech_three_formats": inputs_only("flat_folder", "audio", 3),
    "f_lipvideo_A": paired(
        "transcripts", "video", "text", 2, counts=(2, 1, 1, 0, 0), system="lip_sync"
    ),
    "f_video_gif_A": inputs_only("flat_folder", "video", 8),
    "g_meshes_A": inputs_only("flat_folder", "mesh", 32),
    "h_sroie_receipts_A": paired(
        "boxes", "image", "boxes", 14, system="document_ocr",
        defects={"exact_duplicates": 1, "conflicting_labels": 2},
    ),
    "h_ocr_images_A": inputs_only("flat_folder", "image", 15),
    "i_pillow_images_A": inputs_only("flat_folder", "image", 70, defects={"unreadable": 20}),
    "i_dirty_classes_A": paired(
        "class_folders", "image", "category", 26, 2,
        defects={"unreadable": 4, "wrong_suffix": 1, "ignored": 4, "exact_duplicates": 4,
                 "conflicting_labels": 2, "empty_class": 1},
    ),
    "i_media_broken_A": inputs_only("flat_folder", "audio", 2, defects={"unreadable": 6}),
    "j_imagededup_mixed": inputs_only(
        "flat_folder", "image", 11, defects={"unreadable": 1, "exact_duplicates": 2}
    ),
    "j_greek_wronglabels": paired("class_folders", "image", "category", 200, 10),
}  # fmt: skip


@cache
def audited(path: Path) -> Audit | str:
    """The audit of a folder, or the code of what is wrong with it; once for all who ask."""
    try:
        return Audit.model_validate(run({"path": str(path), "previews": 0}, Remembering()))
    except UserError as error:
        return error.code


def said_of(path: Path, expected: Verdict) -> Verdict:
    """What the audit says, in the terms of what is expected: only what that names is compared."""
    audit = audited(path)
    if isinstance(audit, str):
        return Verdict(audit)
    counts = audit.counts
    found = {finding.kind: finding.count for finding in audit.findings}
    return Verdict(
        audit.form,
        audit.layout,
        audit.modality.input,
        audit.modality.target,
        (counts.inputs, counts.pairs, counts.unmatched_inputs, counts.unmatched_targets, counts.classes),
        audit.volume,
        audit.systems[0] if expected.system and audit.systems else expected.system,
        {kind: found.get(kind, 0) for kind in expected.defects},
    )


def differences(expected: Verdict, said: Verdict) -> str:
    """Where the two part, or ""."""
    parted = [
        f"{item.name}: {getattr(said, item.name)}, not {getattr(expected, item.name)}"
        for item in fields(Verdict)
        if getattr(said, item.name) != getattr(expected, item.name)
    ]
    return "; ".join(parted)
