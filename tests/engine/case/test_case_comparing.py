"""An old case and a newer rule book: what the book alone makes differ, and nothing else."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
from books import advice_edit, edited_book, headline_edit

from engine.advice import assess
from engine.advice.said import said_of
from engine.case import CaseFile
from engine.case.comparing import differences_of
from engine.rulebook import load_rule_book

ANSWERS = {"wish": "부품을 나누고 싶습니다", "form": "paired", "volume": 20_000, "labels": "good"}


@pytest.fixture(scope="module")
def book():
    return load_rule_book()


@pytest.fixture
def case(tmp_path, book):
    """A case that ``book`` has advised, closed and opened again."""
    with CaseFile.create(tmp_path / "case.jjak", "부품 검사", "ko") as case:
        for question, value in ANSWERS.items():
            case.answer(question, value)
        case.use_rulebook(book.digest)
        note(case, book)
    with CaseFile.open(case.path) as again:
        yield again


def assessed(state, book):
    return assess(book, state.answers, state.measured, without=state.without)


def note(case, book):
    case.note_said(said_of(assessed(case.state, book), book), case.state.revision)


def test_the_book_itself_is_no_other_book(case, book):
    assert differences_of(case, book) is None


def test_a_headline_that_was_edited_is_named(case, book, tmp_path):
    rule = assessed(case.state, book).advice.ruling.trace.rule
    newer = edited_book(tmp_path / "rules", headline_edit(book, rule))
    differences = differences_of(case, newer)
    assert differences.verdict[0].headline.en == assessed(case.state, book).advice.ruling.headline.en
    assert differences.verdict[1].headline.en == "Quite other words stand here now"
    assert not differences.gone
    assert not differences.added
    assert len(differences.lines("en")) == 2
    assert len(differences.lines("ko")) == 1  # not a Korean word is another


def test_an_edited_line_of_advice_is_named_and_no_other(case, book, tmp_path):
    line = assessed(case.state, book).advice.lines[0]
    with as_file(files("rules")) as rules:
        edit = advice_edit(book, line.trace.rule, rules)
    differences = differences_of(case, edited_book(tmp_path / "rules", edit))
    ((old, new),) = differences.reworded
    assert (old.rule, old.text.en) == (line.trace.rule, line.text.en)
    assert new.text.en == "Do something else instead"
    assert (differences.verdict, differences.gone, differences.added) == (None, (), ())


def test_a_change_that_this_case_does_not_meet_differs_in_nothing(case, book, tmp_path):
    newer = edited_book(tmp_path / "rules", ("book.toml", f'"{book.version}"', '"9999.1"'))
    assert newer.digest != book.digest
    differences = differences_of(case, newer)
    assert not differences.differs
    assert len(differences.lines("en")) == 1
    assert "9999.1" in differences.lines("en")[0]


def test_answers_changed_since_make_no_difference(case, book, tmp_path):
    case.answer("volume", 20)
    case.clear_answer("labels")
    case.switch_pack("today", on=False)
    newer = edited_book(tmp_path / "rules", ("book.toml", f'"{book.version}"', '"9999.1"'))
    assert not differences_of(case, newer).differs


def test_what_was_undone_is_not_compared(case, book, tmp_path):
    case.undo()  # the labels
    note(case, book)
    newer = edited_book(tmp_path / "rules", headline_edit(book, "V-01"))
    differences = differences_of(case, newer)
    assert differences.old.cells.keys() == {"form", "volume"}
    assert not differences.differs


def test_a_cut_that_moved_is_read_differently(case, book, tmp_path):
    case.answer("volume", 9_000)
    note(case, book)
    cut = next(cut for cut in book.cuts if cut.value == "many")
    moved = book.model_copy(
        update={
            "digest": "m" * 64,
            "cuts": tuple(
                other.model_copy(update={"least": 5_000}) if other is cut else other for other in book.cuts
            ),
        }
    )
    differences = differences_of(case, moved)
    assert [(cell.fact, cell.old, cell.new) for cell in differences.cells] == [("volume", "few", "many")]
    assert differences.verdict is not None


def test_a_case_of_before_anything_was_kept_says_so(tmp_path, book):
    with CaseFile.create(tmp_path / "old.jjak", "a", "ko") as case:
        assert differences_of(case, book) is None, "no book has ever advised it"
        case.use_rulebook("f" * 64)
        differences = differences_of(case, book)
    assert not differences.kept
    assert "ffffffff" in differences.lines("en")[0]
    assert not differences.differs


def test_comparing_leaves_the_file_as_it_was(case, book, tmp_path):
    newer = edited_book(tmp_path / "rules", headline_edit(book, "V-01"))
    before = case.path.read_bytes()
    with CaseFile.open(case.path, writable=False) as reading:
        assert differences_of(reading, newer) is not None
    assert case.path.read_bytes() == before
