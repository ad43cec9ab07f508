"""Each correction changes what it speaks of, is told as evidence, and leaves the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dataset import open_dataset
from engine.dataset.corrections import Choice, Corrections
from engine.dataset.types import Dataset
from engine.errors import UserError
from engine.texts import catalogue
from tests.engine.dataset.said.conftest import Writer, table


def ties(dataset: Dataset) -> dict[str, str | None]:
    """The file or the label that each input is tied to."""
    return {
        s.id: None if s.target is None else s.target.path or str(s.target.value) for s in dataset.samples()
    }


def keys(dataset: Dataset) -> set[str]:
    return {key for key, _ in dataset.recognition.evidence}


def choice(dataset: Dataset, kind: str, subject: str = "") -> Choice:
    return next(c for c in dataset.recognition.choices if (c.kind, c.subject) == (kind, subject))


def form(dataset: Dataset) -> tuple[str, str, str | None]:
    said = dataset.recognition
    return said.layout, said.form, said.target_modality


# Columns.


def test_the_target_said_takes_the_place_of_the_guessed_one(made: dict[str, Path]) -> None:
    before = open_dataset(made["table"])
    after = open_dataset(made["table"], Corrections(columns={"별점": "target"}))
    assert {s.target.value for s in before.samples() if s.target} == {"긍정", "부정"}
    assert {s.target.value for s in after.samples() if s.target} == set("12345")
    assert (after.recognition.confidence, after.recognition.target_name) == (1.0, "별점")
    assert "said_target_column" in keys(after)
    assert not keys(after) & {"target_column_named", "target_column_guessed"}


def test_a_text_as_target_lets_the_other_columns_in(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["table"], Corrections(columns={"리뷰": "target", "번호": "ignore"}))
    first = next(iter(dataset.samples()))
    assert first.input.value == {"별점": "1", "label": "부정"}
    assert form(dataset) == ("table", "paired", "text")


def test_an_ignored_target_leaves_none(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["table"], Corrections(columns={"label": "ignore"}))
    assert form(dataset) == ("table", "input_only", None)
    assert "text_classification" not in dataset.recognition.systems
    assert set(ties(dataset).values()) == {None}


def test_a_further_input_goes_in_beside_the_text(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["table"], Corrections(columns={"별점": "input", "번호": "input"}))
    first = next(iter(dataset.samples()))
    assert isinstance(first.input.value, dict)
    assert list(first.input.value) == ["번호", "리뷰", "별점"]
    assert first.target is not None
    assert first.target.value == "부정"


def test_a_correction_of_one_table_leaves_the_others(write: Writer) -> None:
    rows = "\n".join(f"{n},{n % 2},{n % 3}" for n in range(30))
    root = write({"a.csv": f"x,y,label\n{rows}", "b.csv": f"p,q,r,class\n{rows.replace(',', ',7,')}"})
    guess = open_dataset(root).recognition
    after = open_dataset(root, Corrections(columns={"y": "target"})).recognition
    assert len(guess.parts) == len(after.parts) == 2
    assert after.target_name == "y"
    assert [part for part in guess.parts if part.name == "b.csv"] == [
        part for part in after.parts if part.name == "b.csv"
    ]


# Folders.


def test_an_ignored_folder_is_as_if_not_there(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["pairs"], Corrections(folders={"masks": "ignore"}))
    assert form(dataset) == ("flat_folder", "input_only", None)
    assert len(ties(dataset)) == 12
    assert "said_ignored_folders" in keys(dataset)
    assert choice(dataset, "folders", "masks").chosen == "ignore"
    assert choice(dataset, "folders", "masks").guessed == "target"


def test_two_classes_become_two_sides(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["classes"], Corrections(folders={"dog": "target"}))
    assert form(dataset)[1:] == ("unpaired", "image")  # no name meets
    assert all(name.startswith("cat/") for name in ties(dataset))
    assert all(item.path and item.path.startswith("dog/") for item in dataset.unmatched_targets())
    assert dataset.recognition.systems == ("cyclegan",)


def test_sides_the_other_way_round(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["pairs"], Corrections(folders={"images": "target", "masks": "input"}))
    assert ties(dataset)["masks/03.png"] == "images/03.png"
    assert dataset.recognition.form == "paired"


def test_a_target_folder_as_input_leaves_no_targets(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["pairs"], Corrections(folders={"masks": "input"}))
    assert form(dataset) == ("flat_folder", "input_only", None)
    assert len(ties(dataset)) == 24


def test_what_is_said_as_it_is_guessed_changes_nothing(made: dict[str, Path]) -> None:
    guess = open_dataset(made["pairs"])
    said = open_dataset(made["pairs"], Corrections(folders={"images": "input", "masks": "target"}))
    assert said.recognition.evidence == guess.recognition.evidence


# Pairing.


@pytest.mark.parametrize(("rule", "pairs"), [("order", 8), ("numbers", 0), ("none", 0), ("names", 0)])
def test_rules_tie_two_domains(made: dict[str, Path], rule: str, pairs: int) -> None:
    dataset = open_dataset(made["domains"], Corrections.model_validate({"pairing": rule}))
    tied = {one: other for one, other in ties(dataset).items() if other}
    assert len(tied) == pairs
    assert len(list(dataset.unmatched_targets())) == 8 - pairs
    assert dataset.recognition.form == ("paired" if pairs else "unpaired")
    assert dataset.recognition.confidence == 1.0


def test_order_is_by_the_value_of_numbers(write: Writer, made: dict[str, Path]) -> None:
    files = {f"A/{n}.png": (made["domains"] / "A/00a.png").read_bytes() for n in (2, 10, 1)}
    root = write(files | {f"B/z{n}.png": b"" for n in (30, 4, 200)})
    dataset = open_dataset(root, Corrections(folders={"A": "input", "B": "target"}, pairing="order"))
    assert ties(dataset) == {"A/1.png": "B/z4.png", "A/2.png": "B/z30.png", "A/10.png": "B/z200.png"}


def test_numbers_tie_names_that_differ(write: Writer, made: dict[str, Path]) -> None:
    data = (made["domains"] / "A/00a.png").read_bytes()
    root = write(
        {f"in/shot_{n:03}_x.png": data for n in range(1, 7)}
        | {f"out/{n} clean.png": data for n in range(2, 8)}
    )
    dataset = open_dataset(root, Corrections(folders={"in": "input", "out": "target"}, pairing="numbers"))
    tied = ties(dataset)
    assert tied["in/shot_002_x.png"] == "out/2 clean.png"
    assert tied["in/shot_001_x.png"] is None
    assert [item.path for item in dataset.unmatched_targets()] == ["out/7 clean.png"]


def test_pairs_that_are_said_to_be_none(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["pairs"], Corrections(pairing="none"))
    assert form(dataset) == ("two_domains", "unpaired", "image")
    assert dataset.recognition.systems == ("cyclegan",)
    assert "said_pairing_none" in keys(dataset)
    assert choice(dataset, "pairing").chosen == "none"
    assert choice(dataset, "pairing").guessed == "names"


def test_order_with_unlike_counts_ties_nothing(write: Writer, made: dict[str, Path]) -> None:
    data = (made["domains"] / "A/00a.png").read_bytes()
    root = write({f"A/{n}.png": data for n in range(5)} | {f"B/x{n}y.png": data for n in range(7)})
    dataset = open_dataset(root, Corrections(pairing="order"))
    assert (len(ties(dataset)), len(list(dataset.unmatched_targets()))) == (5, 7)
    assert "said_pairing_meets_none" in keys(dataset)


# Encoding.


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-16-le", "euc-kr", "johab"])
def test_the_encoding_said_is_the_one_read(write: Writer, encoding: str) -> None:
    root = write({"t.csv": table().encode(encoding)})
    dataset = open_dataset(root, Corrections(encoding=encoding))
    assert dataset.columns == ("번호", "리뷰", "별점", "label")
    assert {s.target.value for s in dataset.samples() if s.target} == {"긍정", "부정"}
    assert "said_encoding" in keys(dataset)


def test_a_wrong_encoding_is_taken_at_the_users_word(write: Writer) -> None:
    root = write({"t.csv": table().encode("cp949")})
    dataset = open_dataset(root, Corrections(encoding="latin-1"))
    assert dataset.columns[0] == "번호".encode("cp949").decode("latin-1")
    assert choice(dataset, "encoding").chosen == "latin-1"
    assert choice(dataset, "encoding").guessed == "cp949"


def test_encoding_of_texts_reaches_who_reads_them(write: Writer) -> None:
    files = {f"{('good', 'bad')[n % 2]}/{n}.txt": f"평가 {n}번".encode("cp949") for n in range(8)}
    dataset = open_dataset(write(files), Corrections(encoding="cp949"))
    assert dataset.tree.read("bad/1.txt").decode("utf-8-sig") == "평가 1번"
    with dataset.tree.open("bad/1.txt") as stream:
        assert stream.read().decode("utf-8-sig") == "평가 1번"


def test_a_long_table_is_recoded_as_a_stream(write: Writer) -> None:
    root = write({"t.csv": table(9000).encode("cp949")})
    rows = list(open_dataset(root, Corrections(encoding="cp949")).samples())
    assert len(rows) == 9000
    assert all("�" not in str(row.input.value) for row in rows)


# Label sources.


def test_no_labels(made: dict[str, Path]) -> None:
    for name in ("classes", "names", "voc", "pairs", "table", "texts", "mixed"):
        dataset = open_dataset(made[name], Corrections(labels="none"))
        assert dataset.recognition.form == "input_only", name
        assert dataset.recognition.target_modality is None
        assert set(ties(dataset).values()) == {None}
        assert list(dataset.unmatched_targets()) == []
        assert choice(dataset, "labels").chosen == "none"
        assert choice(dataset, "labels").guessed != "none"


def test_another_word_of_the_names(made: dict[str, Path]) -> None:
    assert choice(open_dataset(made["names"]), "labels").chosen == "name:0"
    dataset = open_dataset(made["names"], Corrections(labels="name:1"))
    assert set(ties(dataset).values()) == {"cam0", "cam1", "cam2"}
    assert form(dataset) == ("named_files", "paired", "category")


def test_two_domains_as_classes(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["domains"], Corrections(labels="folder:0"))
    assert set(ties(dataset).values()) == {"A", "B"}
    assert form(dataset) == ("class_folders", "paired", "category")
    assert dict(dataset.recognition.classes) == {"A": 0, "B": 0}


def test_a_column_of_a_table_by_its_source(made: dict[str, Path]) -> None:
    dataset = open_dataset(made["table"], Corrections(labels="column:별점"))
    assert dataset.recognition.target_name == "별점"


def test_folders_instead_of_annotations(write: Writer, made: dict[str, Path]) -> None:
    files = {}
    for number, kind in enumerate(["cat", "dog"] * 6):
        files[f"{kind}/{number}.png"] = (made["heap"] / next(made["heap"].iterdir()).name).read_bytes()
        files[f"{kind}/{number}.xml"] = (made["voc"] / "annotations/00.xml").read_bytes()
    root = write(files)
    guess = open_dataset(root)
    options = [option.id for option in choice(guess, "labels").options]
    assert choice(guess, "labels").chosen == "sidecar:xml"
    assert options == ["sidecar:xml", "folder:0", "none"]
    dataset = open_dataset(root, Corrections(labels="folder:0"))
    assert set(ties(dataset).values()) == {"cat", "dog"}
    back = open_dataset(root, Corrections(labels="sidecar:xml"))
    assert (back.recognition.layout, back.recognition.confidence) == ("voc", 1.0)


def listed(write: Writer, wrong: int) -> Path:
    """Sounds in class folders, and a table that says otherwise of ``wrong`` of them."""
    kinds = ("cat", "dog", "owl")
    files: dict[str, bytes | str] = {f"{kinds[n % 3]}/s{n:03}.wav": b"RIFF" for n in range(30)}
    rows = [f"s{n:03}.wav,{kinds[(n + (n < wrong)) % 3]},{'ab'[n % 2]}_person" for n in range(30)]
    return write(files | {"labels.csv": "\n".join(["file,label,speaker", *rows])}, f"wrong{wrong}")


def test_sources_that_disagree_are_told_with_a_count(write: Writer) -> None:
    dataset = open_dataset(listed(write, 4))
    told = dict(dataset.recognition.evidence)["folder_and_list_disagree"]
    assert (told["count"], told["both"], told["list"]) == (4, 30, "labels.csv")
    assert "folder_and_list_disagree" not in keys(open_dataset(listed(write, 0)))


def test_a_column_of_the_list_may_be_the_label(write: Writer) -> None:
    root = listed(write, 4)
    offered = choice(open_dataset(root), "labels")
    assert {option.id for option in offered.options} >= {
        "folder:0", "list:labels.csv:label", "list:labels.csv:speaker", "none",
    }  # fmt: skip
    assert {option.covers for option in offered.options if option.id != "none"} == {30}
    for said in (Corrections(labels="list:labels.csv:speaker"), Corrections(columns={"speaker": "target"})):
        dataset = open_dataset(root, said)
        assert set(ties(dataset).values()) == {"a_person", "b_person"}
    by_folder = open_dataset(root, Corrections(labels="folder:0"))
    assert ties(by_folder)["cat/s000.wav"] == "cat"


# What can't be.


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("table", {"columns": {"없는 열": "target"}}, "corrections_column"),
        ("table", {"columns": {"리뷰": "target", "label": "target"}}, "corrections_targets"),
        ("table", {"columns": {"리뷰": "target"}, "labels": "column:label"}, "corrections_targets"),
        (
            "table",
            {"columns": dict.fromkeys(("번호", "리뷰", "별점", "label"), "ignore")},
            "corrections_no_input",
        ),
        ("classes", {"columns": {"a": "target"}}, "corrections_no_columns"),
        ("classes", {"pairing": "order"}, "corrections_no_sides"),
        ("classes", {"folders": {"bird": "ignore"}}, "corrections_folder"),
        ("classes", {"folders": {"../classes": "ignore"}}, "corrections_folder"),
        ("classes", {"folders": {"cat": "ignore", "dog": "ignore"}}, "corrections_nothing_left"),
        ("classes", {"folders": {"cat": "target", "dog": "target"}}, "corrections_no_input_side"),
        ("classes", {"labels": "name:77"}, "corrections_labels"),
        ("classes", {"labels": "sidecar:xml"}, "corrections_labels"),
        ("classes", {"encoding": "cp949"}, "corrections_no_texts"),
        ("table", {"encoding": "klingon"}, "corrections_encoding"),
        ("table", {"encoding": "base64"}, "corrections_encoding"),
        ("table", {"encoding": "idna"}, "corrections_encoding"),
        ("table", {"encoding": ""}, "corrections_encoding"),
    ],
)
def test_what_the_set_has_not_is_an_error_that_says_what_to_do(
    made: dict[str, Path], name: str, said: dict[str, object], code: str
) -> None:
    with pytest.raises(UserError) as caught:
        open_dataset(made[name], Corrections.model_validate(said))
    assert caught.value.code == code
    assert len(caught.value.sentence("ko")) > 20


def test_every_word_is_there_in_both_languages(made: dict[str, Path]) -> None:
    words = catalogue("findings")
    corrections = [Corrections(), Corrections(labels="none")]
    for path in made.values():
        for said in corrections:
            recognition = open_dataset(path, said).recognition
            for language in ("ko", "en"):
                for key, values in recognition.evidence:
                    assert words.say(key, language, **values)
                for told in recognition.choices:
                    assert not told.why or words.say(told.why, language, **(told.values or {}))
                    assert all(words.say(option.key, language, **option.values) for option in told.options)


def test_whole_folder_paths_are_called_so(write: Writer, made: dict[str, Path]) -> None:
    picture = min(made["heap"].iterdir()).read_bytes()
    root = write(
        {f"{a}/{b}/{n}.png": picture for a in ("cat", "dog") for b in ("big", "small") for n in "12"}
    )
    said = open_dataset(root, Corrections(labels="folder:path"))
    (option,) = (one for one in choice(said, "labels").options if one.id == "folder:path")
    for language in ("ko", "en"):
        told = catalogue("findings").say(option.key, language, **option.values)
        assert "cat/big" in told
        assert "*" not in told
    assert "said_labels_folders" in keys(said)
    assert said.recognition.classes.keys() == {"cat/big", "cat/small", "dog/big", "dog/small"}
