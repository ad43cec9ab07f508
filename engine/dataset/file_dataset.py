"""A data set whose samples are files: what all layouts but the table make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.dataset.types import FileTree, Item, Recognition, Sample, Unreadable


def _no_items() -> Iterator[Item]:
    return iter(())


class FileDataset:
    """A recognition, and functions that walk the names again each time they are called."""

    def __init__(
        self,
        tree: FileTree,
        recognition: Recognition,
        samples: Callable[[], Iterator[Sample]],
        ignored: Callable[[], Iterator[Unreadable]],
        unmatched_targets: Callable[[], Iterator[Item]] = _no_items,
    ) -> None:
        self.name = tree.name
        self.tree: FileTree = tree
        self.recognition = recognition
        self.columns: tuple[str, ...] = ()
        self._samples = samples
        self._ignored = ignored
        self._unmatched_targets = unmatched_targets

    def samples(self) -> Iterator[Sample]:
        """Every sample on the input side (paired ones with their target)."""
        return self._samples()

    def unmatched_targets(self) -> Iterator[Item]:
        """Files on the target side that no input is tied to (unpaired: the whole side)."""
        return self._unmatched_targets()

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part, with the reason."""
        return self._ignored()
