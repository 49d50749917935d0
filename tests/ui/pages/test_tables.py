"""Every list of every declared page does what the one table promises: order, filters, figures, copies, files, names.

A page added to `kammerdesk.ui.pages` is checked without anyone thinking of it; each check returns what is wrong.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QWidget
from python_calamine import CalamineWorkbook

from kammerdesk.base.conditions import Kind, Total
from kammerdesk.base.folding import fold, sort_key
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import chip_size
from kammerdesk.ui.kit.columns import Column, words_of
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.delegates import PADDING
from kammerdesk.ui.kit.table import BaseTable, Table
from kammerdesk.ui.kit.table_export import cell_of, csv_bytes, sheet_of, xlsx_bytes
from kammerdesk.ui.kit.views import view_of
from tools.every_page import Part, Walk, declared_parts

Check = Callable[[DataTable[Any]], Iterator[str]]
PARTS = declared_parts()
ROOMS = ((1366, 688), (1280, 640))
FORMULA = ("=", "+", "-", "@")


def shown(listed: DataTable[Any]) -> list[Any]:
    """The rows one sees, in their order."""
    return list(listed.table.rows.shown)


# --- order, filters, groups, figures ---


def order(listed: DataTable[Any]) -> Iterator[str]:
    """Three steps; German; empty cells last either way."""
    listed.table.set_sort(())
    as_asked = [row.id for row in shown(listed)]
    for column in listed.view.source.columns:
        for descending in (False, True):
            listed.table.sort_by(column.key)
            values = [column.value(row) for row in shown(listed)]
            filled = [value for value in values if value not in (None, "")]
            keys: list[Any] = [sort_key(value) if isinstance(value, str) else value for value in filled]
            if any(one < two if descending else one > two for one, two in pairwise(keys)):
                yield f"{column.key}: not in order{' down' if descending else ''}"
            if values[len(filled) :] != [value for value in values if value in (None, "")]:
                yield f"{column.key}: empty cells are not the last"
        listed.table.sort_by(column.key)
        if [row.id for row in shown(listed)] != as_asked:
            yield f"{column.key}: the third step does not bring the order of the query back"


def quick_filter(listed: DataTable[Any]) -> Iterator[str]:
    """Whatever one reads in a row finds it, with umlauts and without."""
    for row in shown(listed)[:5]:
        for column in listed.view.columns.wanted():
            words = " ".join(column.words(row).split())
            for typed in {words, fold(words)} - {""}:
                listed.search.setText(typed)
                listed._filter_now()
                if row.id not in [each.id for each in shown(listed)]:
                    yield f"{column.key}: “{typed}” does not find its row"
    listed.clear_filter()


def filter_row(listed: DataTable[Any]) -> Iterator[str]:
    """Empty and not empty part all rows in two; nonsense hides none; the choices are counted right."""
    count = listed.view.source.count
    for column in listed.view.source.columns:
        found = []
        for typed in ("leer", "nicht leer", ">..<"):
            listed.filters.set_texts({column.key: typed})
            found.append(len(shown(listed)))
        if found[0] + found[1] != count or found[2] != count:
            yield f"{column.key}: {found} of {count} rows for empty, not empty, nonsense"
        listed.filters.set_texts({})
        for words, number in list(listed.view.source.counts(column.key).items())[:5]:
            if listed.view.source.kind(column.key) is Kind.TEXT:
                listed.filters.set_texts({column.key: f'="{words}"'})
                if len(shown(listed)) < number:
                    yield f"{column.key}: “{words}” has {len(shown(listed))} rows and not {number}"
    listed.filters.set_texts({})


def groups(listed: DataTable[Any]) -> Iterator[str]:
    """Each group once, every row in one, all as before when they go."""
    before = [row.id for row in shown(listed)]
    for column in listed.view.source.columns:
        listed.view.group_by(column.key)
        grouping = listed.view.source.grouping
        wanted = {column.group_words(row) for row in shown(listed)}
        if grouping is None or sorted(group.words for group in grouping.groups) != sorted(wanted):
            yield f"{column.key}: not one group for each of {len(wanted)} words"
        elif sum(group.count for group in grouping.groups) != len(before):
            yield f"{column.key}: not every row is in a group"
        listed.view.groups.fold(None, close=True)
        if listed.view.source.rowCount() != len(wanted):
            yield f"{column.key}: closed groups show rows"
        listed.view.groups.fold(None, close=False)
    listed.view.group_by("")
    if [row.id for row in shown(listed)] != before:
        yield "groups: the order before does not come back"


def figures(listed: DataTable[Any]) -> Iterator[str]:
    """Sum, average and count are of the rows shown; the foot counts what is shown and selected."""
    source = listed.view.source
    for column in source.columns:
        numbers = [number for row in shown(listed) if (number := column.number(row)) is not None]
        listed.set_total(column.key, Total.COUNT)
        if source.total_of(column.key) != sum(bool(column.words(row).strip()) for row in shown(listed)):
            yield f"{column.key}: cells are counted wrong"
        if numbers and source.kind(column.key) is Kind.NUMBER:
            listed.set_total(column.key, Total.SUM)
            if source.total_of(column.key) != sum(numbers):
                yield f"{column.key}: the sum is wrong"
            listed.set_total(column.key, Total.AVERAGE)
            if source.total_of(column.key) != Decimal(sum(numbers)) / len(numbers):
                yield f"{column.key}: the average is wrong"
    if not listed.sums.accessibleName().startswith(f"Summe ({len(shown(listed))})"):
        yield f"the line of figures is called “{listed.sums.accessibleName()}”"
    listed.view.source.want_totals({})
    listed.view.selectAll()
    words = listed.foot.words.text()
    if not words.startswith(f"{len(shown(listed))} angezeigt · {len(shown(listed))} ausgewählt"):
        yield f"the foot says “{words}”"


def views(listed: DataTable[Any]) -> Iterator[str]:
    """A view brings everything back that was changed."""
    before, column = listed.look(), listed.view.source.columns[0]
    listed.view.group_by(listed.view.source.columns[-1].key)
    listed.view.set_sort(((column.key, True),))
    listed.set_total(column.key, Total.COUNT)
    listed.filters.set_texts({column.key: "!xyz"})
    changed = listed.look()
    listed.look_like(before)
    if listed.look() != before:
        yield "the first look does not come back"
    kept = view_of(changed.as_text())
    if kept is None:
        yield "a view cannot be read back"
        return
    listed.look_like(kept)
    if listed.look() != changed:
        yield f"a view brings back {listed.look()} and not {changed}"
    listed.look_like(before)


# --- what leaves the program ---


def copied(listed: DataTable[Any]) -> Iterator[str]:
    """Headings and rows as text with tabs and as a table."""
    listed.view.selectAll()
    listed.view.copy()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    titles = [tr(column.title) for column in listed.view.columns.visible()]
    if lines[0].split("\t") != titles or len(lines) != 1 + len(shown(listed)):
        yield f"{len(lines)} lines under {lines[0]}"
    if data.html().count("<tr>") != len(lines) or data.html().count("<th>") != len(titles):
        yield "the table for letters is another"


def workbook(listed: DataTable[Any]) -> Iterator[str]:
    """Dates are dates, numbers are numbers, nothing is a formula; the headings stay and filter."""
    columns, rows = listed.view.source.columns, shown(listed)
    content = xlsx_bytes(sheet_of("Ansicht: Nr. 1/2", columns, rows))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if book.sheet_names != ["Ansicht  Nr. 1 2"]:
        yield f"the sheet is called {book.sheet_names}"
    lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for line, row in zip(lines[1:], rows, strict=True):
        for cell, column in zip(line, columns, strict=True):
            if not same(cell, cell_of(column, row)):
                yield f"{column.key}: {cell!r} instead of {cell_of(column, row)!r}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    for sign in ('state="frozen"', "<autoFilter", "<cols>"):
        if sign not in page:
            yield f"the workbook lacks {sign}"
    if "<f>" in page:
        yield "the workbook has a formula"


def same(cell: Any, wanted: Any) -> bool:
    """Whether a cell that was read says what was written; an empty one is read as words."""
    if wanted is None or wanted == "":
        return bool(cell == "")
    if isinstance(wanted, datetime | time):
        return isinstance(cell, datetime | time)
    if isinstance(wanted, date):
        return isinstance(cell, date) and (cell.year, cell.month, cell.day) == (wanted.year, wanted.month, wanted.day)
    if isinstance(wanted, int | Decimal):
        return isinstance(cell, int | float) and abs(cell - float(wanted)) < 1e-9
    return bool(cell == wanted)


def semicolons(listed: DataTable[Any]) -> Iterator[str]:
    """What a German Excel opens: a mark, semicolons, commas in numbers, German days, no formula."""
    columns, rows = listed.view.source.columns, shown(listed)
    content = csv_bytes(sheet_of("Liste", columns, rows))
    if not content.startswith(b"\xef\xbb\xbf") or content.count(b"\r\n") < len(rows):
        yield "no mark at the beginning, or other ends of lines"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    for line, row in zip(lines[1:], rows, strict=True):
        for text, column in zip(line, columns, strict=True):
            cell = cell_of(column, row)
            is_number = isinstance(cell, int | Decimal)
            if not is_number and text.startswith(FORMULA):
                yield f"{column.key}: {text!r} may be taken for a formula"
            if type(cell) is date and text != words_of(cell):
                yield f"{column.key}: {text!r} is no German day"
            if is_number and "." in text:
                yield f"{column.key}: {text!r} has no comma"


LISTS: dict[str, Check] = {
    "19 order": order,
    "21 quick filter": quick_filter,
    "22 filter row": filter_row,
    "23 views": views,
    "24 copied": copied,
    "25 CSV": semicolons,
    "26 XLSX": workbook,
    "27 figures": figures,
    "groups": groups,
}


# --- what one sees and hears of any table ---


def unspoken(table: BaseTable[Any]) -> Iterator[str]:
    """Tables say their name and how many rows; cells their column, even when empty: Vorschlag von: leer."""
    shown, count = table.source.shown_count, table.source.count
    if not table.accessibleName().endswith(f", {shown} von {count}"):
        yield f"the table is called “{table.accessibleName()}”"
    if table.tabKeyNavigation():
        yield "Tab does not leave the table"
    interface = QAccessible.queryAccessibleInterface(table)
    across = interface.childCount() // (table.source.rowCount() + 1)  # above the rows, and before them, stand headers
    for line in range(min(table.source.rowCount(), 5)):
        for number, column in enumerate(table.source.columns):
            row = table.source.row_at(line)
            if row is None:
                continue
            wanted = f"{tr(column.title)}: {column.words(row) or 'leer'}"
            said = table.source.index(line, number).data(Qt.ItemDataRole.AccessibleTextRole)
            cell = (line + 1) * across + number + across - len(table.source.columns)
            heard = interface.child(cell).text(QAccessible.Text.Name)
            if said.removesuffix(", nicht gespeichert") != wanted or heard != said:
                yield f"{column.key}: “{heard}” instead of “{wanted}”"


def cut(table: BaseTable[Any]) -> Iterator[str]:
    """Days, times, numbers and chips are seen whole; numbers stand at the right."""
    metrics = QFontMetrics(table.font())
    for number, column in enumerate(table.source.columns):
        kind = table.source.kind(column.key)
        if table.isColumnHidden(number) or (kind is Kind.TEXT and column.chip is None):
            continue
        room = table.columnWidth(number) - 2 * theme.px(PADDING)
        for line in range(table.source.rowCount()):
            row = table.source.row_at(line)
            if row is not None and needed(column, row, table, metrics) > room:
                yield f"{column.key}: “{column.words(row)}” is cut"
                break
        if kind is Kind.NUMBER and column.chip is None and not column.right:
            yield f"{column.key}: numbers do not stand at the right"


def needed(column: Column[Any], row: Any, table: BaseTable[Any], metrics: QFontMetrics) -> int:
    """Pixels without which the cell ends in dots."""
    chip = column.chip(row) if column.chip is not None else None
    if chip is not None:
        return chip_size(table.font(), chip.word).width()
    return metrics.horizontalAdvance(column.words(row))


def tables(root: QWidget) -> list[BaseTable[Any]]:
    """The tables one sees, with rows in them."""
    return [each for each in root.findChildren(BaseTable) if each.isVisibleTo(root) and each.source.count]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_list_does_what_the_one_table_promises(walk: Walk, part: Part) -> None:
    walk.window.resize(1366, 688)
    found: list[str] = []
    seen: set[str] = set()
    for scene in walk.scenes(part):
        for listed in scene.root.findChildren(DataTable):
            if listed.name in seen or not listed.isVisibleTo(scene.root) or not listed.view.source.count:
                continue
            seen.add(listed.name)
            if isinstance(listed.view, Table) and listed.tools.actions:
                before = listed.look()
                for check, eye in LISTS.items():
                    found += [f"{check} · {scene.name} · {listed.name} · {fault}" for fault in eye(listed)]
                    listed.look_like(before)
    assert not found, "\n" + "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_table_is_heard_and_seen_whole(walk: Walk, part: Part) -> None:
    found: list[str] = []
    for width, height in ROOMS:
        walk.window.resize(width, height)
        walk.open(part)
        for table in tables(walk.window):
            found += [f"{width}: {table.accessibleName()} · {fault}" for fault in (*unspoken(table), *cut(table))]
    assert not found, "\n" + "\n".join(dict.fromkeys(found))


def test_there_are_lists_to_be_checked() -> None:
    with_lists = [part for part in PARTS if part.spec.query is not None]
    assert len(with_lists) >= 5, "else the checks above may pass over nothing"
