"""Whatever files of sound, video, meshes, texts and tables are called and hold: no recogniser raises."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.dataset import open_dataset
from engine.errors import UserError

NAMES = st.sampled_from(
    ["a", "b_1", "b_2", "7_x_0", "7_x_1", "train.en", "train.ko", "id2_a", "labels", "가_1", "a.b"]
)
SUFFIXES = st.sampled_from(
    [
        "wav",
        "mp4",
        "stl",
        "txt",
        "csv",
        "json",
        "srt",
        "png",
        "gif",
        "en",
        "ko",
        "xls",
        "ods",
        "pp",
        "arrow",
        "data",
    ]
)
FOLDERS = st.sampled_from(["", "", "a/", "clip_1/", "clip_2/", "train/", "test/"])
CONTENTS = st.sampled_from(
    [
        b"",
        b"x",
        b"a.wav,b\nb_1.wav,c\n",
        b"1 2 3\n4 5 6\n",
        b'{"x":1,"y":2,"z":3}',
        b"\xff\xfe\0",
        b"PK\x03\x04",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(FOLDERS, NAMES, SUFFIXES, CONTENTS), min_size=1, max_size=14))
def test_no_recogniser_raises(tmp_path: Path, files: list[tuple[str, str, str, bytes]]) -> None:
    root = tmp_path / "set"
    shutil.rmtree(root, ignore_errors=True)
    for folder, name, suffix, data in files:
        path = root / f"{folder}{name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        dataset = open_dataset(root)
    except UserError:
        return
    ids = [sample.id for sample in dataset.samples()]
    assert len(ids) == len(set(ids))
    assert all(item.modality for item in dataset.unmatched_targets())
    assert all(file.reason for file in dataset.ignored())
