"""The verdicts of ../shared/data/README.md on tables, texts, sound, video and meshes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.audit.types import Audit
from tests.engine.audit.test_real import audit

pytestmark = pytest.mark.real

# form, layout, modality of input and target, inputs, pairs, unmatched inputs, classes, effective
VERDICTS = {
    "d_nsmc_synopses": ("input_only", "table", "text", None, 50, 0, 50, 0, 50),
    "d_shakespeare": ("input_only", "flat_folder", "text", None, 1, 0, 1, 0, 1),
    "e_movie_ratings": ("paired", "table", "table", "number", 5000, 5000, 0, 0, 4999),
    "f_fsdd_flat": ("paired", "named_files", "audio", "category", 240, 240, 0, 10, 240),
    "f_speech_three_formats": ("input_only", "flat_folder", "audio", None, 3, 0, 3, 0, 3),
    "f_lipvideo_A": ("paired", "transcripts", "video", "text", 2, 1, 1, 0, 1),
    "f_video_gif_A": ("input_only", "flat_folder", "video", None, 8, 0, 8, 0, 8),
    "g_meshes_A": ("input_only", "flat_folder", "mesh", None, 32, 0, 32, 0, 30),
    "i_media_broken_A": ("input_only", "flat_folder", "audio", None, 2, 0, 2, 0, 2),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_verdict(real_data: Path, name: str) -> None:
    said = audit(real_data / name / "data")
    counts = said.counts
    assert VERDICTS[name] == (
        said.form,
        said.layout,
        said.modality.input,
        said.modality.target,
        counts.inputs,
        counts.pairs,
        counts.unmatched_inputs,
        counts.classes,
        said.effective.samples,
    )


def parts(said: Audit) -> dict[str, int]:
    return {part.name: part.counts.inputs for part in said.parts}


def reasons(said: Audit) -> dict[str, str]:
    found = [finding for finding in said.findings if finding.kind == "unreadable"]
    return {sample.id: sample.detail for finding in found for sample in finding.samples}


def test_ten_tables_are_ten_parts(real_data: Path) -> None:
    said = audit(real_data / "e_vega_tables_A" / "data")
    rows = parts(said)
    assert len(rows) == 10
    assert (rows["seattle-weather.csv"], rows["unemployment.tsv"], rows["penguins.json"]) == (1461, 3218, 344)
    series = {part.name for part in said.parts if part.systems[:1] == ("series_forecasting",)}
    assert {"co2-concentration.csv", "global-temp.csv", "us-employment.csv"} <= series


def test_workbooks(real_data: Path) -> None:
    said = audit(real_data / "e_workbooks_A" / "data")
    again = next(finding for finding in said.findings if finding.kind == "same_table_again")
    assert {"table.parquet", "table.ods", "table.xls", "table.xlsx"} <= {
        sample.id for sample in again.samples
    }
    assert any("sheets.xlsx#Sheet2" in name for name in parts(said))
    assert reasons(said) == {"merged-cells.xlsx": "no_rows"}


def test_broken_tables(real_data: Path) -> None:
    said = audit(real_data / "i_broken_tables_A" / "data")
    assert reasons(said) == {
        "compression__implicit-zip.csv": "archive_called_table",
        "without-rows.csv": "no_rows",
    }
    told = {item.key for part in said.parts for item in part.evidence}
    assert {"table_ragged", "table_encoding", "table_without_header"} <= told
    assert parts(said)["wide.csv"] == 3


def test_every_lying_file_is_told(real_data: Path) -> None:
    said = audit(real_data / "i_media_broken_A" / "data")
    assert parts(said) == {"audio": 1, "mesh": 1}
    assert reasons(said) == {
        "count_lies.stl": "count_lies",
        "cut.stl": "cut_off",
        "cut_in_data.wav": "cut_off",
        "header_only.wav": "cut_off",
        "text.wav": "not_a_sound",
        "zero.wav": "empty_file",
    }


def test_speakers_are_told_as_groups_and_frames_as_of_their_video(real_data: Path) -> None:
    digits = {item.key: item.values for item in audit(real_data / "f_fsdd_flat" / "data").evidence}
    assert digits["names_carry_groups"]["groups"] == 6
    lips = {item.key: item.values for item in audit(real_data / "f_lipvideo_A" / "data").evidence}
    assert lips["frames_of_video"]["frames"] == 75
