"""Writes the list of a page as a file: what one sees, in the background, noted where it tells of persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic

from kammerdesk.base.conditions import Wanted
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.steps import share
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.files import openings, save_file
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.paged_model import PagedModel
from kammerdesk.ui.kit.table_export import ListExport, content_of, write_list

_KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)"}


class ListExporter(Generic[R]):
    """Belongs to one page and its list."""

    def __init__(self, page: Page[R], listed: DataTable[R]) -> None:
        self._page = page
        self._list = listed

    def export(self, suffix: str, everything: bool = False) -> None:
        """Asks where to, then writes: the selected rows where there are several, else all that are shown.

        The columns are those one sees, or with `everything` all there are. Selected rows that are not in memory are
        refused, unless all are selected.
        """
        reason = self._page.shell.forbidden("export_list") if self._page.spec.persons is not None else ""
        reason = reason or ("" if self._takes_all() else self._list.view.incomplete())
        if reason:
            self._page.shell.inform(reason)
            return
        name = self._list.views.current.name or self._list.name
        save_file(self._page, tr("Export list"), f"{name}{suffix}", _KINDS[suffix], partial(self._write, everything))

    def _takes_all(self) -> bool:
        chosen = self._list.view.selected_count()
        return chosen <= 1 or chosen == self._list.view.source.shown_count

    def _write(self, everything: bool, file: Path) -> None:
        """The rows are taken as they stand now; those of a list read page by page are read in the background."""
        page, view = self._page, self._list.view
        columns = view.source.columns if everything else view.outgoing()
        read: Callable[[Lent], Sequence[R]]
        if isinstance(view.source, PagedModel) and self._takes_all():
            read = partial(_asked, view.source.read, view.wanted)
        elif view.selected_count() > 1:
            read = partial(_at_hand, view.selected())
        else:
            read = partial(_at_hand, list(self._list.table.rows.shown))
        title = self._list.views.current.name or self._list.name
        export = Export(title, file, columns, read, page.spec.persons, page.shell.exporting)
        words = tr("Export: {title}").format(title=title)
        page.shell.run_job(LongWork(title=words, work=export.write, data=Data.SHARED, told=partial(_ended, file)))


@dataclass(frozen=True, slots=True)
class Export(Generic[R]):
    """A list on its way into a file; noted by `exporting` where it tells of `persons`."""

    title: str
    file: Path
    columns: Sequence[Column[R]]
    read: Callable[[Lent], Sequence[R]]
    persons: Callable[[Sequence[R]], int] | None
    exporting: Callable[[Any, Any], Path] | None

    def write(self, lent: Lent) -> int:
        """Runs in the background; returns how many rows there are."""
        with share(0, 0.2):
            rows = self.read(lent)
        with share(0.2, 0.9):
            content = content_of(self.title, self.columns, rows, self.file.suffix)
        persons = self.persons(rows) if self.persons is not None else 0
        order = ListExport(self.file, lambda: content, persons, self.title)
        if persons and self.exporting is not None:
            lent.do(self.exporting, order)
        else:
            write_list(order)
        return len(rows)


def _at_hand(rows: Sequence[R], _: Lent) -> Sequence[R]:
    return rows


def _asked(read: Callable[[Any, Wanted], Sequence[R]], wanted: Wanted, lent: Lent) -> Sequence[R]:
    return lent.ask(read, wanted)


def _ended(file: Path, count: int) -> Ending:
    message = trn("{n} row exported to “{name}”.", "{n} rows exported to “{name}”.", count)
    return Ending(message.format(n=count, name=file.name), remedies=openings(file))
