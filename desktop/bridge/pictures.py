"""Pictures decoded off the GUI thread, from bytes at hand, from files or out of the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from desktop.bridge.worker import Worker

if TYPE_CHECKING:
    from desktop.bridge.session import Session
    from engine.case import CaseFile


class PictureLoader(QObject):
    """Fetches, decodes and scales pictures; ``loaded`` tells key and QImage, one by one.

    Pictures are made to fit ``box``; one that can't be decoded is told as a null image.
    :meth:`forget` drops everything that is still under way.
    """

    loaded = Signal(str, QImage)

    def __init__(self, box: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._revision = 0
        self._worker = Worker("pictures", self)

    def load(self, sources: Sequence[tuple[str, Callable[[], bytes]]]) -> None:
        """Load each (key, function that returns the file's bytes); functions run off the GUI thread."""
        for key, fetch in sources:
            self._worker.run(partial(_decode, self._revision, key, fetch, self._box), self._pass_on)

    def load_blobs(self, session: Session, blobs: Sequence[tuple[str, str]]) -> None:
        """Load each (key, blob key) out of the open case, on the case's own thread."""
        for key, blob in blobs:
            session.read(partial(_decode_blob, self._revision, key, blob, self._box), self._pass_on)

    def forget(self) -> None:
        """Drop every picture that has not been told yet."""
        self._revision += 1

    def stop(self) -> None:
        """End for good."""
        self.forget()
        self._worker.stop()

    def _pass_on(self, loaded: tuple[int, str, QImage]) -> None:
        revision, key, picture = loaded
        if revision == self._revision:
            self.loaded.emit(key, picture)


def _decode_blob(revision: int, key: str, blob: str, box: QSize, case: CaseFile) -> tuple[int, str, QImage]:
    return _decode(revision, key, partial(case.blob, blob), box)


def _decode(revision: int, key: str, fetch: Callable[[], bytes], box: QSize) -> tuple[int, str, QImage]:
    """Pictures of the preview are small and come from our own child, which has decoded them before."""
    try:
        picture = QImage.fromData(fetch())
    except (OSError, ValueError):
        picture = QImage()
    if picture.width() > box.width() or picture.height() > box.height():
        picture = picture.scaled(
            box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return revision, key, picture
