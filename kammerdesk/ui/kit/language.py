"""Makes Qt speak German: its dates and numbers, its buttons and its names of keys."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from kammerdesk.base.i18n import language


def speak(app: QApplication) -> None:
    """Sets Qt's locale and loads its own translation; call it before the first widget is made."""
    QLocale.setDefault(QLocale(language()))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)  # kept alive by its parent
    if translator.load(QLocale(), "qtbase", "_", folder):
        app.installTranslator(translator)
