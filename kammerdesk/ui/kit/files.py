"""Asks for a file to read or to write; the answer comes by a call, so that nothing blocks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.feedback import Remedy


def choose_file(parent: QWidget, title: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
    """Asks for a file that is there; `kinds` such as "CSV (*.csv)"; texts are in the user's language already."""
    dialog = QFileDialog(parent.window(), title, str(_documents()), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, then)


def save_file(parent: QWidget, title: str, name: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
    """Asks where to write; the system asks itself before a file is replaced."""
    dialog = QFileDialog(parent.window(), title, str(_documents() / name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    return _open(dialog, then)


def choose_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Asks for a folder."""
    dialog = QFileDialog(parent.window(), title, str(_documents()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, then)


def openings(file: Path) -> tuple[Remedy, Remedy]:
    """What can be done with a file that was written: open it, or the folder it lies in, with the system's programs."""

    def show(place: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    return Remedy(tr("Open file"), partial(show, file)), Remedy(tr("Open folder"), partial(show, file.parent))


def _documents() -> Path:
    """Where users keep their files; without a start the system would show the folder of the program."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _open(dialog: QFileDialog, then: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog
