"""The interview by real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.pages.interview import InterviewPage
from desktop.widgets.answer_fields import AmountField, CountField, TextField
from desktop.window import MainWindow
from engine.audit.types import Audit, Counts, Effective, ModalityPair
from engine.interview.types import UNKNOWN

Settle = Callable[[MainWindow, Callable[[], object]], None]


def interview(window: MainWindow, question: str = "") -> InterviewPage:
    window.show_page("interview", question)
    page = window.current
    assert isinstance(page, InterviewPage)
    return page


def answered(window: MainWindow, question: str) -> object:
    state = window.session.state
    assert state is not None
    return state.answers[question].value if question in state.answers else None


def test_click_commits_and_only_then_shows_as_chosen(opened, settle, qtbot):
    page = interview(opened, "form")
    card = page.field.cards["unpaired"]
    settle(opened, lambda: qtbot.mouseClick(card, Qt.MouseButton.LeftButton))
    assert answered(opened, "form") == "unpaired"
    assert [key for key, each in page.field.cards.items() if each.isChecked()] == ["unpaired"]
    assert page.question() == "form"  # choosing alone doesn't move on


def test_number_key_chooses_and_enter_moves_on(opened, settle, qtbot):
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_2))
    assert answered(opened, "form") == "unpaired"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    steps = [step.question.id for step in opened.session.assessment.path.steps]
    assert page.question() == steps[steps.index("form") + 1]


def test_unknown_is_last_and_is_an_answer(opened, settle, qtbot):
    page = interview(opened, "form")
    assert list(page.field.cards)[-1] == UNKNOWN
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_4))
    assert answered(opened, "form") == UNKNOWN
    assert "form" in [question.id for question in opened.session.assessment.advice.ask_client]


def test_escape_changes_nothing(opened, settle, qtbot):
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_1))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.question() == "form"
    assert answered(opened, "form") == "paired"


def test_text_is_typed_and_enter_keeps_it(opened, settle, qtbot):
    page = interview(opened, "wish_words")
    assert isinstance(page.field, TextField)
    qtbot.keyClicks(page.field.text, "Sort parts 1 2 3")
    settle(opened, lambda: qtbot.keyClick(page.field.text, Qt.Key.Key_Return))
    assert answered(opened, "wish_words") == "Sort parts 1 2 3"
    assert page.question() != "wish_words"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.question() == "wish_words"
    assert page.field.text.toPlainText() == "Sort parts 1 2 3"


def test_typed_words_answer_their_own_question_once(opened, settle, qtbot):
    page = interview(opened, "wish_words")
    opened.activateWindow()
    qtbot.waitUntil(page.field.text.hasFocus, timeout=10_000)
    qtbot.keyClicks(page.field.text, "Sort parts")
    settle(opened, lambda: qtbot.keyClick(page.field.text, Qt.Key.Key_Return))
    following = page.question()
    settle(opened, lambda: opened.session.set_client("Hanbit"))  # whatever came before it is committed
    assert answered(opened, following) is None
    assert page.field.text.toPlainText() == ""
    settle(opened, opened.session.undo)
    settle(opened, opened.session.undo)
    assert answered(opened, "wish_words") is None  # one change, taken back by one undo


def test_undo_that_takes_the_question_away_stays_near_it(opened, settle, qtbot):
    session = opened.session
    page = interview(opened, "form")
    opened.activateWindow()
    paired = {step.question.id for step in session.assessment.path.steps}
    settle(opened, lambda: session.answer("form", "unpaired"))
    only = [step.question.id for step in session.assessment.path.steps if step.question.id not in paired]
    opened.show_page("interview", only[0])
    qtbot.waitUntil(page.field.first_field().hasFocus, timeout=10_000)
    settle(opened, session.undo)
    assert page.question() == "form"
    assert page.field.isAncestorOf(QApplication.focusWidget())  # not Back


def test_emptied_number_is_no_answer(opened, settle, qtbot):
    page = interview(opened, "volume")
    assert isinstance(page.field, AmountField)
    qtbot.keyClicks(page.field.number, "12000")
    settle(opened, page.field.flush)
    assert answered(opened, "volume") == 12000
    page.field.number.clear()
    settle(opened, page.field.flush)
    assert answered(opened, "volume") is None


def test_typed_text_is_kept_when_the_language_changes(opened, settle, qtbot):
    page = interview(opened, "wish_words")
    qtbot.keyClicks(page.field.text, "Sort parts")
    settle(opened, lambda: opened.top.language_wanted.emit("ko"))
    assert answered(opened, "wish_words") == "Sort parts"
    assert page.field.text.toPlainText() == "Sort parts"


def test_typed_text_is_kept_without_enter(opened, settle, qtbot):
    page = interview(opened, "wish_words")
    settle(opened, lambda: qtbot.keyClicks(page.field.text, "Sort parts"))
    assert answered(opened, "wish_words") == "Sort parts"
    assert page.field.text.toPlainText() == "Sort parts"


def test_emptied_text_is_no_answer(opened, settle, qtbot):
    page = interview(opened, "wish_words")
    settle(opened, lambda: qtbot.keyClicks(page.field.text, "Sort parts"))
    page.field.text.selectAll()
    settle(opened, lambda: qtbot.keyClick(page.field.text, Qt.Key.Key_Delete))
    assert answered(opened, "wish_words") is None


def test_amount_takes_separators_and_says_what_is_wrong(opened, settle, qtbot):
    page = interview(opened, "volume")
    field = page.field
    assert isinstance(field, AmountField)
    qtbot.keyClicks(field.number, "12000")
    assert field.number.text() == "12,000"
    settle(opened, lambda: qtbot.keyClick(field.number, Qt.Key.Key_Return))
    assert answered(opened, "volume") == 12000
    page = interview(opened, "volume")
    assert page.field.number.text() == "12,000"
    page.field.number.selectAll()
    qtbot.keyClicks(page.field.number, "some")
    qtbot.keyClick(page.field.number, Qt.Key.Key_Return)
    assert page.question() == "volume"
    assert page.field._problem.isVisible()
    assert answered(opened, "volume") == 12000


def test_range_takes_the_place_of_a_number(opened, settle, qtbot):
    page = interview(opened, "volume")
    settle(opened, lambda: qtbot.mouseClick(page.field.cards["few"], Qt.MouseButton.LeftButton))
    assert answered(opened, "volume") == "few"
    assert page.field.number.text() == ""


def test_several_choices_add_up_and_unknown_excludes_them(opened, settle, qtbot):
    several = next(question for question in opened.session.book.questions if question.kind == "choices")
    page = interview(opened, several.id)
    first, second = (option.value for option in several.options[:2])
    qtbot.keyClick(page.field.cards[second], Qt.Key.Key_Space)
    settle(opened, lambda: qtbot.keyClick(page.field.cards[first], Qt.Key.Key_Space))
    qtbot.waitUntil(lambda: answered(opened, several.id) == (first, second))
    settle(opened, lambda: qtbot.keyClick(page.field.cards[UNKNOWN], Qt.Key.Key_Space))
    assert answered(opened, several.id) == UNKNOWN
    settle(opened, lambda: qtbot.keyClick(page.field.cards[second], Qt.Key.Key_Space))
    assert answered(opened, several.id) == (second,)
    settle(opened, lambda: qtbot.keyClick(page.field.cards[second], Qt.Key.Key_Space))
    assert answered(opened, several.id) is None


def test_note_is_kept_and_never_undoes_a_newer_answer(opened, settle, qtbot):
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_1))
    qtbot.mouseClick(page.note_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.note, "Says the boss")
    with qtbot.waitSignal(opened.session.assessed):
        qtbot.mouseClick(page.field.cards["unpaired"], Qt.MouseButton.LeftButton)
    page.go_on()
    qtbot.waitUntil(lambda: answered(opened, "form") == "unpaired")
    settle(opened, lambda: opened.session.answer("today", UNKNOWN))  # whatever was still under way is done
    assert answered(opened, "form") == "unpaired"
    assert opened.session.state.answers["form"].note == "Says the boss"


def test_changed_answer_marks_what_depends_on_it(opened, settle, qtbot):
    settle(opened, lambda: opened.session.answer("form", "unpaired"))
    settle(opened, lambda: opened.session.answer("volume", "few"))
    settle(opened, lambda: opened.session.answer("form", "paired"))
    page = interview(opened, "volume")
    assert page.look_again.isVisible()
    assert "Form" in page.look_again.text()
    settle(opened, lambda: qtbot.mouseClick(page.look_again.confirm, Qt.MouseButton.LeftButton))
    assert not page.look_again.isVisible()
    assert answered(opened, "volume") == "few"


def test_undo_and_redo_by_keys_show_in_the_page(opened, settle, qtbot):
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_1))
    settle(opened, lambda: qtbot.mouseClick(opened.top.undo, Qt.MouseButton.LeftButton))
    assert not any(card.isChecked() for card in page.field.cards.values())
    settle(opened, lambda: qtbot.mouseClick(opened.top.redo, Qt.MouseButton.LeftButton))
    assert page.field.cards["paired"].isChecked()


def test_language_changes_while_a_question_is_shown(opened, settle, qtbot):
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(page.field.first_field(), Qt.Key.Key_1))
    qtbot.mouseClick(opened.top.language, Qt.MouseButton.LeftButton)
    form = opened.session.book.question("form")
    qtbot.waitUntil(lambda: page.field.cards["paired"].text() == form.options[0].text.ko)
    assert page.field.cards["paired"].isChecked()
    assert page.question() == "form"


def test_first_field_has_the_focus(opened):
    page = interview(opened, "form")
    assert QApplication.focusWidget() is page.field.cards["paired"]
    page = interview(opened, "volume")
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_every_question_fits_without_being_cut(opened):
    for question in opened.session.book.questions:
        page = interview(opened, question.id)
        if page.question() != question.id:
            continue  # off the path
        for card in page.field.cards.values():
            assert card.accessibleName()
            assert card.height() >= card.heightForWidth(card.width())


def test_back_from_the_first_question_is_the_overview(opened, qtbot):
    page = interview(opened, opened.session.assessment.path.steps[0].question.id)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert opened.current.key == "home"


def test_after_the_last_question_comes_the_review(opened, qtbot):
    page = interview(opened, opened.session.assessment.path.steps[-1].question.id)
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert opened.current.key == "review"


def found_step(window: MainWindow, value: str | int, answer: str | int | None, agrees: bool | None):
    from engine.interview.types import Answer, Measurement, Step

    question = window.session.book.question("volume")
    said = None if answer is None else Answer(answer, 1)
    status = "open" if answer is None else "answered"
    return Step(question, status, said, Measurement(value, 2), agrees=agrees)


def sample_audit(samples: int) -> Audit:
    return Audit(
        name="parts",
        path="parts",
        form="paired",
        confidence=0.9,
        layout="class_folders",
        evidence=(),
        modality=ModalityPair(input="image", target="category"),
        counts=Counts(inputs=samples, pairs=samples, unmatched_inputs=0, unmatched_targets=0, classes=2),
        class_sizes={"bolt": samples - 1, "nut": 1},
        findings=(),
        effective=Effective(samples=samples, low=samples, high=samples),
        volume="few",
    )


def test_what_was_found_is_confirmed_by_enter_and_the_next_enter_goes_on(opened, settle, qtbot, tmp_path):
    measured = {"form": "paired", "volume": 1200}
    settle(opened, lambda: opened.session.record_sample(tmp_path, sample_audit(1200), measured))
    page = interview(opened, "form")
    assert "Yes, in pairs" in page.found.text()
    assert QApplication.focusWidget() is page.found.confirm
    settle(opened, lambda: qtbot.keyClick(page.found.confirm, Qt.Key.Key_Return))
    assert opened.session.state.answers["form"].origin == "sample"
    assert page.field.cards["paired"].isChecked()
    assert not page.found.confirm.isVisible()
    assert page.question() == "form"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.question() != "form"


def test_a_number_key_answers_otherwise_than_what_was_found(opened, settle, qtbot, tmp_path):
    settle(opened, lambda: opened.session.record_sample(tmp_path, sample_audit(1200), {"form": "paired"}))
    page = interview(opened, "form")
    settle(opened, lambda: qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3))
    assert answered(opened, "form") == "input_only"
    assert page.found.text() == "The sample says otherwise: Yes, in pairs"
    settle(opened, lambda: qtbot.mouseClick(page.found.confirm, Qt.MouseButton.LeftButton))
    assert answered(opened, "form") == "paired"


def test_found_value_never_claims_to_be_the_same_when_it_is_not(opened):
    page = interview(opened, "volume")
    page.found.show_step(found_step(opened, 570, 12000, True))
    assert page.found.text() == "The sample itself holds: 570"
    page.found.show_step(found_step(opened, 570, 12000, False))
    assert page.found.text() == "The sample says otherwise: 570"
    page.found.show_step(found_step(opened, 570, 570, True))
    assert page.found.text() == "The sample says the same: 570"
    assert not page.found.confirm.isVisible()


def test_count_takes_korean_numbers_and_says_what_is_wrong(opened, settle, qtbot):
    page = interview(opened, "per_unit")
    assert isinstance(page.field, CountField)
    assert list(page.field.cards) == [UNKNOWN]
    qtbot.keyClicks(page.field.number, "many")
    qtbot.keyClick(page.field.number, Qt.Key.Key_Return)
    assert page.question() == "per_unit"
    assert page.field._problem.isVisible()
    page.field.number.clear()
    page.field.number.insert("1만 2천")
    settle(opened, lambda: qtbot.keyClick(page.field.number, Qt.Key.Key_Return))
    assert answered(opened, "per_unit") == 12_000
    assert page.question() != "per_unit"
    page = interview(opened, "per_unit")
    assert page.field.number.text() == "12,000"
    settle(opened, lambda: qtbot.mouseClick(page.field.cards[UNKNOWN], Qt.MouseButton.LeftButton))
    assert answered(opened, "per_unit") == UNKNOWN
    assert page.field.number.text() == ""


def test_question_says_which_answers_lead_to_it_and_what_uses_it(opened, settle, qtbot):
    settle(opened, lambda: opened.session.answer("people", ("face", "voice")))
    page = interview(opened, "consent")
    people = opened.session.book.question("people")
    assert page.why.because.text() == f"Asked because: {people.text.en} → Faces, Voices"
    page = interview(opened, "form")
    assert not page.why.because.isVisible()
    assert int(page.why.rules.text().rsplit(" ", 1)[-1]) > 20
    qtbot.mouseClick(page.why.rules, Qt.MouseButton.LeftButton)
    assert opened.current.key == "rulebook"
    qtbot.waitUntil(lambda: opened.current.here == "questions/form", timeout=20_000)


def test_question_that_no_rule_uses_says_so(opened):
    page = interview(opened, "owner")
    assert page.why.rules.text() == "No rule uses the answer; it goes into the report"


def test_wish_in_plain_words_is_offered_and_never_taken_by_itself(opened, settle, qtbot):
    wish = "We want to sort pictures of parts into good and bad"
    settle(opened, lambda: opened.session.answer("wish_words", wish))
    opened.activateWindow()
    page = interview(opened, "input_kind")
    pictures = opened.session.book.question("input_kind").options[0].text.en
    assert page.from_words.isVisible()
    assert page.from_words.words.text() == f"From the client's words: {pictures}"
    assert answered(opened, "input_kind") is None
    qtbot.waitUntil(page.field.first_field().hasFocus, timeout=10_000)  # Enter goes on, it takes nothing
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answered(opened, "input_kind") is None
    page = interview(opened, "input_kind")
    settle(opened, lambda: qtbot.mouseClick(page.from_words.take, Qt.MouseButton.LeftButton))
    assert answered(opened, "input_kind") == "image"
    assert opened.session.state.answers["input_kind"].origin == "client"
    assert page.question() == "input_kind"
    assert not page.from_words.isVisible()
    assert page.field.cards["image"].hasFocus()


def test_nothing_is_offered_that_the_wish_does_not_say(opened, settle):
    settle(opened, lambda: opened.session.answer("wish_words", "Something with AI"))
    assert not interview(opened, "input_kind").from_words.isVisible()
    assert not interview(opened, "form").from_words.isVisible()


def test_narrow_page_keeps_the_words_of_its_buttons(opened, qtbot):
    page = interview(opened, "form")
    assert page._enter_hint.isVisible()
    assert page.note_button.text() == "Note"
    opened.resize(880, 600)
    qtbot.waitUntil(lambda: opened.panel.folded)
    qtbot.mouseClick(opened.panel._strip._button, Qt.MouseButton.LeftButton)

    def fits():
        assert page.width() < 400
        assert not page._enter_hint.isVisible()
        for button in (page.back, page.note_button, page.next):
            assert button.width() >= button.sizeHint().width()

    qtbot.waitUntil(fits)
    assert page.note_button.accessibleName() == "Note"
