"""The packs of rules: which advise this case, and a switch where a case can do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.theme import scaled
from desktop.widgets.explain.fold import Stack
from desktop.widgets.explain.switch import PackSwitch
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.rulebook.types import DisabledPack, Pack, RuleBook


class PacksBody(Stack):
    """``switched(pack, on)``: leave a pack out of the case, or take it in again."""

    switched = Signal(str, bool)

    def __init__(self, book: RuleBook, off: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=12)
        self.switches: dict[str, PackSwitch] = {}
        for pack in book.packs.values():
            self.add(self._line(pack, off))
        for broken in book.disabled:
            self.add(self._broken(broken))

    def _line(self, pack: Pack, off: frozenset[str]) -> QWidget:
        line, words = _pair(self)
        name = pack.title.say(language())
        words.addWidget(Label(name, "hint", "text", line))
        words.addWidget(Label(pack.text.say(language()), "caption", parent=line))
        if pack.switchable:
            switch = PackSwitch(line)
            switch.show_pack(pack.id, name, on=pack.id not in off)
            switch.switched.connect(self.switched)
            self.switches[pack.id] = switch
            row = line.layout()
            if isinstance(row, QHBoxLayout):
                row.addWidget(switch)
        return line

    def _broken(self, pack: DisabledPack) -> QWidget:
        line, words = _pair(self)
        words.addWidget(Label(self.tr("{pack}: not used").format(pack=pack.id), "hint", "push_back", line))
        words.addWidget(Label(pack.problem.say(language()), "caption", parent=line))
        return line


def _pair(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(scaled(8))
    words = QVBoxLayout()
    words.setSpacing(scaled(2))
    row.addLayout(words, 1)
    return line, words
