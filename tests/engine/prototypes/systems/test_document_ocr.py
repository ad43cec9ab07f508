"""Document OCR: pages, cut-out runs of words, reading order, spelling, and the way through three networks."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bench_reporter import RecordingReporter
from PIL import Image

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.metrics import METRICS
from engine.prototypes.networks.page_reader import word_mask
from engine.prototypes.pages.layout import compared, cut_out, edits, line_planes, reading_order
from engine.prototypes.pages.lettering import korean_faces
from engine.prototypes.pages.page_codec import GROUPS, SHRINK, counts_of, spelt
from engine.prototypes.systems.document_ocr import GENTLE, RECIPE, DocumentOcr

SYSTEM = DocumentOcr()
CER = METRICS["character_errors"].combine


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    SYSTEM.make_example(folder, 0, 36)
    dataset = open_dataset(folder)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    return dataset, examples, SYSTEM.split(examples, 0)


class NeverWrong:
    """A network that knows the pages that it will be shown, and each run of words by its look."""

    def __init__(self, codec, pages):
        self.codec, self.pages = codec, list(pages)
        self.runs = [pair for page in pages for pair in zip(page.boxes, page.texts, strict=True)]
        self.homes = [page for page in pages for _ in page.texts]

    def __call__(self, feeds):
        said, count, length = self.codec.said, len(feeds["page"]), feeds["line"].shape[3]
        letters = np.zeros((count, length // 4, len(said.letters) + 1), np.float32)
        votes = np.zeros((count, max(1, len(said.kinds))), np.float32)
        words = np.zeros((count, 1, *feeds["page"].shape[2:]), np.float32)
        if feeds["page"].shape[2] == said.height:
            for place, page in enumerate(self.pages):
                scale = said.width / page.pixels.shape[1], said.height / page.pixels.shape[0]
                words[place, 0] = word_mask(page.boxes, scale, said.shape, SHRINK)
        elif feeds["line"].any():
            looks = line_planes(
                [
                    cut_out(page.pixels, box, length)
                    for page, (box, _) in zip(self.homes, self.runs, strict=True)
                ]
            )
            for place, line in enumerate(feeds["line"]):
                _, text = self.runs[int(np.abs(looks - line).mean((1, 2, 3)).argmin())]
                for step, letter in enumerate(text):
                    letters[place, step, said.letters.index(letter) + 1] = 9
        elif feeds["counts"].any():
            for place, page in enumerate(self.pages):
                votes[place, said.kinds.index(page.kind)] = 9
        return {"words": words, "letters": letters, "kinds": votes}


def test_its_example_is_what_it_takes(example):
    dataset, examples, _ = example
    recognition = dataset.recognition
    assert SYSTEM.card.fits(recognition.layout, recognition.input_modality, recognition.target_modality)
    assert recognition.systems[0] == SYSTEM.card.name
    assert len(examples.prepared) == 36
    assert {one.kind for one in examples.prepared} == {"receipt", "letter", "notice"}
    assert {key.stratum for key in examples.keys} == {"receipt", "letter", "notice"}
    everything = "".join(text for one in examples.prepared for text in one.texts)
    assert any("가" <= letter <= "힣" for letter in everything) or not korean_faces()


def test_a_page_goes_through_three_networks_and_comes_out_as_its_text(example):
    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    codec = SYSTEM.codec(json.loads(json.dumps(plan.codec.settings())))
    some = [0, 5, 17]
    pages = [examples.prepared[index] for index in some]
    # the letters of all pages are known to this codec only if the training side has them
    letters = "".join(
        sorted({letter for page in examples.prepared for text in page.texts for letter in text})
    )
    codec.said = plan.codec.said.model_copy(update={"letters": letters, "line_width": 480})
    outputs = codec.run(pages, NeverWrong(codec, pages))
    plan.said, plan._codec = codec.said, codec
    assert CER(plan.evidence(outputs, some)) < 0.1  # letters that are doubled come out once
    assert plan.beside(outputs, some)["page_kinds_right"] == 1
    alone = {name: each[0] for name, each in outputs.items()}
    answer = codec.answer(pages[0], alone)
    assert answer.predicted.splitlines()[0] == answer.truth.splitlines()[0] == f"[{pages[0].kind}]"
    drawn = codec.draw(pages[0], alone)
    assert drawn.shape[1] > 600  # the page and what was read, side by side


def test_what_the_network_is_fed_has_the_shapes_that_it_says(example):
    _, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    feeds = codec.feeds(examples.prepared[:3])
    said = codec.said
    assert [feeds[port.name].shape for port in codec.inputs] == [
        (3, 3, said.height, said.width),
        (3, 1, 24, said.line_width),
        (3, GROUPS),
    ]
    assert all(each.dtype == np.float32 and np.isfinite(each).all() for each in feeds.values())


def test_the_simple_ways_are_in_order(example):
    _, examples, sides = example
    letter, signs = SYSTEM.baselines(examples, sides, 0)
    assert CER(signs.evidence(sides.test)) < 0.8 < CER(letter.evidence(sides.test))


def test_boxes_come_back_from_what_is_marked_to_less_than_a_pixel(example):
    _, examples, sides = example
    codec = SYSTEM.plans(examples, sides)[0].codec
    page = examples.prepared[0]
    scale = codec.said.width / page.pixels.shape[1], codec.said.height / page.pixels.shape[0]
    boxes = codec.boxes(page, word_mask(page.boxes, scale, codec.said.shape, SHRINK).astype(np.float32))
    assert np.abs(boxes - page.boxes).max() < 0.05 / min(scale)
    assert scale[0] < 0.8


def test_rows_are_read_from_the_top_and_from_the_left():
    boxes = np.array([[60, 12, 90, 24], [5, 40, 50, 52], [5, 10, 50, 22], [60, 37, 90, 49.0]])
    assert reading_order(boxes) == [2, 0, 1, 3]
    assert reading_order(boxes[:0]) == []


def test_errors_are_counted_by_letter_and_missed_or_made_up_words_cost():
    assert [edits(*pair) for pair in (("", "abc"), ("abc", "abd"), ("ab", "ba"), ("kitten", "sitting"))] == [
        3,
        1,
        2,
        3,
    ]
    boxes = np.array([[0.0, 0, 50, 10], [0, 20, 50, 30]])
    assert CER([compared(boxes, ["합계", "1,000"], boxes, ["합계", "1,000"])]) == 0
    missed = compared(boxes[:1], ["합계"], boxes, ["합계", "1,000"])
    assert missed.sum(0).tolist() == [5, 7]
    made_up = compared(boxes, ["합계", "xx"], boxes[:1], ["합게"])
    assert made_up.sum(0).tolist() == [3, 2]
    assert compared(boxes[:0], [], boxes, ["a", "b"]).sum(0).tolist() == [2, 2]


def test_letters_are_spelt_out_and_counted():
    assert spelt([0, 1, 1, 0, 1, 2, 2, 3, 0], "ab ") == "aab"
    one, other = counts_of(["합계 1,000원"]), counts_of(["합계 2,000원"])
    far = counts_of(["thank you"])
    assert np.linalg.norm(one) == pytest.approx(1)
    assert one @ other > 0.5 > one @ far
    assert not counts_of([]).any()


def test_a_run_of_words_is_cut_out_at_its_place_and_evenly_lit():
    page = np.full((80, 200), 200, np.uint8)
    page[30:50, 40:44] = 30
    cut = cut_out(page, np.array([40.0, 30, 100, 50]), 96)
    assert cut.shape == (24, 96)
    dark = np.flatnonzero(cut.min(0) < 100)
    assert 1 <= dark.min() <= 4
    assert dark.max() <= 9
    long = cut_out(page, np.array([0.0, 30, 200, 50]), 64)
    assert long.shape == (24, 64)
    outside = cut_out(page, np.array([190.0, 70, 260, 95]), 64)
    assert (outside == 200).mean() > 0.9
    longer = cut_out(page, np.array([40.0, 30, 100, 50]), 240)
    assert np.abs(line_planes([longer])[0, :, :, :90] - line_planes([cut])[0, :, :, :90]).mean() < 0.02
    planes = line_planes([cut, (cut * 0.5).astype(np.uint8), np.zeros((24, 96), np.uint8)])
    assert np.abs(planes[0] - planes[1]).mean() < 0.05
    assert np.isfinite(planes).all()


def test_pages_of_one_folder_have_no_kind_and_boxes_without_text_are_refused(tmp_path):
    for place in range(5):
        Image.new("RGBA", (120, 90), (240, 240, place * 10, 255)).save(tmp_path / f"{place}.png")
        line = f"10,10,60,10,60,24,10,24,total {place}\n"
        (tmp_path / f"{place}.txt").write_text(line, encoding="utf-8")
    dataset = open_dataset(tmp_path)
    examples = SYSTEM.read(dataset, 0, RecordingReporter())
    assert {one.kind for one in examples.prepared} == {""}
    plan = SYSTEM.plans(examples, SYSTEM.split(examples, 0))[0]
    assert plan.codec.said.kinds == ()
    assert plan.learner().network(*_tensors(plan.codec.feeds(examples.prepared[:2])))[2].shape == (2, 1)
    for place in range(5):
        (tmp_path / f"{place}.txt").write_text("10,10,60,10,60,24,10,24\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        SYSTEM.read(open_dataset(tmp_path), 0, RecordingReporter())
    assert raised.value.code in ("prototype_few_pages", "prototype_too_few")


def test_letters_that_both_alphabets_have_keep_what_was_learnt_of_them():
    torch = pytest.importorskip("torch")
    from engine.prototypes.networks.page_reader import PageReader
    from engine.prototypes.start_weights import Starter

    torch.manual_seed(0)
    old, new = PageReader("ab합", 8, 3), PageReader("b1합c", 8, 2)
    with torch.no_grad():
        old.reads.says.bias.copy_(torch.tensor([1.0, 2, 3, 4]))
    drawn = new.reads.says.weight.clone()
    starter = Starter({name: one.numpy() for name, one in old.state_dict().items()})
    assert starter.fits(new)
    starter.warm(new)
    assert new.alphabet.tolist() == [ord(letter) for letter in "b1합c"]
    assert new.reads.says.bias.tolist() == [1, 3, 0, 4, 0]
    assert torch.equal(new.reads.says.weight[[0, 1, 3]], old.reads.says.weight[[0, 2, 3]])
    assert torch.equal(new.reads.says.weight[[2, 4]], drawn[[2, 4]])
    assert torch.equal(new.finds.body.leave.weight, old.finds.body.leave.weight)
    assert not new.sorts.weight.any()


def test_few_pages_learn_gently_and_many_are_told_about_where_letters_stand(example):
    torch = pytest.importorskip("torch")
    from engine.prototypes.networks.page_reader import breadth

    _, examples, sides = example
    plan = SYSTEM.plans(examples, sides)[0]
    assert plan.recipe.rate == GENTLE < RECIPE.rate
    losses = []
    for recipe in (plan.recipe, RECIPE):
        plan.recipe = recipe
        torch.manual_seed(0)
        learner = plan.learner()
        losses.append(learner.step(sides.train[:2], 0.1, 0.0, torch.Generator().manual_seed(0)))
    assert losses[1] > losses[0] + 1  # what is guessed comes beside
    assert np.isfinite(losses).all()
    assert breadth("합") > breadth("A") > breadth("a") > breadth(".")


def _tensors(feeds):
    from engine.prototypes.learning import tensors

    return tensors(feeds)
