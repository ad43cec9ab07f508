"""Where it begins: recent cases, a new one, the example; with a case open, its overview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.pages.base import Page, Progress
from desktop.theme import scaled
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.drop import local_paths
from desktop.widgets.explain.book_changed import BookChanged
from desktop.widgets.explain.tabs import TabKeeper
from desktop.widgets.new_case import SUFFIX, NewCaseDialog, default_folder
from desktop.widgets.overview import Overview
from desktop.widgets.welcome import Welcome

if TYPE_CHECKING:
    from desktop.bridge.example import ExampleMaker
    from desktop.bridge.session import Session
    from desktop.settings import Settings
    from engine.advice.types import Assessment
    from engine.case.types import CaseState

NARROW = 480  # narrower than this everything stands below each other


class HomePage(Page):
    """Opens and makes cases; drops of ``.jjak`` files open too."""

    key = "home"
    needs_case = False

    def __init__(
        self,
        session: Session,
        settings: Settings,
        may_interrupt: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, parent)
        self._settings = settings
        self._may_interrupt = may_interrupt  # asked before the open case is left
        self.setAcceptDrops(True)
        self.dialog: NewCaseDialog | None = None
        self._maker: ExampleMaker | None = None  # made when it is first wanted
        self.left_out = Banner(self)  # packs of the firm that are not used; closed for this start of Jjak
        self._told_left_out = False
        self.changed_book = BookChanged(self)
        self.welcome = Welcome(self)
        self.overview = Overview(self)
        self.body.addWidget(self.changed_book)
        self.body.addWidget(self.welcome)
        self.body.addWidget(self.overview)
        self.body.addStretch(1)
        self.open = QuietButton(parent=self, icon_name="folder")
        self.close_button = LinkButton(parent=self)
        self.example = QuietButton(parent=self, icon_name="play")
        self.primary = PrimaryButton(parent=self)
        for widget in (self.open, self.close_button):
            self.footer.addWidget(widget)
        self.footer.addStretch(1)
        self.footer.addWidget(self.example)
        self.footer.addWidget(self.primary)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.left_out)
        TabKeeper(self, self.scroll.widget())
        self._connect()

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:  # noqa: ARG003
        """Done as soon as a case is open."""
        return "open" if state is None else "done"

    def retranslate(self) -> None:
        """Set every word of the page."""
        self.open.setText(self.tr("Open …"))
        self.close_button.setText(self.tr("Close this case"))
        self.example.setText(self.tr("Open the example"))
        self.changed_book.retranslate()
        self._say_left_out()
        self.welcome.retranslate()
        self.overview.retranslate()
        self._say_making()

    def show_state(self, state: CaseState | None) -> None:
        """Welcome without a case, the overview with one."""
        is_open = state is not None
        self.welcome.setVisible(not is_open)
        self.overview.setVisible(is_open)
        self.open.setVisible(not is_open)
        self.example.setVisible(not is_open)
        self.close_button.setVisible(is_open)
        self.primary.setText(self.tr("Continue the interview") if is_open else self.tr("New case"))
        self.primary.set_icon("" if is_open else "plus")
        if state is None:
            self.changed_book.dismiss()
            self.welcome.show_recent(self._settings.recent)

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Fill the overview."""
        if self.session.state is not None and assessment is not None:
            self.overview.show_case(self.session.state, assessment, self.session.path)
            done = assessment.path.complete
            self.primary.setText(self.tr("To the review") if done else self.tr("Continue the interview"))

    def enter(self, target: str = "") -> None:
        """The recent cases may have changed; Enter is the primary button's."""
        self.show_state(self.session.state)
        self.show_assessment(self.session.assessment)
        self._say_making()
        self.setFocus()

    def leave(self) -> None:
        """Keep what was typed."""
        self.overview.commit()

    def running(self) -> str:
        """The example may be under way."""
        making = self._maker is not None and self._maker.running
        return self.tr("The example is being made.") if making else ""

    def stop(self) -> None:
        """End the making of the example."""
        if self._maker is not None:
            self._maker.close()

    # Opening and making

    def new_case(self) -> None:
        """Ask for name and place, then make the case."""
        self.dialog = NewCaseDialog(default_folder(), self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.made.connect(self._make)
        self.dialog.open()

    def open_files(self, paths: list[Path]) -> None:
        """Open the first case file; say so if there is none."""
        cases = [path for path in paths if path.suffix.lower() == SUFFIX]
        self.clear_error()
        if cases:
            if self._may_interrupt():
                self.session.open_case(cases[0])
        elif paths:
            self.show_error(
                self.tr("Only case files (.jjak) open here. To look at data, open a case and go to Data.")
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take local files; what they are is said after the drop."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open what was dropped."""
        event.acceptProposedAction()
        self.open_files(local_paths(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside the unfolded advice a small window leaves little room."""
        super().resizeEvent(event)
        narrow = self.width() < scaled(NARROW)
        self.overview.set_narrow(narrow=narrow)
        margins = self.footer.contentsMargins()
        side = scaled(16 if narrow else 32)
        self.footer.setContentsMargins(side, margins.top(), side, margins.bottom())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter is the primary button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.primary.click()
            return
        super().keyPressEvent(event)

    def _connect(self) -> None:
        self.open.clicked.connect(self._choose_file)
        self.close_button.clicked.connect(self._close_case)
        self.example.clicked.connect(self._start_example)
        self.primary.clicked.connect(self._go_on)
        self.welcome.opened.connect(self._open_recent)
        self.welcome.removed.connect(self._forget_recent)
        self.overview.page_wanted.connect(self._want_page)
        self.overview.client_said.connect(self.session.set_client)
        self.session.case_opened.connect(self._take_opening)
        self.session.book_loaded.connect(self._take_book)
        self.session.book_changed.connect(self.changed_book.show_differences)
        self.left_out.acted.connect(self._read_packs)

    def _go_on(self) -> None:
        assessment = self.session.assessment
        if assessment is None:
            self.new_case()
        else:
            self.go.emit("review" if assessment.path.complete else "interview", "")

    def _close_case(self) -> None:
        self.overview.commit()
        if self._may_interrupt():
            self.session.close_case()

    def _want_page(self, key: str) -> None:
        self.go.emit(key, "")

    def _make(self, path: Path, name: str) -> None:
        if not self._may_interrupt():
            return
        self.clear_error()
        self.session.new_case(path, name, language())

    def _choose_file(self) -> None:
        folder = default_folder()
        kinds = self.tr("Jjak cases (*.jjak)")
        chosen, _kind = QFileDialog.getOpenFileName(self, self.tr("Open a case"), str(folder), kinds)
        if chosen:
            self.open_files([Path(chosen)])

    def _open_recent(self, path: str) -> None:
        self.open_files([Path(path)])

    def _forget_recent(self, path: str) -> None:
        self._settings.forget_case(Path(path))
        self.welcome.show_recent(self._settings.recent)

    def _start_example(self) -> None:
        if self._maker is None:
            from desktop.bridge.example import ExampleMaker

            self._maker = ExampleMaker(self)
            self._maker.ready.connect(self.session.open_case)
            self._maker.failed.connect(self._take_failure)
            self._maker.running_changed.connect(self._show_making)
        self.clear_error()
        self._maker.make(default_folder(), language())

    def _take_failure(self, error: Exception) -> None:
        from desktop.bridge.failures import failure_sentence

        self.show_error(failure_sentence(error, language()))

    def _take_opening(self) -> None:
        """A case is in front: an example that is still being made must not push it away."""
        if self._maker is not None:
            self._maker.drop()

    def _take_book(self) -> None:
        if self.session.book is not None and self.session.book.disabled and not self._told_left_out:
            self._told_left_out = True
            self._say_left_out(show=True)

    def _say_left_out(self, *, show: bool = False) -> None:
        """Which packs the book does without because of their faults; the rule book says all of them."""
        book = self.session.book
        if book is None or not book.disabled or not (show or self.left_out.isVisibleTo(self)):
            return
        names = ", ".join(pack.id for pack in book.disabled)
        words = self.tr("Not used because of faults: {packs}. Jjak advises without them.").format(packs=names)
        self.left_out.show_note(words, self.tr("See why"))

    def _read_packs(self) -> None:
        self.go.emit("rulebook", "packs")

    def _show_making(self, is_running: bool) -> None:
        self.example.setEnabled(not is_running)
        if not is_running:
            self.clear_error()
        self._say_making()

    def _say_making(self) -> None:
        if self._maker is not None and self._maker.running:
            words = self.tr("The example client's data is being made; it opens by itself in a moment.")
            self.banner.show_note(words)
