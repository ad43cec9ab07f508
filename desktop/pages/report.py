"""The report page: edition and language, the pages as they will look, and saving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from desktop.bridge.worker import Worker
from desktop.pages.base import Page
from desktop.theme import scaled
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.choice_button import ChoiceButton
from desktop.widgets.choosers import Chooser, SystemChooser
from desktop.widgets.labels import Label, title
from desktop.widgets.page_preview import PageStack

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.case import CaseFile
    from engine.case.types import CaseState
    from engine.report.types import Edition, Report
    from engine.rulebook.types import RuleBook
    from engine.texts import Language

FORMATS = {".pdf": "PDF", ".docx": "Word", ".html": "HTML", ".md": "Markdown"}
SETTLE = 250  # milliseconds without a change before the pages are drawn anew
PREVIEW_WIDTH = 720

Opener = Callable[[QUrl], bool]


class ReportPage(Page):
    """Shows the report of the case and writes it to a file.

    ``opener`` shows a file or folder with the system's own program.
    """

    key = "report"
    wide = True

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        chooser: Chooser | None = None,
        opener: Opener = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(session, parent)
        self.chooser: Chooser = chooser or SystemChooser()
        self._opener = opener
        self._worker = Worker("report", self)
        self._revision = 0
        self._drawn = -1  # revision of the pages in sight
        self._written: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE)
        self.title = title()
        self.options = Card(self, padding=12)
        self._edition_title = Label("", "hint", parent=self.options, wrap=False)
        self.client = ChoiceButton(self.options)
        self.internal = ChoiceButton(self.options)
        self._language_title = Label("", "hint", parent=self.options, wrap=False)
        self.korean = ChoiceButton(self.options)
        self.english = ChoiceButton(self.options)
        self.hint = Label("", "hint", parent=self.options)
        self.done = Card(self, sunken=True, padding=12)
        self.done_words = Label("", "text", parent=self.done)
        self.open = QuietButton(parent=self.done, icon_name="file")
        self.show_folder = QuietButton(parent=self.done, icon_name="folder")
        self.status = Label("", "hint", parent=self)
        self.pages = PageStack(self)
        self.save = {suffix: FormatButton(suffix, self) for suffix in FORMATS if suffix != ".pdf"}
        self.save_pdf = PrimaryButton(parent=self, icon_name="export")
        self._lay_out()
        self._connect()

    @property
    def up_to_date(self) -> bool:
        """Whether the pages in sight are those of now."""
        return self._drawn == self._revision

    @property
    def edition(self) -> Edition:
        """For whom the report is."""
        return "internal" if self.internal.isChecked() else "client"

    def retranslate(self) -> None:
        """Every word of the page."""
        self.title.setText(self.tr("Report"))
        self._edition_title.setText(self.tr("Edition"))
        self.client.setText(self.tr("For the client"))
        self.internal.setText(self.tr("Internal"))
        self._language_title.setText(self.tr("Language"))
        self.korean.setText("한국어")
        self.english.setText("English")
        self.open.setText(self.tr("Open"))
        self.show_folder.setText(self.tr("Show in folder"))
        self.save_pdf.setText(self.tr("Save as PDF…"))
        for suffix, button in self.save.items():
            button.setText(self.tr("{format}…").format(format=FORMATS[suffix]))
            button.setAccessibleName(self.tr("Save as {format}").format(format=FORMATS[suffix]))
        self._say_hint()
        self._say_done()

    def show_state(self, state: CaseState | None) -> None:
        """The language is the case's own."""
        if state is None:
            self._forget()
            return
        chosen = self.korean if state.language == "ko" else self.english
        chosen.setChecked(True)

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Draw the pages anew when the page is in sight."""
        self._say_hint()
        if assessment is not None and self.isVisible():
            self._timer.start()

    def enter(self, target: str = "") -> None:
        """Draw the pages as the case stands now; the focus goes to saving."""
        self.save_pdf.setFocus()
        self.draw()

    def leave(self) -> None:
        """Draw nothing while the page is out of sight."""
        self._timer.stop()

    def stop(self) -> None:
        """End the drawing and writing."""
        self._timer.stop()
        self._revision += 1
        self._worker.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter is the primary button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_pdf.click()
            return
        super().keyPressEvent(event)

    def draw(self) -> None:
        """Make the report and draw its pages, off the GUI thread; older drawings are dropped."""
        self._revision += 1
        work = self._making()
        if work is None:
            return
        self.status.setText(self.tr("Drawing the pages…"))
        self.session.read(work, partial(self._draw_pages, self._revision), self.show_error)

    def save_as(self, suffix: str) -> None:
        """Ask for a file name and write the report in the format of ``suffix``."""
        path, work = self.session.path, self._making()
        if path is None or work is None:
            return
        suggested = path.with_name(f"{path.stem}-{_today().isoformat()}{suffix}")
        words = self.tr("Save as {format}").format(format=FORMATS[suffix])
        chosen = self.chooser.save(self, words, suggested, (f"{FORMATS[suffix]} (*{suffix})",))
        if chosen is None:
            return
        self.clear_error()
        named = chosen.suffix.lower() == suffix
        target = chosen if named else chosen.with_name(chosen.name + suffix)
        self.session.read(work, partial(self._write, target, named), self.show_error)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        for words, buttons in (
            (self._edition_title, (self.client, self.internal)),
            (self._language_title, (self.korean, self.english)),
        ):
            group = QButtonGroup(self)
            row.addWidget(words)
            for button in buttons:
                group.addButton(button)
                row.addWidget(button)
            row.addSpacing(scaled(16))
        row.addStretch(1)
        self.client.setChecked(True)
        self.options.column.addLayout(row)
        self.options.column.addWidget(self.hint)
        done = QHBoxLayout()
        done.addWidget(self.done_words, 1)
        done.addWidget(self.open)
        done.addWidget(self.show_folder)
        self.done.column.addLayout(done)
        self.done.hide()
        for part in (self.title, self.options, self.done, self.status):
            self.body.addWidget(part)
        self.pages.setMaximumWidth(scaled(PREVIEW_WIDTH))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.pages, 1000)
        middle.addStretch(1)
        self.body.addLayout(middle)
        self.body.addStretch(1)
        self.footer.addStretch(1)
        for save in self.save.values():
            self.footer.addWidget(save)
        self.footer.addWidget(self.save_pdf)

    def _connect(self) -> None:
        self._timer.timeout.connect(self.draw)
        self.internal.toggled.connect(self._take_edition)
        self.korean.clicked.connect(self._choose_korean)
        self.english.clicked.connect(self._choose_english)
        self.save_pdf.clicked.connect(self._save_pdf)
        for button in self.save.values():
            button.wanted.connect(self.save_as)
        self.open.clicked.connect(self._open_file)
        self.show_folder.clicked.connect(self._open_folder)

    def _making(self) -> Callable[[CaseFile], Report] | None:
        state, assessment, book = self.session.state, self.session.assessment, self.session.book
        if state is None or assessment is None or book is None:
            return None
        return partial(_make_report, assessment, book, self.edition, state.language)

    def _draw_pages(self, revision: int, report: Report) -> None:
        if revision == self._revision:
            width = round(scaled(PREVIEW_WIDTH) * self.devicePixelRatioF())
            self._worker.run(partial(_draw, revision, report, width), self._take_pages, self.show_error)

    def _take_pages(self, drawn: tuple[int, list[QImage]]) -> None:
        revision, pictures = drawn
        if revision != self._revision:
            return
        self._drawn = revision
        names = self.tr("Page {page} of {pages}")
        self.pages.set_pages(
            [
                (picture, names.format(page=place, pages=len(pictures)))
                for place, picture in enumerate(pictures, start=1)
            ]
        )
        self.status.setText(self.tr("{pages} pages, as the PDF will look").format(pages=len(pictures)))

    def _write(self, target: Path, overwrite: bool, report: Report) -> None:
        book = self.session.book
        if book is not None:
            work = partial(_write_report, report, target, book, overwrite)
            self._worker.run(work, self._take_written, self.show_error)

    def _take_written(self, target: Path) -> None:
        self._written = target
        self._say_done()
        self.scroll.to_top()
        self.open.setFocus()

    def _say_done(self) -> None:
        self.done.setVisible(self._written is not None)
        if self._written is not None:
            self.done_words.setText(self.tr("Saved as {name}").format(name=self._written.name))

    def _say_hint(self) -> None:
        if self.edition == "internal":
            words = self.tr("For your own team: with what not to promise. Don't hand it to the client.")
        else:
            words = self.tr("To leave on the table: without the internal warnings.")
        assessment = self.session.assessment
        if assessment is not None and not assessment.path.complete:
            words += " " + self.tr("The interview is not complete; the report lists what is still open.")
        self.hint.setText(words)

    def _take_edition(self) -> None:
        self._say_hint()
        self.draw()

    def _choose_korean(self) -> None:
        self.session.set_language("ko")

    def _choose_english(self) -> None:
        self.session.set_language("en")

    def _save_pdf(self) -> None:
        self.save_as(".pdf")

    def _open_file(self) -> None:
        if self._written is not None:
            self._opener(QUrl.fromLocalFile(str(self._written)))

    def _open_folder(self) -> None:
        if self._written is not None:
            self._opener(QUrl.fromLocalFile(str(self._written.parent)))

    def _forget(self) -> None:
        self._timer.stop()
        self._revision += 1
        self._written = None
        self._say_done()
        self.pages.set_pages([])
        self.status.setText("")


class FormatButton(QuietButton):
    """Asks for the report in one format: ``wanted(suffix)``."""

    wanted = Signal(str)

    def __init__(self, suffix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._suffix = suffix
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(self._suffix)


def _today() -> date:
    return datetime.now().astimezone().date()


def _make_report(
    assessment: Assessment, book: RuleBook, edition: Edition, language: Language, case: CaseFile
) -> Report:
    from engine.case.comparing import differences_of
    from engine.report import build_report
    from engine.rulebook import load_library

    library, differences = load_library(), differences_of(case, book)
    return build_report(
        case.state, assessment, book, case.blob, edition, language, _today(), library, differences
    )


def _draw(revision: int, report: Report, width: int) -> tuple[int, list[QImage]]:
    """typst lets go of the interpreter while it sets the pages, so the window stays awake."""
    from engine.report import preview_pages

    return revision, [QImage.fromData(page) for page in preview_pages(report, width)]


def _write_report(report: Report, target: Path, book: RuleBook, overwrite: bool) -> Path:
    from engine.report import write_report

    write_report(report, target, book, overwrite)
    return target
