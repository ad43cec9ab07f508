"""What a case remembers: changes, undo and redo, blobs, and what doesn't count as a change."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace

import pytest
from case_samples import AUDIT, prototype, run_folder

from engine.case import CaseFile
from engine.errors import UserError
from engine.interview.types import Answer, Measurement


@pytest.fixture
def case(tmp_path):
    with CaseFile.create(tmp_path / "고객 상담.jjak", "부품 검사", "ko") as case:
        yield case


def reopened(case):
    case.close()
    with CaseFile.open(case.path) as again:
        return again.state


def test_a_new_case_is_empty_and_has_nothing_to_undo(case):
    state = case.state
    assert (state.name, state.client, state.language, state.revision) == ("부품 검사", "", "ko", 1)
    assert not state.answers
    assert not state.measured
    assert state.undo is state.redo is state.sample is state.rulebook_digest is None
    assert state.created.endswith("+00:00")


def test_everything_is_there_again_after_reopening(case, tmp_path):
    case.answer("form", "paired", "sample", "사진과 라벨이 함께 있음")
    case.answer("volume", 1200)
    case.answer("means", ("gpu", "staff"))
    case.rename("부품 분류")
    case.set_client("한빛정밀")
    case.set_language("en")
    case.use_rulebook("d1")
    case.record_sample("/data/x", AUDIT, {"form": "paired", "volume": 570})
    case.switch_pack("today", on=False)
    state = case.record_prototype(prototype(), run_folder(tmp_path / "run"))
    assert state.without == {"today"}
    assert state.answers["means"].value == ("gpu", "staff")
    assert state.answers["volume"].value == 1200
    assert state.measured["volume"] == Measurement(570, state.sample.order)
    assert state.rulebook_digest == "d1"
    assert state.undo == "record_prototype"
    assert reopened(case) == state


def test_blobs_come_back_and_equal_ones_are_kept_once(case, tmp_path):
    case.record_prototype(prototype(1), run_folder(tmp_path / "a", b"model", (b"same", b"same", b"other")))
    state = case.record_prototype(prototype(2), run_folder(tmp_path / "b", b"model", (b"same",)))
    first, second = state.prototypes
    assert case.blob(first.model) == b"model"
    assert {name: case.blob(key) for name, key in first.pictures.items()} == {
        "0.png": b"same",
        "1.png": b"same",
        "2.png": b"other",
    }
    assert (second.model, second.pictures["0.png"]) == (first.model, first.pictures["1.png"])
    with pytest.raises(UserError):
        case.blob("0" * 64)
    with sqlite3.connect(case.path) as connection:
        assert connection.execute("SELECT count(*) FROM blob").fetchone() == (3,)
    connection.close()


def test_an_unfinished_run_is_not_recorded(case, tmp_path):
    (tmp_path / "run").mkdir()
    before = case.state
    with pytest.raises(FileNotFoundError):
        case.record_prototype(prototype(), tmp_path / "run")
    assert case.state == before == reopened(case)


def test_equal_values_append_nothing(case):
    case.answer("form", "paired")
    case.set_client("한빛정밀")
    state = case.state
    assert case.answer("form", "paired") == state
    assert case.set_client("한빛정밀") == state
    assert case.rename("부품 검사") == state
    assert case.set_language("ko") == state
    assert case.clear_answer("labels") == state
    assert case.switch_pack("today", on=True) == state, "it is on from the start"
    assert case.redo() == state


def test_a_pack_is_switched_off_and_on_and_undone(case):
    case.switch_pack("today", on=False)
    assert case.switch_pack("firm", on=False).without == {"today", "firm"}
    assert case.state.undo == "switch_pack"
    same = case.switch_pack("today", on=False)
    assert same == case.state
    assert case.switch_pack("today", on=True).without == {"firm"}
    assert case.undo().without == {"today", "firm"}
    assert case.undo().without == {"today"}
    assert case.undo().without == frozenset()
    assert case.redo().without == {"today"}
    assert reopened(case).without == {"today"}


def test_order_grows_with_the_value_only(case):
    first = case.answer("form", "paired").answers["form"]
    noted = case.answer("form", "paired", "sample", "확인함").answers["form"]
    assert noted == Answer("paired", first.order, "sample", "확인함")
    changed = case.answer("form", "unpaired").answers["form"]
    assert changed.order > first.order
    later = case.answer("labels", "good")
    confirmed = case.confirm_answer("form")
    assert confirmed.answers["form"] == replace(changed, confirmed=confirmed.revision), (
        "a confirmed answer is as old as before, and what rests on it stands"
    )
    assert confirmed.answers["form"].seen > later.answers["labels"].order
    assert case.confirm_answer("never asked") == confirmed
    assert case.undo() == replace(later, revision=confirmed.revision + 1, redo="confirm_answer"), (
        "undo takes the confirmation back"
    )
    case.redo()
    noted = case.answer("form", "unpaired", "client", "두 번 물음").answers["form"]
    assert noted.confirmed == confirmed.revision
    assert case.answer("form", "paired").answers["form"].confirmed is None


def test_text_and_number_are_different_answers(case):
    case.answer("volume", "1200")
    assert case.answer("volume", 1200).answers["volume"].value == 1200
    assert type(reopened(case).answers["volume"].value) is int


def test_measured_again_with_the_same_value_keeps_its_age(case):
    first = case.record_sample("/a", AUDIT, {"form": "paired", "volume": 570, "labels": "good"})
    second = case.record_sample("/b", AUDIT, {"form": "paired", "volume": 900})
    assert second.measured["form"] == first.measured["form"]
    assert second.measured["volume"] == Measurement(900, second.sample.order)
    assert set(second.measured) == {"form", "volume"}, "what is not measured any more is gone"
    back = case.undo()
    assert (back.measured, back.sample) == (first.measured, first.sample)


def test_undo_takes_back_step_by_step_and_redo_brings_back(case, tmp_path):
    states = [case.state]
    states.append(case.answer("form", "paired"))
    states.append(case.answer("form", "unpaired"))
    states.append(case.clear_answer("form"))
    states.append(case.rename("다른 이름"))
    states.append(case.set_client("한빛정밀"))
    states.append(case.switch_pack("today", on=False))
    states.append(case.record_sample("/a", AUDIT, {"form": "paired"}))
    states.append(case.record_prototype(prototype(), run_folder(tmp_path / "run")))
    for earlier, later in zip(states[-2::-1], states[:0:-1], strict=True):
        back = case.undo()
        assert said(back) == said(earlier)
        assert back.redo == later.undo
    assert case.undo().undo is None
    for later in states[1:]:
        assert said(case.redo()) == said(later)
    assert case.state.redo is None
    assert reopened(case) == case.state


def test_a_new_change_drops_what_could_be_redone_but_the_log_keeps_it(case):
    case.answer("form", "paired")
    case.undo()
    state = case.answer("form", "unpaired")
    assert state.redo is None
    assert case.redo() == state
    with sqlite3.connect(case.path) as connection:
        bodies = [body for (body,) in connection.execute("SELECT body FROM change")]
    connection.close()
    assert any('"paired"' in body for body in bodies)


def test_settings_are_not_undone_and_leave_redo_alone(case):
    case.answer("form", "paired")
    case.undo()
    state = case.set_language("en")
    assert (state.undo, state.redo) == (None, "answer")
    assert case.undo().language == "en"
    assert case.redo().answers["form"].value == "paired"


def test_what_no_file_can_hold_is_replaced(case):
    state = case.answer("wish", "\ud83d alone", note="\udc80")
    assert state.answers["wish"] == Answer("? alone", state.revision, note="?")
    assert case.rename("\udfff").name == "?"
    assert reopened(case) == case.state


def test_nothing_lies_beside_the_file(case):
    case.answer("form", "paired")
    assert [file.name for file in case.path.parent.iterdir()] == [case.path.name]


def test_what_is_written_cannot_be_changed(case):
    case.answer("form", "paired")
    case.close()
    connection = sqlite3.connect(case.path)
    for statement in ("UPDATE change SET body = ''", "DELETE FROM change", "DELETE FROM blob WHERE 1"):
        if "blob" in statement:
            connection.execute("INSERT INTO blob VALUES ('k', x'00')")
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            connection.execute(statement)
    connection.close()


def test_two_programs_may_append_to_the_same_case(case):
    with CaseFile.open(case.path) as other:
        case.answer("form", "paired")
        state = other.answer("labels", "good")
        assert set(state.answers) == {"form", "labels"}
        assert case.undo().answers.keys() == {"form"}, "the last change is the other's"
        assert other.set_client("한빛정밀").answers.keys() == {"form"}
        case.rename("다른 이름")
    with CaseFile.open(case.path) as last:
        assert last.state == case.state


def test_many_threads_may_append(case):
    def answer(thread):
        for round_ in range(10):
            case.answer(f"q{thread}", round_)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key: answer.value for key, answer in case.state.answers.items()} == {f"q{n}": 9 for n in range(4)}
    assert case.state.revision == 41
    assert reopened(case) == case.state


def said(state):
    """The state without its clockwork."""
    return replace(state, revision=0, undo=None, redo=None)


def test_a_measurement_of_all_the_data_keeps_its_scope_and_not_as_a_question_of_its_own(case):
    first = case.record_sample("/a", AUDIT, {"volume": 4018, "volume_scope": "likely"})
    assert dict(first.measured) == {"volume": Measurement(4018, first.sample.order, "likely")}
    proved = case.record_sample("/a", AUDIT, {"volume": 4018, "volume_scope": "proved"})
    assert proved.measured["volume"] == Measurement(4018, proved.sample.order, "proved")
    assert reopened(case).measured == proved.measured
