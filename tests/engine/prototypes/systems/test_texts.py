"""The systems of texts: GPT, BERT, text classification."""

from __future__ import annotations

import numpy as np
import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.systems.bert import Bert
from engine.prototypes.systems.gpt import WRITTEN, Gpt
from engine.prototypes.systems.text_classification import MOST_GROUPS, TextClassification, letter_groups
from engine.prototypes.texts.pieces import END, MASK, PAD, START

SYSTEMS = (Gpt(), Bert(), TextClassification())


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Waiting threads that spin cost many times the work when others are busy."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module", params=SYSTEMS, ids=lambda system: system.card.name)
def example(request, tmp_path_factory):
    system = request.param
    folder = tmp_path_factory.mktemp(system.card.name)
    system.make_example(folder, 0, 60)
    dataset = open_dataset(folder)
    examples = system.read(dataset, 0, RecordingReporter())
    sides = system.split(examples, 0)
    return system, dataset, examples, sides, system.plans(examples, sides)


def test_the_example_is_recognised(example):
    system, dataset, examples, sides, _ = example
    said = dataset.recognition
    assert said.layout in system.card.takes
    assert said.input_modality in system.card.modalities
    assert system.card.name in said.systems
    groups = [{examples.keys[index].group for index in side} for side in (sides.train, sides.test)]
    assert groups[0].isdisjoint(groups[1])


def test_examples_of_a_seed_are_the_same_and_of_another_are_not(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        TextClassification().make_example(tmp_path / name, seed, 40)
    said = [next((tmp_path / name).iterdir()).read_bytes() for name in "abc"]
    assert said[0] == said[1] != said[2]


def test_the_file_says_all_that_is_needed(example):
    import json

    system, _, examples, sides, plans = example
    some = [examples.prepared[index] for index in sides.test[:4]]
    for plan in plans:
        again = system.codec(json.loads(json.dumps(plan.codec.settings())))
        fed, refed = plan.codec.feeds(some), again.feeds(some)
        assert [port.name for port in again.inputs] == list(fed) == list(refed)
        assert all(np.array_equal(fed[name], refed[name]) for name in fed)
        assert again.names() == plan.codec.names()
    with pytest.raises(ValueError, match="validation error"):
        system.codec({})


def test_a_learner_steps_and_what_it_gives_can_be_judged(example):
    import torch

    from engine.prototypes.learning import as_tuple, tensors
    from engine.prototypes.metrics import METRICS

    system, _, examples, sides, plans = example
    for plan in plans:
        torch.manual_seed(0)
        learner = plan.learner()
        generator = torch.Generator().manual_seed(0)
        losses = [learner.step(sides.train[:8], 1.0, part, generator) for part in (0.1, 0.9)]
        assert all(map(np.isfinite, losses))
        learner.network.eval()
        indices = list(sides.test[:5])
        some = [examples.prepared[index] for index in indices]
        with torch.no_grad():
            made = as_tuple(learner.network(*tensors(plan.codec.feeds(some))))
        outputs = {port.name: one.numpy() for port, one in zip(plan.codec.outputs, made, strict=True)}
        figure = METRICS[system.card.metric].combine(plan.evidence(outputs, indices))
        assert np.isfinite(figure)
        alone = {name: values[0] for name, values in outputs.items()}
        answer = plan.codec.answer(some[0], alone)
        assert answer.given
        assert answer.truth
        assert all(0 <= score <= 1 for score in answer.scores.values())


def test_a_text_is_read_in_the_field_as_it_was_on_the_bench(example):
    _, dataset, examples, _, plans = example
    known = {one.fingerprint for one in examples.prepared}
    found = [plans[0].codec.read(dataset, sample) for sample in dataset.samples()]
    assert all(one.fingerprint in known for one in found)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("threads")
    Gpt().make_example(folder, 0, 20)
    examples = Gpt().read(open_dataset(folder), 0, RecordingReporter())
    return Gpt().plans(examples, Gpt().split(examples, 0))[0], examples


def test_bits_do_not_depend_on_what_comes_later(written):
    """Else the figure would be better than any that can be reached when writing."""
    import torch

    plan, examples = written
    network = plan.learner().network.eval()
    rows = torch.from_numpy(plan.codec.rows(examples.prepared[:3]))
    other = rows.clone()
    other[:, 10:] = other[:, 10:].flip(1)
    with torch.no_grad():
        bits, changed = network(rows)[0], network(other)[0]
    assert torch.allclose(bits[:, :10], changed[:, :10], atol=1e-5)
    assert (bits[:, 0] == 0).all()


def test_chances_of_the_next_piece_add_up_to_one(written):
    import torch

    plan, _ = written
    network = plan.learner().network.eval()
    beginning = torch.tensor([[START, 400, 401]])
    every = torch.arange(START, len(plan.codec.pieces))
    rows = torch.cat([beginning.expand(len(every), -1), every[:, None]], dim=1)
    with torch.no_grad():
        bits = network(rows)[0][:, 3]
    assert 0.98 < float((2.0 ** -bits.double()).sum()) <= 1.0 + 1e-6, "all but what PAD would get"


def test_a_text_is_written_on_until_its_end(written):
    plan, examples = written
    codec, words = plan.codec, iter(range(100))
    piece = codec.pieces.encode(" 감사합니다")[0]

    def call(feeds):
        many, length = feeds["pieces"].shape
        following = np.zeros((many, len(codec.pieces)), np.float32)
        following[:, END if next(words) >= 3 else piece] = 50.0
        return {"bits": np.zeros((many, length), np.float32), "next": following}

    some = examples.prepared[:2]
    outputs = codec.run(some, call)
    assert outputs["written"].shape == (2, WRITTEN)
    alone = {name: values[0] for name, values in outputs.items()}
    assert codec.answer(some[0], alone).predicted == " 감사합니다" * 3


def test_gaps_stay_where_they_are_and_hide_what_is_asked_for():
    system = Bert()
    from engine.prototypes.drawings.letters import sample_texts
    from engine.prototypes.texts.pieces import learn_pieces
    from engine.prototypes.texts.written import Stretch, text_mark

    texts = sample_texts(3, 80)
    pieces = learn_pieces(texts)
    codec = system.codec({"length": 40, "pieces": pieces.said.model_dump(mode="json")})
    some = [Stretch(id=text, fingerprint=text_mark(text), text=text) for text in [*texts[:20], "a"]]
    shown, places, truth = codec.masked(some)
    again = codec.masked(some)
    whole = codec.whole(some)
    for number in range(len(some)):
        gaps = places[number][places[number] > 0]
        assert len(gaps) >= 1
        assert (shown[number, gaps] == MASK).all()
        assert (whole[number, gaps] == truth[number, : len(gaps)]).all()
        assert (whole[number, gaps] > MASK).all()
        assert not any(sign.isdigit() for sign in pieces.decode(truth[number]))
    assert np.array_equal(shown, again[0])
    answer = codec.answer(some[0], {"logits": np.eye(len(pieces), dtype=np.float32)[truth[0]] * 9})
    assert answer.predicted == answer.truth
    assert "[…]" in answer.given


def test_random_gaps_are_words_and_their_truth_is_kept():
    import torch

    from engine.prototypes.networks.transformer import random_gaps

    rows = torch.tensor([[START, 10, 11, 12, 13, 14, END, PAD], [START, 20, END, *[PAD] * 5]])
    generator = torch.Generator().manual_seed(0)
    for _ in range(20):
        shown, places, truth = random_gaps(rows, rows > MASK, 0.25, generator)
        for row, hidden, place, was in zip(rows, shown, places, truth, strict=True):
            gaps = place[place > 0]
            assert len(gaps) >= 1
            assert torch.equal(row[gaps], was[place > 0])
            assert (was[place == 0] == 0).all()
            changed = (row != hidden).nonzero().ravel()
            assert set(changed.tolist()) <= set(gaps.tolist())
            assert (hidden[changed] == MASK).all()


def test_a_network_takes_nothing_of_another_vocabulary():
    """Start weights are taken by name and shape: a table of other words must not fit."""
    from engine.prototypes.networks.transformer import GapFiller

    one, other = (GapFiller(mark, 50, 32, 1, 2, 0.0).state_dict() for mark in ("v1", "v2"))
    shared = set(one) & set(other)
    assert shared
    assert not any("v1" in name or "v2" in name for name in shared)
    assert all(one[name].shape[0] != 50 for name in shared)


def test_letter_groups_of_a_long_text_come_from_all_of_it():
    long = " ".join(f"word{number}" for number in range(600))
    found = letter_groups(long)
    assert len(found) == MOST_GROUPS
    assert min(found) >= 1
    assert set(found[-20:]) != set(found[:20])
    assert letter_groups("") == []


@pytest.mark.parametrize("labels", [["a"] * 40, ["a", "b"] + ["c"] * 40])
def test_one_category_is_not_enough(labels, tmp_path):
    rows = [
        "text,category",
        *(f"This is the letter number {n} of many,{one}" for n, one in enumerate(labels)),
    ]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(UserError) as told:
        TextClassification().read(open_dataset(tmp_path), 0, RecordingReporter())
    assert told.value.code == "prototype_text_classes"


def test_a_category_with_too_few_texts_is_left_out(tmp_path):
    labels = ["good", "bad"] * 20 + ["odd"] * 2
    rows = ["text,category", *(f"This is letter {n} of many here,{one}" for n, one in enumerate(labels))]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    examples = TextClassification().read(open_dataset(tmp_path), 0, RecordingReporter())
    assert {one.label for one in examples.prepared} == {"good", "bad"}
    assert examples.unused == 2


def test_few_texts_are_told_apart_from_what_bert_knows_already(tmp_path, monkeypatch):
    import torch

    from engine.prototypes import start_weights
    from engine.prototypes.networks.transformer import GapFiller
    from engine.prototypes.systems import bert
    from engine.prototypes.texts.start_pieces import start_pieces
    from engine.prototypes.texts.text_codec import vocabulary_mark

    ours = start_pieces()
    known = GapFiller(vocabulary_mark(ours), len(ours), bert.WIDTH, bert.DEPTH, bert.HEADS, bert.DROPOUT)
    start_weights.save_starter(known, tmp_path / "bert.npz")
    with np.load(tmp_path / "bert.npz") as stored:
        starter = start_weights.Starter({name: stored[name] for name in stored.files})
    monkeypatch.setattr(start_weights, "load_starter", {"bert": starter}.get)
    (tmp_path / "few").mkdir()
    TextClassification().make_example(tmp_path / "few", 0, 40)
    examples = TextClassification().read(open_dataset(tmp_path / "few"), 0, RecordingReporter())
    plan = TextClassification().plans(examples, TextClassification().split(examples, 0))[0]
    assert plan.codec.said.view == "transformer"
    begun = plan.learner().network.state_dict()
    taken = [name for name in known.state_dict() if name in begun]
    assert len(taken) == len(known.state_dict())
    for name in taken:
        assert torch.allclose(begun[name], known.state_dict()[name].half().float()), name


@pytest.mark.real
@pytest.mark.slow
def test_real_reviews_in_korean_and_a_play(real_data):
    """The simple ways are as strong on real texts as elsewhere; a table of before Unicode is read as well."""
    from engine.prototypes.metrics import METRICS

    figures = {}
    for name, folder in (("text_classification", "d_nsmc_cp949_csv"), ("gpt", "d_shakespeare")):
        system = next(one for one in SYSTEMS if one.card.name == name)
        examples = system.read(open_dataset(real_data / folder / "data"), 0, RecordingReporter())
        sides = system.split(examples, 0)
        for baseline in system.baselines(examples, sides, 0):
            combine = METRICS[system.card.metric].combine
            figures[baseline.name] = combine(baseline.evidence(sides.test))
    assert figures["tfidf_logistic"] > figures["majority"] + 0.05
    assert figures["letters_5gram"] < 2.4 < figures["letters_3gram"] < 3.1
