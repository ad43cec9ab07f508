"""The columns of a table as the user says: which go in, which is the target, which are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from engine.dataset.corrections import ColumnUse
from engine.dataset.tables.roles import Column, judge_columns
from engine.dataset.tables.sources import Source
from engine.dataset.tables.table_dataset import Piece, Reading, TableDataset
from engine.dataset.tables.targets import Target, input_columns, target_called, text_column
from engine.dataset.tables.tasks import systems_of
from engine.dataset.types import Part, Recognition
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError

Uses = Mapping[str, ColumnUse]
_HEAD_ROWS = 1000
_OF_THE_TARGET = ("target_", "no_target_column", "other_columns_possible")


def with_uses(dataset: TableDataset, said: Uses) -> TableDataset:
    """The table read as said. Columns that other tables have are passed over.

    Raises ``UserError`` where no column is left to go in.
    """
    known = {piece.source.columns: piece.source for piece in dataset.pieces}
    readings = {
        columns: _reading(source, _first(dataset.pieces, columns), said) for columns, source in known.items()
    }
    pieces = [
        replace(piece, reading=readings[piece.source.columns] or piece.reading) for piece in dataset.pieces
    ]
    changed = {columns for columns, reading in readings.items() if reading is not None}
    if not changed:
        return dataset
    recognition = _recognition(dataset.recognition, pieces, changed, said)
    return TableDataset(dataset.tree, recognition, pieces, dataset.ignored)


def uses_in(reading: Reading) -> dict[int, ColumnUse]:
    """What a reading does with each column, by its place; those left out are not named."""
    uses: dict[int, ColumnUse] = {}
    for column in (reading.text,) if reading.text is not None else reading.inputs:
        uses[column.index] = "input"
    if reading.target is not None:
        uses[reading.target.column.index] = "target"
    return uses


def columns_of(piece: Piece) -> Sequence[Column]:
    """All columns of a piece with their roles; judged by its first rows where the reading hasn't them."""
    if len(piece.reading.columns) == len(piece.source.columns):
        return piece.reading.columns
    return judge_columns(piece.source.columns, _head(piece.source))


def _first(pieces: Sequence[Piece], columns: tuple[str, ...]) -> Piece:
    return next(piece for piece in pieces if piece.source.columns == columns)


def _reading(source: Source, piece: Piece, said: Uses) -> Reading | None:
    """The reading as said; None where nothing is said of this table's columns."""
    here = {name: use for name, use in said.items() if name in source.columns}
    if not here:
        return None
    columns = columns_of(piece)
    guess = piece.reading
    target = _target(columns, guess.target, here)
    kept = [column for column in columns if here.get(column.name) != "ignore"]
    same_target = target is not None and guess.target is not None and target.column == guess.target.column
    base = list(_effective(guess)) if same_target else _guessed_inputs(kept, target)
    inputs = [
        column
        for column in columns
        if (target is None or column.index != target.column.index)
        and here.get(column.name) != "ignore"
        and (column in base or here.get(column.name) == "input")
    ]
    if not inputs:
        inputs = _guessed_inputs(kept, target)
    if not inputs:
        raise UserError("corrections_no_input")
    text = inputs[0] if len(inputs) == 1 and inputs[0].role == "text" else None
    return Reading(tuple(inputs), text, target, tuple(columns))


def _effective(reading: Reading) -> Sequence[Column]:
    return (reading.text,) if reading.text is not None else reading.inputs


def _guessed_inputs(kept: Sequence[Column], target: Target | None) -> list[Column]:
    """What would go in beside this target, by the rules that guess it."""
    left = [column for column in kept if target is None or column.index != target.column.index]
    inputs = input_columns(left, None) if left else ()
    text = text_column(inputs)
    return [text] if text is not None else list(inputs)


def _target(columns: Sequence[Column], guess: Target | None, here: Uses) -> Target | None:
    """The column said to be it, else the guess unless something else is said of that one."""
    said = next((column for column in columns if here.get(column.name) == "target"), None)
    if said is not None:
        target = target_called(said, "said_target_column")
        counted = target.modality == "category" and said.counting and 2 * said.distinct > said.filled
        return replace(target, modality="number") if counted else target
    return None if guess is None or guess.column.name in here else guess


def _recognition(
    guess: Recognition,
    pieces: Sequence[Piece],
    changed: set[tuple[str, ...]],
    said: Uses,
) -> Recognition:
    targeted = [piece for piece in pieces if piece.reading.target]
    main = next((piece for piece in targeted if piece.source.columns in changed), (*targeted, *pieces)[0])
    reading = main.reading
    target = reading.target
    about_target = any(use == "target" for use in said.values()) or (target is None) != (
        guess.target_modality is None
    )
    text = reading.text
    return replace(
        guess,
        form="paired" if target else "input_only",
        confidence=1.0 if about_target else guess.confidence,
        input_modality="text" if text else "table",
        target_modality=target.modality if target else None,
        evidence=(
            *_kept_evidence(guess, about_target),
            *_evidence(said, target, about_target),
        ),
        input_name=text.name if text else ", ".join(column.name for column in reading.inputs),
        target_name=target.column.name if target else "",
        systems=_systems(reading),
        parts=tuple(_part(part, place, pieces, changed) for place, part in enumerate(guess.parts)),
    )


def _part(part: Part, place: int, pieces: Sequence[Piece], changed: set[tuple[str, ...]]) -> Part:
    """One of several tables; where its columns are spoken of, as said."""
    piece = next((piece for piece in pieces if piece.part == place), None)
    if piece is None or piece.source.columns not in changed:
        return part
    reading = piece.reading
    bare = part.form == "input_only" and any(
        other.source.columns == piece.source.columns and other.part != place for other in pieces
    )
    target = None if bare else reading.target
    return replace(
        part,
        form="paired" if target else "input_only",
        confidence=1.0,
        input_modality="text" if reading.text else "table",
        target_modality=target.modality if target else None,
        systems=_systems(reading),
    )


def _systems(reading: Reading) -> tuple[str, ...]:
    used = {column.index for column in reading.inputs}
    if reading.target is not None:
        used.add(reading.target.column.index)
    columns = tuple(column for column in reading.columns if column.index in used)
    return systems_of(columns, reading.target, reading.text)


def _kept_evidence(guess: Recognition, about_target: bool) -> list[tuple[str, Mapping[str, int | str]]]:
    if not about_target:
        return list(guess.evidence)
    return [(key, values) for key, values in guess.evidence if not key.startswith(_OF_THE_TARGET)]


def _evidence(
    said: Uses, target: Target | None, about_target: bool
) -> list[tuple[str, Mapping[str, int | str]]]:
    told: list[tuple[str, Mapping[str, int | str]]] = []
    if about_target:
        if target is None:
            told.append(("said_no_target_column", {}))
        else:
            told.append(("said_target_column", {"column": target.column.name}))
    for use, key in (
        ("input", "said_input_columns"),
        ("ignore", "said_ignored_columns"),
    ):
        names = [name for name, its in said.items() if its == use]
        if names:
            told.append(
                (
                    key,
                    {"columns": ", ".join(names[:6]) + (" …" if len(names) > 6 else "")},
                )
            )
    return told


def _head(source: Source) -> list[list[str]]:
    head: list[list[str]] = []
    with suppress(UnreadableFileError):
        head.extend(islice(source.rows(), _HEAD_ROWS))
    return head or [[""] * len(source.columns)]
