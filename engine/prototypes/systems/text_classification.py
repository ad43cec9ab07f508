"""Text classification: a text in, one of a few categories out (a recurrent network, or BERT fine-tuned)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import xxhash
from numpy.typing import NDArray
from pydantic import Field

from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter
from engine.prototypes.classes import class_answer, rights
from engine.prototypes.split import LEAST_GROUPS, Key, Split, group_counts
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Prepared,
    Recipe,
    System,
)
from engine.prototypes.texts.pieces import END, START, Pieces
from engine.prototypes.texts.start_pieces import FEW_TEXTS, fitting_pieces
from engine.prototypes.texts.text_codec import TextSettings, fitting_length, rows_of, trimmed, vocabulary_mark
from engine.prototypes.texts.written import authors, one_line, read_document, read_documents, text_mark
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "text_classification"
MOST_CLASSES = 60
WIDTH, HIDDEN = 64, 48
BUCKETS, MOST_GROUPS = 8191, 256  # of groups of letters: kinds, and how many of a text count
GROUP_LENGTHS = (2, 3, 4)
DROPOUT = 0.4
MASKED = 0.3  # share of the pieces that are hidden while it learns, so that it leans on no single word
SMOOTHING = 0.05

View = Literal["recurrent", "transformer"]


class Settings(TextSettings):
    """What the file says: the tokenizer, the classes in the order of the logits, which network it holds."""

    classes: tuple[str, ...] = Field(min_length=2)
    view: View


@dataclass(frozen=True, kw_only=True)
class LabelledText(Prepared):
    """``label``: None where it isn't known, or is none of the classes."""

    text: str
    label: str | None


class TextClasses(Codec[LabelledText]):
    """A text in, a logit a class out."""

    outputs = (Port("output"),)

    def __init__(self, said: Settings) -> None:
        self.said, self.pieces = said, Pieces(said.pieces)
        self.inputs = (Port("pieces"), Port("groups")) if said.view == "recurrent" else (Port("pieces"),)

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> LabelledText | None:
        """A text; what is not one of the classes says nothing about the truth."""
        document = read_document(dataset, sample)
        if document is None or not document.text:
            return None
        known = document.label in self.said.classes
        return _labelled(document.id, document.text, document.label if known else None)

    def feeds(self, some: Sequence[LabelledText]) -> Feeds:
        """Pieces [n, length] and, for the recurrent network, groups of letters [n, ``MOST_GROUPS``]."""
        rows: Feeds = {}
        rows.update(self.rows(some))
        return rows

    def rows(self, some: Sequence[LabelledText]) -> dict[str, NDArray[np.int64]]:
        """The inputs by name."""
        spelt = [[START, *self.pieces.encode(one.text), END] for one in some]
        rows = {"pieces": rows_of(spelt, self.said.length)}
        if self.said.view == "recurrent":
            rows["groups"] = rows_of([letter_groups(one.text) for one in some], MOST_GROUPS)
        return rows

    def answer(self, one: LabelledText, outputs: Outputs) -> Answer:
        """The class of the highest logit."""
        said = class_answer(outputs["output"], self.said.classes, one.label)
        return Answer(said.predicted, said.truth, said.score, said.scores, given=one.text)

    def names(self) -> tuple[str, ...]:
        """The classes, in the order of the outputs."""
        return self.said.classes


class TextClassification(System[LabelledText]):
    """Texts with a category each, in folders or in a table."""

    example_count = 900

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("class_folders", "table", "named_files", "file_list"),
            metric="accuracy",
            baseline="tfidf_logistic",
            modalities=("text",),
            targets=("category",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[LabelledText]:
        """The texts that have a category; those of one author are a group. Categories with too few texts are
        left out. Raises UserError for fewer than two that have enough, or for too many."""
        documents, unreadable, unused = read_documents(dataset, reporter)
        documents = [document for document in documents if document.label is not None]
        prepared = [_labelled(one.id, one.text, one.label) for one in documents]
        keys = _keys(prepared, authors(documents))
        enough = _enough(keys)
        if enough < (alone := _enough(by_text := _keys(prepared, [""] * len(prepared)))):
            keys, enough = by_text, alone  # too few authors to hold them apart
        if len(enough) < 2:
            raise UserError("prototype_text_classes", count=len(enough), least=LEAST_GROUPS)
        if len(enough) > MOST_CLASSES:
            raise UserError("prototype_many_classes", count=len(enough), most=MOST_CLASSES)
        kept = [place for place, key in enumerate(keys) if key.stratum in enough]
        return Examples(
            tuple(prepared[place] for place in kept),
            tuple(keys[place] for place in kept),
            unreadable,
            unused + len(keys) - len(kept),
        )

    def baselines(self, examples: Examples[LabelledText], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The most frequent category, and logistic regression on groups of letters."""
        from engine.prototypes.pictures.classical import Majority
        from engine.prototypes.texts.text_baselines import WeighedWords

        labels = _labels(examples)
        texts = [one.text for one in examples.prepared]
        return (Majority(labels, sides.train), WeighedWords(texts, labels, sides.train, sides.validation))

    def plans(self, examples: Examples[LabelledText], sides: Split) -> tuple[Plan[LabelledText], ...]:
        """Of few texts the transformer makes more, for it begins with what it knows of others; of many the
        recurrent network, which costs less."""
        texts = [examples.prepared[index].text for index in sides.train]
        pieces = fitting_pieces(texts)
        length = fitting_length([len(pieces.encode(text)) + 2 for text in texts])
        views: tuple[View, View] = ("recurrent", "transformer")
        if len(texts) < FEW_TEXTS:
            views = ("transformer", "recurrent")
        return tuple(
            TextPlan(
                examples,
                Settings(length=length, pieces=pieces.said, classes=_classes(examples), view=view),
            )
            for view in views
        )

    def codec(self, settings: dict[str, Json]) -> TextClasses:
        """As the file says."""
        return TextClasses(Settings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """What customers of an invented service firm wrote, with what it is about, a row a letter."""
        from engine.prototypes.drawings.letters import write_table

        write_table(folder, seed, count)


class TextPlan(Plan[LabelledText]):
    """One of the two networks."""

    def __init__(self, examples: Examples[LabelledText], said: Settings) -> None:
        codec = TextClasses(said)
        self.codec, self.size, self._said, self._pieces = codec, said.length, said, codec.pieces
        self._rows = codec.rows(examples.prepared)
        self._labels = _labels(examples)
        self.cost = 1.0 if said.view == "recurrent" else 2.0
        self.recipe = Recipe(
            rate=4e-3 if said.view == "recurrent" else 2e-3, batch=32, weight_decay=0.1, clip=1.0
        )

    def learner(self) -> Learner:
        """A fresh network; the transformer begins with BERT's start weights where they fit the tokenizer."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.gap_learning import GapsFirst
        from engine.prototypes.networks.recurrent import RecurrentClassifier
        from engine.prototypes.networks.transformer import TextClassifier
        from engine.prototypes.start_weights import load_starter
        from engine.prototypes.systems import bert

        mark, known = vocabulary_mark(self._pieces), len(self._pieces)
        classes = len(self._said.classes)
        if self._said.view == "recurrent":
            recurrent = RecurrentClassifier(mark, known, BUCKETS, WIDTH, HIDDEN, classes, DROPOUT)
            return Supervised(recurrent, self.recipe, self._batch, self._loss, self._augment)
        network = TextClassifier(mark, known, bert.WIDTH, bert.DEPTH, bert.HEADS, bert.DROPOUT, classes)
        starter = load_starter(bert.NAME)
        if starter is not None and set(network.marked()) <= set(starter.weights):
            starter.warm(network)
        return GapsFirst(network, self.recipe, self._batch, self._loss, bert.LEARNT)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """Whether the highest logit is the true class's."""
        return rights(outputs["output"].argmax(1) == self._labels[list(indices)])

    def _batch(self, indices: Sequence[int]) -> Feeds:
        """As fed in the field; columns of PAD alone are left out where the network doesn't mind."""
        return {name: trimmed(values[list(indices)]) for name, values in self._rows.items()}

    def _augment(
        self, inputs: tuple[torch.Tensor, ...], indices: Sequence[int], generator: torch.Generator
    ) -> tuple[torch.Tensor, ...]:
        """Some pieces and groups of letters are hidden."""
        from engine.prototypes.networks.transformer import hide

        pieces, groups = inputs
        return hide(pieces, MASKED, generator), hide(groups, MASKED, generator, hidden=0)

    def _loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        """Cross-entropy with smoothed labels: some of a client's labels are wrong."""
        import torch

        labels = torch.from_numpy(self._labels[list(indices)])
        return torch.nn.functional.cross_entropy(outputs[0], labels, label_smoothing=SMOOTHING)


def letter_groups(text: str) -> list[int]:
    """Groups of two to four letters within words, hashed to 1 … ``BUCKETS`` - 1; of a long text evenly
    chosen ones."""
    found = [
        word[start : start + length]
        for word in (f" {word} " for word in one_line(text).lower().split())
        for length in GROUP_LENGTHS
        for start in range(len(word) - length + 1)
    ]
    step = max(1.0, len(found) / MOST_GROUPS)
    some = (found[int(place * step)] for place in range(min(len(found), MOST_GROUPS)))
    return [1 + xxhash.xxh3_64_intdigest(group.encode()) % (BUCKETS - 1) for group in some]


def _labelled(name: str, text: str, label: str | None) -> LabelledText:
    return LabelledText(id=name, fingerprint=text_mark(text), text=one_line(text), label=label)


def _keys(prepared: Sequence[LabelledText], who: Sequence[str]) -> list[Key]:
    marks = [f"{one.fingerprint:016x}" for one in prepared]
    return [
        Key(one.id, author or mark, str(one.label), mark)
        for one, author, mark in zip(prepared, who, marks, strict=True)
    ]


def _enough(keys: Sequence[Key]) -> set[str]:
    """The categories that have a group for each side."""
    return {label for label, count in group_counts(keys).items() if count >= LEAST_GROUPS}


def _classes(examples: Examples[LabelledText]) -> tuple[str, ...]:
    return tuple(sorted({str(one.label) for one in examples.prepared}))


def _labels(examples: Examples[LabelledText]) -> NDArray[np.int64]:
    """The number of each text's class."""
    numbers = {label: number for number, label in enumerate(_classes(examples))}
    return np.asarray([numbers[str(one.label)] for one in examples.prepared], dtype=np.int64)
