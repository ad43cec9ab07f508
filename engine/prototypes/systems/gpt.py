"""GPT in small: which piece of a word comes next, and so on, until a text is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.jobs.protocol import Json, Reporter
from engine.prototypes.classes import softmax
from engine.prototypes.split import Split
from engine.prototypes.system import (
    Answer,
    Baseline,
    Codec,
    Examples,
    Feeds,
    Outputs,
    Plan,
    Port,
    Recipe,
    System,
)
from engine.prototypes.texts.pieces import END, PAD, START, Pieces
from engine.prototypes.texts.start_pieces import fitting_pieces
from engine.prototypes.texts.text_codec import TextSettings, fitting_length, rows_of, trimmed, vocabulary_mark
from engine.prototypes.texts.written import Stretch, read_document, read_stretches, stretches
from engine.prototypes.types import SystemCard
from engine.texts import catalogue

if TYPE_CHECKING:
    import torch

    from engine.dataset.types import Dataset, Sample
    from engine.prototypes.learning import Learner
    from engine.prototypes.metrics import Evidence

NAME = "gpt"
WIDTH, DEPTH, HEADS, DROPOUT = 96, 2, 4, 0.2
WRITTEN, READ = 24, 32  # pieces that are written at most, and that are read before them
WARMTH = 0.6  # below 1: rather the likely pieces
CHOICE = 20  # of the likeliest pieces one is drawn
GIVEN = 80  # signs of the beginning that are shown
TOLD = 5


class NextPieces(Codec[Stretch]):
    """A text in; out come the bits that each of its pieces took, and what may come behind it."""

    inputs = (Port("pieces", {1: "time"}),)
    outputs = (Port("bits", {1: "time"}), Port("next"))

    def __init__(self, said: TextSettings) -> None:
        self.said, self.pieces = said, Pieces(said.pieces)

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Stretch | None:
        """The last stretch of a text: what is to be written on."""
        document = read_document(dataset, sample)
        if document is None:
            return None
        found = stretches(document, lines=True)
        return replace(found[-1], id=sample.id) if found else None

    def feeds(self, some: Sequence[Stretch]) -> Feeds:
        """[n, length]: START, what stood before, the text, END where it ends."""
        return {"pieces": self.rows(some)}

    def rows(self, some: Sequence[Stretch]) -> NDArray[np.int64]:
        """The one input."""
        return rows_of([self.spelt(one) for one in some], self.said.length)

    def spelt(self, one: Stretch) -> list[int]:
        """All that the network reads of a text; of what stood before no more than there is room for."""
        text = [*self.pieces.encode(one.text), *[END] * one.ends]
        room = max(0, self.said.length - 1 - len(text))
        lead = self.pieces.encode(one.lead)
        return [START, *lead[len(lead) - min(room, len(lead)) :], *text]

    def run(self, some: Sequence[Stretch], call: Callable[[Feeds], Outputs]) -> Outputs:
        """Besides what the network says of the texts, each written on: its beginning is given, a piece drawn
        from the likeliest, given again with that piece, and so on."""
        begun = [self._begun(one) for one in some]
        starts = [len(one) for one in begun]
        chance = [np.random.default_rng(one.fingerprint) for one in some]
        going = list(range(len(some)))
        for _ in range(WRITTEN):
            if not going:
                break
            rows = trimmed(rows_of([begun[place] for place in going], 1 + READ + WRITTEN))
            said = call({"pieces": rows})["next"]
            for place, logits in zip(going, said, strict=True):
                begun[place].append(_draw(logits, chance[place]))
            going = [place for place in going if begun[place][-1] != END]
        written = rows_of([one[start:] for one, start in zip(begun, starts, strict=True)], WRITTEN)
        return {**call(self.feeds(some)), "written": written.astype(np.float32)}

    def answer(self, one: Stretch, outputs: Outputs) -> Answer:
        """How the text might go on, beside how it did; while it learns, only the likeliest next pieces."""
        given = one.text[: len(one.text) - one.held]
        truth = one.text[len(given) :] if one.held else None
        chances = softmax(outputs["next"][None])[0]
        likely = {self._shown(each): round(float(chances[each]), 4) for each in _best(chances)}
        if "written" in outputs:
            said = self.pieces.decode(outputs["written"].astype(np.int64).tolist())
        else:
            said = " / ".join(f"{piece} {chance:.0%}" for piece, chance in likely.items())
        shown = f"… {given[-GIVEN:].strip()}" if len(given) > GIVEN else given.strip()
        return Answer(said, truth, scores=likely, given=shown)

    def _shown(self, piece: int) -> str:
        """A piece as it is told by itself: its end and blanks can be seen."""
        return "∎" if piece == END else self.pieces.decode([piece]).replace("\n", "↵").replace(" ", "␣")

    def _begun(self, one: Stretch) -> list[int]:
        """START and the last pieces that are given: the whole text would take many times as long."""
        given = self.pieces.encode(one.lead) + self.pieces.encode(one.text[: len(one.text) - one.held])
        return [START, *given[-READ:]]


class Gpt(System[Stretch]):
    """Any texts, learnt by a small transformer that reads from left to right."""

    example_count = 400

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("flat_folder", "class_folders", "table", "text_pairs", "line_pairs", "paired_folders"),
            metric="bits_per_character",
            baseline="letters_5gram",
            modalities=("text",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Stretch]:
        """The texts as stretches, their lines kept."""
        return read_stretches(dataset, seed, reporter, lines=True)

    def baselines(self, examples: Examples[Stretch], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The next letter by the two and by the four before it."""
        from engine.prototypes.texts.text_baselines import Letters

        pieces = _pieces(examples, sides)
        return tuple(
            Letters(name, order, examples.prepared, pieces, sides.train)
            for name, order in (("letters_3gram", 3), ("letters_5gram", 5))
        )

    def plans(self, examples: Examples[Stretch], sides: Split) -> tuple[Plan[Stretch], ...]:
        """One."""
        return (WriterPlan(examples, sides, _pieces(examples, sides)),)

    def codec(self, settings: dict[str, Json]) -> NextPieces:
        """As the file says."""
        return NextPieces(TextSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """What customers of an invented service firm wrote, a file each."""
        from engine.prototypes.drawings.letters import write_threads

        write_threads(folder, seed, count)


class WriterPlan(Plan[Stretch]):
    """A transformer of two layers with groups of pieces; see :class:`Writer`."""

    recipe = Recipe(rate=4e-3, batch=16, weight_decay=0.1, clip=1.0, steps_enough=250)

    def __init__(self, examples: Examples[Stretch], sides: Split, pieces: Pieces) -> None:
        self._pieces = pieces
        counts = [
            len(pieces.encode(one.lead)) + len(pieces.encode(one.text)) + 2
            for one in (examples.prepared[index] for index in sides.train)
        ]
        self.size = fitting_length(counts)
        codec = NextPieces(TextSettings(length=self.size, pieces=pieces.said))
        self.codec, self._rows = codec, codec.rows(examples.prepared)
        self._judged = [self._judge(one, codec.spelt(one)) for one in examples.prepared]

    def learner(self) -> Learner:
        """A fresh network."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.transformer import Writer

        mark, known = vocabulary_mark(self._pieces), len(self._pieces)
        network = Writer(mark, known, WIDTH, DEPTH, HEADS, DROPOUT)
        return Supervised(network, self.recipe, self._feeds, self._loss)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """A row each: the bits that the text took, and its signs."""
        said: list[Evidence] = []
        for bits, index in zip(outputs["bits"], indices, strict=True):
            first, signs = self._judged[index]
            said.append(np.asarray([[bits[first:].astype(np.float64).sum(), signs]], np.float64))
        return said

    def _judge(self, one: Stretch, spelt: Sequence[int]) -> tuple[int, int]:
        """Where the text begins in its row, and how many signs of it there is room for."""
        text = len(self._pieces.encode(one.text)) + one.ends
        whole = len(spelt) <= self.size
        kept = spelt[len(spelt) - text : self.size]
        return len(spelt) - text, len(one.text) + one.ends if whole else len(self._pieces.decode(kept))

    def _feeds(self, indices: Sequence[int]) -> Feeds:
        return {"pieces": trimmed(self._rows[list(indices)])}

    def _loss(self, outputs: tuple[torch.Tensor, ...], indices: Sequence[int]) -> torch.Tensor:
        """The mean of the bits that pieces took: their cross-entropy."""
        pieces = int((self._rows[list(indices)] != PAD).sum()) - len(indices)
        return outputs[0].sum() / max(1, pieces)


def _pieces(examples: Examples[Stretch], sides: Split) -> Pieces:
    return fitting_pieces([examples.prepared[index].text for index in sides.train])


def _best(chances: NDArray[np.float64]) -> list[int]:
    order = np.argsort(-chances, kind="stable")
    return [int(one) for one in order if one == END or one > START][:TOLD]


def _draw(logits: NDArray[np.float32], chance: np.random.Generator) -> int:
    """One of the likeliest pieces, by how likely it is."""
    wide = logits.astype(np.float64)
    wide[:END] = -np.inf
    likely = np.argsort(-wide, kind="stable")[:CHOICE]
    chances = softmax((wide[likely] / WARMTH)[None].astype(np.float32))[0]
    return int(chance.choice(likely, p=chances))
