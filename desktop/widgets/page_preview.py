"""Pages of a report as pictures, under each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import active_theme, scaled

PAPER = 2**0.5  # height of a page of A-series paper, its width being 1


class PageImage(QWidget):
    """One page, as wide as there is room, with a hairline around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_picture(self, picture: QImage, name: str) -> None:
        """Show this page; ``name`` is read out."""
        self._picture = QPixmap.fromImage(picture)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A page at a width that can be read."""
        return QSize(scaled(600), self.heightForWidth(scaled(600)))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height that goes with a width."""
        if self._picture.isNull():
            return round(width * PAPER)
        return round(width * self._picture.height() / self._picture.width())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture, or empty paper while it is made."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._picture.isNull():
            painter.fillRect(box, active_theme().color("surface"))
        else:
            painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(active_theme().color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)


class PageStack(QWidget):
    """The pages under each other; one empty page while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scaled(16))
        self._pages: list[PageImage] = []
        self._grow(1)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def set_pages(self, pages: Sequence[tuple[QImage, str]]) -> None:
        """Show these pages, each with the name that is read out."""
        self._grow(len(pages))
        for page, (picture, name) in zip(self._pages, pages, strict=False):
            page.set_picture(picture, name)

    def _grow(self, number: int) -> None:
        while len(self._pages) < number:
            page = PageImage(self)
            self._pages.append(page)
            self._column.addWidget(page)
        while len(self._pages) > max(number, 1):
            page = self._pages.pop()
            self._column.removeWidget(page)
            page.deleteLater()
