"""The work grid: Enter goes down, Tab goes right and out, what is wrong stays to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.base.points import format_points, parse_points
from kammerdesk.ui.kit.grid import Grid
from kammerdesk.ui.kit.grid_model import GridColumn, GridModel
from tests.ui.keyboard import SHIFT, InputCounter, focused, press, type_text


@dataclass(frozen=True, slots=True)
class MarkRow:
    id: int
    name: str
    talk: int | None = None
    work: int | None = None
    locked: bool = False


def points(key: str, title: str) -> GridColumn[MarkRow]:
    return GridColumn(
        key=key,
        title=title,
        value=lambda row: getattr(row, key),
        text=lambda row: format_points(getattr(row, key)),
        parse=parse_points,
        can_edit=lambda row: not row.locked,
        hidden=(lambda row: row.talk is None) if key == "work" else None,
        right=True,
        sample="100,00",
    )


COLUMNS = (
    GridColumn[MarkRow](key="name", title="Prüfling", value=lambda row: row.name, stretch=True),
    points("talk", "Fachgespräch"),
    points("work", "Präsentation"),
)
ROWS = (MarkRow(1, "Adler"), MarkRow(2, "Becker"), MarkRow(3, "Çelik"), MarkRow(4, "Dietz", locked=True))


@pytest.fixture
def grid(qtbot: QtBot, dressed: object) -> Iterator[Grid[MarkRow]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = Grid(COLUMNS, "Bewertung")
    layout = QVBoxLayout(holder)
    layout.addWidget(made)
    layout.addWidget(QPushButton("Weiter"))
    holder.resize(700, 300)
    holder.show()
    made.set_rows(ROWS)
    made.setFocus()
    yield made
    holder.close()


def entries(grid: Grid[MarkRow]) -> list[tuple[Any, str, Any]]:
    seen: list[tuple[Any, str, Any]] = []
    grid.entered.connect(lambda *entry: seen.append(entry))
    return seen


def place(grid: Grid[MarkRow]) -> tuple[int, int]:
    index = grid.view.currentIndex()
    return index.row(), index.column()


def shown(grid: Grid[MarkRow], row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    return str(grid.model.index(row, column).data(role))


def test_the_model_keeps_qts_contract(dressed: object) -> None:
    model = GridModel(COLUMNS)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    model.setData(model.index(0, 1), "80")
    model.set_rows(tuple(replace(row, talk=8000) for row in ROWS))
    model.set_rows(ROWS[:2])


def test_the_cursor_begins_in_the_first_open_cell(grid: Grid[MarkRow]) -> None:
    assert place(grid) == (0, 1)


def test_a_pile_is_typed_with_enter_alone(grid: Grid[MarkRow], qapp: Any) -> None:
    seen = entries(grid)
    counter = InputCounter(qapp)
    for typed in ("82", "87.5", "87,5"):
        type_text(typed)
        press(Qt.Key.Key_Return)
    assert seen == [(1, "talk", 8200), (2, "talk", 8750), (3, "talk", 8750)]
    assert place(grid) == (0, 2)
    assert counter.clicks == 0


def test_the_next_open_cell_is_below_then_in_the_next_pile_then_at_the_beginning(grid: Grid[MarkRow]) -> None:
    talk, next_pile = grid.model.index(1, 1), grid.model.index(0, 2)
    grid.view.setCurrentIndex(talk)
    grid.view.go_to_next_open()
    assert place(grid) == (1, 1), "it is open itself"
    for row in (1, 2):
        grid.model.setData(grid.model.index(row, 1), "80")
    grid.view.go_to_next_open()
    assert place(grid) == (0, 2)
    for row in range(3):
        grid.model.setData(grid.model.index(row, 2), "80")
    grid.view.setCurrentIndex(next_pile)
    grid.view.go_to_next_open()
    assert place(grid) == (0, 1)
    grid.model.setData(grid.model.index(0, 1), "80")
    grid.view.setCurrentIndex(talk)
    grid.view.go_to_next_open()
    assert place(grid) == (1, 1), "nothing is open any more"


def test_enter_can_go_right_instead(grid: Grid[MarkRow]) -> None:
    grid.view.enter_goes_right = True
    type_text("82")
    press(Qt.Key.Key_Return)
    assert place(grid) == (0, 2)
    press(Qt.Key.Key_Return)
    assert place(grid) == (1, 1)


def test_tab_goes_right_back_and_out_of_the_grid(grid: Grid[MarkRow]) -> None:
    press(Qt.Key.Key_Tab)
    assert place(grid) == (0, 2)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert place(grid) == (0, 1)
    press(Qt.Key.Key_Tab, times=6)
    assert isinstance(focused(), QPushButton)


def test_what_is_wrong_stays_visible_with_its_sentence_until_it_is_mended(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    type_text("187")
    press(Qt.Key.Key_Return)
    assert seen == []
    assert shown(grid, 0, 1) == "187"
    assert grid.problems()[0][:2] == (1, "talk")
    said = [label for label in grid.findChildren(QLabel) if label.isVisible() and "187" in label.text()]
    assert len(said) == 1
    assert "187" in shown(grid, 0, 1, Qt.ItemDataRole.AccessibleTextRole)
    grid.set_rows(ROWS)
    assert shown(grid, 0, 1) == "187"
    press(Qt.Key.Key_Up)
    type_text("87")
    press(Qt.Key.Key_Return)
    assert seen == [(1, "talk", 8700)]
    assert grid.problems() == []


def test_escape_takes_back_what_is_being_typed(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    type_text("82")
    press(Qt.Key.Key_Escape)
    assert seen == []
    assert shown(grid, 0, 1) == ""
    assert place(grid) == (0, 1)


def test_a_refused_entry_stays_with_the_reason(grid: Grid[MarkRow]) -> None:
    type_text("82")
    press(Qt.Key.Key_Return)
    grid.reject(1, "talk", "Der Prüfling ist nicht erschienen.")
    assert shown(grid, 0, 1) == "82"
    assert grid.problems() == [(1, "talk", "Der Prüfling ist nicht erschienen.")]


def test_a_refused_entry_can_be_typed_again(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    for _ in range(2):
        grid.go_to(1, "talk")
        type_text("82")
        press(Qt.Key.Key_Return)
        grid.reject(1, "talk", "Es fehlt noch eine Bewertung.")
    assert seen == [(1, "talk", 8200)] * 2


def test_an_entry_refused_after_rows_were_read_again_comes_back(grid: Grid[MarkRow]) -> None:
    type_text("82")
    press(Qt.Key.Key_Return)
    grid.set_rows(ROWS)
    grid.reject(1, "talk", "Die Platte ist voll.")
    assert shown(grid, 0, 1) == "82"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Escape])
def test_the_first_delete_or_escape_on_a_wrong_entry_shows_what_is_stored(grid: Grid[MarkRow], key: Qt.Key) -> None:
    grid.set_rows((replace(ROWS[0], talk=8000), *ROWS[1:]))
    grid.go_to(1, "talk")
    seen = entries(grid)
    type_text("180")
    press(Qt.Key.Key_Return)
    grid.go_to(1, "talk")
    press(key)
    assert (seen, grid.problems(), shown(grid, 0, 1)) == ([], [], "80")
    press(Qt.Key.Key_Delete)
    assert seen == [(1, "talk", None)]


def test_typing_what_is_stored_over_a_wrong_entry_mends_it(grid: Grid[MarkRow]) -> None:
    grid.set_rows((replace(ROWS[0], talk=8000), *ROWS[1:]))
    grid.go_to(1, "talk")
    seen = entries(grid)
    type_text("180")
    press(Qt.Key.Key_Return)
    grid.go_to(1, "talk")
    type_text("80")
    press(Qt.Key.Key_Return)
    assert (seen, grid.problems(), shown(grid, 0, 1)) == ([], [], "80")


def test_a_stored_entry_gives_way_to_what_is_stored(grid: Grid[MarkRow]) -> None:
    type_text("82,50")
    press(Qt.Key.Key_Return)
    grid.set_rows((replace(ROWS[0], talk=8250), *ROWS[1:]))
    assert shown(grid, 0, 1) == "82,5"
    assert place(grid) == (1, 1)


def test_delete_empties_a_cell(grid: Grid[MarkRow]) -> None:
    grid.set_rows((replace(ROWS[0], talk=8250), *ROWS[1:]))
    grid.go_to(1, "talk")
    seen = entries(grid)
    press(Qt.Key.Key_Delete)
    assert seen == [(1, "talk", None)]


def test_a_hidden_mark_can_be_neither_seen_nor_heard_nor_lost_by_looking(grid: Grid[MarkRow]) -> None:
    grid.set_rows((replace(ROWS[0], work=9100), *ROWS[1:]))
    seen = entries(grid)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole)
    assert not [role for role in roles if "91" in shown(grid, 0, 2, role)]
    assert shown(grid, 0, 2) == "##"
    grid.go_to(1, "work")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return)
    assert seen == []


def test_a_locked_row_takes_nothing(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    grid.view.setCurrentIndex(grid.model.index(3, 1))
    type_text("5")
    press(Qt.Key.Key_Return)
    assert seen == []
    assert shown(grid, 3, 1) == ""


def test_rows_read_again_while_typing_swallow_nothing(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    grid.go_to(1, "talk")
    type_text("3")
    grid.set_rows(ROWS)
    type_text("9")
    grid.set_rows([replace(row, work=5000) for row in ROWS])
    press(Qt.Key.Key_Return)
    assert seen == [(1, "talk", 3900)]


def test_other_rows_wait_until_the_cell_is_typed(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    grid.go_to(2, "talk")
    type_text("4")
    grid.set_rows(ROWS[1:])
    type_text("1")
    assert len(grid.model.shown) == len(ROWS)
    press(Qt.Key.Key_Return)
    assert seen == [(2, "talk", 4100)]
    assert [row.id for row in grid.model.shown] == [2, 3, 4]


def test_the_line_below_names_the_cell_that_is_wrong(grid: Grid[MarkRow]) -> None:
    def said() -> list[str]:
        return [each.text() for each in grid.findChildren(QLabel) if each.isVisible() and each.text()]

    for typed in ("80", "187", "190"):
        type_text(typed)
        press(Qt.Key.Key_Return)
    assert said()[0].startswith("Becker, Fachgespräch: 187")
    grid.go_to(3, "talk")
    assert said()[0].startswith("Çelik, Fachgespräch: 190")
