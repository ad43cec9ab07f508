"""Random lives of a case: what is said now is said after reopening, and undo is the way back."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from case_samples import AUDIT
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.advice.said import Said
from engine.case import CaseFile

QUESTIONS = st.sampled_from(["form", "volume", "labels", "means"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.one_of(
    st.sampled_from(["paired", "unknown"]),
    st.integers(0, 10**7),
    st.lists(TEXTS, max_size=3).map(tuple),
    TEXTS,
)


class CaseLife(RuleBasedStateMachine):
    """Drives one real file; ``past`` and ``future`` are what undo and redo must bring."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.case = CaseFile.create(Path(self.folder.name) / "a.jjak", "a", "ko")
        self.past = []
        self.future = []

    def teardown(self):
        self.case.close()
        self.folder.cleanup()

    def changed(self, before, after):
        if after.revision != before.revision:
            self.past.append(before)
            self.future.clear()
        else:
            assert after == before

    @rule(question=QUESTIONS, value=VALUES, origin=st.sampled_from(["client", "sample"]), note=TEXTS)
    def answer(self, question, value, origin, note):
        before = self.case.state
        after = self.case.answer(question, value, origin, note)
        assert after.answers[question].value == value
        assert after.answers[question].note == note
        self.changed(before, after)

    @rule(question=QUESTIONS)
    def clear(self, question):
        before = self.case.state
        after = self.case.clear_answer(question)
        assert question not in after.answers
        self.changed(before, after)

    @rule(question=QUESTIONS)
    def confirm(self, question):
        self.changed(self.case.state, self.case.confirm_answer(question))

    @rule(name=TEXTS)
    def rename(self, name):
        self.changed(self.case.state, self.case.rename(name))

    @rule(pack=st.sampled_from(["today", "firm"]), on=st.booleans())
    def switch_pack(self, pack, on):
        before = self.case.state
        after = self.case.switch_pack(pack, on)
        assert (pack in after.without) != on
        self.changed(before, after)

    @rule(digest=st.sampled_from("abc"), rule_id=TEXTS)
    def note_said(self, digest, rule_id):
        before = self.case.state
        self.case.note_said(Said(digest=digest, version="1", rule=rule_id), before.revision)
        assert self.case.state == before
        noted = self.case.said_before("d")
        assert (noted.said.digest, noted.said.rule) == (digest, rule_id)
        assert self.case.state_at(noted.clock) == before or noted.clock < before.revision

    @rule(measured=st.dictionaries(QUESTIONS, st.integers(0, 3) | st.just("paired")))
    def record_sample(self, measured):
        after_before = self.case.state
        after = self.case.record_sample("/a", AUDIT, measured)
        assert {key: found.value for key, found in after.measured.items()} == measured
        self.changed(after_before, after)

    @rule(language=st.sampled_from(["ko", "en"]))
    def set_language(self, language):
        assert self.case.set_language(language).language == language

    @rule()
    def undo(self):
        before = self.case.state
        after = self.case.undo()
        if self.past:
            assert said(after) == said(self.past.pop())
            self.future.append(before)
        else:
            assert after == before

    @rule()
    def redo(self):
        before = self.case.state
        after = self.case.redo()
        if self.future:
            assert said(after) == said(self.future.pop())
            self.past.append(before)
        else:
            assert after == before

    @precondition(lambda self: self.past)
    @rule()
    def undo_then_redo(self):
        before = self.case.state
        self.case.undo()
        assert said(self.case.redo()) == said(before)

    @rule()
    def reopen(self):
        before = self.case.state
        self.case.close()
        self.case = CaseFile.open(self.case.path)
        assert self.case.state == before

    @invariant()
    def says_what_can_be_undone(self):
        assert (self.case.state.undo is None) == (not self.past)
        assert (self.case.state.redo is None) == (not self.future)


def said(state):
    """Without the clockwork, and the language, which undo passes over."""
    return replace(state, revision=0, undo=None, redo=None, language="ko")


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
