"""What the report tells of runs: further figures, splits, start, and whether more data would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.advice import refuse_forbidden
from engine.advice.types import Cell
from engine.case import MoreDataRecord
from engine.prototypes import more_words
from engine.prototypes.metrics import METRICS
from engine.prototypes.more_data import concluded
from engine.prototypes.types import CurveRun, Difference, Score
from engine.report.quoting import texts_of
from engine.report.types import KeyFigures, Table
from engine.rulebook import load_rule_book
from engine.texts import LANGUAGES

BOOK = load_rule_book()


def section(report, identifier):
    return next(section for section in report.sections if section.id == identifier)


def blocks(report, identifier, kind):
    return [block for block in section(report, identifier).blocks if isinstance(block, kind)]


@pytest.mark.parametrize("edition", ["client", "internal"])
def test_the_curve_of_more_data_is_told_with_ranges_and_beside_its_advice(full, edition) -> None:
    figures = ((40, 0.5), (80, 0.65), (160, 0.76), (320, 0.83))
    runs = [
        CurveRun(samples=n, figure=value + 0.01 * k, seen=0.99) for n, value in figures for k in (-1, 0, 1)
    ]
    found = concluded("image_classification", "parts", METRICS["accuracy"], 60, runs)
    (advised, *_) = full.assessment.advice.lines
    trace = replace(advised.trace, cells=(Cell("more_data", "helps", "sample"),))
    measured = full.but(more_data=(MoreDataRecord(found, 9),)).advising(
        lines=(replace(advised, trace=trace, kind="step"),)
    )
    report = measured.report("en", edition)
    told = texts_of((section(report, "prototype"),))
    assert "Would more data help? Image classification" in told
    assert "More data should help" in "\n".join(told)
    table = blocks(report, "prototype", Table)[-1]
    assert [row[0] for row in table.rows] == ["40", "80", "160", "320", "640", "1,600", "3,200"]
    assert table.rows[3][1:] == ("83.0 %", "82.0–84.0 %", "trained")
    assert table.rows[4][3] == "estimated"
    (step, *_) = texts_of((section(report, "steps"),))[1:]
    assert step.endswith(more_words.goal(found, "en"))
    assert not any("Would more data help?" in text for text in texts_of(full.report("en", edition).sections))


def test_a_run_tells_its_further_figures_its_splits_and_its_start(full) -> None:
    (record,) = full.state.prototypes
    changed = {"beside": {"f1": 0.8123}, "repeats": 3, "started_from": "start_weights", "unit": "decibel"}
    result = record.result.model_copy(update=changed)
    report = full.but(prototypes=(replace(record, result=result),)).report("en", "client")
    told = "\n".join(texts_of((section(report, "prototype"),)))
    assert "Further figures: f1 0.812." in told
    assert "judged 3 times, each with another split" in told
    assert "began from weights that Jjak had trained" in told
    shown = blocks(report, "summary", KeyFigures)[0].figures[-1]
    assert (shown.label, shown.value) == ("Prototype: Accuracy", "0.92 dB")
    plain = "\n".join(texts_of((section(full.report("en", "client"), "prototype"),)))
    assert "trained from scratch" in plain
    assert "Further figures" not in plain
    assert "another split" not in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_about_more_data_promises_what_nobody_may(language) -> None:
    figures = {"helps": (0.5, 0.65, 0.76, 0.83), "plateau": (0.82, 0.83, 0.83, 0.83)}
    told = set()
    for means, seen in ((figures["helps"], 1.0), (figures["plateau"], 1.0), (figures["plateau"], 0.85)):
        runs = [CurveRun(samples=40 * 2**n, figure=m, seen=seen) for n, m in enumerate(means) for _ in "abc"]
        found = concluded("image_classification", "parts", METRICS["accuracy"], 60, runs)
        told.add(more_words.answer(found, language))
        refuse_forbidden([more_words.answer(found, language), *more_words.lines(found, language)], BOOK)
    assert len(told) == 3


def test_all_runs_stand_in_the_consultants_edition_with_the_best_named(full) -> None:
    (record,) = full.state.prototypes
    better = record.result.model_copy(
        update={
            "model": Score(name="model", value=0.95, low=0.9, high=0.97),
            "difference": Difference(value=0.208, low=0.1, high=0.3),
        }
    )
    other = record.result.model_copy(update={"system": "wgan"})
    runs = [replace(record, result=one, order=9 + n) for n, one in enumerate((better, other))]
    case = full.but(prototypes=(record, *runs))
    told = texts_of((section(case.report("en"), "prototype"),))
    assert "Image classification: Better than the simple method" in told
    assert "WGAN (Wasserstein GAN): Better than the simple method" in told
    assert sum("never saw" in text for text in told) == 1, "the words are explained once"
    assert any("difference to the simple method is +20.8 %" in text for text in told)
    table = blocks(case.report("en"), "prototype", Table)[-1]
    assert [row[3] for row in table.rows] == [
        "91.7 % (85.2–95.5)",
        "95.0 % (90.0–97.0) · best of its kind",
        "91.7 % (85.2–95.5)",
    ]
    assert "All runs" not in texts_of((section(case.report("en", "client"), "prototype"),))
    assert "All runs" not in texts_of((section(full.report("en"), "prototype"),))
