"""What rows are found, filtered and sorted by, worked out once per reading, if need be before anybody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic

from kammerdesk.base.conditions import Condition, Kind
from kammerdesk.base.folding import Needle, fold, haystack
from kammerdesk.ui.kit.columns import Column, R

MANY = 2_000
"""Rows from which the keys are worked out in the worker, before the first key is pressed."""


_EMPTY = haystack("")


class RowKeys(Generic[R]):
    """Belongs to rows that stay as they are; every list has the order of the rows."""

    def __init__(self, rows: Sequence[R], columns: Sequence[Column[R]]) -> None:
        self.rows = rows
        self._columns = {column.key: column for column in columns}
        self._haystacks: dict[tuple[str, ...], list[str]] = {}
        self._cells: dict[str, list[str]] = {}
        self._known: dict[str, str] = {}
        """Words that were prepared already: most stand in many cells."""
        self._orders: dict[str, list[Any]] = {}
        self._naturals: dict[str, list[Any]] = {}
        self._kinds: dict[str, Kind] = {}

    def prepare(self) -> RowKeys[R]:
        """Works out what the quick filter and every order need; may run in the worker."""
        self._haystack(tuple(self._columns))
        for key in self._columns:
            self._order(key)
        return self

    def kind(self, key: str) -> Kind:
        """How the cells of a column are compared."""
        if key not in self._kinds:
            column = self._columns[key]
            found = (column.kind_of(row) for row in self.rows)
            self._kinds[key] = column.kind or next((kind for kind in found if kind is not None), Kind.TEXT)
        return self._kinds[key]

    def sorted(self, sort: Sequence[tuple[str, bool]]) -> list[int]:
        """The numbers of the rows in their order; empty cells are last either way, True is descending."""
        numbers = list(range(len(self.rows)))
        for key, descending in reversed(sort):
            order = self._order(key)
            filled = [number for number in numbers if order[number] is not None]
            filled.sort(key=order.__getitem__, reverse=descending)
            numbers = filled + [number for number in numbers if order[number] is None]
        return numbers

    def matching(
        self, numbers: Iterable[int], words: str, searched: Sequence[str], conditions: Mapping[str, Condition]
    ) -> list[int]:
        """Those of the rows that hold all words in the `searched` columns and meet every condition."""
        found = list(numbers)
        needle = Needle(words)
        if needle:
            texts, found_in = self._haystack(tuple(searched)), needle.found_in
            found = [number for number in found if found_in(texts[number])]
        for key, condition in conditions.items():
            if key in self._columns:
                found = self._meeting(found, key, condition)
        return found

    def counts(self, key: str, numbers: Iterable[int]) -> dict[str, int]:
        """How often which words stand in a column, in German order; empty cells are left out."""
        words, counts = self._columns[key].words, dict[str, int]()
        for number in numbers:
            said = words(self.rows[number])
            if said:
                counts[said] = counts.get(said, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (fold(pair[0]), pair[0])))

    def _meeting(self, numbers: list[int], key: str, condition: Condition) -> list[int]:
        holds = condition.holds
        if self.kind(key) is Kind.TEXT:
            cells = self._cell(key)
            return [number for number in numbers if holds(cells[number].partition("\n")[0], cells[number])]
        naturals = self._natural(key)
        return [number for number in numbers if holds(naturals[number], _EMPTY if naturals[number] is None else "")]

    def _haystack(self, keys: tuple[str, ...]) -> list[str]:
        if keys not in self._haystacks:
            cells = [self._cell(key) for key in keys]
            self._haystacks[keys] = ["\n".join(row) for row in zip(*cells, strict=True)]
        return self._haystacks[keys]

    def _cell(self, key: str) -> list[str]:
        words = self._columns[key].words
        return self._once(self._cells, key, lambda row: self._prepared(words(row)))

    def _prepared(self, words: str) -> str:
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = haystack(" ".join(words.split()))
        return known

    def _order(self, key: str) -> list[Any]:
        return self._once(self._orders, key, self._columns[key].order)

    def _natural(self, key: str) -> list[Any]:
        return self._once(self._naturals, key, self._columns[key].natural)

    def _once(self, kept: dict[str, list[Any]], key: str, make: Callable[[R], Any]) -> list[Any]:
        if key not in kept:
            kept[key] = [make(row) for row in self.rows]
        return kept[key]
