"""What a model said of samples, as cards: right or wrong, score, truth, fitted or new data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.i18n import language
from desktop.widgets.card_grid import GridCard
from desktop.widgets.figures import percent
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.runtime.types import Prediction


def prediction_cards(predictions: Sequence[Prediction]) -> list[GridCard]:
    """A card a prediction, in the order given; pictures are known by the prediction's picture or id."""
    return [_card(prediction) for prediction in predictions]


def picture_key(prediction: Prediction) -> str:
    """By which key the picture of a prediction is handed to the grid."""
    return prediction.picture or prediction.id


def _card(prediction: Prediction) -> GridCard:
    right = prediction.right
    title = f"{prediction.predicted} {percent(prediction.score, 0)} %"
    if prediction.truth is None:
        note = prediction.id.rsplit("/", 1)[-1]
    elif right:
        note = QCoreApplication.translate("Predictions", "right")
    else:
        note = QCoreApplication.translate("Predictions", "really: {truth}").format(truth=prediction.truth)
    seen = catalogue("prototypes").say(prediction.seen, language())
    return GridCard(
        key=prediction.id,
        spoken=f"{title}, {note}, {seen}, {prediction.id}",
        pictures=(picture_key(prediction),),
        title=title,
        note=note,
        tag=seen,
        good=right,
    )
