"""A block from a spreadsheet: seen before it is stored, its errors listed and marked, taken back in one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.base.points import format_points, parse_points
from kammerdesk.ui.kit.grid import Grid
from kammerdesk.ui.kit.grid_model import PENDING_ROLE, WRONG_ROLE, GridColumn
from kammerdesk.ui.kit.paste import read_block
from tests.ui.keyboard import CTRL, focused, press, type_text, unnamed_controls

MARKS = 5
ROWS = 1000


@dataclass(frozen=True, slots=True)
class MarkRow:
    id: int
    name: str
    marks: tuple[int | None, ...] = (None,) * MARKS
    locked: bool = False


def column(number: int) -> GridColumn[MarkRow]:
    return GridColumn(
        key=f"mark{number}",
        title=f"Note {number}",
        value=lambda row: row.marks[number],
        text=lambda row: format_points(row.marks[number]),
        parse=parse_points,
        can_edit=lambda row: not row.locked,
        right=True,
        sample="100,00",
    )


COLUMNS = (
    GridColumn[MarkRow](key="name", title="Prüfling", value=lambda row: row.name, sample="0" * 12),
    *(column(number) for number in range(MARKS)),
)
PILE = tuple(MarkRow(number, f"Prüfling {number}") for number in range(ROWS))


@pytest.fixture
def grid(qtbot: QtBot, dressed: object) -> Iterator[Grid[MarkRow]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = Grid(COLUMNS, "Bewertung")
    layout = QVBoxLayout(holder)
    layout.addWidget(made)
    holder.resize(900, 500)
    holder.show()
    holder.activateWindow()
    made.set_rows(PILE)
    made.setFocus()
    yield made
    holder.close()


def entries(grid: Grid[MarkRow]) -> list[tuple[Any, str, Any]]:
    seen: list[tuple[Any, str, Any]] = []
    grid.entered.connect(lambda *entry: seen.append(entry))
    return seen


def paste(lines: list[list[str]]) -> None:
    QGuiApplication.clipboard().setText("\r\n".join("\t".join(line) for line in lines) + "\r\n")
    press(Qt.Key.Key_V, CTRL)


def shown(grid: Grid[MarkRow], row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    return grid.model.index(row, column).data(role)


WRONG = {(n * 83, 1 + n % MARKS): text for n, text in enumerate(["187", "viel", "-1", "1,2,3"] * 3)}


def block() -> list[list[str]]:
    return [[WRONG.get((row, 1 + col), str((row + col) % 101)) for col in range(MARKS)] for row in range(ROWS)]


def test_five_thousand_cells_with_twelve_errors_lose_nothing(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    paste(block())
    assert seen == [], "nothing is stored before it is taken over"
    assert grid.model.pending_count == ROWS * MARKS - 12
    assert len(grid.paste_bar.faults) == 12
    assert grid.paste_bar.list.count() == 12
    assert grid.paste_bar.list.item(0).text().startswith("Prüfling 0, Note 0: 187")
    for place, text in WRONG.items():
        assert shown(grid, *place) == text
        assert shown(grid, *place, WRONG_ROLE)
    assert shown(grid, 1, 1, PENDING_ROLE)
    assert "eingefügt" in shown(grid, 1, 1, Qt.ItemDataRole.AccessibleTextRole)
    assert len(grid.problems()) == ROWS * MARKS, "leaving now would lose them, so they count as not stored"
    grid.paste_bar.take.setFocus()
    press(Qt.Key.Key_Return)
    assert len(seen) == ROWS * MARKS - 12
    assert (1, "mark0", 100) in seen
    assert len(grid.problems()) == 12
    assert not grid.paste_bar.isVisible()


def test_the_whole_block_is_taken_back_in_one_step(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    type_text("187")
    press(Qt.Key.Key_Return)
    grid.go_to(0, "mark0")
    paste(block())
    press(Qt.Key.Key_Z, CTRL)
    assert grid.model.pending_count == 0
    assert grid.problems()[0][:2] == (0, "mark0")
    assert shown(grid, 0, 1) == "187", "what stood there before is there again"
    assert shown(grid, 1, 1) == ""
    assert seen == []
    assert not grid.model.has_block


def test_an_error_in_the_list_leads_to_its_cell_where_it_is_mended(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    paste(block())
    grid.paste_bar.list.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert focused() is grid.view
    index = grid.view.currentIndex()
    assert (index.row(), index.column()) == (83, 2)
    type_text("87,5")
    press(Qt.Key.Key_Return)
    assert seen == [(83, "mark1", 8750)]
    grid.take_block()
    assert len(seen) == ROWS * MARKS - 11
    assert len(grid.problems()) == 11
    assert unnamed_controls(grid) == []


def test_rows_read_again_meanwhile_do_not_swallow_the_block(grid: Grid[MarkRow]) -> None:
    paste([["80", "90"], ["70", "60"]])
    grid.set_rows(tuple(replace(row) for row in PILE))
    assert grid.model.pending_count == 4
    seen = entries(grid)
    grid.take_block()
    assert [value for _, _, value in seen] == [8000, 9000, 7000, 6000]


def test_what_lies_outside_or_cannot_be_changed_is_listed_with_its_text(grid: Grid[MarkRow]) -> None:
    grid.set_rows((MarkRow(1, "Adler"), MarkRow(2, "Becker", locked=True)))
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    paste([["Adler", "80"], ["Zander", "70"], ["Çelik", "60"]])
    said = [fault.sentence for fault in grid.paste_bar.faults]
    assert said == [
        "„Zander“ wurde ausgelassen: Diese Zelle kann nicht geändert werden.",
        "„70“ wurde ausgelassen: Diese Zelle kann nicht geändert werden.",
        "„Çelik“ liegt außerhalb der Tabelle und wurde ausgelassen.",
        "„60“ liegt außerhalb der Tabelle und wurde ausgelassen.",
    ]
    assert grid.model.pending_count == 1


def test_a_block_moves_into_the_grid_that_takes_the_place_of_this_one(grid: Grid[MarkRow], qtbot: QtBot) -> None:
    grid.set_rows(PILE[:2])
    grid.go_to(0, "mark0")
    paste([["80", "90"], ["70", "187"]])
    other = Grid((*COLUMNS[:1], *COLUMNS[2:]), "Bewertung")
    qtbot.addWidget(other)
    other.keep(grid)
    other.set_rows(PILE[:2])
    other.show()
    assert other.paste_bar.isVisible()
    assert [other.paste_bar.list.item(n).text() for n in range(other.paste_bar.list.count())] == [
        "Prüfling 1, Note 1: 187 ist zu hoch. Erlaubt sind 0 bis 100 Punkte, z. B. 87,5.",
        "„80“ wurde ausgelassen: Die Stelle steht nicht mehr in dieser Tabelle.",
        "„70“ wurde ausgelassen: Die Stelle steht nicht mehr in dieser Tabelle.",
    ]
    assert other.model.pending() == [(0, "mark1", "eingefügt, noch nicht gespeichert")]
    other.give_up_block()
    assert other.problems() == []
    assert not other.paste_bar.isVisible()


def test_an_empty_cell_says_what_it_would_take_away(grid: Grid[MarkRow]) -> None:
    grid.set_rows([replace(PILE[0], marks=(8000, 7000, None, None, None)), *PILE[1:]])
    grid.go_to(0, "mark0")
    paste([["", "75", ""], ["", "60"]])
    assert [grid.paste_bar.list.item(n).text() for n in range(grid.paste_bar.list.count())] == [
        "Prüfling 0, Note 0: „80“ wird geleert."
    ]
    assert grid.paste_bar.said() == "3 eingefügte Zellen sind noch nicht gespeichert. 1 davon wird geleert."
    seen = entries(grid)
    grid.take_block()
    assert seen == [(0, "mark0", None), (0, "mark1", 7500), (1, "mark1", 6000)]


def test_an_empty_cell_takes_nothing_away_that_is_hidden(grid: Grid[MarkRow], qtbot: QtBot) -> None:
    hidden = replace(COLUMNS[1], hidden=lambda row: row.marks[0] is not None)
    other = Grid((COLUMNS[0], hidden, COLUMNS[2]), "Bewertung")
    qtbot.addWidget(other)
    other.set_rows([replace(PILE[0], marks=(8000, 7000, None, None, None))])
    other.view.setCurrentIndex(other.model.index(0, 1))
    QGuiApplication.clipboard().setText("\t75")
    other.paste()
    assert other.model.pending() == [(0, "mark1", "eingefügt, noch nicht gespeichert")]


def test_what_was_pasted_for_a_row_that_is_gone_is_told(grid: Grid[MarkRow]) -> None:
    seen = entries(grid)
    paste([["80"], ["70"]])
    grid.set_rows(PILE[1:])
    assert [fault.sentence for fault in grid.paste_bar.faults] == [
        "„80“ wurde ausgelassen: Die Stelle steht nicht mehr in dieser Tabelle."
    ]
    grid.take_block()
    assert seen == [(1, "mark0", 7000)]


def test_a_block_can_be_stored_by_one_order(grid: Grid[MarkRow]) -> None:
    grid.takes_blocks = True
    seen = entries(grid)
    blocks: list[list[tuple[Any, str, Any]]] = []
    grid.block_entered.connect(blocks.append)
    paste([["80", "90"]])
    grid.take_block()
    assert seen == []
    assert blocks == [[(0, "mark0", 8000), (0, "mark1", 9000)]]


def test_pasting_twice_is_still_one_step(grid: Grid[MarkRow]) -> None:
    paste([["80"]])
    grid.go_to(1, "mark0")
    paste([["90"]])
    assert grid.model.pending_count == 2
    press(Qt.Key.Key_Z, CTRL)
    assert grid.model.pending_count == 0


def test_the_same_as_is_stored_and_an_empty_clipboard_change_nothing(grid: Grid[MarkRow]) -> None:
    grid.set_rows([replace(PILE[0], marks=(8000, None, None, None, None)), *PILE[1:]])
    grid.go_to(0, "mark0")
    paste([["80", ""]])
    assert grid.model.pending_count == 0
    QGuiApplication.clipboard().setText("")
    press(Qt.Key.Key_V, CTRL)
    assert not grid.paste_bar.isVisible()


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"a\nb"\t" c "\n', [["a b", "c"]]),
        ('3" Rohr\tx', [['3" Rohr', "x"]]),
        ("", []),
        ("\t\n\t", [["", ""], ["", ""]]),
    ],
)
def test_the_clipboard_is_read_as_spreadsheets_write_it(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


@given(st.text(alphabet='ab"\t\r\n \0ä', max_size=40))
def test_whatever_is_on_the_clipboard_is_some_block(text: str) -> None:
    assert all(isinstance(cell, str) for line in read_block(text) for cell in line)
