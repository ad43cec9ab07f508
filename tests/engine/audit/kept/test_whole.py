"""A whole audit that is kept: answered while nothing has changed, sealed for all who lack the files."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from engine.audit import task
from engine.audit.kept import forget_all, whole
from engine.audit.types import Audit

WORDS = "아주 비밀스러운 문장 number"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("engine.audit.kept.whole.SETTLED", -60.0)
    return tmp_path / "cache" / "Jjak" / "audit" / "whole"


@pytest.fixture
def looks(monkeypatch) -> list[dict]:
    """The audits that are truly made, in this process."""
    from engine.audit.inside import run

    made: list[dict] = []

    def here(_task, params, reporter, _limits):
        made.append(dict(params))
        return run(dict(params), reporter)

    monkeypatch.setattr(task, "run_supervised", here)
    return made


@pytest.fixture
def texts(tmp_path) -> Path:
    root = tmp_path / "set"
    root.mkdir()
    for number in range(5):
        (root / f"{number}.txt").write_text(f"{WORDS} {number} {number * 7919}", "utf-8")
    return root


def asked(path: Path, reporter, **more) -> Audit:
    return Audit.model_validate(task.run({"path": str(path), "previews": 3, **more}, reporter))


def test_the_same_question_about_the_same_files_is_answered_at_once(texts, looks, reporter) -> None:
    first = asked(texts, reporter)
    again = asked(texts, reporter)
    assert again == first
    assert again.previews
    assert len(looks) == 1
    asked(texts, reporter, claimed=900)
    asked(texts, reporter, corrections={"folders": {}, "encoding": "utf-8"})
    asked(texts, reporter, previews=2)
    assert len(looks) == 4
    asked(texts, reporter, kept=False)
    assert len(looks) == 5


@pytest.mark.parametrize("change", ["other words", "same size and time", "gone", "new", "renamed", "program"])
def test_whatever_has_changed_is_looked_at_anew(texts, looks, reporter, monkeypatch, change) -> None:
    asked(texts, reporter)
    file = texts / "3.txt"
    if change == "other words":
        file.write_text("anything")
    elif change == "same size and time":
        told, words = file.stat(), file.read_bytes()
        file.write_bytes(words[::-1])
        os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    elif change == "gone":
        file.unlink()
    elif change == "new":
        (texts / "below").mkdir()
    elif change == "renamed":
        file.rename(texts / "9.txt")
    else:
        monkeypatch.setattr(whole, "code_version", lambda: "another")
    found = asked(texts, reporter)
    assert len(looks) == 2
    assert found.counts.inputs == (4 if change == "gone" else 5)


def test_nobody_reads_it_without_the_files(texts, looks, reporter, own_cache) -> None:
    asked(texts, reporter)
    (kept,) = own_cache.iterdir()
    data = kept.read_bytes()
    for word in ("비밀".encode(), b"number", b".txt", json.dumps("비밀")[1:-1].encode(), b"previews"):
        assert word not in data
    assert kept.stat().st_mode & 0o777 == 0o600
    listing = whole._listed(str(texts))
    assert listing is not None
    assert b".txt" in whole.zlib.decompress(whole._opened(data, listing.secret))
    (texts / "0.txt").touch()
    changed = whole._listed(str(texts))
    assert changed is not None
    with pytest.raises(ValueError, match="MAC"):
        whole._opened(data, changed.secret)


def test_what_is_damaged_is_not_believed_and_what_grows_old_is_dropped(
    texts, looks, reporter, own_cache, tmp_path, monkeypatch
) -> None:
    asked(texts, reporter)
    (kept,) = own_cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    asked(texts, reporter)
    assert len(looks) == 2
    assert list(own_cache.iterdir()) == [kept], "one a question"
    long_ago = time.time() - 100 * 86_400
    os.utime(kept, (long_ago, long_ago))
    other = tmp_path / "other"
    shutil.copytree(texts, other)
    asked(other, reporter)
    assert kept not in list(own_cache.iterdir())
    monkeypatch.setattr(whole, "MOST_BYTES", 10)
    asked(texts, reporter)
    assert not list(own_cache.iterdir())
    monkeypatch.undo()
    forget_all()


def test_forgetting_leaves_nothing(texts, looks, reporter, own_cache) -> None:
    asked(texts, reporter)
    assert list(own_cache.iterdir())
    forget_all()
    assert not list(own_cache.iterdir())
    asked(texts, reporter)
    assert len(looks) == 2


def test_what_another_look_may_mend_is_not_kept(texts, looks, reporter, monkeypatch, own_cache) -> None:
    monkeypatch.setattr("engine.audit.kept.whole.SETTLED", 2.0)  # the files are of this moment
    asked(texts, reporter)
    monkeypatch.setattr("engine.audit.kept.whole.SETTLED", -60.0)
    reporter.finish_requested = True
    asked(texts, reporter)
    reporter.finish_requested = False
    assert not own_cache.exists()
    said = asked(texts, reporter).model_dump(mode="json")
    for file in own_cache.iterdir():
        file.unlink()
    lost = {"kind": "unreadable", "severity": "warning", "count": 1}
    question = whole.question_of({"path": str(texts)})
    for reason, kept in (("reader_crashed", 0), ("read_error", 0), ("damaged_image", 1)):
        findings = [{**lost, "samples": [{"id": "3.txt", "detail": reason}]}]
        whole.keep_whole(question, {**said, "findings": findings}, time.time())
        assert len(list(own_cache.iterdir())) == kept
