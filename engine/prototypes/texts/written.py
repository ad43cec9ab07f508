"""Texts read for learning: cleaned, told apart by author or document, long ones cut into stretches."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import xxhash

from engine.dataset import UnreadableFileError
from engine.dataset.tables.encoding import decode_text
from engine.dataset.types import Dataset, Item, Sample
from engine.dataset.vocabulary import tokens, words
from engine.errors import UserError
from engine.jobs.protocol import Reporter
from engine.prototypes.split import Key
from engine.prototypes.system import Examples, Prepared

LARGEST = 3 << 20  # bytes of one file that are read
MOST_TEXTS, MOST_SIGNS = 10_000, 20_000_000
MOST_STRETCHES = 4_000
LEAST_STRETCHES = 12
WIDTH, LEAD, SLACK = 192, 48, 8
"""Of a stretch and of what is seen before it, in letters; Hangul and the like count twice."""
MANY_DOCUMENTS = 10  # with fewer, parts of a document are told apart instead
SECTIONS = 40
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b]")
AUTHORS = words(
    "author customer client user writer sender speaker member patient person customer_id user_id"
    " 작성자 고객 사용자 회원 화자 환자 발신자 고객번호 고객명 작성자명 이용자"
)
LEAST_AUTHORS = 4  # fewer tell nobody apart


@dataclass(frozen=True)
class Document:
    """One text as it was found; ``beside``: what its row says besides."""

    id: str
    text: str
    label: str | None
    beside: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Stretch(Prepared):
    """A piece of a text: ``text`` counts, ``lead`` is what stood before it. ``ends``: the text ends here.

    ``held``: signs at its end that are held back where the text is to be written on.
    """

    text: str
    lead: str = ""
    ends: bool = True
    held: int = 0


def plain(text: str) -> str:
    """One way to write the same text: composed, without control signs, blanks and lines apart."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[^\S\n]+", " ", CONTROLS.sub("", text))
    return re.sub(r" ?\n ?", "\n", re.sub(r"\n\s*\n\s*", "\n\n", text)).strip()


def one_line(text: str) -> str:
    """A text in which lines don't matter."""
    return " ".join(plain(text).split())


def text_mark(text: str) -> int:
    """64 bits that texts share which differ in nothing but blanks and capitals."""
    return xxhash.xxh3_64_intdigest(" ".join(text.casefold().split()).encode("utf-8", errors="replace"))


def read_document(dataset: Dataset, sample: Sample) -> Document | None:
    """The text of a sample, with a text that it is paired with behind it; of a row that wasn't seen to be one
    the longest cell of several words. None where it has none. Raises UnreadableFileError.
    """
    if sample.input.modality == "table":
        return _longest_cell(sample)
    if sample.input.modality != "text":
        return None
    text, target = _text_of(dataset, sample.input), sample.target
    if target is not None and target.modality == "text":
        text = f"{text}\n{_text_of(dataset, target)}"
    if not text.strip():
        if sample.input.path is None:
            return None
        raise UnreadableFileError("empty_file")
    label = str(target.value) if target is not None and target.modality == "category" else None
    return Document(sample.id, plain(text), label or None, sample.beside or {})


def _longest_cell(sample: Sample) -> Document | None:
    cells = sample.input.value if isinstance(sample.input.value, Mapping) else {}
    worded = [cell for cell in cells.values() if len(re.findall(r"[^\W\d_]+", cell)) > 1]
    text = plain(max(worded, key=len, default=""))
    return Document(sample.id, text, None, {**cells, **(sample.beside or {})}) if text else None


def read_documents(dataset: Dataset, reporter: Reporter) -> tuple[list[Document], int, int]:
    """The texts of a set, how many could not be read, and how many are left out: copies, and those
    beyond ``MOST_TEXTS`` and ``MOST_SIGNS``, chosen evenly."""
    found: list[Document] = []
    known: set[tuple[int, str | None]] = set()
    unreadable = unused = signs = 0
    expected = dataset.recognition.expected or sum(1 for _ in dataset.samples())
    for done, sample in enumerate(dataset.samples(), start=1):
        if signs >= MOST_SIGNS or not _chosen(sample.id, expected):
            unused += 1
            continue
        try:
            document = read_document(dataset, sample)
        except UnreadableFileError:
            unreadable += 1
            continue
        reporter.progress(done, expected, "reading")
        if document is None or not document.text:
            continue
        mark = text_mark(document.text), document.label
        if mark in known:
            unused += 1
            continue
        known.add(mark)
        found.append(document)
        signs += len(document.text)
    return found, unreadable, unused


def authors(documents: Sequence[Document]) -> list[str]:
    """Who wrote each text, where a column of its row says so; else empty."""
    for name in documents[0].beside if documents else ():
        if not AUTHORS.intersection((name.lower(), *tokens(name))):
            continue
        said = [document.beside.get(name, "").strip() for document in documents]
        counts = Counter(filter(None, said))
        if len(counts) >= LEAST_AUTHORS and max(counts.values()) < len(documents) / 2:
            return said
    return [""] * len(documents)


def stretches(document: Document, lines: bool) -> list[Stretch]:
    """A text cut between words into stretches of at most ``WIDTH``, in order; the second half of each may be
    held back. ``lines``: whether lines are kept."""
    text = document.text if lines else one_line(document.text)
    cut = [0, *_cuts(text)]
    found = []
    for number, (start, stop) in enumerate(pairwise(cut)):
        part = text[start:stop]
        found.append(
            Stretch(
                id=document.id if len(cut) == 2 else f"{document.id}#{number + 1}",
                fingerprint=text_mark(part),
                text=part,
                lead=_lead(text[:start]),
                ends=stop == len(text),
            )
        )
    return found


def read_stretches(dataset: Dataset, seed: int, reporter: Reporter, lines: bool) -> Examples[Stretch]:
    """All texts as stretches; those of one author, else of one text, else of one part of a text are a group.

    Raises UserError where there is too little text.
    """
    documents, unreadable, unused = read_documents(dataset, reporter)
    documents.sort(key=lambda one: xxhash.xxh3_64_intdigest(f"{seed}:{one.id}".encode()))
    few = len(documents) < MANY_DOCUMENTS
    found: list[Stretch] = []
    keys: list[Key] = []
    known: set[int] = set()
    for document, author in zip(documents, authors(documents), strict=True):
        whole = stretches(document, lines)
        own = whole[: MOST_STRETCHES - len(found)]
        unused += len(whole) - len(own)
        for number, one in enumerate(own):
            if one.fingerprint in known:
                unused += 1
                continue
            known.add(one.fingerprint)
            section = f"{document.id}:{number * SECTIONS // len(own)}" if few else document.id
            found.append(replace(one, held=_held(one.text)))
            keys.append(Key(one.id, author or section))
    if len(found) < LEAST_STRETCHES:
        raise UserError("prototype_little_text", name=dataset.name, count=sum(len(one.text) for one in found))
    return Examples(tuple(found), tuple(keys), unreadable, unused)


def _chosen(name: str, expected: int) -> bool:
    """Whether a sample is among about ``MOST_TEXTS``: by its name, so that every folder gets its share."""
    return expected <= MOST_TEXTS or xxhash.xxh3_64_intdigest(name.encode()) % expected < MOST_TEXTS


def _text_of(dataset: Dataset, item: Item) -> str:
    if item.path is None:
        return item.value if isinstance(item.value, str) else ""
    with dataset.tree.open(item.path) as stream:
        data = stream.read(LARGEST)
    text = decode_text(data)
    if "\0" in text:
        raise UnreadableFileError("not_text")
    return text


def _lead(before: str) -> str:
    """The last words before a cut."""
    blank = before[-LEAD:].find(" ")
    return before[-LEAD:][blank:] if blank >= 0 else before[-LEAD:]


def _cuts(text: str) -> list[int]:
    """Where a text is cut so that no part is wider than ``WIDTH`` and all are about as wide, before a blank
    where there is one; the last cut is its end."""
    whole = sum(map(_width, text))
    limit = min(WIDTH, whole / max(1, -(-whole // WIDTH)) + SLACK)
    found: list[int] = []
    start = wide = blank = 0
    for place, sign in enumerate(text):
        if sign in " \n" and place > start:
            blank = place
        wide += _width(sign)
        if wide > limit and place > start:
            stop = blank if blank > start else place
            found.append(stop)
            wide = sum(map(_width, text[stop : place + 1]))
            start = stop
    return [*found, len(text)] if len(text) > start else found


def _width(sign: str) -> int:
    return 1 if sign < "\u1100" else 2


def _held(text: str) -> int:
    """How much of a text's end is held back: from a blank near its middle on."""
    place = text.find(" ", len(text) // 2)
    return len(text) - place if place > 0 else 0
