"""Whoever presses F4 and F8 on every page finds what is wrong: each is shown a fault, and the same without it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.main_window import MainWindow
from tests.ui.pages import pressing

pytestmark = pytest.mark.usefixtures("dressed")


class Field(QLineEdit):
    """Says that F4 opens a list and does so; `opens`, `says` and `stays` make it wrong, `writes` what it leaves."""

    def __init__(self, opens: bool = True, says: bool = True, stays: bool = False, writes: str = "") -> None:
        super().__init__()
        self.setObjectName("field")
        self._opens, self._writes = opens, writes
        self._list = _Stubborn(self) if stays else QFrame(self, Qt.WindowType.Popup)
        if says:
            self.setToolTip("Liste (F4)")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._opens:
            self._list.show()
            self.setText(self._writes)
        else:
            super().keyPressEvent(event)


class _Stubborn(QFrame):
    """A list that does not close."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)


class Deaf(QComboBox):
    """A box of choices that does not hear F4."""

    def __init__(self) -> None:
        super().__init__()
        self.addItems(["a", "b"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_F4:
            super().keyPressEvent(event)


def faults(qtbot: QtBot, field: QWidget) -> list[str]:
    """What pressing F4 in a dialog with this field finds."""
    dialog = QDialog()
    body = QVBoxLayout()
    body.addWidget(field)
    dialog.setLayout(body)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    found = pressing.lists_that_stay_shut(dialog)
    for list_ in field.findChildren(QFrame):
        list_.hide()
    return found


def test_a_field_whose_list_opens_on_f4_and_closes_on_escape_is_well(qtbot: QtBot) -> None:
    choices = QComboBox()
    choices.addItems(["a", "b"])
    for sound in (Field(), choices, QComboBox(), QLineEdit()):
        assert faults(qtbot, sound) == []


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        (lambda: Field(opens=False), "does not open its list"),
        (lambda: Field(says=False), "does not say so"),
        (lambda: Field(stays=True), "keeps its list open"),
        (lambda: Field(writes="x"), "says 'x' after F4 and Esc"),
        (Deaf, "does not open its list"),
    ],
)
def test_a_field_that_does_otherwise_is_found(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, field: type[QWidget], fault: str
) -> None:
    monkeypatch.setattr(pressing, "PATIENCE", 0.1)
    (found,) = faults(qtbot, field())
    assert fault in found


def test_f8_calls_the_one_command_that_confirms_and_nothing_where_none_does(window: MainWindow) -> None:
    page = window.pages.page()
    assert page is not None
    page.setFocus()
    assert pressing.calls_of_f8(window) == []
    page.commands["rename_person"].setShortcut("F8")
    assert pressing.calls_of_f8(window) == []
    page.commands["rename_person"].setEnabled(False)
    assert pressing.calls_of_f8(window) == []


def test_f8_that_calls_two_or_something_else_is_found(window: MainWindow) -> None:
    page = window.pages.page()
    assert page is not None
    page.setFocus()
    stray = QAction("Beliebig", window)
    stray.setShortcut("F8")
    window.addAction(stray)
    assert pressing.calls_of_f8(window) == ["F8 calls Beliebig, not nothing"]
    window.removeAction(stray)
    for key in ("rename_person", "create_person"):
        page.commands[key].setShortcut("F8")
    assert len(pressing.calls_of_f8(window)) == 1
