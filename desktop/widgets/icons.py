"""Line icons of ``assets/icons`` in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from desktop.theme import active_theme, scaled


def icon(name: str, role: str = "text", size: int = 20, *, off_role: str = "muted") -> QIcon:
    """The icon ``assets/icons/<name>.svg`` in the colour of ``role``; disabled: ``off_role``.

    Make it anew when the theme changes (``QEvent.Type.StyleChange``); the buttons do.
    """
    theme = active_theme()
    made = QIcon()
    faded = theme.color(off_role)
    faded.setAlphaF(0.5)
    for mode, color in ((QIcon.Mode.Normal, theme.color(role)), (QIcon.Mode.Disabled, faded)):
        for ratio in (1, 2, 3):
            drawn = _drawn(name, color.name(QColor.NameFormat.HexArgb), scaled(size), ratio)
            made.addPixmap(QPixmap.fromImage(drawn), mode)
    return made


@lru_cache(maxsize=1024)
def _drawn(name: str, color: str, side: int, ratio: int) -> QImage:
    """Drawing takes longer than anything else of a button. An image may outlive the application."""
    image = QImage(QSize(side, side) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_icon(painter, name, QRectF(0, 0, side, side), QColor(color))
    painter.end()
    return image


def draw_icon(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Paint an icon into ``box``. Raises FileNotFoundError for an unknown name."""
    painter.save()
    painter.setOpacity(painter.opacity() * color.alphaF())
    _renderer(name, color.name()).render(painter, box)
    painter.restore()


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = (files("assets") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))


class IconView(QWidget):
    """An icon to look at, in the colour of a role."""

    def __init__(self, name: str, role: str = "muted", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setFixedSize(scaled(size), scaled(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon, or in another role."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw it; a change of theme repaints."""
        painter = QPainter(self)
        draw_icon(painter, self._name, QRectF(self.rect()), active_theme().color(self._role))
