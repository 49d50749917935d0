"""The keys of the whole program do on every page what the specification says, and Qt speaks German beneath them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.palette import Palette
from kammerdesk.ui.pages import PAGES
from tests.ui.keyboard import CTRL, InputCounter, press
from tests.ui.office import Office
from tools.every_page import Part, Walk, declared_parts

PARTS = declared_parts()


def test_qt_speaks_german(qtbot: QtBot, dressed: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert QLocale().language() is QLocale.Language.German
    assert box.button(QDialogButtonBox.StandardButton.Save).text().replace("&", "") == "Speichern"
    native = QKeySequence("Ctrl+Shift+K").toString(QKeySequence.SequenceFormat.NativeText)
    assert native == "Strg+Umschalt+K"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_keys_of_the_program_work_on_every_page(office: Office, walk: Walk, part: Part) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    page = walk.open(part)
    if isinstance(page, ListPage):
        press(Qt.Key.Key_F, CTRL)
        walk.settle()
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        assert page.isAncestorOf(office.window.focusWidget() or office.window)
    opener = QApplication.focusWidget()
    press(Qt.Key.Key_K, CTRL)
    walk.settle()
    palette = walk.dialog
    assert isinstance(palette, Palette)
    press(Qt.Key.Key_Escape)
    walk.settle()
    assert walk.dialog is None
    office.activate()
    assert QApplication.focusWidget() is opener
    visited = _areas(office, walk)
    assert len(visited) >= 2
    for number, entry in enumerate(PAGES, start=1):
        press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
        walk.settle()
        assert office.window.pages.key == entry.key
    assert counter.clicks == 0


def _areas(office: Office, walk: Walk) -> set[int]:
    """The controls F6 stops at until it comes round."""
    visited: list[int] = []
    for _ in range(12):
        press(Qt.Key.Key_F6)
        walk.settle()
        focus = office.window.focusWidget()
        assert focus is not None
        if id(focus) in visited:
            break
        visited.append(id(focus))
    return set(visited)
