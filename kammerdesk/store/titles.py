"""What people call a single record, and how its stored values read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Table, Time, Uuid, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import exact_text
from kammerdesk.store.journal import JournalChange
from kammerdesk.store.record import Record, UtcDateTime

_YES, _NO = N_("yes"), N_("no")
_AT_ONCE = 1000


def record_title(session: Session, kind: str, uid: UUID) -> str:
    """The title of a record, live or removed: "Müller, Ada"."""
    return Titles(session).of(kind, uid)


def live_titles(session: Session, uids: Sequence[UUID]) -> dict[UUID, str]:
    """The titles of records of whatever kinds, by key; what was removed or erased is left out."""
    told = select(JournalChange.uid, JournalChange.kind).where(JournalChange.uid.in_(uids)).distinct()
    kinds: dict[str, list[UUID]] = defaultdict(list)
    for uid, kind in session.execute(told):
        kinds[kind].append(uid)
    titles, named = Titles(session), dict[UUID, str]()
    for kind, known in kinds.items():
        table = Record.metadata.tables.get(kind)
        if table is not None:
            titles.learn(kind, known)
            live = select(table.c.uid).where(table.c.uid.in_(known), table.c.deleted_at.is_(None))
            named |= {uid: titles.of(kind, uid) for uid in session.scalars(live)}
    return named


class Titles:
    """The titles of many records, each looked up once; values are taken as the database stores them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[UUID, str] = {}

    def of(self, kind: str, uid: UUID) -> str:
        """The title of a record, live or removed; of any other, also of an unknown kind, that it is gone or unknown."""
        if uid not in self._known:
            self._known[uid] = self._read(kind, uid) or tr("an erased or unknown record")
        return self._known[uid]

    def readable(self, column: Column[Any] | None, stored: Any) -> str:
        """A stored value as people write it; a reference is the title of its record, nothing is empty.

        A value of a column that no longer exists (None) stands for itself.
        """
        if stored is None or stored == "":
            return ""
        if column is None:
            return str(stored)
        for key in column.foreign_keys:
            return self.of(key.column.table.name, UUID(stored))
        codes = column.info.get("values", {})
        if stored in codes:
            return tr(codes[stored])
        if column.info.get("scale", 1) != 1:
            return _number(Fraction(stored, column.info["scale"]))
        return self._typed(column, stored)

    def _typed(self, column: Column[Any], stored: Any) -> str:
        match column.type:
            case Boolean():
                return tr(_YES if stored else _NO)
            case Date():
                return format_date(date.fromisoformat(stored))
            case Time():
                return format_time(time.fromisoformat(stored))
            case UtcDateTime():
                return office_text(datetime.fromisoformat(stored))
            case Uuid():  # no foreign key: only the journal knows what kind of record it is
                return self._untyped(column, UUID(stored))
        return str(stored)

    def _untyped(self, column: Column[Any], key: UUID) -> str:
        kind = self._session.scalar(select(JournalChange.kind).where(JournalChange.uid == key).limit(1))
        otherwise = column.info.get("otherwise")
        if kind is None and otherwise is not None and (told := str(otherwise(self._session, key))):
            return told
        return self.of(kind or "", key)

    def learn(self, kind: str, uids: Iterable[UUID]) -> None:
        """Looks up the titles of many records at once, with those they are made of; `of` knows them afterwards."""
        table, missing = Record.metadata.tables.get(kind), list(set(uids) - self._known.keys())
        if table is None or not missing:
            return
        columns = _title_columns(table)
        parts = (missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE))
        rows = [row for part in parts for row in self._rows(table, part)]
        for place, column in enumerate(columns, 1):
            for key in column.foreign_keys:
                self.learn(key.column.table.name, (UUID(row[place]) for row in rows if row[place]))
        for uid, *stored in rows:
            self._known[UUID(uid)] = self._joined(columns, stored)

    def _read(self, kind: str, uid: UUID) -> str:
        table = Record.metadata.tables.get(kind)
        if table is None:
            return ""
        return "".join(self._joined(_title_columns(table), stored) for _uid, *stored in self._rows(table, [uid]))

    def _rows(self, table: Table, uids: Sequence[UUID]) -> Sequence[Any]:
        names, marks = ", ".join(column.name for column in _title_columns(table)), ", ".join("?" * len(uids))
        query = f"SELECT uid, {names} FROM {table.name} WHERE uid IN ({marks})"
        return self._session.connection().exec_driver_sql(query, tuple(uid.hex for uid in uids)).all()

    def _joined(self, columns: Sequence[Column[Any]], stored: Sequence[Any]) -> str:
        return ", ".join(filter(None, map(self.readable, columns, stored)))


def _title_columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in table.info["title"]]


def _number(value: Fraction) -> str:
    """12,5 or 80: without decimals where there are none."""
    return exact_text(value).rstrip("0").rstrip(".").replace(".", ",")
