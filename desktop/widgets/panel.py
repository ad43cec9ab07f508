"""The right panel: verdict and why, matrix, today beside it, what explains it, how much is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.buttons import IconButton
from desktop.widgets.chips import ChipButton
from desktop.widgets.coverage import CoverageBar
from desktop.widgets.explain.reasons import VerdictReason
from desktop.widgets.explain.sections import Sections
from desktop.widgets.explain.tabs import TabKeeper
from desktop.widgets.explain.today import TodayCard
from desktop.widgets.explain.volume import PER_UNIT, Counted
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.matrix import Matrix
from desktop.widgets.scroll import ScrollBarRoom
from desktop.widgets.verdict import SHAPES, VerdictLight, verdict_role, verdict_word

if TYPE_CHECKING:
    from engine.advice.types import Advice, Assessment, Explanation, MatrixCell, Trace
    from engine.case.types import CaseState
    from engine.rulebook.types import Question, RuleBook, Verdict
    from engine.texts import Text

WIDTH = 332
STRIP = 56
VOLUME = "volume"  # the question of the amount


class AdvicePanel(QFrame):
    """Live advice to the open case, and what explains it.

    Signals: ``question_wanted(id)``: the user wants to answer that one; ``entry_wanted(key)``:
    to read that entry of the rule book; ``pack_switched(pack, on)``: to leave a pack out of the
    case, or take it in again.

    Folded, it is a strip with the verdict's shape and the count; a press unfolds it.
    """

    question_wanted = Signal(str)
    entry_wanted = Signal(str)
    pack_switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._assessment: Assessment | None = None
        self._advice: Advice | None = None
        self._state: CaseState | None = None
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
        self.reason: VerdictReason | None = None
        self._reason_shown: object = None
        self._reason_place = QVBoxLayout()
        self.today = TodayCard(self._whole)
        self.today.switched.connect(self.pack_switched)
        self.sections = Sections(self._whole)
        self.sections.question_wanted.connect(self.question_wanted)
        self.sections.entry_wanted.connect(self.entry_wanted)
        self.sections.switched.connect(self.pack_switched)
        self.coverage = CoverageBar(self._whole)
        self._lay_out()
        self.set_narrow(narrow=False)
        self._say()

    def show_assessment(
        self,
        assessment: Assessment | None,
        book: RuleBook | None,
        blank: Assessment | None = None,
        state: CaseState | None = None,
    ) -> None:
        """Show the advice of an assessment of ``state``; None: no case is open, the matrix is ``blank``'s.

        Without ``state`` nothing is said of what other answers would change.
        """
        self._assessment, self._state = assessment, state
        self._advice = None if assessment is None else assessment.advice
        self._blank = () if blank is None else blank.advice.matrix
        self._book = book
        self._say()

    def show_titles(self, titles: Mapping[str, Text]) -> None:
        """What the cards of the systems are called, by id."""
        self.sections.show_titles(titles)
        self._say_explanation()

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
        column.addLayout(self._reason_place)
        column.addWidget(self.matrix)
        column.addWidget(self.today)
        column.addWidget(self.sections)
        column.addStretch(1)
        scroll = QScrollArea(self._whole)
        scroll.setObjectName("panelground")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        ScrollBarRoom(scroll, column)
        TabKeeper(self._whole, content)
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
        self._say_explanation()

    def _want_question(self) -> None:
        if self._advice is not None and self._advice.decide_next is not None:
            self.question_wanted.emit(self._advice.decide_next.id)

    def _say(self) -> None:
        self._caption.setText(self.tr("Verdict so far"))
        self._fold_button.set_name(self.tr("Fold the advice"))
        self._say_verdict(self._advice)
        self._say_explanation()
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

    def _say_explanation(self) -> None:
        """What explains the advice; while the panel is folded nobody reads it."""
        advice, book = self._advice, self._book
        ruling = None if advice is None or self.folded else advice.ruling
        self._show_reason(None if ruling is None else ruling.trace)
        if self.folded:
            return
        self.today.show_advice(advice, book)
        if advice is None or book is None or self._assessment is None:
            self.sections.clear()
            return
        self.sections.show_advice(advice, self._explain(), counted(advice, self._state), book)

    def _explain(self) -> Explanation | None:
        """A few milliseconds: no slower than the picture of it."""
        if self._state is None or self._assessment is None or self._book is None:
            return None
        from engine.advice import explain

        return explain(self._book, self._state.answers, self._state.measured, self._assessment)

    def _show_reason(self, trace: Trace | None) -> None:
        shown = (trace, language())
        if shown == self._reason_shown and self._book is not None:
            return
        self._reason_shown = shown
        old, self.reason = self.reason, None
        if old is not None:
            self._reason_place.removeWidget(old)
            old.hide()
            old.deleteLater()
        if trace is not None and self._book is not None:
            self.reason = VerdictReason(trace, self._book, self._whole)
            self._reason_place.addWidget(self.reason)
            self.reason.show()


def counted(advice: Advice, state: CaseState | None) -> Counted:
    """The amount of the case: as the rules read it, and the number behind it if there is one."""
    fact = advice.facts.get(VOLUME)
    measured = fact is not None and fact.origin == "sample"
    answer = None if state is None else state.answers.get(VOLUME)
    found = None if state is None else state.measured.get(VOLUME)
    value = found.value if measured and found is not None else answer.value if answer is not None else None
    total = value if isinstance(value, int) and not isinstance(value, bool) else None
    volume = None if fact is None else fact.value
    return Counted(total, volume, measured and total is not None, PER_UNIT in advice.facts)


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
