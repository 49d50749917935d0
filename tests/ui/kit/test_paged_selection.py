"""Everything selected in a list that is not in memory: exported whole, never copied or changed in part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kammerdesk.base.clock import SystemClock
from kammerdesk.ui.kit.bulk import BulkEdit, BulkField
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import NumberEdit
from kammerdesk.ui.kit.form import FieldSpec
from kammerdesk.ui.kit.list_export import ListExporter
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.page import PageSpec
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.pages import PageEntry
from tests.ui import demo
from tests.ui.keyboard import CTRL, SHIFT, press
from tests.ui.kit.test_table_paged import COLUMNS, Row, Rows

MANY = 3000
REFUSED = "Von den 3000 ausgewählten Zeilen sind nur "


def change_days(work: Any, order: Any) -> tuple[int, ...]:
    raise AssertionError("nothing shall be changed")


EDIT: BulkEdit[Row, Any] = BulkEdit(
    title="Einsätze ändern …",
    fields=(BulkField(spec=FieldSpec(key="days", title="Einsätze", make=NumberEdit), now=lambda row: str(row.days)),),
    action=change_days,
    order=lambda seen, field, value: seen,
    name=lambda row: row.name,
    shortcut="Ctrl+B",
)
PAGE = PageSpec(
    key="many",
    title="Viele",
    icon="users-group",
    paged=Rows(many=MANY),
    columns=COLUMNS,
    commands=(EDIT.command(),),
)


@pytest.fixture
def page(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> Iterator[ListPage[Row]]:
    entries = (PageEntry("many", "Viele", "users-group", __name__),)
    window = MainWindow(Desk(lambda: people), memory, demo.facts, entries, SystemClock())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.pages.page() is not None and not window.desk.is_busy)
    found = window.pages.page()
    assert isinstance(found, ListPage)
    qtbot.waitUntil(lambda: found.list.view.source.shown_count == MANY)
    found.list.view.setFocus()
    yield found
    window.end()


def told(page: ListPage[Row]) -> list[str]:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.toasts.sentences()


def test_a_part_of_what_is_selected_is_not_copied(page: ListPage[Row]) -> None:
    QGuiApplication.clipboard().setText("vorher")
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "vorher"
    assert told(page)[-1].startswith(REFUSED)
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_a_part_of_what_is_selected_is_not_changed(page: ListPage[Row]) -> None:
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_B, CTRL)
    assert QApplication.activeModalWidget() is None
    assert told(page)[-1].startswith(REFUSED)


def test_all_that_is_selected_is_exported(page: ListPage[Row], tmp_path: Path, qtbot: QtBot) -> None:
    press(Qt.Key.Key_A, CTRL)
    file = tmp_path / "viele.csv"
    ListExporter(page, page.list)._write(False, file)
    qtbot.waitUntil(file.exists)
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == MANY + 1


def test_a_selection_that_is_partly_loaded_is_not_exported(page: ListPage[Row]) -> None:
    press(Qt.Key.Key_A, CTRL)
    flags = QItemSelectionModel.SelectionFlag
    page.list.view.selectionModel().select(page.list.view.source.index(0, 0), flags.Deselect | flags.Rows)
    assert page.list.view.selected_count() == MANY - 1
    press(Qt.Key.Key_E, CTRL | SHIFT)
    assert not isinstance(QApplication.activeModalWidget(), QFileDialog)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.bars.sentences()[0].startswith("Von den 2999 ausgewählten Zeilen sind nur ")
