"""What one is asked on the telephone: which version this is, where the data lie, what it runs on."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from kammerdesk import __version__
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.pairs import Pairs
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, column, label, row

LICENCE = "EUPL-1.2"


class About(QDialog):
    """Says it, and puts it on the clipboard for a mail to those who help."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About KammerDesk"))
        self._folder = folder
        self._facts = facts(folder)
        close = Button(tr("Close"), self.accept, primary=True)
        ways = row(Button(tr("Open folder"), self._open_folder), Button(tr("Copy"), self._copy, "copy"), None, close)
        told = Pairs(*self._facts)
        told.setMinimumWidth(theme.px(420))
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addWidget(label(tr("About KammerDesk"), Role.TITLE))
        body.addWidget(told)
        body.addLayout(ways)
        self.setLayout(body)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self._facts))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def facts(folder: Path) -> tuple[tuple[str, str], ...]:
    """Names and values, in the language of the user."""
    return (
        (tr("Version"), __version__),
        (tr("Data"), str(folder)),
        (
            tr("Computer"),
            f"{platform.system()} {platform.release()} · Python {platform.python_version()} · Qt {qVersion()}",
        ),
        (tr("Licence"), LICENCE),
    )
