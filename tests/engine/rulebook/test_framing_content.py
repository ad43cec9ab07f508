"""The table of tasks says what the deck and the lectures say, cell by cell."""

from __future__ import annotations

import re
from itertools import product

import pytest

from engine.rulebook.types import FramingRow
from tests.engine.rulebook.framing_file import FRAMING, OPTIONS

CELLS = tuple(product(OPTIONS["input_kind"], OPTIONS["output_kind"]))
SYSTEMS = frozenset(
    (
        *("image_classification", "object_detection", "segmentation", "pose_estimation"),
        *("image_generator", "autoencoder", "vae", "gan", "dcgan", "conditional_gan", "wgan"),
        *("pix2pix", "cyclegan", "style_transfer", "colourisation"),
        *("image_super_resolution", "video_super_resolution", "everybody_dance_now"),
        *("gpt", "bert", "text_classification", "recommender", "series_forecasting"),
        *("bracket_positioning", "face_to_face", "lip_sync", "document_ocr"),
    )
)


def _row(input_kind: str, output_kind: str) -> FramingRow:
    rows = [
        row
        for row in FRAMING.rows
        if input_kind in row.when["input_kind"] and output_kind in row.when["output_kind"]
    ]
    assert len(rows) == 1, (input_kind, output_kind, [row.id for row in rows])
    return rows[0]


def test_the_table_spans_every_answer_of_the_interview() -> None:
    assert len(CELLS) == 70
    assert FRAMING.inputs == {name: OPTIONS[name] for name in ("input_kind", "output_kind")}


@pytest.mark.parametrize(("input_kind", "output_kind"), CELLS)
def test_every_cell_has_exactly_one_row_that_is_whole(input_kind: str, output_kind: str) -> None:
    row = _row(input_kind, output_kind)
    assert set(row.systems) <= SYSTEMS
    assert len(set(row.systems)) == len(row.systems)
    assert row.shape in {shape.id for shape in FRAMING.shapes}
    assert row.source
    assert row.pack == "ours" or "deck2020" in row.source
    if not row.systems:
        assert "우리" in row.because.ko
        assert "None of our systems" in row.because.en
        near = re.search(r"nearest|try ready-made|none is near", row.because.en)
        assert near, "where nothing fits the text names what is nearest"


# KNOWLEDGE §2: what the deck and the overview lecture themselves say.
FACTS = [
    # image → category, CNN; user,item → rating; prices → tomorrow's; words → next word; words → category
    ("image", "category", "many_to_one", "encoder", "image_classification"),
    ("table", "number", "many_to_one", "encoder", "series_forecasting"),
    ("table", "number", "many_to_one", "encoder", "recommender"),
    ("text", "text", "one_to_many", "decoder", "gpt"),
    ("text", "category", "many_to_one", "encoder", "text_classification"),
    # detection has heads; segmentation and pose estimation are butterflies that do not generate
    ("image", "boxes", "many_to_one", "encoder_heads", "object_detection"),
    ("image", "mask", "many_to_one", "butterfly", "segmentation"),
    ("video", "mask", "many_to_one", "butterfly", "segmentation"),
    ("image", "points", "many_to_one", "butterfly", "pose_estimation"),
    ("video", "points", "many_to_one", "butterfly", "pose_estimation"),
    # one-to-many is generation: style transfer and the like
    ("image", "image", "one_to_many", "butterfly", "style_transfer"),
    ("image", "image", "one_to_many", "butterfly", "cyclegan"),
    ("video", "video", "one_to_many", "butterfly", "video_super_resolution"),
    # the five cases
    ("mesh", "points", "many_to_one", "butterfly", "bracket_positioning"),
    ("image", "video", "one_to_many", "butterfly", "face_to_face"),
    ("video", "video", "one_to_many", "butterfly", "face_to_face"),
    ("audio", "video", "one_to_many", "butterfly", "lip_sync"),
    ("document", "text", "many_to_one", "encoder_heads", "document_ocr"),
    ("document", "boxes", "many_to_one", "encoder_heads", "document_ocr"),
    ("document", "category", "many_to_one", "encoder", "text_classification"),
    # Everybody Dance Now: poses in, the person's frames out
    ("table", "video", "one_to_many", "butterfly", "everybody_dance_now"),
    ("table", "other", "many_to_one", "encoder", "recommender"),
]


@pytest.mark.parametrize(("input_kind", "output_kind", "direction", "shape", "system"), FACTS)
def test_the_cells_of_which_the_sources_speak(
    input_kind: str, output_kind: str, direction: str, shape: str, system: str
) -> None:
    row = _row(input_kind, output_kind)
    assert (row.direction, row.shape) == (direction, shape)
    assert system in row.systems


BEST = [
    ("image", "category", "image_classification"),
    ("image", "boxes", "object_detection"),
    ("image", "image", "pix2pix"),
    ("text", "category", "text_classification"),
    ("table", "number", "series_forecasting"),
    ("audio", "video", "lip_sync"),
    ("video", "video", "video_super_resolution"),
    ("mesh", "points", "bracket_positioning"),
    ("document", "text", "document_ocr"),
]


@pytest.mark.parametrize(("input_kind", "output_kind", "system"), BEST)
def test_the_best_system_comes_first(input_kind: str, output_kind: str, system: str) -> None:
    assert _row(input_kind, output_kind).systems[0] == system


def test_order_and_its_absence_are_named_as_the_lecture_does() -> None:
    series, films = _row("table", "number").because, _row("table", "other").because
    assert "order matters" in series.en
    assert "순서가 중요한" in series.ko
    assert "Order plays no part" in films.en
    assert "순서는 상관없습니다" in films.ko
    assert "Order plays no part" in _row("image", "category").because.en
    assert "order matters" in _row("text", "category").because.en
    assert "order matters" in _row("text", "text").because.en


@pytest.mark.parametrize("output_kind", ["mask", "points"])
@pytest.mark.parametrize("input_kind", ["image", "video", "document", "mesh"])
def test_areas_and_points_are_recognised_by_a_butterfly(input_kind: str, output_kind: str) -> None:
    row = _row(input_kind, output_kind)
    assert (row.direction, row.shape) == ("many_to_one", "butterfly")


@pytest.mark.parametrize(
    ("output_kind", "direction"),
    [
        *((kind, "many_to_one") for kind in ("category", "number", "boxes", "mask", "points")),
        *((kind, "one_to_many") for kind in ("image", "video", "audio")),
    ],
)
def test_what_comes_out_decides_recognising_or_generating(output_kind: str, direction: str) -> None:
    for input_kind in OPTIONS["input_kind"]:
        assert _row(input_kind, output_kind).direction == direction, input_kind


def test_a_plain_encoder_never_generates_and_a_decoder_always_does() -> None:
    for row in FRAMING.rows:
        if row.shape in ("encoder", "encoder_heads"):
            assert row.direction == "many_to_one", row.id
        if row.shape == "decoder":
            assert row.direction == "one_to_many", row.id


def test_the_rows_of_the_deck_are_marked_as_its_own() -> None:
    said = {_row(*cell).id for cell in (("image", "category"), ("image", "boxes"), ("image", "mask"))}
    said |= {_row(*cell).id for cell in (("image", "points"), ("image", "image"), ("document", "text"))}
    assert said <= {row.id for row in FRAMING.rows if row.pack == "deck2020"}
    silent = {_row(*cell).id for cell in (("audio", "category"), ("mesh", "other"), ("text", "audio"))}
    assert silent <= {row.id for row in FRAMING.rows if row.pack == "ours"}


def test_every_system_is_led_to() -> None:
    assert {system for row in FRAMING.rows for system in row.systems} == SYSTEMS


def test_the_four_shapes_and_the_warning_about_the_butterfly() -> None:
    shapes = {shape.id: shape for shape in FRAMING.shapes}
    assert list(shapes) == ["encoder", "encoder_heads", "decoder", "butterfly"]
    butterfly = shapes["butterfly"].text
    assert "Not every butterfly generates" in butterfly.en
    assert "segmentation and pose estimation" in butterfly.en
    assert "나비라고 모두 만들어 내는 것은 아닙니다" in butterfly.ko
    assert "분할과 자세 추정" in butterfly.ko


def test_examples_fire_their_own_row_and_cover_its_values() -> None:
    for row in FRAMING.rows:
        for example in row.examples:
            assert _row(example.given["input_kind"], example.given["output_kind"]).id == row.id
        for fact, values in row.when.items():
            assert {example.given[fact] for example in row.examples} == set(values), row.id
