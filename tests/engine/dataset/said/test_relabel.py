"""Lines of a mapping that are accepted: labels change as they are read, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from engine.dataset import open_dataset
from engine.dataset.corrections import Corrections, RelabelLine, named_samples, samples_named
from engine.dataset.said.contexts import contexts_of
from engine.errors import UserError


def class_folders(root: Path) -> Path:
    for label, count in (("cat", 6), ("CAT", 4), ("dog", 8)):
        for n in range(count):
            path = root / label / f"busan_2026-03-{n + 1:02d}_{n}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (8, 8), n * 20).save(path)
    return root


def labels(path: Path, *lines: RelabelLine) -> dict[str, str | None]:
    dataset = open_dataset(path, Corrections(relabel=lines))
    return {sample.id: sample.target and str(sample.target.value) for sample in dataset.samples()}


def test_a_class_is_read_by_its_new_name(tmp_path: Path) -> None:
    path = class_folders(tmp_path / "set")
    redone = labels(path, RelabelLine(label="CAT", becomes="cat"), RelabelLine(label="cat", becomes="고양이"))
    assert sorted(map(str, redone.values())).count("고양이") == 10
    known = open_dataset(path, Corrections(relabel=(RelabelLine(label="CAT", becomes="cat"),))).recognition
    assert set(known.classes) == {"cat", "dog"}
    assert ("said_relabel", {"lines": 1}) in known.evidence
    assert set(labels(path).values()) == {"cat", "CAT", "dog"}  # without the line all is as before


def test_a_line_with_a_place_and_samples_changes_just_these(tmp_path: Path) -> None:
    path = class_folders(tmp_path / "set")
    chosen = ["dog/busan_2026-03-01_0.png", "dog/busan_2026-03-02_1.png"]
    line = RelabelLine(
        kind="swap", label="dog", becomes="cat", where=("name 1", "busan"), samples=named_samples(chosen)
    )
    redone, before = labels(path, line), labels(path)
    assert {one for one in redone if redone[one] != before[one]} == set(chosen)
    elsewhere = line.model_copy(update={"where": ("name 1", "seoul")})
    assert labels(path, elsewhere) == before


def test_a_better_source_says_each_label(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"review number {n} of them,{n % 2},{'up' if n % 3 else 'down'},x{n}" for n in range(60)]
    path.write_text("text,label,thumb,note\n" + "\n".join(rows), encoding="utf-8")
    assert {str(label) for label in labels(path).values()} == {"0", "1"}
    line = RelabelLine(
        kind="better_source", label="", becomes="", where=("thumb", ""), says={"up": "1", "down": "0"}
    )
    redone = labels(path, line)
    assert [redone[f"t.csv#{n + 1}"] for n in range(4)] == ["0", "1", "1", "0"]


def test_labels_of_an_image_list_are_redone_as_well(tmp_path: Path) -> None:
    root = tmp_path / "set"
    root.mkdir()
    for n in range(12):
        Image.new("L", (8, 8), n * 20).save(root / f"i{n}.png")
    rows = [f"i{n}.png,{('cat', 'Kat')[n % 2]},{('kim', 'lee')[n % 3 == 0]}" for n in range(12)]
    (root / "labels.csv").write_text("file,label,annotator\n" + "\n".join(rows), encoding="utf-8")
    line = RelabelLine(label="Kat", becomes="cat", where=("annotator", "lee"))
    dataset = open_dataset(root, Corrections(relabel=(line,)))
    told = {}
    for sample in dataset.samples():
        assert sample.target is not None
        marked = sample.target.marks and sample.target.marks()
        told[sample.id] = marked.marks[0].label if marked else sample.target.value
    assert [told[f"i{n}.png"] for n in range(4)] == ["cat", "Kat", "cat", "cat"]


def test_a_set_without_classes_has_nothing_to_redo(tmp_path: Path) -> None:
    for n in range(3):
        Image.new("L", (8, 8), n * 20).save(tmp_path / f"i{n}.png")
    with pytest.raises(UserError) as raised:
        open_dataset(tmp_path, Corrections(relabel=(RelabelLine(label="a", becomes="b"),)))
    assert raised.value.code == "corrections_relabel_classes"


def test_names_of_samples_are_kept_short_and_whole() -> None:
    identifiers = [f"folder/file {n}.png" for n in range(3000)]
    kept = named_samples(identifiers)
    assert len(kept) < 7 * 3000
    assert len(samples_named(kept)) == 3000
    assert named_samples(reversed(identifiers)) == kept
    assert samples_named("") == frozenset()
    with pytest.raises(ValueError, match="base64"):
        samples_named("not base64!")


def test_contexts_are_told_by_the_name_of_a_sample_alone() -> None:
    found = contexts_of("site a/day/kim_20260315_004.png", {"taken": "2025-11-02 10:00", "by": " lee "})
    assert found["folder 1"] == "site a"
    assert (found["name 1"], found["name -1"], found["name (month)"]) == ("kim", "004", "2026-03")
    assert (found["by"], found["taken (month)"]) == ("lee", "2025-11")
    assert contexts_of("in/by_kim.csv#12")["name 2"] == "kim"
    assert "name (month)" not in contexts_of("120260315.png")


def test_old_corrections_open_without_lines() -> None:
    assert Corrections.model_validate({"columns": {"a": "target"}}).relabel == ()
    assert not Corrections()
    assert Corrections(relabel=(RelabelLine(label="a", becomes="b"),))
