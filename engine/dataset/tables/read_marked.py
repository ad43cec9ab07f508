"""Texts whose lines carry their labels: ``__label__sport they won``, and a word with its tag a line."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from engine.dataset.tables.dialect import bounded_lines
from engine.dataset.tables.encoding import PATCHED, detect_encoding
from engine.dataset.tables.sources import Row, Source
from engine.dataset.trees import Tree
from engine.dataset.unreadable import UnreadableFileError

_HEAD = 1 << 16
_LEAST_LINES = 8
_NEARLY_ALL = 0.95
_LABEL = "__label__"
_TAG = re.compile(r"O|[BIESLUM][-_][^\s]+")
_DAMAGE = (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error)


def read_marked(tree: Tree, path: str) -> Source | None:
    """The table that such lines are, a row a text; else None. Raises ``UnreadableFileError``."""
    try:
        with tree.open(path) as stream:
            head = stream.read(_HEAD)
    except _DAMAGE:
        raise UnreadableFileError("read_error") from None
    encoding = detect_encoding(head, len(head) < _HEAD)
    lines = head.decode(encoding, errors=PATCHED).lstrip("\ufeff").splitlines()
    if len(head) == _HEAD:
        lines = lines[:-1]
    if _are_labelled(lines):
        return Source(path, ("text", "label"), partial(_labelled, tree, path, encoding), "labelled", encoding)
    if _are_tagged(lines):
        return Source(
            path, ("sentence", "labels"), partial(_tagged, tree, path, encoding), "tagged", encoding
        )
    return None


def _are_labelled(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    marked = sum(line.startswith(_LABEL) for line in filled)
    return len(filled) >= _LEAST_LINES and marked >= _NEARLY_ALL * len(filled)


def _are_tagged(lines: list[str]) -> bool:
    """Words with tags such as B-PER and O behind them, and blank lines between the sentences."""
    blank = sum(not line.strip() for line in lines)
    words = [line.rstrip() for line in lines if line.strip() and not _is_remark(line)]
    if len(words) < 2 * _LEAST_LINES or not 2 <= blank <= 0.6 * len(lines):
        return False
    tags = [line.split()[-1] for line in words if line.split()[-1] != line]
    known = [tag for tag in tags if _TAG.fullmatch(tag)]
    return len(known) >= _NEARLY_ALL * len(words) and len(set(known)) > 1


def _is_remark(line: str) -> bool:
    return line.startswith(("-DOCSTART-", "# ", "##"))


def _labelled(tree: Tree, path: str, encoding: str) -> Iterator[Row]:
    for line in _lines(tree, path, encoding):
        if line:
            words = line.split()
            labels = [word for word in words if word.startswith(_LABEL)]
            text = " ".join(word for word in words if not word.startswith(_LABEL))
            yield [text, " ".join(label.removeprefix(_LABEL) for label in labels)]


def _tagged(tree: Tree, path: str, encoding: str) -> Iterator[Row]:
    words: list[str] = []
    tags: list[str] = []
    for line in _lines(tree, path, encoding):
        if line.strip() and not _is_remark(line):
            word, _, tag = line.rstrip().replace("\t", " ").rpartition(" ")
            words.append((word.split() or [" "])[0])
            tags.append(tag)
        elif words and not line.strip():
            yield _sentence(words, tags)
            words, tags = [], []
    if words:
        yield _sentence(words, tags)


def _sentence(words: list[str], tags: list[str]) -> Row:
    """Words with blanks between them; where each is one sign, the signs are the text."""
    signs = all(len(word) == 1 for word in words)
    return [("" if signs else " ").join(words), " ".join(tags)]


def _lines(tree: Tree, path: str, encoding: str) -> Iterator[str]:
    with io.TextIOWrapper(tree.open(path), encoding=encoding, errors=PATCHED) as text:
        try:
            for line in bounded_lines(text):
                yield line.strip("\ufeff\r\n")
        except _DAMAGE:
            raise UnreadableFileError("read_error") from None
