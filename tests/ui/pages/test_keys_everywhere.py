"""The keys of the whole program do on every page what the specification says, and Qt speaks German beneath them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Needs
from kammerdesk.ui.kit.palette import Palette
from kammerdesk.ui.pages import PAGES
from tests.ui.keyboard import CTRL, SHIFT, InputCounter, press
from tests.ui.office import Office
from tests.ui.pages.pressing import calls_of_f8, lists_that_stay_shut
from tools.every_page import Part, Walk, declared_parts

PARTS = declared_parts()


def test_qt_speaks_german(qtbot: QtBot, dressed: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert QLocale().language() is QLocale.Language.German
    assert box.button(QDialogButtonBox.StandardButton.Save).text().replace("&", "") == "Speichern"
    native = QKeySequence("Ctrl+Shift+K").toString(QKeySequence.SequenceFormat.NativeText)
    assert native == "Strg+Umschalt+K"


def _goes_on(command: Command[Any]) -> bool:
    """Whether it is F8 on one row after the other."""
    return command.shortcut == "F8" and command.needs is Needs.ONE


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_keys_of_the_program_work_on_every_page(office: Office, walk: Walk, part: Part) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    page = walk.open(part)
    if isinstance(page, ListPage):
        press(Qt.Key.Key_F, CTRL)
        walk.settle()
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        assert page.isAncestorOf(office.window.focusWidget() or office.window)
        press(Qt.Key.Key_L, CTRL | SHIFT)
        walk.settle()
        assert lists_that_stay_shut(office.window) == []
        press(Qt.Key.Key_L, CTRL | SHIFT)
        press(Qt.Key.Key_Escape)
        page.setFocus()
        walk.settle()
    assert calls_of_f8(office.window) == []
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


@pytest.mark.parametrize(
    "part", [part for part in PARTS if any(map(_goes_on, part.spec.commands))], ids=lambda part: part.name
)
def test_f8_does_what_is_to_be_done_with_a_row_and_goes_on_to_the_next(walk: Walk, part: Part) -> None:
    page = walk.open(part)
    assert isinstance(page, ListPage)
    first, second = page.list.table.rows.shown[:2]
    page.go_to(first.id)
    walk.settle()
    press(Qt.Key.Key_F8)
    walk.settle()
    assert walk.dialog is None
    assert first.id not in [row.id for row in page.list.table.rows.shown]
    here = page.current()
    assert here is not None
    assert here.id == second.id


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
