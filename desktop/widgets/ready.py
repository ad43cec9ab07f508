"""What a prototype does, before anything is trained: ready models, run on examples of our own."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox

from desktop.bridge.failures import tell_failure
from desktop.bridge.jobs import JobRunner
from desktop.i18n import language
from desktop.widgets.card_grid import CardGrid
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.prediction_cards import prediction_cards
from desktop.widgets.scroll import WheelGuard
from engine.jobs import Json, Task
from engine.runtime.types import Prediction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from engine.prototypes.types import SystemCard

SHOW = Task("engine.prototypes.ready", "show")
SIDE = 120


class ReadyCard(Card):
    """Shows what the chosen system's ready model makes of examples. ``problem(str)``: one sentence."""

    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[SystemCard, ...] = ()
        self._shown = ""  # the system whose results stand there, or are on their way
        self._jobs = JobRunner(self)
        self._title = Label("", "heading", parent=self)
        self._hint = Label("", "hint", parent=self)
        self.systems = QComboBox(self)
        self.state = Label("", "hint", parent=self)
        self.results = CardGrid(SIDE, SIDE, lines=3, parent=self, widens=True)
        for part in (self._title, self._hint, self.systems, self.state, self.results):
            self.column.addWidget(part)
        WheelGuard.protect(self.systems)
        self.systems.currentIndexChanged.connect(self._choose)
        self._jobs.finished.connect(self._take_result)
        self._jobs.failed.connect(self._take_failure)

    @property
    def running(self) -> bool:
        """Whether a model is at work."""
        return self._jobs.running

    @property
    def offered(self) -> bool:
        """Whether any model is ready."""
        return bool(self._cards)

    def offer(self, cards: Sequence[SystemCard]) -> None:
        """The systems that have a model ready."""
        self._cards = tuple(cards)
        self.retranslate()

    def prefer(self, system: str) -> None:
        """Show this one, unless it has nothing ready."""
        place = self.systems.findData(system)
        if place >= 0:
            self.systems.setCurrentIndex(place)

    def start(self) -> None:
        """Run the chosen model, unless its results stand there."""
        system = self.systems.currentData()
        if system and system != self._shown:
            self._shown = system
            self.results.set_cards([])
            params: dict[str, Json] = {"system": system}
            self._jobs.start(SHOW, params)
            self._say()

    def retranslate(self) -> None:
        """Every word of the card but those of results that stand there."""
        self._title.setText(self.tr("See what a prototype does"))
        self._hint.setText(
            self.tr(
                "A model that Jjak trained beforehand on examples of its own, run here and now on examples "
                "that it has not seen. All are drawn by code: none is the client's, and nothing is promised "
                "for the client's data."
            )
        )
        self.systems.setAccessibleName(self._title.text())
        self.results.setAccessibleName(self._title.text())
        chosen = self.systems.currentData()
        self.systems.blockSignals(True)
        self.systems.clear()
        for card in sorted(self._cards, key=lambda card: card.title.say(language())):
            self.systems.addItem(card.title.say(language()), card.name)
        self.systems.setCurrentIndex(max(0, self.systems.findData(chosen)) if self._cards else -1)
        self.systems.blockSignals(False)
        self._say()

    def stop(self) -> None:
        """End what runs."""
        self._jobs.close()

    def _choose(self, _place: int) -> None:
        if self.isVisible():
            self.start()

    def _say(self) -> None:
        self.state.setText(self.tr("The model is at work") if self._jobs.running else "")
        self.state.setVisible(self._jobs.running)
        self.results.setVisible(not self._jobs.running)

    def _take_result(self, result: Json) -> None:
        if not isinstance(result, dict):
            raise TypeError("a run's result is an object")
        said, pictures = result["predictions"], result["pictures"]
        if not isinstance(said, list) or not isinstance(pictures, dict):
            raise TypeError("a run's result holds predictions and pictures")
        predictions = [Prediction.model_validate(one) for one in said]
        drawn = [one for one in predictions if one.id in pictures] or predictions[:8]
        self.results.set_cards(prediction_cards(drawn, pictures))
        for key, data in pictures.items():
            self.results.cards.set_picture(key, QImage.fromData(base64.b64decode(str(data))))
        self._say()

    def _take_failure(self, error: Exception) -> None:
        self._shown = ""
        self._say()
        tell_failure(error, self.problem.emit)
