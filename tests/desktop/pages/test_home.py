"""Home: making, opening, dropping, remembering cases."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from desktop.bridge import session as bridge
from desktop.widgets.labels import Label
from desktop.widgets.new_case import free_path
from engine.rulebook.types import DisabledPack
from engine.texts import Text


def test_a_case_is_made_by_keys(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.pages.home.default_folder", lambda: tmp_path / "Documents" / "Jjak")
    page = window.current
    qtbot.keyClick(page, Qt.Key.Key_Return)
    dialog = page.dialog
    qtbot.keyClicks(dialog.name, "Parts: A/B?")
    with qtbot.waitSignal(window.session.case_opened, timeout=20_000):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert window.session.path == tmp_path / "Documents" / "Jjak" / "Parts  A B.jjak"
    assert window.session.state.name == "Parts: A/B?"
    assert window.current.key == "interview"
    assert [case.name for case in window.settings.recent] == ["Parts: A/B?"]


def test_no_name_no_case(window, qtbot):
    qtbot.mouseClick(window.current.primary, Qt.MouseButton.LeftButton)
    dialog = window.current.dialog
    assert not dialog.create.isEnabled()
    with qtbot.assertNotEmitted(dialog.made):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_new_case_never_overwrites(tmp_path):
    (tmp_path / "a.jjak").touch()
    (tmp_path / "a 2.jjak").touch()
    assert free_path(tmp_path, "a") == tmp_path / "a 3.jjak"
    assert free_path(tmp_path, "CON").name == "CON_.jjak"
    assert free_path(tmp_path, " ../.. ").parent == tmp_path
    assert free_path(tmp_path, "???").name == "case.jjak"


def close_case(window, qtbot):
    with qtbot.waitSignal(window.session.case_closed, timeout=20_000):
        window.session.close_case()


def test_recent_cases_open_and_missing_ones_say_so(opened, qtbot, settings):
    path = opened.session.path
    close_case(opened, qtbot)
    page = opened.current
    row = page.welcome.rows()[0]
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        qtbot.mouseClick(row.open, Qt.MouseButton.LeftButton)
    close_case(opened, qtbot)
    path.unlink()
    opened.show_page("home")
    row = page.welcome.rows()[0]
    assert row._missing.isVisible()
    assert not row.open.isVisible()
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert page.welcome.rows() == []
    assert settings.recent == ()


def drop(page, path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_dropped_case_opens(opened, qtbot):
    path = opened.session.path
    close_case(opened, qtbot)
    with qtbot.waitSignal(opened.session.case_opened, timeout=20_000):
        drop(opened.current, path)


def test_a_dropped_stranger_is_refused_with_a_sentence(window, tmp_path):
    (tmp_path / "a.zip").touch()
    drop(window.current, tmp_path / "a.zip")
    assert ".jjak" in window.current.banner.text()
    assert window.current.banner.isVisible()


def test_a_damaged_case_is_one_sentence_in_the_page(window, qtbot, tmp_path, monkeypatch):
    broken = tmp_path / "broken.jjak"
    broken.write_bytes(b"no database at all")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_args: (str(broken), "")))
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        qtbot.mouseClick(window.current.open, Qt.MouseButton.LeftButton)
    assert window.current.banner.isVisible()
    assert "broken.jjak" in window.current.banner.text()
    assert window.session.state is None


def test_the_client_is_kept(opened, settle, qtbot):
    opened.show_page("home")
    client = opened.current.overview.client
    qtbot.keyClicks(client, "Hansol")
    settle(opened, lambda: qtbot.keyClick(client, Qt.Key.Key_Return))
    assert opened.session.state.client == "Hansol"


def test_closing_a_case_asks_over_running_work(opened, qtbot, monkeypatch):
    opened.show_page("prototype")
    monkeypatch.setattr(opened.current, "running", lambda: "A model is being trained.")
    asked: list[str] = []
    monkeypatch.setattr(opened, "ask_interrupt", lambda running: bool(asked.append(running)))
    opened.show_page("home")
    qtbot.mouseClick(opened.current.close_button, Qt.MouseButton.LeftButton)
    assert asked == ["A model is being trained."]
    assert opened.session.state is not None
    monkeypatch.undo()


def test_an_example_under_way_gives_way_to_a_case(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.pages.home.default_folder", lambda: tmp_path / "Jjak")
    page, asked = window.current, []
    monkeypatch.setattr(window, "ask_interrupt", lambda running: asked.append(running) is None)
    qtbot.mouseClick(page.example, Qt.MouseButton.LeftButton)
    try:
        with qtbot.waitSignal(window.session.case_opened, timeout=20_000):
            page._make(tmp_path / "mine.jjak", "Mine")
        assert len(asked) == 1
        assert not page.running()
        assert window.session.path == tmp_path / "mine.jjak"
    finally:
        page.stop()


def test_a_problem_is_not_told_again_after_coming_back(opened):
    opened.show_page("data")
    opened.current.show_error("Something went wrong.")
    opened.show_page("interview")
    opened.show_page("data")
    assert opened.current.banner.isHidden()


@pytest.fixture
def judged(opened, settle, qtbot, monkeypatch):
    """A case that was advised, closed again; call it to open the case with another rule book."""
    session, path = opened.session, opened.session.path
    for question, value in (("form", "paired"), ("volume", 20_000), ("labels", "good")):
        settle(opened, lambda question=question, value=value: session.answer(question, value))
    close_case(opened, qtbot)

    def reopen(book):
        monkeypatch.setattr(bridge, "_load_book", lambda: book)
        with qtbot.waitSignal(session.case_opened, timeout=20_000):
            session.open_case(path)
        qtbot.wait(10)
        return opened.page("home").changed_book

    return reopen


def other_words(book):
    """The same book with other headlines."""
    text = book.verdicts.rows[0].headline.model_copy(update={"en": "Other words", "ko": "다른 말"})
    rows = tuple(row.model_copy(update={"headline": text}) for row in book.verdicts.rows)
    verdicts = book.verdicts.model_copy(update={"rows": rows})
    return book.model_copy(update={"version": "9999.1", "digest": "n" * 64, "verdicts": verdicts})


def test_old_case_says_what_another_book_says_differently(window, judged, qtbot):
    notice = judged(other_words(window.session.book))
    assert window.current.key == "home"
    assert notice.isVisible()
    assert "9999.1" in notice.head.text()
    assert not notice.fold.is_open
    qtbot.mouseClick(notice.fold.button, Qt.MouseButton.LeftButton)
    told = [label.text() for label in notice.fold.body.findChildren(Label)]
    assert told == window.session.differences.lines("en")[1:]
    assert any("Other words" in line for line in told)
    qtbot.mouseClick(notice.close_button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    window.show_page("interview")
    window.show_page("home")
    assert not notice.isVisible()  # it has been read


def test_notice_goes_with_its_case(window, judged, qtbot):
    notice = judged(other_words(window.session.book))
    assert notice.isVisible()
    close_case(window, qtbot)
    assert not notice.isVisible()


def test_other_book_that_says_the_same_is_no_news(window, judged):
    book = window.session.book.model_copy(update={"version": "9999.1", "digest": "n" * 64})
    assert not judged(book).isVisible()


def test_same_book_is_no_news(window, judged):
    assert not judged(window.session.book).isVisible()


def test_packs_with_faults_are_told_once_and_lead_to_what_is_wrong(window, qtbot):
    page, session = window.current, window.session
    assert not page.left_out.isVisible()
    problem = Text(ko="규칙에 잘못이 있습니다.", en="It has faults.")
    broken = DisabledPack(id="hanbit", problem=problem)
    book = session.book.model_copy(update={"disabled": (broken,)})
    session._take_book((book, session.blank))
    assert page.left_out.text() == "Not used because of faults: hanbit. Jjak advises without them."
    assert page.left_out.isVisible()
    qtbot.mouseClick(page.left_out._close, Qt.MouseButton.LeftButton)
    session._take_book((book, session.blank))
    assert not page.left_out.isVisible()
    page.left_out.show_note(page.left_out.text(), "See why")
    qtbot.mouseClick(page.left_out._action, Qt.MouseButton.LeftButton)
    assert window.current.key == "rulebook"
    qtbot.waitUntil(lambda: window.current.ready, timeout=20_000)


def test_overview_fits_beside_the_unfolded_advice(opened, qtbot):
    opened.show_page("home")
    page = opened.current
    opened.resize(880, 600)
    qtbot.waitUntil(lambda: opened.panel.folded)
    qtbot.mouseClick(opened.panel._strip._button, Qt.MouseButton.LeftButton)

    def fits():
        assert page.width() < 400
        assert page.scroll.widget().width() <= page.scroll.viewport().width()
        for button in (page.close_button, page.primary):
            assert button.width() >= button.sizeHint().width()

    qtbot.waitUntil(fits)
    opened.resize(1280, 800)
    tiles = list(page.overview.tiles.values())
    qtbot.waitUntil(lambda: tiles[0].y() == tiles[1].y())
