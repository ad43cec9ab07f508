"""BERT in small: words are masked, and what stood there is told from both sides of the gap."""

from __future__ import annotations

import re
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
from engine.prototypes.texts.pieces import END, MASK, START, Pieces
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
    from engine.prototypes.texts.text_baselines import Gaps

NAME = "bert"
WIDTH, DEPTH, HEADS, DROPOUT = 96, 2, 4, 0.1
HIDDEN = 0.15  # share of the pieces that are masked
LEARNT = 0.25  # while learning: more gaps a text teach more a step


class MaskedPieces(Codec[Stretch]):
    """A text with gaps in; a logit a piece for each gap out. The gaps of a text are always the same."""

    inputs = (Port("pieces", {1: "time"}), Port("places", {1: "gaps"}))
    outputs = (Port("logits", {1: "gaps"}),)

    def __init__(self, said: TextSettings) -> None:
        self.said, self.pieces = said, Pieces(said.pieces)
        self.gaps = max(1, round(HIDDEN * said.length))
        self.guessable = np.asarray([self._is_guessable(piece) for piece in range(len(self.pieces))])

    def settings(self) -> dict[str, Json]:
        """As written into the file."""
        return self.said.model_dump(mode="json")

    def read(self, dataset: Dataset, sample: Sample) -> Stretch | None:
        """The first stretch of a text."""
        document = read_document(dataset, sample)
        found = stretches(document, lines=False) if document is not None else []
        return replace(found[0], id=sample.id) if found else None

    def feeds(self, some: Sequence[Stretch]) -> Feeds:
        """Pieces with MASK in the gaps [n, length], and where the gaps are [n, gaps]; 0 for none."""
        shown, places, _ = self.masked(some)
        return {"pieces": shown, "places": places}

    def whole(self, some: Sequence[Stretch]) -> NDArray[np.int64]:
        """START, the text, END: [n, length]; what doesn't fit is cut."""
        return rows_of([[START, *self.pieces.encode(one.text), END] for one in some], self.said.length)

    def masked(
        self, some: Sequence[Stretch]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The texts with gaps [n, length], where they are [n, gaps], and what was there [n, gaps]."""
        shown = self.whole(some)
        places = np.zeros((len(some), self.gaps), np.int64)
        truth = np.zeros_like(places)
        for number, one in enumerate(some):
            words = np.flatnonzero(self.guessable[shown[number]])
            wanted = min(max(1, round(HIDDEN * len(words))), self.gaps, len(words))
            hidden = np.sort(np.random.default_rng(one.fingerprint).permutation(words)[:wanted])
            places[number, :wanted] = hidden
            truth[number, :wanted] = shown[number, hidden]
            shown[number, hidden] = MASK
        return shown, places, truth

    def answer(self, one: Stretch, outputs: Outputs) -> Answer:
        """The text with what was found in brackets, beside the same with what was there."""
        shown, places, truth = (rows[0] for rows in self.masked([one]))
        gaps = [gap for gap, place in enumerate(places.tolist()) if place]
        found = outputs["logits"].argmax(1)
        chances = softmax(outputs["logits"])
        scores = {
            f"{number}. {self._shown(found[gap]).strip()}": round(float(chances[gap].max()), 4)
            for number, gap in enumerate(gaps, start=1)
        }
        places = places[gaps]
        return Answer(
            self._filled(shown, places, found[gaps]),
            self._filled(shown, places, truth[gaps]),
            scores=scores,
            given=self._filled(shown, places, np.full(len(gaps), MASK)),
        )

    def _filled(self, shown: NDArray[np.int64], places: NDArray[np.int64], said: NDArray[np.int64]) -> str:
        """The text with these pieces in its gaps, in brackets; an empty bracket for MASK."""
        filled = dict(zip(places.tolist(), said.tolist(), strict=True))
        parts: list[str] = []
        run: list[int] = []
        for place, piece in enumerate(shown.tolist()):
            if place not in filled:
                run.append(piece)
                continue
            word = self._shown(filled[place])
            parts += [self.pieces.decode(run), " " * word.startswith(" "), f"[{word.strip()}]"]
            run = []
        text = "".join([*parts, self.pieces.decode(run)])
        return re.sub(r"\[\]", "[…]", text).strip()

    def _is_guessable(self, piece: int) -> bool:
        """A figure in a number can't be told from what stands around it: it is never masked."""
        return piece > MASK and not any(sign.isdigit() for sign in self.pieces.decode([piece]))

    def _shown(self, piece: int) -> str:
        return self.pieces.decode([int(piece)])


class Bert(System[Stretch]):
    """Any texts, learnt by a small transformer that fills gaps."""

    example_count = 2000

    @property
    def card(self) -> SystemCard:
        """How the system is listed."""
        return SystemCard(
            name=NAME,
            title=catalogue("prototypes").texts[NAME],
            takes=("flat_folder", "class_folders", "table", "text_pairs", "line_pairs", "paired_folders"),
            metric="masked_accuracy",
            baseline="neighbour_trigram",
            modalities=("text",),
        )

    def read(self, dataset: Dataset, seed: int, reporter: Reporter) -> Examples[Stretch]:
        """The texts as stretches, their lines joined."""
        return read_stretches(dataset, seed, reporter, lines=False)

    def baselines(self, examples: Examples[Stretch], sides: Split, seed: int) -> tuple[Baseline, ...]:
        """The most frequent piece, and what stood between the same neighbours."""
        from engine.prototypes.texts.text_baselines import MostFrequent, NeighbourTrigram

        codec = _codec(examples, sides)
        gaps, whole = _gaps(codec, examples), codec.whole(examples.prepared)
        return MostFrequent(gaps, whole, sides.train), NeighbourTrigram(gaps, whole, sides.train)

    def plans(self, examples: Examples[Stretch], sides: Split) -> tuple[Plan[Stretch], ...]:
        """One."""
        return (GapPlan(examples, _codec(examples, sides)),)

    def codec(self, settings: dict[str, Json]) -> MaskedPieces:
        """As the file says."""
        return MaskedPieces(TextSettings.model_validate(settings))

    def make_example(self, folder: Path, seed: int, count: int) -> None:
        """What customers of an invented service firm wrote, a row a letter."""
        from engine.prototypes.drawings.letters import write_table

        write_table(folder, seed, count, kinds=False)


class GapPlan(Plan[Stretch]):
    """A transformer of two layers; other gaps at every step."""

    recipe = Recipe(rate=4e-3, batch=32, weight_decay=0.02, clip=1.0, steps_enough=800)

    def __init__(self, examples: Examples[Stretch], codec: MaskedPieces) -> None:
        self.codec, self.size, self._pieces = codec, codec.said.length, codec.pieces
        self._guessable = codec.guessable
        self._whole = codec.whole(examples.prepared)
        self._gaps = _gaps(codec, examples)

    def learner(self) -> Learner:
        """A fresh network."""
        from engine.prototypes.learning import Supervised
        from engine.prototypes.networks.transformer import GapFiller

        known = len(self._pieces)
        network = GapFiller(vocabulary_mark(self._pieces), known, WIDTH, DEPTH, HEADS, DROPOUT)
        return Supervised(network, self.recipe, paired=self._batch)

    def evidence(self, outputs: Outputs, indices: Sequence[int]) -> list[Evidence]:
        """A row each: gaps filled rightly, gaps."""
        from engine.prototypes.texts.text_baselines import hits

        return hits(outputs["logits"].argmax(2), self._gaps, indices)

    def _batch(
        self, indices: Sequence[int], generator: torch.Generator
    ) -> tuple[tuple[torch.Tensor, ...], Callable[[tuple[torch.Tensor, ...]], torch.Tensor]]:
        """These texts with fresh gaps, and the cross-entropy of what was there."""
        import torch

        from engine.prototypes.networks.gap_learning import gap_loss
        from engine.prototypes.networks.transformer import random_gaps

        rows = trimmed(self._whole[list(indices)])
        pieces, words = torch.from_numpy(rows), torch.from_numpy(self._guessable[rows])
        shown, places, truth = random_gaps(pieces, words, LEARNT, generator)

        return (shown, places), lambda outputs: gap_loss(outputs[0], truth)


def _codec(examples: Examples[Stretch], sides: Split) -> MaskedPieces:
    texts = [examples.prepared[index].text for index in sides.train]
    pieces: Pieces = fitting_pieces(texts)
    length = fitting_length([len(pieces.encode(text)) + 2 for text in texts])
    return MaskedPieces(TextSettings(length=length, pieces=pieces.said))


def _gaps(codec: MaskedPieces, examples: Examples[Stretch]) -> Gaps:
    from engine.prototypes.texts.text_baselines import Gaps

    return Gaps(*codec.masked(examples.prepared))
