"""One training run in words and figures: better than the simple way or not, and on what it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.pictures import PictureLoader
from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.bars import ScoreBar, ScoreBars
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card
from desktop.widgets.confusion import ConfusionTable
from desktop.widgets.curve import LearningCurve
from desktop.widgets.figures import kilobytes
from desktop.widgets.icons import IconView
from desktop.widgets.labels import Label
from desktop.widgets.prediction_cards import prediction_cards
from desktop.widgets.sample_spread import SpreadCard
from engine.prototypes.figures import bars, figure
from engine.prototypes.origin import began_from
from engine.texts import catalogue

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.case.types import PrototypeRecord
    from engine.prototypes.types import Prediction, PrototypeResult

PICTURE = QSize(384, 384)
ROWS_AT_FIRST = 3
VERDICTS = {"better": "start", "as_good": "prepare", "worse": "push_back"}


class ResultView(QWidget):
    """Shows a run that the case keeps. ``save_asked()``: the model is wanted as a file."""

    save_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: PrototypeRecord | None = None
        self._loader = PictureLoader(PICTURE, self)
        self._loader.loaded.connect(self._take_picture)
        self.verdict = Card(self)
        self._sign = IconView("verdict-unknown", "muted", 28, self.verdict)
        self.headline = Label("", "heading", parent=self.verdict)
        self.sentence = Label("", "text", parent=self.verdict)
        self.bars = ScoreBars(self.verdict)
        self.samples = Label("", "hint", parent=self.verdict)
        self.facts = Label("", "hint", parent=self.verdict)
        self.save = QuietButton(parent=self.verdict, icon_name="save")
        self.predictions = Card(self)
        self._predictions_title = Label("", "heading", parent=self.predictions)
        self.wrong_only = LinkButton(parent=self.predictions)
        self.everything = LinkButton(parent=self.predictions)
        self.cell = LinkButton(parent=self.predictions)
        self._cell: tuple[str, str] | None = None  # truth and answer of the chosen cell of the table
        self._filter = QButtonGroup(self)
        self.grid = CardGrid(120, 120, lines=3, parent=self.predictions, widens=True)
        self._none_wrong = Label("", "hint", parent=self.predictions)
        self.more = QuietButton(parent=self.predictions)
        self.confusion = Card(self)
        self._confusion_title = Label("", "heading", parent=self.confusion)
        self._confusion_hint = Label("", "hint", parent=self.confusion)
        self.table = ConfusionTable(self.confusion)
        self.spread = SpreadCard(self)
        self.learning = Card(self)
        self._curve_title = Label("", "heading", parent=self.learning)
        self.curve = LearningCurve(self.learning)
        self._lay_out()
        self.save.clicked.connect(self.save_asked)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self.grid.hidden_changed.connect(self._offer_more)
        self._filter.buttonToggled.connect(self._filter_anew)
        self.table.cell_chosen.connect(self._show_cell)

    def show_run(self, record: PrototypeRecord) -> None:
        """Show this run."""
        if record != self._record:
            self._record = record
            self.grid.set_row_limit(ROWS_AT_FIRST)
            self.everything.setChecked(True)
            self._cell = None
        result = record.result
        self._say_verdict(result)
        self._show_scores(result)
        self._show_predictions()
        self._confusion_title.setText(self.tr("What was taken for what"))
        self._confusion_hint.setText(
            self.tr(
                "Rows: what it really is. Columns: what the model said. Test samples only. "
                "Click a cell to see its samples."
            )
        )
        self.table.setAccessibleName(self._confusion_title.text())
        self.table.set_counts(result.classes, result.confusion)
        self.confusion.setVisible(bool(result.confusion))
        self.spread.show_result(result)
        self._curve_title.setText(self.tr("How it learned"))
        self.curve.clear()
        self.curve.set_metric(catalogue("prototypes").say(result.metric, language()), result.unit)
        self.curve.set_points([(point.seconds, point.loss, point.figure) for point in result.curve])

    def stop(self) -> None:
        """End the loading of pictures."""
        self._loader.stop()
        self.curve.stop()

    def _say_verdict(self, result: PrototypeResult) -> None:
        role = VERDICTS[result.outcome]
        words = {
            "better": self.tr("Better than the simple way"),
            "as_good": self.tr("No better than the simple way"),
            "worse": self.tr("Worse than the simple way"),
        }
        self._sign.show_icon(f"verdict-{role}", role)
        self.headline.setText(words[result.outcome])
        self.headline.set_role(role)
        names = catalogue("prototypes")
        best = result.ranked()[0]
        sentence = names.say(
            f"outcome_{result.outcome}",
            language(),
            metric=names.say(result.metric, language()),
            model=figure(result.model.value, result.unit),
            baseline=figure(best.value, result.unit),
            name=names.say(best.name, language()),
        )
        self.sentence.setText(f"{sentence} {self._difference(result)}".strip())

    def _difference(self, result: PrototypeResult) -> str:
        if result.difference is None:
            return ""
        values = {
            name: figure(getattr(result.difference, name), result.unit, signed=True)
            for name in ("value", "low", "high")
        }
        return self.tr("Difference: {value} (95 % interval {low} to {high}).").format(**values)

    def _show_scores(self, result: PrototypeResult) -> None:
        names = catalogue("prototypes")
        scores = bars([result.model, *result.ranked()], result.unit)
        self.bars.setAccessibleName(names.say(result.metric, language()))
        self.bars.set_bars(
            [
                ScoreBar(
                    names.say(bar.name, language()),
                    bar.value,
                    bar.low,
                    bar.high,
                    bar.words,
                    strong=place == 0,
                )
                for place, bar in enumerate(scores)
            ]
        )
        self.samples.setText(
            self.tr(
                "Samples: {train} to train, {validation} to choose, {test} to test (never seen before)."
            ).format(
                train=number(result.train_samples),
                validation=number(result.validation_samples),
                test=number(result.test_samples),
            )
        )
        if result.repeats > 1:
            again = self.tr("So few test samples say little: judged {count} times, each with another split.")
            self.samples.setText(f"{self.samples.text()} {again.format(count=number(result.repeats))}")
        if result.beside:
            words = catalogue("prototypes")
            told = ", ".join(
                f"{words.say(name, language())} {figure(value, 'number')}"
                for name, value in result.beside.items()
            )
            self.samples.setText(
                f"{self.samples.text()} {self.tr('Besides: {figures}.').format(figures=told)}"
            )
        facts = self.tr(
            "{seconds} s of training, {steps} steps · {parameters} parameters · ONNX file {bytes}, "
            "{milliseconds} ms a sample here."
        ).format(
            seconds=number(round(result.seconds)),
            steps=number(result.steps),
            parameters=number(result.parameters),
            bytes=kilobytes(result.model_bytes),
            milliseconds=number(result.milliseconds_per_sample, 1),
        )
        ended = catalogue("prototypes").say(f"finished_{result.finished}", language())
        self.facts.setText(f"{facts} {ended} {began_from(result, language())}")
        self.save.setText(self.tr("Save model…"))

    def _show_predictions(self) -> None:
        record = self._record
        if record is None:
            return
        everything = sorted(record.result.predictions, key=_is_not_wrong)
        wrong = [prediction for prediction in everything if prediction.right is False]
        self._predictions_title.setText(self.tr("What the model says, the wrong ones first"))
        self.grid.setAccessibleName(self._predictions_title.text())
        self.wrong_only.setText(self.tr("Wrong ({count})").format(count=number(len(wrong))))
        self.everything.setText(self.tr("All ({count})").format(count=number(len(everything))))
        judged = any(prediction.right is not None for prediction in everything)
        self.wrong_only.setVisible(judged)
        self.everything.setVisible(judged)
        of_cell = [
            one for one in everything if one.seen == "new" and (one.truth, one.predicted) == self._cell
        ]
        self.cell.setVisible(self._cell is not None)
        if self._cell is not None:
            truth, said = self._cell
            words = self.tr("{truth} taken for {said} ({count})")
            self.cell.setText(words.format(truth=truth, said=said, count=number(len(of_cell))))
        chosen = wrong if self.wrong_only.isChecked() else of_cell if self.cell.isChecked() else everything
        self.grid.set_cards(prediction_cards(chosen, record.pictures, record.result.unit))
        self._none_wrong.setText(self.tr("None of the samples shown was taken for something else."))
        self._none_wrong.setVisible(not chosen)
        pictures = record.pictures
        wanted = [key for key in self.grid.cards.missing() if key in pictures]
        self._loader.load_blobs(self._session, [(key, pictures[key]) for key in wanted])

    def _offer_more(self, hidden: int) -> None:
        self.more.setText(self.tr("Show {count} more").format(count=number(hidden)))
        self.more.setVisible(hidden > 0)

    def _show_more(self) -> None:
        self.grid.set_row_limit(0)

    def _filter_anew(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.grid.set_row_limit(ROWS_AT_FIRST)
            self._show_predictions()

    def _show_cell(self, truth: str, said: str) -> None:
        self._cell = (truth, said)
        self.cell.setVisible(True)
        self.cell.setChecked(True)
        self.grid.set_row_limit(ROWS_AT_FIRST)
        self._show_predictions()
        self.cell.setFocus()

    def _take_picture(self, key: str, picture: QImage) -> None:
        self.grid.cards.set_picture(key, picture)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(self._sign)
        head.addWidget(self.headline, 1)
        head.addWidget(self.save)
        self.verdict.column.addLayout(head)
        for part in (self.sentence, self.bars, self.samples, self.facts):
            self.verdict.column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self._predictions_title, 1)
        for button in (self.everything, self.wrong_only, self.cell):
            button.setCheckable(True)
            self._filter.addButton(button)
            row.addWidget(button)
        self.everything.setChecked(True)
        self.predictions.column.addLayout(row)
        self.predictions.column.addWidget(self.grid)
        self.predictions.column.addWidget(self._none_wrong)
        self.predictions.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._confusion_title, self._confusion_hint, self.table):
            self.confusion.column.addWidget(widget)
        self.learning.column.addWidget(self._curve_title)
        self.learning.column.addWidget(self.curve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(16))
        for card in (self.verdict, self.predictions, self.confusion, self.spread, self.learning):
            column.addWidget(card)


def _is_not_wrong(prediction: Prediction) -> bool:
    return prediction.right is not False
