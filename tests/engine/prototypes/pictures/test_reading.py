from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.dataset import open_dataset
from engine.prototypes.pictures.reading import Named, channel_statistics, choose, named_pictures


def test_a_list_beside_pictures_names_their_classes(tmp_path):
    for number in range(6):
        Image.new("RGB", (8, 8), (40 * number, 0, 0)).save(tmp_path / f"부품 {number}.png")
    rows = "".join(f"부품 {number}.png;{('양품', '불량', '')[number % 3]}\r\n" for number in range(6))
    (tmp_path / "판정.csv").write_bytes(f"파일명;판정\r\n{rows}".encode("cp949"))
    named = named_pictures(open_dataset(tmp_path))
    assert [(one.path[3:4], one.label) for one in named] == [
        ("0", "양품"), ("1", "불량"), ("3", "양품"), ("4", "불량"),
    ]  # fmt: skip


def test_statistics_are_those_of_numpy():
    pixels = np.random.default_rng(0).integers(0, 200, (20, 9, 9, 3), dtype=np.uint8)
    mean, std = channel_statistics(pixels)
    scaled = pixels.astype(np.float64) / 255
    assert mean == pytest.approx(scaled.mean((0, 1, 2)))
    assert std == pytest.approx(scaled.std((0, 1, 2)))


def test_an_empty_channel_keeps_a_deviation():
    assert min(channel_statistics(np.zeros((2, 4, 4, 3), np.uint8))[1]) > 0


@given(st.lists(st.integers(0, 60), min_size=2, max_size=5), st.integers(20, 100), st.randoms())
def test_a_large_set_is_cut_down_in_shares_whatever_the_order(sizes, most, order):
    named = [
        Named(f"{label}/{n}", f"{label}/{n}", str(label))
        for label, size in enumerate(sizes)
        for n in range(size)
    ]
    shuffled = list(named)
    order.shuffle(shuffled)
    chosen = choose(named, 0, most)
    assert set(chosen) == set(choose(shuffled, 0, most))
    if len(named) <= most:
        assert chosen == named
        return
    for label, size in enumerate(sizes):
        kept = sum(one.label == str(label) for one in chosen)
        assert kept >= min(size, 3)
        assert abs(kept - most * size / len(named)) <= 3
