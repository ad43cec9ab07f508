"""The audit on sets that the tests make: every planted defect found, nothing else said."""

from __future__ import annotations

import base64
import io
import json
import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from engine.audit import measure
from engine.audit.inside import run
from engine.audit.types import Audit
from engine.errors import UserError
from engine.texts import catalogue
from tests.engine.audit.conftest import Remembering

Audited = Callable[..., Audit]


def scene(seed: int) -> Image.Image:
    chance = random.Random(seed)
    image = Image.new("RGB", (300, 200), tuple(chance.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(8):
        x, y = chance.randrange(260), chance.randrange(160)
        pen.ellipse((x, y, x + 40, y + 40), fill=tuple(chance.randrange(256) for _ in range(3)))
    return image


def encoded(seed: int, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    scene(seed).save(file, kind)
    return file.getvalue()


def found(audit: Audit) -> dict[str, dict[str, str]]:
    """Finding → {sample: detail}."""
    return {f.kind: {s.id: s.detail for s in f.samples} for f in audit.findings}


def dirty_classes() -> dict[str, bytes | str]:
    files: dict[str, bytes | str] = {f"cat/{i}.png": encoded(i) for i in range(8)}
    files |= {f"dog/{i}.png": encoded(100 + i) for i in range(4)}
    files["cat/copy.png"] = encoded(3)
    files["cat/copy.bmp"] = encoded(3, "BMP")
    files["dog/cat_in_disguise.png"] = encoded(5)
    files["dog/really_a_png.jpg"] = encoded(200)
    files["dog/cut.jpg"] = encoded(6, "JPEG")[:900]
    files["dog/zero.png"] = b""
    files["dog/page.jpg"] = "<html>not found</html>"
    files["dog/Thumbs.db"] = b"junk"
    files["bird/"] = b""
    return files


def test_every_planted_defect_and_no_other(audited: Audited) -> None:
    audit = audited(dirty_classes())
    assert audit.form == "paired"
    assert audit.counts.model_dump() == {
        "inputs": 16,
        "pairs": 16,
        "unmatched_inputs": 0,
        "unmatched_targets": 0,
        "classes": 2,
    }
    assert audit.class_sizes == {"cat": 10, "dog": 6}
    assert audit.effective.samples == 13
    assert audit.volume == "too_few"
    assert found(audit) == {
        "unreadable": {
            "dog/cut.jpg": "damaged_image",
            "dog/page.jpg": "not_an_image",
            "dog/zero.png": "empty_file",
        },
        "wrong_suffix": {"dog/really_a_png.jpg": "PNG"},
        "ignored": {"dog/Thumbs.db": ""},
        "exact_duplicates": {
            "cat/copy.bmp": "cat/3.png",
            "cat/copy.png": "cat/3.png",
            "dog/cat_in_disguise.png": "cat/5.png",
        },
        "conflicting_labels": {"cat/5.png": "cat", "dog/cat_in_disguise.png": "dog"},
        "empty_class": {"bird": "0"},
    }


def test_clean_sets_have_no_findings(audited: Audited) -> None:
    files = {f"{c}/{i}.png": encoded(10 * j + i) for j, c in enumerate(("a cat", "a dog")) for i in range(5)}
    audit = audited(files)
    assert audit.findings == ()
    assert audit.effective.samples == audit.effective.low == audit.effective.high == 10


def test_rare_classes_are_told(audited: Audited) -> None:
    files = {f"common/{i}.png": encoded(i) for i in range(20)} | {"rare/1.png": encoded(99)}
    audit = audited(files)
    assert found(audit)["imbalance"] == {"rare": "1", "common": "20"}
    assert {f.kind: f.severity for f in audit.findings} == {"imbalance": "warning", "labels_once": "warning"}


def test_unpaired_counts_both_sides(audited: Audited) -> None:
    files = {f"A/p{i}.png": encoded(i) for i in range(6)} | {f"B/q{i}.png": encoded(50 + i) for i in range(4)}
    files["B/broken.png"] = encoded(7)[:200]
    audit = audited(files)
    assert audit.form == "unpaired"
    assert (audit.counts.inputs, audit.counts.pairs) == (6, 0)
    assert (audit.counts.unmatched_inputs, audit.counts.unmatched_targets) == (6, 4)
    assert found(audit)["unreadable"] == {"B/broken.png": "damaged_image"}
    sides = [(p.input_image is not None, p.target_image is not None) for p in audit.previews]
    assert set(sides) == {(True, False), (False, True)}


def test_a_pair_with_an_unreadable_target_is_no_pair(audited: Audited) -> None:
    files: dict[str, bytes | str] = {}
    for i in range(6):
        grey = io.BytesIO()
        scene(i).convert("L").save(grey, "PNG")
        files[f"input/p{i}.png"] = encoded(i)
        files[f"target/p{i}.png"] = grey.getvalue()
    files["target/p2.png"] = b""
    audit = audited(files)
    assert audit.form == "paired"
    assert (audit.counts.inputs, audit.counts.pairs, audit.counts.unmatched_inputs) == (6, 5, 1)
    assert audit.effective.samples == 5
    assert found(audit)["unreadable"] == {"target/p2.png": "empty_file"}


def test_equal_inputs_with_different_targets_conflict(audited: Audited) -> None:
    files: dict[str, bytes | str] = {f"images/p{i}.png": encoded(i) for i in range(6)}
    files |= {f"annotations/p{i}.xml": f"<box>{i}</box>" for i in range(6)}
    files["images/p5.png"] = encoded(0)
    conflicts = found(audited(files))["conflicting_labels"]
    assert conflicts == {"images/p0.png": "annotations/p0.xml", "images/p5.png": "annotations/p5.xml"}


def test_animations_are_compared_whole(audited: Audited) -> None:
    def animation(last: int) -> bytes:
        file = io.BytesIO()
        scene(1).save(file, "GIF", save_all=True, append_images=[scene(2), scene(last)])
        return file.getvalue()

    audit = audited({"a.gif": animation(3), "b.gif": animation(4), "c.gif": animation(4)})
    assert found(audit)["exact_duplicates"] == {"c.gif": "b.gif"}


def test_texts_are_the_same_after_normalisation(audited: Audited) -> None:
    files: dict[str, bytes | str] = {
        "pos/1.txt": "좋은  영화\n",
        "pos/2.txt": " 좋은 영화",
        "pos/3.txt": "좋은 영화".encode("cp949"),
        "pos/4.txt": "   \n",
        "neg/5.txt": "나쁜 영화",
        "neg/6.txt": b"\x00\x01\x02\x00\x00\x07",
    }
    audit = audited(files)
    assert (audit.counts.inputs, audit.effective.samples) == (5, 2)
    assert set(found(audit)["exact_duplicates"]) == {"pos/2.txt", "pos/3.txt"}
    assert set(found(audit)["empty_text"]) == {"pos/4.txt"}
    assert found(audit)["unreadable"] == {"neg/6.txt": "not_text"}


def test_tables(audited: Audited) -> None:
    rows = [f"{i},{i * 1.5},{'ab'[i % 2]}" for i in range(20)]
    rows += ["3,4.5,b", "4,6.0,b", "21,,a", "22,33.0,"]
    audit = audited({"t.csv": "x,y,label\n" + "\n".join(rows)})
    assert audit.counts.model_dump() == {
        "inputs": 24,
        "pairs": 23,
        "unmatched_inputs": 1,
        "unmatched_targets": 0,
        "classes": 2,
    }
    assert found(audit)["duplicate_rows"] == {"t.csv#21": "t.csv#4"}
    assert set(found(audit)["conflicting_labels"]) == {"t.csv#5", "t.csv#22"}
    assert found(audit)["missing_values"] == {"t.csv#23": "y"}
    assert found(audit)["unmatched_inputs"] == {"t.csv#24": ""}
    assert audit.effective.samples == 22
    assert audit.columns == ("x", "y", "label")


@pytest.mark.parametrize(
    ("rows", "volume"), [(999, "too_few"), (1000, "few"), (9999, "few"), (10_000, "many")]
)
def test_volume_follows_the_cuts_of_the_book(audited: Audited, rows: int, volume: str) -> None:
    audit = audited({"t.csv": "n,label\n" + "\n".join(f"{i},{i % 2}" for i in range(rows)) + "\n5,1" * 50})
    assert (audit.effective.samples, audit.volume) == (rows, volume)


def test_what_is_known_is_told_before_the_end(audited: Audited, reporter: Remembering) -> None:
    files = {
        f"{c}/{i}.png": encoded(100 * j + i) for j, c in enumerate(("x1", "y1", "z1")) for i in range(12)
    }
    audit = audited(files)
    kinds = [(kind, data.get("name") or data.get("stage")) for kind, data in reporter.told]
    assert kinds[:3] == [("progress", "listing"), ("partial", "recognized"), ("partial", "previews")]
    assert kinds[-1] == ("progress", "comparing")
    last = reporter.told[-1][1]
    assert (last["done"], last["total"]) == (36, 36)
    assert len(audit.previews) == 24
    assert {preview.target_text for preview in audit.previews} == {"x1", "y1", "z1"}
    picture = Image.open(io.BytesIO(base64.b64decode(audit.previews[0].input_image or "")))
    assert max(picture.size) <= 192


def test_no_previews_when_none_are_wanted(audited: Audited) -> None:
    assert audited({"a.png": encoded(1), "b.png": encoded(2)}, previews=0).previews == ()


def test_previews_pass_over_what_is_broken(audited: Audited) -> None:
    files: dict[str, bytes | str] = {f"{i:02d}.png": encoded(i) if i % 2 else b"" for i in range(10)}
    assert [preview.id for preview in audited(files).previews] == [
        "01.png",
        "03.png",
        "05.png",
        "07.png",
        "09.png",
    ]


def test_all_words_of_an_audit_are_there_in_both_languages(audited: Audited) -> None:
    audit = audited(dirty_classes())
    words = catalogue("findings")
    for language in ("ko", "en"):
        assert all(words.say(f.kind, language) for f in audit.findings)
        assert all("{" not in words.say(e.key, language, **e.values) for e in audit.evidence)
        unreadable = next(f for f in audit.findings if f.kind == "unreadable")
        assert all(words.say(s.detail, language) for s in unreadable.samples)


def test_the_code_says_exactly_what_the_catalogue_has() -> None:
    """Reasons, evidence and kinds are plain strings in the code of two rooms; the bench has reasons too."""
    root = Path(__file__).parents[3]
    dataset, audit, bench = (
        "\n".join(path.read_text(encoding="utf-8") for path in (root / "engine" / room).rglob("*.py"))
        for room in ("dataset", "audit", "prototypes")
    )
    code, everywhere = dataset + audit, dataset + audit + bench
    texts = (root / "assets" / "texts").glob("findings*.toml")
    own = {
        key
        for file in texts
        if file.name not in ("findings_short.toml", "findings_shown.toml")  # the window's
        for key in tomllib.loads(file.read_text(encoding="utf-8"))
        if not key.startswith("chip_")
    }
    said = set(re.findall(r'UnreadableFileError\(\s*"(\w+)"', everywhere))
    said |= set(re.findall(r'Unreadable\([^"]*?, "(\w+)"\)', code))
    said |= set(re.findall(r'\bfinding\(\s*"(\w+)"', code))
    said |= set(re.findall(r'\(\s*"([a-z_]+)",\s*\{', code))
    assert said - own == set()
    spare = {key for key in own if f'"{key}"' not in everywhere}
    assert {key.split("_")[0] for key in spare} <= {
        "form",
        "layout",
        "volume",
        "modality",
        "extent",
        "labels",
    }


def test_user_errors(reporter: Remembering, tmp_path: Path) -> None:
    for params in ({"path": str(tmp_path / "no")}, {"path": str(tmp_path)}, {}, {"path": 3}):
        with pytest.raises(UserError) as caught:
            run(params, reporter)
        assert caught.value.sentence("ko")
        assert caught.value.sentence("en")


def test_the_result_is_json(audited: Audited) -> None:
    audit = audited(dirty_classes())
    assert Audit.model_validate(json.loads(audit.model_dump_json())) == audit


def test_measured(audited: Audited) -> None:
    classes = measure(audited(dirty_classes(), name="1"))
    smallest = classes.pop("per_unit")
    assert classes == {"form": "paired", "volume": 13, "input_kind": "image", "output_kind": "category"}
    assert smallest == min(audited(dirty_classes(), name="4").class_sizes.values())
    heap = measure(audited({f"{i}.png": encoded(i) for i in range(4)}, name="2"))
    assert heap == {"form": "input_only", "volume": 4, "input_kind": "image", "labels": "none"}
    lines = "\n".join(f"the review number {i} is long enough,{i % 5}" for i in range(30))
    texts = measure(audited({"t.csv": "review,rating\n" + lines}, name="3"))
    assert texts == {"form": "paired", "volume": 30, "input_kind": "text", "output_kind": "number"}


def test_an_unsure_form_is_left_to_the_client(audited: Audited) -> None:
    files = {"a.csv": "a,b\n1,2\n3,4", "b.csv": "c,d\n1,2\n3,4\n5,6"}
    assert "form" not in measure(audited(files))
