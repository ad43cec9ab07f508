"""Documents become pieces with their places, whatever they are made of; hostile ones are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfWriter

from engine.errors import UserError
from engine.lint import Piece, Place, lint_pieces, read_document
from engine.rulebook import load_rule_book

BOOK = load_rule_book()
PROMISE = "강화학습으로 됩니다."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _places(file: Path | io.BytesIO) -> list[str]:
    return [hit.place.say("en") for hit in lint_pieces(read_document(file), BOOK)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "utf-32"]
)
def test_a_text_in_any_encoding_gives_its_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "memo.txt"
    path.write_bytes(f"회의 기록\r\n\r\n{PROMISE}\r\n끝\r\n".encode(encoding))
    assert _places(path) == ["line 3"]


def test_markdown_marks_hide_nothing_and_lines_stay(tmp_path: Path) -> None:
    path = tmp_path / "offer.md"
    path.write_text(
        "# Offer\n\nAll is well.\n\n- **Re**inforcement _learning_ [will](http://x.y/z) do it\n", "utf-8"
    )
    assert _places(path) == ["line 5"]


def _run(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def test_docx_with_table_header_footnote_and_text_box(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("회의 기록입니다.")
    document.add_paragraph("RL로 ").add_run("풀면 됩니다.").bold = True
    table = document.add_table(2, 2)
    table.cell(1, 0).text = PROMISE
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "정확도 99%를 보장합니다."
    document.sections[0].header.paragraphs[0].text = "We guarantee 95% accuracy."
    document.sections[0].footer.paragraphs[0].text = "More data is always better."
    box = f"<w:r {W}><w:pict><w:txbxContent>{_run(PROMISE)}</w:txbxContent></w:pict></w:r>"
    document.paragraphs[0]._p.append(parse_xml(box))
    path = tmp_path / "offer.docx"
    document.save(str(path))
    notes = f"<w:footnotes {W}><w:footnote>{_run('강화', '학습')}</w:footnote></w:footnotes>"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert sorted(_places(path)) == sorted(
        [
            "text box paragraph 1",
            "paragraph 2",
            "table 1, row 2, column 1",
            "table 1, row 2, column 2",
            "header 1",
            "footer 1",
            "footnote paragraph 1",
        ]
    )
    assert len(_places(io.BytesIO(path.read_bytes()))) == 7


def test_deleted_text_of_a_docx_is_not_there(tmp_path: Path) -> None:
    document = Document()
    deleted = f"<w:del {W}><w:r><w:delText>{PROMISE}</w:delText></w:r></w:del>"
    document.add_paragraph("안녕하세요.")._p.append(parse_xml(deleted))
    document.save(str(tmp_path / "a.docx"))
    assert _places(tmp_path / "a.docx") == []


def test_pptx_with_group_table_and_notes(tmp_path: Path) -> None:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[6])
    first.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "안녕하세요."
    second = show.slides.add_slide(show.slide_layouts[6])
    group = second.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = PROMISE
    table = second.shapes.add_table(1, 2, 0, 0, Inches(3), Inches(1)).table
    table.cell(0, 1).text = "We guarantee 95% accuracy."
    first.notes_slide.notes_text_frame.text = "RL can do it."
    show.save(str(tmp_path / "deck.pptx"))
    assert sorted(_places(tmp_path / "deck.pptx")) == ["notes of slide 1", "slide 2", "slide 2"]


def _pdf(path: Path, pages: list[list[str]]) -> None:
    """A plain PDF by hand: one page a list of lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -16 Td" for line in lines)
        stream = f"BT /F1 12 Tf 40 700 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    text, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    text += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{text.index('xref')}\n%%EOF\n"
    path.write_bytes(text.encode("latin-1"))


def test_pdf_gives_the_page_and_joins_split_words(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    _pdf(
        path,
        [
            ["Hello."],
            ["We will apply reinforce-", "ment learning here."],
            ["R e i n f o r c e m e n t  l e a r n i n g"],
        ],
    )
    assert _places(path) == ["page 2", "page 3"]


def test_a_pdf_without_text_or_with_a_password_is_refused(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    _pdf(scan, [[], []])
    with pytest.raises(UserError, match="no text"):
        read_document(scan)
    writer = PdfWriter(clone_from=str(scan))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = tmp_path / "locked.pdf"
    writer.write(str(locked))
    with pytest.raises(UserError, match="password"):
        read_document(locked)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("old.doc", OLE, "lint_old_format"),
        ("old.hwp", OLE, "lint_old_format"),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "lint_encrypted"),
        ("text.rtf", b"{\\rtf1 hello}", "lint_old_format"),
        ("broken.docx", b"PK\x03\x04 nonsense", "lint_damaged"),
        ("broken.pdf", b"%PDF-1.7 nonsense", "lint_damaged"),
        ("empty.pptx", b"", "lint_damaged"),
        ("picture.txt", bytes(range(256)) * 20, "lint_not_text"),
        ("odd.txt", b"\xff\xfd\xfa" * 30, "lint_not_text"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_document(tmp_path / name)
    assert caught.value.code == code
    assert name in caught.value.sentence("ko")


@pytest.mark.parametrize("part", ["bomb", "entities", "deep"])
def test_hostile_parts_are_refused(tmp_path: Path, part: str) -> None:
    head = f"<w:document {W}><w:body>"
    xml = {
        "bomb": head + "<w:p/>" + " " * 60_000_000,
        "entities": '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        "deep": head + "<w:sdt>" * 200_000,
    }[part]
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code in {"lint_too_much", "lint_damaged"}


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    for path, code in [(tmp_path, "lint_folder"), (tmp_path / "no.txt", "lint_missing")]:
        with pytest.raises(UserError) as caught:
            read_document(path)
        assert caught.value.code == code


def test_places_hold_in_a_long_text() -> None:
    text = "Nothing here to see.\n" * 3000 + "RL can do it.\n" + "Nothing.\n" * 3000
    (hit,) = lint_pieces([Piece(text, Place("line", 1))], BOOK)
    assert hit.place.number == 3001
    assert hit.sentence == "RL can do it."


def test_a_text_made_to_be_slow_is_given_up() -> None:
    with pytest.raises(UserError, match="too long"):
        lint_pieces([Piece("강화학습 " * 400_000, Place("line", 1))], BOOK, seconds=0.5)
