"""What the audit keeps of each sample: a small record. The checks see records, never contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy
from numpy.typing import NDArray

from engine.audit.alike.joining import Groups
from engine.audit.columns.judged import Judged
from engine.audit.origins import Origins
from engine.audit.quality.pictures import PictureLook
from engine.dataset.types import Part, Recognition, Unreadable
from engine.dataset.vocabulary import TESTS, TRAININGS

MAX_NAMED = 200
"""As many samples are named in a finding; ``count`` tells how many there are."""
_MOST_REMEMBERED = 1_000_000  # inputs: of more, what takes eight bytes each is made anew


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
    picture: tuple[object, ...] = ()  # a PictureLook, field by field, as it travels between processes
    sound: tuple[float, ...] = ()  # a SoundLook
    bits: str = ""  # the signature of a recording, a clip or a text, in base64
    shape: tuple[float, ...] = ()  # a ShapeSignature: area, stretch, distances
    script: str = ""  # of a text
    cells: tuple[tuple[str, str], ...] = ()  # what stands beside it in a table or list: (column, cell)
    sight: str = ""  # what its label is weighed by: numbers in base64, a text, a row as JSON
    measures: tuple[tuple[str, float], ...] = ()  # by name; each measure's module says what it means
    levels: tuple[int, ...] = ()  # grey levels of the target, where it is an image of few
    target_size: tuple[int, int] = (0, 0)  # width, height of the target, where it is an image
    size: tuple[int, int] = (0, 0)  # and of the input
    moment: str = ""  # when a camera took it: "2023:04:12 15:30:01"
    coded: bool = False  # ``content`` is of a JPEG's coded data: the same pixels may have another one

    @property
    def look(self) -> PictureLook | None:
        """What was seen of a picture."""
        if self.picture and not isinstance(self.picture, PictureLook):
            self.picture = PictureLook._make(self.picture)
        return self.picture or None  # type: ignore[return-value]

    def measure(self, name: str) -> float:
        """What was measured under a name; 0 where nothing was."""
        return next((value for known, value in self.measures if known == name), 0.0)

    @property
    def usable(self) -> bool:
        """Readable, and with something in it."""
        return self.problem is None and not self.empty


TieKind = Literal["near", "swap"]
"""Near: the same picture, text, sound … again. Swap: the same thing on another background."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two inputs, by their places, that show the same content."""

    one: int
    other: int
    kind: TieKind


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
    ties: Sequence[Tie] = ()
    uncheckable: Sequence[int] = ()  # places of pictures that show too little for the deep pass
    doubted: Sequence[tuple[str, str]] = ()  # samples and what they look like, where labels are doubtful
    columns: Mapping[int, tuple[Judged, ...]] = field(default_factory=dict)  # of tables, by part
    again: Concerned = Concerned()  # rows that are another one but for their dates
    origins: Origins | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)  # that were moved, by name
    unfinished: bool = False  # more will come
    cut_short: bool = False  # the user wanted to see what there was
    deep_cut_short: bool = False  # the deep pass ended before it had seen all pictures
    _heads: dict[tuple[TieKind, ...], tuple[Sequence[Tie], NDArray[numpy.int64]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # as they were with these ties: half of the checks ask for them

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

    def distinct(self, *kinds: TieKind) -> int:
        """How many different usable inputs there are; of a paired set only those with a target.

        Equal ones count once; so do those tied by one of ``kinds``.
        """
        return len(self.contents(*kinds))

    def contents(self, *kinds: TieKind) -> list[int]:
        """How many usable inputs each different content has; see :meth:`distinct`."""
        _, counts = numpy.unique(self.heads(*kinds)[self.counted()], return_counts=True)
        return [int(count) for count in counts]

    def distinct_labels(self, *kinds: TieKind) -> dict[str, int]:
        """How many different usable contents each label has."""
        heads, counted = self.heads(*kinds).tolist(), self.counted().tolist()
        seen = {
            (record.label, head)
            for record, head, counts in zip(self.inputs, heads, counted, strict=True)
            if counts and record.label is not None
        }
        return dict(Counter(label for label, _ in seen))

    def counted(self) -> NDArray[numpy.bool_]:
        """(inputs,) whether each is usable and, in a paired set, has a target."""
        paired = self.recognition.form == "paired"
        usable = (record.usable and (record.label is not None or not paired) for record in self.inputs)
        return numpy.fromiter(usable, dtype=bool, count=len(self.inputs))

    def heads(self, *kinds: TieKind) -> NDArray[numpy.int64]:
        """(inputs,) the place of the first one of each content: equal, or tied by one of ``kinds``.

        Read-only, and made once: whoever puts new ties into the records makes a new sequence of them.
        """
        known = self._heads.get(kinds)
        if known is not None and known[0] is self.ties and len(known[1]) == len(self.inputs):
            return known[1]
        found = self._tied(self.heads(), kinds) if kinds else self._equal()
        found.setflags(write=False)
        if len(found) <= _MOST_REMEMBERED:
            self._heads[kinds] = self.ties, found
        return found

    def _equal(self) -> NDArray[numpy.int64]:
        """(inputs,) the place of the first one with the same content."""
        first: dict[Hashable, int] = {}
        equal = [first.setdefault(self.identity(record), place) for place, record in enumerate(self.inputs)]
        return numpy.array(equal, dtype=numpy.int64)

    def measured(self) -> Iterator[tuple[int, Record]]:
        """Places and records of the inputs of which measures are kept."""
        return enumerate(self.inputs)

    def sides(self) -> Sequence[str]:
        """For each input the split that it is in, "" for none."""
        return [side_of(record.id) for record in self.inputs]

    def _tied(self, equal: NDArray[numpy.int64], kinds: Sequence[TieKind]) -> NDArray[numpy.int64]:
        ties = [tie for tie in self.ties if tie.kind in kinds]
        if not ties:
            return equal
        groups = Groups(len(equal), equal.tolist())
        groups.tie((tie.one, tie.other) for tie in ties)
        return numpy.array(groups.heads(), dtype=numpy.int64)

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


def side_of(identifier: str) -> str:
    """``train`` or ``test`` by the folders, or the table's file, that a sample comes from; else nothing."""
    path = identifier.rpartition("#")[0] or identifier
    for part in reversed(path.lower().replace(".", "/").split("/")):
        if part in TRAININGS:
            return "train"
        if part in TESTS:
            return "test"
    return ""
