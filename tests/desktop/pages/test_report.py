"""The report page: its pages as images, and saving by real clicks."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl

from tests.desktop.pages.conftest import FakeChooser


class Opened:
    """Remembers what would be shown by the system."""

    def __init__(self) -> None:
        self.urls: list[QUrl] = []

    def __call__(self, url: QUrl) -> bool:
        self.urls.append(url)
        return True


@pytest.fixture
def page(opened, settle, wait):
    settle(opened, lambda: opened.session.answer("form", "paired"))
    opened.show_page("report")
    page = opened.page("report")
    wait(lambda: "as the PDF" in page.status.text())
    return page


def test_pages_are_drawn_as_images(page):
    assert page.pages.count >= 1
    first = page.pages.grab().toImage()
    colours = {first.pixel(x, y) for x in range(0, first.width(), 7) for y in range(0, 400, 7)}
    assert len(colours) > 3


def test_language_is_the_cases_and_redraws(page, opened, qtbot, wait):
    before = page._revision
    qtbot.mouseClick(page.korean, Qt.MouseButton.LeftButton)
    wait(lambda: opened.session.state.language == "ko")
    assert page.korean.isChecked()
    wait(lambda: page._revision > before and "as the PDF" in page.status.text())


def test_internal_edition_says_what_it_is(page, qtbot, wait):
    qtbot.mouseClick(page.internal, Qt.MouseButton.LeftButton)
    assert page.edition == "internal"
    assert "your own team" in page.hint.text()
    wait(lambda: "as the PDF" in page.status.text())


def test_pdf_is_saved_and_can_be_opened(page, opened, tmp_path, qtbot, wait):
    target = tmp_path / "out.pdf"
    page.chooser, shown = FakeChooser(target), Opened()
    page._opener = shown
    qtbot.mouseClick(page.save_pdf, Qt.MouseButton.LeftButton)
    wait(page.done.isVisible)
    (suggested,) = page.chooser.asked
    assert suggested.parent == opened.session.path.parent
    assert suggested.suffix == ".pdf"
    text = "".join(sheet.extract_text() for sheet in PdfReader(target).pages)
    assert "Sorting parts" in text
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.show_folder, Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in shown.urls] == [str(target), str(tmp_path)]


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_other_formats_are_saved(page, tmp_path, qtbot, wait, suffix):
    page.chooser = FakeChooser(tmp_path / f"out{suffix}")
    qtbot.mouseClick(page.save[suffix], Qt.MouseButton.LeftButton)
    wait(page.done.isVisible)
    assert (tmp_path / f"out{suffix}").stat().st_size > 500


def test_a_file_nobody_was_asked_about_is_not_replaced(page, tmp_path, qtbot, wait):
    (tmp_path / "mine.pdf").write_bytes(b"precious")
    page.chooser = FakeChooser(tmp_path / "mine")  # the dialog asked about "mine", not about "mine.pdf"
    qtbot.mouseClick(page.save_pdf, Qt.MouseButton.LeftButton)
    wait(lambda: not page.banner.isHidden())
    assert "mine.pdf" in page.banner.text()
    assert (tmp_path / "mine.pdf").read_bytes() == b"precious"


def test_leaving_the_dialog_writes_nothing(page, tmp_path, qtbot):
    before = sorted(tmp_path.iterdir())
    page.chooser = FakeChooser(None)
    qtbot.mouseClick(page.save_pdf, Qt.MouseButton.LeftButton)
    assert page.done.isHidden()
    assert sorted(tmp_path.iterdir()) == before
