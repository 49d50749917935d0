"""Rows in groups: headings with words and counts, opened and closed by keys, with everything else a list can do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from kammerdesk.base.conditions import Total, Wanted
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.grouping import Grouping
from kammerdesk.ui.kit.rows_model import RowsModel
from kammerdesk.ui.kit.table_export import sheet_of
from kammerdesk.ui.kit.table_menu import add_groups
from tests.ui import demo
from tests.ui.keyboard import CTRL, SHIFT, press, type_text

People = DataTable[demo.PersonRow]
SAID = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def people(qtbot: QtBot, dressed: object) -> People:
    made: People = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."))
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.activateWindow()
    made.set_rows(demo.PEOPLE)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    made.view.group_by("group")
    return made


def lines(people: People) -> list[str]:
    """What stands in the first column, surnames only."""
    model = people.view.source
    return [str(model.index(line, 0).data()).split(",")[0] for line in range(model.rowCount())]


ALL = ["AG – 2", "Zeller", "Ärmel", "AN – 4", "Altmann", "Çelik", "Drews", "Grothe", "LK – 1", "Öztürk"]


def heading(people: People, words: str) -> None:
    """Puts the cursor on the heading that begins with these words."""
    line = next(n for n, said in enumerate(lines(people)) if said.startswith(words))
    people.view.setCurrentIndex(people.view.source.index(line, 0))


sizes = st.lists(st.integers(min_value=1, max_value=5), max_size=8)


@given(sizes, st.sets(st.integers(min_value=0, max_value=7)))
def test_lines_and_rows_are_counted_one_into_the_other(counts: Sequence[int], closed: set[int]) -> None:
    grouping = Grouping([(str(n), count) for n, count in enumerate(counts)], {str(n) for n in closed})
    expected: list[int] = []
    row = 0
    for number, count in enumerate(counts):
        expected.append(-1)
        expected += [] if number in closed else range(row, row + count)
        row += count
    assert grouping.line_count == len(expected)
    assert [grouping.row_at(line) for line in range(len(expected))] == expected
    assert [grouping.heading_at(line) is not None for line in range(len(expected))] == [n < 0 for n in expected]
    seen = [n for n in expected if n >= 0]
    assert [n for n in range(row) if grouping.line_of(n) >= 0] == seen
    assert all(expected[grouping.line_of(n)] == n for n in seen)
    between = [n for low, high in grouping.rows_between(0, len(expected)) for n in range(low, high + 1)]
    assert between == seen


def test_the_model_keeps_qts_contract_while_groups_open_and_close(qtbot: QtBot, dressed: object) -> None:
    model = RowsModel(demo.COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(demo.PEOPLE)
    model.arrange(Wanted(group="group"))
    model.fold(None, close=True)
    model.fold(["AN"], close=False)
    model.arrange(Wanted(group="committee", words="aevo"))
    model.set_rows(())
    assert tester.model() is model


def test_rows_stand_under_headings_with_words_and_count(people: People) -> None:
    assert lines(people) == ALL
    said = people.view.source.index(0, 3).data(SAID)
    assert said == "Gruppe AG, 2 Zeilen, aufgeklappt"


def test_the_cursor_stays_on_its_row_and_the_foot_counts_rows_only(people: People) -> None:
    current = people.view.current()
    assert current is not None
    assert current.name == "Altmann, Sabine"
    assert people.foot.words.text().startswith("7 angezeigt · 1 ausgewählt")


def test_left_and_right_plus_and_minus_close_and_open(people: People) -> None:
    heading(people, "AN")
    press(Qt.Key.Key_Left)
    assert lines(people) == ["AG – 2", "Zeller", "Ärmel", "AN – 4", "LK – 1", "Öztürk"]
    assert people.view.source.index(3, 0).data(SAID) == "Gruppe AN, 4 Zeilen, zugeklappt"
    press(Qt.Key.Key_Right)
    assert lines(people) == ALL
    press(Qt.Key.Key_Minus)
    assert "Altmann" not in lines(people)
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Space)
    assert "Altmann" not in lines(people)
    press(Qt.Key.Key_Return)
    assert lines(people) == ALL


def test_minus_on_a_row_closes_its_group_and_left_at_the_edge_goes_to_the_heading(people: People) -> None:
    people.go_to(3)
    press(Qt.Key.Key_Left)
    group = people.view.groups.heading()
    assert group is not None
    assert group.words == "AN"
    people.go_to(3)
    press(Qt.Key.Key_Minus)
    assert people.view.groups.heading() is not None
    assert "Çelik" not in lines(people)


def test_return_on_a_heading_opens_no_record(people: People) -> None:
    opened: list[bool] = []
    people.opened.connect(lambda: opened.append(True))
    heading(people, "AG")
    press(Qt.Key.Key_Return)
    assert opened == []
    people.go_to(2)
    press(Qt.Key.Key_Return)
    assert opened == [True]


def test_all_groups_close_and_open_from_the_menu_of_the_column(people: People) -> None:
    def choose(words: str) -> None:
        menu = QMenu()
        add_groups(menu, people.view, "group")
        next(action for action in menu.actions() if words in action.text().replace("&", "")).trigger()

    choose("zuklappen")
    assert lines(people) == ["AG – 2", "AN – 4", "LK – 1"]
    choose("aufklappen")
    assert lines(people) == ALL
    choose("Nach dieser Spalte")
    assert lines(people)[0] == "Altmann"


def test_a_record_in_a_closed_group_is_found_and_shown(people: People) -> None:
    people.view.groups.fold(None, close=True)
    assert people.go_to(5)
    current = people.view.current()
    assert current is not None
    assert current.id == 5


def test_the_next_record_is_the_next_one_of_the_list_whatever_is_closed(people: People) -> None:
    people.view.groups.fold(["AN"], close=True)
    people.go_to(7)
    seen = []
    for _ in range(6):
        people.view.step(1)
        current = people.view.current()
        assert current is not None
        seen.append(current.id)
    assert seen == [1, 3, 4, 6, 5, 5]
    people.view.groups.fold(["AN"], close=True)
    people.view.step(-1)
    current = people.view.current()
    assert current is not None
    assert current.id == 6


def test_filter_and_order_work_within_groups(people: People) -> None:
    people.filters.set_texts({"committee": "AEVO"})
    assert lines(people) == ["AG – 2", "Zeller", "Ärmel", "AN – 3", "Altmann", "Drews", "Grothe"]
    people.view.sort_by("name")
    assert lines(people)[:3] == ["AG – 2", "Ärmel", "Zeller"]
    people.view.set_sort((("group", True), ("name", False)))
    assert lines(people)[0] == "AN – 3"


def test_empty_cells_are_a_group_of_their_own_and_the_last(people: People) -> None:
    people.view.group_by("until")
    assert lines(people)[-2:] == ["(leer) – 1", "Öztürk"]
    people.view.set_sort((("until", True),))
    assert lines(people)[-2:] == ["(leer) – 1", "Öztürk"]


def test_everything_is_selected_only_where_one_sees_it(people: People) -> None:
    people.view.groups.fold(["AN"], close=True)
    press(Qt.Key.Key_A, CTRL)
    assert people.view.selected_count() == 7
    assert "Altmann" in lines(people)
    people.view.groups.fold(["AN"], close=True)
    assert {row.group for row in people.view.selected()} <= {"AG", "LK"}


def test_headings_between_selected_rows_are_no_rows(people: People) -> None:
    people.go_to(7)
    press(Qt.Key.Key_Down, SHIFT, times=2)
    assert [row.id for row in people.view.selected()] == [7, 1]
    assert people.view.selected_count() == 2
    assert "2 ausgewählt · Summe Einsätze 14 · Ø 7" in people.foot.words.text()


def test_what_is_copied_has_the_column_of_the_groups_first(people: People) -> None:
    people.go_to(2)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    copied = [line.split("\t")[:2] for line in QGuiApplication.clipboard().text().split("\n")]
    assert copied == [["Gruppe", "Name"], ["AG", "Zeller, Ute"], ["AG", "Ärmel, Fritz"]]


def test_an_export_has_all_rows_of_closed_groups_too(people: People) -> None:
    people.view.groups.fold(None, close=True)
    sheet = sheet_of("Liste", people.view.outgoing(), people.table.rows.shown)
    assert sheet.headings[:2] == ("Gruppe", "Name")
    assert [line[0] for line in sheet.lines] == ["AG", "AG", "AN", "AN", "AN", "AN", "LK"]


def test_headings_have_the_figures_of_their_rows(people: People) -> None:
    people.set_total("days", Total.SUM)
    model = people.view.source
    headings = [line for line in range(model.rowCount()) if model.heading_at(line) is not None]
    assert [model.index(line, 4).data() for line in headings] == ["11", "38", "9"]
    people.search.setText("drews")
    people._filter_now()
    assert model.index(0, 4).data() == "14"


def test_typing_into_the_quick_filter_keeps_the_groups(qtbot: QtBot, people: People) -> None:
    people.search.setFocus()
    type_text("oez")
    qtbot.waitUntil(lambda: lines(people) == ["LK – 1", "Öztürk"])


def test_rows_read_again_stay_grouped_and_closed(people: People) -> None:
    people.view.groups.fold(["AG"], close=True)
    people.set_rows(demo.PEOPLE[:4])
    assert lines(people) == ["AG – 1", "AN – 3", "Altmann", "Çelik", "Drews"]


def test_headings_are_painted_over_their_whole_lines(people: People) -> None:
    before = people.view.grab().toImage()
    people.view.groups.fold(["AN"], close=True)
    assert people.view.grab().toImage() != before
    people.view.resize(300, 200)
    assert not people.view.grab().isNull()
