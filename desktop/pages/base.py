"""What every page is: a scrolled column, a banner for errors, a footer, and a contract.

A page overrides what it needs of: ``key``, ``needs_case``, ``wide``, :meth:`build`
(not needed: ``__init__`` may do it), :meth:`retranslate`, :meth:`show_state`,
:meth:`show_assessment`, :meth:`enter`, :meth:`leave`, :meth:`running`, :meth:`stop`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.banner import Banner
from desktop.widgets.scroll import ScrollColumn
from engine.errors import UserError

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.advice.types import Assessment
    from engine.case.types import CaseState

Progress = Literal["open", "done", "look_again"]
COLUMN = 680  # widest line of text that reads well
WIDE_COLUMN = 1040


class Page(QWidget):
    """One page of the window.

    ``body`` is the layout of the scrolled column; ``footer`` the row below it, which
    stays in place (Back at its left, one primary button at its right).

    Signals: ``go(key, target)`` asks the window for another page; ``target`` is handed
    to its :meth:`enter`. ``running_changed()`` when :meth:`running` has changed.

    The base connects ``session.changed`` / ``assessed`` / ``case_closed`` and calls
    :meth:`show_state` / :meth:`show_assessment`; both are also called once by
    :meth:`start`, after construction. :meth:`retranslate` is called by :meth:`start` and
    after every change of language.
    """

    key = ""
    needs_case = True
    wide = False  # a wide column, for tables and pictures

    go = Signal(str, str)
    running_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that Enter is the page's, wherever one clicks
        self.banner = Banner(self)
        self.scroll = ScrollColumn(scaled(WIDE_COLUMN if self.wide else COLUMN), self)
        self.body: QVBoxLayout = self.scroll.column
        self.footer_bar = QWidget(self)
        self.footer_bar.setMaximumWidth(scaled(WIDE_COLUMN if self.wide else COLUMN) + 2 * scaled(32))
        self.footer = QHBoxLayout(self.footer_bar)
        self.footer.setContentsMargins(scaled(32), scaled(8), scaled(32), scaled(24))
        self.footer.setSpacing(scaled(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.scroll, 1)
        footer_row = QHBoxLayout()
        footer_row.addStretch(1)
        footer_row.addWidget(self.footer_bar, 1000)
        footer_row.addStretch(1)
        layout.addLayout(footer_row)

    def start(self) -> None:
        """Say and show everything for the first time; the window calls it once."""
        self.session.changed.connect(self._take_state)
        self.session.assessed.connect(self._take_assessment)
        self.session.case_closed.connect(self._take_closing)
        self.retranslate()
        self.show_state(self.session.state)
        self.show_assessment(self.session.assessment)

    # The contract: a page overrides what it needs

    @classmethod
    def progress(cls, state: CaseState | None, assessment: Assessment | None) -> Progress:  # noqa: ARG003
        """How far the case has come with this page's matter; the rail's sign."""
        return "open"

    def retranslate(self) -> None:
        """Set every word of the page (``self.tr``) in the language of now."""

    def show_state(self, state: CaseState | None) -> None:
        """Show what the case says now; None: no case is open."""

    def show_assessment(self, assessment: Assessment | None) -> None:
        """Show path and advice of now; None: no case is open."""

    def enter(self, target: str = "") -> None:
        """The page came to the front: set the focus to its first field."""

    def leave(self) -> None:
        """Another page comes to the front."""

    def running(self) -> str:
        """What is at work in one short sentence; empty when nothing is.

        The window asks before it closes, or opens another case, over running work.
        """
        return ""

    def stop(self) -> None:
        """End all work of the page and wait for it; the window is closing."""

    # For the page's use

    def show_error(self, error: UserError | str) -> None:
        """Show one sentence in the banner, above the page, until it is closed."""
        self.banner.show_problem(error.sentence(language()) if isinstance(error, UserError) else error)

    def clear_error(self) -> None:
        """Take the banner away."""
        self.banner.hide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say everything anew when the language changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.clear_error()
            self.retranslate()
            self.show_state(self.session.state)
            self.show_assessment(self.session.assessment)

    def _take_state(self, state: CaseState) -> None:
        self.show_state(state)

    def _take_assessment(self, assessment: Assessment) -> None:
        self.show_assessment(assessment)

    def _take_closing(self) -> None:
        self.clear_error()
        self.show_state(None)
        self.show_assessment(None)
