"""The job that prepares the example client for the window: its data, and an audited case."""

from __future__ import annotations

from pathlib import Path

from engine.audit import audit_dataset, measure
from engine.case import CaseFile
from engine.dataset import open_dataset
from engine.example.client import make_client_data
from engine.example.main_job import answer_interview
from engine.jobs import Json, Reporter
from engine.rulebook import load_rule_book
from engine.texts import Language, catalogue


def prepare(params: dict[str, Json], reporter: Reporter) -> Json:
    """Make the example in a new folder below ``params["folder"]``; result: {"case": path}.

    ``params["language"]`` is the language of its answers. A folder that is there already
    is left alone: the new one gets the next free number.
    """
    language: Language = "ko" if params["language"] == "ko" else "en"
    folder = _free_folder(Path(str(params["folder"])))
    data = folder / "data"
    make_client_data(data)
    case = CaseFile.create(folder / "example.jjak", catalogue("demo").say("case_name", language), language)
    try:
        answer_interview(case, load_rule_book(), language)
        audit = audit_dataset(open_dataset(data), data, reporter)
        case.record_sample(data, audit, measure(audit))
    finally:
        case.close()
    return {"case": str(folder / "example.jjak")}


def _free_folder(parent: Path) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = parent / (f"example-{number}" if number > 1 else "example")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder
