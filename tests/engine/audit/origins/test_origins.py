"""Groups of one origin: told by columns, names, folders, frames and bursts; never by classes and counters."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from engine.audit.origins.naming import numbered_origin, origin_columns
from engine.audit.origins.telling import Origins, Seen, tell_origins
from engine.audit.types import Audit
from engine.dataset.types import Recognition

SAID = Recognition("flat_folder", "input_only", 0.9, "image", None, ())


def told(
    names: Sequence[str], labels: Sequence[str] | None = None, moments: Sequence[str] = ()
) -> Origins | None:
    known = list(labels) if labels is not None else [None] * len(names)
    return tell_origins(Seen(names, known, moments or [""] * len(names), SAID), {})


@pytest.mark.parametrize("day", ["202304{:02d}", "2023-04-{:02d}", "day_202304{:02d}", "{}일차", "day{}"])
def test_days_in_folders(day: str) -> None:
    names = [
        f"{'train' if n % 4 else 'test'}/{day.format(d)}/{n}.png" for d in range(10, 15) for n in range(9)
    ]
    found = told(names)
    assert found is not None
    assert (found.how, len(found.sizes())) == ("folder", 5)


def test_patients_in_folders() -> None:
    names = [f"train/patient_{p:02d}/slice{n}.png" for p in range(6) for n in range(10)]
    names += [f"test/patient_{p:02d}/slice{n}.png" for p in (5, 6) for n in range(10, 15)]
    found = told(names)
    assert found is not None
    assert (found.how, len(found.sizes()), found.sizes()["patient_05"]) == ("folder", 7, 15)


NAMED = {
    "patients": ([f"patient{p:03d}_{n}.png" for p in range(8) for n in range(9)], "name", 8),
    "subjects": ([f"sub_{p}_trial_{n}.wav" for p in range(5) for n in range(9)], "", 0),
    "speakers": ([f"speaker_{p}_{n}.wav" for p in range(5) for n in range(9)], "name", 5),
    "bare korean": ([f"환자{p:02d}_{n}.png" for p in range(5) for n in range(9)], "name", 5),
    "korean": ([f"환자{p}_촬영_{n}.png" for p in range(5) for n in range(9)], "name", 5),
    "frames": ([f"walk{v}_frame{n:04d}.jpg" for v in range(4) for n in range(20)], "frames", 4),
    "runs": ([f"dashcam{v}_{n:05d}.jpg" for v in range(4) for n in range(30)], "frames", 4),
}


@pytest.mark.parametrize("name", NAMED)
def test_names(name: str) -> None:
    names, how, groups = NAMED[name]
    found = told(names)
    assert (found.how, len(found.sizes())) == (how, groups) if how else found is None or found.how != "folder"


COUNTERS = {
    "one counter": [f"img_{n:04d}.jpg" for n in range(100)],
    "camera": [f"DSC_{n:04d}.JPG" for n in range(100)],
    "documents": [f"doc{n}.txt" for n in range(100)],
    "reports": [f"report{2015 + n % 9}_{n}.txt" for n in range(100)],
    "cases": [f"case_{n}.png" for n in range(100)],
    "hashes": [f"{n * 7919 % 65536:04x}_{n % 7:02d}.png" for n in range(100)],
    "scattered": [f"2015110{n % 9}_{n * 613 % 240000:06d}.jpg" for n in range(100)],
    "characters": [f"Greek/character{c:02d}/{900 + c:04d}_{n:02d}.png" for c in range(12) for n in range(20)],
}


@pytest.mark.parametrize("name", COUNTERS)
def test_mere_counters_are_no_origins(name: str) -> None:
    assert told(COUNTERS[name]) is None


def test_classes_are_no_origins() -> None:
    names = [f"subject{c}/{n}.png" for c in range(6) for n in range(10)]
    assert told(names, [name.split("/")[0] for name in names]) is None
    runs = [f"type{c}_{n:03d}.png" for c in range(6) for n in range(10)]
    assert told(runs, [name.split("_")[0] for name in runs]) is None


def test_bursts() -> None:
    draw = random.Random(1)
    names = []
    for hour in range(8, 18):
        minute = draw.randint(0, 59)
        names += [f"IMG_20240102_{hour:02d}{minute:02d}{second:02d}.jpg" for second in (10, 11, 12)]
    found = told(names)
    assert found is not None
    assert (found.how, len(found.sizes())) == ("bursts", 10)
    lone = [f"IMG_20240102_{hour:02d}{minute:02d}10.jpg" for hour in range(8, 18) for minute in (1, 30)]
    assert told(lone) is None
    never_set = told([f"{n}.jpg" for n in range(20)], moments=["2000:01:01 00:00:00"] * 20)
    assert never_set is None


def test_columns_that_name_an_origin() -> None:
    columns = [
        "patient_id",
        "환자번호",
        "userId",
        "user",
        "user_age",
        "device_id",
        "age",
        "id",
        "customer_city",
        "사용자",
    ]
    assert origin_columns(columns) == ["patient_id", "환자번호", "userId", "user", "device_id", "사용자"]
    assert numbered_origin("p12", short=True)
    assert not numbered_origin("p12", short=False)


def photo(shade: int, moment: str) -> bytes:
    draw = random.Random(shade)
    picture = Image.frombytes("L", (32, 32), draw.randbytes(1024)).resize((64, 64))
    exif = Image.Exif()
    exif[306] = moment
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_the_camera_tells_of_bursts(audited: Callable[..., Audit]) -> None:
    files = {f"{n}.jpg": photo(n, f"2024:05:01 1{n // 4}:30:{n % 4:02d}") for n in range(24)}
    audit = audited(files)
    assert audit.origins is not None
    assert (audit.origins.how, audit.origins.origins, audit.origins.samples) == ("bursts", 6, 24)
    assert next(f.count for f in audit.findings if f.kind == "few_origins") == 24


def test_a_patient_on_both_sides_leaks(audited: Callable[..., Audit]) -> None:
    draw = random.Random(3)
    rows = [
        f"p{n // 6},{draw.gauss(0, 1):.4f},{draw.gauss(5, 2):.4f},{draw.choice('01')}" for n in range(240)
    ]
    head = "patient_id,pressure,sugar,label"
    audit = audited({"train.csv": "\n".join([head, *rows[:195]]), "test.csv": "\n".join([head, *rows[195:]])})
    assert audit.origins is not None
    assert (audit.origins.how, audit.origins.where, audit.origins.origins) == ("column", "patient_id", 40)
    assert {f.kind: f.count for f in audit.findings}["leaking_origins"] == 3
