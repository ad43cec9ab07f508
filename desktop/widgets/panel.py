"""The right panel: verdict, matrix, next steps, what never to promise, how much is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.buttons import IconButton
from desktop.widgets.chips import ChipButton
from desktop.widgets.coverage import CoverageBar
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.matrix import Matrix
from desktop.widgets.scroll import ScrollBarRoom
from desktop.widgets.step_card import StepCard
from desktop.widgets.verdict import SHAPES, VerdictLight, verdict_role, verdict_word

if TYPE_CHECKING:
    from engine.advice.types import Advice, AdviceLine, Assessment, MatrixCell
    from engine.rulebook.types import Question, RuleBook, Verdict

WIDTH = 332
STRIP = 56


class AdvicePanel(QFrame):
    """Live advice to the open case. ``question_wanted(id)``: the user wants to answer that one.

    Folded, it is a strip with the verdict's shape and the count; a press unfolds it.
    """

    question_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._advice: Advice | None = None
        self._blank: tuple[MatrixCell, ...] = ()
        self._book: RuleBook | None = None
        self._narrow = False
        self._strip = _Strip(self)
        self._strip.opened.connect(self._unfold)
        self._whole = QWidget(self)
        self._fold_button = IconButton("chevron-right", parent=self._whole)
        self._fold_button.clicked.connect(self._fold)
        self._caption = Label("", "caption", parent=self._whole)
        self.light = VerdictLight(self._whole)
        self.matrix = Matrix(self._whole)
        self._ask = ChipButton(parent=self._whole, icon_name="arrow-right")
        self._ask.clicked.connect(self._want_question)
        self._lists = QVBoxLayout()
        self.coverage = CoverageBar(self._whole)
        self._lay_out()
        self.set_narrow(narrow=False)
        self._say()

    def show_assessment(
        self, assessment: Assessment | None, book: RuleBook | None, blank: Assessment | None = None
    ) -> None:
        """Show the advice of an assessment; None: no case is open, the matrix is ``blank``'s."""
        self._advice = None if assessment is None else assessment.advice
        self._blank = () if blank is None else blank.advice.matrix
        self._book = book
        self._say()

    def set_narrow(self, *, narrow: bool) -> None:
        """In a narrow window the panel is folded to a strip until it is pressed."""
        self._narrow = narrow
        self._fold_button.setVisible(narrow)
        self._set_folded(folded=narrow)

    @property
    def folded(self) -> bool:
        """Whether only the strip is shown."""
        return not self._strip.isHidden()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say everything in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _lay_out(self) -> None:
        content = QWidget(self._whole)
        content.setObjectName("panelground")
        column = QVBoxLayout(content)
        column.setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16))
        column.setSpacing(scaled(12))
        top = QHBoxLayout()
        top.addWidget(self._caption, 1)
        top.addWidget(self._fold_button)
        column.addLayout(top)
        column.addWidget(self.light)
        column.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.matrix)
        self._lists.setSpacing(scaled(8))
        column.addLayout(self._lists)
        column.addStretch(1)
        scroll = QScrollArea(self._whole)
        scroll.setObjectName("panelground")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        ScrollBarRoom(scroll, column)
        foot = QVBoxLayout()
        foot.setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(20))
        foot.addWidget(self.coverage)
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._strip)
        row.addWidget(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _fold(self) -> None:
        self._set_folded(folded=True)

    def _unfold(self) -> None:
        self._set_folded(folded=False)

    def _set_folded(self, *, folded: bool) -> None:
        self._strip.setVisible(folded)
        self._whole.setVisible(not folded)
        self.setFixedWidth(scaled(STRIP if folded else WIDTH))

    def _want_question(self) -> None:
        if self._advice is not None and self._advice.decide_next is not None:
            self.question_wanted.emit(self._advice.decide_next.id)

    def _say(self) -> None:
        self._caption.setText(self.tr("Verdict so far"))
        self._fold_button.set_name(self.tr("Fold the advice"))
        self._say_verdict(self._advice)
        self._say_lists(self._advice)
        known, among = (0, 0) if self._advice is None else self._advice.deciding
        self.coverage.show_coverage(known, among)
        self.coverage.setVisible(self._advice is not None)
        self._strip.show_verdict(self.light.verdict, known, among)

    def _say_verdict(self, advice: Advice | None) -> None:
        ruling = None if advice is None else advice.ruling
        wanted: Question | None = None if advice is None else advice.decide_next
        if ruling is not None:
            self.light.show_verdict(ruling.verdict, ruling.headline.say(language()))
        elif advice is None:
            self.light.show_verdict(None, self.tr("Open a case: what its answers mean is shown here."))
        else:
            self.light.show_verdict(None, self.tr("Each answer of the interview brings it nearer."))
        self._ask.setVisible(ruling is None and wanted is not None)
        self._ask.setText(self.tr("Answer what helps most"))
        self._ask.setToolTip("" if wanted is None else wanted.text.say(language()))
        self.matrix.show_cells(self._blank if advice is None else advice.matrix)

    def _say_lists(self, advice: Advice | None) -> None:
        _clear(self._lists)
        if advice is None or self._book is None:
            return
        groups: tuple[tuple[str, str, bool], ...] = (
            ("step", self.tr("Next steps"), True),
            ("condition", self.tr("Before the start"), False),
            ("caution", self.tr("Keep in mind"), False),
        )
        for kind, heading, numbered in groups:
            self._add_group(heading, [line for line in advice.lines if line.kind == kind], numbered=numbered)
        if advice.ruling is not None:
            self._add_heading(self.tr("Why this verdict"))
            ruling = advice.ruling
            self._add(StepCard(None, ruling.headline, ruling.trace, self._book, self._whole))
        if advice.never_say:
            self._add_heading(self.tr("Never promise"))
            for rule in advice.never_say:
                self._add(_NeverSay(rule.promise.say(language()), rule.instead.say(language()), self._whole))

    def _add_group(self, heading: str, lines: list[AdviceLine], *, numbered: bool) -> None:
        if not lines or self._book is None:
            return
        self._add_heading(heading)
        for number, line in enumerate(lines, start=1):
            card = StepCard(number if numbered else None, line.text, line.trace, self._book, self._whole)
            self._add(card)

    def _add_heading(self, heading: str) -> None:
        if self._lists.count():
            self._lists.addSpacing(scaled(8))
        self._add(Label(heading, "heading", parent=self._whole))

    def _add(self, widget: QWidget) -> None:
        self._lists.addWidget(widget)
        widget.show()


class _NeverSay(QWidget):
    """A promise nobody may make, and what to say instead."""

    def __init__(self, promise: str, instead: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        row.addWidget(IconView("close", "push_back", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(Label(promise, "hint", "text", self))
        words.addWidget(
            Label(self.tr("Say instead: {sentence}").format(sentence=instead), "caption", parent=self)
        )
        row.addLayout(words, 1)


class _Strip(QWidget):
    """The folded panel: shape and word of the verdict, count of answers, a button to unfold."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = IconButton("chevron-left", parent=self)
        self._button.clicked.connect(self.opened)
        self._shape = IconView(SHAPES[None], "unknown", 24, self)
        self._word = Label("", "caption", parent=self)
        self._word.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._count = Label("", "caption", parent=self, wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(4), scaled(12), scaled(4), scaled(12))
        column.setSpacing(scaled(8))
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(scaled(8))
        column.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._word)
        column.addWidget(self._count, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_verdict(self, verdict: Verdict | None, known: int, among: int) -> None:
        """Show the verdict's shape and how much is answered."""
        self._shape.show_icon(SHAPES[verdict], verdict_role(verdict))
        self._word.set_role(verdict_role(verdict))
        self._word.setText(self._short(verdict))
        self._count.setText(f"{known}/{among}" if among else "")
        self._button.set_name(self.tr("Unfold the advice: {verdict}").format(verdict=verdict_word(verdict)))
        self.setToolTip(self._button.accessibleName())

    def _short(self, verdict: Verdict | None) -> str:
        """One short word: the strip is narrow."""
        words: dict[Verdict | None, str] = {
            "start": self.tr("Start"),
            "prepare": self.tr("Prepare"),
            "push_back": self.tr("Push back"),
            None: self.tr("Open"),
        }
        return words[verdict]


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
