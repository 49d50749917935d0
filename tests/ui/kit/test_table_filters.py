"""The filter row of a list, by keys: what is typed filters, what is wrong stays to be mended, chips take it away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.filter_row import FilterField
from kammerdesk.ui.kit.widgets import Button
from tests.ui import demo
from tests.ui.keyboard import CTRL, SHIFT, clipped_labels, focused, press, type_text, unnamed_controls

People = DataTable[demo.PersonRow]


@pytest.fixture
def people(qtbot: QtBot, dressed: object) -> People:
    made: People = DataTable(
        demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."), today=lambda: date(2026, 11, 23)
    )
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.activateWindow()
    made.set_rows(demo.PEOPLE)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def names(people: People) -> list[str]:
    return [row.name.split(",")[0] for row in people.table.rows.shown]


def field_of(key: str) -> None:
    """Walks from field to field by Tab until the one of this column has the cursor."""
    for _ in range(12):
        here = focused()
        if isinstance(here, FilterField) and here.objectName() == key:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"no field for {key}")


def chips(people: People) -> list[str]:
    return [each.text() for each in people.chips.findChildren(Button) if not each.isHidden()]


def test_the_filter_row_filters_while_one_types_and_says_so_in_chips(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    type_text("AN")
    qtbot.waitUntil(lambda: len(names(people)) == 4)
    field_of("until")
    type_text("<=31.12.26")
    qtbot.waitUntil(lambda: names(people) == ["Altmann", "Drews"])
    qtbot.waitUntil(lambda: chips(people)[:2] == ["Gruppe: AN", "Berufen bis: <=31.12.26"])
    assert clipped_labels(people) == []
    assert unnamed_controls(people) == []


def test_the_fields_stand_under_their_columns_and_tab_walks_them_in_that_order(people: People) -> None:
    header = people.view.header
    header.moveSection(header.visualIndex(4), 1)
    press(Qt.Key.Key_L, CTRL | SHIFT)
    order = []
    for _ in range(6):
        here = focused()
        assert isinstance(here, FilterField)
        order.append(here.objectName())
        assert here.geometry().left() == header.sectionViewportPosition(header.logicalIndex(len(order) - 1)) + 2
        press(Qt.Key.Key_Tab)
    assert order == ["name", "days", "group", "committee", "until", "state"]


def test_what_makes_no_sense_stays_visible_with_a_sentence_until_it_is_mended(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("until")
    field = focused()
    assert isinstance(field, FilterField)
    with qtbot.waitSignal(people.filters.changed):
        type_text(">..<")
    assert not people.chips.sentence.isVisible(), "nobody is corrected while typing"
    press(Qt.Key.Key_Tab)
    assert field.text() == ">..<"
    assert field.property("wrong")
    assert people.chips.sentence.isVisible()
    assert people.chips.sentence.text().startswith("Berufen bis: „>..<“ ist keine Bedingung; zum Beispiel: 24.11.2026")
    assert "keine Bedingung" in field.accessibleDescription()
    assert len(names(people)) == 7
    press(Qt.Key.Key_Backtab, SHIFT)
    field.selectAll()
    type_text("12.2026")
    qtbot.waitUntil(lambda: names(people) == ["Altmann"])
    assert not people.chips.sentence.isVisible()
    assert not field.property("wrong")


def test_only_fields_that_open_a_list_speak_of_f4(qtbot: QtBot, people: People) -> None:
    people.set_rows([replace(row, committee="") for row in demo.PEOPLE])
    press(Qt.Key.Key_L, CTRL | SHIFT)
    fields = {each.objectName(): each.toolTip() for each in people.filters.findChildren(FilterField)}
    assert {key for key, hint in fields.items() if "F4" in hint} == {"name", "group", "state"}


def test_the_words_of_a_column_are_ticked_from_a_list_with_numbers(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    press(Qt.Key.Key_F4)
    offered = focused()
    assert isinstance(offered, QListWidget)
    assert [offered.item(n).text() for n in range(offered.count())] == ["AG (2)", "AN (4)", "LK (1)"]
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(names(people)) == ["Zeller", "Ärmel", "Öztürk"])
    assert people.filters.texts() == {"group": "=AG; =LK"}
    people.filters.open_list("group")
    again = focused()
    assert isinstance(again, QListWidget)
    ticked = [again.item(n).checkState() is Qt.CheckState.Checked for n in range(3)]
    assert ticked == [True, False, True]
    press(Qt.Key.Key_Escape)
    assert people.filters.texts() == {"group": "=AG; =LK"}


def test_escape_empties_the_field_and_then_goes_to_the_rows(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    type_text("AG")
    qtbot.waitUntil(lambda: len(names(people)) == 2)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(people)) == 7)
    press(Qt.Key.Key_Escape)
    assert focused() is people.view


def test_return_takes_the_filter_at_once_and_goes_to_the_first_hit(people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("days")
    type_text(">8")
    press(Qt.Key.Key_Return)
    assert focused() is people.view
    assert names(people) == ["Altmann", "Drews", "Öztürk"]


def test_a_closed_row_still_filters_and_one_key_clears_everything(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    type_text("AG")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_L, CTRL | SHIFT)
    press(Qt.Key.Key_L, CTRL | SHIFT)
    assert not people.filters.isVisible()
    assert focused() is people.view
    assert names(people) == ["Zeller", "Ärmel"]
    qtbot.waitUntil(lambda: chips(people) == ["Gruppe: AG"])
    press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    assert len(names(people)) == 7
    assert not people.chips.isVisible()


def test_a_chip_takes_its_filter_away(people: People) -> None:
    people.filters.set_texts({"group": "AN", "days": ">8"})
    chip = next(each for each in people.chips.findChildren(Button) if each.text() == "Gruppe: AN")
    chip.setFocus()
    press(Qt.Key.Key_Return)
    assert people.filters.texts() == {"days": ">8"}
    assert names(people) == ["Altmann", "Drews", "Öztürk"]


def test_no_hits_keep_the_row_one_types_into(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    type_text("XY")
    qtbot.waitUntil(lambda: names(people) == [])
    assert people.filters.isVisible()
    assert isinstance(focused(), FilterField)
    people.filters.close_row()
    people.clear_filter()
    assert len(names(people)) == 7


def test_the_quick_filter_and_the_row_hold_together(people: People) -> None:
    people.filters.set_texts({"group": "AN"})
    people.search.setText("aevo")
    people.search.setFocus()
    press(Qt.Key.Key_Return)
    assert names(people) == ["Altmann", "Drews", "Grothe"]


def test_the_keys_of_the_list_are_on_the_menu_of_the_program(people: People) -> None:
    keys = {action.shortcut().toString() for action in people.tools.actions}
    assert {"Ctrl+C", "Ctrl+A", "Ctrl+Shift+L", "Ctrl+Shift+Backspace", "Ctrl+Shift+E"} <= keys
    assert QApplication.activePopupWidget() is None


def test_in_a_low_window_the_rows_go_first(qtbot: QtBot, people: People) -> None:
    people.filters.set_texts({"group": "AN"})
    people.filters.open()
    assert people.foot.isVisible()
    people.resize(1000, 200)
    assert not people.foot.isVisible()
    assert not people.chips.isVisible()
    people.resize(1000, 500)
    assert people.foot.isVisible()
    assert people.chips.isVisible()


def test_escape_in_the_empty_search_field_leaves_it_and_the_filters_stay(qtbot: QtBot, people: People) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    field_of("group")
    type_text("AN")
    qtbot.waitUntil(lambda: len(names(people)) == 4)
    people.search.setFocus()
    type_text("x")
    press(Qt.Key.Key_Escape)
    assert (people.search.text(), focused()) == ("", people.search)
    press(Qt.Key.Key_Escape)
    assert focused() is people.view
    qtbot.waitUntil(lambda: len(names(people)) == 4)
    assert people.filters.texts() == {"group": "AN"}
