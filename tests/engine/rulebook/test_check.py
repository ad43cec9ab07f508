"""Every fault is found, named with file, line and rule, and told how to mend."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.rulebook import RuleBookError, check_folder, load_rule_book
from engine.rulebook.loader import read_book
from engine.texts import catalogue

FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault['code']}-{fault['rule']}" for fault in FAULTS])
def test_a_fault_is_named_with_its_place(spoil, fault: dict[str, str]) -> None:
    report = check_folder(spoil(fault["file"], fault["old"], fault["new"]))
    found = [p for p in report.problems if (p.code, p.rule) == (fault["code"], fault["rule"])]
    assert found, [problem.sentence("en") for problem in report.problems]
    sentence = found[0].sentence("en")
    assert fault["says"] in sentence
    assert fault["rule"] in sentence
    assert found[0].file == fault.get("at", fault["file"])
    assert "\n" not in sentence
    assert found[0].sentence("ko") != sentence


def test_a_fault_is_found_on_its_line(spoil) -> None:
    folder = spoil("verdict.toml", 'verdict = "start"', 'verdict = "begin"')
    (problem,) = check_folder(folder).problems
    lines = (folder / "verdict.toml").read_text(encoding="utf-8").split("\n")
    assert lines[problem.line - 1] == 'verdict = "begin"'
    folder = spoil("verdict.toml", 'verdict = "begin"', 'verdict = "start"')
    spoil("verdict.toml", 'labels = ["none"] }', 'labels = ["none", "good"] }')
    problems = check_folder(folder).problems
    lines = (folder / "verdict.toml").read_text(encoding="utf-8").split("\n")
    assert {problem.code for problem in problems} == {"overlap", "value_without_example"}
    place = {problem.rule: lines[problem.line] for problem in problems}
    assert place["V-04"] == 'id = "V-04"'
    assert place["V-05"] == 'id = "V-05"'


def test_a_gap_of_a_table_called_like_a_question_is_in_the_tables_file(spoil) -> None:
    folder = spoil(
        "today.toml", 'volume = ["many"], labels = ["good"]', 'volume = ["many"], labels = ["none"]'
    )
    gaps = [problem for problem in check_folder(folder).problems if problem.code == "gap"]
    assert {problem.file for problem in gaps} == {"today.toml"}


def test_words_are_named_on_their_own_line(spoil) -> None:
    folder = spoil("verdict.toml", 'because.en = "', 'because.en = "{n} ')
    (problem,) = check_folder(folder).problems
    lines = (folder / "verdict.toml").read_text(encoding="utf-8").split("\n")
    assert problem.code == "placeholders_differ"
    assert lines[problem.line - 1].startswith("because.")


def test_a_gap_is_the_exact_cell(spoil) -> None:
    folder = spoil("verdict.toml", 'labels = ["good", "repairable", "none"] }', 'labels = ["good", "none"] }')
    gaps = [problem for problem in check_folder(folder).problems if problem.code == "gap"]
    assert [gap.details["cell"] for gap in gaps] == ["form = unpaired, volume = many, labels = repairable"]
    verdict = check_folder(folder).coverage.tables[0]
    assert (verdict.cells, verdict.covered) == (36, 35)


def test_every_fault_is_listed_at_once(spoil) -> None:
    spoil("verdict.toml", 'source = ["deck2020"]', 'source = ["deck2019"]')
    spoil("advice/2_unpaired_ladder.toml", "order = 410", "order = 400")
    folder = spoil("interview.toml", 'section = "means"', 'section = "meanings"')
    codes = {problem.code for problem in check_folder(folder).problems}
    assert {"unknown_source", "order_twice", "unknown_section"} <= codes


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("verdict.toml", None, "file_missing"),
        ("never_say.toml", None, "file_missing"),
        ("verdict.toml", b"id = ", "not_toml"),
        ("verdict.toml", b"\xff\xfe", "file_unreadable"),
        ("interview.toml", b"", "unknown_fact"),
        ("interview.toml", b"question = 3", "unknown_fact"),
        ("sources.toml", b"source = [1, 2]", "unknown_source"),
        ("verdict.toml", b"row = 7", "missing_key"),
        ("verdict.toml", b"", "missing_key"),
        ("never_say.toml", b"", "promise_unknown"),
        ("volume.toml", b"", "cuts_incomplete"),
        ("advice/1_first_steps.toml", b"[[row]]", "missing_key"),
    ],
)
def test_a_broken_file_is_a_problem_and_no_crash(
    folder: Path, name: str, data: bytes | None, code: str
) -> None:
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)
    problems = check_folder(folder).problems
    assert code in {problem.code for problem in problems}
    assert all(problem.sentence(language) for problem in problems for language in ("ko", "en"))


def test_what_is_no_plain_file_and_what_is_endless_is_refused(folder: Path) -> None:
    (folder / "cards" / "dir.toml").mkdir()
    (folder / "cards" / "big.toml").write_bytes(b"#" * 4_000_001)
    (folder / "cards" / "gone.toml").symlink_to(folder / "nowhere")
    found = {(problem.code, problem.file) for problem in check_folder(folder).problems}
    assert {("file_odd", "cards/dir.toml"), ("file_too_large", "cards/big.toml")} < found
    assert ("file_odd", "cards/gone.toml") in found


@pytest.mark.parametrize("sign", ["\r\n", "bom", "tab"])
def test_how_an_editor_saves_is_no_fault(folder: Path, sign: str) -> None:
    path = folder / "verdict.toml"
    text = path.read_text(encoding="utf-8")
    changed = {
        "\r\n": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "tab": text.replace(" = ", "\t=\t"),
    }
    path.write_bytes(changed[sign].encode())
    assert check_folder(folder).problems == ()


def test_a_file_that_nothing_reads_is_a_problem(folder: Path) -> None:
    (folder / "verdicts.toml").write_text("", encoding="utf-8")
    (folder / "Advice").mkdir()
    for name in ("Advice/more.toml", "advice/MORE.TOML", "cards/deeper.toml"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "cards" / "deep").mkdir()
    (folder / "cards" / "deeper.toml").rename(folder / "cards" / "deep" / "a.toml")
    found = {(problem.code, problem.file) for problem in check_folder(folder).problems}
    names = ("verdicts.toml", "Advice", "advice/MORE.TOML", "cards/deep")
    assert found == {("file_unknown", name) for name in names}


def codes_raised() -> set[str]:
    """Every code with which the checker's own source makes a problem."""
    folder = Path(check_folder.__code__.co_filename).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    raised = set(re.findall(r'(?:Problem|problem)\(\s*"(\w+)"', sources))
    return raised | {"missing_key", "unknown_key", "wrong_value", "wrong_choice"}


def test_every_problem_has_its_sentence_and_every_sentence_its_problem() -> None:
    texts = catalogue("errors").texts
    known = {key.removeprefix("rule_") for key in texts if key.startswith("rule_")}
    assert codes_raised() == known
    for code in known:
        korean, english = texts[f"rule_{code}"].ko, texts[f"rule_{code}"].en
        assert set(re.findall(r"(?<!\{)\{(\w+)\}", korean)) == set(re.findall(r"(?<!\{)\{(\w+)\}", english))
        assert "\n" not in korean + english


def test_every_problem_is_provoked_by_a_test() -> None:
    here = Path(__file__).parent
    planted = {fault["code"] for fault in FAULTS}
    tests = "".join((here / name).read_text(encoding="utf-8") for name in ("test_check.py", "test_packs.py"))
    assert {code for code in codes_raised() - planted if f'"{code}"' not in tests} == set()


def test_no_such_folder() -> None:
    with pytest.raises(UserError) as caught:
        check_folder(Path("no-such-folder"))
    assert "no-such-folder" in caught.value.sentence("ko")


def test_the_shipped_book_is_sound_and_complete() -> None:
    report = check_folder()
    assert report.problems == ()
    tables = {table.table: (table.cells, table.covered) for table in report.coverage.tables}
    assert tables == {"verdict": (36, 36), "today": (72, 72), "framing": (70, 70)}
    assert set(report.counts().values()) == {0}
    assert report.lines("ko")[-1] != report.lines("en")[-1]
    book = load_rule_book()
    assert book.digest == report.digest
    assert 25 <= len(book.questions) <= 40
    assert len(book.sections) == 7


def test_a_faulty_book_is_one_error_with_all_problems(spoil) -> None:
    folder = spoil("verdict.toml", 'verdict = "start"', 'verdict = "deck2019"')
    _, problems, _ = read_book(folder)
    error = RuleBookError(problems)
    assert error.problems == problems
    for language in ("ko", "en"):
        assert "deck2019" in error.sentence(language)
        assert "\n" not in error.sentence(language)


def test_the_digest_follows_the_words_and_not_the_line_ends(folder: Path) -> None:
    before = check_folder(folder).digest
    for path in folder.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_folder(folder).digest == before
    assert check_folder(folder).problems == ()
    path = folder / "verdict.toml"
    path.write_bytes(path.read_bytes().replace("바로".encode(), "곧바로".encode(), 1))
    assert check_folder(folder).digest != before


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from engine.advice import assess; from engine.rulebook import load_rule_book; "
        "assess(load_rule_book(), {}, {}); "
        "heavy = ('numpy', 'pandas', 'PIL', 'torch', 'onnxruntime', 'PySide6', 'rich'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
