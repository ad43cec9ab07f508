"""The records of a table in arrays say the same as records one by one, in a fraction of the memory."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.records import Record, Records
from engine.audit.rows import RowRecords, RowStore
from engine.dataset.types import Part, Recognition

ROWS = st.lists(
    st.tuples(
        st.integers(0, 6),  # content
        st.sampled_from(["a", "b", "1", None]),
        st.sampled_from([(), ("x",), ("x", "y")]),
        st.sampled_from(["one.csv", "two.csv"]),
    ),
    max_size=40,
)


def recognition(form: str, modality: str) -> Recognition:
    parts = tuple(
        Part(name, "paired", "table", 0.9, "table", target)
        for name, target in (("one.csv", "category"), ("two.csv", "number"))
    )
    return Recognition("table", form, 0.9, modality, "category", (), parts=parts)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from(["paired", "input_only"]), st.sampled_from(["table", "text"]))
def test_arrays_say_what_records_say(
    rows: list[tuple[int, str | None, tuple[str, ...], str]], form: str, modality: str
) -> None:
    rows.sort(key=lambda row: row[3])
    records: list[Record] = []
    store = RowStore()
    for number, (content, label, missing, name) in enumerate(rows):
        first = next(n for n, row in enumerate(rows) if row[3] == name)
        record = Record(
            f"{name}#{number - first + 1}",
            content,
            label=label,
            missing=missing,
            empty=len(missing) == 2,
            part=int(name == "two.csv"),
        )
        records.append(record)
        store.append(record)
    said = recognition(form, modality)
    plain, packed = Records(said, records), RowRecords(said, store)
    assert list(store) == records
    assert packed.paired() == plain.paired()
    assert packed.distinct() == plain.distinct()
    assert packed.copies() == plain.copies()
    assert packed.incomplete() == plain.incomplete()
    assert packed.without_target() == plain.without_target()
    assert packed.without_content() == plain.without_content()
    assert dict(packed.labels) == dict(plain.labels)
    for place in (0, 1):
        one, other = packed.of_part(place), plain.of_part(place)
        assert (len(one.inputs), one.paired(), dict(one.labels)) == (
            len(other.inputs),
            other.paired(),
            dict(other.labels),
        )
        assert one.conflicts().count == other.conflicts().count


def test_a_row_takes_few_bytes() -> None:
    store = RowStore()
    for number in range(20_000):
        store.append(Record(f"t.csv#{number + 1}", number * 7919, label="ab"[number % 2]))
    held = sum(part.itemsize * len(part) for part in (store.contents, store.labels, store.patterns))
    assert held <= 16 * 20_000
    assert store[19_999].id == "t.csv#20000"
    assert store[-1].label == "b"


def test_more_labels_than_names_are_kept_are_told_apart() -> None:
    store = RowStore()
    for number in range(150_000):
        store.append(Record(f"t.csv#{number + 1}", number // 2, label=str(number)))
    records = RowRecords(Recognition("table", "paired", 0.9, "table", "number", ()), store)
    assert records.conflicts().count == 150_000
    assert records.copies().count == 0
