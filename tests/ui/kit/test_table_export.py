"""A list as a file: typed cells for Excel, a CSV a German Excel opens, no formula, noted where it must be."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from python_calamine import CalamineWorkbook

from kammerdesk.base.errors import KammerError
from kammerdesk.base.points import format_points
from kammerdesk.office.disclosures import disclosures
from kammerdesk.ui.kit.columns import Column
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.table_export import ListExport, Sheet, csv_bytes, sheet_of, write_list, xlsx_bytes
from kammerdesk.ui.kit.table_layout import ColumnChoice
from tests.ui.keyboard import CTRL, SHIFT, press
from tests.ui.office import Office


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    day: date | None
    moment: datetime
    begins: time
    points: int | None
    count: int


COLUMNS: tuple[Column[Row], ...] = (
    Column(key="name", title="Name", value=lambda row: row.name),
    Column(key="day", title="Tag", value=lambda row: row.day),
    Column(key="moment", title="Zeitpunkt", value=lambda row: row.moment),
    Column(key="begins", title="Beginn", value=lambda row: row.begins),
    Column(
        key="points",
        title="Punkte",
        value=lambda row: row.points,
        text=lambda row: format_points(row.points),
        scale=100,
    ),
    Column(key="count", title="Anzahl", value=lambda row: row.count),
)
ROWS = (
    Row(1, "Öztürk, Ayşe", date(2026, 11, 24), datetime(2026, 11, 24, 7, 30, tzinfo=UTC), time(8, 30), 8750, 3),
    Row(2, "=1+1", None, datetime(2026, 7, 1, 22, 30, tzinfo=UTC), time(13), None, -2),
)


def sheet() -> Sheet:
    return sheet_of("Prüfer: [alle]", COLUMNS, ROWS)


def test_the_workbook_has_dates_as_dates_and_numbers_as_numbers() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(sheet())))
    assert book.sheet_names == ["Prüfer   alle"]
    lines = book.get_sheet_by_index(0).to_python()
    assert lines[0] == ["Name", "Tag", "Zeitpunkt", "Beginn", "Punkte", "Anzahl"]
    assert lines[1] == [
        "Öztürk, Ayşe",
        date(2026, 11, 24),
        datetime(2026, 11, 24, 8, 30),  # noqa: DTZ001  a workbook knows no zones
        time(8, 30),
        87.5,
        3.0,
    ]
    assert lines[2][0] == "=1+1"
    assert lines[2][4:] == ["", -2.0]


def test_the_header_is_frozen_with_filters_and_columns_are_wide_enough() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sheet()))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="1"' in page
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:F3"' in page
    assert "<f>" not in page
    assert 'max="6"' in page


def test_the_csv_opens_in_a_german_excel() -> None:
    content = csv_bytes(sheet())
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Name;Tag;Zeitpunkt;Beginn;Punkte;Anzahl"
    assert lines[1] == "Öztürk, Ayşe;24.11.2026;24.11.2026 08:30;08:30;87,5;3"
    assert lines[2] == "'=1+1;;02.07.2026 00:30;13:00;;-2"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_begins_as_a_formula_does(begin: str) -> None:
    made = csv_bytes(Sheet("x", ("a",), [[f"{begin}cmd|' /C calc'!A0"]]))
    (_, (cell,)) = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";")
    assert cell == f"'{begin}cmd|' /C calc'!A0"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4))
def test_what_is_written_as_csv_is_read_again(cells: list[str]) -> None:
    made = csv_bytes(Sheet("x", tuple("h" for _ in cells), [cells]))
    _, again = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
    assert [cell.removeprefix("'") for cell in again] == [cell.removeprefix("'") for cell in cells]


def test_a_place_that_cannot_be_written_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(KammerError, match="kann nicht geschrieben werden"):
        write_list(ListExport(tmp_path / "gone" / "a.csv", lambda: b"x", 0, "A"))
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(KammerError):
        write_list(ListExport(folder, lambda: b"x", 0, "A"))
    assert list(tmp_path.iterdir()) == [folder]


def people_page(office: Office) -> ListPage[Any]:
    page = office.show(2)
    assert isinstance(page, ListPage)
    return page


def export(office: Office, file: Path) -> None:
    press(Qt.Key.Key_E, CTRL | SHIFT)
    office.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    office.answer_file(file)
    office.wait(file.exists)


def test_a_list_of_persons_is_written_as_one_sees_it_and_noted(office: Office, tmp_path: Path) -> None:
    page, file = people_page(office), tmp_path / "liste.xlsx"
    page.list.filters.set_texts({"bench": "=AN"})
    shown = page.list.table.rows.shown
    export(office, file)
    lines = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines[1:]] == [page.list.table.rows.columns[0].words(row) for row in shown]
    note = office.ask(disclosures)[0]
    assert (note.persons, note.file, note.by) == (len(shown), "liste.xlsx", "kroeger")
    assert note.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "exportiert" in office.window.toasts.sentences()[-1]


def test_all_columns_can_be_written_too(office: Office, tmp_path: Path) -> None:
    page, file = people_page(office), tmp_path / "alles.xlsx"
    columns = page.list.table.rows.columns
    page.list.view.columns.choose(ColumnChoice(shown=("name", "bench")))
    page.list.export_wanted.emit(".xlsx", True)
    office.answer_file(file)
    office.wait(file.exists)
    heads = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[0]
    assert len(heads) == len(columns) > len(page.list.view.columns.visible())


def test_selected_rows_are_written_alone(office: Office, tmp_path: Path) -> None:
    people_page(office)
    press(Qt.Key.Key_Down, SHIFT, times=2)
    file = tmp_path / "drei.xlsx"
    export(office, file)
    assert len(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()) == 4


def test_nothing_is_noted_when_the_file_cannot_be_written(office: Office, tmp_path: Path) -> None:
    before = len(office.ask(disclosures))
    order = ListExport(tmp_path / "gone" / "a.csv", lambda: b"x", 3, "Prüfende")
    exporting = office.window.exporting
    assert exporting is not None
    office.do(exporting, order)
    assert len(office.ask(disclosures)) == before
    assert "kann nicht geschrieben werden" in office.window.bars.sentences()[0]
