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

    ``params["language"]`` is the language of its answers, ``params["scratch"]`` an existing
    empty folder on the same disk to make it in. Only what is whole is moved to its place; a
    folder that is there already is left alone, and the new one gets the next free number.
    """
    language: Language = "ko" if params["language"] == "ko" else "en"
    parent, made = Path(str(params["folder"])), Path(str(params["scratch"])) / "example"
    place = _free_place(parent)
    reporter.progress(0, None, "making")
    make_client_data(made / "data")
    case = CaseFile.create(made / "example.jjak", catalogue("demo").say("case_name", language), language)
    try:
        answer_interview(case, load_rule_book(), language)
        # The audit looks where the data are made, and names the place where they will lie.
        audit = audit_dataset(open_dataset(made / "data"), place / "data", reporter)
        case.record_sample(place / "data", audit, measure(audit))
    finally:
        case.close()
    made.rename(place)
    return {"case": str(place / "example.jjak")}


def _free_place(parent: Path) -> Path:
    number = 1
    while (place := parent / (f"example-{number}" if number > 1 else "example")).exists():
        number += 1
    return place
