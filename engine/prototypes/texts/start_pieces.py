"""The tokenizer that comes with the start weights, and when it is taken instead of one learnt on a sample."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from engine.prototypes.texts.pieces import Pieces, PiecesSettings, learn_pieces

FILE = "pieces.json"
FEW_TEXTS = 40  # with fewer there is nothing to learn a tokenizer from, and start weights are wanted
LEAST_BETTER = 1.15  # as many pieces ours may take as one learnt on the sample
JUDGED = 400  # texts


def fitting_pieces(texts: Sequence[str]) -> Pieces:
    """A tokenizer for these texts: ours where they are few, or where it cuts them about as well as one learnt
    on them (then our start weights fit them too); else that one."""
    ours = start_pieces()
    if ours is not None and len(texts) < FEW_TEXTS:
        return ours
    learnt = learn_pieces(texts)
    step = max(1, len(texts) // JUDGED)
    some = texts[::step]
    if ours is not None and _count(ours, some) <= LEAST_BETTER * _count(learnt, some):
        return ours
    return learnt


@lru_cache(maxsize=1)
def start_pieces() -> Pieces | None:
    """The tokenizer of the start weights: learnt on our own example texts, Korean and English."""
    file = files("assets") / "prototypes" / FILE
    if not file.is_file():
        return None
    return Pieces(PiecesSettings.model_validate_json(file.read_text(encoding="utf-8")))


def _count(pieces: Pieces, texts: Sequence[str]) -> int:
    return sum(len(pieces.encode(text)) for text in texts)
