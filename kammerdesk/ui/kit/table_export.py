"""A list as a file: XLSX with real dates and numbers, or CSV as a German Excel opens it; no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import abandonable, counted, share
from kammerdesk.ui.kit.columns import Column, R, words_of

Cell = str | int | Decimal | date | time | None

WIDEST_CELL = 60
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet may take for a formula (OWASP, CSV injection)."""
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_FORMATS = {"day": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm", "time": "hh:mm"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it is written: what it is called, its headings, its typed cells."""

    name: str
    headings: tuple[str, ...]
    lines: Sequence[Sequence[Cell]]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines)


def sheet_of(name: str, columns: Sequence[Column[R]], rows: Sequence[R]) -> Sheet:
    """Rows as they are seen, in columns as they are seen."""
    lines = [[cell_of(column, row) for column in columns] for row in counted(rows, len(rows))]
    return Sheet(name, tuple(tr(column.title) for column in columns), lines)


def cell_of(column: Column[R], row: R) -> Cell:
    """What stands in a cell, as a number or a date where it is one; moments as the clock in the office shows them."""
    value = column.value(row)
    if isinstance(value, datetime):
        return office_time(value).replace(tzinfo=None)
    if isinstance(value, date | time):
        return value
    number = column.number(row)
    return number if number is not None else column.words(row)


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, semicolons, decimal commas, CRLF; text that looks like a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_defused(heading) for heading in sheet.headings])
    writer.writerows([_csv_cell(cell) for cell in line] for line in sheet.lines)
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return f"{cell}".replace(".", ",")
    return _defused(_words(cell))


def _words(cell: Cell) -> str:
    """What is read; moments are the office's already."""
    return f"{cell:%d.%m.%Y %H:%M}" if isinstance(cell, datetime) else words_of(cell)


def _defused(words: str) -> str:
    return f"'{words}" if words.startswith(_DANGEROUS) else words


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A workbook with one sheet: frozen header, filters on, columns as wide as their contents."""
    import xlsxwriter  # only when somebody exports

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(_sheet_name(sheet.name))
        formats = {name: book.add_format({"num_format": code, "align": "left"}) for name, code in _FORMATS.items()}
        bold = book.add_format({"bold": True, "bottom": 1})
        for place, heading in enumerate(sheet.headings):
            page.write_string(0, place, heading, bold)
        for number, line in enumerate(sheet.lines, start=1):
            for place, cell in enumerate(line):
                _write(page, number, place, cell, formats)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(sheet.count, 1), len(sheet.headings) - 1)
        for place in range(len(sheet.headings)):
            page.set_column(place, place, _width(sheet, place))
    return target.getvalue()


def _write(page: Any, number: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(number, place, cell, formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(number, place, cell, formats["day"])
    elif isinstance(cell, time):
        page.write_datetime(number, place, cell, formats["time"])
    elif isinstance(cell, int | Decimal):
        page.write_number(number, place, cell)
    elif cell:
        page.write_string(number, place, cell)


def _width(sheet: Sheet, place: int) -> int:
    longest = max((len(_words(line[place])) for line in sheet.lines), default=0)
    return min(max(longest, len(sheet.headings[place]) + 3) + 1, WIDEST_CELL)


def _sheet_name(name: str) -> str:
    """Excel allows 31 letters and not all of them."""
    return _NO_SHEET_NAME.sub(" ", name).strip()[:31].strip() or tr("List")


FORMATS: dict[str, Callable[[Sheet], bytes]] = {".xlsx": xlsx_bytes, ".csv": csv_bytes}
"""How a file with this suffix is made."""


@dataclass(frozen=True, slots=True)
class ListExport:
    """A list that is to be written: where, how its content is made, of how many persons it tells, its name."""

    file: Path
    make: Callable[[], bytes]
    persons: int
    title: str

    def write(self, content: bytes) -> None:
        """Writes beside its place first, so that a full disk leaves what was there. Raises KammerError."""
        unfinished = self.file.with_name(f".{self.file.name}.part")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(self.file)
        except OSError as error:
            message = tr("“{name}” cannot be written: {error}. Please close it elsewhere or choose another place.")
            raise KammerError(message.format(name=self.file.name, error=error.strerror)) from None
        finally:
            unfinished.unlink(missing_ok=True)


def content_of(name: str, columns: Sequence[Column[R]], rows: Sequence[R], suffix: str) -> bytes:
    """The whole file for rows as they are seen."""
    make = FORMATS.get(suffix.lower(), FORMATS[".xlsx"])
    with share(0, 0.3):
        sheet = sheet_of(name, columns, rows)
    return abandonable(lambda: make(sheet))


def write_list(order: ListExport) -> Path:
    """Makes and writes the file, where nothing has to be noted."""
    order.write(order.make())
    return order.file
