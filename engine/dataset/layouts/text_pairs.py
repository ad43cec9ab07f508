"""Texts paired by their names: ``train.en`` and ``train.ko`` by line, ``7_src.txt`` and ``7_tgt.txt``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import stem_of, suffix_of
from engine.dataset.listing import Listing
from engine.dataset.study import Study
from engine.dataset.tables.headings import looks_numeric
from engine.dataset.tables.lines import count_lines, lines_of, paired_lines
from engine.dataset.tables.roles import Column
from engine.dataset.tables.table_dataset import Piece, Reading, TableDataset
from engine.dataset.tables.targets import Target
from engine.dataset.types import Item, Recognition, Sample, Unreadable
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import is_language

_SIDES = (
    ("src", "tgt"), ("source", "target"), ("input", "output"), ("article", "summary"), ("text", "summary"),
    ("document", "summary"), ("original", "summary"), ("question", "answer"), ("q", "a"), ("noisy", "clean"),
    ("formal", "informal"), ("orig", "corrected"), ("error", "correct"), ("before", "after"), ("x", "y"),
    ("complex", "simple"), ("원문", "번역"), ("원문", "요약"), ("본문", "요약"), ("질문", "답변"),
    ("입력", "출력"),
)  # fmt: skip
_SUBTITLES = frozenset({"srt", "vtt", "ass", "smi"})
_TEXTS = _SUBTITLES | {"txt", "text", "md"}
_LEAST_LINES = 8
_MOST_LINES = 5_000_000
_LEAST_SHARE = 0.8
_SPLIT = re.compile(r"[._\- ]+")


@dataclass
class _Sides:
    """Which file has which key on either side."""

    names: tuple[str, str]
    first: dict[str, str] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Both files of each key that stands on both sides."""
        return [(self.first[key], self.second[key]) for key in self.first if key in self.second]


def recognise(study: Study) -> FileDataset | TableDataset | None:
    """Paired: what goes in is a text or a line, and so is its target."""
    listing = study.listing
    if listing.media_kind() is not None or listing.counts["table"] > listing.counts["text"]:
        return None
    paths = [*listing.files("text"), *_called_by_language(listing)]
    sides = _best_sides(paths)
    if sides is None:
        return None
    if _are_numbers(listing, sides):
        return None
    by_line = _paired_by_line(listing, sides)
    if by_line:
        return _lines(listing, sides)
    return _files(listing, sides) if len(sides.pairs) >= 3 else None


def _called_by_language(listing: Listing) -> Iterator[str]:
    sides = {word for pair in _SIDES for word in pair}
    for path in listing.files("other"):
        suffix = suffix_of(path)
        if suffix and suffix != "md" and (is_language(suffix) or suffix in sides):
            yield path


def _best_sides(paths: list[str]) -> _Sides | None:
    """The two words that part the names of nearly all files into partners."""
    keyed: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for word, key in _words_and_keys(path):
            keyed[word].setdefault(key, path)
    best: _Sides | None = None
    languages = sorted(word for word in keyed if is_language(word))
    spoken = [(a, b) for place, a in enumerate(languages) for b in languages[place + 1 :]]
    for one, other in (*_SIDES, *spoken):
        if one not in keyed or other not in keyed:
            continue
        sides = _Sides((one, other), keyed[one], keyed[other])
        enough = 2 * len(sides.pairs) >= _LEAST_SHARE * len(paths)
        if enough and (best is None or len(sides.pairs) > len(best.pairs)):
            best = sides
    return best


def _words_and_keys(path: str) -> Iterator[tuple[str, str]]:
    """Each word of a name that may tell its side, with the name that is left without it."""
    above, _, name = path.rpartition("/")
    stem = stem_of(name) if suffix_of(name) in _TEXTS else name
    words = [word for word in _SPLIT.split(stem.lower()) if word]
    for place in {0, len(words) - 1}:
        yield words[place], f"{above}/{'_'.join((*words[:place], *words[place + 1 :]))}"


def _are_numbers(listing: Listing, sides: _Sides) -> bool:
    """Whether the first lines of an input are nothing but numbers: a table in a text file."""
    try:
        head = list(islice(lines_of(listing.tree, sides.pairs[0][0]), _LEAST_LINES)) if sides.pairs else []
    except UnreadableFileError:
        return False
    cells = [cell for line in head for cell in line.replace(",", " ").split()]
    return bool(cells) and all(map(looks_numeric, cells))


def _paired_by_line(listing: Listing, sides: _Sides) -> bool:
    """Whether both texts of the first pairs have as many lines, and many."""
    if any(suffix_of(path) in _SUBTITLES for path, _ in sides.pairs[:3]):
        return False  # their lines are times and numbers as well
    try:
        for first, second in sides.pairs[:3]:
            lines = count_lines(listing.tree, first, _MOST_LINES)
            others = count_lines(listing.tree, second, _MOST_LINES)
            if lines < _LEAST_LINES or abs(lines - others) > 1:
                return False
    except UnreadableFileError:
        return False
    return True


def _lines(listing: Listing, sides: _Sides) -> TableDataset:
    columns = tuple(Column(place, name, "text", 0, 0) for place, name in enumerate(sides.names))
    reading = Reading(columns[:1], columns[0], Target(columns[1], "text", named=True))
    sources = [paired_lines(listing.tree, one, other, sides.names) for one, other in sides.pairs]
    return TableDataset(
        listing.tree,
        _recognition(sides, "line_pairs", ("lines_meet", {"files": len(sides.pairs)})),
        [Piece(source, reading) for source in sources],
        lambda: _ignored(listing, sides),
    )


def _files(listing: Listing, sides: _Sides) -> FileDataset:
    def samples() -> Iterator[Sample]:
        for key, path in sides.first.items():
            target = Item("text", path=sides.second[key]) if key in sides.second else None
            yield Sample(path, Item("text", path=path), target)

    def unmatched_targets() -> Iterator[Item]:
        yield from (Item("text", path=path) for key, path in sides.second.items() if key not in sides.first)

    met: dict[str, int | str] = {
        "matched": len(sides.pairs),
        "inputs": len(sides.first),
        "first": sides.names[0],
        "second": sides.names[1],
    }
    recognition = _recognition(sides, "text_pairs", ("names_meet", met))
    return FileDataset(
        listing.tree, recognition, samples, lambda: _ignored(listing, sides), unmatched_targets
    )


def _recognition(sides: _Sides, layout: str, why: tuple[str, dict[str, int | str]]) -> Recognition:
    return Recognition(
        layout="line_pairs" if layout == "line_pairs" else "text_pairs",
        form="paired",
        confidence=0.94 if layout == "line_pairs" or all(map(is_language, sides.names)) else 0.9,
        input_modality="text",
        target_modality="text",
        evidence=(why,),
        input_name=sides.names[0],
        target_name=sides.names[1],
        systems=("gpt",),
    )


def _ignored(listing: Listing, sides: _Sides) -> Iterator[Unreadable]:
    used = {*sides.first.values(), *sides.second.values()}
    yield from (side for side in listing.side_files() if side.path not in used)
