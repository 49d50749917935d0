"""The one table: German order, search that knows umlauts, selection by identity, the clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kammerdesk.base.conditions import Wanted
from kammerdesk.base.folding import Needle, fold, haystack, sort_key
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.rows_model import RowsModel
from tests.ui import demo
from tests.ui.keyboard import CTRL, SHIFT, focused, press, type_text

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def table(qtbot: QtBot, dressed: object) -> DataTable[demo.PersonRow]:
    made = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."))
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.set_rows(demo.PEOPLE)
    made.table.setFocus()
    return made


def names(table: DataTable[demo.PersonRow]) -> list[str]:
    return [row.name.split(",")[0] for row in table.table.rows.shown]


def test_words_are_sorted_the_german_way() -> None:
    assert sorted(["Zebra", "Ärzte", "Äpfel", "Apfel", "Straße", "Strasse"], key=sort_key) == [
        "Apfel",
        "Äpfel",
        "Ärzte",
        "Strasse",
        "Straße",
        "Zebra",
    ]


@pytest.mark.parametrize("typed", ["oeztuerk", "ozturk", "Öztürk", "ÖZTÜRK", "ayse ozt", "zturk"])
def test_every_way_to_write_a_name_finds_it(typed: str) -> None:
    assert Needle(typed).found_in(haystack("Öztürk, Ayşe LK"))


@pytest.mark.parametrize("typed", ["uel", "Manuel", "oestmann", "strasse", "lodz", "müller"])
def test_letters_that_only_look_like_umlauts_are_found_too(typed: str) -> None:
    assert Needle(typed).found_in(haystack("Manuel Oestmann Hauptstraße Łódź Mueller"))


@given(st.text(alphabet="abcdeäöüßÄÖÜ éşłXYZ-", min_size=1))
def test_whatever_stands_in_a_row_finds_it(text: str) -> None:
    assert Needle(text).found_in(haystack(f"x {text} y"))
    assert fold(fold(text)) == fold(text)


def test_the_model_keeps_qts_contract(qtbot: QtBot, dressed: object) -> None:
    model = RowsModel(demo.COLUMNS)
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_rows(demo.PEOPLE)
    model.arrange(Wanted(sort=(("name", True),)))
    model.arrange(Wanted(words="an"))
    model.set_rows(())
    assert tester.model() is model


def test_sorting_goes_up_then_down_then_back_to_the_order_of_the_query(table: DataTable[demo.PersonRow]) -> None:
    query_order = names(table)
    table.table.sort_by("name")
    assert names(table) == ["Altmann", "Ärmel", "Çelik", "Drews", "Grothe", "Öztürk", "Zeller"]
    table.table.sort_by("name")
    assert names(table)[0] == "Zeller"
    table.table.sort_by("name")
    assert names(table) == query_order


@pytest.mark.parametrize("descending", [False, True])
def test_empty_cells_stand_last_either_way(table: DataTable[demo.PersonRow], descending: bool) -> None:
    table.table.set_sort((("until", descending),))
    assert names(table)[-1] == "Öztürk"


def test_the_quick_filter_follows_typing_and_escape_clears_it(qtbot: QtBot, table: DataTable[demo.PersonRow]) -> None:
    table.search.setFocus()
    type_text("oeztuerk")
    qtbot.waitUntil(lambda: names(table) == ["Öztürk"])
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(table)) == 7)
    press(Qt.Key.Key_Escape)
    assert focused() is table.table


def test_the_down_key_goes_from_the_filter_to_the_first_hit(qtbot: QtBot, table: DataTable[demo.PersonRow]) -> None:
    table.search.setFocus()
    type_text("aevo zell")
    press(Qt.Key.Key_Down)
    assert focused() is table.table
    current = table.table.current()
    assert current is not None
    assert current.name == "Zeller, Ute"


def test_no_hits_offers_to_clear_the_filter(qtbot: QtBot, table: DataTable[demo.PersonRow]) -> None:
    table.search.setFocus()
    type_text("meir")
    qtbot.waitUntil(lambda: names(table) == [])
    assert not table.table.isVisible()
    table.clear_filter()
    assert table.table.isVisible()


def test_the_cursor_stays_on_the_page_when_the_last_hit_is_gone(table: DataTable[demo.PersonRow]) -> None:
    table.search.setText("oeztuerk")
    table.search.setFocus()
    press(Qt.Key.Key_Down)
    assert focused() is table.table
    table.set_rows([row for row in demo.PEOPLE if row.id != 5])
    assert focused() is table.search


def test_the_current_row_and_the_selection_survive_reading_again(table: DataTable[demo.PersonRow]) -> None:
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Down, SHIFT)
    assert {row.id for row in table.table.selected()} == {3, 4}
    table.set_rows(tuple(reversed(demo.PEOPLE)))
    assert {row.id for row in table.table.selected()} == {3, 4}
    current = table.table.current()
    assert current is not None
    assert current.id == 4


def test_when_the_current_row_is_gone_the_next_one_is_current(table: DataTable[demo.PersonRow]) -> None:
    press(Qt.Key.Key_Down, times=2)
    table.set_rows([row for row in demo.PEOPLE if row.id != 3])
    current = table.table.current()
    assert current is not None
    assert current.id == 4


def test_copying_gives_headings_and_rows_as_text_and_html(table: DataTable[demo.PersonRow]) -> None:
    press(Qt.Key.Key_Down, SHIFT, times=2)
    press(Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert len(lines) == 4
    assert lines[0].split("\t") == ["Name", "Gruppe", "Ausschuss", "Berufen bis", "Einsätze", "Status"]
    assert lines[1].split("\t") == ["Altmann, Sabine", "AN", "AEVO 2", "31.12.2026", "11", "läuft aus"]
    assert data.html().count("<tr>") == 4


def test_select_all_takes_only_what_the_filter_shows(qtbot: QtBot, table: DataTable[demo.PersonRow]) -> None:
    table.table.filter("an aevo")
    press(Qt.Key.Key_A, CTRL)
    assert {row.id for row in table.table.selected()} == {1, 4, 6}


def test_a_table_is_no_trap_for_the_tab_key(table: DataTable[demo.PersonRow]) -> None:
    assert not table.table.tabKeyNavigation()
    press(Qt.Key.Key_Tab)
    assert focused() is not table.table


def test_a_screen_reader_hears_column_and_words_also_of_an_empty_cell(table: DataTable[demo.PersonRow]) -> None:
    model = table.table.rows
    spoken = [model.index(4, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in (3, 5)]
    assert spoken[0].startswith("Berufen bis: ")
    assert spoken[0] != "Berufen bis: "
    assert spoken[1] == "Status: Vorschlag"
    assert "7" in table.table.accessibleName()


def test_dates_and_chips_are_not_cut_at_their_standard_width(table: DataTable[demo.PersonRow]) -> None:
    view = table.table
    metrics = view.fontMetrics()
    assert view.columnWidth(3) >= metrics.horizontalAdvance("00.00.0000") + 20
    assert view.columnWidth(5) >= view.sizeHintForColumn(5)


def test_twenty_thousand_rows_are_filtered_and_sorted_without_a_proxy(dressed: object) -> None:
    @dataclass(frozen=True, slots=True)
    class Row:
        id: int
        name: str
        day: date

    columns: tuple[Column[Row], ...] = (
        Column(key="name", title="Name", value=lambda row: row.name),
        Column(key="day", title="Tag", value=lambda row: row.day),
    )
    rows = [Row(n, f"Müller {n % 97:02d}, Jörg {n}", date(2026, 1, 1 + n % 28)) for n in range(20_000)]
    model = RowsModel(columns)
    model.set_rows(rows)
    model.arrange(Wanted(words="mueller 19999", sort=(("name", True),)))
    assert [row.id for row in model.shown] == [19_999]
