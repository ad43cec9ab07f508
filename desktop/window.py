"""The window: top bar, rail, the page in front, advice at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.bridge.card_titles import read_card_titles
from desktop.bridge.session import Session
from desktop.i18n import Translator, language
from desktop.pages.base import Page
from desktop.pages.data import DataPage
from desktop.pages.home import HomePage
from desktop.pages.interview import InterviewPage
from desktop.pages.practice import PracticePage
from desktop.pages.prototype import PrototypePage
from desktop.pages.report import ReportPage
from desktop.pages.review import ReviewPage
from desktop.pages.rulebook import RulebookPage
from desktop.settings import Settings
from desktop.theme import ThemeKeeper, scaled
from desktop.widgets.panel import AdvicePanel
from desktop.widgets.rail import Rail, Station
from desktop.widgets.topbar import TopBar
from engine.errors import UserError

if TYPE_CHECKING:
    from engine.advice.types import Assessment
    from engine.case.types import CaseState

PAGES: tuple[type[Page], ...] = (
    HomePage,
    InterviewPage,
    ReviewPage,
    DataPage,
    PrototypePage,
    ReportPage,
    RulebookPage,
    PracticePage,
)
FOLD_BELOW = 1180  # narrower than this the advice is folded to a strip
PART_OF = {"review": "interview"}  # a page that has no station of its own → the one it belongs to
ASIDE = {"rulebook": "book", "practice": "cards"}  # pages that are no part of the journey, with their icons


class MainWindow(QMainWindow):
    """One case at a time. Pages are made when they are first shown.

    ``session``, ``settings``, ``translator`` and ``themes`` are given, so that tests can
    bring their own.
    """

    def __init__(
        self, session: Session, settings: Settings, translator: Translator, themes: ThemeKeeper
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.session, self.settings = session, settings
        self._translator, self._themes = translator, themes
        self._pages: dict[str, Page] = {}
        self._painted = False
        self.top = TopBar(self)
        self.rail = Rail(self)
        self.panel = AdvicePanel(self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._add_shortcuts()
        self.top.show_theme(themes.choice)
        self.show_page("home")

    # Pages

    @property
    def page_keys(self) -> tuple[str, ...]:
        """The keys of all pages, in the order of the journey."""
        return tuple(kind.key for kind in PAGES)

    @property
    def current(self) -> Page:
        """The page in front."""
        page = self.stack.currentWidget()
        if not isinstance(page, Page):
            raise TypeError("the stack holds pages only")
        return page

    def page(self, key: str) -> Page:
        """The page of that key, made if need be. Raises KeyError."""
        if key not in self._pages:
            kind = {each.key: each for each in PAGES}[key]
            page = self._make(kind)
            self._pages[key] = page
            self.stack.addWidget(page)
            page.go.connect(self.show_page)
            page.start()
        return self._pages[key]

    def _make(self, kind: type[Page]) -> Page:
        if kind is HomePage:
            return HomePage(self.session, self.settings, self._may_interrupt, self)
        if kind is PracticePage:
            return PracticePage(self.session, self.settings.data_folder, self)
        return kind(self.session, self)

    def show_page(self, key: str, target: str = "") -> None:
        """Bring a page to the front; without an open case those that need one stay away."""
        page = self.page(key)
        if page.needs_case and self.session.state is None:
            return
        before = self.stack.currentWidget()
        if isinstance(before, Page) and before is not page:
            before.leave()
            before.clear_error()  # it has been seen; coming back it would be stale
        self.stack.setCurrentWidget(page)
        page.enter(target)
        self._show_journey()

    # The case

    def open_path(self, path: Path) -> None:
        """Open the case file at ``path``, after asking if work is running."""
        if self._may_interrupt():
            self.session.open_case(path)

    def _take_opened(self, path: Path) -> None:
        if self.session.state is not None:
            self.settings.remember_case(path, self.session.state.name)
        self.session.read(read_card_titles, self.panel.show_titles)
        self.show_page("interview" if self._is_fresh() else "home")

    def _is_fresh(self) -> bool:
        state = self.session.state
        return state is not None and not state.answers and state.sample is None

    def _take_closing(self) -> None:
        self.top.show_case(None)
        self.panel.show_assessment(None, self.session.book, self.session.blank)
        self.setWindowTitle("Jjak")
        self.show_page("home")

    def _take_state(self, state: CaseState) -> None:
        self.top.show_case(state)
        self.setWindowTitle(f"{state.name} · Jjak")
        if self.session.path is not None:
            self.settings.remember_case(self.session.path, state.name)

    def _take_assessment(self, assessment: Assessment) -> None:
        self.panel.show_assessment(assessment, self.session.book, state=self.session.state)
        self._show_journey()

    def _take_book(self) -> None:
        session = self.session
        self.panel.show_assessment(session.assessment, session.book, session.blank, session.state)

    def _take_failure(self, error: UserError) -> None:
        self.current.show_error(error)

    # What the bars ask for

    def _go(self, key: str) -> None:
        self.show_page(key)

    def _go_home(self) -> None:
        self.show_page("home")

    def _go_section(self, section: str) -> None:
        self.show_page("interview", f"section:{section}")

    def _go_question(self, question: str) -> None:
        self.show_page("interview", question)

    def _go_entry(self, key: str) -> None:
        self.show_page("rulebook", key)

    def _export(self) -> None:
        self.show_page("report", "export")

    def _set_language(self, chosen: str) -> None:
        wanted = "ko" if chosen == "ko" else "en"
        self.settings.set_language(wanted)
        self._translator.set_language(wanted)

    def _set_theme(self, chosen: str) -> None:
        choice = "light" if chosen == "light" else "dark" if chosen == "dark" else "system"
        self.settings.set_theme(choice)
        self._themes.choose(choice)
        self.top.show_theme(choice)

    def _take_theme(self) -> None:
        self.top.show_theme(self._themes.choice)

    def _show_saving(self) -> None:
        self.top.show_saved(saved=False)

    def _show_saved(self) -> None:
        self.top.show_saved(saved=True)

    # Qt's events

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say the rail's words in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_journey()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold the advice when it gets narrow."""
        super().resizeEvent(event)
        narrow, was = self.width() < scaled(FOLD_BELOW), event.oldSize().width()
        if was < 0 or narrow != (was < scaled(FOLD_BELOW)):
            self.panel.set_narrow(narrow=narrow)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """After the first paint: read the rule book, on its own thread."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.session.load_book)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask over running work; then end it, close the case, remember the size."""
        if not self._may_interrupt():
            event.ignore()
            return
        for page in self._pages.values():
            page.leave()
            page.stop()
        self.session.stop()
        self.settings.set_window(self.width(), self.height())
        super().closeEvent(event)

    # Helpers

    def _lay_out(self) -> None:
        shell = QWidget(self)
        shell.setObjectName("shell")
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.panel)
        column = QVBoxLayout(shell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        self.setCentralWidget(shell)
        self.setWindowTitle("Jjak")
        self.setMinimumSize(scaled(880), scaled(600))
        width, height = self.settings.window or (scaled(1280), scaled(800))
        available = self.screen().availableSize()
        self.resize(min(width, available.width()), min(height, available.height()))

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._take_state)
        session.assessed.connect(self._take_assessment)
        session.case_opened.connect(self._take_opened)
        session.case_closed.connect(self._take_closing)
        session.book_loaded.connect(self._take_book)
        session.failed.connect(self._take_failure)
        session.saving.connect(self._show_saving)
        session.saved.connect(self._show_saved)
        self.top.home_wanted.connect(self._go_home)
        self.top.renamed.connect(session.rename)
        self.top.undo_wanted.connect(session.undo)
        self.top.redo_wanted.connect(session.redo)
        self.top.language_wanted.connect(self._set_language)
        self.top.theme_wanted.connect(self._set_theme)
        self.top.export_wanted.connect(self._export)
        self.rail.chosen.connect(self._go)
        self.rail.section_chosen.connect(self._go_section)
        self.panel.question_wanted.connect(self._go_question)
        self.panel.entry_wanted.connect(self._go_entry)
        self.panel.pack_switched.connect(session.switch_pack)
        self._themes.theme_changed.connect(self._take_theme)

    def _add_shortcuts(self) -> None:
        keys = {
            QKeySequence(QKeySequence.StandardKey.Undo): self.session.undo,
            QKeySequence(QKeySequence.StandardKey.Redo): self.session.redo,
        }
        for sequence, slot in keys.items():
            QShortcut(sequence, self).activated.connect(slot)

    def _show_journey(self) -> None:
        state, assessment = self.session.state, self.session.assessment
        titles = {
            "home": self.tr("Overview") if state is not None else self.tr("Home"),
            "interview": self.tr("Interview"),
            "data": self.tr("Data"),
            "prototype": self.tr("Prototype"),
            "report": self.tr("Report"),
            "rulebook": self.tr("Rule book"),
            "practice": self.tr("Practice"),
        }
        hint = self.tr("Open or make a case first")
        stations = [
            Station(
                kind.key,
                titles[kind.key],
                kind.progress(state, assessment),
                enabled=state is not None or not kind.needs_case,
                hint=hint,
                aside=ASIDE.get(kind.key, ""),
            )
            for kind in PAGES
            if kind.key in titles
        ]
        here = self.current.key
        self.rail.show_stations(stations, PART_OF.get(here, here))
        sections = self._sections(assessment) if PART_OF.get(here, here) == "interview" else []
        page = self._pages.get("interview")
        section = page.section() if isinstance(page, InterviewPage) and here == "interview" else ""
        self.rail.show_sections("interview", sections, section)

    @staticmethod
    def _sections(assessment: Assessment | None) -> list[Station]:
        if assessment is None:
            return []
        asked = {step.question.section for step in assessment.path.steps}
        return [
            Station(section.id, section.title.say(language()), "open" if status == "current" else status)
            for section, status in assessment.path.sections
            if section.id in asked
        ]

    def _may_interrupt(self) -> bool:
        running = [sentence for page in self._pages.values() if (sentence := page.running())]
        return not running or self.ask_interrupt("\n".join(running))

    def ask_interrupt(self, running: str) -> bool:
        """Ask whether running work may be stopped; True: yes."""
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle("Jjak")
        question.setText(running)
        question.setInformativeText(self.tr("Shall it be stopped? What it has done so far is not kept."))
        stop = question.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(self.tr("Let it run"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(keep)
        question.exec()
        return question.clickedButton() is stop
