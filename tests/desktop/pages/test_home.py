"""Home: making, opening, dropping, remembering cases."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from desktop.widgets.new_case import free_path


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
