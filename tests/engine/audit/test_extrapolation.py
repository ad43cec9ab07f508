"""How many contents all of the data hold, told from a sample: simulated clients of many kinds."""

from __future__ import annotations

import numpy
import pytest
from numpy.typing import NDArray

from engine.audit.amount import tell_extent
from engine.audit.extrapolation import Extent, extrapolate
from engine.audit.records import Record, Records
from engine.audit.types import ExtentSaid
from engine.dataset.types import Recognition
from engine.rulebook import load_rule_book
from engine.texts import LANGUAGES, catalogue

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
    assert numpy.median(widths) < 4.5  # an interval that says anything at all would hold all of them


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


CUTS = load_rule_book().cuts


def sampled(contents: int) -> Records:
    """A sample of images, all different."""
    said = Recognition("flat_folder", "input_only", 0.9, "image", None, ())
    return Records(said, [Record(f"{n}.png", n) for n in range(contents)])


def test_a_sample_of_many_contents_proves_many_whatever_is_claimed() -> None:
    extent = tell_extent(sampled(10_000), 1_000_000, CUTS)
    assert extent is not None
    assert (extent.volume, extent.proved) == ("many", True)
    assert extent.said.key == "extent_proved_many"


def test_few_is_likely_at_most() -> None:
    rng = numpy.random.default_rng(4)
    chosen = rng.permutation(numpy.repeat(numpy.arange(2000), 6))[:4000].tolist()
    records = sampled(1)
    records.inputs = [Record(f"{n}.png", content) for n, content in enumerate(chosen)]
    extent = tell_extent(records, 12_000, CUTS)
    assert extent is not None
    assert (extent.volume, extent.proved) == ("few", False)
    assert extent.low <= 2000 <= extent.high < 2300
    words = catalogue("findings").say(extent.said.key, "en", **extent.said.values)
    assert words.startswith("12,000 samples claimed; about ")


def test_a_small_sample_leaves_it_open() -> None:
    extent = tell_extent(sampled(100), 50_000, CUTS)
    assert extent is not None
    assert extent.volume is None
    assert extent.said.key.startswith("extent_open_")


def test_what_cannot_be_checked_proves_nothing() -> None:
    records = sampled(10_500)
    records.uncheckable = range(4000)
    extent = tell_extent(records, 100_000, CUTS)
    assert extent is not None
    assert not extent.proved


@pytest.mark.parametrize("claimed", [None, 300, 10])
def test_where_the_sample_is_all_there_is_nothing_to_tell(claimed: int | None) -> None:
    assert tell_extent(sampled(300), claimed, CUTS) is None


def test_every_way_to_say_it_has_its_words() -> None:
    volumes = ("too_few", "few", "many")
    for least, most in [(a, b) for n, a in enumerate(volumes) for b in volumes[n:]]:
        for proved in (False, True):
            said = ExtentSaid(claimed=9, samples=3, low=2, high=5, least=least, most=most, proved=proved).said
            for language in LANGUAGES:
                assert "9" in catalogue("findings").say(said.key, language, **said.values)
