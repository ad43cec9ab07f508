"""The whole main job on the example client, with no screen.

Interview answers → audit → prototype trained, exported and run → report. Every step
goes through the same rooms as the window: long work in child processes, everything
kept in one case file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import TypeAdapter

from engine.advice import assess
from engine.audit import measure
from engine.audit.types import Audit
from engine.case import CaseFile
from engine.errors import UserError
from engine.example.client import Planted, make_client_data, make_new_pictures
from engine.interview import read_answers
from engine.jobs import Event, Json, Task, run
from engine.prototypes import scratch_beside
from engine.prototypes.types import Prediction, PrototypeResult
from engine.report import build_report, write_report
from engine.rulebook import load_library, load_rule_book
from engine.rulebook.types import RuleBook
from engine.texts import LANGUAGES, Language, catalogue

AUDIT = Task("engine.audit.task", "run")
TRAIN = Task("engine.prototypes.task", "train")
RUN = Task("engine.prototypes.running", "run")
REPORT_SUFFIXES = ("pdf", "docx", "html", "md")

Tell = Callable[[str, Mapping[str, object]], None]
"""Takes a key of the catalogue ``demo`` and its values: one finished step."""

OnEvent = Callable[[str, Event], None]
"""Takes the running step and an event of its child process."""


@dataclass(frozen=True)
class MainJob:
    """What the main job left behind, all below the folder it was given."""

    case: Path
    data: Path
    audit: Audit
    planted: Planted
    result: PrototypeResult
    new_pictures_right: int
    new_pictures: int
    reports: tuple[Path, ...]


def run_main_job(out: Path, seconds: float, language: Language, tell: Tell, on_event: OnEvent) -> MainJob:
    """Do the whole main job into the folder ``out``, which must be missing or empty.

    ``seconds`` is the training budget. Raises UserError, and whatever ends a job.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError("demo_out_not_empty", path=str(out))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("demo_out_not_made", path=str(out)) from error
    book = load_rule_book()
    planted, truth = _make_data(out, tell)
    case = CaseFile.create(out / "example.jjak", catalogue("demo").say("case_name", language), language)
    try:
        answer_interview(case, book, language)
        _tell_verdict(case, book, language, tell)
        audit = _audit(case, out / "data", tell, on_event)
        result = _train(case, out, seconds, tell, on_event)
        right = _run_on_new(out, truth, tell, on_event)
        reports = _write_reports(case, book, out / "report", tell)
    finally:
        case.close()
    return MainJob(
        case=out / "example.jjak",
        data=out / "data",
        audit=audit,
        planted=planted,
        result=result,
        new_pictures_right=right,
        new_pictures=len(truth),
        reports=reports,
    )


def answer_interview(case: CaseFile, book: RuleBook, language: Language) -> None:
    """Put the example client's answers into a case."""
    with as_file(files("assets") / "example" / f"answers_{language}.toml") as path:
        for question, answer in read_answers(path, book).items():
            case.answer(question, answer.value)
    case.set_client(catalogue("demo").say("client_name", language))


def _make_data(out: Path, tell: Tell) -> tuple[Planted, dict[str, str]]:
    planted = make_client_data(out / "data")
    truth = make_new_pictures(out / "new-pictures")
    tell(
        "data_made",
        {
            "pictures": planted.pictures,
            "copies": len(planted.exact_copies),
            "backgrounds": len(planted.other_backgrounds),
            "wrong": len(planted.wrong_labels),
            "broken": len(planted.broken),
            "path": str(out / "data"),
        },
    )
    return planted, truth


def _tell_verdict(case: CaseFile, book: RuleBook, language: Language, tell: Tell) -> None:
    assessment = assess(book, case.state.answers, case.state.measured)
    advice = assessment.advice
    answered = sum(step.answer is not None for step in assessment.path.steps)
    headline = advice.ruling.headline.say(language) if advice.ruling else "–"
    rule = advice.ruling.trace.rule if advice.ruling else "–"
    tell("interviewed", {"answered": answered, "headline": headline, "rule": rule})


def _audit(case: CaseFile, data: Path, tell: Tell, on_event: OnEvent) -> Audit:
    raw = run(AUDIT, {"path": str(data), "previews": 24}, on_event=lambda event: on_event("audit", event))
    audit = Audit.model_validate(raw)
    case.record_sample(data, audit, measure(audit))
    counted = {finding.kind: finding.count for finding in audit.findings}
    tell(
        "audited",
        {
            "form": catalogue("findings").say(f"form_{audit.form}", case.state.language),
            "inputs": audit.counts.inputs,
            "classes": audit.counts.classes,
            "copies": counted.get("exact_duplicates", 0),
            "unreadable": counted.get("unreadable", 0),
            "effective": audit.effective.samples,
        },
    )
    return audit


def _train(case: CaseFile, out: Path, seconds: float, tell: Tell, on_event: OnEvent) -> PrototypeResult:
    folder = out / "prototype"
    scratch = scratch_beside(folder)
    params: dict[str, Json] = {
        "system": "image_classification",
        "path": str(out / "data"),
        "out": str(folder),
        "seconds": seconds,
        "seed": 0,
        "scratch": str(scratch),
    }
    raw = run(TRAIN, params, on_event=lambda event: on_event("train", event), scratch=scratch)
    result = PrototypeResult.model_validate(raw)
    case.record_prototype(result, folder)
    names = catalogue("prototypes")
    best = result.ranked()[0]
    tell(
        "trained",
        {
            "accuracy": result.model.value,
            "low": result.model.low,
            "high": result.model.high,
            "baseline_name": names.say(best.name, case.state.language),
            "baseline": best.value,
            "test": result.test_samples,
            "seconds": result.seconds,
        },
    )
    tell("exported", {"kilobytes": round(result.model_bytes / 1000), "parity": result.parity})
    return result


def _run_on_new(out: Path, truth: Mapping[str, str], tell: Tell, on_event: OnEvent) -> int:
    params: dict[str, Json] = {
        "model": str(out / "prototype" / "model.onnx"),
        "path": str(out / "new-pictures"),
        "out": str(out / "new-pictures-results"),
    }
    raw = run(RUN, params, on_event=lambda event: on_event("run", event))
    listed = raw.get("predictions") if isinstance(raw, dict) else None
    predictions = TypeAdapter(list[Prediction]).validate_python(listed)
    right = sum(truth.get(Path(prediction.id).name) == prediction.predicted for prediction in predictions)
    tell("ran", {"right": right, "new": len(truth)})
    return right


def _write_reports(case: CaseFile, book: RuleBook, folder: Path, tell: Tell) -> tuple[Path, ...]:
    folder.mkdir()
    state = case.state
    assessment = assess(book, state.answers, state.measured, without=state.without)
    library = load_library()
    written = []
    for language in LANGUAGES:
        report = build_report(state, assessment, book, case.blob, "client", language, date.today(), library)
        for suffix in REPORT_SUFFIXES:
            path = folder / f"report.{language}.{suffix}"
            write_report(report, path, book)
            written.append(path)
    tell("reported", {"files": len(written), "path": str(folder)})
    return tuple(written)
