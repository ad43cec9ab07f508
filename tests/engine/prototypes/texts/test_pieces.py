"""The tokenizer of texts: whatever is written comes back, and what is frequent becomes one piece."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.prototypes.drawings.letters import sample_texts
from engine.prototypes.texts.pieces import FIRST_LETTER, MASK, START, Pieces, PiecesSettings, learn_pieces
from engine.prototypes.texts.start_pieces import fitting_pieces, start_pieces
from engine.prototypes.texts.written import plain

LEARNT = learn_pieces(sample_texts(1, 200))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back_as_it_was(text):
    text = plain(text)
    assert LEARNT.decode(LEARNT.encode(text)) == text
    assert LEARNT.decode(LEARNT.letters(text)) == text


@pytest.mark.parametrize("text", ["뷁 쒥 값을 닭이", "가나다\n라마", "naïve €5 🙂 漢字", "A\u1100\u1161b"])
def test_signs_never_seen_are_written_in_smaller_ones(text):
    text = plain(text)
    assert LEARNT.decode(LEARNT.encode(text)) == text
    assert max(LEARNT.letters("뷁")) < FIRST_LETTER, "in jamo"
    assert len(LEARNT.letters("뷁")) == 3


def test_frequent_words_become_one_piece_and_the_file_says_which():
    again = Pieces(PiecesSettings.model_validate_json(LEARNT.said.model_dump_json()))
    for word in (" 감사합니다", " delivery", " installation"):
        assert len(LEARNT.encode(word)) == 1
        assert again.encode(word) == LEARNT.encode(word)
    assert len(LEARNT.encode("기사님이 오셨습니다.")) < len("기사님이 오셨습니다.")


def test_a_piece_never_reaches_beyond_a_word():
    assert all(" " not in LEARNT.decode([piece])[1:] for piece in range(MASK + 1, len(LEARNT)))


def test_marks_are_no_text():
    assert LEARNT.decode([START, *LEARNT.encode("좋아요"), MASK]) == "좋아요"


def test_a_merge_of_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="merge"):
        Pieces(PiecesSettings(letters="ab", merges=((FIRST_LETTER, FIRST_LETTER + 9),)))


def test_ours_is_taken_where_it_fits_and_for_few_texts():
    ours = start_pieces()
    assert ours is not None
    assert fitting_pieces(sample_texts(5, 120)) is ours
    assert fitting_pieces(["zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich"] * 3) is ours
    german = [
        f"zwölf Boxkämpfer jagen Viktor {number} quer über den großen Sylter Deich" for number in range(60)
    ]
    assert fitting_pieces(german) is not ours
