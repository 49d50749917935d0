"""Makes Qt speak the language of the screen: its dates and numbers, its buttons and its names of keys."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from kammerdesk.base.i18n import language

_NAME = "qtbase"


def speak(app: QApplication) -> None:
    """Sets Qt's locale and exchanges its own translation; call it before the first widget is made, and at a switch."""
    QLocale.setDefault(QLocale(language()))
    for former in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(former)
        former.deleteLater()
    translator = QTranslator(app)  # kept alive by its parent
    translator.setObjectName(_NAME)
    if translator.load(QLocale(), _NAME, "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
