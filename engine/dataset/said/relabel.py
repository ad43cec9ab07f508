"""Lines of a mapping that the user has accepted: labels of samples change as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from engine.dataset.corrections import RelabelLine, name_of, samples_named
from engine.dataset.said.contexts import CAMERA, contexts_of
from engine.dataset.types import Dataset, Item, Marked, Recognition, Sample, Unreadable
from engine.errors import UserError

Redo = Callable[[str], str]


class RelabelledDataset:
    """The same samples with other classes; nothing is written, and without the lines all is as before."""

    def __init__(self, dataset: Dataset, lines: Sequence[RelabelLine]) -> None:
        """Raises ``UserError`` where the set has no classes, or a line names its samples wrongly."""
        targets = {
            dataset.recognition.target_modality,
            *(p.target_modality for p in dataset.recognition.parts),
        }
        if "category" not in targets:
            raise UserError("corrections_relabel_classes")
        self.name = dataset.name
        self.tree = dataset.tree
        self.columns = dataset.columns
        self.recognition = _recognition(dataset.recognition, lines)
        self._dataset = dataset
        self._lines = [_Line(line) for line in lines]
        self._contexts = any(line.where is not None for line in lines)

    def samples(self) -> Iterator[Sample]:
        """Every sample, its class as the lines have it."""
        return map(self._redone, self._dataset.samples())

    def unmatched_targets(self) -> Iterator[Item]:
        """As they are: no input is tied to them."""
        return self._dataset.unmatched_targets()

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part, with the reason."""
        return self._dataset.ignored()

    def _redone(self, sample: Sample) -> Sample:
        target = sample.target
        if target is None:
            return sample
        if target.marks is not None:
            return replace(sample, target=replace(target, marks=_marks(target.marks, self._redo(sample))))
        if target.modality != "category" or not isinstance(target.value, str):
            return sample
        label = self._redo(sample)(target.value)
        return sample if label == target.value else replace(sample, target=replace(target, value=label))

    def _redo(self, sample: Sample) -> Redo:
        contexts: Mapping[str, str] = {}
        if self._contexts:
            row = sample.input.value if isinstance(sample.input.value, Mapping) else {}
            contexts = contexts_of(sample.id, {**row, **(sample.beside or {})})

        def redo(label: str) -> str:
            for line in self._lines:
                label = line.redo(label, contexts, sample.id)
            return label

        return redo


class _Line:
    """One line, with its samples taken apart once."""

    def __init__(self, line: RelabelLine) -> None:
        self._line = line
        try:
            self._samples = samples_named(line.samples)
        except ValueError:
            raise UserError("corrections_params", entry="relabel") from None
        where = line.where
        # What only the picture tells was looked up when its samples were named.
        self._untold = where[1] if where and where[0] == CAMERA and self._samples else None

    def redo(self, label: str, contexts: Mapping[str, str], identifier: str) -> str:
        line = self._line
        if line.says:
            return line.says.get(contexts.get(line.where[0], ""), label) if line.where else label
        if label != line.label:
            return label
        if line.where is not None and contexts.get(line.where[0], self._untold) != line.where[1]:
            return label
        if self._samples and name_of(identifier) not in self._samples:
            return label
        return line.becomes


def _marks(read: Callable[[], Marked | None], redo: Redo) -> Callable[[], Marked | None]:
    """Reads marks as before; those that are a class of the whole picture are redone."""

    def reading() -> Marked | None:
        marked = read()
        if marked is None:
            return None
        marks = tuple(
            replace(mark, label=redo(mark.label)) if mark.shape == "label" else mark for mark in marked.marks
        )
        return replace(marked, marks=marks)

    return reading


def _recognition(known: Recognition, lines: Sequence[RelabelLine]) -> Recognition:
    """With the classes that are left by name, and what was done as evidence."""
    sizes: dict[str, int] = {}
    everywhere = {line.label: line.becomes for line in lines if line.where is None and not line.samples}
    for name, count in known.classes.items():
        for _ in lines:
            name = everywhere.get(name, name)  # noqa: PLW2901
        sizes[name] = sizes.get(name, 0) + count
    told = ("said_relabel", {"lines": len(lines)})
    return replace(known, classes=sizes, evidence=(*known.evidence, told))
