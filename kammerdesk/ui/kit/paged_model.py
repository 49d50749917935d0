"""Rows that are too many for memory: counted, sorted and filtered by the store, read page by page where one looks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer

from kammerdesk.base.conditions import Kind, Total, Wanted
from kammerdesk.base.steps import step
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.grouping import Group
from kammerdesk.ui.kit.table_model import TableModel

R_co = TypeVar("R_co", covariant=True)

PAGE = 200
PAGES_KEPT = 50
PAGES_ASKED = 2
"""So many pages are asked for at a time; those one has scrolled past by then are not asked for at all."""


class PagedRows(Protocol[R_co]):
    """Where the rows of a long list come from; called in the worker. Columns are meant by their keys."""

    def count(self, session: Any, wanted: Wanted) -> int:
        """How many rows are as wanted."""
        ...

    def page(self, session: Any, wanted: Wanted, offset: int, limit: int) -> Sequence[R_co]:
        """At most `limit` of them, in their order, after the first `offset`."""
        ...

    def totals(self, session: Any, wanted: Wanted, totals: Mapping[str, Total]) -> Mapping[str, Decimal | int | None]:
        """What stands below the columns, over all rows that are as wanted; None where there are no numbers."""
        ...


class PagedModel(TableModel[R], Generic[R]):
    """Knows how many there are, and the pages one looked at last."""

    def __init__(
        self, columns: Sequence[Column[R]], pages: PagedRows[R], desk: Desk, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._source = pages
        self._desk = desk
        self._count = self._shown = 0
        self._turn = 0
        """Answers to what was asked before the last turn come too late."""
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._asked: list[int] = []
        self._under_way: set[int] = set()
        self._sums: Mapping[str, Decimal | int | None] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask_pages)

    @property
    def count(self) -> int:
        return self._count

    @property
    def shown_count(self) -> int:
        return self._shown

    def arrange(self, wanted: Wanted, searched: Sequence[str] = ()) -> None:
        self.wanted = wanted
        self.reload()

    def reload(self) -> None:
        """Counts and reads anew; what is shown stays until the answer comes."""
        self._turn += 1
        self._desk.ask(self._begin, self.wanted, then=partial(self._take_beginning, self._turn), owner=self)
        self._ask_totals()

    def want_totals(self, totals: Mapping[str, Total]) -> None:
        super().want_totals(totals)
        self._ask_totals()

    def _ask_totals(self) -> None:
        if self.totals:
            then = partial(self._take_totals, self._turn)
            self._desk.ask(self._source.totals, self.wanted, self.totals, then=then, owner=self)

    def _take_totals(self, turn: int, sums: Mapping[str, Decimal | int | None]) -> None:
        if turn == self._turn:
            self._sums = sums
            self.summed.emit()

    def total_of(self, key: str, group: Group | None = None) -> Decimal | int | None:
        return self._sums.get(key)

    def fold(self, words: Iterable[str] | None, close: bool) -> None:
        """There are no groups in what is read page by page."""

    def _begin(self, session: Any, wanted: Wanted) -> tuple[int, int, Sequence[R]]:
        plain = Wanted()
        shown = self._source.count(session, wanted)
        everything = shown == 0 or wanted.words or wanted.conditions
        count = self._source.count(session, plain) if everything else shown
        return count, shown, self._source.page(session, wanted, 0, PAGE)

    def _take_beginning(self, turn: int, answer: tuple[int, int, Sequence[R]]) -> None:
        if turn != self._turn:
            return
        self.beginResetModel()
        self._count, self._shown, first = answer
        self._pages = OrderedDict({0: first})
        self._asked.clear()
        self._under_way.clear()
        self.endResetModel()
        self.arrived.emit()

    def row_at(self, line: int) -> R | None:
        page, place = divmod(line, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want_page(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def _want_page(self, page: int) -> None:
        if page not in self._under_way:
            if page in self._asked:
                self._asked.remove(page)
            self._asked.append(page)
            if not self._soon.isActive() and not self._under_way:
                self._soon.start()

    def _ask_pages(self) -> None:
        wanted, self._asked = self._asked[-PAGES_ASKED:], []
        for page in wanted:
            self._under_way.add(page)
            then = partial(self._take_page, self._turn, page)
            self._desk.ask(self._source.page, self.wanted, page * PAGE, PAGE, then=then, owner=self)

    def _take_page(self, turn: int, page: int, rows: Sequence[R]) -> None:
        if turn != self._turn:
            return
        self._under_way.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        if rows:
            first = page * PAGE
            last = min(first + len(rows), self._shown) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        if self._asked and not self._under_way:
            self._soon.start()

    def in_memory(self) -> Iterator[tuple[int, Sequence[R]]]:
        return ((page * PAGE, rows) for page, rows in self._pages.items())

    def kind(self, key: str) -> Kind:
        column = next(column for column in self.columns if column.key == key)
        if column.kind is not None:
            return column.kind
        rows = (row for page in self._pages.values() for row in page)
        return next((kind for row in rows if (kind := column.kind_of(row)) is not None), Kind.TEXT)

    def read(self, session: Any, wanted: Wanted) -> list[R]:
        """All rows that are wanted, page by page; called in the worker, for an export."""
        rows: list[R] = []
        while page := self._source.page(session, wanted, len(rows), 10 * PAGE):
            rows += page
            step(len(rows), max(self._shown, len(rows)))
        return rows
