"""What one table is by itself: its target, how its rows are read, and why."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from engine.dataset.kinds import stem_of
from engine.dataset.tables.parts import Family, aligned_to
from engine.dataset.tables.roles import Column, judge_columns
from engine.dataset.tables.sources import Source
from engine.dataset.tables.table_dataset import Piece, Reading
from engine.dataset.tables.targets import (
    Target,
    choose_target,
    hardly_varies,
    input_columns,
    is_graded,
    may_be_targets,
    rating_column,
    target_called,
    text_column,
)
from engine.dataset.tables.tasks import (
    are_ratings,
    parallel_texts,
    systems_of,
    time_column,
    unnamed_rating,
    with_notes,
)
from engine.dataset.types import Form, Part
from engine.dataset.unreadable import UnreadableFileError
from engine.dataset.vocabulary import split_of, tokens

HEAD_ROWS = 5000
_SLOW_ROWS = 1000  # of a workbook, whose rows take a hundred times as long
_HEAD_SIGNS = 64 << 20  # of long texts fewer as well
_HEAD_CELLS = 2_000_000  # of a wide table fewer rows are judged
_TOLD = 3  # files of which it is told how they are written
_MARKED = {"tagged": "table_is_tagged", "labelled": "table_lines_labelled"}
Evidence = list[tuple[str, dict[str, int | str]]]


@dataclass(frozen=True)
class Verdict:
    """One table, judged. ``unlabelled``: files with the same columns but for the target."""

    family: Family
    columns: tuple[Column, ...]
    target: Target | None
    unclear: bool
    unlabelled: tuple[Source, ...] = ()

    @property
    def head(self) -> list[list[str]]:
        """Its first rows, read again: a judged table keeps none."""
        return _head(self.family.main)

    @property
    def reading(self) -> Reading:
        """How a row becomes a sample."""
        inputs = input_columns(self.columns, self.target)
        return Reading(inputs, text_column(inputs), self.target, self.columns)

    @property
    def form(self) -> Form:
        """Paired where a target column was found."""
        return "paired" if self.target else "input_only"

    @property
    def confidence(self) -> float:
        """How sure the target is."""
        if self.target is None:
            return 0.55 if self.unclear else 0.7
        if self.target.named:
            return 0.95
        return 0.55 if self.target.rivals else 0.6

    @property
    def systems(self) -> tuple[str, ...]:
        """Ids of the systems that fit."""
        if self.family.main.format == "tagged":  # a tag a word
            return ("bert",)
        return systems_of(self.columns, self.target, self.reading.text)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All files that are read."""
        return (*self.family.parts, *self.unlabelled)

    def parts(self, first: int) -> list[tuple[Part, tuple[Piece, ...]]]:
        """The part or the two parts of a set that this table is, counted from ``first``."""
        reading = self.reading
        told: list[tuple[tuple[Source, ...], Form]] = [(self.family.parts, self.form)]
        if self.unlabelled:
            told.append((self.unlabelled, "input_only"))
        return [
            (self._part(sources, form), tuple(Piece(source, reading, place) for source in sources))
            for place, (sources, form) in enumerate(told, start=first)
        ]

    def _part(self, sources: tuple[Source, ...], form: Form) -> Part:
        reading = self.reading
        return Part(
            name=", ".join(source.name for source in sources[:3]) + (" …" if len(sources) > 3 else ""),
            form=form,
            layout="table",
            confidence=self.confidence,
            input_modality="text" if reading.text else "table",
            target_modality=self.target.modality if self.target and form == "paired" else None,
            systems=self.systems,
            evidence=tuple(self.evidence()),
        )

    def evidence(self) -> Evidence:
        """Why it is said to be so."""
        main, target = self.family.main, self.target
        evidence: Evidence = [("table_read", {"columns": len(main.columns), "files": len(self.sources)})]
        if main.encoding and main.encoding not in ("utf-8", "utf-8-sig"):
            evidence.append(("table_encoding", {"encoding": main.encoding}))
        evidence += self._how_read()
        odd = {key: source.name for source in reversed(self.sources) for key in source.oddities}
        evidence += [(key, {"file": name}) for key, name in sorted(odd.items())]
        if self.family.again:
            evidence.append(("table_in_several_formats", {"files": len(self.family.again) + 1}))
        splits = _splits(self.sources)
        if len(splits) > 1:
            evidence.append(("splits_found", {"splits": ", ".join(splits)}))
        evidence += _why_target(target, self.unclear)
        if target is not None:
            column = target.column
            values: dict[str, int | str] = {"column": column.name, "distinct": column.distinct}
            evidence.append(("target_values", values | {"filled": column.filled}))
        if main.format in _MARKED:
            evidence.append((_MARKED[main.format], {}))
        evidence += [
            ("target_hardly_varies", {"column": column.name})
            for column in self.columns
            if target is None and hardly_varies(column)
        ]
        time = time_column(self.columns)
        if are_ratings(self.columns):
            evidence.append(("table_of_ratings", {}))
        elif time is not None and self.reading.text is None:
            evidence.append(("table_is_series", {"column": time.name}))
        return evidence

    def _how_read(self) -> Evidence:
        """How its files are written, and of which it was joined."""
        parts = self.family.parts
        told: Evidence = []
        for key, values in (told for source in self.sources[:_TOLD] for told in source.told):
            if all(key != known or values != its for known, its in told):
                told.append((key, dict(values)))
        told = told[:_TOLD]
        if len(parts) > 1:
            names = ", ".join(source.name for source in parts[:3]) + (" …" if len(parts) > 3 else "")
            told.append(("table_parts", {"files": len(parts), "names": names}))
        return told


def judge(family: Family) -> Verdict:
    """What a table is, from the names of its columns and its first rows."""
    rows = _head(family.main)
    columns = with_notes(judge_columns(family.main.columns, rows), rows)
    if family.main.format in _MARKED:
        columns = (replace(columns[0], role="text"), *columns[1:])
    if family.main.format == "tagged":
        columns = (columns[0], replace(columns[1], role="text"))
    rating = unnamed_rating(columns)
    target = choose_target(columns)
    if rating and (target is None or not target.named):
        target = Target(rating, "number", named=True, why="target_is_rating")
    elif target is not None and target.modality == "text" and are_ratings(columns):
        target = rating_column(columns) or target  # what a reader wrote goes along with the stars
    elif target is not None and not is_graded(target) and are_ratings(columns):
        target = None  # who bought what: a price is the item's, nobody's opinion
    elif target is None or not target.named:
        target = parallel_texts(columns, rows) or target
    two_texts = sum(column.role == "text" for column in columns) == 2
    unclear = target is None and (two_texts or bool(may_be_targets(columns)))
    return Verdict(family, columns, target, unclear)


def with_unlabelled(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Tables that lack nothing but the target of another one join it, as its inputs without a target.

    Where no name says which column is the target, the one that such a table lacks is.
    """
    left = list(verdicts)
    found: list[Verdict] = []
    while left:
        verdict = left.pop(0)
        for other in list(left):
            whole, bare = sorted((verdict, other), key=lambda v: -len(v.family.names))
            target = _lacking(whole, bare)
            if target is None:
                continue
            left.remove(other)
            sources = [aligned_to(s, whole.family.main.columns) for s in bare.family.parts]
            verdict = replace(whole, target=target, unclear=False, unlabelled=(*whole.unlabelled, *sources))
        found.append(verdict)
    return found


def is_answer_form(verdict: Verdict, verdicts: Sequence[Verdict]) -> bool:
    """Whether a table is the blank in which a contest wants its answers."""
    called = {word for source in verdict.family.parts for word in tokens(stem_of(source.path))}
    return (
        bool(called & {"submission", "submit", "제출"}) and len(verdicts) > 1 and len(verdict.columns) <= 20
    )


def _lacking(whole: Verdict, bare: Verdict) -> Target | None:
    """The target that one table has beyond the columns of the other, or None."""
    names, fewer = whole.family.names, bare.family.names
    missing = names - fewer
    if not fewer < names or len(missing) > 2 or len(fewer) < 2 or bare.unlabelled:
        return None
    if whole.target is not None and whole.target.column.name.lower() in missing:
        return whole.target
    if len(missing) > 1:
        return None
    column = next((c for c in whole.columns if c.name.lower() in missing), None)
    if column is None or column.role in ("id", "date", "empty", "note"):
        return None
    named_so = len(_splits((*whole.sources, *bare.sources))) > 1
    return target_called(column, "target_lacks_elsewhere") if named_so else None


def _splits(sources: Sequence[Source]) -> list[str]:
    """Which of train, val and test the files are called by."""
    found = {
        word
        for source in sources
        for name in (stem_of(source.path), source.sheet, *source.path.split("/")[:-1])
        for word in tokens(name)
        if split_of(word)
    }
    return sorted(found)


def _why_target(target: Target | None, unclear: bool) -> Evidence:
    if target is None:
        return [("target_column_unclear" if unclear else "no_target_column", {})]
    if target.why:
        return [(target.why, {"column": target.column.name})]
    if target.named:
        return [("target_column_named", {"column": target.column.name})]
    evidence: Evidence = [("target_column_guessed", {"column": target.column.name})]
    return [*evidence, ("other_columns_possible", {})] if target.rivals else evidence


def _head(source: Source) -> list[list[str]]:
    """The first rows, as far as they can be read; the first one was read before."""
    head: list[list[str]] = []
    with suppress(UnreadableFileError):
        most = _SLOW_ROWS if source.format == "workbook" else HEAD_ROWS
        left = _HEAD_SIGNS
        for row in islice(source.rows(), min(most, 1 + _HEAD_CELLS // len(source.columns))):
            head.append(row)
            left -= sum(map(len, row))
            if left < 0:
                break
    return head or [[""] * len(source.columns)]
