"""Buttons: one primary a page, quiet ones beside it, links, and icons with a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.theme import scaled
from desktop.widgets.icons import icon


class Button(QPushButton):
    """A push button with an optional icon that follows the theme. Enter presses it.

    ``kind`` is its look in the style sheet: ``primary``, ``quiet``, ``link``, ``icon``, ``danger``.
    """

    kind = "quiet"
    icon_role = "text"

    def __init__(self, text: str = "", parent: QWidget | None = None, *, icon_name: str = "") -> None:
        super().__init__(text, parent)
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._icon_name = icon_name
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show the icon of that name; empty: none."""
        self._icon_name = name
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Colour the icon anew with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button that has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
            return
        super().keyPressEvent(event)

    def _draw_icon(self) -> None:
        if self._icon_name:
            self.setIcon(icon(self._icon_name, self.icon_role, 18))
            self.setIconSize(QSize(scaled(18), scaled(18)))
        elif not self.icon().isNull():
            self.setIcon(type(self.icon())())


class PrimaryButton(Button):
    """The one thing to do next; at the bottom right, Enter."""

    kind = "primary"
    icon_role = "on_accent"


class QuietButton(Button):
    """A button with a hairline."""

    kind = "quiet"


class LinkButton(Button):
    """A button that looks like a word."""

    kind = "link"
    icon_role = "muted"


class DangerButton(Button):
    """Stops or removes something; outlined in the colour of "push back"."""

    kind = "danger"
    icon_role = "push_back"


class IconButton(Button):
    """An icon alone; its ``name`` is read out and shown as tool tip."""

    kind = "icon"
    icon_role = "muted"

    def __init__(self, icon_name: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent, icon_name=icon_name)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what the button does."""
        self.setAccessibleName(name)
        self.setToolTip(name)
