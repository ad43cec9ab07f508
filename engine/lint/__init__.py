"""Documents of strangers as pieces of text, and the forbidden promises in them."""

from engine.lint.documents import Piece, Place, read_document
from engine.lint.lint import LintHit, lint_pieces

__all__ = ["LintHit", "Piece", "Place", "lint_pieces", "read_document"]
