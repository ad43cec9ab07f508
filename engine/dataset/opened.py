"""The data set as it is handed out: a layout's, with the tree's own refusals added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.dataset.systems import systems_of
from engine.dataset.types import Dataset, Item, Sample, Unreadable


class OpenedDataset:
    """Passes everything on to the recognised layout; ``ignored`` also tells what the tree refused."""

    def __init__(self, dataset: Dataset, refused: Sequence[Unreadable], splits: Mapping[str, str]) -> None:
        self.name = dataset.name
        self.tree = dataset.tree
        self.recognition = replace(
            dataset.recognition, systems=systems_of(dataset.recognition), splits=splits
        )
        self.columns = dataset.columns
        self._dataset = dataset
        self._refused = refused

    def samples(self) -> Iterator[Sample]:
        """Every sample on the input side (paired ones with their target)."""
        return self._dataset.samples()

    def unmatched_targets(self) -> Iterator[Item]:
        """Items on the target side that no input is tied to (unpaired: the whole side)."""
        return self._dataset.unmatched_targets()

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part, with the reason."""
        yield from self._refused
        yield from self._dataset.ignored()
