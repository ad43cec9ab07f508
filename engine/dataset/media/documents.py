"""The first words of a document: PDF, Word, Hancom's HWPX; nothing of the others."""

from __future__ import annotations

import io
import re
import zipfile

from engine.dataset.kinds import suffix_of
from engine.dataset.media.shapes import ZIP_DAMAGE
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

_LARGEST = 20 << 20  # bytes of a document that is opened for its first words
_MEMBER = 1 << 20  # bytes of a text inside that are unpacked
_PLACES = {"docx": "word/document.xml", "hwpx": "Preview/PrvText.txt"}


def first_words(tree: FileTree, path: str, length: int) -> str:
    """About so many signs of the beginning; empty where they cannot be had.

    Raises ``UnreadableFileError`` where the file itself cannot be read.
    """
    suffix = suffix_of(path)
    if suffix not in (*_PLACES, "pdf"):
        return ""
    data = tree.read(path)
    if not data:
        raise UnreadableFileError("empty_file")
    if len(data) > _LARGEST:
        return ""
    return _of_pdf(data)[:length] if suffix == "pdf" else _of_packed(data, suffix)[:length]


def _of_pdf(data: bytes) -> str:
    from pypdf import PdfReader

    try:
        page = next(iter(PdfReader(io.BytesIO(data)).pages), None)
        return "" if page is None else _joined(page.extract_text())
    except Exception:  # noqa: BLE001 - pypdf lets out whatever hostile bytes make it stumble over
        return ""


def _of_packed(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(_PLACES[suffix]) as member:
            text = member.read(_MEMBER).decode("utf-8", "replace")
    except ZIP_DAMAGE:
        return ""
    if suffix == "docx":  # cut off as it may be, it is no whole XML: its tags are taken out by hand
        text = re.sub(r"</w:p>", " ", text[text.find("<w:body") :])
        text = re.sub(r"<[^>]*>?", "", text)
    return _joined(text)


def _joined(text: str) -> str:
    return " ".join(text.split())
