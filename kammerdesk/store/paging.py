"""Long lists page by page: what the screen wants (words, conditions, an order) as WHERE, ORDER BY, LIMIT and OFFSET."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, DateTime, Select, String, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import OFFICE_ZONE
from kammerdesk.base.conditions import Between, Blank, Condition, Holds, Test, Total, Wanted
from kammerdesk.base.folding import shadow, words_of
from kammerdesk.store.engine import FOLD_FUNCTION
from kammerdesk.store.search_triggers import SHADOW_FUNCTION

R = TypeVar("R")


@dataclass(frozen=True)
class PagedSelect(Generic[R]):
    """A SELECT whose rows are read where one looks; the columns of the list stand for expressions, by their keys.

    `make` turns a row of the database into one of the list. `order` names what is sorted by where that is not the
    column itself (an indexed one, say); `last` decides between equals, so that no row is on two pages. `scales` are
    those of the list's columns: 100 where hundredths are stored.
    """

    base: Select[*tuple[Any, ...]]
    columns: Mapping[str, ColumnElement[Any]]
    make: Callable[[Any], R]
    last: ColumnElement[Any]
    order: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)

    def count(self, session: Session, wanted: Wanted) -> int:
        """How many rows are as wanted."""
        inner = self.base.where(*self._where(wanted)).order_by(None).subquery()
        return session.scalar(select(func.count()).select_from(inner)) or 0

    def page(self, session: Session, wanted: Wanted, offset: int, limit: int) -> Sequence[R]:
        """At most `limit` of them, after the first `offset`; empty cells are last either way."""
        statement = self.base.where(*self._where(wanted)).order_by(*self._sorting(wanted))
        return [self.make(row) for row in session.execute(statement.limit(limit).offset(offset))]

    def totals(
        self, session: Session, wanted: Wanted, totals: Mapping[str, Total]
    ) -> Mapping[str, Decimal | int | None]:
        """Sums and averages of numbers, in the units of the list, and how many cells are filled; in one SELECT."""
        known = [key for key in totals if key in self.columns]
        if not known:
            return {}
        labelled = [self.columns[key].label(f"total_{key}") for key in known]
        inner = self.base.add_columns(*labelled).where(*self._where(wanted)).order_by(None).subquery()
        found = session.execute(select(*(_total(inner.c[f"total_{key}"], totals[key]) for key in known))).one()
        return {
            key: number if number is None or totals[key] is Total.COUNT else _unscaled(number, self.scales.get(key, 1))
            for key, number in zip(known, found, strict=True)
        }

    def _where(self, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
        texts = [column for column in self.columns.values() if isinstance(column.type, String)]
        for typed in wanted.words.split():
            parts = words_of(typed)
            for part in parts:
                yield _shadow(*texts).contains(part, autoescape=True)
            if not parts:
                yield or_(*(column.contains(typed, autoescape=True) for column in texts))
        for key, condition in wanted.conditions.items():
            if key in self.columns:
                yield _clause(self.columns[key], condition, self.scales.get(key, 1))

    def _sorting(self, wanted: Wanted) -> Iterator[ColumnElement[Any]]:
        for key, descending in wanted.sorting:
            column = self.columns.get(key)
            if column is None:
                continue
            yield case((_is_blank(column), 1), else_=0)
            plain = _folded(column) if isinstance(column.type, String) else column
            by = self.order.get(key, plain)
            yield by.desc() if descending else by.asc()
        yield self.last


def _shadow(*columns: ColumnElement[Any]) -> Any:
    """The words of some columns as they are looked up: folded, ä and ae both as a."""
    return getattr(func, SHADOW_FUNCTION)(*columns)


def _folded(column: ColumnElement[Any]) -> Any:
    """What words are sorted and compared by."""
    return getattr(func, FOLD_FUNCTION)(column)


def _is_blank(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(column.is_(None), column == "") if isinstance(column.type, String) else column.is_(None)


def _total(column: ColumnElement[Any], total: Total) -> ColumnElement[Any]:
    if total is Total.COUNT:
        return func.count(case((_is_blank(column), None), else_=1))
    return func.sum(column) if total is Total.SUM else func.avg(column)


def _unscaled(number: float, scale: int) -> Decimal | int:
    """A sum of whole numbers stays whole; an average comes as a binary fraction, of which 15 digits are true."""
    exact = Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")
    return exact / scale if scale > 1 or not isinstance(number, int) else number


def _clause(column: ColumnElement[Any], condition: Condition, scale: int) -> ColumnElement[bool]:
    parts = [not_(func.coalesce(_test(column, test, scale), False)) for test in condition.unwanted]
    if condition.wanted:
        parts.append(or_(*(_test(column, test, scale) for test in condition.wanted)))
    return and_(*parts)


def _test(column: ColumnElement[Any], test: Test, scale: int) -> ColumnElement[bool]:
    match test:
        case Blank():
            return _is_blank(column)
        case Holds(text, whole):
            words = words_of(text)
            if not words:
                return column == text if whole else column.contains(text, autoescape=True)
            if whole:
                return cast("ColumnElement[bool]", _shadow(column) == shadow(text))
            return and_(*(_shadow(column).contains(word, autoescape=True) for word in words))
        case Between():
            return _between(column, test, scale)


def _between(column: ColumnElement[Any], test: Between, scale: int) -> ColumnElement[bool]:
    compared = _folded(column) if isinstance(column.type, String) else column
    parts = [not_(_is_blank(column))]
    if test.low is not None:
        low = _stored(column, test.low, scale, after=test.open_low)
        parts.append(compared > low if test.open_low and not _is_moment(column) else compared >= low)
    if test.high is not None:
        high = _stored(column, test.high, scale, after=not test.open_high)
        whole_day = _is_moment(column)
        parts.append(compared < high if test.open_high or whole_day else compared <= high)
    return and_(*parts)


def _is_moment(column: ColumnElement[Any]) -> bool:
    return isinstance(getattr(column.type, "impl", column.type), DateTime)


def _stored(column: ColumnElement[Any], end: Any, scale: int, after: bool) -> Any:
    """An end as it is stored; a day of a column of moments is its beginning in the office, or the next day's."""
    if isinstance(end, date) and _is_moment(column):
        day = end + timedelta(days=1) if after else end
        return datetime.combine(day, time(), OFFICE_ZONE)
    if isinstance(end, Decimal):
        scaled = end * scale
        return int(scaled) if scaled == int(scaled) else float(scaled)
    return end
