"""One field of many records: seen before, carried out by one action, left out with a reason; what is gone is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.clock import SystemClock
from kammerdesk.base.errors import refuse
from kammerdesk.ui.kit.bulk import BulkDialog, BulkEdit, BulkField
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import NumberEdit, TextEdit
from kammerdesk.ui.kit.form import FieldSpec
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.pages import PageEntry
from tests.ui import demo
from tests.ui.keyboard import SHIFT, focused, press, type_text, unnamed_controls


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """Whose field becomes what."""

    numbers: tuple[int, ...]
    field: str
    value: Any


carried_out: list[ChangeOrder] = []


def change_people(work: Any, order: ChangeOrder) -> tuple[int, ...]:
    if order.value == "XX":
        raise refuse("group", "Die Gruppe „XX“ gibt es nicht.")
    carried_out.append(order)
    work.people = [
        replace(each, **{order.field: order.value}) if each.id in order.numbers else each for each in work.people
    ]
    return order.numbers


def remove_person(work: Any, number: int) -> None:
    work.people = [each for each in work.people if each.id != number]


def remove_people(work: Any, numbers: tuple[int, ...]) -> None:
    work.people = [each for each in work.people if each.id not in numbers]


EDIT: BulkEdit[demo.PersonRow, ChangeOrder] = BulkEdit(
    title="Angaben ändern …",
    fields=(
        BulkField(spec=FieldSpec(key="group", title="Gruppe", make=TextEdit, required=True), now=lambda row: row.group),
        BulkField(spec=FieldSpec(key="days", title="Einsätze", make=NumberEdit), now=lambda row: str(row.days)),
    ),
    action=change_people,
    order=lambda seen, field, value: ChangeOrder(tuple(row.id for row, _ in seen), field, value),
    name=lambda row: row.name,
    skip=lambda row: "Datensatz des Partners" if row.state is Tone.PARTNER else "",
    shortcut="Ctrl+B",
)
SPEC = replace(demo.PAGE, commands=(*demo.PAGE.commands, EDIT.command()))
PAGE = SPEC


@pytest.fixture
def page(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> Iterator[ListPage[demo.PersonRow]]:
    carried_out.clear()
    entries = (PageEntry("people", "Prüfende", "users-group", __name__),)
    window = MainWindow(Desk(lambda: people), memory, demo.facts, entries, SystemClock())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.pages.page() is not None and not window.desk.is_busy)
    found = window.pages.page()
    assert isinstance(found, ListPage)
    found.list.view.setFocus()
    yield found
    window.end()


def dialog() -> BulkDialog[Any, Any]:
    found = QApplication.activeModalWidget()
    assert isinstance(found, BulkDialog)
    return found


def test_several_are_changed_by_one_order_after_a_look_at_before_and_after(
    qtbot: QtBot, page: ListPage[demo.PersonRow]
) -> None:
    press(Qt.Key.Key_Down, SHIFT, times=5)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    shown = dialog()
    type_text("AG")
    qtbot.waitUntil(lambda: shown.verb.text() == "4 ändern")
    first = shown.preview.rows.shown[0]
    assert (first.name, first.before, first.after) == ("Altmann, Sabine", "AN", "AG")
    assert "4 Zeilen werden geändert." in shown.said.text()
    assert "1 hat den Wert schon." in shown.said.text()
    assert "Datensatz des Partners" in shown.said.text()
    assert unnamed_controls(shown) == []
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(carried_out) == 1 and not page.desk.is_busy)
    assert carried_out == [ChangeOrder((1, 3, 4, 5), "group", "AG")]
    groups = [row.group for row in page.list.table.rows.shown]
    assert groups == ["AG", "AG", "AG", "AG", "AG", "AN", "AG"]
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.toasts.sentences() == ["4 geändert · 1 übersprungen"]


def test_another_field_is_chosen_and_what_is_typed_wrong_is_said(qtbot: QtBot, page: ListPage[demo.PersonRow]) -> None:
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    shown = dialog()
    shown.field.setFocus()
    type_text("E")
    assert isinstance(focused(), NumberEdit)
    type_text("viele")
    assert shown.verb.text() == "0 ändern"
    shown.finish()
    assert carried_out == []
    assert shown.isVisible()
    focused().setText("12")  # type: ignore[attr-defined]
    shown.finish()
    qtbot.waitUntil(lambda: carried_out == [ChangeOrder((1, 2), "days", 12)])


def test_a_refusal_stands_beside_the_field_and_nothing_is_changed(qtbot: QtBot, page: ListPage[demo.PersonRow]) -> None:
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    shown = dialog()
    type_text("XX")
    shown.finish()
    qtbot.waitUntil(lambda: not page.desk.is_busy)
    assert shown.isVisible()
    assert carried_out == []
    shown.finish()
    qtbot.waitUntil(lambda: not page.desk.is_busy)
    shown.reject()


def test_the_same_verb_stands_below_the_list_while_several_are_selected(page: ListPage[demo.PersonRow]) -> None:
    def offered() -> list[bool]:
        return [button.isVisible() for button in page.list.foot._for_many]

    assert offered() == [False]
    press(Qt.Key.Key_Down, SHIFT)
    assert offered() == [True]


def sentences(page: ListPage[demo.PersonRow]) -> list[str]:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.toasts.sentences()


def test_a_record_somebody_else_deletes_while_it_is_selected_is_told(
    qtbot: QtBot, page: ListPage[demo.PersonRow]
) -> None:
    press(Qt.Key.Key_Down, times=2)
    page.desk.do(remove_person, 3)
    qtbot.waitUntil(lambda: page.list.view.source.count == 6 and not page.desk.is_busy)
    assert sentences(page) == ["„Çelik, Deniz“ steht nicht mehr in dieser Liste."]
    current = page.current()
    assert current is not None
    assert current.id == 4


def test_several_that_are_gone_are_counted_and_the_rest_stays_selected(
    qtbot: QtBot, page: ListPage[demo.PersonRow]
) -> None:
    press(Qt.Key.Key_Down, SHIFT, times=3)
    page.desk.do(remove_people, (1, 3))
    qtbot.waitUntil(lambda: page.list.view.source.count == 5 and not page.desk.is_busy)
    assert sentences(page) == ["2 ausgewählte Zeilen stehen nicht mehr in dieser Liste."]
    assert {row.id for row in page.selected()} == {2, 4}


def test_what_goes_by_ones_own_command_needs_no_telling(qtbot: QtBot, page: ListPage[demo.PersonRow]) -> None:
    page.commands["create_person"].trigger()
    page.desk.do(remove_person, 1)
    qtbot.waitUntil(lambda: page.list.view.source.count == 6 and not page.desk.is_busy)
    assert sentences(page) == []
