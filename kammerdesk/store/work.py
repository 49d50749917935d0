"""Work: what an action gets in its hands while its one transaction is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from kammerdesk.base.clock import Clock, office_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.ids import uuid7
from kammerdesk.store.record import Record

R = TypeVar("R", bound=Record)


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
        """Stores a new record; it is ours unless it already names another home."""
        if not record.home:
            record.home = self.chamber
        self.session.add(record)
        return record

    def get(self, kind: type[R], uid: UUID) -> R:
        """The live record of that kind and key; raises KammerError when it is gone."""
        record = self.session.get(kind, uid)
        if record is None or record.deleted_at is not None:
            raise KammerError(tr("This record no longer exists. Please reload the page."))
        return record

    def bulk(self, kind: type[Record], rows: Iterable[Mapping[str, Any]]) -> int:
        """Inserts many rows through Core, stamped beforehand; missing keys and homes are filled in. Returns the count.

        All rows must name the same columns.
        """
        common = {"home": self.chamber, "_c": self.stamp, "_l": self.sequence}
        prepared = [{**common, **row} if "uid" in row else {**common, "uid": uuid7(), **row} for row in rows]
        if prepared:
            self.session.execute(insert(kind.__table__), prepared)  # type: ignore[arg-type]  # Table, by mapping
        return len(prepared)

    def remove(self, record: Record) -> None:
        """Puts a record into the Papierkorb."""
        record.deleted_at = self.now
        record.deleted_by = self.user
