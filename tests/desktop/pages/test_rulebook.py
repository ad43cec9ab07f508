"""The rule-book page: browsing, searching, following, what fires, all by keys and clicks."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import engine.rulebook
from desktop.i18n import language
from desktop.widgets.book.entries import BookIndex
from desktop.widgets.book.parts import EntryLink, LinkList, MarkedLine
from desktop.widgets.book.tree import BookModel, Group
from desktop.widgets.chips import Chip
from desktop.widgets.labels import Label
from tests.desktop.pages.book_samples import small_books

BOOK, LIBRARY = small_books()


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """The window of these tests has the small book."""
    monkeypatch.setattr(engine.rulebook, "load_rule_book", lambda: BOOK)
    monkeypatch.setattr(engine.rulebook, "load_library", lambda: LIBRARY)


@pytest.fixture
def page(window, wait):
    window.show_page("rulebook")
    wait(lambda: window.current.ready)
    return window.current


@pytest.fixture
def with_case(opened, settle, wait):
    """The page over a case of paired data with many good labels."""
    for name, value in (("form", "paired"), ("volume", "many"), ("labels", "good")):
        settle(opened, lambda name=name, value=value: opened.session.answer(name, value))
    opened.show_page("rulebook")
    wait(lambda: opened.current.ready)
    return opened.current


def said(page) -> str:
    """Everything the detail says."""
    return "\n".join(label.text() for label in page.detail.sheet.findChildren(Label) if not label.isHidden())


def click_row(page, qtbot, key):
    """Click a row of the list."""
    index = page.tree.rows.find(key)
    assert index.isValid()
    if index.parent().isValid():
        page.tree.expand(index.parent())
    page.tree.scrollTo(index)
    place = page.tree.visualRect(index).center()
    qtbot.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)


def follow(page, qtbot, key):
    """Click a link of the detail."""
    link = next(link for link in page.detail.sheet.findChildren(EntryLink) if link.key == key)
    page.detail.ensureWidgetVisible(link)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)


def type_into(page, qtbot, words):
    """Type into the search field and wait until it has searched."""
    page.search.clear()
    if words.isascii():
        qtbot.keyClicks(page.search, words)
    else:  # QTest can't type what no key of its keyboard makes
        page.search.insert(words)
    qtbot.waitUntil(lambda: not page._pause.isActive())


def listed(page):
    """The ids in the list, in order."""
    return [entry.id for group in page.tree.rows.groups() for entry in group.entries]


# Browsing


def test_needs_no_case_and_is_reached_from_the_rail(window, qtbot, wait):
    qtbot.mouseClick(window.rail.station("rulebook"), Qt.MouseButton.LeftButton)
    assert window.current.key == "rulebook"
    assert window.rail.station("rulebook").property("current")
    wait(lambda: window.current.ready)
    assert window.current.here == "verdict"


def test_the_book_is_read_off_the_gui_thread(window, wait, monkeypatch):
    threads = []

    def read():
        threads.append(threading.current_thread())
        return LIBRARY

    monkeypatch.setattr(engine.rulebook, "load_library", read)
    window.show_page("rulebook")
    wait(lambda: window.current.ready)
    assert threading.main_thread() not in threads


def test_every_chapter_is_there_with_its_count(page):
    groups = {group.key: len(group.entries) for group in page.tree.rows.groups()}
    assert groups == {
        "questions": 3,
        "verdict": 3,
        "today": 2,
        "framing": 2,
        "guides": 3,
        "advice:steps": 2,
        "never_say": 1,
        "cards": 1,
        "cases": 1,
        "notes": 1,
        "sources": 2,
        "packs": 3,
    }
    titles = [group.title for group in page.tree.rows.groups()]
    assert "First steps" in titles
    assert len(set(titles)) == len(titles)


def test_every_entry_and_chapter_can_be_shown_in_both_languages(page, window, qtbot):
    titles = {"en": "Interview questions", "ko": "인터뷰 질문"}
    for _ in range(2):
        assert page.tree.rows.groups()[0].title == titles[language()]
        for group in page.tree.rows.groups():
            page.open(group.key)
            assert group.title in said(page)
            for entry in group.entries:
                page.open(entry.key)
                assert entry.title.say(language()) in said(page)
        before = language()
        qtbot.mouseClick(window.top.language, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=before: page.tree.rows.groups()[0].title != titles[before])


def test_a_click_opens_a_chapter_and_a_second_one_closes_it(page, qtbot):
    click_row(page, qtbot, "questions")
    assert page.here == "questions"
    assert "questions" in page.tree.opened()
    click_row(page, qtbot, "questions")
    assert "questions" not in page.tree.opened()


def test_the_verdict_table_is_a_matrix_whose_cells_lead_to_their_rows(page, qtbot):
    grid = page.detail.sheet.grid
    assert len(grid.buttons) == 2 * 2 * 2
    assert not any(button.cell.lit for button in grid.buttons)
    cell = next(button for button in grid.buttons if button.cell.label == "Labels first")
    page.detail.ensureWidgetVisible(cell)
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    assert page.here == "verdict/V-2"
    assert page.tree.current_key() == "verdict/V-2"


def test_arrows_move_between_the_cells(page, qtbot):
    first, second, below = page.detail.sheet.grid.buttons[:3]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is below
    qtbot.keyClick(below, Qt.Key.Key_Return)
    assert page.here == below.cell.key


def test_a_condition_is_said_in_the_questions_words(page):
    page.open("advice:steps/FS-2")
    words = said(page)
    assert "In two heaps" in words
    assert "Are answers tied?" in words
    assert "because of pairing" in words
    assert [chip.text() for chip in page.detail.sheet.findChildren(Chip)] == ["Deck", "Keep in mind"]


def test_a_disabled_pack_says_its_sentence_where_packs_are_listed(page, qtbot):
    click_row(page, qtbot, "packs")
    assert "names no source; add one" in said(page)
    follow(page, qtbot, "packs/acme")
    assert "names no source; add one" in said(page)
    assert "Not used" in said(page)


def test_a_card_shows_what_was_not_checked(page):
    page.open("cards/video_sr")
    lines = {line.text.text(): line.below.text() for line in page.detail.sheet.findChildren(MarkedLine)}
    assert lines["31.09 dB on REDS4"].startswith("not checked")
    assert lines["first in four tracks"].startswith("checked")
    for words in ("poor video", "sharp video", "two videos of one scene", "shrink it", "invented detail"):
        assert words in said(page)


# Following


def test_a_source_shows_what_cites_it_and_leads_back(page, qtbot):
    page.open("advice:steps/FS-1")
    follow(page, qtbot, "sources/paper")
    assert page.here == "sources/paper"
    assert page.tree.current_key() == "sources/paper"
    cited = [link.key for link in page.detail.sheet.findChildren(EntryLink)]
    assert cited == ["guides/G-1", "advice:steps/FS-1"]
    follow(page, qtbot, "guides/G-1")
    assert "240 or more" in said(page)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.here == "sources/paper"
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.here == "advice:steps/FS-1"


def test_a_source_leads_to_the_exercises_that_cite_it(page, window, qtbot, wait):
    page.open("sources/deck")
    for links in page.detail.sheet.findChildren(LinkList):
        links.more.click()
    QApplication.processEvents()
    follow(page, qtbot, "practice/P-3")
    assert window.current.key == "practice"
    wait(lambda: window.current.ready)
    assert window.current.exercise.id == "P-3"


def test_an_address_is_text_to_copy(page, qtbot):
    page.open("sources/paper")
    sheet = page.detail.sheet
    assert sheet.address.text() == "https://example.org/paper"
    assert sheet.address.isReadOnly()
    qtbot.mouseClick(sheet.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "https://example.org/paper"
    assert sheet.copy.text() == "Copied"


def test_a_question_names_the_rules_that_look_at_it(page):
    page.open("questions/labels")
    keys = [link.key for link in page.detail.sheet.findChildren(EntryLink)]
    assert {"verdict/V-1", "verdict/V-2", "advice:steps/FS-2"} <= set(keys)
    assert "verdict/V-3" not in keys


def test_many_links_come_in_portions(window, qtbot):
    links = LinkList([(f"k/{number}", f"Entry {number}", "") for number in range(30)])
    qtbot.addWidget(links)
    links.show()
    assert len(links.findChildren(EntryLink)) == 12
    assert "18" in links.more.text()
    qtbot.mouseClick(links.more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(links.more, Qt.MouseButton.LeftButton)
    assert [link.key for link in links.findChildren(EntryLink)] == [f"k/{number}" for number in range(30)]
    assert not links.more.isVisible()


# Searching


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("fs-2", "FS-2"),
        ("짝을 지을", "FS-2"),
        ("SAMPLE", "FS-1"),
        ("나비", "butterfly"),
        ("deck", "deck"),
        ("tied answers", "form"),
        ("ｖ－３", "V-3"),
    ],
)
def test_searching_finds_both_languages_and_ids(page, qtbot, query, first):
    type_into(page, qtbot, query)
    assert listed(page)[0] == first


def test_search_waits_for_the_last_key(page, qtbot):
    qtbot.keyClicks(page.search, "samp")
    assert len(page.tree.rows.groups()) > 1
    qtbot.waitUntil(lambda: len(page.tree.rows.groups()) == 1)
    assert listed(page)[0] == "FS-1"


def test_nothing_found_says_so_and_escape_shows_all_again(page, qtbot):
    page.tree.expand(page.tree.rows.find("questions"))
    type_into(page, qtbot, "zebra")
    assert [group.title for group in page.tree.rows.groups()] == ["Nothing found"]
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert len(page.tree.rows.groups()) == 12
    assert "questions" in page.tree.opened()


def test_keys_alone_lead_from_search_to_an_entry_and_back(page, window, qtbot):
    page.detail.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is page.search
    qtbot.keyClicks(page.search, "V-")
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.tree
    assert page.here == "verdict/V-1"
    qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.here == "verdict/V-2"
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.detail
    page.tree.setFocus()
    for _ in range(3):
        qtbot.keyClick(page.tree, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is page.search


def test_enter_in_the_search_shows_the_first_find(page, qtbot):
    qtbot.keyClicks(page.search, "butterfly")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.here == "framing/butterfly"


def test_searching_a_large_book_is_quick():
    book, library = small_books()
    notes = tuple(library.notes[0].model_copy(update={"id": f"N-{number}"}) for number in range(2000))
    index = BookIndex(book, library.model_copy(update={"notes": notes}))
    begin = time.thread_time()
    assert len(index.search("deep function")) == 2000
    assert index.search("n-1999")[0].id == "N-1999"
    assert time.thread_time() - begin < 0.05


# What fires


def test_without_a_case_nothing_fires(page):
    assert not page.fires.isEnabled()
    assert page.fires.toolTip()


def test_rows_that_hold_are_marked_with_the_answers_they_used(with_case):
    fired = {entry.id for entry in with_case._index.entries if with_case._fires(entry)}
    assert {"V-1", "FS-1"} <= fired
    assert not fired & {"V-2", "V-3", "FS-2", "NS-9", "form", "paper"}
    with_case.open("verdict/V-1")
    words = said(with_case)
    assert "✓ Fires now" in words
    assert "Fires now, with these answers" in words
    assert "Form: Paired (said)" in words
    index = with_case.tree.rows.find("verdict/V-1")
    assert "Fires now" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_conditions_say_which_are_met(with_case):
    with_case.open("advice:steps/FS-2")
    lines = [line.below.text() for line in with_case.detail.sheet.findChildren(MarkedLine)]
    assert "Are answers tied? · not met" in lines
    assert "✓ Fires now" not in said(with_case)


def test_the_list_can_be_narrowed_to_what_fires(with_case, qtbot):
    qtbot.mouseClick(with_case.fires, Qt.MouseButton.LeftButton)
    assert "V-1" in listed(with_case)
    assert "V-2" not in listed(with_case)
    assert str(len(listed(with_case))) in with_case.fires.text()
    type_into(with_case, qtbot, "start at once")
    assert listed(with_case) == ["V-1"]


def test_what_fires_follows_the_answers(with_case, settle, window, wait):
    with_case.fires.click()
    settle(window, lambda: window.session.answer("form", "unpaired"))
    assert "V-1" not in listed(with_case)
    assert {"V-3", "NS-9"} <= set(listed(with_case))


def test_the_cases_own_cell_is_lit(with_case):
    with_case.open("verdict")
    lit = [button.cell for button in with_case.detail.sheet.grid.buttons if button.cell.lit]
    assert [cell.key for cell in lit] == ["verdict/V-1"]
    assert "10,000 or more" in lit[0].place


def test_closing_the_case_takes_the_marks_away(with_case, window, qtbot):
    with_case.fires.click()
    with qtbot.waitSignal(window.session.case_closed):
        window.session.close_case()
    window.show_page("rulebook")
    assert not with_case.fires.isChecked()
    assert len(with_case.tree.rows.groups()) == 12
    with_case.open("verdict/V-1")
    assert "✓ Fires now" not in said(with_case)


def test_a_case_fills_the_client_stage(with_case):
    with_case.open("cases/sr_case")
    lines = {line.text.text(): line.below.text() for line in with_case.detail.sheet.findChildren(MarkedLine)}
    assert lines["Are answers tied?"].startswith("Met: Yes, in pairs")
    assert lines["How much is there?"].startswith("Met: 10,000 or more")
    assert lines["wish"].startswith("Not asked yet")
    assert "Of 3: met 2, not met 0, not asked yet 1." in said(with_case)


def test_a_pack_is_left_out_of_the_case_and_taken_in_again(with_case, window, qtbot, settle):
    assert "TD-1" in {entry.id for entry in with_case._index.entries if with_case._fires(entry)}
    with_case.open("packs/today")
    settle(window, lambda: qtbot.mouseClick(with_case.detail.sheet.switch, Qt.MouseButton.LeftButton))
    assert window.session.state.without == {"today"}
    assert "Switched off in this case" in said(with_case)
    with_case.open("today/TD-1")
    assert "Today: switched off in this case" in said(with_case)
    assert "✓ Fires now" not in said(with_case)
    with_case.open("packs/today")
    settle(window, lambda: qtbot.mouseClick(with_case.detail.sheet.switch, Qt.MouseButton.LeftButton))
    assert not window.session.state.without
    with_case.open("packs/deck2020")
    assert not hasattr(with_case.detail.sheet, "switch")


def test_the_question_is_one_press_away(with_case, window, qtbot):
    with_case.open("questions/form")
    assert "Yes, in pairs" in said(with_case)
    qtbot.mouseClick(with_case.detail.sheet.go, Qt.MouseButton.LeftButton)
    assert window.current.key == "interview"
    assert window.current.question() == "form"


# Frame


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = BookModel()
    index = BookIndex(BOOK, LIBRARY)
    groups = [Group(key, key, entries) for key, entries in index.chapters.items()]
    model.show_groups([*groups, Group("found", "Nothing", ())], {}, frozenset(["verdict/V-1"]), "Fires")
    qtmodeltester.check(model)
    assert not model.parent(model.index(0, 0)).isValid()
    assert model.rowCount(QModelIndex()) == len(groups) + 1


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1000, 640)])
@pytest.mark.parametrize("target", ["verdict", "sources/paper", "cards/video_sr", "cases/sr_case"])
def test_nothing_is_wider_than_its_place(page, window, size, target):
    window.resize(*size)
    page.open(target)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= page.width()
    assert page.detail.widget().minimumSizeHint().width() <= page.detail.viewport().width()
    assert page.scroll.widget().height() <= page.scroll.viewport().height()


def test_a_book_with_faults_is_an_error_in_a_sentence(window, wait, monkeypatch):
    def faulty():
        raise engine.rulebook.RuleBookError((engine.rulebook.Problem("file_missing", "today.toml", 0, ""),))

    monkeypatch.setattr(engine.rulebook, "load_library", faulty)
    window.show_page("rulebook")
    page = window.current
    wait(lambda: not page.banner.isHidden())
    assert "today.toml" in page.banner.text()
    monkeypatch.setattr(engine.rulebook, "load_library", lambda: LIBRARY)
    window.show_page("home")
    window.show_page("rulebook")
    wait(lambda: page.ready)


def test_the_rail_keeps_its_stations_whole_in_a_low_window(opened, qtbot):
    opened.resize(1000, 600)
    opened.show_page("interview")
    QApplication.processEvents()
    rail = opened.rail
    buttons = [*rail.sections(), *(rail.station(key) for key in ("report", "rulebook", "practice"))]
    for button in buttons:
        assert button.height() >= button.sizeHint().height()
        assert rail.rect().contains(button.geometry())
    opened.resize(1000, 900)
    qtbot.waitUntil(rail._note.isVisible)


def test_the_shipped_book_is_all_there(window, wait, monkeypatch):
    monkeypatch.undo()  # not the small one
    window.show_page("rulebook")
    page = window.current
    wait(lambda: page.ready)
    index = page._index
    assert all(entries for chapter, entries in index.chapters.items())
    assert len(index.chapters["cases"]) == 5
    assert len(index.chapters["cards"]) == 27
    assert {entry.id for entry in index.entries} >= {source.id for source in index.book.sources.values()}
    for entries in index.chapters.values():
        longest = max(entries, key=lambda entry: len(entry.words))
        page.open(longest.key)
        assert page.here == longest.key
        assert page.detail.widget().minimumSizeHint().width() <= page.detail.viewport().width()
