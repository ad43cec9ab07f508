"""Samples of an audit as cards of a grid, or as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from desktop.widgets.card_grid import GridCard

if TYPE_CHECKING:
    from engine.audit.types import Preview

SEPARATOR = ": "


def sample_cards(previews: Sequence[Preview], form: str, without_target: str) -> list[GridCard]:
    """A card a sample: picture, pair of pictures, or texts; ``without_target`` is only spoken."""
    cards = [_card(preview, form, without_target) for preview in previews]
    return _alternate(previews, cards) if form == "unpaired" else cards


def table_rows(
    previews: Sequence[Preview], columns: Sequence[str], names: tuple[str, str]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the first samples of a table.

    A sample's text is ``column: cell`` a line; where the input is one text instead, the
    columns are ``names``: input and target.
    """
    shown = [column for column in columns or _guess(previews) if any(_has(p, column) for p in previews)]
    if len(shown) < 2:
        return list(names), [[preview.input_text or "", preview.target_text or ""] for preview in previews]
    rows = [_cells(preview.input_text or "", shown) for preview in previews]
    if all(preview.target_text is None for preview in previews):
        return shown, rows
    others = [column for column in columns if column not in shown]
    target = f"{others[0]} · {names[1]}" if len(others) == 1 else names[1]
    for row, preview in zip(rows, previews, strict=True):
        row.append(preview.target_text or "")
    return [*shown, target], rows


def _card(preview: Preview, form: str, without_target: str) -> GridCard:
    name = preview.id.rsplit("/", 1)[-1]
    pictures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    title = preview.target_text or ""
    if preview.input_image is not None:
        pictures = (f"{preview.id}/in",)
    elif preview.input_text is not None:
        texts = (preview.input_text,)
    if preview.target_image is not None:
        pictures = (*pictures, f"{preview.id}/out")
    if form == "unpaired":
        texts, title = texts or ((title,) if title else ()), _folder(preview.id)
    spoken = ", ".join(part for part in (name, preview.input_text, title or without_target) if part)
    return GridCard(preview.id, spoken, pictures, texts, title)


def _alternate(previews: Sequence[Preview], cards: list[GridCard]) -> list[GridCard]:
    """The two heaps by turns, so that both are in sight."""
    lone = {p.id for p in previews if p.input_image is None and p.input_text is None}
    inputs = [card for card in cards if card.key not in lone]
    targets = [card for card in cards if card.key in lone]
    return [card for pair in zip_longest(inputs, targets) for card in pair if card is not None]


def _folder(identifier: str) -> str:
    parts = identifier.rsplit("/", 2)
    return parts[-2] if len(parts) > 1 else ""


def _has(preview: Preview, column: str) -> bool:
    text = preview.input_text or ""
    return text.startswith(column + SEPARATOR) or f"\n{column}{SEPARATOR}" in text


def _guess(previews: Sequence[Preview]) -> list[str]:
    """Names that begin a line in every sample."""
    lines = [(preview.input_text or "").split("\n") for preview in previews]
    names = [[line.split(SEPARATOR, 1)[0] for line in each if SEPARATOR in line] for each in lines]
    return [name for name in names[0] if all(name in each for each in names)] if names else []


def _cells(text: str, columns: Sequence[str]) -> list[str]:
    """The cell of each column; a line that begins with no column goes on with the cell before."""
    cells: dict[str, str] = {}
    current = ""
    for line in text.split("\n"):
        name, separator, rest = line.partition(SEPARATOR)
        if separator and name in columns and name not in cells:
            current, cells[name] = name, rest
        elif current:
            cells[current] += f" {line}"
    return [cells.get(column, "") for column in columns]
