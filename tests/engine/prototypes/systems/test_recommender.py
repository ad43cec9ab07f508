"""Recommender: ratings or takings, split by each user's time, the file's codec, simple ways."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.systems.recommender import Recommender

SYSTEM = Recommender()


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ratings")
    SYSTEM.make_example(folder, 0, 2000)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """Two circles of users, each of which takes its own half of the items."""
    folder = tmp_path_factory.mktemp("events")
    random = np.random.default_rng(0)
    lines = ["user_id,item_id,date"]
    for user in range(60):
        own = random.permutation(30)[:14] + 30 * (user % 2)
        lines += [f"u{user},i{item},2024-01-{day + 1:02d}" for day, item in enumerate(own)]
    (folder / "events.csv").write_text("\n".join(lines))
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


def test_its_example_is_what_it_takes(example):
    dataset, examples, _ = example
    said = dataset.recognition
    assert said.systems == ("recommender",)
    assert SYSTEM.card.fits(said.layout, said.input_modality, said.target_modality)
    assert SYSTEM.metric(examples) == "rating_error"
    assert len({(one.user, one.item) for one in examples.prepared}) == len(examples.prepared)
    assert examples.unused > 0


def test_the_last_rows_of_a_user_judge(example):
    _, examples, sides = example
    rows = examples.prepared
    latest = {}
    for index in sides.train:
        latest[rows[index].user] = max(latest.get(rows[index].user, 0), rows[index].moment)
    assert all(rows[index].moment >= latest[rows[index].user] for index in (*sides.validation, *sides.test))
    assert not set(sides.train) & {*sides.validation, *sides.test}
    assert 0.15 < len(sides.test) / len(rows) < 0.25


def test_the_file_brings_the_codec_back(example):
    dataset, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    again = SYSTEM.codec(json.loads(json.dumps(codec.settings())))
    ran = list(again.read_all(dataset))
    fitted = {examples.prepared[index].fingerprint for index in sides.train}
    assert 0 < sum(one.fingerprint in fitted for one in ran) < len(ran)
    one = examples.prepared[sides.test[0]]
    assert codec.feeds([one])["user"].tolist() == again.feeds([one])["user"].tolist()
    likings = np.arange(len(again.said.items) + 1, dtype=np.float32)
    answer = again.answer(one, {"score": np.float32(99.0), "likings": likings})
    assert answer.predicted == "5.0"
    assert 0 < len(answer.scores) <= 10
    assert answer.given == f"{one.user} → {one.item}"


def test_what_a_user_had_is_not_recommended_again(example):
    _, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    train = [examples.prepared[index] for index in sides.train]
    test = examples.prepared[sides.test[0]]
    had = {one.item for one in train if one.user == test.user}
    likings = np.zeros(len(codec.said.items) + 1, np.float32)
    likings[[codec.said.items.index(item) + 1 for item in had]] = 9.0
    outputs = {"score": np.float32(3.0), "likings": likings}
    assert not had & set(codec.answer(test, outputs).scores)


def test_whoever_is_unknown_is_answered_by_what_is_known(example):
    import torch

    from engine.prototypes.tables.takings import Taking

    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    stranger = Taking(id="x", fingerprint=1, user="nobody", item="nothing", rating=None, moment=0.0)
    feeds = plan.codec.feeds([stranger])
    assert feeds["user"].tolist() == feeds["item"].tolist() == [0]
    network = plan.learner().network.eval()
    score, likings = network(*(torch.from_numpy(each) for each in feeds.values()))
    mean = np.mean([examples.prepared[index].rating for index in sides.train])
    assert score.item() == pytest.approx(mean, abs=1e-4)
    top = plan.codec.said.items[int(likings[0, 1:].argmax())]
    counts = [examples.prepared[index].item for index in sides.train]
    assert counts.count(top) == max(counts.count(item) for item in set(counts))


def test_averages_beat_the_mean_and_a_step_is_learnt(example):
    import torch

    _, examples, sides = example
    combine = METRICS["rating_error"].combine
    figures = {one.name: combine(one.evidence(sides.test)) for one in SYSTEM.baselines(examples, sides, 0)}
    assert figures["item_user_bias"] < 0.95 * figures["global_mean"]
    plan = SYSTEM.plans(examples, sides)[0]
    learner, chance = plan.learner(), torch.Generator().manual_seed(0)
    losses = [learner.step(sides.train[:256], 1.0, 0.1, chance) for _ in range(3)]
    assert losses[2] < losses[0]


def test_without_ratings_what_is_taken_next_counts(events):
    _, examples, sides = events
    assert SYSTEM.metric(examples) == "recall_at_10"
    baselines = SYSTEM.baselines(examples, sides, 0)
    figures = {one.name: np.mean(one.evidence(sides.test)) for one in baselines}
    assert figures["item_neighbours"] > figures["popularity"] + 0.1
    plan = SYSTEM.plans(examples, sides)[0]
    rows = [examples.prepared[index] for index in sides.test]
    likings = np.zeros((len(rows), len(plan.codec.said.items) + 1), np.float32)
    assert np.mean(plan.evidence({"likings": likings}, sides.test)) == 0  # all alike: nothing is known
    for line, one in zip(likings, rows, strict=True):
        line[plan.codec.item_numbers([one])] = 1.0
    assert np.mean(plan.evidence({"likings": likings}, sides.test)) == 1
    answer = plan.codec.answer(rows[0], {"score": np.float32(0), "likings": likings[0]})
    assert answer.truth == rows[0].item == answer.predicted.split(", ")[0]


def test_the_network_learns_which_circle_a_user_is_of(events):
    import torch

    _, examples, sides = events
    plan = SYSTEM.plans(examples, sides)[0]
    learner, chance = plan.learner(), torch.Generator().manual_seed(0)
    for _ in range(60):
        learner.step(sides.train, 1.0, 0.1, chance)
    rows = [examples.prepared[index] for index in sides.test]
    feeds = plan.codec.feeds(rows)
    with torch.no_grad():
        _, likings = learner.network.eval()(*(torch.from_numpy(each) for each in feeds.values()))
    hits = np.mean(plan.evidence({"likings": likings.numpy()}, sides.test))
    popular = next(one for one in SYSTEM.baselines(examples, sides, 0) if one.name == "popularity")
    assert hits > np.mean(popular.evidence(sides.test)) + 0.1


def test_a_table_without_users_is_told(tmp_path):
    lines = ["size,price,class", *(f"{n},{3 * n},{n % 2}" for n in range(60))]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    with pytest.raises(UserError) as caught:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert caught.value.code == "prototype_no_takings"


def test_columns_without_names_are_known_by_their_numbers(tmp_path):
    random = np.random.default_rng(0)
    lines = [
        f"{random.integers(1, 30)}\t{random.integers(1, 60)}\t{random.integers(1, 6)}" for _ in range(400)
    ]
    (tmp_path / "u.tsv").write_text("\n".join(lines))
    examples = SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert {one.rating for one in examples.prepared} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("wide", [False, True])
def test_reviews_and_a_column_an_item_tell_who_liked_what(tmp_path, wide):
    random = np.random.default_rng(1)
    rated = {
        (u, i): int(random.integers(1, 6)) for u in range(20) for i in range(12) if random.random() < 0.5
    }
    if wide:
        lines = ["사용자," + ",".join(f"영화 {i}" for i in range(12))]
        lines += [f"u{u}," + ",".join(str(rated.get((u, i), "")) for i in range(12)) for u in range(20)]
    else:
        lines = ["reviewerID,asin,overall,reviewText"]
        lines += [f"u{u},영화 {i},{r},what I wrote of it {u} {i}" for (u, i), r in rated.items()]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    dataset = open_dataset(tmp_path)
    said = dataset.recognition
    assert said.systems[0] == "recommender"
    assert SYSTEM.card.fits(said.layout, said.input_modality, said.target_modality)
    found = SYSTEM.read(dataset, 0, RecordingReporter()).prepared
    assert {(one.user, one.item): one.rating for one in found} == {
        (f"u{u}", f"영화 {i}"): rating for (u, i), rating in rated.items()
    }
