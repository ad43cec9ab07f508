"""What was found before: a second audit looks only at what has changed.

Kept on this machine alone, in the user's folder for caches. Of single pictures, sounds, videos and
meshes (:mod:`engine.audit.kept.store`): measures, signatures and tiny grey thumbnails, by keys that
don't tell their names; never texts or rows; for the deep pass (:mod:`engine.audit.kept.deep`) key
points and what pairs have in common. Of a whole set (:mod:`engine.audit.kept.whole`): the
audit itself, sealed so that only who has the very files can read it. All has bounds in size and
age, and :func:`forget_all` erases it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.audit.kept.store import Kept

__all__ = ["forget_all", "open_kept"]


def open_kept(root: Path) -> Kept:
    """What is known of the files under ``root``. Raises nothing: without a usable file nothing is."""
    from engine.audit.kept import store  # numpy: not for the process that only watches over another

    return store.open_kept(root)


def forget_all() -> None:
    """Erase all that is kept of all clients. Raises ``OSError``."""
    from engine.audit.kept import deep, store, whole

    store.forget_all()
    deep.forget_all()
    whole.forget_all()
