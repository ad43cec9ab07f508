"""Every format holds every text, whatever the client wrote, and files appear whole or not at all."""

from __future__ import annotations

import base64
import errno
import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from report_reading import SUFFIXES, parsed, squeezed, text_of, write

from engine.advice import ForbiddenAdviceError
from engine.errors import UserError
from engine.report import preview_pages, write_report
from engine.report.quoting import Quoting, clean
from engine.report.types import ItemList, ListItem, Paragraph, ReportSection, Table
from engine.texts import LANGUAGES

NASTY = (
    "$#*_@[x](y)\\ `code` <script>alert(1)</script> & \"quotes\" 'single' | pipe ~ ^ {{ jinja }} {% raw %}",
    '#import "x.typ" #panic() #sys.inputs // comment /* open',
    "مرحبا بالعالم — שלום — \u202eevil\u202c",
    "이모지 🙂👩‍👩‍👧 그리고 가나다",
    "가" * 3000,
    "x" * 10_000,
    "1. not a list\n- nor this\n# nor a heading\r\n> nor a quote\n---\n| a | b |",
    "\x00\x08\x0b\x1f\ud800\ufffe",
    "![x](http://example.com/x.png) <img src=http://example.com/x.png> https://example.com",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_holds_verdict_steps_rules_and_figures(full, tmp_path, suffix, language) -> None:
    report = full.report(language, "client")
    text = text_of(write(report, tmp_path / f"보고서 report{suffix}", full.book))
    advice = full.assessment.advice
    word = {"ko": "준비가 먼저입니다", "en": "Prepare first"}[language]
    wanted = [word, advice.ruling.headline.say(language), *(line.text.say(language) for line in advice.lines)]
    wanted += ["V-05", "S-01", "S-04", "C-01", "K-01", "91.7 %", "74.2 %", "35.0 %", "85.2", "95.5", "0.55"]
    wanted += [
        full.state.name,
        full.state.client,
        full.book.digest,
        "arxiv.org/abs/2103.14749",
        "bolt/IMG_2026_11_000.jpg",
    ]
    for section in report.sections:
        wanted.append(section.title)
    missing = [item for item in wanted if squeezed(item) not in text]
    assert not missing


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_clients_edition_has_no_never_say_line_in_any_format(full, tmp_path, suffix) -> None:
    never = full.assessment.advice.never_say[0]
    internal = text_of(write(full.report("en", "internal"), tmp_path / f"i{suffix}", full.book))
    client = text_of(write(full.report("en", "client"), tmp_path / f"c{suffix}", full.book))
    # Even a report whose internal section was left in by mistake is written without it.
    relabelled = replace(full.report("en", "internal"), edition="client")
    slipped = text_of(write(relabelled, tmp_path / f"s{suffix}", full.book))
    for line in (never.promise.en, never.instead.en):
        assert squeezed(line) in internal
        assert squeezed(line) not in client
        assert squeezed(line) not in slipped


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("hostile", NASTY)
def test_hostile_text_appears_as_text(full, tmp_path, suffix, hostile) -> None:
    case = full.answering("wish", hostile, note=hostile).but(name=hostile, client=hostile)
    path = write(case.report("ko", "client"), tmp_path / f"report{suffix}", full.book)
    text = text_of(path)
    if suffix == ".pdf" and ("م" in hostile or "🙂" in hostile):
        return  # glyphs that the machine's fonts may lack, and right-to-left order: written is enough
    for line in clean(hostile).split("\n"):
        if suffix == ".docx":
            assert squeezed(line) in text
        else:
            assert squeezed(line)[:3000] in text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), name=st.text(max_size=30))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_text_of_the_clients_can_be_written(full, tmp_path, suffix, text, name) -> None:
    case = full.answering("wish", text, note=name).but(name=name, client=text, prototypes=())
    path = tmp_path / f"report{suffix}"
    write_report(case.report("en", "client"), path, full.book, overwrite=True)
    if suffix != ".pdf":
        assert squeezed(clean(name)) in text_of(path)
    else:
        assert squeezed("Claimed against measured") in text_of(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_case_can_be_written(empty, tmp_path, suffix) -> None:
    text = text_of(write(empty.report("ko"), tmp_path / f"report{suffix}", empty.book))
    assert squeezed("아직 판단할 수 없습니다") in text


def test_pdf_has_title_language_pictures_and_no_missing_hangul(full, tmp_path) -> None:
    path = write(full.report("ko"), tmp_path / "r.pdf", full.book)
    reader = PdfReader(path)
    assert full.state.name in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "ko"
    assert sum(len(page.images) for page in reader.pages) == 20
    text = "".join(page.extract_text() for page in reader.pages)
    assert "\x00" not in text
    assert f"1 / {len(reader.pages)}" in text
    assert f"{len(reader.pages)} / {len(reader.pages)}" in text


def test_no_page_of_the_preview_is_empty_and_all_have_the_width(full) -> None:
    pages = preview_pages(full.report("en"), 640)
    assert len(pages) > 2
    for data in pages:
        page = Image.open(BytesIO(data)).convert("L")
        assert abs(page.width - 640) <= 1
        dark = sum(page.histogram()[:128])
        assert dark > 500


def test_docx_has_real_styles_korean_face_tables_and_described_pictures(full, tmp_path) -> None:
    document = docx.Document(str(write(full.report("ko"), tmp_path / "r.docx", full.book)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in full.report("ko").sections]
    assert "eastAsia" in document.styles["Normal"].element.xml
    assert document.core_properties.language == "ko"
    assert len(document.tables) >= 6
    assert len(document.inline_shapes) == 20
    descriptions = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all("예측: bolt" in text for text in descriptions)


def test_html_is_one_file_that_fetches_nothing(full, tmp_path) -> None:
    hostile = full.answering("wish", '"><img src=x onerror=alert(1)><script>1</script>')
    path = write(hostile.report("ko"), tmp_path / "r.html", full.book)
    reader = parsed(path)
    assert ("html", {"lang": "ko"}) in reader.tags
    pictures = [attributes for tag, attributes in reader.tags if tag == "img"]
    assert len(pictures) == 20
    for attributes in pictures:
        assert attributes["src"].startswith("data:image/png;base64,")
        Image.open(BytesIO(base64.b64decode(attributes["src"].split(",", 1)[1]))).verify()
        assert attributes["alt"]
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "base"}
    fetched = [
        a for _, attributes in reader.tags for a in attributes if a in ("src", "href", "srcset", "action")
    ]
    assert len(fetched) == len(pictures)
    style = re.search(r"<style>(.*?)</style>", path.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "url(" not in style
    assert "@import" not in style


def test_markdown_keeps_its_pictures_beside_it(full, tmp_path) -> None:
    path = write(full.report("en"), tmp_path / "report.md", full.book)
    links = re.findall(r"\]\(<([^>]+)>\)", path.read_text(encoding="utf-8"))
    assert len(links) == 20
    assert all((tmp_path / link).is_file() for link in links)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.files", "report.md"]


def test_markdown_without_pictures_makes_no_folder(empty, tmp_path) -> None:
    write(empty.report("en"), tmp_path / "report.md", empty.book)
    assert [p.name for p in tmp_path.iterdir()] == ["report.md"]


def test_a_table_cell_cannot_break_out_of_its_row_in_markdown(full, tmp_path) -> None:
    case = full.answering("wish", "a | b\n| c | d |\n\n# x")
    path = write(case.report("en"), tmp_path / "report.md", full.book)
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if "What do you wish for" in line]
    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 4


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_there_is_kept_unless_allowed(full, tmp_path, suffix) -> None:
    path = tmp_path / f"report{suffix}"
    path.write_bytes(b"mine")
    with pytest.raises(UserError) as caught:
        write_report(full.report(), path, full.book)
    assert caught.value.code == "report_exists"
    assert path.read_bytes() == b"mine"
    write_report(full.report(), path, full.book, overwrite=True)
    write_report(full.report(), path, full.book, overwrite=True)
    assert path.read_bytes() != b"mine"
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".tmp")]


def test_a_folder_with_things_of_the_users_is_never_replaced(full, tmp_path) -> None:
    mine = tmp_path / "report.files" / "holiday.jpg"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    with pytest.raises(UserError):
        write_report(full.report(), tmp_path / "report.md", full.book, overwrite=True)
    assert mine.read_bytes() == b"mine"
    assert not (tmp_path / "report.md").exists()


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("report.odt", "report_unknown_format"),
        ("report", "report_unknown_format"),
        ("no/r.pdf", "report_folder_missing"),
    ],
)
def test_a_wrong_place_gets_a_sentence(full, tmp_path, place, code) -> None:
    with pytest.raises(UserError) as caught:
        write_report(full.report(), tmp_path / place, full.book)
    assert caught.value.code == code
    assert all("{" not in caught.value.sentence(language) for language in LANGUAGES)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "report_write_failed"), (errno.EACCES, "report_not_writable")]
)
def test_a_failing_disk_leaves_no_file_and_the_old_one_whole(
    full, tmp_path, monkeypatch, suffix, number, code
) -> None:
    def fail(*arguments):
        raise OSError(number, os.strerror(number))

    old = tmp_path / f"old{suffix}"
    old.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    for path in (tmp_path / f"new{suffix}", old):
        with pytest.raises(UserError) as caught:
            write_report(full.report(), path, full.book, overwrite=True)
        assert caught.value.code == code
    assert [p.name for p in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_old_markdown_pictures_come_back_when_the_text_cannot_be_put_in_place(
    full, tmp_path, monkeypatch
) -> None:
    path = write(full.report(), tmp_path / "report.md", full.book)
    before = {p.name: p.read_bytes() for p in (tmp_path / "report.files").iterdir()}

    def fail(*arguments):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UserError):
        write_report(full.but(prototypes=full.state.prototypes).report("en"), path, full.book, overwrite=True)
    assert {p.name: p.read_bytes() for p in (tmp_path / "report.files").iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.files", "report.md"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_promise_planted_after_building_is_refused_at_the_file(full, tmp_path, suffix) -> None:
    report = full.report("en", "client")
    planted = ReportSection("Extra", (ItemList((ListItem("Fine", "Reinforcement learning can do it"),)),))
    with pytest.raises(ForbiddenAdviceError):
        write_report(
            replace(report, sections=(*report.sections, planted)), tmp_path / f"r{suffix}", full.book
        )
    assert not list(tmp_path.iterdir())


def test_blocks_at_their_edges_are_drawn_in_every_format(full, tmp_path) -> None:
    long_cell = Quoting("긴 글 " * 600)
    blocks = (
        Paragraph(""),
        Table(("a", "b"), ()),
        Table(("a",), ((long_cell,),)),
        ItemList((ListItem(long_cell, long_cell),), numbered=True),
        ItemList(()),
    )
    report = replace(full.report("ko", "client"), sections=(ReportSection("가장자리", blocks),))
    for suffix in SUFFIXES:
        text = text_of(write(report, tmp_path / f"r{suffix}", full.book))
        assert text.count("긴글") == 1800
