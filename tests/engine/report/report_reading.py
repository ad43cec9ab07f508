"""Reads the text of a written report back, whatever its format."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import docx
from pypdf import PdfReader

from engine.report import write_report

SUFFIXES = (".pdf", ".docx", ".html", ".md")


class Reader(HTMLParser):
    """The text of an HTML file, its tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def write(report, path, book, overwrite=False):
    write_report(report, path, book, overwrite)
    return path


def text_of(path):
    """The plain text of a report in any format, without white space and escapes."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".docx":
        body = docx.Document(str(path)).element.body
        text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    elif path.suffix == ".html":
        text = "".join(parsed(path).text)
    else:
        text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", path.read_text(encoding="utf-8").replace("<br>", ""))
    return squeezed(text)


def squeezed(text):
    return re.sub(r"\s", "", text)


def parsed(path):
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader
