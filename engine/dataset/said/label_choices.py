"""The choice between sources of labels, with what each covers, and why one was followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.dataset.corrections import Choice, Corrections, Option
from engine.dataset.said.columns import columns_of
from engine.dataset.said.keys import ALONE, NO_SOURCE, WINS, key_of_source
from engine.dataset.said.label_sets import LabelSource
from engine.dataset.said.labels import LabelSources
from engine.dataset.study import Study
from engine.dataset.tables.table_dataset import Piece, TableDataset
from engine.dataset.tables.targets import may_be_targets
from engine.dataset.trees import Tree
from engine.dataset.types import Dataset

MAX_TARGETS = 12
DOUBTED = 0.8
Values = Mapping[str, int | str]
Told = Iterator[tuple[Choice, bool]]  # a choice, and whether it is doubtful


@dataclass(frozen=True)
class Reached:
    """How a verdict came about. ``raw``: the tree before any recoding; ``guess``: what the recognisers made
    of it, ``final``: the same as the user corrected it, ``sources``: where labels may come from.
    """

    raw: Tree
    study: Study
    sources: LabelSources
    guess: Dataset
    final: Dataset
    said: Corrections


def label_choices(reached: Reached) -> Told:
    """The one choice between all places where labels may stand; none where there is no such place."""
    if isinstance(reached.guess, TableDataset):
        yield from _label_columns(reached)
        return
    sources, guess = reached.sources, reached.guess.recognition
    followed = None if guess.layout == "mixed" else sources.of_guess(reached.guess)
    rivals = [source for source in sources.all if source is not followed]
    options = [_option_of(source, sources.inputs) for source in sources.all]
    guessed = "none" if followed is None else followed.id
    if guess.layout == "mixed":
        guessed = "parts"
        options.insert(0, Option(guessed, "label_source_parts", {"parts": len(guess.parts)}, sources.inputs))
    elif followed is None and guess.form == "paired":
        guessed = "as_found"
        options.insert(0, _as_found(reached.guess))
    chosen, more = _chosen(reached, guessed, {option.id for option in options})
    options = [*more, *options]
    if not options:
        return
    why, values = _why_labels(guessed, followed, rivals, sources.inputs)
    doubtful = bool(rivals) and (followed is None or guess.confidence < 0.9 or _is_close(followed, rivals))
    options.append(Option("none", "label_source_none", {}))
    yield Choice("labels", "", tuple(options), chosen, guessed, why, values), doubtful


def _chosen(reached: Reached, guessed: str, offered: set[str]) -> tuple[str, list[Option]]:
    """The source in force, and its option where it is not offered by itself."""
    said, guess, final = reached.said, reached.guess.recognition, reached.final.recognition
    if said.labels == "none" or said.labels in offered:
        return said.labels, []
    if said.labels is not None and (source := reached.sources.called(said.labels)) is not None:
        return source.id, [_option_of(source, reached.sources.inputs)]
    if (final.layout, final.form, final.target_name) == (guess.layout, guess.form, guess.target_name):
        return guessed, []
    if final.form != "paired":  # folders or a pairing rule are said
        return "none", []
    return "as_found", [] if "as_found" in offered else [_as_found(reached.final)]


def _as_found(dataset: Dataset) -> Option:
    said = dataset.recognition
    return Option("as_found", "label_source_as_found", {"name": said.target_name or said.layout})


def _is_close(followed: LabelSource, rivals: list[LabelSource]) -> bool:
    """Whether another source of classes covers nearly as much."""
    return any(rival.covers >= 0.9 * followed.covers and rival.kind != followed.kind for rival in rivals)


def _option_of(source: LabelSource, inputs: int) -> Option:
    values = {"inputs": inputs, **source.values}
    return Option(source.id, key_of_source(source), values, source.covers)


def _why_labels(
    guessed: str, followed: LabelSource | None, rivals: list[LabelSource], inputs: int
) -> tuple[str, Values]:
    if followed is None:
        return NO_SOURCE[guessed], {"sources": len(rivals), "inputs": inputs}
    values: dict[str, int | str] = {
        "covers": followed.covers,
        "inputs": inputs,
        "classes": followed.classes,
        "others": len(rivals),
        "next": max((rival.covers for rival in rivals), default=0),
    }
    return (WINS if rivals else ALONE)[followed.kind], values


def _label_columns(reached: Reached) -> Told:
    """The columns of a table that could be the target."""
    table, final = reached.guess, reached.final
    if not isinstance(table, TableDataset):
        return
    piece = main_piece(table)
    columns = columns_of(piece)
    target = piece.reading.target
    likely = may_be_targets(columns)
    names = [target.column.name] if target else []
    names += [column.name for column in likely if column.name not in names]
    now = main_piece(final).reading.target if isinstance(final, TableDataset) else None
    if now is not None and now.column.name not in names:
        names.insert(0, now.column.name)
    if not names:
        return
    by_name = {column.name: column for column in columns}
    options = [
        Option(
            f"column:{name}",
            "label_source_column",
            {
                "column": name,
                "classes": by_name[name].distinct if name in by_name else 0,
            },
            by_name[name].filled if name in by_name else 0,
        )
        for name in names[:MAX_TARGETS]
    ]
    options.append(Option("none", "label_source_none", {}))
    guessed = f"column:{target.column.name}" if target else "none"
    chosen = f"column:{now.column.name}" if now else "none"
    if target is None:
        why = "why_column_unclear" if likely else "no_target_column"
    else:
        why = target.why or ("target_column_named" if target.named else "target_column_guessed")
    values = {"column": target.column.name} if target else {}
    doubtful = table.recognition.confidence < DOUBTED
    yield Choice("labels", "", tuple(options), chosen, guessed, why, values), doubtful


def main_piece(table: TableDataset) -> Piece:
    """The piece of a table that its recognition speaks of: the first one with a target."""
    return next((piece for piece in table.pieces if piece.reading.target), table.pieces[0])
