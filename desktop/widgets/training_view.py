"""A training under way: stage in words, time left, the live curve beside the simple methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import language, number
from desktop.theme import scaled
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card
from desktop.widgets.curve import LearningCurve
from desktop.widgets.figures import seconds_left
from desktop.widgets.gallery_cards import gallery_cards
from desktop.widgets.labels import Label
from desktop.widgets.work_strip import WorkStrip
from engine.jobs import Event, Json
from engine.prototypes.figures import figure
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.prototypes.types import Unit

Ending = Literal["", "stop", "finish"]
STAGES = (
    "reading",
    "baseline",
    "calibrating",
    "features",
    "training",
    "exporting",
    "checking",
    "running",
    "repeating",
)


class TrainingView(QWidget):
    """Shows the events of a training job."""

    cancel_asked = Signal()
    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0.0
        self._stage = STAGES[0]
        self._figure: float | None = None
        self._metric: tuple[str, Unit] = ("accuracy", "share")
        self._ending: Ending = ""
        self._baselines: dict[str, float] = {}
        self._steps: int | None = None  # expected, when they are too few
        self._ignored: list[tuple[str, str]] = []  # weight files that can't be used, and why
        self._said: Event | None = None  # what the detail was made of
        self.work = WorkStrip(self, can_finish=True)
        self.warning = Label("", "hint", "prepare", self)
        self._card = Card(self)
        self.curve = LearningCurve(self._card)
        self._card.column.addWidget(self.curve)
        self.gallery = Card(self)
        self._gallery_title = Label("", "text", parent=self.gallery)
        self.shown = CardGrid(120, 120, lines=2, parent=self.gallery, widens=True)
        self.gallery.column.addWidget(self._gallery_title)
        self.gallery.column.addWidget(self.shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        column.addWidget(self.work)
        column.addWidget(self.warning)
        column.addWidget(self._card)
        column.addWidget(self.gallery)
        self.work.cancel_asked.connect(self.cancel_asked)
        self.work.finish_asked.connect(self.finish_asked)

    def begin(self, seconds: float) -> None:
        """A training of that many seconds begins."""
        self._seconds, self._stage, self._figure, self._ending = seconds, STAGES[0], None, ""
        self._baselines, self._steps, self._said, self._ignored = {}, None, None, []
        self.curve.clear()
        self.warning.hide()
        self.gallery.hide()
        self.shown.set_cards([])
        self.work.set_stoppable(True)
        self.work.finish.setEnabled(False)
        self._say("")
        self.work.show_part(0, None)

    def take_event(self, event: Event) -> None:
        """Show one event of the job."""
        data = event.data
        if event.kind == "stage":
            self._enter(str(data["name"]))
        elif event.kind == "progress":
            self._count(data["done"], data["total"])
        elif event.kind == "metric":
            self._metric = str(data["name"]), cast("Unit", data["unit"])
        elif event.kind == "baseline":
            self._baselines[str(data["name"])] = _real(data["value"])
            self._say_baselines()
        elif event.kind == "calibrated" and not data["enough"]:
            self._steps = int(_real(data["steps_expected"]))
            self._warn()
        elif event.kind == "weights_ignored":
            self._ignored.append((str(data["file"]), str(data["reason"])))
            self._warn()
        elif event.kind == "point":
            self._take_point(data)
        elif event.kind == "gallery":
            self._take_gallery(data["shown"])
        if event.kind in ("stage", "progress", "point"):
            self._said = event
            self._say(self._detail())

    def say_ending(self, ending: Ending) -> None:
        """It has been asked to end: say so until it does."""
        self._ending, self._said = ending, None
        self.work.set_stoppable(False)
        self._say("")

    def retranslate(self) -> None:
        """Every word, also of what has been told so far."""
        self.work.retranslate()
        self._gallery_title.setText(self.tr("Samples it does not learn from, as it sees them now"))
        self.shown.setAccessibleName(self._gallery_title.text())
        self._say(self._detail())
        self._say_baselines()
        self._warn()

    def stop(self) -> None:
        """End the import of the charts."""
        self.curve.stop()

    def _enter(self, stage: str) -> None:
        self._stage = stage
        self.work.finish.setEnabled(stage == "training" and not self._ending)
        if stage != "training":
            self.work.show_part(0, None)

    def _count(self, done: Json, total: Json) -> None:
        if isinstance(done, int) and isinstance(total, int):
            self.work.show_part(done, total)

    def _take_point(self, data: dict[str, Json]) -> None:
        seconds, left = _real(data["seconds"]), _real(data["seconds_left"])
        reached = None if data["figure"] is None else _real(data["figure"])
        self._figure = self._figure if reached is None else reached
        self.curve.add_point(seconds, _real(data["loss"]), reached)
        self.work.show_part(seconds, seconds + left)

    def _take_gallery(self, shown: Json) -> None:
        """The same few samples every time, with what the network makes of them now."""
        cards, pictures = gallery_cards(shown)
        self.shown.set_cards(cards)
        for key, picture in pictures.items():
            self.shown.cards.set_picture(key, picture)
        self.gallery.setVisible(bool(cards))

    def _say_baselines(self) -> None:
        names = catalogue("prototypes")
        words = {name: names.say(name, language()) for name in self._baselines}
        metric, unit = self._metric
        self.curve.set_metric(names.say(metric, language()), unit)
        self.curve.set_baselines(
            {f"{words[name]} {figure(value, unit)}": value for name, value in self._baselines.items()}
        )

    def _warn(self) -> None:
        words = catalogue("prototypes")
        said = [words.say(f"weights_ignored_{why}", language(), file=file) for file, why in self._ignored]
        if self._steps is not None:
            said.append(words.say("not_enough_steps", language(), steps=number(self._steps)))
        self.warning.setText(" ".join(said))
        self.warning.setVisible(bool(said))

    def _detail(self) -> str:
        if self._said is None:
            return ""
        data = self._said.data
        if self._said.kind == "progress":
            done, total = data["done"], data["total"]
            if not isinstance(done, int) or not isinstance(total, int):
                return ""
            return self.tr("{done} of {total} samples").format(done=number(done), total=number(total))
        if self._said.kind != "point":
            return ""
        words = seconds_left(_real(data["seconds_left"]))
        if self._figure is None:
            return words
        name, unit = self._metric
        reached = self.tr("{metric} {value} on validation samples").format(
            metric=catalogue("prototypes").say(name, language()), value=figure(self._figure, unit)
        )
        return f"{words} · {reached}"

    def _say(self, detail: str) -> None:
        stage = catalogue("prototypes").say(f"stage_{self._stage}", language())
        ending = {
            "": stage,
            "stop": self.tr("Stopping"),
            "finish": self.tr("Finishing with the best model so far"),
        }
        place = STAGES.index(self._stage) + 1
        counted = self.tr("step {step} of {steps}").format(step=place, steps=len(STAGES))
        parts = [counted, detail] if detail else [counted]
        self.work.say(ending[self._ending], " · ".join(parts))


def _real(value: Json) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return float(value)
