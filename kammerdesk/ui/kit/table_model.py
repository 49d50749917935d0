"""What a table asks of its rows, wherever they come from, in the words of Qt."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kammerdesk.base.conditions import Kind, Total, Wanted
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.columns import Chip, Column, R
from kammerdesk.ui.kit.grouping import Group, Grouping
from kammerdesk.ui.kit.totals import heading_words, total_words

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

    def heading_at(self, line: int) -> Group | None:
        """The group whose heading stands on a line instead of a row."""
        return None


class TableModel(PaintedModel, Generic[R]):
    """What a table asks of its rows, wherever they come from."""

    arrived = Signal()
    """Other rows are shown although nobody set any: they came from the store meanwhile."""
    summed = Signal()
    """What stands below the columns may be something else now."""

    grouping: Grouping | None = None
    """What the lines are while rows stand in groups; without it every line is a row."""
    can_group = False

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.wanted = Wanted()
        self.marks: Mapping[Hashable, RowMark] = {}
        self.totals: Mapping[str, Total] = {}

    def mark_at(self, row: int) -> RowMark | None:
        found = self.row_at(row) if self.marks else None
        return None if found is None else self.marks.get(found.id)

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        raise NotImplementedError

    @property
    def shown_count(self) -> int:
        """How many rows are as wanted, those of closed groups too."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines there are: the rows, but for those of closed groups, and the headings."""
        return self.shown_count if self.grouping is None else self.grouping.line_count

    def row_at(self, line: int) -> R | None:
        """The row on a line; None while it is still to come, and on a heading."""
        raise NotImplementedError

    def heading_at(self, line: int) -> Group | None:
        return None if self.grouping is None else self.grouping.heading_at(line)

    def in_memory(self) -> Iterator[tuple[int, Sequence[R]]]:
        """The rows shown that are in memory, in runs: the number of the first, and the rows."""
        raise NotImplementedError

    def read_rows(self) -> Iterable[R]:
        """The rows that are in memory, shown or not."""
        return (row for _begin, rows in self.in_memory() for row in rows)

    def rows_between(self, first: int, last: int) -> list[R]:
        """The rows from one line to another, both included, as far as they are in memory."""
        runs = [(first, last)] if self.grouping is None else self.grouping.rows_between(first, last)
        return [
            row
            for low, high in runs
            for begin, rows in sorted(self.in_memory(), key=lambda run: run[0])
            for row in rows[max(low - begin, 0) : max(high - begin + 1, 0)]
        ]

    def count_between(self, first: int, last: int) -> int:
        """How many rows there are from one line to another, both included."""
        if self.grouping is None:
            return last - first + 1
        return sum(high - low + 1 for low, high in self.grouping.rows_between(first, last))

    def numbers(self, identities: Container[Hashable]) -> list[int]:
        """The numbers of the rows with these identities among those that are wanted, as far as they are in memory."""
        return sorted(
            begin + place for begin, rows in self.in_memory() for place, row in enumerate(rows) if row.id in identities
        )

    def positions(self, identities: Container[Hashable]) -> list[int]:
        """The lines of the rows with these identities, from top to bottom, without those of closed groups."""
        numbers, grouping = self.numbers(identities), self.grouping
        return numbers if grouping is None else [line for n in numbers if (line := grouping.line_of(n)) >= 0]

    def fold(self, words: Iterable[str] | None, close: bool) -> None:
        """Closes groups or opens them; all of them for None."""
        raise NotImplementedError

    def total_of(self, key: str, group: Group | None = None) -> Decimal | int | None:
        """What stands below a column, or in the heading of a group; None where there is nothing to count."""
        raise NotImplementedError

    def want_totals(self, totals: Mapping[str, Total]) -> None:
        """Lets other things stand below the columns."""
        self.totals = dict(totals)
        self.summed.emit()

    def arrange(self, wanted: Wanted, searched: Sequence[str]) -> None:
        """Shows what is wanted; words are looked for in the `searched` columns."""
        raise NotImplementedError

    def position(self, identity: Hashable) -> int:
        """Where the row with this identity is shown; -1 when it is not."""
        return next(iter(self.positions((identity,))), -1)

    def kind(self, key: str) -> Kind:
        """How the cells of a column are compared."""
        raise NotImplementedError

    def has_words(self, key: str) -> bool:
        """Whether anything stands in a column, so that `counts` has something to count."""
        return False

    def counts(self, key: str) -> Mapping[str, int]:
        """How often which words stand in a column of all rows."""
        return {}

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else self.line_count

    def columnCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def painted(self, row: int, column: int) -> Painted:
        spec, found = self.columns[column], self.row_at(row)
        if found is None:
            coming = column == 0 and self.heading_at(row) is None
            return ("…" if coming else ""), None, spec.right
        chip = spec.chip(found) if spec.chip is not None else None
        return ("" if chip is not None else spec.words(found)), chip, spec.right

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        row = self.row_at(index.row())
        heading = self.heading_at(index.row()) if row is None else None
        if heading is not None:
            return self._heading_data(heading, index.column(), role)
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

    def _heading_data(self, group: Group, column: int, role: int) -> str | None:
        spec = self.columns[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading_words(group) if column == 0 else total_words(self.totals, spec.key, self.total_of, group)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            lines = trn("{n} row", "{n} rows", group.count).format(n=group.count)
            state = tr("collapsed") if group.closed else tr("expanded")
            said = tr("Group {words}, {lines}, {state}")
            return said.format(words=group.words or tr("empty"), lines=lines, state=state)
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
