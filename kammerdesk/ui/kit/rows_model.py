"""Rows as Qt wants them: in memory, filtered and sorted in Python lists, never through a proxy."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Generic

from PySide6.QtCore import QObject

from kammerdesk.base.conditions import Condition, Kind, Total, Wanted
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.grouping import Group, Grouping
from kammerdesk.ui.kit.row_keys import RowKeys
from kammerdesk.ui.kit.table_model import TableModel


class RowsModel(TableModel[R], Generic[R]):
    """All rows in memory, and which of them are shown in which order, in which groups."""

    can_group = True

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._keys: RowKeys[R] = RowKeys((), self.columns)
        self._searched: tuple[str, ...] = tuple(column.key for column in self.columns)
        self._sorted: list[int] = []
        self._sort: tuple[tuple[str, bool], ...] | None = None
        self._shown: list[R] = []
        self._numbers: list[int] = []
        """Of the rows shown, in the order of the query."""
        self._sizes: list[tuple[str, int]] = []
        self._closed: set[str] = set()
        self._sums: dict[tuple[str, Total, Group | None], Decimal | int | None] = {}

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

    def hides(self, identity: Hashable) -> bool:
        """Whether there is a row with this identity that the filters keep back."""
        return not self.numbers((identity,)) and any(row.id == identity for row in self._keys.rows)

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
        wanted, keys = self.wanted, self._keys
        if self._sort != wanted.sorting:
            self._sorted, self._sort = keys.sorted(wanted.sorting), wanted.sorting
        self._numbers = keys.matching(self._sorted, wanted.words, self._searched, wanted.conditions)
        if wanted.group:
            self._sizes, self._numbers = keys.grouped(wanted.group, self._numbers)
        self._shown = [keys.rows[number] for number in self._numbers]
        self._sums.clear()
        self._group()

    def _group(self) -> None:
        self.grouping = Grouping(self._sizes, self._closed) if self.wanted.group else None

    def fold(self, words: Iterable[str] | None, close: bool) -> None:
        meant = {words for words, _ in self._sizes} if words is None else set(words)
        self.beginResetModel()
        self._closed = self._closed | meant if close else self._closed - meant
        self._group()
        self.endResetModel()

    def total_of(self, key: str, group: Group | None = None) -> Decimal | int | None:
        total = self.totals[key]
        if (key, total, group) not in self._sums:
            numbers = self._numbers if group is None else self._numbers[group.first : group.first + group.count]
            self._sums[key, total, group] = self._keys.total(key, total, numbers)
        return self._sums[key, total, group]

    def suggestion(self, typed: str) -> tuple[str, int] | None:
        """What may have been meant by words that no row holds, and how many rows hold that; None for no idea."""
        said = self._keys.similar(typed, self._searched)
        count = len(self._keys.matching(self._sorted, said, self._searched, self.wanted.conditions)) if said else 0
        return (said, count) if count else None

    def read_rows(self) -> Iterable[R]:
        return self._keys.rows

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

    def row_at(self, line: int) -> R | None:
        number = line if self.grouping is None else self.grouping.row_at(line)
        return self._shown[number] if number >= 0 else None

    def in_memory(self) -> Iterator[tuple[int, Sequence[R]]]:
        yield 0, self._shown

    def kind(self, key: str) -> Kind:
        return self._keys.kind(key)

    def has_words(self, key: str) -> bool:
        return self._keys.has_words(key)

    def counts(self, key: str) -> Mapping[str, int]:
        return self._keys.counts(key, range(self.count))
