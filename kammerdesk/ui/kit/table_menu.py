"""What can be done with rows and columns: by the right mouse button, or by the menu key on a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.base.conditions import Kind, Total
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit.list_tools import entry, tick
from kammerdesk.ui.kit.table import BaseTable
from kammerdesk.ui.kit.table_layout import ColumnChoice
from kammerdesk.ui.kit.table_model import TableModel
from kammerdesk.ui.kit.totals import TOTAL_WORDS

NO_GROUPS = N_("A list this long can be sorted, but not grouped.")
"""Its rows are read where one looks, so nobody has counted them by group."""


def column_menu(table: BaseTable[Any], key: str, parent: QWidget) -> QMenu:
    """Sorting, a second key, hiding, fitting."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sort = table.wanted.sort
    here = dict(sort).get(key) if sort[:1] and sort[0][0] == key else None
    tick(menu, tr("Sort &ascending"), here is False, lambda _: table.set_sort(((key, False),)))
    tick(menu, tr("Sort &descending"), here is True, lambda _: table.set_sort(((key, True),)))
    entry(menu, tr("&Unsorted"), lambda: table.set_sort(()), enabled=bool(sort))
    entry(menu, tr("&Then by this column"), lambda: table.sort_by(key, second=True), enabled=bool(sort))
    menu.addSeparator()
    shown = [column.key for column in table.columns.wanted()]
    first = table.source.columns[0].key
    rest = tuple(each for each in shown if each != key)
    entry(
        menu,
        tr("&Hide column"),
        lambda: _show(table, replace(table.columns.choice, shown=rest)),
        enabled=key != first and len(shown) > 1,
    )
    entry(menu, tr("Fit to &contents"), table.columns.fit_to_contents)
    return menu


def row_menu(parent: QWidget, actions: Iterable[QAction]) -> QMenu:
    """What can be done with the rows selected; what cannot be done now is left out."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions([action for action in actions if action.isEnabled()])
    return menu


def _nothing() -> None:
    """What cannot be done does nothing."""


def add_groups(menu: QMenu, table: BaseTable[Any], key: str) -> None:
    """Gathering rows under headings, and opening or closing all of them."""
    menu.addSeparator()
    if not table.source.can_group:
        entry(menu, tr(NO_GROUPS), _nothing, enabled=False)
        return
    here = table.wanted.group == key
    tick(menu, tr("&Group by this column"), here, lambda on: table.group_by(key if on else ""))
    if table.wanted.group:
        if not here:
            entry(menu, tr("Do &not group"), lambda: table.group_by(""))
        entry(menu, tr("&Close all groups"), lambda: table.groups.fold(None, close=True))
        entry(menu, tr("&Open all groups"), lambda: table.groups.fold(None, close=False))


def add_totals(menu: QMenu, source: TableModel[Any], key: str, choose: Callable[[Total | None], None]) -> None:
    """What stands below the column: of numbers a sum or an average, of anything how many cells are filled."""
    below = menu.addMenu(tr("&Below the column"))
    here, numbers = source.totals.get(key), source.kind(key) is Kind.NUMBER
    tick(below, tr("Nothing"), here is None, lambda _: choose(None))
    for total in Total if numbers else (Total.COUNT,):
        tick(below, tr(TOTAL_WORDS[total]), here is total, partial(_choose, choose, total))


def _choose(choose: Callable[[Total | None], None], total: Total, _: bool) -> None:
    choose(total)


def _show(table: BaseTable[Any], choice: ColumnChoice) -> None:
    """Shows other columns; the quick filter looks in these only."""
    table.columns.choose(choice)
    table.want(table.wanted)


def choose_columns(table: BaseTable[Any], parent: QWidget) -> None:
    """Opens the chooser over a list."""
    from kammerdesk.ui.kit.column_chooser import ColumnChooser  # not needed before the first paint

    titles = {column.key: tr(column.title) for column in table.source.columns}
    shown = {column.key for column in table.columns.wanted()}
    columns = [(key, titles[key], key in shown) for key in table.columns.order()]
    dialog = ColumnChooser(columns, table.source.columns[0].key, parent)

    def take(order: tuple[str, ...], ticked: tuple[str, ...]) -> None:
        before = table.columns.choice
        plain = tuple(titles)
        as_before = set(ticked) == shown and before.shown is None
        chosen = None if as_before else ticked
        _show(table, ColumnChoice(() if order == plain else order, chosen, before.widths))

    dialog.chosen.connect(take)
    dialog.fit_wanted.connect(table.columns.fit_to_contents)
    dialog.reset_wanted.connect(lambda: _show(table, ColumnChoice()))
    dialog.finished.connect(lambda _: table.setFocus())
    dialog.open()
