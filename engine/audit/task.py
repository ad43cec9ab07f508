"""The audit as a job: runs in a child process, as all files of strangers do."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from engine.audit.auditing import FIRST_PREVIEWS, audit_dataset, tell_previews
from engine.audit.early import early_previews
from engine.dataset import open_dataset
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``{"path": str, "previews": int}`` → the audit as JSON. Raises ``UserError``."""
    path, previews = params.get("path"), params.get("previews", 24)
    if not isinstance(path, str) or not isinstance(previews, int):
        raise UserError("audit_params")
    reporter.progress(0, None, "listing")
    tell_previews(early_previews(Path(path), min(previews, FIRST_PREVIEWS)), reporter)
    dataset = open_dataset(Path(path))
    audit = audit_dataset(dataset, Path(path), reporter, previews)
    return cast("Json", audit.model_dump(mode="json"))
