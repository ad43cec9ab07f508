"""What a sample answers by itself, and how far it speaks of all the client's data."""

from __future__ import annotations

import pytest

from engine.audit.measuring import measure
from engine.audit.types import Audit, Counts, Effective, ExtentSaid, LabelsSaid, ModalityPair

LABELS = LabelsSaid(verdict="repairable", weighed=900, known=False, share=0.2, low=0.1, high=0.3, changed=0.2)


def audit(**changes: object) -> Audit:
    plain = Audit(
        name="set",
        path="/set",
        form="paired",
        confidence=0.95,
        layout="class_folders",
        evidence=(),
        modality=ModalityPair(input="image", target="category"),
        counts=Counts(inputs=1000, pairs=1000, unmatched_inputs=0, unmatched_targets=0, classes=2),
        class_sizes={"a": 600, "b": 400},
        findings=(),
        effective=Effective(samples=700, low=690, high=700),
        volume="too_few",
    )
    return plain.model_copy(update=changes)


def test_a_class_counts_without_its_copies() -> None:
    assert measure(audit())["per_unit"] == 400
    assert measure(audit(distinct_classes={"a": 590, "b": 110}))["per_unit"] == 110


@pytest.mark.parametrize(
    ("taken", "found"),
    [
        ({"near_duplicates": 200, "swapped_backgrounds": 100}, "yes"),
        ({"near_duplicates": 40, "swapped_backgrounds": 60, "exact_duplicates": 900}, None),
        ({"unreadable": 900}, None),
        ({}, None),
    ],
)
def test_the_same_content_is_much_where_it_takes_away_three_tenths(
    taken: dict[str, int], found: str | None
) -> None:
    assert measure(audit(taken=taken)).get("same_content") == found


def test_labels_are_measured_where_their_verdict_is_told() -> None:
    assert measure(audit(labels=LABELS))["labels"] == "repairable"
    assert "labels" not in measure(audit(labels=LABELS.model_copy(update={"verdict": None})))
    assert measure(audit(labels=LABELS, form="input_only"))["labels"] == "none"


@pytest.mark.parametrize(
    ("least", "most", "proved", "volume", "scope"),
    [
        ("few", "few", False, 4018, "likely"),
        ("few", "many", True, 4018, "proved"),
        ("few", "many", False, 700, None),  # left open: the sample speaks for itself alone
    ],
)
def test_the_volume_is_that_of_all_the_data_where_the_sample_tells_it(
    least: str, most: str, proved: bool, volume: int, scope: str | None
) -> None:
    extent = ExtentSaid(claimed=12_000, samples=4018, low=3100, high=5200, proved=proved)
    extent = extent.model_copy(update={"least": least, "most": most})
    found = measure(audit(extent=extent))
    assert (found["volume"], found.get("volume_scope")) == (volume, scope)
