"""What the cards of the systems are called: read with the case, away from the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.case import CaseFile
    from engine.texts import Text


def read_card_titles(_case: CaseFile) -> Mapping[str, Text]:
    """System → the title of its card. Raises UserError where the library has faults."""
    from engine.rulebook import load_library

    return {card.id: card.title for card in load_library().cards}
