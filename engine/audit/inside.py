"""The audit itself, in the process that reads: what a file does to it, its parent sees and mends."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import cast

from engine.audit.auditing import FIRST_PREVIEWS, audit_dataset, tell_previews
from engine.audit.early import early_previews
from engine.audit.guard import Alive, guard_in
from engine.audit.kept import open_kept
from engine.audit.thresholds import checked
from engine.dataset import open_dataset
from engine.dataset.corrections import corrections_in
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``{"path": str, "previews": int}`` → the audit as JSON. Raises ``UserError``.

    ``corrections`` (optional): what the user says in place of guesses, as JSON; ``claimed``:
    how many files there are in all; ``deep``: whether other backgrounds are looked for, as they
    are where somebody watches; ``kept``: whether what was found in files before is used, and kept.
    ``journal`` and ``broken`` come from who watches, see :mod:`engine.jobs.supervised`;
    without them all is read in this process.
    """
    path, previews = params.get("path"), params.get("previews", 24)
    if not isinstance(path, str) or not isinstance(previews, int):
        raise UserError("audit_params")
    claimed = params.get("claimed")
    if claimed is not None and not isinstance(claimed, int):
        raise UserError("audit_params")
    corrections = corrections_in(params)
    thresholds = checked(corrections.thresholds)
    guard = guard_in(params)
    deep = bool(params.get("deep", guard.children))
    reporter = Alive(reporter, guard.log)
    reporter.progress(0, None, "listing")
    early = early_previews(Path(path), min(previews, FIRST_PREVIEWS), guard.wrap)
    tell_previews(early, reporter)
    guard.rest()
    dataset = open_dataset(Path(path), corrections, guard.wrap)
    with ExitStack() as stack:
        if guard.children and params.get("kept", True):
            guard.kept = stack.enter_context(open_kept(Path(path)))
        audit = audit_dataset(dataset, Path(path), reporter, previews, guard, claimed, deep, thresholds)
    labels = audit.labels and audit.labels.model_copy(update={"accepted": len(corrections.relabel)})
    audit = audit.model_copy(update={"corrections": corrections, "labels": labels})
    return cast("Json", audit.model_dump(mode="json"))
