"""The line under a list: counts and sums at the left, what can be done with the list or several rows at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from kammerdesk.base.conditions import Total
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.flow import FlowLayout
from kammerdesk.ui.kit.list_tools import keys_of
from kammerdesk.ui.kit.table import BaseTable, Table
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.toasts import keep_clear
from kammerdesk.ui.kit.totals import totals
from kammerdesk.ui.kit.widgets import Button, label


class ListFoot(QWidget, Generic[R]):
    """Belongs to one table."""

    def __init__(self, table: BaseTable[R]) -> None:
        super().__init__()
        self._table = table
        self.words = label("", Role.SECONDARY)
        self._for_many: list[QWidget] = []
        self._sums: tuple[object, list[str]] = (None, [])
        """Of the rows shown, worked out once: the cursor moves more often than rows change."""
        self._flow = FlowLayout(right=True, first_left=True)
        self._flow.addWidget(self.words)
        self.setLayout(self._flow)
        keep_clear(self)

    def offer(self, copy: QAction, columns: QAction, *exports: QAction) -> None:
        """Shows the tools of the list as buttons."""
        copying = Button(tr("Copy"), copy.trigger, icon="copy")
        copying.setToolTip(keys_of(copy))
        exporting = Button(tr("Export"), icon="file-export")
        menu = QMenu(exporting)
        menu.addActions(list(exports))
        exporting.setMenu(menu)
        for button in (copying, exporting, Button(tr("Columns"), columns.trigger)):
            self._flow.addWidget(button)

    def offer_for_many(self, buttons: Sequence[QWidget]) -> None:
        """Shows these while more than one row is selected."""
        for button in buttons:
            button.hide()
            self._flow.addWidget(button)
        self._for_many = list(buttons)

    def count(self) -> None:
        """Counts and sums anew."""
        source, chosen = self._table.source, self._table.selected_count()
        parts = [tr("{n} shown").format(n=source.shown_count), tr("{n} selected").format(n=chosen)]
        if isinstance(self._table, Table):
            parts += self._totals(self._table, chosen)
        self.words.setText(" · ".join(parts))
        for button in self._for_many:
            button.setVisible(chosen > 1)

    def _totals(self, table: Table[R], chosen: int) -> list[str]:
        """Of several selected rows also the figures that stand below the columns, which are of all rows there."""
        rows, below = table.rows, table.rows.totals
        if chosen > 1:
            figured = [key for key, total in below.items() if total is not Total.COUNT]
            columns = [column for column in rows.columns if column.total or column.key in figured]
            return totals(columns, table.selected(), average=True)
        if self._sums[0] is not rows.shown:
            self._sums = rows.shown, totals([column for column in rows.columns if column.total], rows.shown)
        return self._sums[1]
