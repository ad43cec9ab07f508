"""Text on the screen, in the five kinds of the design.

Long texts wrap; Qt breaks Korean at words of itself, so no text needs help there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme.metrics import Kind


class Label(QLabel):
    """Plain text of one kind: ``title``, ``heading``, ``text``, ``hint`` or ``caption``.

    ``role`` colours it by a role with a word of its own: ``muted``, ``accent``, ``start``,
    ``prepare``, ``push_back``; empty: the kind's own.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "text",
        role: str = "",
        parent: QWidget | None = None,
        *,
        wrap: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Colour the text by another role."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


def title(text: str = "", parent: QWidget | None = None) -> Label:
    """A page's title."""
    return Label(text, "title", parent=parent)


def heading(text: str = "", parent: QWidget | None = None) -> Label:
    """The heading of a part."""
    return Label(text, "heading", parent=parent)


def text(text: str = "", parent: QWidget | None = None) -> Label:
    """Running text."""
    return Label(text, "text", parent=parent)


def hint(text: str = "", parent: QWidget | None = None) -> Label:
    """Smaller, paler text that helps."""
    return Label(text, "hint", parent=parent)


def caption(text: str = "", parent: QWidget | None = None) -> Label:
    """The smallest text: captions, sources."""
    return Label(text, "caption", parent=parent)


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it doesn't fit; the whole is its tool tip."""

    def __init__(
        self, text: str = "", kind: Kind = "text", parent: QWidget | None = None, *, middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._plain = ""
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show ``text``, as much of it as fits."""
        self._plain = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def text(self) -> str:
        """The whole text."""
        return self._plain

    def sizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for the whole text."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._plain) + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Narrow, so that it can shrink."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 4, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Cut anew."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Cut anew in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def _elide(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._plain, self._mode, max(self.width(), 8))
        super().setText(shown)
        self.setToolTip(self._plain if shown != self._plain else "")
