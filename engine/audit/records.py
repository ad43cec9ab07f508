"""What the audit keeps of each sample: a small record. The checks see records, never contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.dataset.types import Part, Recognition, Unreadable

MAX_NAMED = 200
"""As many samples are named in a finding; ``count`` tells how many there are."""


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
    tags: tuple[str, ...] = ()  # labels of all marks of its target
    outside: int = 0  # marks that leave the image
    flat: int = 0  # marks without area
    part: int = 0  # of a mixed set

    @property
    def usable(self) -> bool:
        """Readable, and with something in it."""
        return self.problem is None and not self.empty


@dataclass(frozen=True)
class Concerned:
    """How many samples something concerns, and the first of them: (id, detail)."""

    count: int = 0
    first: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, concerned: Iterable[tuple[str, str]]) -> Concerned:
        """Counted as they come; only the first are kept."""
        first: list[tuple[str, str]] = []
        count = 0
        for entry in concerned:
            count += 1
            if count <= MAX_NAMED:
                first.append(entry)
        return cls(count, tuple(first))


@dataclass
class Records:
    """All records of a set, and what the recognition said of it."""

    recognition: Recognition
    inputs: Sequence[Record] = field(default_factory=list)
    lone_targets: list[Record] = field(default_factory=list)
    ignored: Sequence[Unreadable] = ()

    @cached_property
    def readable(self) -> Sequence[Record]:
        """Inputs that could be read."""
        return [record for record in self.inputs if record.problem is None]

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Readable inputs a class, or marks a class where targets are marks; the largest first."""
        sizes = Counter(tag for record in self.readable for tag in record.tags)
        for record in self.readable:
            if (
                record.label is not None
                and not record.tags
                and self.said_of(record).target_modality == "category"
            ):
                sizes[record.label] += 1
        return dict(sizes.most_common())

    def _is_class(self, record: Record) -> bool:
        return self.said_of(record).target_modality == "category"

    def said_of(self, record: Record) -> Recognition | Part:
        """What was said of the set, or of the part of a mixed one, that a record belongs to."""
        parts = self.recognition.parts
        return parts[record.part] if record.part < len(parts) else self.recognition

    def identity(self, record: Record) -> Hashable:
        """What makes two samples the same: for a row of a table its target belongs to it."""
        if self.recognition.input_modality == "table":
            return (record.content, record.label)
        return record.content

    def of_part(self, place: int) -> Records:
        """The records of one part of a mixed set, with its own form."""
        return Records(
            self.recognition_of(place),
            [record for record in self.inputs if record.part == place],
            [record for record in self.lone_targets if record.part == place],
        )

    def recognition_of(self, place: int) -> Recognition:
        """What one part of a mixed set is by itself."""
        part = self.recognition.parts[place]
        return Recognition(
            part.layout, part.form, part.confidence, part.input_modality, part.target_modality, part.evidence
        )

    def files(self) -> Iterator[Record]:
        """The records of samples that are files of their own."""
        return self.everything()

    def paired(self) -> int:
        """How many readable inputs have a usable target."""
        return sum(record.label is not None for record in self.readable)

    def distinct(self) -> int:
        """How many different usable inputs there are; of a paired set only those with a target."""
        paired = self.recognition.form == "paired"
        usable = (record for record in self.inputs if record.usable)
        return len({self.identity(record) for record in usable if record.label is not None or not paired})

    def copies(self) -> Concerned:
        """Samples equal to an earlier one, with the first of their kind."""
        return Concerned.of(self._copies())

    def conflicts(self) -> Concerned:
        """Samples of equal content of which some have another label, with what they have."""
        return Concerned.of(self._conflicts())

    def incomplete(self) -> Concerned:
        """Rows with missing cells, and their columns."""
        return Concerned.of((r.id, ", ".join(r.missing)) for r in self.inputs if r.missing)

    def without_target(self) -> Concerned:
        """Readable inputs without a target."""
        return Concerned.of((record.id, "") for record in self.readable if record.label is None)

    def without_content(self) -> Concerned:
        """Inputs with nothing in them."""
        return Concerned.of((record.id, "") for record in self.inputs if record.empty)

    def _copies(self) -> Iterator[tuple[str, str]]:
        first: dict[Hashable, str] = {}
        for record in self.everything():
            if record.usable:
                original = first.setdefault(self.identity(record), record.id)
                if original != record.id:
                    yield record.id, original

    def _conflicts(self) -> Iterator[tuple[str, str]]:
        first: dict[tuple[int, int], str] = {}
        torn: set[tuple[int, int]] = set()
        labelled = [record for record in self.inputs if record.usable and record.label is not None]
        for record in labelled:
            content, label = (record.part, record.content or 0), record.label or ""
            if first.setdefault(content, label) != label:
                torn.add(content)
        for record in labelled:
            if (record.part, record.content or 0) in torn:
                yield record.id, record.target or record.label or ""

    def everything(self) -> Iterator[Record]:
        """Inputs, then lone targets."""
        yield from self.inputs
        yield from self.lone_targets
