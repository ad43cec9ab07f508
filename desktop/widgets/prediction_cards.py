"""What a model said of samples, as cards: right or wrong, score, truth, fitted or new data."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.i18n import language
from desktop.widgets.card_grid import GridCard
from desktop.widgets.figures import percent
from engine.prototypes.figures import figure
from engine.texts import catalogue

if TYPE_CHECKING:
    from engine.prototypes.types import Unit
    from engine.runtime.types import Prediction


def prediction_cards(
    predictions: Sequence[Prediction], drawn: Container[str], unit: Unit = "share"
) -> list[GridCard]:
    """A card a prediction, in the order given. ``drawn``: keys of the pictures that there are; what has none
    stands there in words."""
    return [_card(prediction, drawn, unit) for prediction in predictions]


def picture_key(prediction: Prediction) -> str:
    """By which key the picture of a prediction is handed to the grid."""
    return prediction.picture or prediction.id


def _pictures(prediction: Prediction, drawn: Container[str]) -> tuple[str, ...]:
    key = picture_key(prediction)
    return (key,) if key in drawn else ()


def _texts(prediction: Prediction, drawn: Container[str]) -> tuple[str, ...]:
    """The input and the answer in words, where there is no picture."""
    if picture_key(prediction) in drawn:
        return ()
    return tuple(text for text in (prediction.given, prediction.predicted) if text)[:2]


def _measured(prediction: Prediction, drawn: Container[str], unit: Unit) -> GridCard:
    """A card of an answer that is neither right nor wrong: its metric, and its words if it has some."""
    value = "" if prediction.figure is None else figure(prediction.figure, unit)
    name, texts = prediction.id.rsplit("/", 1)[-1], _texts(prediction, drawn)
    note = name if texts else " ".join(prediction.predicted.split()) or name
    seen = catalogue("prototypes").say(prediction.seen, language())
    return GridCard(
        key=prediction.id,
        spoken=", ".join(part for part in (value, *texts, note, seen, prediction.id) if part),
        pictures=_pictures(prediction, drawn),
        texts=texts,
        title=value or note,
        note=note if value else "",
        tag=seen,
        good=None,
    )


def _card(prediction: Prediction, drawn: Container[str], unit: Unit) -> GridCard:
    right = prediction.right
    if prediction.score is None:
        return _measured(prediction, drawn, unit)
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
        pictures=_pictures(prediction, drawn),
        texts=_texts(prediction, drawn),
        title=title,
        note=note,
        tag=seen,
        good=right,
    )
