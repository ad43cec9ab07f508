"""What a system must say of itself so that the one trainer, exporter, evaluator and runner serve it.

A :class:`System` reads a data set into :class:`Examples` and says what simple ways
(:class:`Baseline`) and what :class:`Plan` s there are to learn them, the best first, of which
the calibration picks one that this machine can do in the time. A plan's :class:`Codec` stands
between samples and tensors; out of an ONNX file's metadata it comes back as it was, so that a
model runs in the field as it did on the bench. Only :meth:`Plan.learner` touches torch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.dataset.unreadable import UnreadableFileError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.split import Key, Split, split
from engine.prototypes.types import Borrowed, SystemCard

if TYPE_CHECKING:
    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence


Feeds = dict[str, NDArray[np.float32] | NDArray[np.int64]]
"""A network's inputs by the name that they have in the ONNX file."""
Outputs = dict[str, NDArray[np.float32]]
"""What it gives, likewise; whole numbers too are given as floats."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One sample as a system reads it: the base of each system's own.

    ``fingerprint``: 64 bits that the same input shares, whatever file it came in.
    """

    id: str
    fingerprint: int


P = TypeVar("P", bound=Prepared)


@dataclass(frozen=True)
class Unread:
    """A sample that could not be read; ``reason``: a key of findings.toml."""

    path: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What a model says of one sample, in words: a class, a text, or nothing where a picture says it.

    ``truth``: None where it isn't known. ``score``: how sure it is, 0 … 1, where it knows.
    ``given``: what it was asked about, where that is words.
    """

    predicted: str = ""
    truth: str | None = None
    score: float | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    given: str = ""


@dataclass(frozen=True)
class Port:
    """An input or output of the ONNX file. ``free``: axes beside the batch that may vary → their names."""

    name: str
    free: Mapping[int, str] = field(default_factory=dict)


class Codec(ABC, Generic[P]):
    """From samples to a network's inputs and from its outputs to answers; numpy, never torch."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]

    @abstractmethod
    def settings(self) -> dict[str, Json]:
        """All that :meth:`System.codec` needs to make this codec again."""

    @abstractmethod
    def read(self, dataset: Dataset, sample: Sample) -> P | None:
        """One sample, with its truth where it has one; None where it is not of the kind.
        Raises UnreadableFileError."""

    def samples(self, dataset: Dataset) -> Iterator[Sample]:
        """The samples that :meth:`read` is asked about when a model is run: the set's own."""
        return dataset.samples()

    def read_all(self, dataset: Dataset) -> Iterator[P | Unread]:
        """Every sample of the kind, to be run on."""
        for sample in self.samples(dataset):
            try:
                one = self.read(dataset, sample)
            except UnreadableFileError as error:
                yield Unread(sample.input.path or sample.id, error.reason)
                continue
            if one is not None:
                yield one

    @abstractmethod
    def feeds(self, some: Sequence[P]) -> Feeds:
        """The network's inputs for these samples, the batch first."""

    def run(self, some: Sequence[P], call: Callable[[Feeds], Outputs]) -> Outputs:
        """The outputs for these samples, as :meth:`answer` takes them: one call of the network, unless an
        answer takes several, as writing on does."""
        return call(self.feeds(some))

    @abstractmethod
    def answer(self, one: P, outputs: Outputs) -> Answer:
        """What the outputs for one sample (no batch axis) say."""

    def draw(self, one: P, outputs: Outputs) -> NDArray[np.uint8] | None:
        """What there is to look at, [h, w, 3], at most some 400 pixels wide: input, answer and, where it
        is known, truth side by side. None: the sample's own picture, or nothing."""
        return None

    def names(self) -> tuple[str, ...]:
        """The classes that answers are one of; none where they are something else."""
        return ()


@dataclass(frozen=True)
class Examples(Generic[P]):
    """The usable samples of one data set, known by index from here on.

    ``unused``: samples beyond what a prototype reads.
    """

    prepared: tuple[P, ...]
    keys: tuple[Key, ...]
    unreadable: int = 0
    unused: int = 0


class Baseline(ABC):
    """A trained simple way; ``name`` is a key of ``prototypes.toml``."""

    name: str

    @abstractmethod
    def evidence(self, indices: Sequence[int]) -> list[Evidence]:
        """What each of these examples says for or against it, as the system's metric takes it."""


@dataclass(frozen=True)
class Recipe:
    """How a plan is trained. ``rate``: highest learning rate; ``batch``: None leaves it to the trainer.

    ``averaging``: weight of the past in the running mean of the weights, which is what is judged
    and exported; 0 for none. ``steps_wanted``: with fewer, a cheaper plan learns more;
    ``steps_enough``: with fewer, no plan learns.
    """

    rate: float = 5e-3
    batch: int | None = None
    weight_decay: float = 1e-2
    averaging: float = 0.98
    clip: float | None = None  # largest norm of the gradient
    steps_wanted: int = 300
    steps_enough: int = 200


class Plan(ABC, Generic[P]):
    """One way to learn the examples of one split: a codec with all that it measured on the training
    side, a network, a loss. ``cost``: of a step, beside the other plans'; ``size``: of the input
    (side of a picture, length of a text), for the record; ``borrowed``: weights of others in its network."""

    codec: Codec[P]
    recipe: Recipe = Recipe()
    cost: float = 1.0
    size: int = 0
    borrowed: Borrowed | None = None

    def prepare(self, seconds: float | None, reporter: Reporter | None) -> bool:
        """Do what is done once, before the first step. False where that would take longer than ``seconds``
        (None: however long it takes) or shows that the plan is of no use: another is taken then."""
        return True

    @abstractmethod
    def learner(self) -> Learner:
        """A fresh network with its optimisers, drawn from torch's generator."""

    @abstractmethod
    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """What the network's outputs for these examples say for it, as the system's metric takes it."""

    def beside(self, outputs: Outputs, indices: Sequence[int]) -> dict[str, float]:
        """Further figures of these examples that an honest report tells: key of prototypes.toml → figure."""
        return {}


class System(ABC, Generic[P]):
    """One kind of prototype: a file of ``engine/prototypes/systems``."""

    example_count: int = 400
    """How many samples :meth:`make_example` makes unasked."""
    portable: bool = True
    """Whether what was learnt from one data set means something on another."""

    @property
    @abstractmethod
    def card(self) -> SystemCard:
        """How the system is listed."""

    @abstractmethod
    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[P]:
        """Read every usable sample once. Raises UserError when they can't be learnt from."""

    def metric(self, examples: Examples[P]) -> str:
        """What these examples are judged by, where it depends on what the set holds: a name of METRICS."""
        return self.card.metric

    def split(self, examples: Examples[P], seed: int) -> Split:
        """Who learns, who chooses, who judges."""
        return split(examples.keys, seed)

    @abstractmethod
    def baselines(self, examples: Examples[P], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The simple ways, trained on the split's training side; the naive one first."""

    @abstractmethod
    def plans(self, examples: Examples[P], sides: Split) -> tuple[Plan[P], ...]:
        """Ways to learn, the most accurate and costly first; at least one."""

    @abstractmethod
    def codec(self, settings: dict[str, Json]) -> Codec[P]:
        """The codec of a file that says this of itself. Raises ValueError, TypeError or KeyError."""

    @abstractmethod
    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """Write about ``count`` samples, with the nuisance that the real thing has, into the empty folder,
        laid out so that it is recognised as what this system takes."""
