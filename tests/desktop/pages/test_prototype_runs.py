"""Runs beside one another on the prototype page, and whether more data would help, kept by the case."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.prototypes.metrics import METRICS
from engine.prototypes.more_data import concluded
from engine.prototypes.types import CurveRun, MoreData, PrototypeResult, Score
from tests.desktop.pages.test_prototype import page_with_sample


def result(figure: float, system="image_classification", seed=0) -> PrototypeResult:
    return PrototypeResult(
        system=system,
        data="shapes",
        metric="accuracy",
        model=Score(name="model", value=figure, low=figure - 0.1, high=figure + 0.05),
        baselines=(Score(name="majority", value=0.5, low=0.4, high=0.6),),
        outcome="better" if figure > 0.6 else "as_good",
        train_samples=20,
        validation_samples=6,
        test_samples=6,
        classes=("square", "disc"),
        confusion=((3, 0), (1, 2)),
        seconds=30,
        steps=400 + seed,
        parameters=1000,
        image_size=64,
        finished="budget",
        parity=1e-6,
        model_bytes=280_000,
        milliseconds_per_sample=1.0,
        seed=seed,
        curve=(),
        predictions=(),
    )


def curve(last: float) -> MoreData:
    figures = {5: 0.5, 10: 0.5 + (last - 0.5) / 2, 20: 0.5 + (last - 0.5) * 0.8, 40: last}
    runs = [
        CurveRun(samples=n, figure=value + 0.002 * k, seen=0.99)
        for n, value in figures.items()
        for k in range(3)
    ]
    return concluded("image_classification", "shapes", METRICS["accuracy"], 60, runs)


@pytest.fixture
def page(opened, settle, shapes, tmp_path, wait):
    page = page_with_sample(opened, settle, shapes)
    wait(page.train.isVisible)
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"a model")
    for number, (figure, system) in enumerate(
        ((0.7, "image_classification"), (0.9, "image_classification"), (0.55, "wgan"))
    ):
        made = result(figure, system, number)
        settle(opened, lambda made=made: opened.session.record_prototype(made, folder))
    return page


def row(page, number: int) -> list[str]:
    rows = page.runs.rows
    return [rows.index(number, column).data() for column in range(rows.columnCount())]


def test_runs_stand_beside_one_another_and_a_click_shows_one(opened, page, qtbot, wait):
    wait(lambda: page.result.facts.text().startswith("30 s of training, 402 steps"))
    assert page.runs_row.isVisible()
    assert [row(page, number)[2] for number in range(3)] == ["", "★", ""]
    assert row(page, 1)[:2] == ["Image classification", "90.0 % (80.0–95.0)"]
    assert row(page, 1)[3:8] == ["50.0 %", "better", "Accuracy", "30 s", "401"]
    assert [row(page, number)[4] for number in range(3)] == ["better", "better", "no better"]
    place = page.runs.visualRect(page.runs.rows.index(0, 1)).center()
    page.scroll.ensureWidgetVisible(page.runs)
    qtbot.mouseClick(page.runs.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait(lambda: "400 steps" in page.result.facts.text())
    qtbot.keyClick(page.runs, Qt.Key.Key_Down)
    wait(lambda: "401 steps" in page.result.facts.text())
    opened.top.language_wanted.emit("ko")
    wait(lambda: row(page, 1)[0] == "이미지 분류")
    assert page.runs.run == 1, "another language shows the same run"


def test_the_curve_is_kept_shown_again_and_advises(opened, page, settle, qtbot, wait, tmp_path):
    card = page.more_data
    assert (card.ask.text(), card.curve.isVisible()) == ("Measure it", False)
    settle(opened, lambda: card._jobs.finished.emit(curve(0.8).model_dump(mode="json")))
    wait(lambda: card.curve.points == 12)
    assert card.answer.text().startswith("More data should help")
    assert "With 80: Accuracy about" in card.figures.text()
    assert card.ask.text() == "Measure again"
    advised = {line.trace.rule for line in opened.session.assessment.advice.lines}
    assert "AL-8" in advised

    path = opened.session.path
    opened.session.close_case()
    wait(lambda: opened.session.state is None)
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        opened.session.open_case(path)
    opened.show_page("prototype")
    wait(lambda: card.curve.isVisible() and card.answer.text().startswith("More data should help"))
    settle(opened, opened.session.undo)
    wait(lambda: not card.curve.isVisible())
    assert card.ask.text() == "Measure it"
    advised = {line.trace.rule for line in opened.session.assessment.advice.lines}
    assert "AL-8" not in advised
