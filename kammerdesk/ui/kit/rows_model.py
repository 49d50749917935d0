"""Rows as Qt wants them: in memory, filtered and sorted in Python lists, never through a proxy."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kammerdesk.base.conditions import Condition, Kind, Wanted
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import Chip, Column, R
from kammerdesk.ui.kit.row_keys import RowKeys

Index = QModelIndex | QPersistentModelIndex

CHIP_ROLE = Qt.ItemDataRole.UserRole + 1
NOTHING = QModelIndex()


@dataclass(frozen=True, slots=True)
class RowMark:
    """What is to be known of a row beside its data: an icon in its first cell, and words for who cannot see it."""

    icon: str
    words: str
    tone: str = "text2"


Painted = tuple[str, Chip | None, bool]
"""What a cell shows: its words, a chip instead of them, whether it stands at the right."""


class PaintedModel(QAbstractTableModel):
    """Tells all there is to paint at once: asked role by role through Qt, a cell costs three times as much."""

    def painted(self, row: int, column: int) -> Painted:
        """What is to be seen in a cell."""
        raise NotImplementedError

    def mark_at(self, row: int) -> RowMark | None:
        """What is to be known of a row beside its data."""
        return None


class TableModel(PaintedModel, Generic[R]):
    """What a table asks of its rows, wherever they come from."""

    arrived = Signal()
    """Other rows are shown although nobody set any: they came from the store meanwhile."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.wanted = Wanted()
        self.marks: Mapping[Hashable, RowMark] = {}

    def mark_at(self, row: int) -> RowMark | None:
        found = self.row_at(row) if self.marks else None
        return None if found is None else self.marks.get(found.id)

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        raise NotImplementedError

    @property
    def shown_count(self) -> int:
        """How many rows are shown."""
        raise NotImplementedError

    def row_at(self, number: int) -> R | None:
        """The row shown there; None while it is still to come."""
        raise NotImplementedError

    def in_memory(self) -> Iterator[tuple[int, Sequence[R]]]:
        """The rows shown that are in memory, in runs: the number of the first, and the rows."""
        raise NotImplementedError

    def rows_between(self, first: int, last: int) -> list[R]:
        """The rows shown from one number to another, both included, as far as they are in memory."""
        return [
            row
            for begin, rows in sorted(self.in_memory(), key=lambda run: run[0])
            for row in rows[max(first - begin, 0) : max(last - begin + 1, 0)]
        ]

    def positions(self, identities: Container[Hashable]) -> list[int]:
        """Where the rows with these identities are shown, from top to bottom, as far as they are in memory."""
        return sorted(
            begin + place for begin, rows in self.in_memory() for place, row in enumerate(rows) if row.id in identities
        )

    def arrange(self, wanted: Wanted, searched: Sequence[str]) -> None:
        """Shows what is wanted; words are looked for in the `searched` columns."""
        raise NotImplementedError

    def position(self, identity: Hashable) -> int:
        """Where the row with this identity is shown; -1 when it is not."""
        return next(iter(self.positions((identity,))), -1)

    def kind(self, key: str) -> Kind:
        """How the cells of a column are compared."""
        raise NotImplementedError

    def counts(self, key: str) -> Mapping[str, int]:
        """How often which words stand in a column of all rows."""
        return {}

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else self.shown_count

    def columnCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def painted(self, row: int, column: int) -> Painted:
        spec, found = self.columns[column], self.row_at(row)
        if found is None:
            return ("…" if column == 0 else ""), None, spec.right
        chip = spec.chip(found) if spec.chip is not None else None
        return ("" if chip is not None else spec.words(found)), chip, spec.right

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        row = self.row_at(index.row())
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.words(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                mark = self.marks.get(row.id) if index.column() == 0 else None
                return column.spoken(row) if mark is None else f"{column.spoken(row)}, {mark.words}"
            case _ if role == CHIP_ROLE:
                return column.chip(row) if column.chip else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tr(column.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{tr(column.title)}{self._sort_words(column.key)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
        return None

    def _sort_words(self, key: str) -> str:
        descending = dict(self.wanted.sort).get(key)
        if descending is None:
            return ""
        words = tr("sorted descending") if descending else tr("sorted ascending")
        return f", {words}"


def _alignment(column: Column[R]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RowsModel(TableModel[R], Generic[R]):
    """All rows in memory, and which of them are shown in which order."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._keys: RowKeys[R] = RowKeys((), self.columns)
        self._searched: tuple[str, ...] = tuple(column.key for column in self.columns)
        self._sorted: list[int] = []
        self._sort: tuple[tuple[str, bool], ...] | None = None
        self._shown: list[R] = []

    def set_rows(self, rows: Sequence[R], conditions: Callable[[], Mapping[str, Condition]] | None = None) -> None:
        """Shows other rows; filter and order stay.

        `conditions` says anew what the columns must hold, as that depends on what is in them.
        """
        self.beginResetModel()
        self._keys = RowKeys(rows, self.columns)
        self._sort = None
        if conditions is not None:
            self.wanted = replace(self.wanted, conditions=conditions())
        self._choose()
        self.endResetModel()

    def take_keys(self, keys: RowKeys[R]) -> None:
        """Takes what was worked out for the present rows elsewhere; for other rows it comes too late."""
        if keys.rows is self._keys.rows:
            self._keys = keys

    def arrange(self, wanted: Wanted, searched: Sequence[str] = ()) -> None:
        self.beginResetModel()
        self.wanted = wanted
        self._searched = tuple(searched) or self._searched
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        wanted = self.wanted
        if self._sort != wanted.sort:
            self._sorted, self._sort = self._keys.sorted(wanted.sort), wanted.sort
        numbers = self._keys.matching(self._sorted, wanted.words, self._searched, wanted.conditions)
        rows = self._keys.rows
        self._shown = [rows[number] for number in numbers]

    @property
    def shown(self) -> Sequence[R]:
        """The rows shown, in their order."""
        return self._shown

    @property
    def shown_count(self) -> int:
        return len(self._shown)

    @property
    def count(self) -> int:
        return len(self._keys.rows)

    def row_at(self, number: int) -> R | None:
        return self._shown[number]

    def in_memory(self) -> Iterator[tuple[int, Sequence[R]]]:
        yield 0, self._shown

    def kind(self, key: str) -> Kind:
        return self._keys.kind(key)

    def counts(self, key: str) -> Mapping[str, int]:
        return self._keys.counts(key, range(self.count))
