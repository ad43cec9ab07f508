"""The foldable parts of the advice panel, from what to do next to what never to promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.explain.alternatives import ChangesBody, NearlyBody, useful_first
from desktop.widgets.explain.fold import Build, Fold, Some, Stack
from desktop.widgets.explain.packs import PacksBody
from desktop.widgets.explain.task import TaskBody
from desktop.widgets.explain.volume import Counted, VolumeBody, telling_first
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.step_card import StepCard

if TYPE_CHECKING:
    from engine.advice.types import Advice, AdviceLine, Explanation
    from engine.rulebook.types import LineKind, NeverSay, RuleBook
    from engine.texts import Text

STEPS = 3  # lines of advice shown at once
LINES: tuple[LineKind, ...] = ("step", "condition", "caution", "question")
OPEN = ("step",)  # what is open to begin with: the rest is a press away
ORDER = ("step", "condition", "caution", "changes", "task", "volume", "question", "nearly", "never", "packs")


class Sections(QWidget):
    """``question_wanted(id)``, ``entry_wanted(key)``, ``switched(pack, on)``: see the panel."""

    question_wanted = Signal(str)
    entry_wanted = Signal(str)
    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folds = {name: Fold(self, is_open=name in OPEN) for name in ORDER}
        self._titles: Mapping[str, Text] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for fold in self.folds.values():
            fold.hide()
            column.addWidget(fold)

    def show_titles(self, titles: Mapping[str, Text]) -> None:
        """What the cards of the systems are called."""
        self._titles = titles

    def clear(self) -> None:
        """There is no case."""
        for fold in self.folds.values():
            fold.hide()

    def show_advice(
        self, advice: Advice, explanation: Explanation | None, counted: Counted, book: RuleBook
    ) -> None:
        """Show everything that explains an advice; without ``explanation`` that part stays away."""
        for kind in LINES:
            self._show_lines(kind, [line for line in advice.lines if line.kind == kind], book)
        self._show_task(advice, book)
        self._show_volume(advice, counted, book)
        self._show_never(advice.never_say)
        self._show(
            "packs",
            self.tr("Rule packs"),
            self._packs_summary(advice, book),
            (advice.without, book.digest),
            lambda parent: self._packs(advice, book, parent),
        )
        self._show_alternatives(advice, explanation, book)

    # The parts

    def _show(
        self, name: str, title: str, summary: str, content: object, build: Build, count: int | None = None
    ) -> None:
        fold = self.folds[name]
        fold.show_content(title, summary, (content, language()), build, count)
        fold.show()

    def _show_lines(self, kind: LineKind, lines: list[AdviceLine], book: RuleBook) -> None:
        if not lines:
            self.folds[kind].hide()
            return
        titles: dict[LineKind, str] = {
            "step": self.tr("Next steps"),
            "condition": self.tr("Before the start"),
            "caution": self.tr("Keep in mind"),
            "question": self.tr("Questions for the lawyers"),
        }
        summary = self.tr("To be asked, not concluded") if kind == "question" else ""
        self._show(
            kind,
            titles[kind],
            summary,
            tuple(lines),
            lambda parent: Some(
                [_card(place, line, book) for place, line in enumerate(lines, start=1)], STEPS, parent
            ),
            len(lines),
        )

    def _show_task(self, advice: Advice, book: RuleBook) -> None:
        framing = advice.framing
        if framing is None:
            self.folds["task"].hide()
            return
        titles = self._titles

        def build(parent: QWidget) -> QWidget:
            body = TaskBody(framing, book, titles, parent)
            body.entry_wanted.connect(self.entry_wanted)
            return body

        summary = framing.task.say(language())
        if framing.disagrees:
            summary = self.tr("{task} · not the direction the client named").format(task=summary)
        self._show("task", self.tr("Kind of task"), summary, (framing, bool(titles)), build)

    def _show_volume(self, advice: Advice, counted: Counted, book: RuleBook) -> None:
        if counted.volume is None and counted.total is None and not advice.guides:
            self.folds["volume"].hide()
            return

        def build(parent: QWidget) -> QWidget:
            body = VolumeBody(counted, telling_first(advice.guides), book, parent)
            body.question_wanted.connect(self.question_wanted)
            return body

        self._show(
            "volume",
            self.tr("How much it takes"),
            self._volume_summary(advice, counted, book),
            (counted, advice.guides),
            build,
        )

    def _volume_summary(self, advice: Advice, counted: Counted, book: RuleBook) -> str:
        told = [] if counted.total is None else [number(counted.total)]
        told += [cut.title.say(language()) for cut in book.cuts if cut.value == counted.volume]
        if advice.guides:
            told.append(self.tr("guides: {count}").format(count=len(advice.guides)))
        return " · ".join(told)

    def _show_never(self, rules: tuple[NeverSay, ...]) -> None:
        if not rules:
            self.folds["never"].hide()
            return
        lines = [_promise(rule) for rule in rules]
        self._show(
            "never",
            self.tr("Never promise"),
            "",
            rules,
            lambda parent: Some(lines, STEPS, parent, gap=12),
            len(rules),
        )

    def _packs(self, advice: Advice, book: RuleBook, parent: QWidget) -> QWidget:
        body = PacksBody(book, advice.without, parent)
        body.switched.connect(self.switched)
        return body

    def _packs_summary(self, advice: Advice, book: RuleBook) -> str:
        on = len(book.packs) - len(advice.without & book.packs.keys())
        return self.tr("in use: {on} of {all}").format(on=on, all=len(book.packs) + len(book.disabled))

    def _show_alternatives(self, advice: Advice, explanation: Explanation | None, book: RuleBook) -> None:
        changes = () if explanation is None else explanation.changes
        verdict = None if advice.ruling is None else advice.ruling.verdict
        if changes:
            decided = verdict is not None
            title = (
                self.tr("What would lead to a better verdict") if decided else self.tr("What would decide")
            )
            self._show(
                "changes",
                title,
                "",
                changes,
                lambda parent: ChangesBody(changes, book, parent),
                len(changes),
            )
        else:
            self.folds["changes"].hide()
        nearly = () if explanation is None else useful_first(explanation.nearly)
        if not nearly:
            self.folds["nearly"].hide()
            return

        def build(parent: QWidget) -> QWidget:
            body = NearlyBody(nearly, book, parent)
            body.question_wanted.connect(self.question_wanted)
            return body

        self._show("nearly", self.tr("One answer away"), "", nearly, build, len(nearly))


def _card(place: int, line: AdviceLine, book: RuleBook) -> Build:
    number_ = place if line.kind == "step" else None
    return lambda parent: StepCard(number_, line.text, line.trace, book, parent)


def _promise(rule: NeverSay) -> Callable[[QWidget], QWidget]:
    tongue = language()
    return lambda parent: NeverLine(rule.promise.say(tongue), rule.instead.say(tongue), parent)


class NeverLine(Stack):
    """A promise nobody may make, and what to say instead."""

    def __init__(self, promise: str, instead: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(IconView("close", "push_back", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(scaled(2))
        words.addWidget(Label(promise, "hint", "text", self))
        words.addWidget(
            Label(self.tr("Say instead: {sentence}").format(sentence=instead), "caption", parent=self)
        )
        row.addLayout(words, 1)
        self.column.addLayout(row)
