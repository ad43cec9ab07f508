"""Tables in every format, encoding and delimiter, and the columns that are guessed in them."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.dataset.tables.encoding import decode_text, detect_encoding
from engine.dataset.types import Sample
from engine.errors import UserError

Write = Callable[..., Path]

NUMBERS = [round(0.37 * i % 7, 3) for i in range(40)]
SENTENCES = [f"a sentence of some length, number {i}" for i in range(40)]
UV = ["u", "v"] * 20
DAYS = [f"2024-01-{i % 28 + 1:02d}" for i in range(40)]
REVIEWS = [
    ("재미있게 봤습니다. 배우들의 연기가 좋았어요", "긍정"),
    ("시간이 아까운 영화였다, 다시는 안 본다", "부정"),
    ('그는 "최고"라고 말했다; 나도 그렇다', "긍정"),
    ("음악이 특히 인상 깊었고 마지막 장면이 좋다", "긍정"),
    ("줄거리가 너무 뻔해서 지루하기만 했습니다", "부정"),
] * 4


def delimited(delimiter: str = ",") -> str:
    file = io.StringIO()
    frame = pandas.DataFrame(
        {"번호": range(1, 21), "리뷰": [r for r, _ in REVIEWS], "라벨": [label for _, label in REVIEWS]}
    )
    frame.to_csv(file, sep=delimiter, index=False)
    return file.getvalue()


def texts_and_labels(root: Path) -> list[tuple[object, object]]:
    return [(s.input.value, s.target and s.target.value) for s in open_dataset(root).samples()]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "utf-32"]
)
@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt"])
def test_reviews_in_every_encoding(write: Write, delimiter: str, encoding: str, suffix: str) -> None:
    root = write({f"영화평.{suffix}": delimited(delimiter).encode(encoding)})
    recognition = open_dataset(root).recognition
    assert (recognition.form, recognition.layout) == ("paired", "table")
    assert (recognition.input_modality, recognition.target_modality) == ("text", "category")
    assert (recognition.input_name, recognition.target_name) == ("리뷰", "라벨")
    assert texts_and_labels(root) == REVIEWS


def test_latin_1_is_not_taken_for_korean(write: Write) -> None:
    rows = ["name,city,label"]
    rows += ["José Muñoz,Málaga,oui", "François Côté,Besançon,non", "Jürgen Groß,Köln,oui"] * 3
    data = "\n".join(rows).encode("latin-1")
    assert decode_text(data) == "\n".join(rows)
    values = [s.input.value for s in open_dataset(write({"people.csv": data})).samples()]
    assert {"name": "François Côté", "city": "Besançon"} in values


def test_encodings() -> None:
    assert detect_encoding("안녕하세요 여러분".encode("cp949"), True) == "cp949"
    assert detect_encoding("안녕하세요".encode()[:-1], False) == "utf-8"
    assert detect_encoding(b"plain", True) == "utf-8"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "jsonl", "json", "tsv"])
def test_every_format_gives_the_same_rows(write: Write, suffix: str) -> None:
    frame = pandas.DataFrame(
        {
            "day": pandas.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"] * 5),
            "rain": [0.0, 1.5, 2.25, None] * 5,
            "label": [1, 0, 1, 0] * 5,
        }
    )
    file = io.BytesIO()
    if suffix == "csv":
        frame.to_csv(file, index=False)
    elif suffix == "tsv":
        frame.to_csv(file, index=False, sep="\t")
    elif suffix == "xlsx":
        frame.to_excel(file, index=False)
    elif suffix == "parquet":
        frame.to_parquet(file)
    else:
        text = frame.assign(day=frame["day"].dt.strftime("%Y-%m-%d")).to_dict("records")
        lines = [json.dumps({k: None if v != v else v for k, v in row.items()}) for row in text]
        file.write(("\n".join(lines) if suffix == "jsonl" else "[" + ",".join(lines) + "]").encode())
    samples = list(open_dataset(write({f"weather.{suffix}": file.getvalue()})).samples())
    assert len(samples) == 20
    assert samples[1].input.value == {"day": "2024-01-02", "rain": "1.5"}
    assert samples[3].input.value == {"day": "2024-01-04", "rain": ""}
    assert [s.target and s.target.value for s in samples[:4]] == ["1", "0", "1", "0"]
    assert samples[0].id == f"weather.{suffix}#1"


def test_the_same_table_in_three_formats_is_one(write: Write) -> None:
    frame = pandas.DataFrame({"x": [0.5, 1.0, 2.0] * 6, "n": range(18), "label": ["a", "b", "b"] * 6})
    excel, parquet = io.BytesIO(), io.BytesIO()
    frame.to_excel(excel, index=False)
    frame.to_parquet(parquet)
    root = write(
        {"t.csv": frame.to_csv(index=False), "t.xlsx": excel.getvalue(), "t.parquet": parquet.getvalue()}
    )
    dataset = open_dataset(root)
    assert len(list(dataset.samples())) == 18
    assert sorted((i.path, i.reason) for i in dataset.ignored()) == [
        ("t.parquet", "same_table_again"),
        ("t.xlsx", "same_table_again"),
    ]


def test_a_row_number_and_the_order_of_columns_make_no_other_table(write: Write) -> None:
    frame = pandas.DataFrame({"v": NUMBERS, "text": SENTENCES, "label": UV})
    parquet = io.BytesIO()
    frame[["label", "v", "text"]].to_parquet(parquet)
    dataset = open_dataset(write({"a.csv": frame.to_csv(), "a.parquet": parquet.getvalue()}))
    assert dataset.columns == ("v", "text", "label")
    assert len(list(dataset.samples())) == 40


def test_parts_make_one_table_and_a_changed_copy_is_a_part(write: Write) -> None:
    lines = [f"{i},text number {i},{i % 2}" for i in range(90)]
    head = "id,text,label\n"
    files = {f"part-{p}.csv": head + "\n".join(lines[30 * p : 30 * p + 30]) for p in range(3)}
    dataset = open_dataset(write(files))
    ids = [sample.id for sample in dataset.samples()]
    assert len(ids) == 90
    assert ids[0] == "part-0.csv#1"
    assert ids[-1] == "part-2.csv#30"


def test_another_table_beside_is_told(write: Write) -> None:
    files = {"big.csv": delimited(), "other.csv": "a,b\n1,2\n3,4\n"}
    dataset = open_dataset(write(files))
    assert len(list(dataset.samples())) == 20
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("other.csv", "other_table")]
    as_large = {"big.csv": delimited(), "other.csv": "a,b\n" + "1,2\n" * 250}
    assert open_dataset(write(as_large, "two")).recognition.confidence < 0.6


def sample_table(columns: dict[str, list[object]]) -> str:
    return pandas.DataFrame(columns).to_csv(index=False)


@pytest.mark.parametrize(
    ("columns", "form", "target", "modality"),
    [
        ({"a": NUMBERS, "b": NUMBERS[::-1], "kind": UV}, "paired", "kind", "category"),
        ({"species": UV, "a": NUMBERS, "b": NUMBERS[::-1]}, "paired", "species", "category"),
        ({"a": NUMBERS, "price": list(range(40))}, "paired", "price", "number"),
        ({"품목": UV, "무게": NUMBERS, "불량여부": UV}, "paired", "불량여부", "category"),
        ({"무게": NUMBERS, "검사결과": UV, "비고": SENTENCES}, "paired", "검사결과", "category"),
        ({"pos_x": NUMBERS, "pos_y": NUMBERS[::-1]}, "input_only", "", None),
        ({"date": [f"2024-01-{i % 28 + 1:02d}" for i in range(40)], "load": NUMBERS}, "input_only", "", None),
        ({"id": list(range(40)), "text": SENTENCES}, "input_only", "", None),
        ({"user": [i % 7 for i in range(40)], "item": NUMBERS, "평점": UV}, "paired", "평점", "category"),
        ({"user": UV, "item": NUMBERS, "rating": [i % 5 for i in range(40)]}, "paired", "rating", "number"),
        ({"label": [i % 3 for i in range(40)], "text": SENTENCES}, "paired", "label", "category"),
        ({"mood": UV, "text": SENTENCES}, "paired", "mood", "category"),
        (
            {"Id": list(range(40)), "Area": NUMBERS, "SalePrice": list(range(40))},
            "paired",
            "SalePrice",
            "number",
        ),
        ({"동": UV, "거래금액(만원)": list(range(40))}, "paired", "거래금액(만원)", "number"),
        ({"isFraud": [i % 2 for i in range(40)], "a": NUMBERS}, "paired", "isFraud", "category"),
        ({"질문": SENTENCES, "답변": [s[::-1] for s in SENTENCES]}, "paired", "답변", "text"),
        ({"english": SENTENCES, "korean": [s[::-1] for s in SENTENCES]}, "paired", "korean", "text"),
        (
            {"번호": list(range(40)), "제목": SENTENCES, "구분": UV, "날짜": DAYS},
            "paired",
            "구분",
            "category",
        ),
        ({"x": NUMBERS, "y1": NUMBERS[::-1], "kind": [i % 3 for i in range(40)]}, "paired", "y1", "number"),
    ],
)
def test_the_target_column(
    write: Write, columns: dict[str, list[object]], form: str, target: str, modality: str | None
) -> None:
    recognition = open_dataset(write({"t.csv": sample_table(columns)})).recognition
    assert (recognition.form, recognition.target_name) == (form, target)
    assert recognition.target_modality == modality


def test_a_guessed_target_is_less_sure_than_a_named_one(write: Write) -> None:
    named = open_dataset(write({"t.csv": sample_table({"a": NUMBERS, "label": ["u", "v"] * 20})}, "1"))
    guessed = open_dataset(write({"t.csv": sample_table({"a": NUMBERS, "shade": ["u", "v"] * 20})}, "2"))
    assert named.recognition.confidence >= 0.9
    assert guessed.recognition.confidence <= 0.65


def test_a_stray_quote_swallows_no_lines(write: Write) -> None:
    rows = [
        f'{i}\t이 영화는 "정말 좋았다 {i}번째\t{i % 2}' if i % 3 == 0 else f"{i}\t보통이다 {i}\t{i % 2}"
        for i in range(60)
    ]
    assert len(texts_and_labels(write({"t.txt": "id\tdocument\tlabel\n" + "\n".join(rows)}))) == 60


def test_quoted_cells_may_hold_lines_and_commas(write: Write) -> None:
    frame = {"text": [f"first, line {i}\nsecond line" for i in range(20)], "label": ["a", "b"] * 10}
    found = texts_and_labels(write({"t.csv": sample_table(frame)}))
    assert found[3] == ("first, line 3\nsecond line", "b")
    assert len(found) == 20


def test_no_header_ragged_rows_and_blank_lines(write: Write) -> None:
    text = "1.5,2.5,a\n2.5,3.5,b\n\n3.5\n4.5,5.5,a,extra\n" + "5.5,6.5,b\n" * 6
    dataset = open_dataset(write({"t.csv": text}))
    samples = list(dataset.samples())
    assert len(samples) == 10
    assert samples[0].input.value == {"column_1": "1.5", "column_2": "2.5"}
    assert samples[2].target is None


def test_an_input_of_several_texts_is_the_longest(write: Write) -> None:
    columns = {"title": [f"title number {i} of it" for i in range(40)], "review": [s * 3 for s in SENTENCES]}
    recognition = open_dataset(write({"t.csv": sample_table(columns | {"label": UV})})).recognition
    assert (recognition.input_modality, recognition.input_name) == ("text", "review")


def test_a_small_table_beside_hardly_matters(write: Write) -> None:
    files = {
        "big.csv": sample_table({"text": SENTENCES * 5, "label": UV * 5}),
        "codes.csv": "code,name\n1,x\n2,y",
    }
    assert open_dataset(write(files)).recognition.confidence > 0.85


def test_dates_and_single_precision_make_no_difference(write: Write) -> None:
    days = pandas.date_range("2023-01-01", periods=40)
    values = pandas.Series(NUMBERS, dtype="float32")
    parquet = io.BytesIO()
    pandas.DataFrame({"day": days, "v": values}).to_parquet(parquet)
    text = pandas.DataFrame({"day": days.strftime("%Y/%m/%d"), "v": NUMBERS}).to_csv(index=False)
    dataset = open_dataset(write({"a.csv": text, "a.parquet": parquet.getvalue()}))
    assert len(list(dataset.samples())) == 40


LABELLED = [(f"{i % 3}.5", f"{i}.25", "OK" if i % 2 else "NG") for i in range(40)]


@pytest.mark.parametrize(
    "above",
    [
        [],
        ["2024년 생산 현황"],
        ["생산 현황,,", ",,"],
        ["# exported", "# by a tool"],
        ["생산 현황,,", "작성자,,김철수"],
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_titles_above_a_table_are_no_rows(write: Write, above: list[str], suffix: str) -> None:
    lines = [*above, "온도,압력,판정", *(",".join(row) for row in LABELLED)]
    data = "\n".join(lines).encode()
    if suffix == "xlsx":
        file = io.BytesIO()
        cells = [[*line.split(","), "", ""][:3] for line in lines]
        pandas.DataFrame(cells).replace("", None).to_excel(file, index=False, header=False)
        data = file.getvalue()
    dataset = open_dataset(write({f"t.{suffix}": data}))
    assert (dataset.columns, dataset.recognition.target_name) == (("온도", "압력", "판정"), "판정")
    assert len(list(dataset.samples())) == 40


def test_a_row_that_counts_and_names_is_neither_header_nor_row(write: Write) -> None:
    """As scikit-learn writes its own sets: how many rows and columns, then the classes' names."""
    rows = [f"{i}.5,{i % 7}.1,{i % 3}.3,{i // 10}" for i in range(30)]
    dataset = open_dataset(write({"t.csv": "30,3,setosa,virginica\n" + "\n".join(rows)}))
    assert len(list(dataset.samples())) == 30
    assert dataset.recognition.form == "paired"


def test_a_sheet_of_notes_before_the_table_is_passed_over(write: Write) -> None:
    file = io.BytesIO()
    with pandas.ExcelWriter(file) as book:
        pandas.DataFrame([["이 파일은 생산 데이터입니다"], ["문의: 홍길동"]]).to_excel(
            book, sheet_name="안내", index=False, header=False
        )
        pandas.DataFrame(LABELLED, columns=["온도", "압력", "판정"]).to_excel(
            book, sheet_name="표", index=False
        )
    assert open_dataset(write({"t.xlsx": file.getvalue()})).columns == ("온도", "압력", "판정")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_table_called_txt_without_header(write: Write, order: int, encoding: str) -> None:
    lines = ["\t".join((review, label)[::order]) for review, label in REVIEWS * 2]
    root = write({"sms.txt": "\n".join(lines).encode(encoding)})
    assert open_dataset(root).recognition.layout == "table"
    assert texts_and_labels(root) == REVIEWS * 2


def test_a_header_whose_name_is_a_class_as_well(write: Write) -> None:
    rows = [f"{review}\t{['none', 'hate', 'offensive'][i % 3]}" for i, (review, _) in enumerate(REVIEWS)]
    root = write({"h.tsv": "comments\thate\n" + "\n".join(rows)})
    assert {label for _, label in texts_and_labels(root)} == {"none", "hate", "offensive"}
    assert len(texts_and_labels(root)) == 20


def test_commas_inside_numbers_delimit_nothing(write: Write) -> None:
    rows = [f"{i},25;{i % 7},5;{'gut' if i % 2 else 'schlecht'}" for i in range(40)]
    dataset = open_dataset(write({"t.csv": "a;b;klasse\n" + "\n".join(rows)}))
    assert dataset.columns == ("a", "b", "klasse")


def test_a_packed_table_is_read_and_a_cut_one_is_refused(write: Write) -> None:
    packed = gzip.compress(delimited().encode())
    root = write({"t.csv.gz": packed})
    assert texts_and_labels(root) == REVIEWS
    for data in (packed[:40], b"no gzip", b""):
        with pytest.raises(UserError):
            open_dataset(write({"t.csv.gz": data}, "cut"))


def test_a_file_that_holds_all_the_others_is_the_same_table(write: Write) -> None:
    lines = [f"{i}\t{review} {i}\t{i % 2}\n" for i, (review, _) in enumerate(REVIEWS * 3)]
    head = "id\tdocument\tlabel\n"
    parts = {"train.txt": lines[:40], "test.txt": lines[40:], "all.txt": lines[::-1]}
    dataset = open_dataset(write({name: head + "".join(part) for name, part in parts.items()}))
    assert len(list(dataset.samples())) == 60
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("all.txt", "same_table_again")]


@pytest.mark.parametrize(
    "columns",
    [
        {"toxic": [i % 2 for i in range(40)], "text": SENTENCES, "insult": [i % 3 % 2 for i in range(40)]},
        {"고객": NUMBERS, "나이": list(range(40)), "지역": UV},
        {"one": SENTENCES, "two": [s[::-1] for s in SENTENCES]},
    ],
)
def test_which_column_is_the_target_may_be_unknown(write: Write, columns: dict[str, list[object]]) -> None:
    recognition = open_dataset(write({"t.csv": sample_table(columns)})).recognition
    assert recognition.confidence < 0.6
    assert {"target_column_unclear", "other_columns_possible"} & {key for key, _ in recognition.evidence}


def test_short_texts_are_texts_by_their_name(write: Write) -> None:
    columns = {"document": [f"최고 {i}" for i in range(40)], "label": UV}
    assert open_dataset(write({"t.csv": sample_table(columns)})).recognition.input_modality == "text"


def test_a_line_without_end_is_no_table(write: Write) -> None:
    with pytest.raises(UserError):
        open_dataset(write({"t.csv": b"a,b\n" + b"0" * (20 << 20)}))


def test_prose_is_not_a_table(write: Write) -> None:
    prose = "옛날 옛적에, 호랑이가 살았습니다.\n그는 배가 고팠고, 떡을 찾아, 산을 넘었습니다.\n끝.\n" * 10
    recognition = open_dataset(write({"story.txt": prose})).recognition
    assert (recognition.layout, recognition.input_modality) == ("flat_folder", "text")


def test_a_table_that_breaks_off_is_told(write: Write) -> None:
    good = "\n".join(json.dumps({"text": f"sentence {i}", "label": i % 2}) for i in range(6000))
    dataset = open_dataset(write({"t.jsonl": good + '\n{"text": "cut o'}))
    assert len(list(dataset.samples())) == 6000
    assert [(i.path, i.reason) for i in dataset.ignored()] == [("t.jsonl", "damaged_lines")]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt", "xlsx", "parquet", "json", "jsonl"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.binary(max_size=300),
    head=st.sampled_from([b"", b"a,b,c\n1,2,3\n", b"PK\x03\x04", b"PAR1", b"[{", b"\xff\xfe", b'"']),
)
def test_no_table_whatever_its_bytes_raises_anything_else(
    tmp_path: Path, suffix: str, noise: bytes, head: bytes
) -> None:
    path = tmp_path / f"fuzz.{suffix}"
    path.write_bytes(head + noise)
    try:
        dataset = open_dataset(path)
    except UserError:
        return
    for sample in dataset.samples():
        assert isinstance(sample, Sample)
    assert all(file.reason for file in dataset.ignored())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from(["xlsx", "parquet"]))
def test_a_damaged_workbook_or_parquet_costs_itself(tmp_path: Path, data: st.DataObject, suffix: str) -> None:
    file = io.BytesIO()
    frame = pandas.DataFrame({"x": range(30), "label": ["a", "b"] * 15})
    if suffix == "xlsx":
        frame.to_excel(file, index=False)
    else:
        frame.to_parquet(file)
    raw = bytearray(file.getvalue())
    for place, byte in data.draw(
        st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=30)
    ):
        raw[int(place * (len(raw) - 1))] = byte
    root = tmp_path / suffix
    root.mkdir(exist_ok=True)
    (root / "good.csv").write_text("x,label\n" + "1,a\n2,b\n" * 10, encoding="utf-8")
    (root / f"bad.{suffix}").write_bytes(bytes(raw))
    dataset = open_dataset(root)
    assert isinstance(dataset.tree.name, str)
    assert sum(1 for _ in dataset.samples()) >= 20


def test_columns_are_all_told(write: Write) -> None:
    dataset = open_dataset(write({"t.csv": delimited()}))
    assert dataset.columns == ("번호", "리뷰", "라벨")
