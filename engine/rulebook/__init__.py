"""Loads and checks `rules/` into frozen types: questions, table rows, sources."""
