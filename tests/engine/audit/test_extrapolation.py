"""How many contents all of the data hold, told from a sample: simulated clients of many kinds."""

from __future__ import annotations

import numpy
import pytest
from numpy.typing import NDArray

from engine.audit.extrapolation import Extent, extrapolate

Ints = NDArray[numpy.int64]


def even(rng: numpy.random.Generator, contents: int) -> Ints:
    return numpy.full(contents, rng.integers(1, 31))


def zipf(rng: numpy.random.Generator, contents: int) -> Ints:
    ranks = numpy.arange(1, contents + 1)
    return numpy.maximum(1, (1000 * ranks ** -rng.uniform(0.5, 1.3)).astype(int))


def lognormal(rng: numpy.random.Generator, contents: int) -> Ints:
    return numpy.ceil(rng.lognormal(rng.uniform(0, 2), rng.uniform(0.5, 2), contents)).astype(int)


def a_tenth_very_often(rng: numpy.random.Generator, contents: int) -> Ints:
    return numpy.where(rng.random(contents) < 0.1, rng.integers(20, 200), 1)


def geometric(rng: numpy.random.Generator, contents: int) -> Ints:
    return rng.geometric(rng.uniform(0.05, 0.8), contents)


def one_giant(rng: numpy.random.Generator, contents: int) -> Ints:
    return numpy.concatenate([numpy.ones(contents, int), [contents * rng.integers(1, 5)]])


CLIENTS = (even, zipf, lognormal, a_tenth_very_often, geometric, one_giant)


def one_client(rng: numpy.random.Generator) -> tuple[int, Extent]:
    """The truth of a random client, and what a sample of 1 to 20 % of it says."""
    copies = CLIENTS[rng.integers(len(CLIENTS))](rng, int(10 ** rng.uniform(2, 4.3)))
    claimed = int(copies.sum())
    drawn = min(claimed, max(30, int(claimed * 10 ** rng.uniform(-2, numpy.log10(0.2)))))
    sizes = rng.multivariate_hypergeometric(copies, drawn, method="marginals")
    return len(copies), extrapolate(sizes[sizes > 0].tolist(), claimed)


def test_the_interval_holds_the_truth_of_500_clients() -> None:
    rng = numpy.random.default_rng(20261121)
    clients = [one_client(rng) for _ in range(500)]
    held = [found.low <= truth <= found.high for truth, found in clients]
    assert sum(held) >= 0.90 * len(held)  # promised: 85 %
    widths = [found.high / max(found.low, 1) for _, found in clients]
    assert numpy.median(widths) < 6  # an interval that says anything at all would hold all of them


def test_a_fifth_of_evenly_repeated_files_says_nearly_all() -> None:
    rng = numpy.random.default_rng(3)
    copies = numpy.full(3000, 10)
    sizes = rng.multivariate_hypergeometric(copies, 6000)
    found = extrapolate(sizes[sizes > 0].tolist(), 30_000)
    assert found.low <= 3000 <= found.high
    assert found.high / found.low < 1.25


@pytest.mark.parametrize("sizes", [[1] * 40, [3, 3, 1], [500]])
def test_where_the_sample_is_all_the_number_is_exact(sizes: list[int]) -> None:
    count = len(sizes)
    assert extrapolate(sizes, sum(sizes)) == Extent(count, count, count)
    assert extrapolate(sizes, sum(sizes) - 1) == Extent(count, count, count)


def test_never_fewer_than_seen_nor_more_than_there_are_files() -> None:
    rng = numpy.random.default_rng(8)
    for _ in range(60):
        sizes = rng.integers(1, rng.integers(2, 90), rng.integers(1, 200)).tolist()
        claimed = sum(sizes) * int(rng.integers(1, 500)) + int(rng.integers(0, 9))
        found = extrapolate(sizes, claimed)
        assert len(sizes) <= found.low <= found.samples <= found.high <= claimed - sum(sizes) + len(sizes)


def test_nothing_seen_says_nothing() -> None:
    assert extrapolate([], 1000) == Extent(0, 0, 0)
