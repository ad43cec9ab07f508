"""Learns the tokenizer that comes with the start weights of texts: the same file every time."""

from __future__ import annotations

from pathlib import Path

from engine.prototypes.drawings.letters import sample_texts
from engine.prototypes.texts.pieces import learn_pieces

TARGET = Path(__file__).parent.parent / "assets" / "prototypes" / "pieces.json"
SEED, LETTERS = 7, 3000


def main() -> None:
    """Write the file."""
    pieces = learn_pieces(sample_texts(SEED, LETTERS))
    TARGET.write_text(pieces.said.model_dump_json() + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(pieces)} pieces")


if __name__ == "__main__":
    main()
