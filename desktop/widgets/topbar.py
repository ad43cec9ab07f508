"""The bar at the top: name, case, saved, undo and redo, language, theme, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from desktop.i18n import language
from desktop.theme import active_theme, scaled
from desktop.theme.keeper import Choice
from desktop.widgets.buttons import IconButton, LinkButton, QuietButton
from desktop.widgets.labels import Label

if TYPE_CHECKING:
    from engine.case.types import CaseState

HEIGHT = 56
CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


class TopBar(QFrame):
    """Says what the user asked for by its signals; changes nothing itself."""

    home_wanted = Signal()
    renamed = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    language_wanted = Signal(str)
    theme_wanted = Signal(str)
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setFixedHeight(scaled(HEIGHT))
        self._choice: Choice = "system"
        self.brand = LinkButton("짝 Jjak", self)
        self.brand.setObjectName("brand")
        self.name = CaseName(self)
        self._saved = Label("", "caption", parent=self, wrap=False)
        self._is_saved = True
        self.undo = IconButton("undo", parent=self)
        self.redo = IconButton("redo", parent=self)
        self.language = LinkButton(parent=self, icon_name="globe")
        self.theme = LinkButton(parent=self, icon_name="moon")
        self.export = QuietButton(parent=self, icon_name="export")
        self._themes = QMenu(self)
        self._theme_actions = QActionGroup(self)
        for choice in CHOICES:
            action = QAction(self._themes)
            action.setData(choice)
            action.setCheckable(True)
            self._theme_actions.addAction(action)
            self._themes.addAction(action)
        self._lay_out()
        self._connect()
        self.show_case(None)
        self._say()

    def show_case(self, state: CaseState | None) -> None:
        """Show the case's name and what can be undone; None: no case is open."""
        is_open = state is not None
        self.name.setVisible(is_open)
        self._saved.setVisible(is_open)
        self.undo.setEnabled(state is not None and state.undo is not None)
        self.redo.setEnabled(state is not None and state.redo is not None)
        self.export.setEnabled(is_open)
        if state is not None:
            self.name.show_name(state.name)

    def show_saved(self, *, saved: bool) -> None:
        """Show that everything is on disk, or that it is being written."""
        self._is_saved = saved
        self._saved.setText(self.tr("Saved") if saved else self.tr("Saving …"))

    def show_theme(self, choice: Choice) -> None:
        """Mark the theme that is chosen."""
        self._choice = choice
        for action in self._theme_actions.actions():
            action.setChecked(action.data() == choice)
        self._say_theme()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Say everything in the language of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(10), 0, scaled(16), 0)
        row.setSpacing(scaled(4))
        row.addWidget(self.brand)
        row.addSpacing(scaled(8))
        row.addWidget(self.name, 10)
        row.addWidget(self._saved)
        row.addStretch(1)
        for widget in (self.undo, self.redo, self.language, self.theme):
            row.addWidget(widget)
        row.addSpacing(scaled(8))
        row.addWidget(self.export)

    def _connect(self) -> None:
        self.brand.clicked.connect(self.home_wanted)
        self.name.renamed.connect(self.renamed)
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.language.clicked.connect(self._want_language)
        self.theme.clicked.connect(self._open_themes)
        self._theme_actions.triggered.connect(self._want_theme)
        self.export.clicked.connect(self.export_wanted)

    def _want_language(self) -> None:
        self.language_wanted.emit("en" if language() == "ko" else "ko")

    def _open_themes(self) -> None:
        self._themes.popup(self.theme.mapToGlobal(QPoint(0, self.theme.height())))

    def _want_theme(self, action: QAction) -> None:
        self.theme_wanted.emit(action.data())

    def _say(self) -> None:
        self.brand.setAccessibleName(self.tr("Jjak: to the start page"))
        self.name.setAccessibleName(self.tr("Name of the case"))
        self.name.setToolTip(self.tr("Click to rename the case"))
        self.undo.set_name(self.tr("Undo the last answer or change (Ctrl+Z)"))
        self.redo.set_name(self.tr("Redo (Ctrl+Shift+Z)"))
        self.language.setText("English" if language() == "ko" else "한국어")
        self.language.setToolTip(self.tr("Switch the language"))
        self.export.setText(self.tr("Export report"))
        words = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for action in self._theme_actions.actions():
            action.setText(words[action.data()])
        self.show_saved(saved=self._is_saved)
        self._say_theme()

    def _say_theme(self) -> None:
        dark = active_theme().dark
        self.theme.setText(self.tr("Dark") if dark else self.tr("Light"))
        self.theme.set_icon("moon" if dark else "sun")
        self.theme.setAccessibleName(self.tr("Choose the theme"))
        self.theme.setToolTip(self.tr("Choose the theme"))


class CaseName(QLineEdit):
    """The case's name, to be edited in place: Enter keeps it, Esc gives the old one back."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setProperty("kind", "name")
        self.setMaxLength(120)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)
        self.editingFinished.connect(self._finish)

    def show_name(self, name: str) -> None:
        """Show the name as it is in the case."""
        if name != self._name:
            self._name = name
            self.setText(name)
            self.setCursorPosition(0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as the name."""
        width = QFontMetrics(self.font()).horizontalAdvance(self.text() or "  ") + scaled(28)
        return QSize(max(width, scaled(96)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """May shrink in a narrow window."""
        return QSize(scaled(96), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc gives the old name back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            self.clearFocus()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
            event.accept()

    def _finish(self) -> None:
        name = self.text().strip()
        if not name:
            self.setText(self._name)
        elif name != self._name:
            self._name = name
            self.setText(name)
            self.renamed.emit(name)
