"""What the labels are worth, and the lines by which they can be redone, to be accepted one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.i18n import number
from desktop.theme import scaled
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.chips import Chip, Tone
from desktop.widgets.data.correcting import line_of, with_lines
from desktop.widgets.data.rule_line import RuleLine, line_words, reason_words
from desktop.widgets.figures import percent
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.audit.types import Audit, LabelsSaid, RuleSaid
    from engine.dataset.corrections import Corrections, RelabelLine

LINES_AT_FIRST, LINES_MORE = 6, 24
TOP = 36  # pixels: room for the buttons, so that nothing moves when they come
STEPS = 1000  # of the bar, whatever is counted
DOUBTFUL = "doubtful_labels"
TONES: dict[str | None, Tone] = {
    "good": "start",
    "repairable": "prepare",
    "disordered": "push_back",
    None: "unknown",
}


class LabelsCard(Card):
    """``wanted(Corrections)``: look at the sample anew with these. ``cancel_asked()``.

    ``finding_wanted(kinds)``: the samples of a finding are to be shown.
    """

    wanted = Signal(object)
    cancel_asked = Signal()
    finding_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._audit: Audit | None = None
        self._wanted: Corrections | None = None
        self._found: dict[str, RuleSaid] = {}
        self._lines: tuple[RelabelLine, ...] = ()
        self._limit = LINES_AT_FIRST
        self._settled = True
        self._title = Label("", "heading", parent=self)
        self.verdict = Chip(parent=self)
        self.sentence = Label("", "text", parent=self)
        self.hint = Label("", "hint", parent=self)
        self.doubtful = QuietButton(parent=self)
        self.accept_all = QuietButton(parent=self, icon_name="check")
        self.cancel = QuietButton(parent=self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.lines: list[RuleLine] = []
        self._places = QVBoxLayout()
        self.more = QuietButton(parent=self)
        self._lay_out()
        self.accept_all.clicked.connect(self._accept_all)
        self.cancel.clicked.connect(self.cancel_asked)
        self.more.clicked.connect(self._show_more)
        self.doubtful.clicked.connect(lambda: self.finding_wanted.emit((DOUBTFUL,)))
        self.set_running(running=False)

    def show_audit(self, audit: Audit) -> None:
        """Show what an audit says of the labels; hidden where it has nothing to say."""
        same = self._audit is not None and self._audit.path == audit.path
        self._limit = self._limit if same else LINES_AT_FIRST
        self._audit, self._wanted = audit, audit.corrections
        found = audit.labels.rules if audit.labels is not None else ()
        self._found = {line_of(rule).model_dump_json(): rule for rule in found}
        accepted = audit.corrections.relabel
        self._lines = (*accepted, *(line_of(rule) for rule in found if line_of(rule) not in accepted))
        self.setVisible(audit.labels is not None or bool(accepted))
        self._say(audit)
        self._mark()

    def settle(self) -> None:
        """Show again what is kept: the new look was cancelled or failed."""
        if self._audit is not None:
            self._wanted = self._audit.corrections
            self._mark()

    def set_running(self, *, running: bool) -> None:
        """Whether the sample is being looked at anew."""
        self.cancel.setVisible(running)
        self.bar.setVisible(running)

    def set_settled(self, *, settled: bool) -> None:
        """Whether lines can be accepted; not while the first look still goes on."""
        self._settled = settled
        self.accept_all.setEnabled(settled)
        for line in self.lines:
            line.setEnabled(settled)

    def show_part(self, done: float, total: float | None) -> None:
        """How far the new look is; with no total known the bar only moves."""
        self.bar.setRange(0, STEPS if total else 0)
        if total:
            self.bar.setValue(round(STEPS * min(max(done / total, 0.0), 1.0)))

    def _say(self, audit: Audit) -> None:
        said = audit.labels
        self._title.setText(self.tr("What the labels are worth"))
        verdict = None if said is None else said.verdict
        words = {
            "good": self.tr("Good"),
            "repairable": self.tr("Repairable"),
            "disordered": self.tr("Disordered"),
            None: self.tr("Cannot tell"),
        }
        self.verdict.say(words[verdict], TONES[verdict])
        self.sentence.setText("" if said is None else self._share_words(said))
        self.sentence.setVisible(said is not None)
        self.hint.setText(self._hint(said))
        self.hint.setVisible(bool(self.hint.text()))
        self.cancel.setText(self.tr("Cancel"))
        self.bar.setAccessibleName(self.tr("The sample is looked at anew"))
        doubtful = next((finding for finding in audit.findings if finding.kind == DOUBTFUL), None)
        self.doubtful.setVisible(doubtful is not None)
        if doubtful is not None:
            words_of = self.tr("Show the doubtful labels ({count})")
            self.doubtful.setText(words_of.format(count=number(doubtful.count)))

    def _share_words(self, said: LabelsSaid) -> str:
        if said.known and said.share is not None and said.low is not None and said.high is not None:
            if said.share < 0.005:
                words = self.tr("Hardly any label is wrong: at most {high} %.")
                return words.format(high=_percent(said.high))
            words = self.tr("About {share} % of the labels are wrong ({low}–{high} %).")
            return words.format(share=_percent(said.share), low=_percent(said.low), high=_percent(said.high))
        if said.high is not None and said.high < 1:
            words = self.tr(
                "What can be seen doesn't tell the classes apart: at most {high} % of the labels are wrong."
            )
            return words.format(high=_percent(said.high))
        return self.tr("From what can be seen it can't be told how many labels are wrong.")

    def _hint(self, said: LabelsSaid | None) -> str:
        if said is None:
            return ""
        told = self.tr("Told from {count} labelled samples.").format(count=number(said.weighed))
        if not said.rules:
            return told
        words = self.tr("The lines below would change {share} % of the labels; the files stay as they are.")
        return f"{told} {words.format(share=_percent(said.changed))}"

    def _mark(self) -> None:
        """Show the lines, and which of them are accepted by now."""
        wanted = () if self._wanted is None else self._wanted.relabel
        shown = self._lines[: self._limit]
        self._make_lines(len(shown))
        for place, line in zip(self.lines, shown, strict=True):
            rule = self._found.get(line.model_dump_json())
            words = line_words(line, None if rule is None else rule.count)
            note = "" if rule is None else reason_words(rule)
            if line in wanted:
                note = self.tr("Accepted · press to take it back")
            place.say(words, note, accepted=line in wanted)
        rest = len(self._lines) - len(shown)
        self.more.setText(self.tr("Show {count} more").format(count=number(rest)))
        self.more.setVisible(rest > 0)
        left = sum(line not in wanted for line in self._lines)
        self.accept_all.setText(self.tr("Accept all {count}").format(count=number(left)))
        self.accept_all.setVisible(left > 1)

    def _make_lines(self, count: int) -> None:
        while len(self.lines) > count:
            line = self.lines.pop()
            self._places.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < count:
            line = RuleLine(self)
            line.clicked.connect(self._toggle)
            line.setEnabled(self._settled)
            self._places.addWidget(line)
            line.show()
            self.lines.append(line)

    def _toggle(self) -> None:
        pressed = self.sender()
        if not isinstance(pressed, RuleLine) or self._wanted is None:
            return
        line = self._lines[self.lines.index(pressed)]
        kept = [one for one in self._wanted.relabel if one != line]
        self._want(kept if pressed.isChecked() else [*kept, line])

    def _accept_all(self) -> None:
        if self.lines:
            self.lines[0].setFocus()
        self._want(self._lines)

    def _want(self, lines: Sequence[RelabelLine]) -> None:
        if self._wanted is not None:
            self._wanted = with_lines(self._wanted, lines)
            self._mark()
            self.wanted.emit(self._wanted)

    def _show_more(self) -> None:
        first = len(self.lines)
        self._limit += LINES_MORE
        self._mark()
        self.lines[first].setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(scaled(12))
        top.addWidget(self._title)
        top.addWidget(self.verdict)
        top.addStretch(1)
        top.addWidget(self.cancel)
        top.addWidget(self.accept_all)
        top.addStrut(scaled(TOP))
        self._title.setWordWrap(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._places.setSpacing(scaled(4))
        self.column.addLayout(top)
        for part in (self.sentence, self.hint, self.bar):
            self.column.addWidget(part)
        self.column.addLayout(self._places)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(self.doubtful)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.setAlignment(row, Qt.AlignmentFlag.AlignLeft)


def _percent(share: float) -> str:
    return percent(share, 1 if 0 < share < 0.1 and round(share * 100, 1) != round(share * 100) else 0)
