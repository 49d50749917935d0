"""What rows are found, filtered and sorted by, worked out once per reading, if need be before anybody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic

from kammerdesk.base.conditions import Condition, Kind, Total
from kammerdesk.base.folding import Needle, fold, haystack
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.similar_words import closest, vocabulary

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
        self._figures: dict[str, list[Any]] = {}
        self._groups: dict[str, list[Any]] = {}
        self._kinds: dict[str, Kind] = {}
        self._words: dict[tuple[str, ...], Mapping[str, str]] = {}

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

    def grouped(self, key: str, numbers: Iterable[int]) -> tuple[list[tuple[str, int]], list[int]]:
        """Sorted rows gathered by what their groups are called: the groups with their sizes, and the rows anew.

        Groups have the order of their first rows; empty cells are last.
        """
        words = self._once(self._groups, key, self._columns[key].group_words)
        gathered: dict[str, list[int]] = {}
        for number in numbers:
            gathered.setdefault(words[number], []).append(number)
        if "" in gathered:
            gathered[""] = gathered.pop("")
        sizes = [(each, len(members)) for each, members in gathered.items()]
        return sizes, [number for members in gathered.values() for number in members]

    def total(self, key: str, total: Total, numbers: Sequence[int]) -> Decimal | int | None:
        """Sum or average of the numbers in a column, or how many of its cells are filled; None where there are none."""
        if total is Total.COUNT:
            cells = self._cell(key)
            return sum(cells[number] != _EMPTY for number in numbers)
        figures = self._once(self._figures, key, self._columns[key].number)
        found = [figure for number in numbers if (figure := figures[number]) is not None]
        if not found:
            return None
        return sum(found) if total is Total.SUM else Decimal(sum(found)) / len(found)

    def similar(self, typed: str, searched: Sequence[str]) -> str:
        """The words somebody typed, those that stand nowhere replaced by the most similar one; "" for no idea."""
        texts = self._haystack(tuple(searched))
        said = []
        for word in typed.split():
            needle = Needle(word)
            known = any(needle.found_in(text) for text in texts)
            said.append(word if known else closest(word, self._vocabulary(tuple(searched))))
        return " ".join(said) if all(said) and said != typed.split() else ""

    def _vocabulary(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        """Every word of some columns as it is written, by what it is after folding."""
        if keys not in self._words:
            cells = {self._columns[key].words(row) for key in keys for row in self.rows}
            self._words[keys] = vocabulary(cells)
        return self._words[keys]

    def has_words(self, key: str) -> bool:
        """Whether anything stands in a column."""
        return any(map(self._columns[key].words, self.rows))

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
