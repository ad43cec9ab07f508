"""From a path to a data set: which kind of tree it is, then which layout it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.dataset.corrections import Corrections
from engine.dataset.kinds import Kind
from engine.dataset.layouts import RECOGNISERS
from engine.dataset.listing import Listing
from engine.dataset.mixture import told_apart
from engine.dataset.opened import OpenedDataset
from engine.dataset.roots import open_tree
from engine.dataset.said.beside import with_cells
from engine.dataset.said.choices import choices_of
from engine.dataset.said.correct import (
    Spoken,
    corrected,
    replaced,
    told_of_files,
    whole_set,
    without_targets,
)
from engine.dataset.said.encoding import RecodedTree, is_recoded, known_encoding
from engine.dataset.said.folders import listing_without, normal
from engine.dataset.said.label_choices import Reached
from engine.dataset.said.labels import LabelSources
from engine.dataset.said.relabel import RelabelledDataset
from engine.dataset.study import Study
from engine.dataset.trees import Tree
from engine.dataset.types import Dataset
from engine.errors import UserError

_AS_GUESSED = Corrections()


def open_dataset(
    path: Path,
    corrections: Corrections = _AS_GUESSED,
    wrap: Callable[[Tree], Tree] | None = None,
) -> Dataset:
    """Open a folder, a zip or a single file. Raises ``UserError`` where nothing can be used.

    ``corrections``: what the user says in place of a guess; raises ``UserError`` for what the set
    hasn't got. ``wrap``: what stands between the files and all who read them, such as one that
    refuses some.
    """
    raw = open_tree(path) if wrap is None else wrap(open_tree(path))
    tree = raw
    if corrections.encoding is not None:
        tree = RecodedTree(raw, known_encoding(corrections.encoding))
    said_folders = {normal(folder): use for folder, use in corrections.folders.items()}
    listing = listing_without(tree, said_folders) if said_folders else Listing(tree)
    if not any(listing.counts.values()) and not listing.refused:
        raise UserError("corrections_nothing_left" if said_folders else "set_empty", name=tree.name)
    opening = _Opening(Spoken.of(corrections))
    opening.look_for_texts(listing)
    best = opening.recognise(listing, 0)
    if best is None:
        raise _nothing_usable(listing)
    opened = OpenedDataset(opening.finished(raw, best), listing.refused, listing.splits)
    return RelabelledDataset(opened, corrections.relabel) if corrections.relabel else opened


class _Opening:
    """One reading of a set, with what the user says taken over the guesses."""

    def __init__(self, spoken: Spoken) -> None:
        self._spoken = spoken
        self._guess: Dataset | None = None
        self._study: Study | None = None
        self._sources: LabelSources | None = None

    def recognise(self, listing: Listing, depth: int) -> Dataset | None:
        """The surest of the layouts, or the sets that lie in the folders, each for itself."""
        study = Study(listing)
        found = [dataset for recognise in RECOGNISERS if (dataset := recognise(study)) is not None]
        best = max(found, key=lambda dataset: dataset.recognition.confidence, default=None)
        sources = LabelSources(study, found)
        if depth == 0:
            self._study, self._sources, self._guess = study, sources, best
            settled = whole_set(study, best, sources, self._spoken) if self._spoken.said else None
            if settled is not None:
                return corrected(settled, listing.tree, self._spoken)
        mixed = told_apart(listing, best, self._branch, depth)
        if mixed is not None:
            self._guess = mixed if depth == 0 else self._guess
            return mixed
        return None if best is None else corrected(best, listing.tree, self._spoken)

    def look_for_texts(self, listing: Listing) -> None:
        """Whether there is anything that an encoding can be said of."""
        if self._spoken.said.encoding is not None:
            kinds: tuple[Kind, ...] = ("table", "text", "other")
            self._spoken.texts = any(is_recoded(path) for kind in kinds for path in listing.files(kind))

    def _branch(self, tree: Tree, depth: int) -> Dataset | None:
        return self.recognise(Listing(tree), depth)

    def finished(self, raw: Tree, dataset: Dataset) -> Dataset:
        """The set with what was said as evidence, and with the choices it leaves open."""
        said = self._spoken.said
        self._spoken.check()
        if said.labels == "none":
            dataset = without_targets(dataset)
        dataset = told_of_files(dataset, said)
        if self._study is None or self._guess is None or self._sources is None:
            return dataset
        reached = Reached(raw, self._study, self._sources, self._guess, dataset, said)
        choices = choices_of(reached)
        evidence = self._sources.disagreements()
        dataset = with_cells(dataset, self._sources.beside)
        return replaced(
            dataset,
            lambda known: replace(known, choices=choices, evidence=(*known.evidence, *evidence)),
        )


def _nothing_usable(listing: Listing) -> UserError:
    name = listing.tree.name
    if listing.counts["table"]:
        return UserError("set_tables_unreadable", name=name)
    if listing.counts["archive"]:
        return UserError("set_only_archives", name=name, count=listing.counts["archive"])
    refused = [refused for refused in listing.refused if refused.reason != "junk_file"]
    if any(file.reason == "encrypted" for file in refused):
        return UserError("set_encrypted", name=name)
    if refused:
        return UserError("set_all_refused", name=name, count=len(refused), first=refused[0].path)
    return UserError("set_nothing_usable", name=name)
