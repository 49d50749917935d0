"""The past, told by the journal: what records were before later changes, and every list as of a moment."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, event, func, select, text
from sqlalchemy.orm import Session

from kammerdesk.store.journal import JournalChange, JournalEntry, JournalShape
from kammerdesk.store.record import Record

Values = dict[str, Any]
"""Fields of a record with their values as the database stores them."""

_UPDATES = text(
    """
    SELECT kind, uid, json(before) FROM journal_change
    WHERE entry_id BETWEEN :first AND :last AND operation = 'update' AND before IS NOT NULL
    AND uid NOT IN (SELECT uid FROM journal_change WHERE entry_id BETWEEN :first AND :last AND operation = 'insert')
    ORDER BY entry_id DESC, id DESC
    """
)
_LAST = (1 << 63) - 1
_NAME = re.compile(r"\w+")


def last_entry(session: Session, moment: datetime) -> int:
    """The id of the last entry that was begun at a moment or before it; 0 when there was none yet."""
    return session.scalar(select(func.max(JournalEntry.id)).where(JournalEntry.at <= moment)) or 0


def values_before(connection: Connection, first: int, last: int) -> dict[str, dict[str, Values]]:
    """By kind and key what the changed fields were before the entries `first` to `last`.

    Records that these entries made are left out.
    """
    found: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(dict))
    for kind, uid, before in connection.execute(_UPDATES, {"first": first, "last": last}):
        found[kind][uid] |= json.loads(before)  # the newest come first, so that the oldest value stays
    return found


def write_values(connection: Connection, kind: str, values: Mapping[str, Values]) -> None:
    """Sets fields of many records of a kind to stored values."""
    rows: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for uid, fields in values.items():
        rows[tuple(fields)].append((*fields.values(), uid))
    for names, some in rows.items():
        assignments = ", ".join(f"{name} = ?" for name in names)
        connection.exec_driver_sql(f"UPDATE {kind} SET {assignments} WHERE uid = ?", some)


def go_back(session: Session, moment: datetime) -> None:
    """Lets a session see every record as it was at a moment, until its transaction is rolled back.

    A table of records that changed since is hidden behind a temporary one of the same name, which SQLite finds first;
    it lies in memory, and is made when a statement names it, for most queries ask for few of them. Clocks of fields
    and what is no record stay as they are, and what was erased since by law does not come back.
    """
    connection, entry = session.connection(), last_entry(session, moment)
    earlier = values_before(connection, entry + 1, _LAST)
    connection.exec_driver_sql("CREATE TEMP TABLE made_later (kind, uid, PRIMARY KEY (kind, uid)) WITHOUT ROWID")
    made = "SELECT kind, uid FROM journal_change WHERE operation = 'insert' AND entry_id > ?"
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO made_later {made}", (entry,))
    kinds = connection.exec_driver_sql("SELECT DISTINCT kind FROM made_later").scalars()
    waiting = Record.metadata.tables.keys() & {*kinds, *earlier}

    def hide_what_is_named(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        for kind in waiting & set(_NAME.findall(statement)):
            waiting.remove(kind)
            _hide(connection, kind, earlier.get(kind, {}))

    if waiting:
        event.listen(connection, "before_cursor_execute", hide_what_is_named)


def _hide(connection: Connection, kind: str, earlier: Mapping[str, Values]) -> None:
    """Puts an earlier state of a table before it, with the same indexes."""
    made = f"SELECT uid FROM temp.made_later WHERE kind = '{kind}'"
    rows = f"SELECT * FROM main.{kind} WHERE uid NOT IN ({made})"
    connection.exec_driver_sql(f"CREATE TEMP TABLE {kind} AS {rows}")
    connection.exec_driver_sql(f"CREATE UNIQUE INDEX temp.{kind}_uid ON {kind} (uid)")
    names = Record.metadata.tables[kind].columns.keys()
    known = {uid: {name: fields[name] for name in fields if name in names} for uid, fields in earlier.items()}
    write_values(connection, kind, {uid: fields for uid, fields in known.items() if fields})
    indexes = "SELECT sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    for statement in connection.exec_driver_sql(indexes, (kind,)).scalars().all():
        connection.exec_driver_sql(re.sub(r"^CREATE( UNIQUE)? INDEX ", r"CREATE\1 INDEX temp.", statement))


def record_at(session: Session, kind: str, uid: UUID, moment: datetime) -> Values | None:
    """The stored values of a record at a moment, removed or not; None when it was not there, or was erased since."""
    told = _told(session, JournalChange.uid == uid, JournalChange.entry_id <= last_entry(session, moment), kind=kind)
    return told.get(uid)


def rebuild(session: Session, kind: str) -> dict[UUID, Values]:
    """All records of a kind with their stored values, from the journal alone; what was erased by law is missing."""
    return _told(session, kind=kind)


def _told(session: Session, *conditions: ColumnElement[bool], kind: str) -> dict[UUID, Values]:
    shapes = {
        shape: json.loads(columns)
        for shape, columns in session.execute(
            select(JournalShape.id, JournalShape.columns).where(JournalShape.kind == kind)
        )
    }
    query = select(JournalChange.uid, JournalChange.shape, JournalChange.after).order_by(JournalChange.id)
    query = query.where(JournalChange.kind == kind, JournalChange.after.is_not(None))  # none where it was erased
    found: dict[UUID, Values] = {}
    for uid, shape, after in session.execute(query.where(*conditions)):
        values = json.loads(after or "{}")
        if shape is not None:
            found[uid] = dict(zip(shapes[shape], values, strict=True))
        elif uid in found:
            found[uid] |= values
    return found
