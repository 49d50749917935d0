"""Columns of a list: chosen and moved by keys, sorted by two of them, summed, copied as one sees them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.column_chooser import ColumnChooser
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.table_header import cycled
from kammerdesk.ui.kit.table_menu import choose_columns
from kammerdesk.ui.kit.totals import number_words
from tests.ui import demo
from tests.ui.keyboard import ALT, CTRL, SHIFT, focused, press, type_text

People = DataTable[demo.PersonRow]


@pytest.fixture
def people(qtbot: QtBot, dressed: object) -> People:
    made: People = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."))
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.activateWindow()
    made.set_rows(demo.PEOPLE)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def seen(people: People) -> list[str]:
    return [column.key for column in people.view.columns.visible()]


def names(people: People) -> list[str]:
    return [row.name.split(",")[0] for row in people.table.rows.shown]


def chooser(people: People) -> ColumnChooser:
    choose_columns(people.view, people)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ColumnChooser)
    return dialog


def test_columns_are_hidden_and_moved_by_keys(people: People) -> None:
    chooser(people)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down, times=3)
    press(Qt.Key.Key_Up, ALT, times=3)
    press(Qt.Key.Key_Return)
    assert seen(people) == ["name", "days", "committee", "until", "state"]
    press(Qt.Key.Key_C, CTRL)
    headings = QGuiApplication.clipboard().text().splitlines()[0]
    assert headings.split("\t") == ["Name", "Einsätze", "Ausschuss", "Berufen bis", "Status"]


def test_the_name_cannot_be_taken_out(people: People) -> None:
    dialog = chooser(people)
    press(Qt.Key.Key_Space)
    for number in range(1, dialog.list.count()):
        dialog.list.item(number).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert seen(people) == ["name"]


def test_a_column_is_found_by_its_name_and_standard_brings_all_back(people: People) -> None:
    dialog = chooser(people)
    dialog.search.setFocus()
    type_text("eins")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    dialog.accept()
    assert "days" not in seen(people)
    chooser(people)._reset()
    assert seen(people) == [column.key for column in demo.COLUMNS]


def test_what_is_hidden_is_not_searched(people: People) -> None:
    dialog = chooser(people)
    dialog.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    people.view.filter("kbm")
    assert names(people) == []


def test_a_second_column_decides_between_equals_and_the_header_says_so(people: People) -> None:
    people.view.sort_by("group")
    people.view.sort_by("days", second=True)
    people.view.sort_by("days", second=True)
    assert names(people) == ["Zeller", "Ärmel", "Drews", "Altmann", "Grothe", "Çelik", "Öztürk"]
    header = people.view.source.headerData
    said = [header(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) for n in (1, 4)]
    assert said == ["Gruppe, aufsteigend sortiert", "Einsätze, absteigend sortiert"]
    people.view.sort_by("days", second=True)
    assert people.view.wanted.sort == (("group", False),)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=9))
def test_clicking_three_times_comes_back_to_where_it_was(clicks: list[tuple[str, bool]]) -> None:
    sort: tuple[tuple[str, bool], ...] = ()
    for key, second in clicks:
        sort = cycled(sort, key, second)
    for key in "abc":
        before = dict(sort).get(key)
        if before is None:
            thrice = cycled(cycled(cycled(sort, key, True), key, True), key, True)
            assert thrice == sort
    assert len({key for key, _ in sort}) == len(sort)


def test_the_menu_key_offers_what_can_be_done_with_the_column_of_the_cursor(people: People) -> None:
    press(Qt.Key.Key_Right, times=4)
    people.view.menu_wanted.emit(people.view.currentIndex().column(), people.view.mapToGlobal(people.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
    assert titles[:2] == ["Aufsteigend sortieren", "Absteigend sortieren"]
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Return)
    assert people.view.wanted.sort == (("days", True),)


def menu_at(people: People, place: QPoint, reason: QContextMenuEvent.Reason) -> QMenu:
    """The menu that opens at a place of the table."""
    event = QContextMenuEvent(reason, place, people.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(people.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_on_a_row_the_menu_offers_what_can_be_done_with_it_and_its_column_one_step_further(
    people: People, reason: QContextMenuEvent.Reason
) -> None:
    press(Qt.Key.Key_Right, times=4)
    menu = menu_at(people, people.view.visualRect(people.view.currentIndex()).center(), reason)
    copying, column = (action for action in menu.actions() if not action.isSeparator())
    assert [copying.text().replace("&", ""), column.text()] == ["Zeilen kopieren", "Spalte „Einsätze“"]
    copying.trigger()
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("Name\t")
    inner = column.menu()
    assert isinstance(inner, QMenu)
    next(action for action in inner.actions() if action.text().replace("&", "") == "Absteigend sortieren").trigger()
    assert people.view.wanted.sort == (("days", True),)
    menu.close()


def test_below_the_rows_the_right_button_offers_the_column_alone(people: People) -> None:
    people.view.filter("AEVO")
    below = QPoint(20, people.view.viewport().height() - 2)
    assert not people.view.indexAt(below).isValid()
    menu = menu_at(people, below, QContextMenuEvent.Reason.Mouse)
    assert menu.actions()[0].text().replace("&", "") == "Aufsteigend sortieren"
    menu.close()


def test_the_cursor_stays_in_its_column_when_rows_change(people: People) -> None:
    press(Qt.Key.Key_Right, times=2)
    people.view.sort_by("name")
    assert people.view.current_key() == "committee"


def test_several_selected_rows_are_counted_and_summed(people: People) -> None:
    assert people.foot.words.text() == "7 angezeigt · 1 ausgewählt · Summe Einsätze 58"
    press(Qt.Key.Key_Down, SHIFT, times=2)
    assert people.foot.words.text() == "7 angezeigt · 3 ausgewählt · Summe Einsätze 25 · Ø 8,33"
    people.view.filter("AEVO")
    assert people.foot.words.text().startswith("5 angezeigt")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (12, "12"), (Decimal("8.333"), "8,33"), (Decimal("87.50"), "87,5"), (-3, "-3"), (Decimal(1200), "1200")],
)
def test_numbers_are_written_with_a_comma(number: Decimal | int, words: str) -> None:
    assert number_words(number) == words


def test_hundredths_are_summed_as_what_they_mean(qtbot: QtBot, dressed: object) -> None:
    @dataclass(frozen=True, slots=True)
    class Row:
        id: int
        points: int

    column: Column[Row] = Column(
        key="points", title="Punkte", value=lambda row: row.points, text=lambda row: "", scale=100, total=True
    )
    table: DataTable[Row] = DataTable([column], "Punkte", EmptyState("users", ""))
    qtbot.addWidget(table)
    table.set_rows([Row(1, 8750), Row(2, 10000)])
    assert table.foot.words.text().endswith("Summe Punkte 187,5")
    table.filters.set_texts({"points": "<90"})
    assert [row.id for row in table.table.rows.shown] == [1]


def test_a_width_somebody_pulled_stays_until_it_is_given_up(people: People) -> None:
    header = people.view.header
    header.resizeSection(1, 177)
    people.resize(1200, 500)
    assert header.sectionSize(1) == 177
    assert people.view.columns.choice.widths == {"group": 177}
    people.view.columns.fit_to_contents()
    assert header.sectionSize(1) != 177
    assert focused() is people.view
