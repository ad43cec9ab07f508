"""Samples of an audit as cards of a grid, or as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from desktop.widgets.card_grid import GridCard

if TYPE_CHECKING:
    from engine.audit.types import Preview

SEPARATOR = ": "
LONGEST_TITLE = 24  # signs; a longer answer stands beside the input, like a picture


def sample_cards(previews: Sequence[Preview], form: str, without_target: str) -> list[GridCard]:
    """A card a sample: pictures and texts side by side; ``without_target`` is only spoken."""
    cards = [_card(preview, form, without_target) for preview in previews]
    return _alternate(previews, cards) if form == "unpaired" else cards


@dataclass(frozen=True)
class FirstRows:
    """The first samples of a table. ``targets``: places of the columns that are the answer."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    targets: frozenset[int] = frozenset()


def table_rows(
    previews: Sequence[Preview],
    columns: Sequence[str],
    names: tuple[str, str],
    targets: Sequence[str] = (),
) -> FirstRows:
    """Header and rows of the first samples of a table.

    A sample's text is ``column: cell`` a line; where the input is one text instead, the
    columns are ``names``: input and target. ``targets``: the columns chosen as target.
    """
    answered = any(preview.target_text is not None for preview in previews)
    shown = [column for column in columns or _guess(previews) if any(_has(p, column) for p in previews)]
    if len(shown) < 2:
        rows = [(preview.input_text or "", preview.target_text or "") for preview in previews]
        return FirstRows(names, tuple(rows), frozenset({1}) if answered else frozenset())
    rows = [cells_of(preview.input_text or "", shown) for preview in previews]
    if not answered:
        return FirstRows(tuple(shown), tuple(rows))
    others = [column for column in targets or columns if column not in shown and column in columns]
    texts = [preview.target_text or "" for preview in previews]
    if len(others) > 1 and all(_begins(text, others) for text in texts if text):
        headings = [f"{column} · {names[1]}" for column in others]
        answers = [cells_of(text, others) for text in texts]
    else:
        headings = [f"{others[0]} · {names[1]}" if len(others) == 1 else names[1]]
        answers = [(text,) for text in texts]
    places = range(len(shown), len(shown) + len(headings))
    rows = [(*row, *answer) for row, answer in zip(rows, answers, strict=True)]
    return FirstRows((*shown, *headings), tuple(rows), frozenset(places))


def _card(preview: Preview, form: str, without_target: str) -> GridCard:
    name = preview.id.rsplit("/", 1)[-1]
    pictures = [key for key, _ in picture_sources(preview)]
    said = preview.target_text or ""
    long = len(said) > LONGEST_TITLE or "\n" in said.strip()
    texts = [preview.input_text] if preview.input_image is None and preview.input_text else []
    if long and preview.target_image is None:
        texts.append(said)
    title = "" if said in texts else said.replace("\n", " · ").strip()
    if form == "unpaired":
        texts, title = texts or ([title] if title else []), _folder(preview.id)
    if not pictures and not texts:
        texts = [name]  # a file of a kind that has no face
    spoken = ", ".join(part for part in (name, preview.input_text, said or without_target) if part)
    first = preview.input_image is None and preview.input_text is not None
    return GridCard(preview.id, spoken, tuple(pictures), tuple(texts), title, text_first=first)


def picture_sources(preview: Preview) -> list[tuple[str, str]]:
    """Key and base64 of the pictures of a sample, the input's first."""
    sides = ((f"{preview.id}/in", preview.input_image), (f"{preview.id}/out", preview.target_image))
    return [(key, data) for key, data in sides if data is not None]


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


def _begins(text: str, columns: Sequence[str]) -> bool:
    return any(text.startswith(column + SEPARATOR) for column in columns)


def cells_of(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The cell of each column; a line that begins with no column goes on with the cell before."""
    cells: dict[str, str] = {}
    current = ""
    for line in text.split("\n"):
        name, separator, rest = line.partition(SEPARATOR)
        if separator and name in columns and name not in cells:
            current, cells[name] = name, rest
        elif current:
            cells[current] += f" {line}"
    return tuple(cells.get(column, "") for column in columns)
