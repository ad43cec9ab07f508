"""Beside cleanlab on the same features and noise, where that is installed: scripts.label_noise."""

from __future__ import annotations

import pytest

from scripts.label_noise import SETS, compare

SOME = [("digits 400", "pairs", 0.2), ("digits 150", "uniform", 0.1), ("wine", "by_class", 0.2)]
MORE = [("defects", "pairs", 0.1), ("inquiries", "uniform", 0.2)]


@pytest.mark.parametrize(("name", "kind", "share"), SOME + MORE)
def test_ranks_no_worse_than_cleanlab_and_claims_only_what_is_so(name: str, kind: str, share: float) -> None:
    pytest.importorskip("cleanlab")
    row = compare(name, *SETS[name](), kind, share, seed=31)
    assert row.ours >= row.theirs
    assert not row.known or abs(row.share - row.truth) <= 0.02
