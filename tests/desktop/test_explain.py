"""What explains the advice, in the panel: by real clicks and keys."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.book.parts import EntryLink
from desktop.widgets.explain.alternatives import ChangeCard, useful_first
from desktop.widgets.explain.fold import Fold, Some
from desktop.widgets.explain.tabs import stops
from desktop.widgets.explain.volume import GuideCard
from desktop.widgets.labels import Label
from desktop.widgets.step_card import StepCard
from desktop.widgets.verdict import verdict_word
from engine.advice import assess, explain
from engine.interview.types import Answer

TASK = {"input_kind": "image", "output_kind": "category"}
STUCK = {**TASK, "form": "unpaired", "volume": 1200, "labels": "repairable"}


@pytest.fixture
def tell(opened, settle):
    """Answer questions of the open case."""

    def answer(**answers: object) -> None:
        for question, value in answers.items():
            settle(opened, lambda question=question, value=value: opened.session.answer(question, value))

    return answer


def click(qtbot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def said(widget: QWidget) -> str:
    """Every word of a widget that is to be seen."""
    labels = widget.findChildren(Label)
    own = [widget] if isinstance(widget, Label) else []
    return "\n".join(label.text() for label in (*own, *labels) if label.isVisibleTo(widget))


def opened_fold(window, qtbot, name: str) -> Fold:
    fold = window.panel.sections.folds[name]
    if not fold.is_open:
        click(qtbot, fold.button)
    assert fold.body is not None
    return fold


# Why


def test_reason_names_pack_answers_and_source(opened, tell, qtbot):
    assert opened.panel.reason is None
    tell(**STUCK)
    trace = opened.session.assessment.advice.ruling.trace
    reason, book = opened.panel.reason, opened.session.book
    assert reason.pack.text() == book.packs[trace.pack].title.en
    assert "Form: Unpaired" in reason.used.text()
    assert trace.source[0].title.en in reason.source.text()
    assert not reason.details.isVisible()
    click(qtbot, reason.why)
    assert trace.because.en in said(reason.details)


def test_reason_stays_as_it_is_while_nothing_of_it_changes(opened, tell, qtbot):
    tell(**STUCK)
    reason = opened.panel.reason
    click(qtbot, reason.why)
    tell(public_similar="yes")
    assert opened.panel.reason is reason
    assert reason.details.isVisible()
    tell(form="paired")
    assert opened.panel.reason is not reason


# Today


def test_today_stands_beside_the_verdict_with_outlook_and_need(opened, tell, qtbot):
    tell(**STUCK)
    advice, card = opened.session.assessment.advice, opened.panel.today
    (line,) = advice.today
    (body,) = card.lines
    assert opened.panel.light.verdict == advice.ruling.verdict
    assert verdict_word(line.outlook) in body.outlook.text()
    assert line.need.en in body.need.text()
    assert not body.condition.isVisible()
    assert line.text.en not in said(body)
    click(qtbot, body.why)
    assert line.text.en in said(body)
    assert line.trace.because.en in said(body)


def test_several_rows_say_on_what_they_depend(opened, tell):
    tell(form="unpaired", volume="few")
    lines, bodies = opened.session.assessment.advice.today, opened.panel.today.lines
    assert len(lines) == len(bodies) == 2
    conditions = [body.condition.text() for body in bodies]
    assert conditions[0] == "If Labels: Good"
    assert "Disordered or None" in conditions[1]
    assert all(body.condition.isVisible() for body in bodies)


def test_pack_is_switched_off_and_on_again(opened, tell, settle, qtbot):
    tell(**STUCK)
    opened.activateWindow()
    panel = opened.panel
    verdict = panel.light.verdict
    panel.today.switch.setFocus()
    settle(opened, lambda: click(qtbot, panel.today.switch))
    assert opened.session.state.without == {"today"}
    assert panel.today.lines == []
    assert "Left out" in said(panel.today)
    assert not panel.today.switch.isChecked()
    assert panel.light.verdict == verdict
    packs = [line.trace.pack for line in opened.session.assessment.advice.lines]
    assert "today" not in packs
    assert panel.today.switch.hasFocus()
    settle(opened, lambda: qtbot.keyClick(panel.today.switch, Qt.Key.Key_Space))
    assert opened.session.state.without == frozenset()
    assert len(panel.today.lines) == 1
    assert panel.today.switch.isChecked()


def test_switch_moves_only_when_the_case_says_so(opened, tell, settle, qtbot):
    tell(**STUCK)
    switch = opened.panel.today.switch
    settle(opened, lambda: (click(qtbot, switch), check(switch.isChecked())))
    assert not switch.isChecked()
    settle(opened, opened.session.undo)
    assert switch.isChecked()


def check(value: object) -> None:
    assert value


def test_packs_are_listed_and_switched_there_too(opened, tell, settle, qtbot):
    tell(**STUCK)
    fold = opened_fold(opened, qtbot, "packs")
    for pack in opened.session.book.packs.values():
        assert pack.title.en in said(fold.body)
    assert list(fold.body.switches) == ["today"]
    opened.activateWindow()
    fold.body.switches["today"].setFocus()
    settle(opened, lambda: click(qtbot, fold.body.switches["today"]))
    assert opened.session.state.without == {"today"}
    assert fold.body.switches["today"].hasFocus()  # built anew under the user's hands
    assert fold.button.summary() == "in use: 2 of 3"


# Folding


def test_only_the_next_steps_are_open_and_only_they_are_built(opened, tell):
    tell(**STUCK)
    folds = opened.panel.sections.folds
    assert [name for name, fold in folds.items() if fold.is_open] == ["step"]
    assert [name for name, fold in folds.items() if fold.body is not None] == ["step"]


def test_long_lists_end_with_how_many_more(opened, tell, qtbot):
    tell(**STUCK, public_similar="yes", pretrained="yes")
    steps = [line for line in opened.session.assessment.advice.lines if line.kind == "step"]
    body = opened.panel.sections.folds["step"].body
    assert isinstance(body, Some)
    assert len(body.findChildren(StepCard)) == 3
    assert body.more.text() == f"{len(steps) - 3} more"
    opened.activateWindow()
    body.more.setFocus()
    qtbot.keyClick(body.more, Qt.Key.Key_Return)
    cards = body.findChildren(StepCard)
    assert len(cards) == len(steps)
    assert not body.more.isVisible()
    assert cards[3].isAncestorOf(QApplication.focusWidget())


def test_folding_is_kept_and_what_did_not_change_is_not_built_anew(opened, tell, qtbot):
    tell(**STUCK)
    fold = opened_fold(opened, qtbot, "task")
    body = fold.body
    tell(owner="Kim")
    assert fold.is_open
    assert fold.body is body
    tell(output_kind="boxes")
    assert fold.is_open
    assert fold.body is not body
    click(qtbot, fold.button)
    assert not fold.body.isVisible()


def test_keys_open_a_fold_and_tab_goes_through_it_in_order(opened, tell, qtbot):
    tell(**STUCK)
    opened.activateWindow()
    fold = opened.panel.sections.folds["condition"]
    fold.button.setFocus()
    qtbot.keyClick(fold.button, Qt.Key.Key_Return)
    assert fold.is_open
    qtbot.waitUntil(lambda: tab_order(opened.panel._whole) == list(stops(opened.panel._whole)))
    qtbot.keyClick(fold.button, Qt.Key.Key_Tab)
    assert fold.body.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(fold.button, Qt.Key.Key_Space)
    assert not fold.is_open


def tab_order(root: QWidget) -> list[QWidget]:
    """The stops inside ``root`` as Qt goes through them."""
    wanted = list(stops(root))
    order, widget = [wanted[0]], wanted[0].nextInFocusChain()
    while widget is not wanted[0]:
        if widget in wanted:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def test_folded_panel_builds_nothing_until_it_is_unfolded(opened, tell, qtbot):
    opened.resize(900, 700)
    qtbot.waitUntil(lambda: opened.panel.folded)
    tell(**STUCK)
    assert opened.panel.reason is None
    assert opened.panel.sections.folds["step"].body is None
    click(qtbot, opened.panel._strip._button)
    assert opened.panel.reason is not None
    assert opened.panel.sections.folds["step"].body is not None


def test_everything_is_said_in_the_other_language(opened, tell, qtbot):
    tell(**STUCK)
    for name in opened.panel.sections.folds:
        if not opened.panel.sections.folds[name].isHidden():
            opened_fold(opened, qtbot, name)
    opened.top.language_wanted.emit("ko")
    try:
        title = opened.session.book.packs["deck2020"].title.ko
        qtbot.waitUntil(lambda: opened.panel.reason.pack.text() == title)
        assert "판단에 쓴 답" in opened.panel.reason.used.text()
        assert "전망" in opened.panel.today.lines[0].outlook.text()
        volume = said(opened.panel.sections.folds["volume"])
        assert "종류마다 그림" in volume
        assert "as said" not in volume
    finally:
        opened.top.language_wanted.emit("en")


# Task and volume


def test_task_names_its_systems_and_leads_to_their_cards(opened, tell, qtbot):
    tell(**STUCK, direction="generate")
    fold = opened_fold(opened, qtbot, "task")
    framing = opened.session.assessment.advice.framing
    assert framing.disagrees
    assert "other direction" in said(fold.body)
    assert framing.shape.text.en in said(fold.body)
    link = fold.body.links[0]
    assert link.text() == "Image classification (ResNet)"
    click(qtbot, link)
    assert opened.current.key == "rulebook"
    qtbot.waitUntil(lambda: opened.current.here == f"cards/{framing.systems[0]}", timeout=20_000)


def test_volume_holds_the_number_against_deck_and_guides(opened, tell, qtbot):
    tell(**STUCK)
    body = opened_fold(opened, qtbot, "volume").body
    assert body.deck.mine.text() == "Here: 1,200, as said → Few"
    assert "From 10,000 on" in said(body.deck)
    guides = opened.session.assessment.advice.guides
    assert len(body.findChildren(GuideCard)) == 2
    assert body.guides.more.text() == f"{len(guides) - 2} more"
    vertex = next(line.guide for line in guides if line.guide.id == "G-01")
    card = body.findChildren(GuideCard)[0]
    assert f"10 {vertex.unit.en}" in said(card)
    assert f"1,000 {vertex.unit.en}" in said(card)
    assert "read 2026-11" in card.source.text()
    click(qtbot, body.ask)
    assert opened.current.question() == "per_unit"


def test_counted_units_say_what_they_reach(opened, tell, qtbot):
    tell(**{**STUCK, "form": "paired", "per_unit": 300})
    body = opened_fold(opened, qtbot, "volume").body
    assert not body.ask.isVisible()
    words = said(body.findChildren(GuideCard)[0])
    assert "Here: 300" in words
    assert "makes sense" in words


# Alternatives


def test_changes_say_question_answer_and_verdict(opened, tell, qtbot):
    tell(**STUCK)
    fold = opened_fold(opened, qtbot, "changes")
    session = opened.session
    told = explain(session.book, session.state.answers, session.state.measured, session.assessment)
    cards = fold.findChildren(ChangeCard)
    assert len(cards) == min(3, len(told.changes))
    first = told.changes[0]
    words = said(cards[0])
    assert session.book.question(first.needs[0].fact).text.en in words
    assert "Unpaired → Paired" in words
    assert verdict_word(first.verdict) in words
    assert first.headline.en in words


def test_nothing_would_be_better_than_a_start(opened, tell):
    tell(form="paired", volume="many", labels="good")
    assert opened.panel.light.verdict == "start"
    assert opened.panel.sections.folds["changes"].isHidden()


def test_nearly_begins_with_what_is_open_and_leads_to_its_question(opened, tell, qtbot):
    tell(**STUCK)
    fold = opened_fold(opened, qtbot, "nearly")
    session = opened.session
    told = explain(session.book, session.state.answers, session.state.measured, session.assessment)
    ordered = useful_first(told.nearly)
    assert sorted(entry.rule for entry in ordered) == sorted(entry.rule for entry in told.nearly)
    assert ordered[0].need.now is None
    assert ordered[-1].kind == "verdict"
    links = fold.findChildren(EntryLink)
    assert len(links) == 4
    assert links[0].text() == ordered[0].text.en
    click(qtbot, links[0])
    assert opened.current.question() == ordered[0].need.fact


def test_law_is_asked_and_not_concluded(opened, tell, qtbot):
    tell(**STUCK, people=("face",), consent="no")
    lines = [line for line in opened.session.assessment.advice.lines if line.kind == "question"]
    assert lines
    fold = opened_fold(opened, qtbot, "question")
    assert lines[0].text.en in said(fold.body)
    assert "not concluded" in fold.button.summary()


def test_without_a_case_there_is_nothing_to_explain(opened, tell, qtbot):
    tell(**STUCK)
    with qtbot.waitSignal(opened.session.case_closed, timeout=20_000):
        opened.session.close_case()
    assert opened.panel.reason is None
    assert not opened.panel.today.isVisible()
    assert all(fold.isHidden() for fold in opened.panel.sections.folds.values())


def test_explaining_takes_no_longer_than_a_picture(opened):
    book = opened.session.book
    answers = {name: Answer(value, place) for place, (name, value) in enumerate(STUCK.items(), start=1)}
    assessment = assess(book, answers, {})
    took = []
    for _ in range(10):
        begun = time.perf_counter()
        explain(book, answers, {}, assessment)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.010
