"""A line by which labels are redone, with a box to tick; and what it says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import number
from desktop.theme import active_theme, scaled
from desktop.widgets.figures import percent
from desktop.widgets.icons import draw_icon
from desktop.widgets.labels import Label
from desktop.widgets.word_button import WordButton
from engine.dataset.said.contexts import CAMERA, MONTH

if TYPE_CHECKING:
    from engine.audit.types import RuleSaid
    from engine.dataset.corrections import RelabelLine

SPACE = "␣"
BOX = 18


class RuleLine(WordButton):
    """It never ticks itself: ``clicked`` asks, and its owner marks what is accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.words = Label("", "text", parent=self)
        self.note = Label("", "caption", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12 + BOX + 10), scaled(6), scaled(12), scaled(6))
        column.setSpacing(0)
        for label in (self.words, self.note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)

    def say(self, words: str, note: str, *, accepted: bool) -> None:
        """What it does, why, and whether it has been accepted."""
        self.words.setText(words)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setChecked(accepted)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(note)

    def nextCheckState(self) -> None:  # noqa: N802
        """Stay as it is until it is taken."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A line with a box at its beginning; tinted when it is accepted."""
        theme, chosen, focus = active_theme(), self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        role = "accent" if focus else "strong_line" if self.underMouse() and self.isEnabled() else "line"
        painter.setPen(QPen(theme.color(role), 2.0 if focus else 1.0))
        painter.setBrush(theme.color("tint" if chosen else "surface"))
        painter.drawRoundedRect(frame, scaled(6), scaled(6))
        side = scaled(BOX)
        box = QRectF(scaled(12), (self.height() - side) / 2, side, side)
        if chosen:
            draw_icon(painter, "check-filled", box, theme.color("accent"))
            return
        painter.setPen(QPen(theme.color("strong_line"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), scaled(4), scaled(4))


def line_words(line: RelabelLine, count: int | None = None) -> str:
    """What a line does: which label, what it becomes; ``count``: how often, where that is known."""
    times = (
        ""
        if count is None
        else QCoreApplication.translate("Rules", ", {count} ×").format(count=number(count))
    )
    place = "" if line.where is None else place_words(line.where[0])
    if line.kind == "better_source":
        return QCoreApplication.translate("Rules", "Take the label from {place}").format(place=place) + times
    label, becomes = f"“{visible(line.label)}”", f"“{visible(line.becomes)}”"
    if line.where is None:
        return f"{label}{times} → {becomes}"
    said = QCoreApplication.translate("Rules", "{label} where {place} is “{value}”{times} → {becomes}")
    return said.format(label=label, place=place, value=visible(line.where[1]), times=times, becomes=becomes)


def reason_words(rule: RuleSaid) -> str:
    """Why, in a few words."""
    why = {
        "spelling": QCoreApplication.translate("Rules", "written otherwise"),
        "plural": QCoreApplication.translate("Rules", "one and many"),
        "typo": QCoreApplication.translate("Rules", "a slip of the keyboard"),
        "language": QCoreApplication.translate("Rules", "another language"),
        "same_class": QCoreApplication.translate("Rules", "the contents look the same"),
        "swap": QCoreApplication.translate("Rules", "{share} % of the class is labelled so there"),
        "better_source": QCoreApplication.translate("Rules", "{share} % of what was checked speaks for it"),
    }[rule.kind]
    return why.format(share=percent(rule.support, 0))


def place_words(context: str) -> str:
    """What is called ``folder 1``, ``name -2`` or ``camera (month)``, in words; else a column by its name."""
    bare = context.removesuffix(MONTH)
    if context == CAMERA:
        return QCoreApplication.translate("Rules", "the month that the camera noted")
    if bare != context:
        where = QCoreApplication.translate("Rules", "the file name") if bare == "name" else f"“{bare}”"
        return QCoreApplication.translate("Rules", "the month in {place}").format(place=where)
    kind, _, place = context.partition(" ")
    if kind == "folder" and place.isdigit():
        return QCoreApplication.translate("Rules", "folder level {place}").format(place=place)
    if kind == "name" and place.isdigit():
        return QCoreApplication.translate("Rules", "part {place} of the file name").format(place=place)
    if kind == "name" and place.removeprefix("-").isdigit():
        place = place.removeprefix("-")
        words = QCoreApplication.translate("Rules", "part {place} from the end of the file name")
        return words.format(place=place)
    return f"“{context}”"


def visible(label: str) -> str:
    """A label whose spaces at either end can be seen."""
    inner = label.strip()
    if not inner:
        return SPACE * len(label)
    begin = len(label) - len(label.lstrip())
    end = len(label) - len(label.rstrip())
    return SPACE * begin + inner + SPACE * end
