"""Rows in memory as Qt wants them: filtered and sorted in Python lists, never through a proxy."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kammerdesk.base.folding import Needle, haystack
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import Column, R

Index = QModelIndex | QPersistentModelIndex

CHIP_ROLE = Qt.ItemDataRole.UserRole + 1
NOTHING = QModelIndex()


class RowsModel(QAbstractTableModel, Generic[R]):
    """All rows, and which of them are shown in which order."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[R] = ()
        self._shown: list[R] = []
        self._haystacks: list[str] = []
        self._needle = Needle("")
        self._sorted_by: int | None = None
        self._order = Qt.SortOrder.AscendingOrder

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows other rows; filter and order stay."""
        self.beginResetModel()
        self._rows = rows
        self._haystacks = []
        self._arrange()
        self.endResetModel()

    def filter(self, typed: str) -> None:
        """Shows only rows in which every typed word occurs in some column."""
        self.beginResetModel()
        self._needle = Needle(typed)
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column, empty cells last either way; a column of -1 brings back the order of the query."""
        self.beginResetModel()
        self._sorted_by = column if column >= 0 else None
        self._order = order
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        rows = list(self._rows)
        if self._needle:
            if len(self._haystacks) != len(self._rows):
                self._haystacks = [haystack(" ".join(c.words(row) for c in self.columns)) for row in self._rows]
            found_in = self._needle.found_in
            rows = [row for row, text in zip(self._rows, self._haystacks, strict=True) if found_in(text)]
        if self._sorted_by is not None:
            key = self.columns[self._sorted_by].order
            keyed = [(key(row), row) for row in rows]
            filled = [pair for pair in keyed if pair[0] is not None]
            filled.sort(key=lambda pair: pair[0], reverse=self._order is Qt.SortOrder.DescendingOrder)
            rows = [row for _, row in filled] + [row for order, row in keyed if order is None]
        self._shown = rows

    @property
    def shown(self) -> Sequence[R]:
        """The rows shown, in their order."""
        return self._shown

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    def position(self, identity: Hashable) -> int:
        """Where the row with this identity is shown; -1 when it is not."""
        return next((n for n, row in enumerate(self._shown) if row.id == identity), -1)

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.words(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return column.spoken(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == CHIP_ROLE:
                return column.chip(row) if column.chip else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
