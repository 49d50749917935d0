"""What one is asked on the telephone stands in the help menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kammerdesk import __version__
from kammerdesk.ui.kit.about import About
from kammerdesk.ui.kit.widgets import Button
from tests.ui.office import Office


def test_it_says_version_and_place_of_the_data_and_puts_them_on_the_clipboard(office: Office) -> None:
    entry = next(action for action in office.window.menus.help.actions() if "KammerDesk" in action.text())
    entry.trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, About)
    copy = next(button for button in dialog.findChildren(Button) if button.text() == "Kopieren")
    copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == [f"Version: {__version__}", f"Daten: {office.folder}"]
    office.press(Qt.Key.Key_Return)
    office.wait(lambda: QApplication.activeModalWidget() is None)
