"""Takes what the user says over a guess: each correction changes the data set, and is told as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.dataset.corrections import ColumnUse, Corrections
from engine.dataset.file_dataset import FileDataset
from engine.dataset.said.columns import with_uses
from engine.dataset.said.folders import normal
from engine.dataset.said.keys import key_of_said
from engine.dataset.said.label_sets import LabelSource
from engine.dataset.said.labels import LabelSources
from engine.dataset.said.pairing import paired_by, sides_of
from engine.dataset.said.sides import with_sides
from engine.dataset.study import Study
from engine.dataset.systems import systems_of
from engine.dataset.tables.table_dataset import TableDataset
from engine.dataset.trees import Tree
from engine.dataset.types import Dataset, Item, Part, Recognition, Sample, Unreadable
from engine.errors import UserError

_AS_GUESSED = ("parts", "as_found")


@dataclass
class Spoken:
    """What is said, and which of it found something to change; what didn't is an error at the end.

    ``columns``: what is said of columns, a label source that is a column among it.
    """

    said: Corrections
    columns: dict[str, ColumnUse]
    known_columns: set[str] = field(default_factory=set)
    tables: bool = False
    paired: bool = False
    texts: bool = False

    @classmethod
    def of(cls, said: Corrections) -> Spoken:
        """Raises ``UserError`` where more than one column is said to be the target."""
        columns = dict(said.columns)
        if said.labels is not None and said.labels.startswith("column:"):
            columns[said.labels.removeprefix("column:")] = "target"
        targets = [name for name, use in columns.items() if use == "target"]
        if len(targets) > 1:
            raise UserError("corrections_targets", columns=", ".join(targets)[:120])
        return cls(said, columns)

    def check(self) -> None:
        """Raises ``UserError`` for what found nothing to change."""
        unknown = [name for name in self.columns if name not in self.known_columns]
        if unknown and not self.tables:
            raise UserError("corrections_no_columns", column=unknown[0][:80])
        if unknown:
            known = sorted(self.known_columns)
            shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
            raise UserError("corrections_column", column=unknown[0][:80], known=shown[:300])
        if self.said.pairing is not None and not self.paired:
            raise UserError("corrections_no_sides")
        if self.said.encoding is not None and not self.texts:
            raise UserError("corrections_no_texts")


def corrected(dataset: Dataset, tree: Tree, spoken: Spoken) -> Dataset:
    """Columns and pairing, of one set without parts of its own. Raises ``UserError``."""
    if isinstance(dataset, TableDataset):
        spoken.tables = True
        spoken.known_columns.update(*(piece.source.columns for piece in dataset.pieces))
        if spoken.columns:
            dataset = with_uses(dataset, spoken.columns)
    if spoken.said.pairing is not None:
        sides = sides_of(dataset)
        if sides is not None:
            spoken.paired = True
            dataset = paired_by(dataset, tree, sides, spoken.said.pairing)
    return dataset


def whole_set(study: Study, guess: Dataset | None, sources: LabelSources, spoken: Spoken) -> Dataset | None:
    """The set where folders or a label source are said, which settles all of it; else None.

    Raises ``UserError``.
    """
    said = spoken.said
    uses = {normal(path): use for path, use in said.folders.items() if use != "ignore"}
    if uses and guess is not None:
        made = with_sides(study, guess, uses)
        if made is not None:
            return made
    identifier = said.labels
    if identifier is None or identifier in ("none", *_AS_GUESSED) or identifier.startswith("column:"):
        return _by_columns(guess, sources, spoken)
    source = sources.called(identifier)
    if source is None:
        known = ", ".join([*(source.id for source in sources.all), "none"])
        raise UserError("corrections_labels", labels=identifier[:80], known=known[:300])
    return _as_said(source)


def _by_columns(guess: Dataset | None, sources: LabelSources, spoken: Spoken) -> Dataset | None:
    """Columns of a list that names the files: the target among them is a source of labels."""
    if not spoken.columns or isinstance(guess, TableDataset):
        return None
    lists = {str(source.values["column"]): source for source in sources.all if source.kind == "list"}
    spoken.known_columns.update(lists)
    spoken.tables |= bool(lists)
    targets = [name for name, use in spoken.columns.items() if use == "target"]
    chosen = next((lists[name] for name in targets if name in lists), None)
    if chosen is not None:
        return _as_said(chosen)
    current = guess.recognition.target_name if guess is not None else ""
    if guess is not None and current in lists and current in spoken.columns:
        return without_targets(guess)
    return None


def _as_said(source: LabelSource) -> Dataset:
    made = source.dataset()
    told = (key_of_said(source), source.values)
    return replaced(made, lambda r: replace(r, confidence=1.0, evidence=(told, *r.evidence)))


def without_targets(dataset: Dataset) -> Dataset:
    """The inputs alone: the user says that there are no labels."""
    told: tuple[str, Mapping[str, int | str]] = ("said_no_labels", {})
    if isinstance(dataset, TableDataset):
        targets = {
            piece.reading.target.column.name for piece in dataset.pieces if piece.reading.target is not None
        }
        bare = with_uses(dataset, dict.fromkeys(targets, "ignore")) if targets else dataset
        kept = [e for e in bare.recognition.evidence if not e[0].startswith("said_")]
        return replaced(bare, lambda r: replace(r, confidence=1.0, evidence=(told, *kept)))

    def samples() -> Iterator[Sample]:
        return (replace(sample, target=None) for sample in dataset.samples())

    def ignored() -> Iterator[Unreadable]:
        known: set[str] = set()
        for item in _targets(dataset):
            if item.path is not None and item.path not in known:
                known.add(item.path)
                yield Unreadable(item.path, "side_file")
        yield from dataset.ignored()

    return FileDataset(dataset.tree, _bare(dataset.recognition, told), samples, ignored)


def _targets(dataset: Dataset) -> Iterator[Item]:
    for sample in dataset.samples():
        if sample.target is not None and sample.target.path != sample.input.path:
            yield sample.target
    yield from dataset.unmatched_targets()


def _bare(guess: Recognition, told: tuple[str, Mapping[str, int | str]]) -> Recognition:
    layout = guess.layout if guess.layout in ("mixed", "frame_folders", "table") else "flat_folder"
    return replace(
        guess,
        layout=layout,
        form="input_only",
        confidence=1.0,
        target_modality=None,
        evidence=(told,),
        target_name="",
        classes={},
        systems=(),
        parts=tuple(_bare_part(part, told) for part in guess.parts),
    )


def _bare_part(part: Part, told: tuple[str, Mapping[str, int | str]]) -> Part:
    said = Recognition("flat_folder", "input_only", 1.0, part.input_modality, None, ())
    return replace(
        part,
        form="input_only",
        layout=part.layout if part.layout in ("frame_folders", "table") else "flat_folder",
        confidence=1.0,
        target_modality=None,
        systems=systems_of(said),
        evidence=(told,),
    )


def replaced(dataset: Dataset, change: Callable[[Recognition], Recognition]) -> Dataset:
    """The same samples under a recognition that says more."""
    recognition = change(dataset.recognition)
    if isinstance(dataset, TableDataset):
        return TableDataset(dataset.tree, recognition, dataset.pieces, dataset.ignored)
    return FileDataset(
        dataset.tree,
        recognition,
        dataset.samples,
        dataset.ignored,
        dataset.unmatched_targets,
    )


def told_of_files(dataset: Dataset, said: Corrections) -> Dataset:
    """Evidence for what was left out, and for the encoding."""
    left_out = [path for path, use in said.folders.items() if use == "ignore"]
    told: list[tuple[str, Mapping[str, int | str]]] = []
    if left_out:
        shown = ", ".join(left_out[:6]) + (" …" if len(left_out) > 6 else "")
        told.append(("said_ignored_folders", {"folders": shown}))
    if said.encoding is not None:
        told.append(("said_encoding", {"encoding": said.encoding}))
    if not told:
        return dataset

    def change(recognition: Recognition) -> Recognition:
        kept = [entry for entry in recognition.evidence if entry[0] != "table_encoding" or not said.encoding]
        return replace(recognition, evidence=(*kept, *told))

    return replaced(dataset, change)
