"""How many samples each class has, and which share of all that is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.i18n import number
from desktop.widgets.bars import CountBars
from desktop.widgets.buttons import QuietButton
from desktop.widgets.cards import Card
from desktop.widgets.figures import percent
from desktop.widgets.labels import Label

AT_FIRST = 12
AT_ONCE = 300


class ClassesCard(Card):
    """The largest classes, and the others on demand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[tuple[str, int, str]] = []
        self._shown = 0
        self._title = Label("", "heading", parent=self)
        self.bars = CountBars(self)
        self.more = QuietButton(parent=self)
        self.column.addWidget(self._title)
        self.column.addWidget(self.bars)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_more)

    def show_classes(self, sizes: Mapping[str, int]) -> None:
        """Show these; hidden when there are none."""
        total = sum(sizes.values()) or 1
        ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        self._counts = [
            (name or self.tr("(empty)"), count, f"{number(count)} · {_share(count / total)}")
            for name, count in ordered
        ]
        self._title.setText(self.tr("Samples in each class"))
        self.bars.setAccessibleName(self._title.text())
        self._show(AT_FIRST)
        self.setVisible(bool(sizes))

    def _show(self, wanted: int) -> None:
        self._shown = min(wanted, len(self._counts))
        self.bars.set_counts(self._counts[: self._shown])
        rest = len(self._counts) - self._shown
        if rest <= AT_ONCE:
            words = self.tr("Show all {count} classes").format(count=number(len(self._counts)))
        else:
            words = self.tr("Show {count} more of {classes} classes").format(
                count=number(AT_ONCE), classes=number(len(self._counts))
            )
        self.more.setText(words)
        self.more.setVisible(rest > 0)

    def _show_more(self) -> None:
        self._show(self._shown + AT_ONCE)


def _share(part: float) -> str:
    """A share in percent; one too small to tell is not called nothing."""
    return f"< {percent(0.001)} %" if 0 < part < 0.001 else f"{percent(part)} %"
