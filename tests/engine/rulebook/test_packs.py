"""A firm's pack adds and overrides, is held to the same rules, and never stops the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.rulebook import (
    CheckReport,
    RuleBookError,
    check_folder,
    check_packs,
    find_promises,
    load_library,
    load_rule_book,
    loader,
)
from engine.rulebook.check_patterns import is_slow
from engine.rulebook.files import digest_of, read_bytes
from engine.rulebook.packs import packs_folder
from engine.rulebook.plain_words import read_wish
from engine.rulebook.types import RuleBook

SOURCE = """
[[source]]
id = "acme-handbook"
kind = "extension"
title.ko = "아크미 상담 지침"
title.en = "Acme handbook"
"""
ROW = """
[[row]]
id = "ACME-1"
when = { volume = ["few"] }
kind = "step"
order = 5001
text.ko = "아크미 자료실의 데이터를 먼저 살펴봅니다."
text.en = "Look into Acme's own archive first."
because.ko = "같은 분야의 자료가 이미 있을 수 있습니다."
because.en = "Data of the same field may be there already."
source = ["acme-handbook"]
examples = [{ given = { volume = "few" } }]
"""
TABLE = """
id = "acme"
title.ko = "아크미"
title.en = "Acme"
hit_policy = "collect"
"""

VERDICT = """
[[row]]
id = "V-01"
when = { form = ["paired"], volume = ["many"], labels = ["good"] }
verdict = "prepare"
short.ko = "준비"
short.en = "Prepare"
headline.ko = "아크미에서는 계약부터 합니다"
headline.en = "At Acme the contract comes first"
because.ko = "계약 전에는 데이터를 받지 않습니다."
because.en = "No data is taken before the contract."
source = ["acme-handbook"]
examples = [{ given = { form = "paired", volume = "many", labels = "good" } }]
"""

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a pack: file names (``__`` for a folder) to their texts."""

    def write(name: str = "acme", **files: str) -> Path:
        folder = tmp_path / "packs" / name
        for file, text in files.items():
            path = folder / (file.replace("__", "/") + ".toml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user whose packs lie where ``make`` writes them, and whose caches are empty."""
    (tmp_path / "Jjak").mkdir()
    (tmp_path / "Jjak" / "packs").symlink_to(tmp_path / "packs")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    caches = (load_rule_book, load_library, loader._key)
    for cached in caches:
        cached.cache_clear()
    yield packs_folder()
    for cached in caches:
        cached.cache_clear()


def codes(report: CheckReport) -> set[str]:
    return {problem.code for problem in report.problems}


def lines(book: RuleBook) -> dict[str, str]:
    return {row.id: row.pack for table in book.advice for row in table.rows}


def test_a_pack_adds_a_row_to_the_book(make: Make, user: Path) -> None:
    folder = make(sources=SOURCE, advice__acme=TABLE + ROW)
    assert check_folder(folder).problems == ()
    book = load_rule_book()
    assert lines(book)["ACME-1"] == "acme"
    assert book.packs["acme"].title.en == "acme"
    assert book.disabled == ()


def test_a_pack_adds_to_a_table_of_the_base(make: Make, user: Path) -> None:
    make(sources=SOURCE, advice__more='id = "first_steps"\n' + ROW)
    (table,) = [table for table in load_rule_book().advice if table.id == "first_steps"]
    assert "ACME-1" in {row.id for row in table.rows}
    assert "FS-01" in {row.id for row in table.rows}


def test_a_pack_overrides_a_row_by_its_id(make: Make, user: Path) -> None:
    make(sources=SOURCE, advice__more='id = "first_steps"\n' + ROW.replace("ACME-1", "FS-01"))
    (table,) = [table for table in load_rule_book().advice if table.id == "first_steps"]
    rows = {row.id: row for row in table.rows}
    assert (rows["FS-01"].pack, rows["FS-01"].order) == ("acme", 5001)
    assert len([row for row in table.rows if row.id == "FS-01"]) == 1


def test_the_digest_tells_a_book_with_a_pack_from_one_without(make: Make, user: Path) -> None:
    plain = check_folder().digest
    make(sources=SOURCE, advice__acme=TABLE + ROW)
    assert load_rule_book().digest != plain


@pytest.mark.parametrize(
    ("files", "code", "rule"),
    [
        ({"advice__acme": TABLE + ROW}, "unknown_source", "ACME-1"),
        ({"sources": SOURCE, "advice__acme": ROW}, "missing_key", "advice/acme.toml"),
        ({"sources": SOURCE, "advice__acme": TABLE + ROW + ROW}, "duplicate_id", "ACME-1"),
        ({"sources": SOURCE, "advice__a": TABLE + ROW.replace("ACME-1", "FS-01")}, "duplicate_id", "FS-01"),
        ({"sources": SOURCE, "advice__acme": TABLE + ROW + 'pack = "deck2020"'}, "pack_claimed", "ACME-1"),
        ({"sources": SOURCE.replace("acme-handbook", "deck2020")}, "protected", "deck2020"),
        ({"advice__acme": "id = "}, "not_toml", ""),
        ({"advices": TABLE}, "file_unknown", ""),
        ({"pack": "colour = 3"}, "unknown_key", ""),
        ({"pack": "title = 3"}, "wrong_value", ""),
        (
            {"sources": SOURCE, "advice__acme": TABLE + ROW.replace("Look into", "Use RLHF on")},
            "forbidden",
            "ACME-1",
        ),
        (
            {"sources": SOURCE, "advice__a": TABLE + ROW.replace("먼저 살펴", "강 화 학 습으로 풀어")},
            "forbidden",
            "ACME-1",
        ),
        (
            {"never_say": '[[never]]\nid = "NS-1"\npromise.ko = "가"\npromise.en = "a"\n'},
            "protected",
            "NS-1",
        ),
        ({"verdict": ROW.replace("ACME-1", "V-99")}, "missing_key", "V-99"),
    ],
)  # fmt: skip
def test_a_faulty_pack_is_named_and_left_out(
    make: Make, user: Path, files: dict[str, str], code: str, rule: str
) -> None:
    report = check_folder(make(**files))
    found = [problem for problem in report.problems if (problem.code, problem.rule) == (code, rule)]
    assert found, [problem.sentence("en") for problem in report.problems]
    book = load_rule_book()
    assert [pack.id for pack in book.disabled] == ["acme"]
    assert "ACME-1" not in lines(book)
    for sentence in (book.disabled[0].problem.ko, book.disabled[0].problem.en):
        assert "acme" in sentence
        assert "\n" not in sentence


NEVER = """
[[never]]
id = "ACME-N"
promise.ko = "하루 만에 끝냅니다"
promise.en = "done in a day"
instead.ko = "샘플을 보고 일정을 말합니다."
instead.en = "We name a date once we saw a sample."
because.ko = "데이터를 보기 전에는 알 수 없습니다."
because.en = "Nobody knows before the data was seen."
source = ["acme-handbook"]
patterns.ko = ['하루 만에 끝']
patterns.en = ['done in a day']
"""
WORD = """
[[word]]
id = "ACME-W"
fact = "input_kind"
value = "image"
ko = ['엑스선']
en = ['roentgenogram']
"""


def test_a_pack_forbids_more_promises_and_knows_more_words(make: Make, user: Path) -> None:
    make(sources=SOURCE, never_say=NEVER, framing=WORD)
    book = load_rule_book()
    assert book.disabled == ()
    assert [hit.rule.id for hit in find_promises("It will be done in a day.", book)] == ["ACME-N"]
    assert read_wish("roentgenogram: is it broken?", book.framing).facts["input_kind"] == "image"


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*b", "(?:a?){30}b", "(?:ab?)*c", ".*a.*b", "a?" * 20, r"(a)\1", "(?>a+)", "(a{1,9}){9}"],
)
def test_a_pattern_that_could_hang_the_program_disables_its_pack(
    make: Make, user: Path, pattern: str
) -> None:
    make("a", sources=SOURCE, never_say=NEVER.replace("'done", f"'{pattern}', 'done"))
    make("b", framing=WORD.replace("'roent", f"'x{pattern}', 'roent"))
    make("c", sources=SOURCE, never_say=NEVER + f"denied.en = ['{pattern}']")
    reports = check_packs()
    assert [codes(report) for report in reports] == [{"slow_pattern"}] * 3
    assert [pack.id for pack in load_rule_book().disabled] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "pattern", [r"강화\s*학습", "guarantee[sd]?", "(?:보증|보장)(?:합니다|해 ?드립니다)", "(?:ab){2}"]
)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert not is_slow(pattern)


@pytest.mark.parametrize("pattern", ["(" * 3000, "a{99999999999}", "[", "+ & + a"])
def test_a_faulty_pattern_of_any_kind_is_named(make: Make, pattern: str) -> None:
    report = check_folder(make(sources=SOURCE, never_say=NEVER.replace("'done", f"'{pattern}', 'done")))
    assert codes(report) == {"bad_pattern"}


@pytest.mark.parametrize("name", ["CON", "a b", "아크미", "x.y", "{pack}", "golden", "a%s"])
def test_a_pack_may_have_any_name(make: Make, user: Path, name: str) -> None:
    make(name, sources=SOURCE, advice__acme=TABLE + ROW)
    book = load_rule_book()
    assert (book.disabled, lines(book)["ACME-1"]) == ((), name)


def test_a_name_that_is_no_text_is_no_fault(make: Make, user: Path) -> None:
    folder = make(sources=SOURCE, advice__acme=TABLE + ROW)
    folder.rename(folder.with_name("acme\udcff"))
    assert lines(load_rule_book())["ACME-1"] == "acme?"


OTHER = (TABLE + ROW).replace("ACME-1", "B-1").replace("handbook", "b")


def test_of_two_packs_that_fight_the_later_one_is_left_out(make: Make, user: Path) -> None:
    make("a", sources=SOURCE, advice__acme=TABLE + ROW)
    make("b", sources=SOURCE.replace("handbook", "b"), advice__b=OTHER)
    assert [codes(report) for report in check_packs()] == [set(), {"order_twice", "text_twice"}]
    assert [pack.id for pack in load_rule_book().disabled] == ["b"]


def test_a_derivation_of_a_pack_overrides_none(make: Make, user: Path) -> None:
    make(interview='[[derivation]]\nwhen = { form = ["input_only"] }\nfact = "hidden_pairs"\nvalue = "no"\n')
    report = check_packs()[0]
    assert not {problem.code for problem in report.problems} - {"derivation_asked"}
    assert {problem.rule for problem in report.problems} <= {"derivation 2"}
    if not report.problems:
        assert [entry.fact for entry in load_rule_book().derivations] == ["labels", "hidden_pairs"]


def test_what_only_a_pack_can_get_wrong(make: Make, user: Path) -> None:
    broad = ROW.replace("ACME-1", "ACME-0").replace("5001", "5000").replace("archive", "store")
    broad = broad.replace("자료실", "창고").replace("archive", "store")
    first = TABLE.replace("collect", "first") + broad + ROW
    assert "shadowed" in codes(check_folder(make("a", sources=SOURCE, advice__a=first)))
    missed = NEVER.replace("en = ['done in a day']", "en = ['zzz']")
    assert codes(check_folder(make("b", sources=SOURCE, never_say=missed))) == {"promise_missed"}
    assert codes(check_folder(make("today", sources=SOURCE, advice__a=TABLE + ROW))) == {"pack_name_taken"}
    (user / "empty").mkdir()
    assert codes(check_folder(user / "empty")) == {"pack_empty"}


@pytest.mark.parametrize("kind", ["pipe", "folder", "file"])
def test_odd_things_among_the_packs_never_stop_the_program(make: Make, user: Path, kind: str) -> None:
    folder = make(sources=SOURCE, advice__acme=TABLE + ROW)
    if kind == "pipe":
        os.mkfifo(folder / "guides.toml")
    elif kind == "folder":
        (folder / "guides.toml").mkdir()
    else:
        (user / "readme.txt").write_text("", encoding="utf-8")
    disabled = [pack.id for pack in load_rule_book().disabled]
    assert disabled == ([] if kind == "file" else ["acme"])


def test_a_cache_that_cannot_be_written_is_no_fault(user: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")
    assert load_rule_book().questions


def test_a_verdict_that_overlaps_is_refused_and_one_that_overrides_is_taken(make: Make, user: Path) -> None:
    make("over", sources=SOURCE, verdict=VERDICT.replace("V-01", "V-99"))
    assert codes(check_folder(user / "over")) == {"overlap"}
    make(sources=SOURCE, verdict=VERDICT)
    book = load_rule_book()
    assert [pack.id for pack in book.disabled] == ["over"]
    (row,) = [row for row in book.verdicts.rows if row.id == "V-01"]
    assert (row.verdict, row.pack) == ("prepare", "acme")


def test_one_faulty_pack_leaves_the_others_in_use(make: Make, user: Path) -> None:
    make("a-broken", advice__acme="id = ")
    make("b-sound", sources=SOURCE, advice__acme=TABLE + ROW)
    make("c-empty")
    (user / "c-empty").mkdir()
    book = load_rule_book()
    assert [pack.id for pack in book.disabled] == ["a-broken", "c-empty"]
    assert lines(book)["ACME-1"] == "b-sound"


def test_a_pack_may_not_take_the_name_of_another(make: Make, user: Path) -> None:
    make("today", sources=SOURCE, advice__acme=TABLE + ROW)
    assert [pack.id for pack in load_rule_book().disabled] == ["today"]


def test_a_seal_holds_until_the_files_change(make: Make) -> None:
    folder = make(sources=SOURCE, advice__acme=TABLE + ROW, pack="")
    digest = digest_of([read_bytes(folder)[0]])
    make(pack=f'digest = "{digest}"\n')
    assert check_folder(folder).problems == ()
    make(advice__acme=TABLE + ROW.replace("order = 5001", "order = 5002"))
    (problem,) = check_folder(folder).problems
    assert (problem.code, problem.file) == ("digest_differs", "acme/pack.toml")
    assert digest_of([read_bytes(folder)[0]]) in problem.sentence("en")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("since = 2999-01-01", "absent"),
        ("since = 2026-01-01\nuntil = 2999-01-01", "present"),
        ("until = 2026-01-01", "expired"),
        ('until = 2026-01-01\nsuccessor = "ACME-1"', "expired"),
        ('until = 2026-01-01\nsuccessor = "ACME-2"', "absent"),
        ('successor = "ACME-3"', "unknown_successor"),
    ],
)
def test_a_row_holds_from_its_day_to_its_day(make: Make, user: Path, dates: str, expected: str) -> None:
    second = (
        ROW.replace("ACME-1", "ACME-2").replace("order = 5001", "order = 5002").replace("archive", "store")
    )
    second = second.replace("자료실", "창고")
    folder = make(sources=SOURCE, advice__acme=TABLE + ROW + dates + second)
    found = codes(check_folder(folder))
    assert found == ({expected} if expected in ("expired", "unknown_successor") else set())
    if not found:
        assert ("ACME-1" in lines(load_rule_book())) == (expected == "present")


def test_the_book_is_read_anew_once_a_row_ends(
    make: Make, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(
        sources=SOURCE, advice__acme="id = 'first_steps'\n" + ROW + "until = 2027-03-01\nsuccessor = 'FS-01'"
    )
    for day, there in ((date(2027, 3, 1), True), (date(2027, 3, 2), False)):
        monkeypatch.setattr(loader, "_today", lambda day=day: day)
        for cached in (load_rule_book, loader._key):
            cached.cache_clear()
        assert ("ACME-1" in lines(load_rule_book())) == there


def test_the_kept_book_is_the_same_as_the_one_read(make: Make, user: Path) -> None:
    make(sources=SOURCE, advice__acme=TABLE + ROW)
    make("broken", advice__acme="id = ")
    first, library = load_rule_book(), load_library()
    load_rule_book.cache_clear()
    load_library.cache_clear()
    again = load_rule_book()
    assert again is not first
    assert again == first
    assert load_library() == library


def test_a_spoilt_cache_is_no_fault(user: Path, tmp_path: Path) -> None:
    book = load_rule_book()
    kept = list((tmp_path / "cache").rglob("*-book.json"))
    assert len(kept) == 1
    kept[0].write_text("{", encoding="utf-8")
    load_rule_book.cache_clear()
    assert load_rule_book() == book


def test_a_faulty_shipped_book_stops_with_every_fault(
    user: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "verdict.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"deck2020"]', '"deck2019"]'), encoding="utf-8")
    monkeypatch.setattr(loader, "files", lambda _: folder)
    with pytest.raises(RuleBookError) as caught:
        load_rule_book()
    assert len(caught.value.problems) > 1
