"""What was dropped, as one lazy stream of samples, and which form it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from engine.dataset.corrections import Choice

Form = Literal["paired", "unpaired", "input_only"]
Modality = Literal[
    "image", "text", "table", "audio", "video", "mesh", "document", "number", "category", "boxes", "points",
    "mixed",
]  # fmt: skip
Layout = Literal[
    "class_folders", "paired_folders", "two_domains", "flat_folder", "table", "coco", "voc", "yolo",
    "labelme", "cvat", "boxes", "image_list", "side_by_side", "image_groups", "mixed",
    "named_files", "file_list", "transcripts", "landmarks", "line_pairs", "text_pairs", "frame_folders",
    "point_labels", "media_pairs",
]  # fmt: skip
Shape = Literal["box", "polygon", "points", "label", "text"]


@dataclass(frozen=True)
class FileEntry:
    """One file of the client's; ``path`` is relative to the root, with ``/``, NFC."""

    path: str
    size: int


class FileTree(Protocol):
    """A folder, an archive or a single file, read-only and without unpacking."""

    name: str

    def entries(self) -> Iterator[FileEntry]:
        """Every file, in a stable order."""

    def read(self, path: str) -> bytes:
        """The bytes of one file, up to the limit. Raises ``UnreadableFileError``."""

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file of any size. Raises ``UnreadableFileError``."""


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be read, with a reason: a key of ``assets/texts/findings.toml``."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that an annotation says of an image: where it is, what it is, what it reads.

    ``points``: x, y and whether it can be told (1 or 0) of each of its points, one after the other.
    """

    label: str
    box: tuple[float, float, float, float] | None = None  # left, top, right, bottom
    shape: Shape = "box"
    text: str = ""
    points: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """All marks of one image. ``size``: as the annotation claims it; ``relative``: boxes are shares of it."""

    marks: tuple[Mark, ...]
    size: tuple[int, int] | None = None
    relative: bool = False


@dataclass(frozen=True)
class Item:
    """One side of a sample: a file (``path``), or a value (``value``: text, row, label).

    ``marks``: reads what an annotation says, None where it says nothing of this image; raises
    ``UnreadableFileError``. ``quick``: that takes no reading of a large file first. ``part``:
    of the parts of a mixed set, the one that it belongs to.
    """

    modality: Modality
    path: str | None = None
    value: str | Mapping[str, str] | None = None
    marks: Callable[[], Marked | None] | None = field(default=None, compare=False, repr=False)
    quick: bool = True
    half: Literal["", "left", "right"] = ""  # of an image that holds a pair side by side
    part: int = 0


@dataclass(frozen=True)
class Sample:
    """One input and, if it is tied to one, its target. ``part``: of the parts of a mixed set.

    ``beside``: what its row, or the list that names its file, says of it besides: column → cell.
    """

    id: str  # stable: the relative path, or ``<file>#<row>``
    input: Item
    target: Item | None = None
    part: int = 0
    beside: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Part:
    """One of the sets that a mixed set consists of, with its own verdict."""

    name: str
    form: Form
    layout: Layout
    confidence: float
    input_modality: Modality
    target_modality: Modality | None
    systems: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Mapping[str, int | str]], ...] = ()


@dataclass(frozen=True)
class Recognition:
    """What the whole is. ``evidence``: keys of findings.toml with their numbers."""

    layout: Layout
    form: Form
    confidence: float
    input_modality: Modality
    target_modality: Modality | None
    evidence: tuple[tuple[str, Mapping[str, int | str]], ...]
    input_name: str = ""  # folder, column … that the input side is called by
    target_name: str = ""
    classes: Mapping[str, int] = field(default_factory=dict)
    expected: int | None = None  # samples to come, where the names alone tell
    systems: tuple[str, ...] = ()  # ids of the systems that this X → y fits, the best first
    parts: tuple[Part, ...] = ()  # of a mixed set; a sample's ``part`` counts through them
    choices: tuple[Choice, ...] = ()  # what the user may correct; the doubtful ones first
    splits: Mapping[str, str] = field(default_factory=dict)  # folders that stand for a split, and which


class Dataset(Protocol):
    """An opened set. Streams may be walked again; each walk reads lazily."""

    name: str
    tree: FileTree
    recognition: Recognition
    columns: tuple[str, ...]  # of a table, all of them in order; else none

    def samples(self) -> Iterator[Sample]:
        """Every sample on the input side (paired ones with their target)."""

    def unmatched_targets(self) -> Iterator[Item]:
        """Items on the target side that no input is tied to (unpaired: the whole side)."""

    def ignored(self) -> Iterator[Unreadable]:
        """Files that take no part (junk, sidecars, unreadable), with the reason."""
