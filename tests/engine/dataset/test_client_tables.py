"""Tables as clients hand them over: totals below, units, stray encodings, nested JSON, parts of all kinds."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.dataset.tables.encoding import decode_text, detect_encoding
from engine.dataset.tables.readers import open_sources
from engine.dataset.trees import FolderTree
from engine.dataset.types import Dataset
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError

Write = Callable[..., Path]

ROWS = [(f"M{i % 9}", f"{20 + i % 7}.5", f"{i % 5}", "OK" if i % 3 else "NG") for i in range(40)]
HEAD = "설비,온도,압력,판정\n"
BODY = "".join(",".join(row) + "\n" for row in ROWS)
TEXTS = [f"the delivery was late and the box arrived broken, number {i}" for i in range(40)]


def keys(dataset: Dataset) -> set[str]:
    return {key for key, _ in dataset.recognition.evidence}


def count(root: Path) -> int:
    return sum(1 for _ in open_dataset(root).samples())


@pytest.mark.parametrize(
    ("text", "columns", "evidence"),
    [
        (HEAD + BODY + "합계,,,40\n", ("설비", "온도", "압력", "판정"), "table_total_below"),
        (HEAD + BODY + "※ 출처: 품질팀 보고서,,,\n", ("설비", "온도", "압력", "판정"), "table_total_below"),
        ("3월 현황,,,\n" + HEAD + BODY, ("설비", "온도", "압력", "판정"), "table_title_above"),
        (
            "name,temp,load,판정\n-,℃,N,-\n" + BODY,
            ("name", "temp (℃)", "load (N)", "판정"),
            "table_names_in_rows",
        ),
        ("a,b,b,판정\na,x,y,판정\n" + BODY, ("a", "b x", "b y", "판정"), "table_names_in_rows"),
        ("sep=;\n" + (HEAD + BODY).replace(",", ";"), ("설비", "온도", "압력", "판정"), "table_dialect"),
        (HEAD + BODY.replace("\n", ",,\n"), ("설비", "온도", "압력", "판정"), "table_dialect"),
    ],
)
def test_what_stands_around_a_table(write: Write, text: str, columns: tuple[str, ...], evidence: str) -> None:
    dataset = open_dataset(write({"t.csv": text}))
    assert dataset.columns == columns
    assert evidence in keys(dataset)
    assert dataset.recognition.target_name == "판정"
    assert sum(1 for _ in dataset.samples()) == 40


def test_a_header_that_is_one_short_names_all_but_the_rows(write: Write) -> None:
    body = "".join(f"Car {i},{i}.5,{i % 3}\n" for i in range(30))
    assert open_dataset(write({"t.csv": "mpg,gear\n" + body})).columns == ("name", "mpg", "gear")


def test_a_questionnaire_has_a_header_of_sentences(write: Write) -> None:
    rows = [
        f"{20 + i % 3}대,{'만족' if i % 2 else '불만'},직원이 아주 친절해서 다시 가고 싶습니다 {i}"
        for i in range(30)
    ]
    head = "1. 귀하의 연령대는?,2. 만족하십니까?,3. 그 밖의 의견을 자유롭게 적어 주세요\n"
    assert count(write({"t.csv": head + "\n".join(rows)})) == 30


def test_stray_quotes_join_no_lines(write: Write) -> None:
    rows = [f'{i}\t"the food was good, number {i}\t{"ab"[i % 2]}' for i in range(40)]
    assert count(write({"t.tsv": "id\ttext\tlabel\n" + "\n".join(rows)})) == 40


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("euc_jp", "番号,本文\n1,商品がとても良かったです\n2,配達が遅くて困りました\n"),
        ("iso2022_jp", "番号,本文\n1,商品がとても良かったです\n"),
        ("gb18030", "编号,评论\n1,这个手机的屏幕非常清晰\n2,快递太慢了，等了一个星期\n"),
        ("big5", "編號,評論\n1,這個手機的螢幕非常清晰\n2,快遞太慢了\n"),
        ("cp949", "번호,이름\n" + "1,kim\n" * 50 + "2,홍길동\n"),
        ("cp1251", "Пол;Возраст\nм;3\nж;4\n"),
    ],
)
def test_encodings_of_the_east_are_told_apart(encoding: str, text: str) -> None:
    assert text.encode(encoding).decode(detect_encoding(text.encode(encoding), True)) == text


def test_lines_in_another_encoding_within_utf8() -> None:
    lines = [f"{i},배송이 정말 빨랐습니다" for i in range(30)]
    mixed = "\n".join(lines).encode() + "\n31,직원이 친절해요\n".encode("cp949") + b"32,\xff\n"
    assert decode_text(mixed).splitlines()[-2:] == ["31,직원이 친절해요", "32,\ufffd"]


CHATS = [
    {"messages": [{"role": "user", "content": t}, {"role": "assistant", "content": "yes, it was"}]}
    for t in TEXTS
]
ARTICLES = [
    {
        "context": t,
        "qas": [
            {
                "question": f"what is it that came {k}?",
                "answers": [{"text": f"box {i} {k}", "answer_start": 1}],
            }
            for k in range(2)
        ],
    }
    for i, t in enumerate(TEXTS)
]
INTENTS = [{"tag": f"t{k}", "patterns": TEXTS[8 * k : 8 * k + 8], "responses": ["ok"]} for k in range(5)]
LABELLED = [{"text": t, "label": "ab"[i % 2]} for i, t in enumerate(TEXTS)]
SPLITS = {"train": [[t, "ab"[i % 2]] for i, t in enumerate(TEXTS)], "test": [[t, "a"] for t in TEXTS[:9]]}
NESTED: dict[str, tuple[object, tuple[str, str, int]]] = {
    "chat": (CHATS, ("prompt", "response", 40)),
    "squad": ({"data": [{"title": "t", "paragraphs": ARTICLES}]}, ("context", "answer", 80)),
    "intents": ({"intents": INTENTS}, ("patterns", "tag", 40)),
    "by_class": ({f"c{k}": TEXTS[k * 9 : k * 9 + 5 + k] for k in range(4)}, ("text", "label", 26)),
    "splits": (SPLITS, ("column_1", "column_2", 49)),
    "deep": ({"response": {"body": {"items": {"item": LABELLED}}}}, ("text", "label", 40)),
}


@pytest.mark.parametrize("shape", NESTED)
def test_records_that_hold_the_samples(write: Write, shape: str) -> None:
    value, (text, target, rows) = NESTED[shape]
    dataset = open_dataset(write({"t.json": json.dumps(value)}))
    said = dataset.recognition
    assert (said.form, said.input_name, said.target_name) == ("paired", text, target)
    assert sum(1 for _ in dataset.samples()) == rows


def test_entities_are_no_samples_of_their_own(write: Write) -> None:
    records = [
        {"text": t, "intent": "ab"[i % 2], "entities": [{"value": "the box that came late"}] * 2}
        for i, t in enumerate(TEXTS)
    ]
    assert count(write({"t.json": json.dumps(records)})) == 40


def test_a_damaged_line_costs_itself(write: Write) -> None:
    lines = [json.dumps({"text": t, "label": "ab"[i % 2]}) for i, t in enumerate(TEXTS)]
    dataset = open_dataset(write({"t.jsonl": "\n".join([*lines[:20], '{"text": "cut', *lines[20:]])}))
    assert sum(1 for _ in dataset.samples()) == 40
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("t.jsonl", "damaged_lines")]


@pytest.mark.parametrize(
    "shape", ["[{rows}]", '{{"meta": {{"a": [1, 2]}}, "few": [{{"b": 1}}], "body": {{"rows": [{rows}]}}}}']
)
def test_a_large_json_is_read_record_by_record(
    write: Write, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dataset.tables.read_json._WHOLE", 100)
    monkeypatch.setattr("engine.dataset.tables.json_stream._CHUNK", 50)
    rows = ",\n".join(json.dumps(record, ensure_ascii=False) for record in LABELLED)
    samples = list(open_dataset(write({"t.json": shape.format(rows=rows)})).samples())
    assert len(samples) == 40
    assert samples[39].target is not None
    assert samples[39].target.value == "b"


def test_a_file_a_record(write: Write) -> None:
    files = {
        f"r/{i}.json": json.dumps({"id": i, "text": t, "label": "ab"[i % 2]}) for i, t in enumerate(TEXTS)
    }
    dataset = open_dataset(write(files))
    assert (dataset.recognition.target_name, sum(1 for _ in dataset.samples())) == ("label", 40)


def test_lines_that_carry_their_labels(write: Write) -> None:
    dataset = open_dataset(
        write({"t.txt": "".join(f"__label__{'ab'[i % 2]} {t}\n" for i, t in enumerate(TEXTS))})
    )
    assert (dataset.recognition.target_name, next(dataset.samples()).input.value) == ("label", TEXTS[0])


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_a_word_with_its_tag_a_line(write: Write, blank: str) -> None:
    sentence = "".join(f"{w}{blank}{t}\n" for w, t in [("Kim", "B-PER"), ("sold", "O"), ("Seoul", "B-LOC")])
    dataset = open_dataset(write({"train.txt": (sentence + "\n") * 30}))
    first = next(dataset.samples())
    assert (first.input.value, first.target and first.target.value) == ("Kim sold Seoul", "B-PER O B-LOC")
    assert dataset.recognition.systems == ("bert",)


def test_folders_that_name_columns(write: Write) -> None:
    files = {f"sales/year={y}/p.csv": "shop,qty,label\n" + "a,1,x\nb,2,y\n" * 9 for y in (2020, 2021)}
    dataset = open_dataset(write(files))
    assert dataset.columns == ("shop", "qty", "label", "year")
    assert {dict(s.input.value or {})["year"] for s in dataset.samples()} == {"2020", "2021"}  # type: ignore[call-overload]


def test_only_the_first_part_has_a_header(write: Write) -> None:
    dataset = open_dataset(write({"p-0.csv": HEAD + BODY, "p-1.csv": BODY.replace(".5", ".7")}))
    assert dataset.recognition.parts == ()
    assert sum(1 for _ in dataset.samples()) == 80


def test_inputs_and_targets_in_two_files_row_by_row(write: Write) -> None:
    files = {}
    for split, start in (("train", 0), ("test", 100)):
        files[f"X_{split}.csv"] = "a,b\n" + "".join(f"{start + i}.5,{i % 4}\n" for i in range(30))
        files[f"y_{split}.csv"] = "label\n" + "u\nv\n" * 15
    dataset = open_dataset(write(files))
    assert (dataset.columns, sum(1 for _ in dataset.samples())) == (("a", "b", "label"), 60)
    assert "table_row_by_row" in keys(dataset)


def test_a_table_that_names_files_which_are_not_here(write: Write) -> None:
    rows = "".join(f"img_{i:03d}.jpg,{'ab'[i % 2]}\n" for i in range(40))
    dataset = open_dataset(write({"t.csv": "filename,label\n" + rows}))
    assert "table_names_absent_files" in keys(dataset)
    assert dataset.recognition.confidence <= 0.5


def test_subtitles_in_two_languages_and_logs_alone(write: Write) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n"
    files = {
        f"ep{k}.{lang}.srt": cue.format(word)
        for k in range(5)
        for lang, word in (("en", "hello"), ("ko", "안녕"))
    }
    said = open_dataset(write(files)).recognition
    assert (said.form, said.layout, said.target_modality) == ("paired", "text_pairs", "text")
    assert (
        open_dataset(write({"app.log": "10:00 INFO started\n" * 40}, "log")).recognition.form == "input_only"
    )


def test_sqlite_and_translation_memories(write: Write, tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "x.db")
    base.execute("create table m (온도, 판정)")
    base.executemany("insert into m values (?, ?)", [(i, "OK" if i % 3 else "NG") for i in range(40)])
    base.commit()
    base.close()
    dataset = open_dataset(write({"m.db": (tmp_path / "x.db").read_bytes()}, "db"))
    assert (dataset.recognition.target_name, sum(1 for _ in dataset.samples())) == ("판정", 40)
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{t}</seg></tuv>'
        f'<tuv xml:lang="ko"><seg>상자 {i}이 늦게 도착했습니다</seg></tuv></tu>'
        for i, t in enumerate(TEXTS)
    )
    said = open_dataset(write({"m.tmx": f'<tmx version="1.4"><body>{units}</body></tmx>'}, "tmx")).recognition
    assert (said.form, said.input_name, said.target_name) == ("paired", "en", "ko")


def workbook(hidden: bool) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in [HEAD.strip().split(","), *ROWS]:
        book.active.append(row)  # type: ignore[union-attr]
    other = book.create_sheet("코드")
    for i in range(9):
        other.append([f"코드 {i}", f"뜻 {i}"])
    other.sheet_state = "hidden" if hidden else "visible"
    book.save(file)
    return file.getvalue()


def test_hidden_sheets_are_left_out_and_told(write: Write) -> None:
    dataset = open_dataset(write({"t.xlsx": workbook(True)}))
    assert "workbook_hidden_sheets" in keys(dataset)
    assert sum(1 for _ in dataset.samples()) == 40
    assert "workbook_sheets" in keys(open_dataset(write({"t.xlsx": workbook(False)}, "two")))


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == "xl/worksheets/sheet1.xml" else text)
    return file.getvalue()


def test_a_workbook_that_lies_about_its_size_is_read_all_the_same(write: Write) -> None:
    vast = rewritten(workbook(True), lambda text: text.replace('ref="A1:D41"', 'ref="A1:XFD1048576"'))
    assert count(write({"t.xlsx": vast})) == 40


def test_entities_in_a_workbook_cost_it(write: Write) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = rewritten(workbook(True), lambda text: bomb + text.replace("<v>0</v>", "<v>&b;</v>", 1))
    with pytest.raises(UserError):
        open_dataset(write({"t.xlsx": data}))


def ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("content.xml", f'<d {spaces}><table:table table:name="S">{rows}</table:table></d>')
    return file.getvalue()


def test_cells_of_a_spreadsheet_that_repeat(write: Write) -> None:
    def row(times: int, cells: str) -> str:
        return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'

    words = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    one = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    head = row(1, "".join(words.format(name) for name in ("a", "b", "판정")) + blank)
    good = head + row(30, one.format(2) + words.format("OK")) + row(1_000_000, blank)
    assert count(write({"t.ods": ods(good)}, "good")) == 30
    bomb = ods(row(1 << 30, one.format(16_000)))
    with pytest.raises(UserError):
        open_dataset(write({"t.ods": bomb}, "bomb"))


@pytest.mark.parametrize(
    "suffix", ["ods", "json", "jsonl", "tmx", "db", "xls", "txt", "csv", "html", "parquet"]
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_bytes_cost_the_file_alone(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    raw = bytearray(_sample(suffix))
    for place, byte in data.draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)):
        raw[int(place * (len(raw) - 1))] = byte
    cut = data.draw(st.integers(0, len(raw)))
    (tmp_path / f"t.{suffix}").write_bytes(bytes(raw[:cut]) if cut % 3 == 0 else bytes(raw))
    with suppress(UnreadableFileError):
        for source in open_sources(FolderTree(tmp_path), f"t.{suffix}"):
            assert all(len(row) == len(source.columns) for row in source.rows())


def _sample(suffix: str) -> bytes:
    if suffix == "ods":
        return ods(
            "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>" * 9
        )
    if suffix == "db":
        base = sqlite3.connect(":memory:")
        base.execute("create table m (a, b)")
        base.executemany("insert into m values (?, ?)", [(i, "x") for i in range(40)])
        return base.serialize()
    if suffix == "parquet":
        import pandas

        file = io.BytesIO()
        pandas.DataFrame({"a": range(20), "b": ["x", "y"] * 10}).to_parquet(file)
        return file.getvalue()
    written = {
        "json": json.dumps(NESTED["squad"][0]),
        "jsonl": "\n".join(json.dumps(record) for record in NESTED["chat"][0]),  # type: ignore[attr-defined]
        "tmx": '<tmx><body><tu><tuv xml:lang="en"><seg>a</seg></tuv></tu></body></tmx>',
        "xls": "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "html": "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "txt": "Kim\tB-PER\nsold\tO\n\n" * 20,
    }
    return written.get(suffix, HEAD + BODY).encode()


LETTERS = st.sampled_from(
    ["가나다", "배송이 늦어요", "a b", "", "1.5", "2,000", 'say "hi"', "x;y|z", "줄\n바꿈", " 앞뒤 "]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(LETTERS, LETTERS), min_size=8, max_size=30),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949"]),
)
def test_a_table_is_read_back_cell_by_cell(
    tmp_path: Path, cells: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    import csv

    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    rows = [[str(i), one, other, "OK" if i % 2 else "NG"] for i, (one, other) in enumerate(cells)]
    writer.writerows([["번호", "왼쪽", "오른쪽", "판정"], *rows])
    (tmp_path / "t.csv").write_bytes(file.getvalue().encode(encoding))
    source = open_sources(FolderTree(tmp_path), "t.csv")[0]
    assert source.columns == ("번호", "왼쪽", "오른쪽", "판정")
    assert list(source.rows()) == rows


def test_folders_without_labels_beside_classes(write: Write) -> None:
    folders = ("train/pos", "train/neg", "train/unsup", "test/pos", "test/neg")
    dataset = open_dataset(write({f"{f}/{i}.txt": f"{f} {TEXTS[i]}" for f in folders for i in range(9)}))
    labels = [s.target and s.target.value for s in dataset.samples()]
    assert sorted({label or "" for label in labels}) == ["", "neg", "pos"]
    assert labels.count(None) == 9
