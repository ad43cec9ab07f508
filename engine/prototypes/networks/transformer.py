"""Transformers in small: one that writes on (GPT), one that fills gaps (BERT), one that tells texts apart.

What belongs to one vocabulary carries its mark in its name, so that start weights of another
vocabulary are never taken for it.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.prototypes.texts.pieces import MASK, PAD
from engine.prototypes.texts.text_codec import LONGEST

SPREAD = 0.05  # of fresh tables: the usual 1 would drown the rest
BUCKETS = 12_007  # of hashed groups of pieces, shared out among the kinds of groups
FACTOR = 1_000_003
LAST = ((-1, 0), (-2, -1, 0), (-3, -2, -1, 0))  # places beside one that are read as one: of a text so far
BESIDE = ((-1, 1),)  # of a whole text with gaps
LAST_HIDDEN, BESIDE_HIDDEN = 0.5, 0.2  # share of them hidden while learning: they are soon known by heart
FORGOTTEN = 0.15  # share of the pieces hidden from a writer while it learns
CLEAR = 0.1  # share of the gaps in which the truth stays to be seen, so that words count as well as gaps
HEAD_DROPOUT = 0.3


class Attention(nn.Module):
    """Every place looks at others: all there are, or with ``forwards`` those before it and itself."""

    def __init__(self, width: int, heads: int, forwards: bool) -> None:
        super().__init__()
        self.heads, self.forwards = heads, forwards
        self.asks = nn.Linear(width, 3 * width)
        self.says = nn.Linear(width, width)

    def forward(self, inputs: Tensor, there: Tensor) -> Tensor:
        """[n, t, width] → the same. ``there`` [n, 1, 1, t]: which places count; not looked at ``forwards``,
        for what doesn't count stands at the end."""
        many, places, width = inputs.shape
        asked = self.asks(inputs).reshape(many, places, 3, self.heads, width // self.heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4).unbind(0)
        found = (
            functional.scaled_dot_product_attention(query, key, value, is_causal=True)
            if self.forwards
            else functional.scaled_dot_product_attention(query, key, value, attn_mask=there)
        )
        said: Tensor = self.says(found.transpose(1, 2).reshape(many, places, width))
        return said


class TransformerBlock(nn.Module):
    """Attention and two layers on each place, each beside a shortcut, normalised before (pre-norm)."""

    def __init__(self, width: int, heads: int, dropout: float, forwards: bool) -> None:
        super().__init__()
        self.before_attention, self.before_layers = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads, forwards)
        self.layers = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, inputs: Tensor, there: Tensor) -> Tensor:
        """[n, t, width] → the same."""
        inputs = inputs + self.dropout(self.attention(self.before_attention(inputs), there))
        found: Tensor = inputs + self.dropout(self.layers(self.before_layers(inputs)))
        return found


class Encoder(nn.Module):
    """Pieces in, what each says where it stands out. ``mark``: of the vocabulary.

    To each place also come groups of pieces beside it as one each, by hash: so what a table of neighbours
    knows is learnt within a minute.
    """

    def __init__(
        self, mark: str, vocabulary: int, width: int, depth: int, heads: int, dropout: float,
        forwards: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.table = f"pieces_{mark}"
        self.register_parameter(self.table, small(vocabulary, width))
        self.beside = LAST if forwards else BESIDE
        self.groups = f"groups_{mark}"
        self.register_parameter(self.groups, small(len(self.beside), BUCKETS // len(self.beside), width))
        self.hidden = nn.Dropout(LAST_HIDDEN if forwards else BESIDE_HIDDEN)
        self.places = small(LONGEST, width)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(TransformerBlock(width, heads, dropout, forwards) for _ in range(depth))
        self.norm = nn.LayerNorm(width)

    def forward(self, pieces: Tensor) -> Tensor:
        """[n, t] → [n, t, width]."""
        there = (pieces != PAD)[:, None, None, :]
        inner = functional.embedding(pieces, self.get_parameter(self.table)) + self.places[: pieces.shape[1]]
        inner = self.dropout(inner + self._neighbours(pieces))
        for block in self.blocks:
            inner = block(inner, there)
        found: Tensor = self.norm(inner)
        return found

    def _neighbours(self, pieces: Tensor) -> Tensor:
        """The sum of each place's groups, [n, t, width]."""
        found = torch.zeros(1)
        for offsets, table in zip(self.beside, self.get_parameter(self.groups), strict=True):
            hashed = torch.zeros_like(pieces)
            for offset in offsets:
                hashed = (hashed * FACTOR + shifted(pieces, offset)) % table.shape[0]
            shown = self.hidden(torch.ones(pieces.shape))[:, :, None]
            found = found + functional.embedding(hashed, table) * shown
        return found

    def vote(self, inner: Tensor) -> Tensor:
        """How well every piece of the vocabulary fits: the table that reads them also writes them."""
        return inner @ self.get_parameter(self.table).T


class Writer(nn.Module):
    """GPT in small: what comes next."""

    def __init__(
        self, mark: str, vocabulary: int, width: int, depth: int, heads: int, dropout: float
    ) -> None:
        super().__init__()
        self.encoder = Encoder(mark, vocabulary, width, depth, heads, dropout, forwards=True)
        self.biases = f"biases_{mark}"
        self.register_parameter(self.biases, nn.Parameter(torch.zeros(vocabulary)))

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        """[n, t] → the bits that each piece took after those before it [n, t] (0 for the first and for none),
        and a logit a piece for what comes behind the last one [n, vocabulary]."""
        read = pieces
        if self.training:  # words seen before are now and then forgotten: texts are not to be learnt by heart
            forgotten = (torch.rand(pieces.shape) < FORGOTTEN) & (pieces > MASK)
            read = torch.where(forgotten, MASK, pieces)
        inner = self.encoder(read)
        chances = functional.log_softmax(self._vote(inner[:, :-1]), dim=-1)
        behind = pieces[:, 1:]
        took = chances.gather(2, behind[:, :, None]).squeeze(2) * (-1 / math.log(2)) * (behind != PAD)
        bits = functional.pad(took, (1, 0))
        last = ((pieces != PAD).sum(1) - 1).clamp(min=0)
        final = inner.gather(1, last[:, None, None].expand(-1, 1, inner.shape[2])).squeeze(1)
        return bits, self._vote(final)

    def _vote(self, inner: Tensor) -> Tensor:
        return self.encoder.vote(inner) + self.get_parameter(self.biases)


class GapFiller(nn.Module):
    """BERT in small: what stands in the gaps, told from both sides."""

    def __init__(
        self, mark: str, vocabulary: int, width: int, depth: int, heads: int, dropout: float
    ) -> None:
        super().__init__()
        self.encoder = Encoder(mark, vocabulary, width, depth, heads, dropout)
        self.guess = Guess(mark, vocabulary, width)

    def forward(self, pieces: Tensor, places: Tensor) -> Tensor:
        """Pieces [n, t] with MASK in the gaps, places of the gaps [n, m] → logits [n, m, vocabulary]."""
        return fill(self.encoder, self.guess, pieces, places)


class Guess(nn.Module):
    """What turns a place's meaning into votes for pieces."""

    def __init__(self, mark: str, vocabulary: int, width: int) -> None:
        super().__init__()
        self.biases = f"biases_{mark}"
        self.layers = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.register_parameter(self.biases, nn.Parameter(torch.zeros(vocabulary)))

    def forward(self, inner: Tensor, encoder: Encoder) -> Tensor:
        """[n, m, width] → [n, m, vocabulary]."""
        return encoder.vote(self.layers(inner)) + self.get_parameter(self.biases)


class TextClassifier(nn.Module):
    """The gap filler's encoder with a linear layer over what its places say at most and on average."""

    def __init__(
        self, mark: str, vocabulary: int, width: int, depth: int, heads: int, dropout: float, classes: int
    ) -> None:
        super().__init__()
        self.encoder = Encoder(mark, vocabulary, width, depth, heads, dropout)
        self.guess = Guess(mark, vocabulary, width)  # learns first, is not exported
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.head = nn.Linear(2 * width, classes)

    def forward(self, pieces: Tensor) -> Tensor:
        """[n, t] → logits [n, classes]."""
        votes: Tensor = self.head(self.dropout(pooled(self.encoder(pieces), pieces)))
        return votes

    def fill(self, pieces: Tensor, places: Tensor) -> Tensor:
        """What stands in the gaps: as :meth:`GapFiller.forward`."""
        return fill(self.encoder, self.guess, pieces, places)

    def marked(self) -> tuple[str, ...]:
        """Names of the weights that belong to this vocabulary alone."""
        return (f"encoder.{self.encoder.table}", f"encoder.{self.encoder.groups}")


def fill(encoder: Encoder, guess: Guess, pieces: Tensor, places: Tensor) -> Tensor:
    """Votes for what stands in the gaps: pieces [n, t], places [n, m] → [n, m, vocabulary]."""
    inner = encoder(pieces)
    chosen = inner.gather(1, places[:, :, None].expand(-1, -1, inner.shape[2]))
    votes: Tensor = guess(chosen, encoder)
    return votes


def hide(values: Tensor, share: float, generator: torch.Generator, hidden: int = MASK) -> Tensor:
    """A random share of the words (what is above MASK), replaced."""
    chosen = (torch.rand(values.shape, generator=generator) < share) & (values > MASK)
    return torch.where(chosen, hidden, values)


def pooled(inner: Tensor, pieces: Tensor) -> Tensor:
    """What the places of a text say at most and on average: [n, t, width] → [n, 2 · width]."""
    there = (pieces != PAD)[:, :, None]
    mean = (inner * there).sum(1) / there.sum(1).clamp(min=1)
    highest = inner.masked_fill(~there, -1e4).amax(1)
    return torch.cat([highest, mean], dim=1)


def random_gaps(
    pieces: Tensor, words: Tensor, share: float, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Texts [n, t] with about that share of their ``words`` (true where a gap may be) masked, one at least
    where there are any: the texts with MASK in the gaps (in a few what was there stays), where these are
    [n, m], 0 for none; what was there [n, m]."""
    many = max(1, round(share * pieces.shape[1]))
    order = torch.rand(pieces.shape, generator=generator).masked_fill(~words, -1.0)
    chosen = order.topk(min(many, pieces.shape[1]), dim=1).indices
    wanted = (words.sum(1, keepdim=True) * share).round().clamp(min=1)
    kept = (torch.arange(chosen.shape[1]) < wanted) & words.gather(1, chosen)
    truth = pieces.gather(1, chosen) * kept
    noise = torch.rand(chosen.shape, generator=generator)
    stand_in = torch.where(noise < CLEAR, truth, MASK)
    shown = pieces.scatter(1, chosen, torch.where(kept, stand_in, pieces.gather(1, chosen)))
    return shown, chosen * kept, truth


def shifted(pieces: Tensor, offset: int) -> Tensor:
    """At each place what stands ``offset`` places further on; PAD beyond the ends. [n, t] → the same."""
    if offset < 0:
        return functional.pad(pieces, (-offset, 0))[:, :offset]
    return functional.pad(pieces, (0, offset))[:, offset:]


def small(*shape: int) -> nn.Parameter:
    """A table of vectors, small at first."""
    return nn.Parameter(torch.randn(shape) * SPREAD)
