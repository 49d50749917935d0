"""References that taking back or bringing back would break: live records that refer to removed ones."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import Reason
from kammerdesk.base.i18n import tr
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.titles import Titles

_REMOVED = """
    SELECT uid FROM journal_change
    WHERE entry_id = :now AND kind = '{parent}' AND json_type(after, '$.deleted_at') = 'text'
"""
_STILL_NEEDED = """
    SELECT child.uid, child.{field} FROM {child} AS child
    WHERE child.deleted_at IS NULL AND child.{field} IN (SELECT uid FROM temp.gone)
"""
_NO_LONGER_THERE = """
    SELECT child.uid, parent.uid FROM journal_change AS came
    JOIN {child} AS child ON child.uid = came.uid
    JOIN {parent} AS parent ON parent.uid = child.{field}
    WHERE came.entry_id = :now AND came.kind = '{child}' AND child.deleted_at IS NULL
    AND (json_type(came.after, '$.deleted_at') = 'null' OR json_type(came.after, '$.{field}') IS NOT NULL)
    AND parent.deleted_at IS NOT NULL
"""
_BETWEEN = text(
    """
    SELECT operation, json(before), json(after) FROM journal_change
    WHERE uid = :uid AND entry_id > :since AND entry_id < :now ORDER BY id
    """
)


def broken_references(session: Session, now: int, since: int) -> Iterator[Reason]:
    """One reason for each reference that entry `now` broke by going back before entry `since`.

    What stood so right after `since` may stand so again; only what came later is told.
    """
    connection, titles = session.connection(), Titles(session)
    kinds = text("SELECT DISTINCT kind FROM journal_change WHERE entry_id = :now")
    changed = sorted(connection.scalars(kinds, {"now": now}))
    for parent in changed:
        for child, field, uid, target in _still_needed(connection, parent, now):
            if not _is_as_it_was(connection, uid, (field, "deleted_at"), since, now):
                sentence = tr("“{record}” is needed by “{later}”, which came later.")
                yield Reason("", sentence.format(record=titles.of(parent, target), later=titles.of(child, uid)))
    for child, field, parent in references():
        for uid, target in _no_longer_there(connection, child, field, parent, now) if child in changed else ():
            if not _is_as_it_was(connection, target, ("deleted_at",), since, now):
                sentence = tr("“{record}” refers to “{other}”, which is in the trash. Please bring that back first.")
                yield Reason("", sentence.format(record=titles.of(child, uid), other=titles.of(parent, target)))


def references() -> list[tuple[str, str, str]]:
    """Every reference of the records: the kind that refers, its field, the kind it refers to."""
    return [
        (table.name, column.name, key.column.table.name)
        for table in record_tables(Record.metadata)
        for column in table.columns
        for key in column.foreign_keys
    ]


def unreferenced(table: Table, besides: Collection[str] = ()) -> ColumnElement[bool]:
    """The condition that no live record refers to a record of this kind, besides those of some kinds."""
    referring = [
        (Record.metadata.tables[child], name)
        for child, name, parent in references()
        if parent == table.name and child not in besides
    ]
    return and_(
        *(~exists().where(child.c[name] == table.c.uid, child.c.deleted_at.is_(None)) for child, name in referring)
    )


def _still_needed(connection: Connection, parent: str, now: int) -> Iterator[tuple[str, str, UUID, UUID]]:
    """Live records that refer to one of kind `parent` that was removed: kind, field, key, key of that one."""
    connection.exec_driver_sql("CREATE TEMP TABLE gone (uid PRIMARY KEY) WITHOUT ROWID")
    connection.execute(text(f"INSERT INTO temp.gone {_REMOVED.format(parent=parent)}"), {"now": now})
    some = connection.exec_driver_sql("SELECT count(*) FROM temp.gone").scalar_one()
    for child, field, kind in references() if some else ():
        if kind == parent:
            query = _STILL_NEEDED.format(child=child, field=field)
            for uid, target in connection.exec_driver_sql(query).all():
                yield child, field, UUID(uid), UUID(target)
    connection.exec_driver_sql("DROP TABLE temp.gone")


def _no_longer_there(
    connection: Connection, child: str, field: str, parent: str, now: int
) -> Iterator[tuple[UUID, UUID]]:
    """Records that were brought back, or got back a reference, and refer to a removed one: key, key of that one."""
    query = text(_NO_LONGER_THERE.format(child=child, field=field, parent=parent))
    for uid, target in connection.execute(query, {"now": now}).all():
        yield UUID(uid), UUID(target)


def _is_as_it_was(connection: Connection, uid: UUID, fields: Collection[str], since: int, now: int) -> bool:
    """Whether fields of a record are what they were right after entry `since`, though they changed in between."""
    written: dict[str, tuple[Any, Any]] = {}
    for operation, before, after in connection.execute(_BETWEEN, {"uid": uid.hex, "since": since, "now": now}):
        if operation == "insert":
            return False
        was, became = json.loads(before or "{}"), json.loads(after or "{}")
        for name in became.keys() & fields:
            written[name] = (written.get(name, (was[name],))[0], became[name])
    return all(left == became for left, became in written.values())
