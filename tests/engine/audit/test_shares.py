"""Splits and classes are told in numbers."""

from __future__ import annotations

from collections.abc import Callable

from engine.audit.types import Audit
from tests.engine.dataset.conftest import draw, encode


def test_splits_and_classes_in_numbers(audited: Callable[..., Audit]) -> None:
    files = {
        f"{split}/{name}/{k * 9 + i}.png": encode(draw(k * 9 + i))
        for k, name in enumerate(("ok", "ng"))
        for i, split in enumerate(("train",) * (6 - 3 * k) + ("val",))
    }
    said = audited({**files, "annotations/readme.txt": "x"})
    assert said.splits == {"train": 9, "val": 2}
    told = {item.key: item.values for item in said.evidence}
    assert told["splits_counted"] == {"splits": "train 9 / val 2"}
    assert told["classes_shared"] == {"classes": 2, "shares": "ok 7 (64%), ng 4 (36%)"}


def test_one_heap_has_neither(audited: Callable[..., Audit]) -> None:
    said = audited({f"{i}.png": encode(draw(i)) for i in range(4)})
    assert said.splits == {}
    assert {"splits_counted", "classes_shared"}.isdisjoint(item.key for item in said.evidence)
