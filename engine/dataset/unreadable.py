"""The one error for a single file that cannot be used: it costs that file, never the audit."""

from __future__ import annotations


class UnreadableFileError(Exception):
    """A file could not be read; ``reason`` is a key of ``assets/texts/findings.toml``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
