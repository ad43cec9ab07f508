"""What a list beside the files says of each besides its label: who labelled it, when, where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.dataset.file_dataset import FileDataset
from engine.dataset.types import Dataset, Sample


def with_cells(dataset: Dataset, columns: Mapping[str, Mapping[str, str]]) -> Dataset:
    """The set with the cells of a list beside each sample; the same set where there are none.

    ``columns``: of each column of the list the cells by the paths of the files.
    """
    said = dataset.recognition
    listed = {name: cells for name, cells in columns.items() if name != said.target_name}
    if not listed or not isinstance(dataset, FileDataset) or said.target_modality != "category":
        return dataset

    def samples() -> Iterator[Sample]:
        for sample in dataset.samples():
            yield replace(sample, beside={name: cells.get(sample.id, "") for name, cells in listed.items()})

    return FileDataset(dataset.tree, said, samples, dataset.ignored, dataset.unmatched_targets)
