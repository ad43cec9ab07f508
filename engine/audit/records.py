"""What the audit keeps of each sample: a small record. The checks see records, never contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.dataset.types import Recognition, Unreadable


@dataclass(slots=True)
class Record:
    """One sample of the input side, or a lone item of the target side.

    ``content``: hash of what a reader would see (pixels, normalised text, cells); None for
    what could not be read. ``label``: the class, the value, or a hash of the target's
    content; None where there is no usable target. ``problem``: why it could not be read.
    """

    id: str
    content: int | None
    label: str | None = None
    problem: str | None = None
    target: str = ""  # path of the target's file, where it is one
    target_problem: str | None = None
    format: str = ""  # what the file really is, where its suffix says otherwise
    empty: bool = False
    missing: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Readable, and with something in it."""
        return self.problem is None and not self.empty


@dataclass
class Records:
    """All records of a set, and what the recognition said of it."""

    recognition: Recognition
    inputs: list[Record] = field(default_factory=list)
    lone_targets: list[Record] = field(default_factory=list)
    ignored: Sequence[Unreadable] = ()

    @cached_property
    def readable(self) -> list[Record]:
        """Inputs that could be read."""
        return [record for record in self.inputs if record.problem is None]

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Readable inputs a class, where the target is a class; by size, the largest first."""
        if self.recognition.target_modality != "category":
            return {}
        sizes = Counter(record.label for record in self.readable if record.label is not None)
        return {label: size for label, size in sizes.most_common() if label is not None}

    def identity(self, record: Record) -> Hashable:
        """What makes two samples the same: for a row of a table its target belongs to it."""
        if self.recognition.input_modality == "table":
            return (record.content, record.label)
        return record.content

    def everything(self) -> Iterator[Record]:
        """Inputs, then lone targets."""
        yield from self.inputs
        yield from self.lone_targets
