"""Samples by their names, made into small pictures and cut texts: what a finding shows when it is opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from engine.audit.guard import guard_in
from engine.audit.previews import preview_of, preview_of_target
from engine.audit.types import Preview
from engine.dataset.corrections import Corrections, corrections_in
from engine.dataset.kinds import kind_of, modality_of
from engine.dataset.pictures import quiet_decoding
from engine.dataset.roots import open_tree
from engine.dataset.trees import FolderTree, Tree
from engine.dataset.types import Item, Sample
from engine.dataset.unreadable import UnreadableFileError
from engine.errors import UserError
from engine.jobs.protocol import Json, Reporter

GONE = "not_there_now"
PAUSE = 0.15
"""Seconds between two lots of pictures: the first ones are told at once."""

_BY_ITSELF = frozenset({"image", "text", "audio", "video", "mesh", "document"})
_Wrap = Callable[[Tree], Tree]


def run(params: dict[str, Json], reporter: Reporter) -> Json:
    """``{"path": str, "ids": [str]}`` → what cannot be shown: id → reason, a key of findings.toml.

    The others come as partial ``shown`` (``previews``, and those that are ``lost`` by then).
    ``whole`` (optional): with targets, such as boxes, which takes a set to be recognised first.
    Raises ``UserError``, also where nothing lies at ``path`` any more.
    """
    path, ids = params.get("path"), params.get("ids")
    if not isinstance(path, str) or not isinstance(ids, list):
        raise UserError("audit_params")
    guard = guard_in(params)
    told = _Told(list(dict.fromkeys(str(one) for one in ids)), reporter)
    with quiet_decoding():
        if not params.get("whole"):
            _show_files(Path(path), told, guard.wrap)
        if told.wanted:
            _show_samples(Path(path), corrections_in(params), told, guard.wrap)
    for name in tuple(told.wanted):
        told.lose(name, GONE)
    told.flush()
    return cast("Json", told.all_lost)


class _Told:
    """What is still wanted, and what was made and not told yet."""

    def __init__(self, ids: list[str], reporter: Reporter) -> None:
        self.wanted = dict.fromkeys(ids)
        self.all_lost: dict[str, str] = {}
        self._reporter = reporter
        self._made: list[Preview] = []
        self._lost: dict[str, str] = {}
        self._last = 0.0

    def make(self, name: str, preview: Callable[[], Preview]) -> None:
        """Make one of the wanted, or say why it cannot be."""
        try:
            made = preview()
        except UnreadableFileError as error:
            self.lose(name, error.reason)
            return
        del self.wanted[name]
        self._made.append(made.model_copy(update={"id": name}))
        if time.monotonic() - self._last > PAUSE:
            self.flush()

    def lose(self, name: str, reason: str) -> None:
        """It cannot be shown."""
        del self.wanted[name]
        self._lost[name] = self.all_lost[name] = reason

    def flush(self) -> None:
        """Tell what there is."""
        if self._made or self._lost:
            previews: list[Json] = [preview.model_dump(mode="json") for preview in self._made]
            self._reporter.emit("partial", name="shown", previews=previews, lost=cast("Json", self._lost))
        self._made, self._lost, self._last = [], {}, time.monotonic()


def _show_files(path: Path, told: _Told, wrap: _Wrap) -> None:
    """Those that are a file each: they can be read without knowing what the set is."""
    raw = open_tree(path)
    tree = wrap(raw)
    for name in _files(raw, path, list(told.wanted)):
        sample = Sample(name, Item(modality_of(kind_of(name)), path=name))
        told.make(name, lambda sample=sample: preview_of(tree, sample))  # type: ignore[misc]


def _files(tree: Tree, path: Path, names: list[str]) -> Iterator[str]:
    """Those of the names that are files with a face. A name out of a kept case may say anything."""
    faced = [name for name in names if kind_of(name) in _BY_ITSELF]
    if isinstance(tree, FolderTree):
        root = path.resolve()
        for name in faced:
            real = (path / name).resolve()
            if real.is_relative_to(root) and real.is_file():
                yield name
    elif faced:
        there = {entry.path for entry in tree.entries()}
        yield from (name for name in faced if name in there)


def _show_samples(path: Path, corrections: Corrections, told: _Told, wrap: _Wrap) -> None:
    """Those that only the recognised set can name: rows, halves of pictures, members of parts."""
    from engine.dataset import open_dataset

    try:
        dataset = open_dataset(path, corrections, wrap)
    except UserError:  # what is left there makes no set any more
        return
    for sample in dataset.samples():
        if sample.id in told.wanted:
            told.make(sample.id, lambda sample=sample: preview_of(dataset.tree, sample))  # type: ignore[misc]
        if not told.wanted:
            return
    for item in dataset.unmatched_targets():
        if item.path in told.wanted:
            told.make(item.path, lambda item=item: preview_of_target(dataset.tree, item))  # type: ignore[misc]
        if not told.wanted:
            return
