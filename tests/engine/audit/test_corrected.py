"""The audit as corrected: what was said rides along, is counted by, and is kept in a case."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from engine.audit.inside import run
from engine.audit.types import Audit
from engine.errors import UserError
from tests.engine.audit.conftest import Remembering


def picture(seed: int) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((32, 32), 40 + seed).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def cups(tmp_path: Path) -> Path:
    """Names that say two things: whether a cup is good, and its maker."""
    for number in range(16):
        name = f"all/{('ok', 'ng')[number % 2]}_{('acme', 'globex')[number // 8]}_{number:02}.png"
        (tmp_path / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / name).write_bytes(picture(number))
    return tmp_path / "set"


def audited(path: Path, corrections: object = None) -> Audit:
    params = {"path": str(path), "previews": 4, "corrections": corrections}
    return Audit.model_validate(run(params, Remembering()))  # type: ignore[arg-type]


def test_a_corrected_audit_counts_by_what_was_said(cups: Path) -> None:
    guess = audited(cups)
    assert (set(guess.class_sizes), bool(guess.corrections)) == ({"ok", "ng"}, False)
    labels = next(choice for choice in guess.choices if choice.kind == "labels")
    assert [option.id for option in labels.options] == ["name:0", "name:1", "none"]
    after = audited(cups, {"labels": "name:1"})
    assert after.class_sizes == {"acme": 8, "globex": 8}
    assert after.corrections.labels == "name:1"
    assert after.previews[0].target_text in ("acme", "globex")
    assert (after.confidence, after.evidence[0].key) == (1.0, "said_labels_name")
    none = audited(cups, {"labels": "none"})
    assert (none.form, none.counts.pairs, none.modality.target) == ("input_only", 0, None)
    assert "image_generator" in none.systems


def test_the_audit_survives_its_own_json(cups: Path) -> None:
    audit = audited(cups, {"labels": "name:1", "folders": {}})
    assert Audit.model_validate_json(audit.model_dump_json()) == audit


@pytest.mark.parametrize(
    ("corrections", "entry"),
    [
        ({"pairing": "magic"}, "pairing"),
        ({"columns": {"a": "both"}}, "columns"),
        ({"colour": "red"}, "colour"),
        ([1], ""),
        ("none", ""),
    ],
)
def test_what_is_no_correction_is_refused(cups: Path, corrections: object, entry: str) -> None:
    with pytest.raises(UserError) as caught:
        audited(cups, corrections)
    assert caught.value.code == "corrections_params"
    assert entry in str(caught.value.details["entry"])


def test_a_doubtful_source_is_asked_about_first(tmp_path: Path) -> None:
    for number in range(16):
        name = f"{('cup', 'pot')[number % 2]}_{('acme', 'globex')[number // 8]}_{number:02}.png"
        (tmp_path / name).write_bytes(picture(number))
    audit = audited(tmp_path)
    assert (audit.form, audit.choices[0].kind, audit.choices[0].chosen) == ("input_only", "labels", "none")
    assert [option.covers for option in audit.choices[0].options] == [16, 16, 0]
    assert audit.choices[0].why is not None
    assert audit.choices[0].why.key == "why_labels_none"
