"""What of a set the user may correct, with the ways to read it, the guess, and why it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from engine.dataset.corrections import Choice, FolderUse, Option
from engine.dataset.kinds import Kind
from engine.dataset.listing import Listing
from engine.dataset.said.columns import columns_of, uses_in
from engine.dataset.said.encoding import guessed_and_plausible, is_recoded
from engine.dataset.said.folders import below_root, files_in, guessed_uses, normal
from engine.dataset.said.keys import COLUMN_USES, FOLDER_USES, PAIRING_RULES, PAIRINGS, WHY_FOLDERS, WHY_ROLES
from engine.dataset.said.label_choices import DOUBTED, Reached, Told, label_choices, main_piece
from engine.dataset.said.pairing import RULES, may_have_sides, sides_of, ties_by
from engine.dataset.tables.roles import Column
from engine.dataset.tables.table_dataset import Piece, TableDataset
from engine.dataset.types import Dataset
from engine.dataset.vocabulary import role_of

MAX_COLUMNS = 60
MAX_FOLDERS = 40
_LOOKED_AT = 20_000
_FEW = 1000
_ORDER = ("labels", "pairing", "columns", "encoding", "folders")
Values = Mapping[str, int | str]


def choices_of(reached: Reached) -> tuple[Choice, ...]:
    """All choices that the set leaves open, the doubtful ones first."""
    told = [
        *label_choices(reached),
        *_pairing(reached),
        *_columns(reached),
        *_encoding(reached),
        *_folders(reached),
    ]
    ranked = sorted(told, key=lambda pair: (not pair[1], _ORDER.index(pair[0].kind)))
    return tuple(choice for choice, _ in ranked)


def _pairing(reached: Reached) -> Told:
    guess, said = reached.guess.recognition, reached.said
    if said.labels is not None and said.pairing is None:
        return  # they settle what goes with what
    own_sides = any(use != "ignore" for use in said.folders.values())
    base = reached.final if own_sides else reached.guess
    sides = sides_of(base, _LOOKED_AT)
    if sides is None:
        yield from _pairing_unseen(reached, base)
        return
    if own_sides and said.pairing is not None:
        sides = replace(sides, ties={})  # those of the rule, not of the guess
    guessed = "names" if base.recognition.form == "paired" and said.pairing is None else "none"
    if not own_sides:
        guessed = "names" if guess.form == "paired" else "none"
    chosen = said.pairing or guessed
    counts = {"inputs": len(sides.inputs), "targets": len(sides.targets)}
    options = []
    for rule in RULES:
        covers = len(ties_by(rule, sides))
        if covers or rule in ("none", chosen, guessed):
            options.append(Option(rule, PAIRINGS[rule], {**counts, "matched": covers}, covers))
    if len(options) < 2:
        return
    matched = next((option.covers for option in options if option.id == "names"), 0)
    why = "why_pairing_names" if guessed == "names" else "why_pairing_none"
    if guessed == "none" and not matched:
        why = "why_pairing_nothing_meets"
    doubtful = guess.confidence < DOUBTED or (guess.form == "unpaired" and matched > 0)
    values = {**counts, "matched": matched}
    yield Choice("pairing", "", tuple(options), chosen, guessed, why, values), doubtful


def _pairing_unseen(reached: Reached, base: Dataset) -> Told:
    """The rules alone: of very many files, and of parts that each have sides of their own."""
    known = base.recognition
    parted = known.layout == "mixed" and any(may_have_sides(part.layout, part.form) for part in known.parts)
    if not parted and not may_have_sides(known.layout, known.form):
        return
    guessed = "names" if known.form == "paired" or reached.said.pairing is not None else "none"
    options = tuple(Option(rule, PAIRING_RULES[rule], {}) for rule in RULES)
    if parted or (known.expected or 0) > _LOOKED_AT:
        yield Choice("pairing", "", options, reached.said.pairing or guessed, guessed), False


def _columns(reached: Reached) -> Told:
    table, final = reached.guess, reached.final
    if not isinstance(table, TableDataset):
        return
    piece = main_piece(table)
    now = piece
    if isinstance(final, TableDataset):
        now = next((p for p in final.pieces if p.source.columns == piece.source.columns), piece)
    before, after = uses_in(piece.reading), uses_in(now.reading)
    doubted = table.recognition.confidence < DOUBTED
    for column in columns_of(piece)[:MAX_COLUMNS]:
        options = tuple(
            Option(
                use,
                key,
                {"column": column.name},
                column.filled if use == "target" else 0,
            )
            for use, key in COLUMN_USES.items()
        )
        guessed, chosen = (
            before.get(column.index, "ignore"),
            after.get(column.index, "ignore"),
        )
        why, values = _why_column(column, piece, guessed)
        yield (
            Choice("columns", column.name, options, chosen, guessed, why, values),
            doubted and (guessed == "target"),
        )


def _why_column(column: Column, piece: Piece, use: str) -> tuple[str, Values]:
    target = piece.reading.target
    if use == "target" and target is not None:
        why = target.why or ("target_column_named" if target.named else "target_column_guessed")
        return why, {"column": column.name}
    values: dict[str, int | str] = {"column": column.name, "distinct": column.distinct}
    if use == "ignore" and column.role not in ("id", "empty", "note"):
        text = piece.reading.text
        return "why_column_beside_text", {**values, "text": text.name if text else ""}
    return WHY_ROLES[column.role], values


def _encoding(reached: Reached) -> Told:
    path = _first_text(reached)
    found = guessed_and_plausible(reached.raw, path) if path is not None else None
    if found is None or path is None:
        return
    guessed, fitting = found
    chosen = reached.said.encoding or guessed
    if chosen not in dict(fitting):
        fitting.append((chosen, ""))
    if len(fitting) < 2:
        return
    options = tuple(
        Option(name, "encoding_option", {"encoding": name, "sample": sample}) for name, sample in fitting
    )
    sure = guessed in ("utf-8", "utf-16", "utf-32", "cp949")
    why = "why_encoding_unicode" if guessed.startswith("utf") else "why_encoding_guessed"
    values = {"encoding": guessed, "file": path.rpartition("/")[2]}
    yield Choice("encoding", "", options, chosen, guessed, why, values), not sure


def _first_text(reached: Reached) -> str | None:
    """The first table or text that was read, or None."""
    if isinstance(reached.final, TableDataset):
        return next(
            (p.source.path for p in reached.final.pieces if is_recoded(p.source.path)),
            None,
        )
    said = reached.final.recognition
    kinds: list[Kind] = ["table"]
    if "text" in (said.input_modality, said.target_modality):
        kinds.insert(0, "text")
    listing = reached.study.listing
    paths = (path for kind in kinds for path in islice(listing.files(kind), 20))
    return next(filter(is_recoded, paths), None)


def _folders(reached: Reached) -> Told:
    listing = reached.study.listing
    said = {normal(path): use for path, use in reached.said.folders.items()}
    below = below_root(listing)
    ignored = {path: 0 for path, use in said.items() if use == "ignore"}
    if len(below) + len(ignored) < 2 and not said:
        return
    extra = {
        path: [folder for folder in listing.folders if folder == path or folder.startswith(f"{path}/")]
        for path in said
        if path not in below
    }
    shown = {
        **below,
        **{path: folders for path, folders in extra.items() if path not in ignored},
    }
    before = _uses(reached.guess, shown, listing)
    after = before if reached.final is reached.guess else _uses(reached.final, shown, listing)
    for path in [*islice(shown, MAX_FOLDERS), *ignored]:
        folders = shown.get(path, [])
        guessed = _by_name(path) if path in ignored else _use(before, folders, reached.guess, path)
        chosen = said.get(path) or _use(after, folders, reached.final, path)
        count = files_in(listing, folders)
        values: dict[str, int | str] = {"folder": path, "files": count}
        options = tuple(Option(use, key, values, count) for use, key in FOLDER_USES.items())
        yield (
            Choice(
                "folders",
                path,
                options,
                chosen,
                guessed,
                WHY_FOLDERS[guessed],
                values,
            ),
            False,
        )


def _uses(dataset: Dataset, shown: Mapping[str, list[str]], listing: Listing) -> dict[str, FolderUse]:
    """What folders are; one whose files take part without being samples holds what is said of them."""
    uses = guessed_uses(dataset, _LOOKED_AT)
    left = [folder for folders in shown.values() for folder in folders if folder not in uses]
    if dataset.recognition.form != "paired" or not left or files_in(listing, left) > _FEW:
        return uses
    ignored = {file.path for file in dataset.ignored()}
    for path in left:
        folder = listing.folders[path]
        if any(folder.file(name) not in ignored for names in folder.names.values() for name in names):
            uses[path] = "target"
    return uses


def _use(uses: Mapping[str, FolderUse], folders: list[str], dataset: Dataset, path: str) -> FolderUse:
    """What a folder is with all that lies below: an input before a target.

    Where there are too many files to ask them all, the names of the others have to do.
    """
    if (dataset.recognition.expected or 0) > _LOOKED_AT and not any(folder in uses for folder in folders):
        return _by_name(path)
    found = {uses[folder] for folder in folders if folder in uses}
    return "input" if "input" in found else "target" if "target" in found else "ignore"


def _by_name(path: str) -> FolderUse:
    role = role_of(tuple(path.split("/")))
    return "target" if role is not None and role[0] == "target" else "input"
