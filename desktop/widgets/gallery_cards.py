"""What a network makes of a few samples while it learns, as cards."""

from __future__ import annotations

import base64

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from desktop.widgets.card_grid import GridCard
from engine.jobs import Json


def gallery_cards(shown: Json) -> tuple[list[GridCard], dict[str, QImage]]:
    """The cards of a ``gallery`` event, and their pictures by key."""
    if not isinstance(shown, list):
        raise TypeError("a gallery is a list")
    cards: list[GridCard] = []
    pictures: dict[str, QImage] = {}
    for one in shown:
        if not isinstance(one, dict):
            raise TypeError("a card of a gallery is an object")
        key, said, truth, picture = str(one["id"]), one["predicted"], one["truth"], one["picture"]
        cards.append(_card(key, str(said), None if truth is None else str(truth), picture is not None))
        if picture is not None:
            pictures[key] = QImage.fromData(base64.b64decode(str(picture)))
    return cards, pictures


def _card(key: str, said: str, truth: str | None, drawn: bool) -> GridCard:
    name, line = key.rsplit("/", 1)[-1], " ".join(said.split())
    really = QCoreApplication.translate("Predictions", "really: {truth}")
    note = name if truth is None or said == truth else really.format(truth=truth)
    return GridCard(
        key=key,
        spoken=", ".join(part for part in (said, note) if part),
        pictures=(key,) if drawn else (),
        texts=() if drawn else (said,),
        title=line or name,
        note=note if said else "",
        good=None if truth is None else said == truth,
    )
