"""Annotations that are damaged, absurd or made to harm: they cost their file, never more."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import UnreadableFileError, open_dataset
from engine.errors import UserError
from tests.engine.dataset.conftest import draw, encode

NAMES = ("a1.png", "a2.png", "a3.png", "a4.png")
PICTURES = {name: encode(draw(seed, (32, 32))) for seed, name in enumerate(NAMES)}
BOX = {"bbox": [1, 2, 20, 25], "category_id": 1, "segmentation": [[1, 2, 20, 2, 20, 25]]}
SHAPE = {"label": "bolt", "points": [[1, 2], [20, 25]], "shape_type": "rectangle"}
REGION = {"shape_attributes": {"name": "polygon", "all_points_x": [1, 9, 5], "all_points_y": [2, 2, 8]}}


def of_all() -> dict[str, bytes]:
    """A file for all images, by the name it has."""
    coco = {
        "images": [{"id": i, "file_name": n, "width": 32, "height": 32} for i, n in enumerate(NAMES)],
        "annotations": [{"id": i, "image_id": i, **BOX} for i in range(4)],
        "categories": [{"id": 1, "name": "bolt"}],
    }
    box = '<box label="bolt" xtl="1" ytl="2" xbr="20" ybr="25"/><points label="p" points="1,2;3,4"/>'
    images = "".join(
        f'<image id="{i}" name="{n}" width="32" height="32">{box}</image>' for i, n in enumerate(NAMES)
    )
    via = {f"{n}9": {"filename": n, "regions": [REGION]} for n in NAMES}
    quoted = json.dumps(REGION["shape_attributes"]).replace('"', '""')
    return {
        "coco.json": json.dumps(coco).encode(),
        "cvat.xml": f"<annotations><version>1.1</version>{images}</annotations>".encode(),
        "via.json": json.dumps(via).encode(),
        "via.csv": b"filename,region_shape_attributes\n"
        + "".join(f'{n},"{quoted}"\n' for n in NAMES).encode(),
        "boxes.csv": b"image,label,xmin,ymin,xmax,ymax\n"
        + "".join(f"{n},b,1,2,9,9\n" for n in NAMES).encode(),
        "wider.txt": "".join(f"{n}\n1\n1 2 20 25 0 0\n" for n in NAMES).encode(),
        "names.txt": "".join(f"{n} {'ok' if n < 'a3' else 'ng'}\n" for n in NAMES).encode(),
    }


BESIDE = {
    ".xml": b"<annotation><size><width>32</width><height>32</height></size><object><name>b</name><bndbox>"
    b"<xmin>1</xmin><ymin>2</ymin><xmax>20</xmax><ymax>25</ymax></bndbox></object></annotation>",
    ".json": json.dumps({"shapes": [SHAPE], "imageWidth": 32, "imageHeight": 32}).encode(),
    ".txt": b"0 0.5 0.5 0.2 0.3\n1 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2\n",
    ".csv": b"1,2,20,2,20,25,1,25,EXIT\n",
    ".pts": b"version: 1\nn_points: 2\n{\n1.5 2\n20 25\n}\n",
}
SETS: dict[str, dict[str, bytes]] = {
    **{name: {name: data} for name, data in of_all().items()},
    **{end: {f"{name[:2]}{end}": data for name in NAMES} for end, data in BESIDE.items()},
}
HOSTILE = (
    b"NaN", b"-Infinity", b"1e999", b"-1", b"9" * 5000, b"null", b"true", b'"x"', b"[]", b"{}", b"\0",
    b"\xff\xfe", b"[" * 3000, b'{"a":' * 3000, b"<a>" * 3000, b"]", b"}", b"</annotation>", b"\n" * 50,
    b",,,,", b"1e308 " * 9,
)  # fmt: skip


@st.composite
def mutations(draw_one: st.DrawFn) -> list[tuple[str, int, int, bytes]]:
    """(what is done, where in the file of 1000 parts, how far, with what)."""
    step = st.tuples(
        st.sampled_from(["put", "over", "cut", "end", "twice", "number"]),
        st.integers(0, 999),
        st.integers(1, 60),
        st.sampled_from(HOSTILE) | st.binary(max_size=12),
    )
    return draw_one(st.lists(step, min_size=1, max_size=4))


def mutated(data: bytes, steps: list[tuple[str, int, int, bytes]]) -> bytes:
    for what, where, length, put in steps:
        at, far = where * len(data) // 1000, length
        if what == "number":  # the next number becomes something else
            at = next((place for place in range(at, len(data)) if data[place : place + 1].isdigit()), at)
            far = 1
        kept = {"put": 0, "twice": 0, "end": len(data)}.get(what, far)
        middle = {"cut": b"", "end": b"", "twice": data[at : at + far]}.get(what, put)
        data = data[:at] + middle + data[at + kept :]
    return data


@pytest.mark.parametrize("kind", SETS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=mutations())
def test_mutated_bytes_raise_nothing_else(kind: str, steps: list[tuple[str, int, int, bytes]]) -> None:
    files = {**PICTURES, **{name: mutated(data, steps) for name, data in SETS[kind].items()}}
    open_and_walk(files)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("kind", [".xml", "cvat.xml"])
def test_entities_are_not_followed(kind: str, head: str) -> None:
    said = {name: head.encode() + data.replace(b"bolt", b"&j;") for name, data in SETS[kind].items()}
    texts = open_and_walk({**PICTURES, **said})
    assert not any("lol" in text or "root:" in text for text in texts)


@pytest.mark.parametrize("kind", SETS)
def test_unharmed_they_are_all_read(kind: str) -> None:
    assert open_and_walk({**PICTURES, **SETS[kind]})


def open_and_walk(files: dict[str, bytes]) -> list[str]:
    """Everything that annotations say in an opened set; what is refused is left out."""
    said: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            dataset = open_dataset(Path(folder))
        except UserError:
            return said
        for sample in dataset.samples():
            try:
                marked = sample.target.marks() if sample.target and sample.target.marks else None
            except UnreadableFileError:
                continue
            said += [f"{mark.label} {mark.text} {mark.box}" for mark in marked.marks] if marked else []
        list(dataset.unmatched_targets())
        list(dataset.ignored())
    return said
