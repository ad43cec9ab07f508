"""A made-up audit with findings and rules for labels, and stand-ins for the jobs that look and show."""

from __future__ import annotations

import json
import time
from pathlib import Path

from engine.audit.types import (
    Audit,
    Counts,
    Effective,
    ExtentSaid,
    Finding,
    FindingSample,
    LabelsSaid,
    ModalityPair,
    Preview,
    RuleSaid,
)
from engine.dataset.corrections import Corrections
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from tests.desktop.pages.audits import draw_sight

GONE = "gone"  # samples of this name are no longer there
COPIES = 60


def show(params: dict[str, Json], reporter: Reporter) -> Json:
    """A picture for every id; whatever is called ``GONE`` is lost, a set called so cannot be opened."""
    if Path(str(params["path"])).stem == GONE:
        raise UserError("path_missing", path=str(params["path"]))
    ids = params["ids"]
    assert isinstance(ids, list)
    there = [str(one) for one in ids if GONE not in str(one)]
    previews: list[Json] = [
        Preview(id=one, input_image=draw_sight(place % 9)).model_dump() for place, one in enumerate(there)
    ]
    lost: dict[str, Json] = {str(one): "not_there_now" for one in ids if GONE in str(one)}
    reporter.emit("partial", name="shown", previews=previews, lost=lost)
    return lost


def look(params: dict[str, Json], reporter: Reporter) -> Json:
    """The made-up audit as it is corrected; without corrections it never ends, but tells what it has."""
    corrections = Corrections.model_validate(params.get("corrections", {}))
    audit = found_audit(str(params["path"]), corrections)
    if "corrections" not in params:
        known: Json = json.loads(audit.model_dump_json())
        reporter.emit("partial", name="audit", audit=known)
        while True:
            reporter.progress(3, 10, "deep_reading")
            time.sleep(0.02)
    answer: Json = json.loads(audit.model_dump_json())
    return answer


RULES = (
    RuleSaid(kind="spelling", label="cat ", becomes="cat", count=12, support=1.0),
    RuleSaid(kind="swap", label="nine", becomes="one", count=285, support=0.8, where=("folder 1", "s0")),
    RuleSaid(
        kind="better_source",
        label="",
        becomes="",
        count=4,
        support=0.97,
        where=("name 2", ""),
        says={"c": "cat"},
    ),
)


def found_audit(path: str = "/client/pictures", corrections: Corrections | None = None) -> Audit:
    """Pictures with copies, a dark one, a doubtful label, a broken file, and labels that can be redone."""
    said = corrections or Corrections()
    kept = {line.label for line in said.relabel}
    return Audit(
        name="pictures",
        path=path,
        form="paired",
        confidence=0.95,
        layout="class_folders",
        evidence=(),
        modality=ModalityPair(input="image", target="category"),
        counts=Counts(inputs=480, pairs=480, unmatched_inputs=0, unmatched_targets=0, classes=3),
        class_sizes={"cat": 300, "dog": 180},
        findings=_findings(),
        effective=Effective(samples=400, low=400, high=400),
        volume="too_few",
        corrections=said,
        labels=LabelsSaid(
            verdict="repairable",
            weighed=480,
            known=True,
            share=0.06,
            low=0.04,
            high=0.08,
            changed=0.6,
            rules=tuple(rule for rule in RULES if rule.label not in kept),
        ),
        extent=ExtentSaid(claimed=12_000, samples=4_100, low=3_100, high=5_200, least="few", most="few"),
        taken={"unreadable": 1, "exact_duplicates": COPIES, "swapped_backgrounds": 20},
    )


def _findings() -> tuple[Finding, ...]:
    copies = tuple(
        FindingSample(id=f"cat/copy {place}.png", detail=f"cat/{place}.png") for place in range(COPIES)
    )
    swapped = (
        FindingSample(id="dog/beach.png", detail="dog/wood.png"),
        FindingSample(id=f"dog/{GONE}.png", detail="dog/wood.png"),
    )
    return (
        Finding(kind="exact_duplicates", severity="warning", count=COPIES, samples=copies),
        Finding(kind="swapped_backgrounds", severity="note", count=2, samples=swapped),
        _one("dark_images", "cat/night.png", "31"),
        _one("doubtful_labels", "cat/barks.png", "cat → dog"),
        _one("unreadable", "cat/broken.png", "damaged_image"),
    )


def _one(kind: str, name: str, detail: str) -> Finding:
    return Finding(kind=kind, severity="note", count=1, samples=(FindingSample(id=name, detail=detail),))
