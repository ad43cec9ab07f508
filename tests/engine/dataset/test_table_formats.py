"""Old workbooks, Arrow, pages called .xls, JSON of all shapes, headers of two rows, columns of blanks."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.dataset.tables.encoding import detect_encoding
from engine.dataset.tables.headings import counts_columns, heading_rows, joined_names
from engine.errors import UserError

Write = Callable[..., Path]
FRAME = pandas.DataFrame({"온도": [20 + i for i in range(30)], "판정": ["OK", "NG"] * 15})


def arrow(stream: bool) -> bytes:
    file = io.BytesIO()
    table = pyarrow.Table.from_pandas(FRAME)
    maker = pyarrow.ipc.new_stream if stream else pyarrow.ipc.new_file
    with maker(file, table.schema) as writer:
        writer.write_table(table)
    return file.getvalue()


def feather() -> bytes:
    file = io.BytesIO()
    FRAME.to_feather(file)
    return file.getvalue()


def page() -> bytes:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in FRAME.itertuples(index=False))
    return f"<html><body><table><tr><th>온도</th><th>판정</th></tr>{rows}</table>".encode("cp949")


def xlsx() -> bytes:
    file = io.BytesIO()
    FRAME.to_excel(file, index=False)
    return file.getvalue()


RECORDS = [{"온도": int(a), "판정": b} for a, b in FRAME.itertuples(index=False)]
SHAPES: dict[str, object] = {
    "records": RECORDS,
    "under_a_key": {"version": 1, "results": RECORDS},
    "under_any_key": {"meta": {"n": 1}, "측정": RECORDS},
    "split": {"columns": ["온도", "판정"], "data": [list(r.values()) for r in RECORDS]},
    "columns": {"온도": [r["온도"] for r in RECORDS], "판정": [r["판정"] for r in RECORDS]},
    "pandas": json.loads(FRAME.to_json()),
    "keyed": {f"id{i}": record for i, record in enumerate(RECORDS)},
    "rows": [["온도", "판정"], *(list(r.values()) for r in RECORDS)],
    "features": {
        "type": "FeatureCollection",
        "features": [{"properties": r, "geometry": None} for r in RECORDS],
    },
}


def check(root: Path) -> None:
    dataset = open_dataset(root)
    assert (dataset.recognition.form, dataset.recognition.target_name) == ("paired", "판정")
    values = [(s.input.value, s.target and s.target.value) for s in dataset.samples()]
    assert len(values) == 30
    assert values[3][1] == "NG"
    assert "23" in dict(values[3][0] or {}).values()  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.arrow", arrow(False)),
        ("t.arrow", arrow(True)),
        ("t.feather", feather()),
        ("t.xls", page()),
        ("t.xls", xlsx()),
        ("t.csv", xlsx()),
        ("t.xls", FRAME.to_csv(index=False, sep="\t").encode("cp949")),
    ],
)
def test_formats(write: Write, name: str, data: bytes) -> None:
    check(write({name: data}))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_shapes_of_json(write: Write, shape: str, encoding: str) -> None:
    check(write({"t.json": json.dumps(SHAPES[shape], ensure_ascii=False).encode(encoding)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_json_lines_in_every_encoding(write: Write, encoding: str) -> None:
    text = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)
    check(write({"t.jsonl": text.encode(encoding)}))


def test_objects_within_records_become_columns(write: Write) -> None:
    records = [{"user": {"age": i, "home": {"city": "a"}}, "label": "uv"[i % 2]} for i in range(20)]
    dataset = open_dataset(write({"t.json": json.dumps(records)}))
    assert dataset.columns == ("user.age", "user.home.city", "label")


def test_sheets_of_the_same_columns_are_one_table(write: Write) -> None:
    file = io.BytesIO()
    with pandas.ExcelWriter(file) as book:
        for month in range(3):
            FRAME.assign(온도=FRAME["온도"] + 100 * month).to_excel(
                book, sheet_name=f"{month + 1}월", index=False
            )
        pandas.DataFrame({"code": [1, 2], "name": ["x", "y"]}).to_excel(book, sheet_name="codes", index=False)
    dataset = open_dataset(write({"t.xlsx": file.getvalue()}))
    ids = [s.id for s in dataset.samples() if s.part == 0]
    assert len(ids) == 90
    assert (ids[0], ids[30]) == ("t.xlsx#1", "t.xlsx#2월#1")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ID,측정값,,판정\n,온도,압력,\n", ("ID", "측정값 온도", "측정값 압력", "판정")),
        ("country,1990,1991,1992\n", ("country", "1990", "1991", "1992")),
        ("# made by a tool\n# a,b,c,판정\n", ("a", "b", "c", "판정")),
    ],
)
def test_headers(write: Write, text: str, columns: tuple[str, ...]) -> None:
    body = "".join(f"C{i},{i}.5,{20 + i},{'OK' if i % 2 else 'NG'}\n" for i in range(20))
    if columns[0] == "country":
        body = "".join(f"C{i},{i}.5,{20 + i},{i}\n" for i in range(20))
    dataset = open_dataset(write({"t.csv": text + body}))
    assert dataset.columns == columns
    assert len(list(dataset.samples())) == 20


@pytest.mark.parametrize(
    ("name", "row", "columns"),
    [
        ("auto.data", '{i}.5   8   307.0   {i}30.0  12.0   1\t"chevrolet chevelle {i}"', 7),
        ("t.txt", "장비 제{i}호      {i}.5   20.25", 3),
        ("t.dat", "{i}::2::3.5::x y", 4),
    ],
)
def test_columns_of_blanks(write: Write, name: str, row: str, columns: int) -> None:
    dataset = open_dataset(write({name: "\n".join(row.format(i=i) for i in range(10, 40))}))
    assert len(dataset.columns) == columns
    assert len(list(dataset.samples())) == 30


def test_commas_of_sentences_part_nothing(write: Write) -> None:
    text = "\n".join(f"id{i}|Once, there was one.|Once, there were {i}." for i in range(30))
    assert len(open_dataset(write({"t.csv": text})).columns) == 3


def test_a_column_of_sentences_with_commas(write: Write) -> None:
    text = "text\n" + "\n".join(f"this is sentence number {i}, and more" for i in range(20))
    dataset = open_dataset(write({"t.csv": text}))
    assert dataset.columns == ("text",)
    assert next(dataset.samples()).input.value == "this is sentence number 0, and more"


def test_blanks_behind_commas_are_no_prose(write: Write) -> None:
    text = "\n".join(
        f"{30 + i}, State gov, {700 + i}, Never married, {'<=50K' if i % 3 else '>50K'}" for i in range(40)
    )
    assert len(open_dataset(write({"adult.data": text})).columns) == 5


@pytest.mark.parametrize("suffix", ["xls", "xlsb", "ods", "arrow", "feather"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"ARROW1" * 9, b"<table>"]
)
def test_damaged_files_cost_themselves(write: Write, suffix: str, data: bytes) -> None:
    with pytest.raises(UserError):
        open_dataset(write({f"t.{suffix}": data}))


def test_an_archive_called_csv_is_told(write: Write) -> None:
    dataset = open_dataset(write({"a.csv": b"PK\x03\x04" + b"\0" * 40, "b.csv": FRAME.to_csv(index=False)}))
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("a.csv", "archive_called_table")]


CELLS = st.lists(st.lists(st.sampled_from(["", "a", "1", "2,5", "b c"]), max_size=5), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(CELLS, st.integers(1, 5))
def test_headings_never_raise(rows: list[list[str]], width: int) -> None:
    count = heading_rows(rows, width)
    assert 1 <= count <= max(1, len(rows) - 1)
    assert len(joined_names(rows[:count], width)) >= width
    assert counts_columns(rows[0]) in (True, False)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso8859_7", "id,name\n1,Λεωνίδας\n2,Αλέξανδρος\n3,Μύρων\n"),
        ("cp1251", "имя,город\nИван,Москва\nсообщение о погоде,страна\n"),
        ("koi8_r", "имя,город\nИван,Москва\nсообщение о погоде,страна\n"),
        ("cp1252", "name,city\nJosé,Málaga\nFrançois,Besançon\nÅse,Tromsø\n"),
        ("latin-1", "id,name\n1,english\n2,é\n"),
        ("iso8859_2", "jméno,město\nŻółw,Łódź\nPřemysl,Děčín\nGyőr,Szőlő\n"),
        ("cp932", "名前,都市\n田中さん,東京都\n鈴木さん,大阪府\nこれは文です,東京\n"),
        ("gb18030", "姓名,城市\n王小明,北京市\n李华,上海市\n这是一个句子,北京\n"),
        ("cp949", "이름,도시\n김철수,서울\n이것은 문장입니다,부산\n"),
    ],
)
def test_old_encodings_read_right(encoding: str, text: str) -> None:
    assert text.encode(encoding).decode(detect_encoding(text.encode(encoding), True)) == text
