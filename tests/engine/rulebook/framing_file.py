"""The shipped framing table and the interview's values, read without the loader."""

from __future__ import annotations

import tomllib
from pathlib import Path

from engine.rulebook.types import Framing

RULES = Path(__file__).resolve().parents[3] / "rules"


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads((RULES / name).read_text(encoding="utf-8"))


def _framing() -> Framing:
    raw = _toml("framing.toml")
    names = {"row": "rows", "shape": "shapes", "word": "words"}
    return Framing.model_validate({names.get(key, key): value for key, value in raw.items()})


def _options() -> dict[str, tuple[str, ...]]:
    questions = _toml("interview.toml")["question"]
    assert isinstance(questions, list)
    return {
        question["id"]: tuple(option["value"] for option in question.get("options", ()))
        for question in questions
    }


FRAMING = _framing()
OPTIONS = _options()
