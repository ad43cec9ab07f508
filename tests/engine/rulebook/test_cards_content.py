"""The shipped cards of systems: all there, complete, and honest about what was looked up.

What is expected here comes from KNOWLEDGE.md and the reference, not from the cards.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from engine.rulebook import load_library
from engine.rulebook.library import Card, Claim, Library
from engine.texts import LANGUAGES, Text

SYSTEMS = (
    "image_classification",
    "object_detection",
    "segmentation",
    "pose_estimation",
    "image_generator",
    "autoencoder",
    "vae",
    "gan",
    "dcgan",
    "conditional_gan",
    "wgan",
    "pix2pix",
    "cyclegan",
    "style_transfer",
    "colourisation",
    "image_super_resolution",
    "video_super_resolution",
    "everybody_dance_now",
    "gpt",
    "bert",
    "text_classification",
    "recommender",
    "series_forecasting",
    "bracket_positioning",
    "face_to_face",
    "lip_sync",
    "document_ocr",
)

# What the deck says of directions and shapes: a butterfly may recognise, too.
RECOGNISE = {
    "image_classification": "encoder",
    "object_detection": "encoder_heads",
    "segmentation": "butterfly",
    "pose_estimation": "butterfly",
    "text_classification": "encoder",
    "recommender": "encoder",
    "series_forecasting": "encoder",
}
GENERATE = {
    "image_generator": "decoder",
    "gan": "decoder",
    "pix2pix": "butterfly",
    "cyclegan": "butterfly",
    "style_transfer": "butterfly",
    "video_super_resolution": "butterfly",
}

SHOWS_PEOPLE = ("everybody_dance_now", "face_to_face", "lip_sync", "pose_estimation")
PEOPLE_WORDS = {"ko": ("얼굴", "목소리", "표정", "인물"), "en": ("face", "voice", "person")}
MISUSE = {
    "ko": ("딥페이크", "사칭", "협박", "감시", "하지 않은"),
    "en": ("deepfake", "impersonation", "blackmail", "surveillance", "never"),
}

# Figures that the reference tags [M] and that nobody has found at their source: in both languages.
NOT_LOOKED_UP = (
    ("image_classification", "128만", "1.28 million"),
    ("segmentation", "0.92", "0.92"),
    ("dcgan", "82.8", "82.8"),
    ("dcgan", "300만", "3 million"),
    ("style_transfer", "8만", "80,000"),
    ("face_to_face", "12,331", "12,331"),
    ("lip_sync", "29시간", "29 hours"),
    ("bert", "33억", "3.3 billion"),
    ("bert", "80.5", "80.5"),
    ("text_classification", "10,662", "10,662"),
    ("recommender", "10.06", "10.06"),
    ("document_ocr", "800만", "8 million"),
    ("document_ocr", "75,000", "75,000"),
)

# Figures tagged [M] that were looked up since: checked, with the source in which they were read.
LOOKED_UP = (
    ("image_classification", "3.57", "resnet2015"),
    ("object_detection", "73.2", "faster-rcnn2015"),
    ("pose_estimation", "0.755", "hrnet2019"),
    ("pix2pix", "1,096", "pix2pix-cyclegan-data"),
    ("cyclegan", "1,177", "pix2pix-cyclegan-data"),
    ("colourisation", "32 %", "zhang2016"),
    ("video_super_resolution", "31.09", "basicsr-docs"),
    ("bert", "93.2", "bert2018"),
    ("series_forecasting", "15 %", "deepar2017"),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def card_of(library: Library, system: str) -> Card:
    card = library.card(system)
    assert card is not None, system
    return card


def texts_beside(card: Card) -> Iterator[Text]:
    """Every text of the card but the headline's claims, which carry their own check mark."""
    yield from (card.title, card.x, card.y, card.pair, card.unit, card.self_made.text)
    yield from card.preprocessing
    yield from card.risks


def claims_with(card: Card, language: str, figure: str) -> list[Claim]:
    return [claim for claim in card.headline if figure in getattr(claim.text, language)]


def test_each_system_has_one_card(library: Library) -> None:
    assert sorted(card.id for card in library.cards) == sorted(SYSTEMS)


def test_cards_stand_together_by_family(library: Library) -> None:
    families = [family for family, _ in groupby(library.cards, key=lambda card: card.family)]
    assert len(families) == len(set(families))


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_card_is_complete(library: Library, system: str) -> None:
    card = card_of(library, system)
    assert card.forms
    assert len(set(card.forms)) == len(card.forms)
    assert 3 <= len(card.preprocessing) <= 5
    assert 2 <= len(card.risks) <= 4
    assert card.headline


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_point_is_made_twice_on_a_card(library: Library, system: str) -> None:
    card = card_of(library, system)
    for language in LANGUAGES:
        said = [text.say(language) for text in (*card.preprocessing, *card.risks)]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize(("system", "shape"), RECOGNISE.items())
def test_recognising_systems_have_the_decks_shape(library: Library, system: str, shape: str) -> None:
    card = card_of(library, system)
    assert (card.direction, card.shape) == ("many_to_one", shape)


@pytest.mark.parametrize(("system", "shape"), GENERATE.items())
def test_generating_systems_have_the_decks_shape(library: Library, system: str, shape: str) -> None:
    card = card_of(library, system)
    assert (card.direction, card.shape) == ("one_to_many", shape)


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_can_be_self_made_agrees_with_the_forms(library: Library, system: str) -> None:
    card = card_of(library, system)
    if card.self_made.possible == "yes":
        assert "input_only" in card.forms
    if card.self_made.possible == "no":
        assert "input_only" not in card.forms


def test_only_translation_and_style_learn_from_heaps_without_ties(library: Library) -> None:
    unpaired = {card.id for card in library.cards if "unpaired" in card.forms}
    assert unpaired == {"cyclegan", "style_transfer"}


@pytest.mark.parametrize("system", ["image_classification", "object_detection", "bracket_positioning"])
def test_an_experts_answer_is_never_said_to_come_by_itself(library: Library, system: str) -> None:
    assert card_of(library, system).self_made.possible != "yes"


@pytest.mark.parametrize("system", SHOWS_PEOPLE)
def test_cards_of_people_speak_of_consent_and_misuse(library: Library, system: str) -> None:
    risks = card_of(library, system).risks
    assert any("동의" in risk.ko and "consent" in risk.en for risk in risks)
    for language in LANGUAGES:
        said = " ".join(risk.say(language) for risk in risks)
        assert any(word in said for word in MISUSE[language]), said


def test_no_card_works_on_people_without_being_known_to(library: Library) -> None:
    found = {
        card.id
        for card in library.cards
        for language in LANGUAGES
        for text in (card.x, card.y)
        if any(word in text.say(language) for word in PEOPLE_WORDS[language])
    }
    assert found == set(SHOWS_PEOPLE)


@pytest.mark.parametrize("system", ["everybody_dance_now", "face_to_face", "lip_sync"])
def test_generated_people_carry_the_question_of_law(library: Library, system: str) -> None:
    assert "kr-ai-act" in card_of(library, system).source


@pytest.mark.parametrize("system", ["gan", "dcgan", "conditional_gan", "pix2pix"])
def test_gans_are_said_to_be_unstable(library: Library, system: str) -> None:
    risks = card_of(library, system).risks
    assert any("불안정" in risk.ko or "무너질" in risk.ko for risk in risks)
    assert any("stab" in risk.en or "collapse" in risk.en for risk in risks)


def test_the_lip_sync_weights_are_said_to_bar_commercial_use(library: Library) -> None:
    risks = card_of(library, "lip_sync").risks
    assert any("LRS2" in risk.en and "commercial" in risk.en and "상업적" in risk.ko for risk in risks)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_checked_claim_cites_only_what_was_read(library: Library, system: str) -> None:
    for claim in card_of(library, system).headline:
        for identifier in claim.source:
            source = library.sources[identifier]
            assert not claim.checked or source.kind == "fact" or source.seen, claim.text.en


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_cards_sources_hold_those_of_its_claims(library: Library, system: str) -> None:
    card = card_of(library, system)
    for claim in card.headline:
        assert claim.source
        assert set(claim.source) <= set(card.source), claim.text.en


@pytest.mark.parametrize(("system", "korean", "english"), NOT_LOOKED_UP)
def test_a_figure_nobody_looked_up_is_marked_so(
    library: Library, system: str, korean: str, english: str
) -> None:
    card = card_of(library, system)
    for language, figure in (("ko", korean), ("en", english)):
        claims = claims_with(card, language, figure)
        assert claims, figure
        assert not any(claim.checked for claim in claims), figure
        assert not any(figure in getattr(text, language) for text in texts_beside(card)), figure


@pytest.mark.parametrize(("system", "figure", "source"), LOOKED_UP)
def test_a_figure_marked_as_checked_names_where_it_was_read(
    library: Library, system: str, figure: str, source: str
) -> None:
    card = card_of(library, system)
    for language in LANGUAGES:
        claims = [claim for claim in claims_with(card, language, figure) if source in claim.source]
        assert claims, figure
        assert all(claim.checked for claim in claims)
    assert library.sources[source].seen
    locator = library.sources[source].locator
    assert locator is not None
    assert figure in locator.en
    assert figure in locator.ko


def test_cards_with_figures_nobody_looked_up_are_known(library: Library) -> None:
    unchecked = {card.id for card in library.cards if any(not claim.checked for claim in card.headline)}
    assert unchecked == {system for system, _, _ in NOT_LOOKED_UP}


def test_what_we_measured_is_said_to_be_ours(library: Library) -> None:
    for card in library.cards:
        for claim in card.headline:
            ours = "jjak-prototype-study" in claim.source
            assert ours == ("우리" in claim.text.ko), claim.text.ko
            assert ours == any(word in claim.text.en for word in ("by us", "Our ", " we ")), claim.text.en
