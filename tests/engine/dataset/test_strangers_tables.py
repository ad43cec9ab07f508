"""Tables and texts as strangers have them: what each truly is was written down before it was opened."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from engine.dataset import open_dataset
from engine.dataset.types import Dataset
from engine.errors import UserError

DRAWN = random.Random(5)
WORDS = (
    "배송이",
    "상품이",
    "직원이",
    "생각보다",
    "무척",
    "빨랐습니다",
    "좋았어요",
    "별로였어요",
    "다시",
    "주문할게요",
)


def text(words: int = 7) -> str:
    return " ".join(DRAWN.choices(WORDS, k=words)) + f" {DRAWN.randint(0, 9999)}."


def number() -> str:
    return f"{DRAWN.gauss(50, 9):.3f}"


def write(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8", above: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    path.write_bytes((above + lines.getvalue()).encode(encoding))


def said(path: Path) -> tuple[str, str, str | None, int, str]:
    dataset = open_dataset(path)
    told = dataset.recognition
    return told.form, told.input_modality, told.target_modality, rows_of(dataset), told.target_name


def rows_of(dataset: Dataset) -> int:
    return sum(1 for _ in dataset.samples())


def test_fifteen_lines_of_notes_above_deals_in_flats(tmp_path: Path) -> None:
    above = "".join(f'"안내 문구 {line}입니다."\r\n' for line in range(15))
    names = ["NO", "시군구", "단지명", "전용면적(㎡)", "계약년월", "거래금액(만원)", "층", "거래유형"]
    deals = [
        [
            n,
            "서울 강남구",
            "자이",
            number(),
            "202305",
            f"{30000 + n * 7:,}",
            n % 20,
            ["직거래", "중개"][n % 2],
        ]
        for n in range(120)
    ]
    write(tmp_path / "실거래가.csv", [names, *deals], "cp949", above)
    assert said(tmp_path) == ("paired", "table", "number", 120, "거래금액(만원)")


@pytest.mark.parametrize(
    ("names", "row", "target"),
    [
        ("Id MSSubClass LotArea SalePrice", lambda n: [n, n % 3, 900 + n, 50_000 + 31 * n], "SalePrice"),
        ("ref surface étage prix", lambda n: [f"R{n}", number(), n % 9, 90_000 + 17 * n], "prix"),
    ],
)
def test_a_price_at_the_end_is_the_target(tmp_path: Path, names: str, row: object, target: str) -> None:
    assert callable(row)
    write(tmp_path / "t.csv", [names.split(), *(row(n) for n in range(80))], "latin-1")
    assert said(tmp_path) == ("paired", "table", "number", 80, target)


def test_tables_of_numbers_without_names_have_a_class(tmp_path: Path) -> None:
    write(tmp_path / "a" / "w.data", [[n, "MB"[n % 2], *(number() for _ in range(6))] for n in range(60)])
    write(tmp_path / "b" / "h.data", [[*(number() for _ in range(6)), n % 2, n % 5] for n in range(60)])
    assert said(tmp_path / "a") == ("paired", "table", "category", 60, "column_2")
    assert said(tmp_path / "b") == ("paired", "table", "category", 60, "column_8")


def test_texts_with_several_label_columns_are_texts(tmp_path: Path) -> None:
    rows = [[text(), n % 2, n % 3 == 0, ["mild", "hate"][n % 2]] for n in range(80)]
    write(tmp_path / "t.csv", [["comments", "bias", "gender", "hate"], *rows])
    assert said(tmp_path) == ("paired", "text", "category", 80, "hate")


def test_the_answer_to_a_question_goes_before_its_subject(tmp_path: Path) -> None:
    rows = [[text(), n % 4 + 1, "가", "나", "다", "라", "회계"] for n in range(60)]
    write(tmp_path / "t.csv", [["question", "answer", "A", "B", "C", "D", "Category"], *rows])
    assert said(tmp_path) == ("paired", "text", "category", 60, "answer")


def test_objects_one_after_the_other(tmp_path: Path) -> None:
    one = (
        json.dumps({"text": text(), "label": "ab"[n % 2]}, ensure_ascii=False, indent=2) for n in range(40)
    )
    (tmp_path / "dump.json").write_text("\n".join(one), "utf-8")
    assert said(tmp_path) == ("paired", "text", "category", 40, "label")


def test_rows_of_plain_xml(tmp_path: Path) -> None:
    rows = "".join(
        f"<item><법정동>사직동</법정동><층>{n % 9}</층><거래금액>{n * 77:,}</거래금액></item>"
        for n in range(1, 50)
    )
    (tmp_path / "a.xml").write_text(f"<response><items>{rows}</items></response>", "utf-8")
    assert said(tmp_path) == ("paired", "table", "number", 49, "거래금액")


def test_a_zip_called_csv_is_read_and_one_of_two_files_refused(tmp_path: Path) -> None:
    table = "a,b,label\n" + "".join(f"{n},{number()},{'xy'[n % 2]}\n" for n in range(30))
    with zipfile.ZipFile(tmp_path / "one.csv", "w") as packed:
        packed.writestr("inner.csv", table)
    assert said(tmp_path) == ("paired", "table", "category", 30, "label")
    with zipfile.ZipFile(tmp_path / "one.csv", "a") as packed:
        packed.writestr("other.csv", table)
    with pytest.raises(UserError):
        open_dataset(tmp_path)


def test_folders_of_signals_are_classes_and_folders_of_months_are_parts(tmp_path: Path) -> None:
    for name in ("정상", "베어링불량", "축정렬불량"):
        for n in range(4):
            write(
                tmp_path / "s" / name / f"g{n}.csv", [["x", "y"], *([number(), number()] for _ in range(30))]
            )
    for city in ("서울", "부산"):
        for month in range(1, 4):
            days = [[f"2023-{month:02d}-{day:02d}", number()] for day in range(1, 21)]
            write(tmp_path / "m" / city / f"2023{month:02d}.csv", [["일시", "PM10"], *days])
    assert said(tmp_path / "s") == ("paired", "table", "category", 12, "folder")
    assert said(tmp_path / "m") == ("input_only", "table", None, 120, "")


def test_numbers_by_line_are_rows_not_texts(tmp_path: Path) -> None:
    rows = [" ".join(number() for _ in range(8)) for _ in range(40)]
    (tmp_path / "X_train.txt").write_text("\n".join(rows))
    (tmp_path / "y_train.txt").write_text("\n".join(str(n % 6) for n in range(40)))
    assert said(tmp_path) == ("paired", "table", "category", 40, "target")


def test_fields_of_records_in_parquet_are_columns(tmp_path: Path) -> None:
    rows = [{"en": f"the {n} river rose again over night", "ko": text()} for n in range(40)]
    parquet.write_table(pyarrow.table({"translation": rows}), tmp_path / "t.parquet")
    assert said(tmp_path) == ("paired", "text", "text", 40, "translation.ko")


def test_rows_beyond_all_measure_are_refused(tmp_path: Path) -> None:
    nothing = pyarrow.table({"a": pyarrow.nulls(5_500_000, pyarrow.int32())})
    parquet.write_table(nothing, tmp_path / "nulls.parquet")
    with pytest.raises(UserError):
        open_dataset(tmp_path / "nulls.parquet")
    with gzip.open(tmp_path / "rows.csv.gz", "wb", compresslevel=9) as packed:
        packed.write(b"a,b\n")
        for _ in range(20):
            packed.write((b"1," + b"2" * 4000 + b"\n") * 250)
    dataset = open_dataset(tmp_path / "rows.csv.gz")
    assert rows_of(dataset) < 5000
    assert [file.reason for file in dataset.ignored()] == ["compression_bomb"]
