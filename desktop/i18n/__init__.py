"""The window's translations: loading the language, switching while running.

The language in use is Qt's default locale, so it is asked for with :func:`language`
anywhere; every widget hears of a change by ``QEvent.Type.LanguageChange``.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from engine.texts import Language

_LOCALES: dict[Language, QLocale] = {
    "ko": QLocale(QLocale.Language.Korean, QLocale.Country.SouthKorea),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
}


def language() -> Language:
    """The language the window speaks now."""
    return "ko" if QLocale().language() == QLocale.Language.Korean else "en"


def system_language() -> Language:
    """The language to begin with: Korean on a Korean system, else English."""
    return "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators, as the language writes it."""
    if decimals == 0 and float(value).is_integer():
        return QLocale().toString(int(value))
    return QLocale().toString(float(value), "f", decimals)


class Translator(QObject):
    """Puts the window into a language; English is the language of the source."""

    language_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue: QTranslator | None = None
        self._qt_words = QTranslator(self)  # Qt's own: file dialogs, the menus of text fields

    def set_language(self, chosen: Language) -> None:
        """Switch. Widgets get ``LanguageChange`` and say everything anew."""
        QLocale.setDefault(_LOCALES[chosen])
        previous, self._catalogue = self._catalogue, self._read(chosen)
        if previous is not None:
            QCoreApplication.removeTranslator(previous)
        self._take_qt_words(chosen)
        QCoreApplication.installTranslator(self._catalogue)
        self.language_changed.emit(chosen)

    def _take_qt_words(self, chosen: Language) -> None:
        """Load Qt's own words, without a change of language of its own: that would say all twice."""
        application, silence = QCoreApplication.instance(), _Silence()
        if application is None:
            return
        application.installEventFilter(silence)
        QCoreApplication.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if chosen != "en" and self._qt_words.load(f"qtbase_{chosen}", folder):
            QCoreApplication.installTranslator(self._qt_words)
        application.removeEventFilter(silence)

    def _read(self, chosen: Language) -> QTranslator:
        catalogue = QTranslator(self)
        if chosen != "en":
            with as_file(files("assets") / "translations" / f"jjak_{chosen}.qm") as path:
                if not catalogue.load(str(path)):
                    raise ValueError(f"{path} is not a Qt translation")
        return catalogue


class _Silence(QObject):
    """Keeps the word of a new language from the application while a part of it is loaded."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stop changes of language only."""
        return event.type() == QEvent.Type.LanguageChange
