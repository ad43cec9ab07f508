"""Ties images to an index of marks that is read when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import islice

from engine.dataset.annotations.marks_store import MarkStore
from engine.dataset.annotations.tied import MAX_LOOKED_AT, Evidence, Look, Tied, look_at
from engine.dataset.listing import Listing
from engine.dataset.types import Item, Layout, Marked, Modality

LARGE = 16 * 1024 * 1024
"""Bytes of index files from which on only their beginning is read before the verdict."""


class Later:
    """An index, read when it is first wanted."""

    def __init__(self, read: Callable[[], MarkStore]) -> None:
        self._read = read

    @cached_property
    def store(self) -> MarkStore:
        """All of it."""
        return self._read()

    def there(self, path: str) -> bool:
        """Whether a file names an image."""
        return path in self.store.images

    def marks(self, path: str) -> Marked | None:
        """Of one image, None where no file names it."""
        return self.store.marked(path) if path in self.store.images else None


def tied_by_index(
    listing: Listing,
    layout: Layout,
    paths: list[str],
    inputs: list[str],
    read: Callable[[], MarkStore],
    head: Callable[[], MarkStore] | None = None,
) -> Tied | None:
    """What index files say; ``head``: reads the beginning of large ones, which decides then."""
    later = Later(read)
    quick = head is None or sum(listing.sizes.get(path, 0) for path in paths) <= LARGE
    store = later.store if quick or head is None else head()
    met, named = len(store.images), len(store.images) + len(store.lone)
    if not met or not store.rows:
        return None
    look = _look_at(listing, store)
    systems = look.systems()
    if "points" in store.repeated and "pose_estimation" not in systems:
        systems = (*systems, "pose_estimation")
    shown = shown_names(paths)
    matched = met if quick else len(inputs)
    return Tied(
        layout=layout,
        look=look,
        confidence=_confidence(look, matched, len(inputs), met, named),
        target_of=_targets(look.modality, later, quick),
        used=set(paths).__contains__,
        lone=lambda: (Item(look.modality, value=name) for name in later.store.lone),
        evidence=[("index_names_images", {"file": shown, "met": met, "named": named}), *_inside(look)],
        matched=matched,
        modality=look.modality,
        systems=systems,
        target_name=shown,
    )


def shown_names(paths: list[str]) -> str:
    """A few names of files for a sentence."""
    names = [path.rpartition("/")[2] for path in paths]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _confidence(look: Look, matched: int, inputs: int, met: int, named: int) -> float:
    if look.share_inside < 0.5:
        return 0.72
    share = matched / max(inputs, 1)
    return round(0.97 - 0.1 * (share < 0.5) - 0.1 * (share < 0.2) - 0.1 * (met < 0.5 * named), 2)


def _targets(modality: Modality, later: Later, quick: bool) -> Callable[[str], Item | None]:
    def target_of(path: str) -> Item | None:
        if quick and not later.there(path):
            return None
        return Item(modality, marks=lambda: later.marks(path), quick=quick)

    return target_of


def _look_at(listing: Listing, store: MarkStore) -> Look:
    few = list(islice(store.filled(), 20 * MAX_LOOKED_AT))
    step = max(1, len(few) // MAX_LOOKED_AT)
    return look_at(listing.tree, ((path, store.marked(path)) for path in few[::step][:MAX_LOOKED_AT]))


def _inside(look: Look) -> list[Evidence]:
    """Whether boxes lie in the images, as evidence."""
    if not look.boxes:
        return []
    key = "boxes_inside" if look.share_inside >= 0.9 else "boxes_not_inside"
    return [(key, {"inside": look.inside, "boxes": look.boxes, "checked": look.checked})]
