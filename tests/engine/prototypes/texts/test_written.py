"""Texts as they are found: cleaned, cut between words, copies and authors told."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from bench_reporter import RecordingReporter

from engine.dataset import open_dataset
from engine.errors import UserError
from engine.prototypes.split import split
from engine.prototypes.texts.written import (
    LEAD,
    WIDTH,
    Document,
    authors,
    plain,
    read_document,
    read_documents,
    read_stretches,
    stretches,
)

LONG = " ".join(f"문장 {number}입니다. This is sentence {number}.\n" for number in range(120))


def test_one_way_to_write_the_same_text():
    assert plain("a \t b\r\n\r\n\r\n\r\nc\x07 ") == "a b\n\nc"
    assert plain(unicodedata.normalize("NFD", "한글")) == "한글"


@pytest.mark.parametrize("text", [plain(LONG), "가" * 500, "x" * 500, "짧은 글", "a b"])
def test_stretches_are_the_whole_text_and_none_is_too_wide(text):
    found = stretches(Document("doc", text, None, {}), lines=True)
    assert "".join(one.text for one in found) == text
    assert [one.ends for one in found] == [False] * (len(found) - 1) + [True]
    for one in found:
        assert sum(1 if sign < "\u1100" else 2 for sign in one.text) <= WIDTH
        assert len(one.lead) <= LEAD
    assert len(found) == 1 or len(found[-1].text) > 0.3 * len(found[0].text), "no tiny rest"
    for before, one in pairwise(found):
        assert before.text.endswith(one.lead) or one.lead.endswith(before.text)


def test_files_that_are_no_text_cost_themselves(tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(f"글 {number}번입니다. " * 10, encoding="utf-8")
    (tmp_path / "copy.txt").write_text("글 3번입니다. " * 10, encoding="utf-8")
    (tmp_path / "old.txt").write_bytes(("완성형으로 쓴 글입니다. " * 9).encode("cp949"))
    (tmp_path / "binary.txt").write_bytes(b"ab\0\0\x01\x02" * 40)
    (tmp_path / "empty.txt").write_bytes(b"  \n")
    documents, unreadable, unused = read_documents(open_dataset(tmp_path), RecordingReporter())
    assert len(documents) == 31
    assert any("완성형" in one.text for one in documents)
    assert (unreadable, unused) == (2, 1)


def test_of_rows_that_were_not_seen_to_be_texts_the_words_are_read(tmp_path):
    (tmp_path / "new.csv").write_text("번호,내역\n1,환불 언제 되나요\n2,또 늦네요\n3,9\n", encoding="cp949")
    dataset = open_dataset(tmp_path)
    assert dataset.recognition.input_modality == "table"
    found = [read_document(dataset, sample) for sample in dataset.samples()]
    assert [one and one.text for one in found] == ["환불 언제 되나요", "또 늦네요", None]


def test_one_long_text_is_held_apart_by_its_parts(tmp_path):
    (tmp_path / "book.txt").write_text(LONG * 4, encoding="utf-8")
    (tmp_path / "other.txt").write_text("전혀 다른 글입니다. " + LONG[::-1], encoding="utf-8")
    examples = read_stretches(open_dataset(tmp_path), 0, RecordingReporter(), lines=True)
    sides = split(examples.keys, 0)
    assert min(len(sides.train), len(sides.validation), len(sides.test)) >= 1
    assert len({one.fingerprint for one in examples.prepared}) == len(examples.prepared), "copies count once"


def test_too_little_text_is_told(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"짧은 글 {number}", encoding="utf-8")
    with pytest.raises(UserError) as told:
        read_stretches(open_dataset(tmp_path), 0, RecordingReporter(), lines=True)
    assert told.value.code == "prototype_little_text"


def test_who_wrote_is_taken_from_a_column_that_says_so():
    def rows(name: str, who: list[str]) -> list[Document]:
        return [Document(str(n), f"t{n}", None, {"날짜": "2024", name: one}) for n, one in enumerate(who)]

    many = [f"c{number % 7}" for number in range(30)]
    assert authors(rows("고객번호", many)) == many
    assert authors(rows("user_id", many)) == many
    assert authors(rows("색", many)) == [""] * 30
    assert authors(rows("author", ["same"] * 30)) == [""] * 30, "one name for all holds nobody apart"


def test_of_very_many_texts_every_folder_gives_its_share(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.prototypes.texts.written.MOST_TEXTS", 40)
    for folder in ("bad", "good"):
        (tmp_path / folder).mkdir()
        for number in range(100):
            (tmp_path / folder / f"{number}.txt").write_text(f"This is {folder} {number}.", encoding="utf-8")
    documents, _, unused = read_documents(open_dataset(tmp_path), RecordingReporter())
    labels = [one.label for one in documents]
    assert 20 < len(documents) < 60
    assert unused == 200 - len(documents)
    assert min(labels.count("bad"), labels.count("good")) >= 8
