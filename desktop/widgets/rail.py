"""The left rail: the journey, each station with a sign and a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import scaled
from desktop.widgets.buttons import Button
from desktop.widgets.icons import IconView, icon
from desktop.widgets.labels import Label

WIDTH = 184
Sign = Literal["open", "current", "done", "look_again"]
ICONS: dict[Sign, tuple[str, str]] = {
    "open": ("ring", "muted"),
    "current": ("dot", "accent"),
    "done": ("check", "start"),
    "look_again": ("again", "prepare"),
}


@dataclass(frozen=True)
class Station:
    """One entry: ``key`` of its page, what it is called, its sign; ``hint`` why it is disabled.

    ``aside``: the icon of a page that is no part of the journey; it stands below, without a sign.
    """

    key: str
    title: str
    sign: Sign
    enabled: bool = True
    hint: str = ""
    aside: str = ""


class Rail(QFrame):
    """Signals: ``chosen(key)`` a station; ``section_chosen(id)`` a section of the interview."""

    chosen = Signal(str)
    section_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(scaled(WIDTH))
        self._stations: dict[str, RailButton] = {}
        self._sections: list[RailButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(scaled(4))
        self._aside = QVBoxLayout()
        self._aside.setSpacing(scaled(4))
        self._line = QFrame(self)
        self._line.setProperty("kind", "line")
        self._line.hide()
        self._local = Label("", "caption", parent=self)
        self._note = QWidget(self)
        local = QHBoxLayout(self._note)
        local.setContentsMargins(0, scaled(12), 0, 0)
        local.setSpacing(scaled(8))
        local.addWidget(IconView("shield", "start", 18, self._note), 0, Qt.AlignmentFlag.AlignTop)
        local.addWidget(self._local, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(16), scaled(12), scaled(16))
        column.addLayout(self._list)
        column.addStretch(1)
        column.addWidget(self._line)
        column.addSpacing(scaled(8))
        column.addLayout(self._aside)
        column.addWidget(self._note)
        self._say()

    def show_stations(self, stations: Sequence[Station], current: str) -> None:
        """Show the journey; ``current`` is the key of the page in front."""
        for station in stations:
            button = self._stations.get(station.key)
            if button is None:
                button = RailButton("rail", station.key, self)
                button.chosen.connect(self.chosen)
                self._stations[station.key] = button
                (self._aside if station.aside else self._list).addWidget(button)
                self._line.setVisible(self._aside.count() > 0)
            sign: Sign = "current" if station.key == current else station.sign
            here = station.key == current
            word = "" if station.aside and not here else self._sign_word(sign)
            button.show_station(station.title, sign, word, current=here, aside=station.aside)
            button.setEnabled(station.enabled)
            button.setToolTip("" if station.enabled else station.hint)

    def show_sections(self, below: str, sections: Sequence[Station], current: str) -> None:
        """Show the sections of the station ``below`` nested under it; none: take them away."""
        while len(self._sections) > len(sections):
            old = self._sections.pop()
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        while len(self._sections) < len(sections):
            button = RailButton("section", "", self)
            button.chosen.connect(self.section_chosen)
            place = self._list.indexOf(self._stations[below]) + 1 + len(self._sections)
            self._list.insertWidget(place, button)
            self._sections.append(button)
        for button, section in zip(self._sections, sections, strict=True):
            button.key = section.key
            sign: Sign = "current" if section.key == current else section.sign
            button.show_station(section.title, sign, self._sign_word(sign), current=section.key == current)
        self._order_tabs()
        self._fit()

    def station(self, key: str) -> RailButton:
        """The button of a station. Raises KeyError."""
        return self._stations[key]

    def sections(self) -> list[RailButton]:
        """The buttons of the nested sections."""
        return list(self._sections)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say it in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make room for the stations where it is low."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The note at the bottom is the first thing to go."""
        needed = sum(
            each.itemAt(place).widget().sizeHint().height() + each.spacing()
            for each in (self._list, self._aside)
            for place in range(each.count())
        )
        self._note.setVisible(self.height() >= needed + scaled(72) + self._note.sizeHint().height())

    def _order_tabs(self) -> None:
        lists = (self._list, self._aside)
        places = [each.itemAt(place).widget() for each in lists for place in range(each.count())]
        for before, after in pairwise(places):
            QWidget.setTabOrder(before, after)

    def _say(self) -> None:
        self._local.setText(self.tr("Everything stays on this computer"))
        self.setAccessibleName(self.tr("The journey"))

    def _sign_word(self, sign: Sign) -> str:
        words = {
            "open": self.tr("open"),
            "current": self.tr("you are here"),
            "done": self.tr("done"),
            "look_again": self.tr("look again"),
        }
        return words[sign]


class RailButton(Button):
    """A station or a section; ``chosen(key)`` when pressed."""

    chosen = Signal(str)

    def __init__(self, kind: str, key: str, parent: QWidget | None = None) -> None:
        self.kind = kind
        super().__init__("", parent)
        self.key = key
        self._sign: Sign = "open"
        self._aside = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)

    @property
    def sign(self) -> Sign:
        """The sign that is shown."""
        return self._sign

    def show_station(self, title: str, sign: Sign, sign_word: str, *, current: bool, aside: str = "") -> None:
        """Show a title and a sign (or, ``aside``, an icon); the word of the sign is read out."""
        self._sign, self._aside = sign, aside
        self.setText(title)
        self.setAccessibleName(f"{title}, {sign_word}" if sign_word else title)
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Colour the sign anew with the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange) and hasattr(self, "_sign"):
            self._draw_icon()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May be narrower than its words: the rail's width is fixed."""
        return QSize(scaled(40), super().minimumSizeHint().height())

    def _choose(self) -> None:
        self.chosen.emit(self.key)

    def _draw_icon(self) -> None:
        name, role = ICONS[getattr(self, "_sign", "open")]
        if getattr(self, "_aside", ""):
            name, role = self._aside, "accent" if self.property("current") else "muted"
        size = 18 if self.kind == "rail" else 14
        self.setIcon(icon(name, role, size))
        self.setIconSize(QSize(scaled(size), scaled(size)))
