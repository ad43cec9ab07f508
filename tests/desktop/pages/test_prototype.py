"""The prototype page: what can be trained, a tiny training by real clicks, and trying the model."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.audit.types import Audit, Counts, Effective, ModalityPair
from engine.dataset.corrections import Corrections
from tests.desktop.pages.conftest import FakeChooser, draw, drop_paths


def audit_of(path, layout="class_folders", **kinds) -> Audit:
    return Audit(
        name=path.name,
        path=str(path),
        form="paired",
        confidence=0.95,
        layout=layout,
        evidence=(),
        modality=ModalityPair(**({"input": "image", "target": "category"} | kinds)),
        counts=Counts(inputs=33, pairs=33, unmatched_inputs=0, unmatched_targets=0, classes=2),
        class_sizes={"square": 17, "disc": 16},
        findings=(),
        effective=Effective(samples=32, low=32, high=32),
        volume="too_few",
        systems=("image_classification",),
    )


def page_with_sample(window, settle, path, **audit):
    settle(window, lambda: window.session.record_sample(path, audit_of(path, **audit), {}))
    window.show_page("prototype")
    return window.page("prototype")


def choose_seconds(page, qtbot, seconds: int) -> None:
    qtbot.mouseClick(page.setup.budget.own, Qt.MouseButton.LeftButton)
    page.setup.budget.own_seconds.clear()
    qtbot.keyClicks(page.setup.budget.own_seconds, str(seconds))
    assert page.setup.budget.seconds == seconds


def test_without_a_sample_it_leads_to_the_data(opened, qtbot):
    opened.show_page("prototype")
    page = opened.page("prototype")
    assert page.nothing.isVisible()
    assert not page.train.isVisible()
    qtbot.mouseClick(page.to_data, Qt.MouseButton.LeftButton)
    assert opened.current.key == "data"


def test_sample_that_fits_no_system_is_told_what_fits(opened, settle, ratings, wait):
    page = page_with_sample(opened, settle, ratings, layout="table", input="document")
    wait(page.misfit.isVisible)
    assert "a folder a class" in page.misfit.text.text()
    assert not page.train.isVisible()


def test_class_folders_of_texts_are_not_offered_to_a_picture_model(opened, settle, tmp_path, wait):
    page = page_with_sample(opened, settle, tmp_path, input="text")
    wait(lambda: page.misfit.isVisible() or page.train.isVisible())
    offered = [page.setup.systems.itemData(place) for place in range(page.setup.systems.count())]
    assert "image_classification" not in offered


def test_class_folders_of_pictures_offer_their_own_system_first(opened, settle, shapes, wait):
    page = page_with_sample(opened, settle, shapes)
    wait(page.train.isVisible)
    offered = [page.setup.systems.itemData(place) for place in range(page.setup.systems.count())]
    assert "image_classification" in offered
    assert page.setup.systems.isVisible() == (len(offered) > 1)


def test_vanished_sample_gets_a_sentence(opened, settle, tmp_path, qtbot, wait):
    page = page_with_sample(opened, settle, tmp_path / "gone")
    wait(page.train.isVisible)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    wait(lambda: not page.running())
    assert "gone" in page.banner.text()
    assert page.train.isEnabled()


def test_what_was_corrected_goes_along_into_the_training(opened, settle, shapes, qtbot, wait):
    corrected = audit_of(shapes).model_copy(update={"corrections": Corrections(folders={"lost": "ignore"})})
    settle(opened, lambda: opened.session.record_sample(shapes, corrected, {}))
    opened.show_page("prototype")
    page = opened.page("prototype")
    wait(page.train.isVisible)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    wait(lambda: not page.running())
    assert "lost" in page.banner.text()


def test_cancel_leaves_nothing_behind(opened, settle, shapes, qtbot, wait):
    page = page_with_sample(opened, settle, shapes)
    wait(page.train.isVisible)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    assert page.training.isVisible()
    folder = page._folder
    assert folder.is_dir()
    qtbot.mouseClick(page.training.work.cancel, Qt.MouseButton.LeftButton)
    wait(lambda: not page.running())
    assert not folder.exists()
    assert opened.session.state.prototypes == ()
    assert page.train.isEnabled()
    assert page.banner.isHidden()


@pytest.mark.slow
def test_train_see_save_and_try(opened, settle, shapes, tmp_path, qtbot, wait):
    page = page_with_sample(opened, settle, shapes)
    wait(page.train.isVisible)
    choose_seconds(page, qtbot, 10)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    wait(lambda: page.training.curve.points > 0)
    assert len(page.training.curve.baselines) == 2
    wait(lambda: page.training.gallery.isVisible() and not page.training.shown.cards.missing())
    english = set(page.training.curve.baselines), page.training.work.detail.text()
    opened.top.language_wanted.emit("ko")
    wait(lambda: not english[0] & set(page.training.curve.baselines))
    assert page.training.work.detail.text() != english[1]
    opened.top.language_wanted.emit("en")
    wait(lambda: page.result.isVisible() and page.result.grid.cards.rowCount())
    (record,) = opened.session.state.prototypes
    result = record.result
    assert page.result.headline.text() in (
        "Better than the simple way",
        "No better than the simple way",
        "Worse than the simple way",
    )
    assert page.result.table.counts.rowCount() == 2
    assert page.result.grid.cards.rowCount() == len(result.predictions)
    wait(lambda: not page.result.grid.cards.missing())
    wrong = sum(prediction.right is False for prediction in result.predictions)
    qtbot.mouseClick(page.result.wrong_only, Qt.MouseButton.LeftButton)
    assert page.result.grid.cards.rowCount() == wrong
    table = page.result.table
    row, column = next((r, c) for r in range(2) for c in range(2) if result.confusion[r][c])
    place = table.visualRect(table.counts.index(row, column)).center()
    page.scroll.ensureWidgetVisible(table)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.result.cell.isChecked()
    assert page.result.grid.cards.rowCount() == result.confusion[row][column]

    page.chooser = FakeChooser(tmp_path / "model.onnx")
    qtbot.mouseClick(page.result.save, Qt.MouseButton.LeftButton)
    wait((tmp_path / "model.onnx").exists)
    assert (tmp_path / "model.onnx").stat().st_size == result.model_bytes

    fitted = next(p for p in result.predictions if p.seen == "fitted")
    draw(tmp_path / "own" / "new.png", "disc", 39)
    (tmp_path / "own" / "known.png").write_bytes((shapes / fitted.id).read_bytes())
    drop_paths(page.try_model.drop, tmp_path / "own" / "new.png", tmp_path / "own" / "known.png")
    cards = page.try_model.grid.cards
    wait(lambda: cards.rowCount() == 2 and not cards.missing())
    marks = {cards.card(row).key.rsplit("/", 1)[-1]: cards.card(row).tag for row in range(2)}
    assert marks == {"new.png": "new data", "known.png": "fitted"}
    opened.top.language_wanted.emit("ko")
    wait(lambda: {cards.card(row).tag for row in range(2)} == {"새 데이터", "학습에 쓴 자료"})
    assert not cards.missing()
    opened.top.language_wanted.emit("en")
    qtbot.mouseClick(page.more_data.ask, Qt.MouseButton.LeftButton)
    assert page.more_data.work.isVisible()
    wait(lambda: not page.running())
    assert "too few to compare" in page.banner.text(), "a sentence, where parts of the sample are too small"
    assert page.more_data.ask.isVisible()


@pytest.mark.slow
def test_finish_now_keeps_the_best(opened, settle, shapes, qtbot, wait):
    page = page_with_sample(opened, settle, shapes)
    wait(page.train.isVisible)
    choose_seconds(page, qtbot, 600)
    qtbot.mouseClick(page.train, Qt.MouseButton.LeftButton)
    wait(lambda: page.training.curve.points > 0)
    qtbot.mouseClick(page.training.work.finish, Qt.MouseButton.LeftButton)
    wait(lambda: opened.session.state.prototypes)
    assert opened.session.state.prototypes[0].result.finished == "finish_now"
