"""Writes the list of a page as a file: what one sees, in the worker, noted where it tells of persons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Generic

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.files import save_file
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.paged_model import PagedModel
from kammerdesk.ui.kit.table_export import FORMATS, ListExport, Sheet, sheet_of, write_list

_KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)"}


class ListExporter(Generic[R]):
    """Belongs to one page and its list."""

    def __init__(self, page: Page[R], listed: DataTable[R]) -> None:
        self._page = page
        self._list = listed

    def export(self, suffix: str, everything: bool = False) -> None:
        """Asks where to, then writes: the selected rows where there are several, else all that are shown.

        The columns are those one sees, or with `everything` all there are.
        """
        reason = self._page.shell.forbidden("export_list") if self._page.spec.persons is not None else ""
        if reason:
            self._page.shell.inform(reason)
            return
        name = self._list.views.current.name or self._list.name
        save_file(self._page, tr("Export list"), f"{name}{suffix}", _KINDS[suffix], partial(self._write, everything))

    def _write(self, everything: bool, file: Path) -> None:
        view = self._list.view
        columns = view.source.columns if everything else view.outgoing()
        if view.selected_count() > 1:
            self._take(file, columns, view.selected())
        elif isinstance(view.source, PagedModel):
            self._page.desk.ask(
                view.source.read,
                view.wanted,
                then=lambda rows: self._take(file, columns, rows),
                owner=self._page,
            )
        else:
            self._take(file, columns, list(self._list.table.rows.shown))

    def _take(self, file: Path, columns: Sequence[Column[R]], rows: Sequence[R]) -> None:
        page = self._page
        make = FORMATS.get(file.suffix.lower(), FORMATS[".xlsx"])
        title = self._list.views.current.name or self._list.name

        def content() -> bytes:
            sheet: Sheet = sheet_of(title, columns, rows)
            return make(sheet)

        persons = page.spec.persons(rows) if page.spec.persons is not None else 0
        order, exporting = ListExport(file, content, persons, title), page.shell.exporting

        def say(written: Path) -> None:
            message = trn("{n} row exported to “{name}”.", "{n} rows exported to “{name}”.", len(rows))
            page.shell.toast(message.format(n=len(rows), name=written.name))

        if persons and exporting is not None:
            page.desk.do(exporting, order, then=say, owner=page)
        else:
            page.desk.prepare(lambda: write_list(order), then=say, owner=page)
