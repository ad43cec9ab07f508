"""Drawn signs: different, repeatable, and within their picture."""

from __future__ import annotations

import numpy as np

from engine.prototypes.drawings.glyphs import DIGITS, STRANGE, draw_glyph, draw_hand, write_glyphs


def test_every_sign_of_every_hand_leaves_ink_and_touches_no_border():
    random = np.random.default_rng(0)
    for _ in range(12):
        hand = draw_hand(random)
        for sign in DIGITS + STRANGE:
            pixels = draw_glyph(random, sign, hand)
            assert (pixels > 110).sum() > 15, sign
            border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
            assert (border > 110).mean() < 0.1, sign


def test_the_same_seed_writes_the_same_files_and_hands_are_named(tmp_path):
    for name in ("one", "two"):
        write_glyphs(tmp_path / name, 5, 45, "37", ("three", "seven"))
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.png"))
    assert len(files) == 45
    assert {path.parts[0] for path in files} == {"three", "seven"}
    assert {path.name.split("_")[0] for path in files} == {"hand001", "hand002", "hand003"}
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
