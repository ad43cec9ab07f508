"""Trains the linter's second look (``engine/lint/wording.py``) and writes its weights.

``python scripts/lint_weights.py`` reads the labelled sentences (``scripts/lint_sentences`` and
all batches of ``tests/engine/lint/labelled.toml`` but the one held out) and, as harmless ones,
the texts of the rule book itself; it prints what the model alone reaches in cross-validation.
Deterministic. What the linter as a whole reaches is told in ``tests/engine/lint``.
"""

from __future__ import annotations

import base64
import json
import tomllib
import zlib
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from engine.lint.wording import BUCKETS, language_of, pieces
from engine.rulebook import find_promises, load_library, load_rule_book
from engine.texts import LANGUAGES, Text

ROOT = Path(__file__).resolve().parents[1]
HELD_OUT = "eighth"
STRENGTH = 12.0  # inverse regularisation
LEAST_BAR = 0.45
PRECISION = 0.9  # what the bar is set for, on sentences that the model was not trained on

Labelled = list[tuple[str, str]]  # sentence, rule ("" for harmless)


def main() -> None:
    """Train both languages, write the weights, tell what they reach."""
    batches = read_batches()
    sentences = read_sentences(ROOT / "scripts" / "lint_sentences")
    for name, batch in batches.items():
        if name != HELD_OUT:
            sentences += batch
    for language in LANGUAGES:
        own = [entry for entry in dict.fromkeys(sentences) if language_of(entry[0]) == language]
        train(language, own, book_texts(language))


def train(language: str, labelled: Labelled, harmless: list[str]) -> None:
    """One language: cross-validate for the bar, then train on everything and write it."""
    texts = [text for text, _ in labelled] + harmless
    names = ["", *sorted({rule for _, rule in labelled if rule})]
    rules = np.array([names.index(rule) for _, rule in labelled] + [0] * len(harmless))
    numbers = matrix(texts)
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    score = 1 - cross_val_predict(model, numbers, rules, cv=folds, method="predict_proba")[:, 0]
    asked = np.arange(len(texts)) < len(labelled)
    bar = max(bar_for(score[asked], rules[asked] > 0), LEAST_BAR)
    found = score[asked] >= bar
    right = found & (rules[asked] > 0)
    print(
        f"{language}: {len(labelled)} sentences, {len(harmless)} of the book; bar {bar:.2f}, alone P "
        f"{right.sum() / max(found.sum(), 1):.3f} R {right.sum() / (rules[asked] > 0).sum():.3f} (5 folds)"
    )
    model.fit(numbers, rules)
    write(language, names, model, bar)


def bar_for(score: np.ndarray, promised: np.ndarray) -> float:
    """The lowest score from which on enough of the finds are right."""
    for bar in np.arange(0.3, 0.96, 0.01):
        found = score >= bar
        if found.any() and (found & promised).sum() / found.sum() >= PRECISION:
            return float(round(bar, 2))
    return 0.95


def matrix(texts: list[str]) -> csr_matrix:
    """Sentences × buckets."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        for bucket, value in pieces(text).items():
            rows.append(row)
            columns.append(bucket)
            values.append(value)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


def write(language: str, names: list[str], model: LogisticRegression, bar: float) -> None:
    """The weights as signed bytes, one scale a rule."""
    scales = np.abs(model.coef_).max(axis=1) / 127
    table = np.rint(model.coef_ / scales[:, None]).astype(np.int8).T.tobytes()
    document = {
        "rules": names,
        "offsets": [round(float(value), 5) for value in model.intercept_],
        "scales": [float(f"{value:.6g}") for value in scales],
        "bar": bar,
        "table": base64.b85encode(zlib.compress(table, 9)).decode(),
    }
    path = ROOT / "assets" / "lint" / f"wording_{language}.json"
    path.write_text(json.dumps(document, indent=0) + "\n", encoding="utf-8")


def read_batches() -> dict[str, Labelled]:
    """The batches of the tests' labelled set."""
    path = ROOT / "tests" / "engine" / "lint" / "labelled.toml"
    return {
        name: [
            (text, "" if rule == "none" else rule)
            for rules in batch.values()
            for rule, texts in rules.items()
            for text in texts
        ]
        for name, batch in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def read_sentences(folder: Path) -> Labelled:
    """The sentences that were written for training."""
    return [
        (entry["text"], entry["rule"])
        for path in sorted(folder.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    ]


def book_texts(language: str) -> list[str]:
    """What the rule book says, apart from what nobody may: harmless by its own checks."""
    book = load_rule_book()
    found: dict[str, None] = {}

    def walk(value: object) -> None:
        if isinstance(value, Text):
            found.setdefault(value.ko if language == "ko" else value.en)
        elif isinstance(value, tuple | list):
            for entry in value:
                walk(entry)
        elif isinstance(value, dict):
            for entry in value.values():
                walk(entry)
        elif hasattr(type(value), "model_fields"):
            for name in type(value).model_fields:
                if name not in ("promise", "patterns"):
                    walk(getattr(value, name))

    walk(book)
    walk(load_library())
    return [text for text in found if not find_promises(text, book) and language_of(text) == language]


if __name__ == "__main__":
    main()
