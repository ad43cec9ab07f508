"""Several sets in one folder: each gets its own verdict, and all together make a mixed one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO

from engine.dataset.file_dataset import FileDataset
from engine.dataset.kinds import Kind
from engine.dataset.listing import Listing
from engine.dataset.systems import systems_of
from engine.dataset.trees import FolderEntry, Found, Tree
from engine.dataset.types import (
    Dataset,
    FileEntry,
    Form,
    Item,
    Modality,
    Part,
    Recognition,
    Sample,
    Unreadable,
)
from engine.dataset.vocabulary import (
    are_collections,
    holds_targets,
    lies_in_targets,
    role_of,
    split_domain,
    split_of,
)

MAX_CHILDREN = 64
MAX_DEPTH = 4
_PLAIN = ("class_folders", "flat_folder", "two_domains")
_SURE = 0.7
_NEARLY_ALL = 0.9
_MEDIA: tuple[Kind, ...] = ("image", "audio", "video", "mesh", "document")
_FEW, _FAIR = 5, 0.2  # files of another medium that are worth a look, and their share
Recognise = Callable[[Tree, int], Dataset | None]


class BranchTree:
    """One folder of a tree, as a tree; paths stay those of the whole."""

    def __init__(self, tree: Tree, path: str, found: Sequence[Found]) -> None:
        self.name = f"{tree.name}/{path}"
        self._tree, self._found = tree, found

    def walk(self) -> Iterator[Found]:
        """Its folders and files."""
        return iter(self._found)

    def entries(self) -> Iterator[FileEntry]:
        """Its files."""
        return (found for found in self._found if isinstance(found, FileEntry))

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises ``UnreadableFileError``."""
        return self._tree.read(path)

    def open(self, path: str) -> IO[bytes]:
        """A stream over one file. Raises ``UnreadableFileError``."""
        return self._tree.open(path)


def told_apart(listing: Listing, best: Dataset | None, recognise: Recognise, depth: int) -> Dataset | None:
    """The mixed set, where the folders are sets of their own rather than sides or classes of one."""
    if depth >= MAX_DEPTH:
        return None
    children = _children(listing)
    trusted = best is not None and _is_trusted(listing, best)
    if best is not None and trusted and not _leaves_out(listing, best, children):
        return None
    if not 2 <= len(children) <= MAX_CHILDREN or all(split_of(n) or split_domain(n) for n in children):
        return None
    said = []
    for name, path in children.items():
        dataset = recognise(BranchTree(listing.tree, path, _below(listing, path)), depth + 1)
        if dataset is not None:
            said.append((name, dataset))
    if trusted:
        return _mixed(listing, said) if _are_of_their_own(said) else None
    structured = sum(_is_structured(dataset) for _, dataset in said)
    if len(said) < 2 or structured < max(1, 0 if _are_of_their_own(said) else 0.4 * len(said)):
        return None
    sizes = {name: dataset.recognition.expected or 1 for name, dataset in said}
    own = sum(sizes[name] for name, dataset in said if _is_structured(dataset))
    if _are_of_their_own(said):
        return _mixed(listing, said)
    few = structured < 2 and own < 0.5 * sum(sizes.values())
    if best is not None and few and best.recognition.confidence >= 0.9:
        return None
    return _mixed(listing, said)


def _is_trusted(listing: Listing, best: Dataset) -> bool:
    """Whether the verdict on the whole leaves nothing to ask of its folders."""
    said = best.recognition
    if said.layout == "table" or listing.media_kind() is None:
        return True
    if said.layout not in _PLAIN:
        return said.confidence >= 0.85
    hints = any(listing.counts[kind] for kind in ("annotation", "table", "text"))
    kind = listing.media_kind()
    named = kind is not None and any(
        (role := role_of(group.parts)) is not None
        and role[1]
        and not (said.layout == "class_folders" and _is_set_aside(group.parts))
        for group in listing.groups(kind)
    )
    return said.confidence >= 0.8 and not (hints or named)


def _is_set_aside(parts: tuple[str, ...]) -> bool:
    """Whether class folders pass over a folder, or take its name for a class, for what it is."""
    return lies_in_targets(parts) or (role_of(parts) == ("target", True) and not holds_targets(parts))


def _leaves_out(listing: Listing, best: Dataset, children: Mapping[str, str]) -> bool:
    """Whether a trusted verdict passes over folders: other media, or inputs that it found no targets for."""
    said = best.recognition
    if any(are_collections([name]) or split_of(name) for name in children):
        return False
    used = {said.input_modality, said.target_modality}
    most = listing.counts[kind] if (kind := listing.media_kind()) is not None else 0
    if any(listing.counts[other] >= max(_FEW, _FAIR * most) for other in _MEDIA if other not in used):
        return True
    sided = any((role := role_of((name,))) is not None and role[0] == "input" for name in children)
    return not sided and any(part.form == "input_only" for part in said.parts)


def _are_of_their_own(said: list[tuple[str, Dataset]]) -> bool:
    """Whether two folders or more are pairs by themselves, with targets of unlike make."""
    known = [dataset.recognition for _, dataset in said]
    paired = [found for found in known if found.form == "paired" and found.confidence > 0.5]
    makes = {(found.input_modality, found.target_modality, found.layout) for found in paired}
    return len(makes) > 1


def _children(listing: Listing) -> dict[str, str]:
    """Names and paths of the folders right below the root that hold files."""
    children: dict[str, str] = {}
    start = f"{listing.root}/" if listing.root else ""
    for path, folder in listing.folders.items():
        if folder.names and path.startswith(start) and path != listing.root:
            name = path[len(start) :].partition("/")[0]
            children.setdefault(name, start + name)
    return children


def _below(listing: Listing, path: str) -> list[Found]:
    places = path.split("/")
    found: list[Found] = [FolderEntry("/".join(places[:depth])) for depth in range(1, len(places))]
    for above, folder in listing.folders.items():
        if above == path or above.startswith(path + "/"):
            found.append(FolderEntry(above))
            for names in folder.names.values():
                found += [FileEntry(file, listing.sizes.get(file, 0)) for file in map(folder.file, names)]
    return found


def _is_structured(dataset: Dataset) -> bool:
    said = dataset.recognition
    return said.layout not in ("class_folders", "flat_folder", "table") and said.confidence >= _SURE


def _mixed(listing: Listing, said: list[tuple[str, Dataset]]) -> Dataset:
    parts: list[Part] = []
    offsets: list[int] = []
    for name, dataset in said:
        offsets.append(len(parts))
        parts += _parts(name, dataset)
    sets = [dataset for _, dataset in said]

    def samples() -> Iterator[Sample]:
        for dataset, offset in zip(sets, offsets, strict=True):
            for sample in dataset.samples():
                yield replace(sample, part=offset + sample.part)

    def unmatched_targets() -> Iterator[Item]:
        for dataset, offset in zip(sets, offsets, strict=True):
            for item in dataset.unmatched_targets():
                yield replace(item, part=offset + item.part)

    def ignored() -> Iterator[Unreadable]:
        for dataset in sets:
            yield from dataset.ignored()
        yield from _outside(listing, list(_children(listing).values()), said)

    sizes = [dataset.recognition.expected or 1 for dataset in sets]
    names = [name for name, _ in said]
    shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    sure = sum(d.recognition.confidence * n for d, n in zip(sets, sizes, strict=True)) / sum(sizes)
    systems = dict.fromkeys(s for part in parts for s in part.systems if part.form != "input_only")
    targets = [part.target_modality for part in parts if part.target_modality is not None]
    recognition = Recognition(
        layout="mixed",
        form=_form(parts, sets, sizes),
        confidence=round(max(0.6, min(0.9, sure)), 2),
        input_modality=_nearly_all(sets, sizes),
        target_modality=_common(targets) if targets else None,
        evidence=(("sets_in_folders", {"count": len(said), "names": shown}),),
        expected=sum(sizes),
        systems=tuple(systems),
        parts=tuple(parts),
    )
    return FileDataset(listing.tree, recognition, samples, ignored, unmatched_targets)


def _parts(name: str, dataset: Dataset) -> Iterator[Part]:
    said = dataset.recognition
    for part in said.parts:
        yield replace(part, name=f"{name}/{part.name}".rstrip("/"))
    if not said.parts:
        yield Part(
            name, said.form, said.layout, said.confidence, said.input_modality, said.target_modality,
            systems_of(said), said.evidence,
        )  # fmt: skip


def _outside(listing: Listing, children: list[str], said: list[tuple[str, Dataset]]) -> Iterator[Unreadable]:
    """Files beside the folders, and in folders of which nothing could be made."""
    start = f"{listing.root}/" if listing.root else ""
    used = {start + name for name, _ in said}
    skipped = [path for path in children if path not in used]
    for path, folder in listing.folders.items():
        aside = path == listing.root or any(path == s or path.startswith(s + "/") for s in skipped)
        if aside:
            for names in folder.names.values():
                yield from (Unreadable(folder.file(name), "side_file") for name in names)


def _form(parts: list[Part], sets: list[Dataset], sizes: list[int]) -> Form:
    """Paired where a fair share is; else what most are."""
    weights: dict[Form, int] = {"paired": 0, "unpaired": 0, "input_only": 0}
    for dataset, size in zip(sets, sizes, strict=True):
        weights[dataset.recognition.form] += size
    if weights["paired"] >= 0.05 * sum(sizes) and any(part.form == "paired" for part in parts):
        return "paired"
    return max(weights, key=lambda form: weights[form])


def _nearly_all(sets: list[Dataset], sizes: list[int]) -> Modality:
    """What nearly all inputs are, or ``mixed``."""
    weights: Counter[Modality] = Counter()
    for dataset, size in zip(sets, sizes, strict=True):
        weights[dataset.recognition.input_modality] += size
    modality, size = weights.most_common(1)[0]
    return modality if size >= _NEARLY_ALL * sum(sizes) else "mixed"


def _common(found: Sequence[Modality]) -> Modality:
    return found[0] if len(set(found)) == 1 else "mixed"
