"""Which task a table is: train beside test, ratings, series, parallel texts; several tables in one set."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.dataset import open_dataset
from engine.dataset.types import Dataset

Write = Callable[..., Path]
CHANCE = random.Random(7)


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def passengers(count: int, first: int, labelled: bool) -> str:
    head = "PassengerId,Class,Age,Fare" + (",Survived" if labelled else "")
    rows = [
        f"{first + i},{CHANCE.randint(1, 3)},{CHANCE.random() * 80:.1f},{CHANCE.random() * 99:.2f}"
        + (f",{CHANCE.randint(0, 1)}" if labelled else "")
        for i in range(count)
    ]
    return lines(head, *rows)


def ratings(sign: str, count: int = 400) -> list[str]:
    cells = [
        (
            CHANCE.randint(1, 30),
            CHANCE.randint(1, 60),
            CHANCE.randint(1, 5),
            CHANCE.randint(874724710, 893286638),
        )
        for _ in range(count)
    ]
    return [sign.join(map(str, row)) for row in cells]


def evidence(dataset: Dataset) -> set[str]:
    return {key for key, _ in dataset.recognition.evidence}


def test_train_with_labels_beside_test_without(write: Write) -> None:
    files = {
        "train.csv": passengers(80, 0, True),
        "test.csv": passengers(40, 900, False),
        "gender_submission.csv": lines("PassengerId,Survived", *(f"{900 + i},0" for i in range(40))),
    }
    dataset = open_dataset(write(files))
    samples = list(dataset.samples())
    assert (dataset.recognition.form, dataset.recognition.target_name) == ("paired", "Survived")
    assert [part.form for part in dataset.recognition.parts] == ["paired", "input_only"]
    assert (len(samples), sum(s.target is not None for s in samples)) == (120, 80)
    assert {s.part for s in samples if s.target is None} == {1}
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("gender_submission.csv", "side_file")]


def test_a_blank_for_answers_has_no_say_in_what_the_texts_are(write: Write) -> None:
    texts = [f"{i},what people wrote about number {i}" for i in range(120)]
    files = {
        "train.csv": lines("id,text,target", *(f"{text},{'ab'[i % 2]}" for i, text in enumerate(texts[:80]))),
        "test.csv": lines("id,text", *texts[80:]),
        "sample_submission.csv": lines("id,target", *(f"{i},a" for i in range(80, 120))),
    }
    said = open_dataset(write(files)).recognition
    assert (said.input_modality, said.target_modality, said.target_name) == ("text", "category", "target")


def test_the_column_that_the_test_table_lacks_is_the_target(write: Write) -> None:
    def table(count: int, head: str) -> str:
        width = head.count(",") + 1
        return lines(head, *(",".join(f"{CHANCE.random():.4f}" for _ in range(width)) for _ in range(count)))

    dataset = open_dataset(write({"train.csv": table(60, "a,b,c,strength"), "test.csv": table(30, "a,b,c")}))
    assert (dataset.recognition.target_name, dataset.recognition.target_modality) == ("strength", "number")
    assert "target_lacks_elsewhere" in evidence(dataset)


def test_several_tables_are_told_as_parts(write: Write) -> None:
    files = {
        "a.csv": lines("x,y1,kind", *(f"{i},{i * 2},{'uv'[i % 2]}" for i in range(40))),
        "b.csv": lines("name,city", *(f"n{i},c{i}" for i in range(40))),
        "c.csv": lines("date,load", *(f"2024-01-{1 + i % 28:02d},{i}" for i in range(40))),
    }
    dataset = open_dataset(write(files))
    assert {part.name: part.form for part in dataset.recognition.parts} == {
        "a.csv": "paired",
        "b.csv": "input_only",
        "c.csv": "input_only",
    }
    assert len(list(dataset.samples())) == 120
    assert {s.part for s in dataset.samples()} == {0, 1, 2}
    assert "several_tables" in evidence(dataset)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("u.data", lines(*ratings("\t"))),
        ("ratings.dat", lines(*ratings("::"))),
        ("ratings.csv", lines("userId,movieId,rating,timestamp", *ratings(","))),
        ("평점.csv", lines("사용자,상품,평점,시간", *ratings(","))),
    ],
)
def test_ratings_fit_the_recommender(write: Write, name: str, text: str) -> None:
    dataset = open_dataset(write({name: text}))
    recognition = dataset.recognition
    assert (recognition.form, recognition.target_modality) == ("paired", "number")
    assert recognition.systems == ("recommender",)
    assert len(list(dataset.samples())) == 400


@pytest.mark.parametrize(
    "head", ["date,load,temp", "날짜,수요,기온", "timestamp,load,temp"], ids=["en", "ko", "stamp"]
)
def test_a_column_of_time_makes_a_series(write: Write, head: str) -> None:
    rows = [f"2023-{1 + i // 28:02d}-{1 + i % 28:02d},{i * 7 % 31},{i % 13}.5" for i in range(120)]
    dataset = open_dataset(write({"s.csv": lines(head, *rows)}))
    assert dataset.recognition.systems == ("series_forecasting",)
    assert "table_is_series" in evidence(dataset)


@pytest.mark.parametrize("more", ["", "\tCC-BY 2.0 (France) Attribution: someone.org #{i}"])
def test_parallel_texts_in_unnamed_columns(write: Write, more: str) -> None:
    rows = [f"I go to school number {i}.\t나는 학교 {i}에 갑니다." + more.format(i=i) for i in range(40)]
    dataset = open_dataset(write({"corpus.txt": lines(*rows)}))
    sample = next(dataset.samples())
    assert (dataset.recognition.input_modality, dataset.recognition.target_modality) == ("text", "text")
    assert sample.input.value == "I go to school number 0."
    assert sample.target is not None
    assert sample.target.value == "나는 학교 0에 갑니다."


def test_a_score_that_hardly_varies_is_no_target(write: Write) -> None:
    rows = [f'"{"a long plot of a film, told at length " * 3}{i}",9.3{i % 9},Film {i}' for i in range(50)]
    dataset = open_dataset(write({"films.csv": lines("synopsis,rating,title", *rows)}))
    assert (dataset.recognition.form, dataset.recognition.input_modality) == ("input_only", "text")
    assert "target_hardly_varies" in evidence(dataset)


def test_a_key_beside_one_column_keeps_rows_apart(write: Write) -> None:
    dataset = open_dataset(write({"t.csv": lines("id,rate", *(f"{1000 + i},0.{i % 3}" for i in range(60)))}))
    assert set(next(dataset.samples()).input.value or {}) == {"id", "rate"}
