"""Work: what an action gets in its hands while its one transaction is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice, repeat
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Dialect, Uuid, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from kammerdesk.base.clock import Clock, office_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.ids import uuid7
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.record import Record

R = TypeVar("R", bound=Record)

_ROWS_AT_ONCE = 400
"""Rows of one INSERT: SQLite copies every page a statement with triggers touches, so that it could take it back."""


@dataclass(frozen=True, slots=True)
class Work:
    """The open transaction with clock, user, reason and the chamber whose house this is."""

    session: Session
    clock: Clock
    user: str
    chamber: str
    stamp: str
    sequence: int
    reason: str = ""

    @property
    def now(self) -> datetime:
        """This moment in UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """Today in the office."""
        return office_date(self.clock)

    def add(self, record: R) -> R:
        """Stores a new record; it is ours unless it already names another home.

        It is stamped here, which spares the trigger a second writing of the row.
        """
        if not record.home:
            record.home = self.chamber
        if record.creation_stamp is None:
            record.creation_stamp, record.local_sequence = self.stamp, self.sequence
        self.session.add(record)
        return record

    def get(self, kind: type[R], uid: UUID) -> R:
        """The live record of that kind and key; raises KammerError when it is gone."""
        record = self.session.get(kind, uid)
        if record is None or record.deleted_at is not None:
            raise KammerError(tr("This record no longer exists. Please reload the page."))
        return record

    def bulk(self, kind: type[Record], rows: Iterable[Mapping[str, Any]]) -> int:
        """Inserts many rows past the session, stamped beforehand; missing keys and homes are filled in.

        All rows must name the same columns. Returns the count.
        """
        prepared = list(rows)
        if not prepared:
            return 0
        columns: dict[str, Any] = {name: [row[name] for row in prepared] for name in prepared[0]}
        return self.pour(kind, columns if "uid" in columns else {"uid": [uuid7() for _ in prepared], **columns})

    def pour(self, kind: type[Record], columns: Mapping[str, Any]) -> int:
        """The same by columns, which is the fastest way in: a list is a column, anything else stands in every row.

        "uid" must be a list; columns that are not named get their default. Returns the count.
        """
        table, connection, count = kind.__table__, self.session.connection(), len(columns["uid"])
        defaults = {
            column.name: column.default.arg
            for column in table.columns
            if isinstance(column.default, ScalarElementColumnDefault)
        }
        given = {**defaults, "home": self.chamber, "_c": self.stamp, "_l": self.sequence, **columns}
        statement = insert(table).compile(dialect=connection.dialect, column_keys=list(given))  # type: ignore[arg-type]
        names = statement.positiontup or ()
        stored = (_as_stored(given[name], count, table.c[name], connection.dialect) for name in names)
        into, _, row = str(statement).partition(" VALUES ")
        cells = chain.from_iterable(zip(*stored, strict=True))
        while some := tuple(islice(cells, len(names) * _ROWS_AT_ONCE)):
            connection.exec_driver_sql(f"{into} VALUES {', '.join([row] * (len(some) // len(names)))}", some)
        return count

    def has_seen(self, stamp: str) -> None:
        """Lets the clock run on from a stamp that came from elsewhere, so that what we write from now on is later."""
        self.session.execute(update(SyncClock).where(SyncClock.ver < stamp).values(ver=stamp))

    def remove(self, record: Record) -> None:
        """Puts a record into the Papierkorb."""
        record.deleted_at = self.now
        record.deleted_by = self.user


def _as_stored(values: Any, count: int, column: ColumnElement[Any], dialect: Dialect) -> Iterable[Any]:
    """The values of one column as the driver wants them; keys and days, of which there are most, by a shorter way."""
    if isinstance(values, list) and isinstance(column.type, Uuid):
        return (value and f"{value.int:032x}" for value in values)
    if isinstance(values, list) and isinstance(column.type, Date):
        return (value and value.isoformat() for value in values)
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    if not isinstance(values, list):
        return repeat(processor(values) if processor else values, count)
    return map(processor, values) if processor else values
