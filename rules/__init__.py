"""The rule book: TOML that a consultant can read and edit. No code."""
